"""Stretches of whole numbers, first and behind, in order and apart: what two sets of them share, and how much they hold."""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    Stretch = tuple[int, int]
    """First number, and the one behind the last."""
    Stretches = tuple[Stretch, ...]
    """In order, none touching the next."""


def united(stretches: Iterable[Stretch]) -> Stretches:
    """Any stretches, made one where they overlap or touch."""
    found: list[Stretch] = []
    for first, behind in sorted(stretches):
        if found and first <= found[-1][1]:
            if behind > found[-1][1]:
                found[-1] = found[-1][0], behind
        elif first < behind:
            found.append((first, behind))
    return tuple(found)


def shared(some: Stretches, others: Stretches) -> Stretches:
    """What lies in both. Of the longer only those are looked at that one of the shorter touches."""
    if len(some) > len(others):
        some, others = others, some
    found: list[Stretch] = []
    for first, behind in some:
        at = max(bisect_right(others, first, key=itemgetter(0)) - 1, 0)
        while at < len(others) and others[at][0] < behind:
            begins, ends = max(first, others[at][0]), min(behind, others[at][1])
            if begins < ends:
                found.append((begins, ends))
            at += 1
    return tuple(found)


def without(some: Stretches, others: Stretches) -> Stretches:
    """What of `some` lies in none of `others`."""
    if not some or not others:
        return some
    borders = (some[0][0], *(border for stretch in others for border in stretch), some[-1][1])
    gaps = ((first, behind) for first, behind in zip(borders[::2], borders[1::2], strict=True))
    return shared(some, tuple(gap for gap in gaps if gap[0] < gap[1]))


def width(stretches: Stretches) -> int:
    return sum(behind - first for first, behind in stretches)
