"""Changes as they travel: rows that came or are told otherwise and keys that went, as `joined.SPLIT` has them.

Numbers and stretches are bodies of their own: what they have in a column is so different that together they take twice the room.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError
from portinaio.lists.site.joined import CHANGED, GONE, SPLIT
from portinaio.lists.site.planes import Rows, encode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.lists.site.planes import Row

    Changed = dict[tuple[int, int], Row | None]
    """By low and high key; `None` for what went."""


class Body(NamedTuple):
    data: bytes
    rows: int
    gone: int


def write_changes(changed: Changed) -> Body:
    there = sorted((row for row in changed.values() if row), key=_key)
    gone = sorted(key for key, row in changed.items() if row is None)
    singles = _body(row for row in there if row[0] == row[1])
    wide = _body(row for row in there if row[0] != row[1])
    data = SPLIT.pack(len(singles), len(wide)) + singles + wide + _body(map(_nothing, gone))
    return Body(data, len(there), len(gone))


def bodies_of(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Each with what it is. What went comes first: a key that went and came again is there."""
    if len(data) < SPLIT.size:
        raise UntrustedListError(msg("a part of the list is another one than was signed"))
    singles, wide = SPLIT.unpack_from(data)
    behind = SPLIT.size + singles
    for kind, body in (
        (GONE, data[behind + wide :]),
        (CHANGED, data[SPLIT.size : behind]),
        (CHANGED, data[behind : behind + wide]),
    ):
        if body:
            yield kind, body


def _body(rows: Iterable[Row]) -> bytes:
    told = list(rows)
    return encode(Rows.of(told)) if told else b""


def _key(row: Row) -> tuple[int, int]:
    return row[0], row[1]


def _nothing(key: tuple[int, int]) -> Row:
    return *key, 0, 0, 0, 0, 0, 0, ""
