"""What of a notice leaves the house."""

from __future__ import annotations

from datetime import timedelta

import pytest

from daemon_world import a_rejected_call
from portinaio.core.message import lines_of, msg
from portinaio.daemon.answers import call_answer
from portinaio.daemon.notices.notice import MOST_TOLD, Notice, of_waiting, shown
from portinaio.daemon.notices.watch import of_call
from portinaio.language import translation
from worlds import FROZEN_NOW, STRANGER

CALLED = Notice(
    "rejected",
    FROZEN_NOW,
    msg("Call turned away: %(who)s", who=""),
    msg("you block +39 02 0000 1234, range +390844*, 42 reports since 2026"),
    "+390200001234",
    {"call": 1},
)


@pytest.mark.parametrize(
    ("how", "title", "text", "number"),
    [
        ("full", "Call turned away: +390200001234", "you block +39 02 0000 1234, range +390844*, 42 reports since 2026", "+390200001234"),
        ("last", "Call turned away: …234", "you block …234, range …844, 42 reports since 2026", "…234"),
        ("none", "Call turned away: a caller", "you block …, range …, 42 reports since 2026", ""),
    ],
)  # fmt: skip
def test_as_much_of_a_number_leaves_as_the_user_said(
    how: str, title: str, text: str, number: str
) -> None:
    told = shown(CALLED, how, None)

    assert (told.title, told.text, told.number) == (title, text, number)
    assert how == "full" or "0200001" not in repr(told.answer)


@pytest.mark.parametrize("how", ["full", "last", "none"])
@pytest.mark.parametrize("count", [2, MOST_TOLD, MOST_TOLD + 1])
def test_numbers_of_those_that_waited_are_told_alike(how: str, count: int) -> None:
    told = shown(of_waiting([CALLED] * count, 0, FROZEN_NOW), how, None)

    assert ("+390200001234" in told.text) is (how == "full")
    assert ("…234" in told.text) is (how == "last")
    assert told.title == f"{count} notices had to wait"
    assert len(told.text.splitlines()) == min(count, MOST_TOLD) + (count > MOST_TOLD)
    assert told.facts["occasions"] == {"rejected": count}


def test_one_that_waited_alone_is_told_as_it_is() -> None:
    assert of_waiting([CALLED], 0, FROZEN_NOW + timedelta(hours=1)) is CALLED


def test_those_without_room_are_counted() -> None:
    told = shown(of_waiting([CALLED], 7, FROZEN_NOW), "none", None)

    assert (told.title, told.text) == (
        "8 notices had to wait", "Call turned away: …\nand 7 more",
    )  # fmt: skip


@pytest.mark.parametrize("how", ["full", "last", "none"])
def test_who_hides_the_number_is_called_that(how: str) -> None:
    told = shown(CALLED._replace(number=None), how, None)

    assert told.title == "Call turned away: a withheld number"


@pytest.mark.parametrize(("number", "links"), [("+390200001234", 1), (None, 0)])
def test_a_link_is_made_for_who_can_be_allowed(number: str | None, links: int) -> None:
    made: list[str] = []

    told = shown(
        CALLED._replace(number=number), "none", None, lambda n: made.append(n) or "https://x/1"
    )

    assert made == ["+390200001234"] * links
    assert told.answer.get("allow") == ("https://x/1" if links else None)


def test_a_notice_speaks_the_language_of_the_house() -> None:
    told = shown(CALLED._replace(number=None), "last", translation("it"))

    assert told.title.startswith("Chiamata")


def test_a_reason_of_any_shape_stays_lines_of_text() -> None:
    odd = CALLED._replace(
        text=lines_of([msg("one\x1b[2J"), msg("%(x)s", x="two\rthree" + "y" * 9000)])
    )

    told = shown(odd, "full", None)

    assert told.text.isprintable() or "\n" in told.text
    assert "\x1b" not in told.text
    assert len(told.text) <= 2000


def test_a_call_is_told_with_what_programs_need() -> None:
    told = shown(of_call(call_answer(a_rejected_call(7, score=80))), "last", None)

    assert told.answer == {
        "occasion": "rejected",
        "at": FROZEN_NOW.isoformat(timespec="seconds"),
        "title": f"Call turned away: …{STRANGER[-3:]}",
        "text": "nothing is known of this number",
        "number": f"…{STRANGER[-3:]}",
        "call": 7,
        "line": "home",
        "label": "unknown",
        "score": 80,
        "action": "reject",
    }
