"""Whatever comes from a network, a list or a file is only ever shown."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from portinaio.tui.escape import LONGEST_LINE, escaped, escaped_lines, plain
from tui.house import a_call, a_house, a_line, a_list, ago
from tui.terminal import WIDE, press, visiting, words_on

NASTY = [
    pytest.param(
        "[red]you[/red] [@click=app.quit]x[/]",
        "[red]you[/red] [@click=app.quit]x[/]",
        id="markup is text",
    ),
    pytest.param("\x1b[31mred\x1b[0m", "red", id="colours of a terminal are gone"),
    pytest.param("\x1b]52;c;cm0gLXJm\x07ok", "ok", id="nobody writes to the clipboard"),
    pytest.param("\x1b]0;title\x1b\\ok", "ok", id="nobody renames the window"),
    pytest.param("\x9b2Jok", "ok", id="nor with one-character escapes"),
    pytest.param("a\u202egnp.exe", "agnp.exe", id="text does not run backwards"),
    pytest.param("\u2066a\u2069\u200f", "a", id="nor from a part of it on"),
    pytest.param("a\x00b\x07c", "abc", id="NUL and bell are gone"),
    pytest.param("two\nlines\r\ttab", "two lines  tab", id="one line stays one line"),
    pytest.param("line\u2028sep", "line sep", id="also where Unicode breaks lines"),
    pytest.param("a" + "\u0301" * 50, "á\u0301\u0301", id="no towers of accents"),
    pytest.param("\ud800x\ue000", "\ufffdx\ufffd", id="what has no width gets one"),
    pytest.param("x" * 10_000, "x" * LONGEST_LINE, id="no flood"),
    pytest.param("Zoë 渡辺 €", "Zoë 渡辺 €", id="names of people stay"),
]


@pytest.mark.parametrize(("text", "shown"), NASTY)
def test_text_from_outside_is_only_characters(text: str, shown: str):
    assert plain(text) == shown


@given(st.text())
def test_any_text_becomes_one_bounded_line_without_controls(text: str):
    line = plain(text)

    assert len(line) <= LONGEST_LINE
    assert not any(unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for c in line)


@given(st.text(alphabet=st.sampled_from("\x1b[]\\;0123mJHu\x9b\x07\x90 a")))
def test_no_mixture_of_escapes_leaves_an_escape(text: str):
    assert not any(c in plain(text) for c in "\x1b\x9b\x90\x07")


@given(st.text())
def test_what_was_made_harmless_stays_as_it_is(text: str):
    assert plain(plain(text)) == plain(text)


@given(st.text())
def test_a_widget_shows_the_same_characters_and_obeys_none(text: str):
    content = escaped(text)

    assert (content.plain, content.spans) == (plain(text), [])


@given(st.text())
def test_a_letter_keeps_its_lines(text: str):
    assert escaped_lines(text).plain.count("\n") == text.count("\n")


@pytest.mark.parametrize("text", [case.values[0] for case in NASTY])
async def test_no_text_moves_anything_on_the_screen(text: str):
    call = a_call(
        name=text, because=text, notes=text, number=None, presentation="allowed", calling=""
    )
    call["findings"] = [{"code": text, "weight": 1, "final": False, "text": text, "source": text}]
    house = a_house(
        calls=[call], lines=[a_line(text, "retrying", text)], health=[{"code": "x", "text": text}]
    )

    async with visiting(house, size=WIDE) as pilot:
        calls = words_on(pilot)
        await press(pilot, "enter")

        for screen in (calls, words_on(pilot)):
            assert {cell_len(line) for line in screen.split("\n")} == {120}


@pytest.mark.parametrize("place", ["2", "3", "5"])
@pytest.mark.parametrize("text", [case.values[0] for case in NASTY])
async def test_no_text_moves_anything_in_the_tables_either(text: str, place: str):
    entry = {"id": 1, "pattern": "+390844*", "name": None, "kind": "block", "note": text}
    house = a_house(
        entries=[entry | {"created": ago(), "until": None, "once": False}],
        lines=[a_line(text, "retrying", text, kind=text)],
        lists=[a_list(text, title=text, error=text, version=text, format=text, url=text)],
    )

    async with visiting(house, size=WIDE) as pilot:
        await press(pilot, place)

        assert {cell_len(line) for line in words_on(pilot).split("\n")} == {120}
