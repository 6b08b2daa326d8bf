"""A file that is no TOML is explained in a sentence with its line, never in the library's words."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.config import toml_faults
from portinaio.config.load import parse_settings
from portinaio.config.toml_faults import toml_fault
from portinaio.errors import ConfigError

TEXT_OPEN = "a text begins here and does not end; close its quotes"
TWICE = "this key or table stands there already; leave one of them"
NO_KEY = "no key begins so; write KEY = VALUE"
BACKSLASH = "a \\ stands here that means nothing in a text; write \\\\, or put it in single quotes"
NO_VALUE = "no value stands here; a text stands in quotes"


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("country =", 1, NO_VALUE),
        ("country = \n", 1, NO_VALUE),
        ("\ncountry = IT\n", 2, NO_VALUE),
        ('country = "IT\n', 1, TEXT_OPEN),
        ('country = "IT', 1, TEXT_OPEN),
        ('country = """IT\n', 1, TEXT_OPEN),
        ("country = 'IT\n", 1, TEXT_OPEN),
        ("country = '''IT\n\n", 2, TEXT_OPEN),
        ("country", 1, "a key has no = behind it; write KEY = VALUE"),
        ("a b\n", 1, "a key has no = behind it; write KEY = VALUE"),
        ("= 3\n", 1, NO_KEY),
        ("a. = 3\n", 1, NO_KEY),
        ("[log\n", 1, "the title of a table is not closed; write [NAME] or [[NAME]]"),
        ("[[line]\n", 1, "the title of a table is not closed; write [NAME] or [[NAME]]"),
        ("a = [1, 2\n", 1, "a list is not closed; write ] behind it"),
        ("a = { b = 1 \n}\n", 1, "a table is not closed on its line; write } behind it"),
        ("a = 1 b = 2", 1, "something stands behind the value that belongs on a line of its own"),
        ('country = "IT"\ncountry = "DE"\n', 2, TWICE),
        ("[log]\n[log]\n", 2, TWICE),
        ("a = { b = 1, b = 2 }\n", 1, TWICE),
        ("a = { b = 1 }\n[a.c]\n", 2, TWICE),
        ("a = 1\n[[a]]\n", 2, TWICE),
        ('a = "\\q"\n', 1, BACKSLASH),
        ('a = "\\u12"\n', 1, BACKSLASH),
        ('a = "\\ud800"\n', 1, BACKSLASH),
        ("a = 2026-02-30\n", 1, "there is no such day or time"),
        ("a = 1 # \x01\n", 1, "a character stands here that no such file may have"),
    ],
)
def test_each_fault_has_its_line_and_its_sentence(text, line, said):
    with pytest.raises(ConfigError) as refused:
        parse_settings(text, "config.toml")

    assert str(refused.value) == f"config.toml line {line}: {said}"


@given(st.text(alphabet="ab=[]{}\"'.,#\\ \n\t1\x01-:", max_size=20))
def test_whatever_the_library_refuses_has_a_sentence_of_ours(text):
    try:
        tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fault = toml_fault(str(error), text)

        assert fault.what != toml_faults._OTHER
        assert 1 <= fault.line <= text.count("\n") + 1


def test_what_a_later_library_says_is_a_sentence_too():
    assert str(toml_fault("Something new", "a\nb").what) == "this is not TOML"
