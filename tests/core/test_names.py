"""Names that the network sends, and the patterns that mean them."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.message import Message
from portinaio.core.names import LONGEST, NamePattern, folded, read_name, stored_name


@pytest.mark.parametrize(
    ("pattern", "name", "meant"),
    [
        ("tellows*", "Tellows: Spam", True),
        ("tellows*", "TELLOWS", True),
        ("tellows*", "von tellows", False),
        ("*tellows*", "von tellows", True),
        ("*energia", "Luce  ENERGIA", True),
        ("*energia", "energia luce", False),
        ("Acme", "ACME", True),
        ("Acme", "Acme Spa", False),
        ("papa*", "Papà", True),
        ("Müller*", "MULLER & Co", True),
        ("tellows*", "tel\u200blo\u00adws", True),
        ("tellows*", "\u202e\ufefftellows", True),
        ("te\u200bllows*", "tellows\ufe0f 7", True),
        ("a*b*c", "axxbxxc", True),
        ("a*b*c", "abc", True),
        ("a*b*c", "acb", False),
        ("ab*ba", "aba", False),
        ("ab*ba", "abba", True),
        ("call (spam)*", "Call (Spam) 3", True),
        ("spam?", "spam!", False),
        ("tellows*", "", False),
    ],
)
def test_a_star_stands_for_any_text_and_nothing_else_is_special(pattern, name, meant):
    assert stored_name(pattern).covers(name) is meant


@pytest.mark.parametrize(
    ("text", "refused"),
    [
        ("ab", False),
        ("a*", True),
        ("*", True),
        ("", True),
        ("** 1 *", True),
        ("3*2", False),
        ("x" * LONGEST, False),
        ("x" * (LONGEST + 1), True),
    ],
)
def test_a_pattern_needs_two_letters_or_digits_and_has_an_end(text, refused):
    assert isinstance(read_name(text), Message) is refused


letters = st.text(st.sampled_from("aÀb *."), max_size=12)


@given(letters, letters)
def test_a_pattern_means_what_the_same_regular_expression_would(pattern, name):
    expression = ".*".join(map(re.escape, folded(pattern).split("*")))

    assert stored_name(pattern).covers(name) == bool(re.fullmatch(expression, folded(name)))


@given(st.text(max_size=40))
def test_a_name_is_folded_once_and_for_all(text):
    assert folded(folded(text)) == folded(text)


@given(st.text(max_size=40))
def test_any_text_is_a_pattern_or_a_sentence(text):
    assert isinstance(read_name(text), NamePattern | Message)
