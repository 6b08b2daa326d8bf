"""Whatever strangers write shows as text on every screen that shows it, and moves nothing there."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

import pytest
from rich.cells import cell_len

from portinaio.errors import HomeError
from tui.filing import a_complaint, a_draft, a_form, a_gap_of
from tui.house import FakeClient, a_call, a_house, a_line, a_list, a_sales_call, ago
from tui.shelving import a_row, an_offer
from tui.terminal import WIDE, press, until, visiting, words_on

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.pilot import Pilot

NASTY = (
    "[red]nasty[/] [/] [@click=app.quit]x[/] [$primary]"
    "\x1b[31m\x1b]52;c;cm0=\x07\x1b]0;title\x1b\\\x9b2J"
    "\u202egnp.exe\u2066\u200f\x00\x07\r\n\t\u2028"
    "\N{WOMAN}\u200d\N{ROCKET}\N{VARIATION SELECTOR-16} 渡辺 a"
    + "\u0301" * 30
    + "\ud800"
    + "x" * 10_000
)
UNSEEN = {"Cc", "Cf", "Cs", "Zl", "Zp"}


def with_calls(text: str) -> FakeClient:
    found = {"code": text, "weight": 1, "final": False, "text": text, "source": text}
    call = a_call(1, name=text, because=text, notes=text, line=text, findings=[found], cause=text)
    withheld = a_call(
        2, None, name=text, presentation="unavailable", calling="", because=text, notes=text
    )
    health = [{"code": "x", "text": text}]
    lines = [a_line(text, "retrying", text, kind=text, can=[text])]
    return a_house(
        calls=[call, withheld], contacts={call["number"]: text}, health=health, lines=lines
    )


def with_lists(text: str) -> FakeClient:
    given = {
        "title": text,
        "error": text,
        "note": text,
        "version": text,
        "format": text,
        "url": text,
    }
    house = a_house(lists=[a_list(text, region=text, state=text, **given)])
    house.at_work = [{"name": "another", "bytes": 1, "whole": 2}]
    house.rows[text] = [a_row(category=text, company=text)]
    offer = dict.fromkeys(
        ("title", "says", "publisher", "licence", "url", "account", "checked"), text
    )
    house.offers = [an_offer(**offer, country="IT"), an_offer("spam-it", **offer | {"account": ""})]
    return house


def with_entries(text: str) -> FakeClient:
    entry = {"id": 1, "pattern": "+390844*", "name": None, "kind": "block", "note": text}
    return a_house(
        calls=[a_sales_call(1, name=text)],
        contacts={"+390844123456": text},
        entries=[entry | {"created": ago(), "until": None, "once": False}],
    )


def with_complaints(text: str) -> FakeClient:
    house = with_calls(text)
    given = {"company": text, "advice": text, "text": text, "attachments": [text], "means": text}
    house.filed = [a_complaint(1, "sent", recipient=text, **given)]
    return house


def with_a_letter(text: str) -> FakeClient:
    house = with_calls(text)
    house.draft = a_draft(
        subject=text,
        text=text,
        aid=text,
        cautions=[text],
        sources=[{"cite": text, "url": None, "checked": text}],
        basis=[{"paragraph": 0, "sentence": text, "rests_on": text, "cite": text, "grounds": []}],
        missing=[a_gap_of("company", text)],
        suggestions=[{"key": "company", "value": text, "source": text}],
        routes=[
            {"recipient": "controller", "fits": True, "reasons": [text]},
            {"recipient": text, "fits": False, "reasons": [text]},
        ],
    )
    return house


def with_a_form(text: str) -> FakeClient:
    house = with_calls(text)
    fields = [
        {"key": str(n), "label": text, "value": text, "verified": True, "gap": False}
        for n in range(2)
    ]
    house.draft = a_form(subject=text, fields=fields)
    return house


def with_insight(text: str) -> FakeClient:
    house = a_house(calls=[a_sales_call(1)])
    house.counted = {
        "ranges": [{"name": text, "calls": 2}],
        "companies": [{"name": text, "calls": 2}],
    }
    return house


def with_settings(text: str) -> FakeClient:
    house = a_house()
    for one in house.config.values():
        one |= {"value": text, "text": text, "kind": "text", "choices": []}
    return house


def with_offers(text: str) -> FakeClient:
    house = a_house(lines=[], lists=[])
    house.offers = [an_offer("spam-it", title=text, says=text)]
    house.line_kinds = lambda: [{"kind": "replay", "title": text, "keys": []}]
    return house


def refusing(text: str) -> FakeClient:
    house = a_house(calls=[a_call()])
    house.refuse = HomeError(text)
    return house


PLACES: dict[str, tuple[Callable[[str], FakeClient], tuple[str, ...]]] = {
    "calls": (with_calls, ()),
    "a caller": (with_calls, ("enter",)),
    "a caller without a number": (with_calls, ("down", "enter")),
    "tried at another hour": (with_calls, ("enter", "t")),
    "a name that is asked": (with_calls, ("n",)),
    "a note that is written": (with_calls, ("down", "e")),
    "a call that is deleted": (with_calls, ("down", "d")),
    "the news that a name was given": (with_calls, ("b",)),
    "commands": (with_calls, ("colon",)),
    "the keys of a place": (with_calls, ("question_mark",)),
    "lists": (with_lists, ("2",)),
    "inside a list": (with_lists, ("2", "enter")),
    "the catalogue": (with_lists, ("2", "plus")),
    "a list that is asked for": (with_lists, ("2", "plus", "down", "enter")),
    "entries": (with_entries, ("3",)),
    "a preview of an entry": (with_entries, ("3", "plus", *"0844*")),
    "the note of an entry": (with_entries, ("3", "e")),
    "complaints": (with_complaints, ("4",)),
    "a complaint on file": (with_complaints, ("4", "enter")),
    "a letter": (with_a_letter, ("r",)),
    "recipients": (with_a_letter, ("r", "escape", "W")),
    "the fields of a form": (with_a_form, ("r", "F", "enter")),
    "lines": (with_calls, ("5",)),
    "the news of a line": (with_calls, ("5", "t")),
    "insight": (with_insight, ("6",)),
    "settings": (with_settings, ("7",)),
    "a setting that is changed": (with_settings, ("7", "enter")),
    "first steps": (with_offers, ("f2",)),
    "a refusal": (refusing, ("b",)),
}


def sound(pilot: Pilot[Any]) -> bool:
    """Each line as wide as the terminal, and nothing on it that a terminal would obey."""
    lines = words_on(pilot).split("\n")
    unseen = [c for line in lines for c in line if unicodedata.category(c) in UNSEEN]
    return {cell_len(line) for line in lines} == {WIDE[0]} and not unseen


@pytest.mark.parametrize("place", PLACES)
async def test_nothing_that_strangers_write_is_obeyed(place: str):
    house, keys = PLACES[place]

    async with visiting(house(NASTY), size=WIDE, notifications=True) as pilot:
        await press(pilot, *keys)

        assert sound(pilot)
        assert "nasty" in words_on(pilot) or place in {"commands", "the keys of a place"}


async def test_a_caller_who_was_turned_away_is_told_of_in_plain_text():
    house = a_house()

    async with visiting(house, size=WIDE, notifications=True) as pilot:
        house.ring(a_sales_call(1, at=ago(seconds=3), name=NASTY, because=NASTY))
        await until(pilot, lambda: bool(pilot.app._notifications))
        await press(pilot, "1")

        assert sound(pilot)


@pytest.mark.parametrize("place", ["1", "2"])
async def test_what_is_typed_to_find_something_is_only_text(place: str):
    async with visiting(with_lists("list"), size=WIDE) as pilot:
        await press(pilot, *(("2", "enter") if place == "2" else ("1",)), "slash")
        pilot.app.screen.query_one("Input").value = "[/] [@click=app.quit]"
        await until(pilot, lambda: "[/] [@click=app.quit]”" in words_on(pilot))

        assert sound(pilot)


async def test_an_address_book_is_named_as_text_in_the_first_steps():
    async with visiting(with_offers("x"), size=WIDE) as pilot:
        await press(pilot, "f2", *["down"] * 5, "enter")
        pilot.app.screen.query_one("Input").value = "~/[/]\u202e.vcf"
        await press(pilot, "enter")

        assert "~/[/].vcf" in words_on(pilot)
