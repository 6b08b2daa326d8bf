"""The persistent caller: who tries again after a while, as a person does who means it, and not at once as a robot does.

A try is a call whose end somebody has seen. What we gave back ourselves may ring on at other telephones, and come back to
us from there: as long as nobody knows that it is over it is no try, and the next call no second one. A call that comes
sooner after the end of another than `not_before_s` is no try either, however many such there are; the clock of the try
before it goes on, and whoever redials has to pause before the next one counts.
"""

from __future__ import annotations

from portinaio.core.named_tuple import NamedTuple

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime


class Repeated(NamedTuple):
    """What makes a caller a persistent one, as `[policy.repeated]` says."""

    times: int = 2
    """The try that rings; 0 for none."""
    within_s: int = 180  # a person in need tries again at once; a dialler waits
    """From the end of an earlier try to the beginning of this one."""
    not_before_s: int = 10  # a robot redials within a second; a person looks for the number first
    """The pause that a person makes, from the end of the last call."""


class Try(NamedTuple):
    """An earlier call of the same caller, on whichever line."""

    began: datetime
    ended: datetime | None
    """`None` where nobody has seen the end."""


def tries(earlier: Iterable[Try], at: datetime, rule: Repeated) -> int:
    """How many a call at `at` makes with the `earlier` ones, oldest first; 0 where it comes too soon to be one."""
    ends: list[datetime] = []
    quiet_since = None
    for each in earlier:
        if each.ended and _paused(quiet_since, each.began, rule):
            ends.append(each.ended)
        end = each.ended or each.began
        quiet_since = max(quiet_since, end) if quiet_since else end
    if not _paused(quiet_since, at, rule):
        return 0
    return 1 + sum((at - end).total_seconds() <= rule.within_s for end in ends)


def _paused(quiet_since: datetime | None, at: datetime, rule: Repeated) -> bool:
    return quiet_since is None or (at - quiet_since).total_seconds() >= rule.not_before_s
