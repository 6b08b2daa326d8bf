"""No regular expression of the house takes a time that grows with the square of a text: whoever writes the text would hold us up."""

from __future__ import annotations

import importlib
import itertools
import pkgutil
import re
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import portinaio

if TYPE_CHECKING:
    from collections.abc import Iterator

LENGTH = 8_000
SOON_S = 0.15  # of processor time; a square takes twice that and more, a straight line a hundredth
SIGNS = "([{<\"' \t-0a,.;:=/\\@#&%\n+*_"
REPEATED = (*SIGNS, *map("".join, itertools.permutations('( "0a-.,=<\n', 2)))
TAILS = ("", "\0!")
WHOLE = ("match", "fullmatch")
ANYWHERE = ("search", "sub", "findall", "split", "finditer")
SHORT = {
    "core.numbers.grouping._FROM_THE_RIGHT": "digits of one number",
    "core.numbers.pattern_spelling._TWO": "a pattern that was typed or one cell",
    "core.tables.formula._FORMULA": "one cell of what we keep, whose fields have bounds",
    "language.formatting._YEAR": "a pattern of Babel's",
    "lists.formats.ncid._SAYS_SO": "the first 2,000 characters",
    "lists.formats.plain._ORDINAL": "replaced only where it has matched at the beginning",
    "lists.intake.cells.several._BETWEEN": "2,000 characters, LONGEST",
    "wire.calllog.moments._PIECES": "what is no longer than LONGEST",
    "wire.calllog.words._UNIT": "a title no longer than LONGEST_TITLE",
}
"""By pattern, what keeps its text short."""


def patterns() -> Iterator[tuple[str, re.Pattern[str] | re.Pattern[bytes], frozenset[str]]]:
    """Each pattern that a module holds, and which of its methods that module calls."""
    for found in pkgutil.walk_packages(portinaio.__path__, "portinaio."):
        if found.name.endswith("__main__"):
            continue
        try:
            module = importlib.import_module(found.name)
        except ImportError:  # of a library that is not installed
            continue
        text = Path(str(module.__file__)).read_text(encoding="utf-8")
        for name, value in vars(module).items():
            if isinstance(value, re.Pattern):
                used = re.findall(rf"\b{re.escape(name)}\.([a-z]+)\b", text)
                yield f"{found.name.removeprefix('portinaio.')}.{name}", value, frozenset(used)


PATTERNS = {name: (pattern, used) for name, pattern, used in patterns() if used}


def slowest(pattern: re.Pattern[str] | re.Pattern[bytes], method: str) -> tuple[float, str]:
    def took(text: str) -> float:
        given = text if isinstance(pattern.pattern, str) else text.encode()
        begin = time.process_time()
        getattr(pattern, method)(given)  # type: ignore[arg-type]  # either is right for its pattern
        return time.process_time() - begin

    texts = (signs * (LENGTH // len(signs)) + tail for signs in REPEATED for tail in TAILS)
    return max((took(text), text[:4]) for text in texts)


@pytest.mark.parametrize("name", sorted(PATTERNS.keys() - SHORT.keys()))
def test_a_long_text_takes_as_much_longer_as_it_is_longer(name: str):
    pattern, used = PATTERNS[name]
    methods = [*sorted(used & set(WHOLE)), *(["search"] if used & set(ANYWHERE) else [])]

    assert all(slowest(pattern, method) < (SOON_S, "") for method in methods)


def test_what_is_said_to_be_short_is_there():
    assert SHORT.keys() <= PATTERNS.keys()
