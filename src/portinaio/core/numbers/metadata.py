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
    from collections.abc import Mapping
    from typing import Any

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

    def holds(self, national: str) -> bool:
        if self.lengths and len(national) not in self.lengths:
            return False
        for pattern, begins in self.patterns:
            # re keeps the compiled pattern
            if may_begin(national, begins) and re.fullmatch(pattern, national):
                return True
        return False


class Region(NamedTuple):
    """One of the countries that share a calling code, as Italy and the Vatican do."""

    leading: str
    """Pattern of the first digits that decide for this region; empty for none."""
    general: Kind
    kinds: tuple[Kind, ...]
    """In the order in which they are tried."""

    def type_of(self, national: str) -> str | None:
        if not self.general.holds(national):
            return None
        for kind in self.kinds:
            if kind.holds(national):
                return self._fixed_or_mobile(kind, national)
        return None

    def _fixed_or_mobile(self, kind: Kind, national: str) -> str:
        if kind.name == FIXED and any(k.name == MOBILE and k.holds(national) for k in self.kinds):
            return EITHER
        return kind.name


class Grouping(NamedTuple):
    """How a number is written: in groups, behind what is dialled inside the country."""

    pattern: str
    leading: str
    written: str
    begins: int = ANY_BEGINNING


class Metadata(NamedTuple):
    regions: tuple[Region, ...]
    groupings: tuple[Grouping, ...]

    def type_of(self, national: str) -> str | None:
        """Name of the type of a national significant number, `None` for one in no assigned range."""
        for region in self.regions:
            if region.leading:
                if re.match(region.leading, national):
                    return region.type_of(national)
            elif found := region.type_of(national):
                return found
        return None

    def written(self, national: str) -> str:
        """National notation, `02 0000 1234`; the digits as they are where no grouping is known."""
        for grouping in self.groupings:
            if (
                may_begin(national, grouping.begins)
                and re.match(grouping.leading, national)
                and (groups := re.fullmatch(grouping.pattern, national))
            ):
                return groups.expand(grouping.written)
        return national


def metadata_from(plain: Mapping[str, Any]) -> Metadata:
    """Build what `countries.plans` took out of the library."""
    return Metadata(
        tuple(map(region_from, plain["regions"])),
        tuple(Grouping(*each) for each in plain["groupings"]),
    )


def region_from(plain: Mapping[str, Any]) -> Region:
    return Region(plain["leading"], _kind(plain["general"]), tuple(map(_kind, plain["kinds"])))


def _kind(plain: list[Any]) -> Kind:
    name, lengths, patterns = plain
    return Kind(name, frozenset(lengths), tuple(map(tuple, patterns)))
