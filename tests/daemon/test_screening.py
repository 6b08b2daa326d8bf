"""Judging a call by given rules and records: no home is needed, and other rules judge the same call anew."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from portinaio.config.load import parse_settings
from portinaio.config.policies import from_plain, to_plain
from portinaio.core.facts import Hit
from portinaio.core.numbers.pattern import key
from portinaio.core.numbers.reserved import RangeBook
from portinaio.core.policy import Action
from portinaio.countries.plans import plan_from, read_plan
from portinaio.daemon.records import Records
from portinaio.daemon.screening import Rules, judge
from portinaio.lists.lookup import Lookup
from worlds import STRANGER, a_ring

NIGHT = datetime.fromisoformat("2026-11-24T23:00:00+01:00")


class SomeLists:
    """Lists that all know the stranger."""

    def look_up(self, wanted: int, today: date) -> Lookup:
        known = wanted == key(STRANGER[1:])
        return Lookup((Hit("spam-it", 0.5, today, 3),)) if known else Lookup()


def the_rules(config: str = "", lists: SomeLists | None = None) -> Rules:
    policies = from_plain(to_plain(parse_settings(config, "config.toml")))
    return Rules(policies, plan_from(read_plan("IT")), RangeBook(), lists)  # type: ignore[arg-type]  # looks up as lists do


@pytest.mark.parametrize(
    ("caller", "codes"),
    [
        pytest.param("+390200005678", [], id="a friend in the evening"),
        pytest.param(STRANGER, ["listed", "hours"], id="a reported caller in the evening"),
    ],
)
def test_a_late_hour_speaks_against_those_alone_whom_somebody_reported(
    caller: str, codes: list[str]
) -> None:
    verdict = judge(a_ring(caller, at=NIGHT), the_rules(lists=SomeLists()), Records()).verdict

    assert [finding.code for finding in verdict.findings] == codes


@pytest.mark.parametrize(
    ("config", "action"),
    [
        pytest.param("", Action.RING, id="by default"),
        pytest.param('[policy]\nunknown = "silence"\n', Action.SILENCE, id="by another policy"),
        pytest.param(
            '[[line]]\nname = "home"\nkind = "replay"\npolicy = { unknown = "reject" }\n',
            Action.REJECT,
            id="by that of its line",
        ),
        pytest.param(
            '[policy]\nunknown = "announce"\n[[line]]\nname = "home"\nkind = "sip"\npeer = "forked"\n',
            Action.ANSWER,
            id="by what its line can do",
        ),
    ],
)
def test_another_policy_judges_the_same_call_anew(config: str, action: Action) -> None:
    judgement = judge(a_ring("+390200005678"), the_rules(config), Records())

    assert judgement.decision.action is action


@pytest.mark.parametrize(("lists", "found"), [(None, []), (SomeLists(), ["listed"])])
def test_other_lists_judge_the_same_call_anew(lists: SomeLists | None, found: list[str]) -> None:
    verdict = judge(a_ring(STRANGER), the_rules(lists=lists), Records()).verdict

    assert [finding.code for finding in verdict.findings] == found


@pytest.mark.parametrize(
    ("called", "forged"),
    [
        pytest.param("0200001234", True, id="in national notation"),
        pytest.param("+390200001234", True, id="in international notation"),
        pytest.param("+390200005678", False, id="another number"),
        pytest.param("portinaio", False, id="no number"),
        pytest.param("", False, id="nothing"),
    ],
)
def test_who_shows_the_number_that_the_network_says_was_called_has_forged_it(
    called: str, forged: bool
) -> None:
    assert judge(a_ring(STRANGER, called=called), the_rules(), Records()).verdict.forged is forged
