"""A log of odd calls, exported and imported again, is the same log."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from portinaio.core.call import Attestation, Presentation
from portinaio.core.checks.finding import Finding
from portinaio.core.message import msg
from portinaio.core.policy import Action, Outcome
from portinaio.core.verdict import Label
from portinaio.store.database import open_store
from worlds import FROZEN_NOW, a_logged_call

if TYPE_CHECKING:
    from pathlib import Path

LATELY = datetime.now(UTC).replace(microsecond=0) - timedelta(days=2)
HOUSES = count()

TEXT = st.one_of(
    st.sampled_from(
        [
            *('=cmd|"x"', "'=1", "''", "'", "+1", "-1", "@SUM(1)", "\t=1", "a,b;c", 'he said "no"'),
            *(
                "two\nlines",
                "cr\r\nlf",
                "null",
                "true",
                "0123",
                "1e5",
                "2026-11-24",
                "Zoë 日本 🙂",
                "\u00a0x",
            ),
        ]
    ),
    st.text(st.characters(exclude_categories=["C"]), max_size=30),
)
TIME = st.integers(-200_000, 0).map(lambda seconds: LATELY + timedelta(seconds=seconds))
SECONDS = st.one_of(st.none(), st.floats(0, 90_000).map(lambda s: round(s, 3)))


@st.composite
def odd_calls(draw: st.DrawFn) -> dict[str, Any]:
    shown = draw(st.sampled_from([*Presentation]))
    number = draw(st.sampled_from(["+390200001234", "+390844123456", "+12025550123", None]))
    if shown is not Presentation.ALLOWED:
        number = None
    text = draw(TEXT)
    return {
        "at": draw(TIME),
        "number": number,
        "calling": number or "",
        "called": draw(st.sampled_from(["", "+390200009999"])),
        "name": draw(TEXT),
        "presentation": shown,
        "attestation": draw(st.sampled_from([*Attestation])),
        "label": draw(st.sampled_from([*Label])),
        "score": draw(st.integers(0, 100)),
        "action": draw(st.sampled_from([*Action])),
        "because": msg(text.replace("%", "%%") or "x"),
        "findings": (Finding("listed", msg(text.replace("%", "%%") or "x"), 12, source="spam-it"),),
        "outcome": draw(st.sampled_from([*Outcome])),
        "rang_s": draw(SECONDS),
        "talked_s": draw(SECONDS),
        "acted_ms": draw(SECONDS),
        "notes": draw(TEXT),
    }


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # an example takes a second
)
@given(st.lists(odd_calls(), min_size=1, max_size=6, unique_by=lambda call: call["at"]))
def test_odd_calls_come_back_as_they_went(run, tmp_path, monkeypatch, calls):
    house = tmp_path / f"house{next(HOUSES)}"
    monkeypatch.setenv("PORTINAIO_HOME", str(house))
    log(house, *(a_logged_call(n, **call) for n, call in enumerate(calls, 1)))
    before = run("calls", "--json").json
    table = tmp_path / "calls.csv"
    table.write_text(run("export", "calls").out, encoding="utf-8", newline="")
    run("calls", "forget", *(str(call["id"]) for call in before))

    answer = run("import", str(table), "--as", "calls", "--json")

    assert answer.json["rejected"] == []
    after = run("calls", "--json").json
    assert len(after) == len(before)
    for went, came in zip(map(told, before), map(told, after), strict=True):
        assert {key: came[key] for key in went if came[key] != went[key]} == {}, went


def log(house: Path, *calls: Any) -> None:
    house.mkdir(exist_ok=True)
    with open_store(house / "portinaio.db", FROZEN_NOW) as store:
        store.calls.record_many(calls)


def told(call: dict[str, Any]) -> dict[str, Any]:
    """Without what an import decides: its id and line; texts on one line, as every import has them."""
    said = {key: one for key, one in call.items() if key not in {"id", "line"}}
    for key in ("name", "notes", "because"):
        said[key] = " ".join(said[key].split())
    for finding in said["findings"]:
        finding["text"] = " ".join(finding["text"].split())
    return said | {"at": datetime.fromisoformat(call["at"])}


@pytest.mark.parametrize("offset", ["+01:00", "+02:00"])
@pytest.mark.parametrize(
    "day", ["2026-10-25T02:30:00", "2026-03-29T03:00:00", "2026-03-29T01:59:59"]
)
def test_an_hour_that_there_is_twice_or_not_at_all_comes_back(run, house, tmp_path, day, offset):
    house.mkdir()
    (house / "config.toml").write_text("[log]\nkeep_days = 3650\n")
    at = datetime.fromisoformat(day + offset)
    log(house, a_logged_call(1, at=at))
    table = tmp_path / "calls.csv"
    table.write_text(run("calls", "--csv").out, encoding="utf-8")
    run("calls", "forget", "1")

    run("import", str(table), "--as", "calls")

    (call,) = run("calls", "--json").json
    assert datetime.fromisoformat(call["at"]) == at
