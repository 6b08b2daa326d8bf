"""The shape of `blocklists/reserved.toml`, and what is refused in it beyond a wrong shape."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  # msgspec reads the annotations when it decodes
import re
from typing import TYPE_CHECKING, Literal

from portinaio.core.numbers import validity
from portinaio.core.numbers.plan import NOWHERE
from portinaio.countries.data_file import Mark, Table, read_table
from portinaio.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NARROWEST_WIDE = 2  # digits behind the calling code, or a range could make a whole country reported
_PATTERN = re.compile(r"\+[1-9]\d{0,14}(?:\*|\.\.\+[1-9]\d{0,14})?")


class Range(Table, frozen=True, kw_only=True):
    """One act of a lawgiver or regulator."""

    patterns: tuple[str, ...]
    """Numbers that it is about, as an entry writes them: `+390844*`."""
    country: str
    """ISO 3166-1 alpha-2, of the lawgiver."""
    effect: Literal["reported", "label", "none"]
    meaning: str
    """English, the end of a sentence: `sales and advertising calls`."""
    source: str
    """The act, as it is cited."""
    checked: dt.date
    """Day on which somebody last read the source."""
    mark: Mark
    since: dt.date | None = None
    """First day on which it counts; without it, always."""
    digits: int = 0
    """Length of the whole number without `+`; 0 for any."""
    enabled: bool = True
    """False for what is only proposed."""


class Ranges(Table, frozen=True, kw_only=True):
    range: tuple[Range, ...]


def ranges_of(data: bytes, where: str) -> tuple[Range, ...]:
    """All acts, in the file's order. `ConfigError` for a pattern that is none, is too wide or stands there twice."""
    acts = read_table(data, Ranges, where).range
    for place, pattern, fault in faults_of(acts):
        raise ConfigError(f"{where}: range {place + 1}, pattern '{pattern[:40]}': {fault}")
    return acts


def faults_of(acts: Iterable[Range]) -> Iterator[tuple[int, str, str]]:
    """Which act from 0, which of its patterns, and what is wrong with it."""
    seen: set[str] = set()
    for place, act in enumerate(acts):
        for pattern in act.patterns or ("",):
            fault = _fault(act, pattern) or ("it stands there twice" if pattern in seen else "")
            if fault:
                yield place, pattern, fault
            seen.add(pattern)


def _fault(act: Range, pattern: str) -> str:
    if not _PATTERN.fullmatch(pattern):
        return "write +390844*, or +390200001200..+390200001299, or one number"
    first, dots, last = pattern[1:].rstrip("*").partition("..")
    if dots and (len(first) != len(last) - 1 or first >= last[1:]):
        return "a range goes from a lower to a higher number of the same length"
    parts = validity.split(first.ljust(3, "0"), NOWHERE)
    if parts is None:
        return "no country has this calling code"
    wide = len(first) < len(parts[0]) + NARROWEST_WIDE
    if wide and (act.effect == "reported" or not act.digits):
        return "this would catch a whole country; name more digits"
    if not re.fullmatch("[A-Z]{2}", act.country):
        return "country must be two capital letters, such as IT"
    if not act.meaning.strip() or not act.source.strip():
        return "meaning and source must say something"
    return ""
