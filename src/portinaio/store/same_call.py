"""Which calls of another log are here already. Logs tell of one call by clocks that differ a little, and some count minutes.

A call of one log is at most one of another, and the nearest: so two calls of one caller a minute apart stay two, and the
same log a second time adds nothing. Who called two numbers of the house has called twice.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING

from portinaio.core.call import Presentation
from portinaio.core.logged import IMPORTED
from portinaio.store.codec import micros, writable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portinaio.core.logged import LoggedCall

SECOND = 1_000_000  # microseconds
MINUTE = 60 * SECOND
APART = 10 * SECOND  # by which clocks differ; a person who calls again takes longer
REACH = MINUTE + APART
COLUMNS = "at, line, number, calling, called, presentation"
_MOST_BESIDE = 50  # calls that one is compared with; a caller has made two or three in that time
_OWN_DIGITS = 6  # at the end of a number of the house, that are the same however it is written

Known = tuple[int, str, str | None, str, str, str]
"""The values of `COLUMNS`."""
_Beside = tuple[int, bool, str]
"""When a known call was, whether its log counts minutes, and which number was called."""


def unknown(calls: Sequence[LoggedCall], known: Iterable[Known], grain: int) -> list[LoggedCall]:
    """Those of `calls` that are none of `known`. The log that they come from counts by `grain`."""
    there = defaultdict[tuple[int, str, str], list[_Beside]](list)
    for at, line, number, calling, called, shown in known:
        who = _who(number, calling, shown)
        in_minutes = line == IMPORTED and at % MINUTE == 0
        there[at // grain, who, called].append((at, in_minutes, called))
    left = []
    seen = set[tuple[int, str, str]]()
    for call in calls:
        now = micros(call.at), _of(call), call.called
        if grain == SECOND and now in seen:
            continue  # two files in one; nobody calls twice at a moment
        if now[1]:
            seen.add(now)
        same = there.get((micros(call.at) // grain, _of(call), writable(call.called)))
        if same:
            same.pop()
        else:
            left.append(call)
    beside = defaultdict[str, list[_Beside]](list)
    for (_, who, _), entries in there.items():
        beside[who] += entries
    for entries in beside.values():
        entries.sort()
    return [call for call in left if not _taken(call, beside[_of(call)], grain)]


def _taken(call: LoggedCall, entries: list[_Beside], grain: int) -> bool:
    """Takes the nearest of them away, where one is near enough."""
    at, nearest, least = micros(call.at), -1, APART
    first = bisect_left(entries, (at - REACH, False, ""))
    for place, entry in enumerate(entries[first : first + _MOST_BESIDE], first):
        apart = _apart(at, entry, grain)
        if apart <= least and _may_be_one(call.called, entry[2]):
            nearest, least = place, apart
    if nearest >= 0:
        del entries[nearest]
    return nearest >= 0


def _apart(at: int, entry: _Beside, grain: int) -> int:
    """How far a call is from a known one. What counts minutes means any moment of one."""
    known, in_minutes, _ = entry
    if grain == MINUTE and in_minutes:
        return 0 if at // MINUTE == known // MINUTE else REACH
    if grain == MINUTE:
        return _outside(known, at // MINUTE * MINUTE)
    return _outside(at, known) if in_minutes else abs(at - known)


def _outside(at: int, minute: int) -> int:
    return max(minute - at, at - (minute + MINUTE), 0)


def _may_be_one(called: str, other: str) -> bool:
    """Unless both say which number of the house was called, and say another one."""
    one, two = ("".join(filter(str.isdigit, each))[-_OWN_DIGITS:] for each in (called, other))
    return one == two or min(len(one), len(two)) < _OWN_DIGITS


def _of(call: LoggedCall) -> str:
    return _who(
        None if call.number is None else writable(call.number),
        writable(call.calling),
        call.presentation.value,
    )


def _who(number: str | None, calling: str, shown: str) -> str:
    """Logs have different words for a number that is not shown."""
    if number is None and shown != Presentation.ALLOWED.value:
        return ""
    return number or calling
