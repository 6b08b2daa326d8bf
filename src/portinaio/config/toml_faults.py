"""What the library says of a text that is no TOML, put for a person: the line, and a sentence."""

from __future__ import annotations

import re
from typing import NamedTuple

from portinaio.core.message import Message, msg

_PLACE = re.compile(
    r"^(?P<what>.*) \(at (?:line (?P<line>\d+), column \d+|end of document)\)$",
    re.DOTALL,
)
_NO_VALUE = msg("no value stands here; a text stands in quotes")
_TWICE = msg("this key or table stands there already; leave one of them")
_TEXT_OPEN = msg("a text begins here and does not end; close its quotes")
_BACKSLASH = msg(
    "a \\ stands here that means nothing in a text; write \\\\, or put it in single quotes"
)
_FAULTS: tuple[tuple[str, Message], ...] = (
    (r"Invalid value", _NO_VALUE),
    (r"Invalid statement", msg("no key begins so; write KEY = VALUE")),
    (r"Invalid initial character for a key part", msg("no key begins so; write KEY = VALUE")),
    (r"Expected '=' after .*", msg("a key has no = behind it; write KEY = VALUE")),
    (r"Expected newline or end of document .*", msg("something stands behind the value that belongs on a line of its own")),
    (r"Expected ']+' at the end of .*", msg("the title of a table is not closed; write [NAME] or [[NAME]]")),
    (r"Unclosed array", msg("a list is not closed; write ] behind it")),
    (r"Unclosed inline table", msg("a table is not closed on its line; write } behind it")),
    (r"Unterminated string", _TEXT_OPEN),
    (r"(?:Illegal|Found invalid) character '\\[nr].*", _TEXT_OPEN),
    (r"(?:Illegal|Found invalid) character .*", msg("a character stands here that no such file may have")),
    (r"""Expected ['"].*""", _TEXT_OPEN),
    (r"Cannot (?:overwrite|declare|mutate|redefine) .*", _TWICE),
    (r"Duplicate inline table key .*", _TWICE),
    (r"Unescaped '\\' in a string", _BACKSLASH),
    (r"(?:Invalid hex value|Escaped character is not .*)", _BACKSLASH),
    (r"Invalid date or datetime", msg("there is no such day or time")),
)  # fmt: skip
_OTHER = msg("this is not TOML")


class TomlFault(NamedTuple):
    line: int
    what: Message


def toml_fault(said: str, text: str) -> TomlFault:
    """Of what `tomllib` says of `text`; total, whatever a later library says."""
    found = _PLACE.match(said)
    what = found["what"] if found else said
    sentence = next(
        (sentence for pattern, sentence in _FAULTS if re.fullmatch(pattern, what, re.DOTALL)),
        _OTHER,
    )
    last = max(1, text.count("\n") + (not text.endswith("\n")))
    return TomlFault(min(int(found["line"]), last) if found and found["line"] else last, sentence)
