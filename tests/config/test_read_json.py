"""JSON without the package: what was written by `json` is read as `json` reads it."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from portinaio.config.read_json import read_json

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(
    SCALARS, lambda part: st.lists(part) | st.dictionaries(st.text(), part), max_leaves=20
)


def refused(read, text):
    try:
        read(text)
    except ValueError:
        return True
    return False


@given(VALUES)
def test_what_json_writes_is_read_as_it_was(value):
    assert read_json(json.dumps(value)) == value


@given(st.text() | VALUES.map(json.dumps).map(lambda text: text[:-1]))
def test_a_text_is_refused_that_json_refuses(text):
    assume(text == text.strip(" \t\n\r"))
    assert refused(read_json, text) is refused(json.loads, text)


@pytest.mark.parametrize("text", ["", " ", "{", '{"a": 1} x', "[1,", "nul", '"\x00"'])
def test_half_a_text_and_one_with_more_behind_it_are_refused(text):
    assert refused(read_json, text)


def test_too_deep_a_text_is_an_error_and_no_crash():
    with pytest.raises(RecursionError):
        read_json("[" * 200_000)
