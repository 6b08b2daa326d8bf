"""Text from outside, wherever it goes: kept on one line, or shown as it stands with nothing in it that is obeyed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.safe_text import REPLACEMENT, one_line, printable

ANYTHING = st.text(st.characters(exclude_categories=()))
OBEYED = {"Cc", "Cs"}


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("a\x00b\x1b[31mc", "a b [31mc"),
        ("a\ud800b", "a b"),
        ("rtl\u202eevil\u2066", "rtl evil"),
        ("a\u2028b\u2029c", "a b c"),
        ("a\u00a0b", "a b"),
        ("e\u0301", "é"),
        ("  a \t b  ", "a b"),
        ("x" * 5000, "x" * 1999 + "…"),
    ],
)
def test_text_becomes_one_printable_line(typed, printed):
    assert one_line(typed) == printed


def test_a_row_that_is_cut_need_not_say_so():
    assert one_line("x" * 50, 10, mark="") == "x" * 10


@given(ANYTHING, st.integers(1, 30), st.sampled_from(["", "…"]))
def test_any_text_becomes_a_bounded_line_of_printable_characters(text, longest, mark):
    line = one_line(text, longest, mark=mark)

    assert line.isprintable()
    assert len(line) <= longest
    assert "  " not in line
    line.encode("utf-8")


@given(ANYTHING, st.integers(1, 30))
def test_a_line_stays_as_it_is(text, longest):
    once = one_line(text, longest).strip()

    assert one_line(once, longest) == once


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("plain", "plain"),
        ("Zoë 渡辺 €", "Zoë 渡辺 €"),
        ("\x1b[31mred", "\ufffd[31mred"),
        ("two\nlines", "two\ufffdlines"),
        ("a\u202egnp.exe", "a\ufffdgnp.exe"),
        ("\udcff", "\ufffd"),
        ("\x9b2J", "\ufffd2J"),
    ],
)
def test_what_a_terminal_would_obey_is_shown_as_a_mark(written, shown):
    assert printable(written) == shown


@given(ANYTHING)
def test_nothing_is_obeyed_and_nothing_is_lost(text):
    shown = printable(text)

    assert not {unicodedata.category(c) for c in shown} & OBEYED
    assert len(shown) == len(text)
    assert all(other in {one, REPLACEMENT} for one, other in zip(text, shown, strict=True))


@given(ANYTHING)
def test_a_letter_keeps_its_lines(text):
    assert printable(text, keep="\n").count("\n") == text.count("\n")


@given(ANYTHING)
def test_what_was_made_printable_stays_as_it_is(text):
    assert printable(printable(text)) == printable(text)
