"""Stretches of whole numbers, first and behind, in order and apart: what two sets of them share, and how much they hold."""

from __future__ import annotations

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
    """What lies in both."""
    found: list[Stretch] = []
    at = there = 0
    while at < len(some) and there < len(others):
        first = max(some[at][0], others[there][0])
        behind = min(some[at][1], others[there][1])
        if first < behind:
            found.append((first, behind))
        if some[at][1] < others[there][1]:
            at += 1
        else:
            there += 1
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
