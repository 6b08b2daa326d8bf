"""The listed numbers of a caller's block of 100, one by one: those that say something of the numbers beside them."""

from __future__ import annotations

from bisect import bisect_left

from portinaio.core import score
from portinaio.core.score import fresh
from portinaio.lists.index.density.notes import SHORTEST, block_bounds, places
from portinaio.lists.index.layout import CURATED, DELETED, DISPUTED, EPOCH, FAR, LOW_BITS, SEEN

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.lists.index.mapped import IndexFile

    Meant = Callable[[int | None], int | None]
    """What a row's reporters are, as the user or the catalogue has it; `None` for one without a count."""

_LENGTH = 0b1111
_SURE = score.SURE_FROM
_ODD = (
    DISPUTED | 0b1000 << 6
)  # and the upper half of the categories, among them that of a deleted number


def near(
    base: IndexFile, changes: IndexFile | None, key: int, today: int, meant: Meant
) -> dict[int, float]:
    """Key to `score.worth` of those of its block of 100 and of its length; the number itself left out."""
    if key & _LENGTH < SHORTEST:
        return {}
    since = base.day if changes is None else changes.day
    # What nobody has dated is renewed as long as it is found there.
    checked = max(base.checked_day, since)
    found = _in_file(base, key, today, checked, meant)
    if changes is not None:
        found |= _in_file(changes, key, today, checked, meant)
    found.pop(key, None)
    if 0.0 in found.values():  # one whom nobody is sure of, or a number that was taken off
        return {other: worth for other, worth in found.items() if worth}
    return found


def _in_file(file: IndexFile, key: int, today: int, checked: int, meant: Meant) -> dict[int, float]:
    length = key & _LENGTH
    low, high = block_bounds(key, 100)
    begin = file.place(low)
    end = bisect_left(file.records, high << LOW_BITS, begin, min(begin + FAR, file.n))
    if end - begin == FAR:  # longer numbers among them
        end = bisect_left(file.records, high << LOW_BITS, end)
    if end - begin > FAR:
        wanted = list(places(file, length, begin, end))
        rows = [(place, file.records[place], file.hot[place]) for place in wanted]
    else:
        records, hot = file.records[begin:end].tolist(), file.hot[begin:end].tolist()
        rows = list(zip(range(begin, end), records, hot, strict=True))
    found = {}
    latest = today - EPOCH
    for place, record, seen in rows:
        other = record >> LOW_BITS
        if other & _LENGTH != length:
            continue
        if _SURE <= seen & 0xFFFF < CURATED and seen > 0xFFFF and not record & _ODD:
            found[other] = fresh(latest - (seen >> 16))  # as nearly all are
        else:
            found[other] = _worth(file, place, today, checked, meant)
    return found


def _worth(file: IndexFile, place: int, today: int, checked: int, meant: Meant) -> float:
    record, seen = file.records[place], file.hot[place]
    if record >> 6 & 0b1111 == DELETED:
        return 0.0
    told, day = seen & 0xFFFF, seen >> 16
    reporters = meant(None if told == CURATED else told)
    last = day + EPOCH if day else file.day
    if reporters is None and (record & SEEN or not day):
        last = max(last, checked)
    disputes = file.disputes(place) if record & DISPUTED else 0
    return score.worth(reporters, today - last, disputes)
