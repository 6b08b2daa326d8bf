"""What `phonenumbers` knows of the numbers of one calling code, taken out of it once.

Most calls come from the country of the house. Its patterns, kept in a cache as plain values, judge them without the
library's 16 ms of import and in a third of its time; a test holds this to the library's own answers. Numbers of other
countries, and national notation, are the library's business.
"""

from __future__ import annotations

import re

from portinaio.core.named_tuple import NamedTuple

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

    Holds = Callable[[str], object]
    _Kinds = tuple[tuple[str, tuple[Holds, ...]], ...]
    _Possible = tuple[Holds | None, tuple[Holds, ...], _Kinds]
    """Of a region: whether a number is its business, whether it has such numbers, and of which types they may be."""

FIXED, MOBILE, EITHER = "fixed_line", "mobile", "fixed_line_or_mobile"
ANY_BEGINNING = (1 << 100) - 1


def may_begin(national: str, begins: int) -> bool:
    """Whether `begins` has the bit of the first two digits."""
    return len(national) < 2 or begins >> int(national[:2]) & 1 == 1


class Kind(NamedTuple):
    """Numbers of one type: their lengths, none for any, and the patterns of whole numbers, one of which holds."""

    name: str
    lengths: frozenset[int]
    patterns: tuple[tuple[str, int], ...]
    """Each with the bits of `may_begin`; most need not be compiled to say that they do not hold a number."""

    @property
    def pattern(self) -> str:
        """All of them in one."""
        return "|".join([pattern for pattern, _ in self.patterns])

    def possible(self, national: str) -> tuple[Holds, ...]:
        """Which of the patterns may hold a number that begins and is as long as this one."""
        if self.lengths and len(national) not in self.lengths:
            return ()
        return tuple(
            [
                re.compile(pattern).fullmatch
                for pattern, begins in self.patterns
                if may_begin(national, begins)
            ]
        )


class Region(NamedTuple):
    """One of the countries that share a calling code, as Italy and the Vatican do."""

    leading: str
    """Pattern of the first digits that decide for this region; empty for none."""
    general: Kind
    kinds: tuple[Kind, ...]
    """In the order in which they are tried."""
    country: str = ""
    """ISO 3166-1 alpha-2."""


class Grouping(NamedTuple):
    """How a number is written: in groups, behind what is dialled inside the country."""

    pattern: str
    leading: str
    written: str
    begins: int = ANY_BEGINNING


class Metadata:
    """What is known of the numbers behind one calling code."""

    def __init__(self, regions: tuple[Region, ...], groupings: tuple[Grouping, ...]) -> None:
        self._regions = regions
        self._groupings = groupings
        self._possible: dict[tuple[str, int], tuple[_Possible, ...]] = {}
        """By the first two digits and the length of a number."""

    def type_of(self, national: str) -> str | None:
        """Name of the type of a national significant number, `None` for one in no assigned range."""
        shape = (national[:2], len(national))
        possible = self._possible.get(shape)
        if possible is None:
            possible = self._possible[shape] = tuple(_possible(self._regions, national))
        for leading, general, kinds in possible:
            if leading is None:
                if found := _type_in(general, kinds, national):
                    return found
            elif leading(national):
                return _type_in(general, kinds, national)
        return None

    def country_of(self, national: str) -> str:
        """Of the countries that share the calling code the one whose number it is; empty where it is nobody's."""
        for region in self._regions:
            if region.leading:
                if re.match(region.leading, national):
                    return region.country
            elif any(_type_in(*parts[1:], national) for parts in _possible((region,), national)):
                return region.country
        return ""

    def written(self, national: str) -> str:
        """National notation, `02 0000 1234`; the digits as they are where no grouping is known."""
        for grouping in self._groupings:
            if (
                may_begin(national, grouping.begins)
                and re.match(grouping.leading, national)
                and (groups := re.fullmatch(grouping.pattern, national))
            ):
                return groups.expand(grouping.written)
        return national


def _possible(regions: tuple[Region, ...], national: str) -> Iterator[_Possible]:
    """Most patterns have nothing to say of a number that begins and is as long as `national`; they are not compiled."""
    for region in regions:
        leading = re.compile(region.leading).match if region.leading else None
        kinds = [(kind.name, kind.possible(national)) for kind in region.kinds]
        yield leading, region.general.possible(national), tuple([kind for kind in kinds if kind[1]])


def _type_in(general: tuple[Holds, ...], kinds: _Kinds, national: str) -> str | None:
    if not _holds(general, national):
        return None
    for name, holds in kinds:
        if _holds(holds, national):
            return _fixed_or_mobile(kinds, national) if name == FIXED else name
    return None


def _fixed_or_mobile(kinds: _Kinds, national: str) -> str:
    mobile = any(name == MOBILE and _holds(holds, national) for name, holds in kinds)
    return EITHER if mobile else FIXED


def _holds(patterns: tuple[Holds, ...], national: str) -> bool:
    for holds in patterns:  # noqa: SIM110  # a generator would take longer than the pattern
        if holds(national):
            return True
    return False


def metadata_from(plain: Mapping[str, Any]) -> Metadata:
    """Build what `countries.plans` took out of the library."""
    return Metadata(
        tuple(map(region_from, plain["regions"])),
        tuple(Grouping(*each) for each in plain["groupings"]),
    )


def region_from(plain: Mapping[str, Any]) -> Region:
    kinds = tuple(map(_kind, plain["kinds"]))
    return Region(plain["leading"], _kind(plain["general"]), kinds, plain["country"])


def _kind(plain: list[Any]) -> Kind:
    name, lengths, patterns = plain
    return Kind(name, frozenset(lengths), tuple(map(tuple, patterns)))
