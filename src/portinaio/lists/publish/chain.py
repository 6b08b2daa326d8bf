"""The changes that a site keeps: each by itself for two weeks, those of one day together, then a week as one, and a quarter in all."""

from __future__ import annotations

from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from portinaio.lists.site.changes import write_changes
from portinaio.lists.site.manifest import MOST_CHANGES, Change

if TYPE_CHECKING:
    from portinaio.lists.publish.present import Parts, Present
    from portinaio.lists.site.changes import Changed

DAYS = 14
KEPT_DAYS = 91  # who was away for longer takes the snapshot


def linked(stored: Parts, present: Present, changed: Changed, today: int) -> tuple[Change, ...]:
    """Those kept until now and one more, rolled up; what is of no use to anybody is left out."""
    before = present.manifest
    body = write_changes(changed)
    put = stored.store(body.data)
    serial = before.serial
    fresh = Change(put.digest, serial, serial + 1, today, body.rows, body.gone, put.size)
    kept = [one for one in before.changes if _is_kept(one, before.snapshot_serial, today)]
    rolled = [
        joined
        for _, group in groupby(kept, key=lambda one: _span(one.day, today))
        for joined in _rolled_up(stored, present, tuple(group), today)
    ]
    return (*rolled[-(MOST_CHANGES - 1) :], fresh)


def _is_kept(change: Change, snapshot_serial: int, today: int) -> bool:
    return change.end > snapshot_serial or today - change.day <= KEPT_DAYS


def _span(day: int, today: int) -> tuple[int, ...]:
    """Changes of the same span are one."""
    if today - day > DAYS:
        return date.fromordinal(day).isocalendar()[:2]
    return (day,)


def _rolled_up(
    stored: Parts, present: Present, changes: tuple[Change, ...], today: int
) -> tuple[Change, ...]:
    """Those of a span as one; today has not ended yet, and each of its changes stays by itself."""
    if len(changes) == 1 or changes[0].day == today:
        return changes
    return (_joined(stored, present, changes),)


def _joined(stored: Parts, present: Present, changes: tuple[Change, ...]) -> Change:
    changed: Changed = {}
    for change in changes:
        changed.update(present.change(change))
    body = write_changes(changed)
    put = stored.store(body.data)
    first, last = changes[0], changes[-1]
    return Change(put.digest, first.begin, last.end, last.day, body.rows, body.gone, put.size)
