"""Forms that take so many calls and no more: whoever asks for a call finds it on the form, whatever was drafted before."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from portinaio.core.complaint import Complaint
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.pack_schema import Pack


def has_room(begun: Complaint, calls: Iterable[LoggedCall], pack: Pack) -> bool:
    """Whether these calls can be told besides those of a draft; where they cannot, they need one of their own."""
    asked, most = {call.id for call in calls}, _most_calls(begun.recipient, pack)
    return not most or asked.issuperset(begun.calls) or len(asked.union(begun.calls)) <= most


def as_far_as_there_is_room(
    calls: Iterable[LoggedCall], asked: Collection[int], recipient: str, pack: Pack
) -> tuple[LoggedCall, ...]:
    """In their order: all that were asked for, by their ids, and the latest others that the form has room for."""
    in_order = sorted(calls, key=lambda call: call.at)
    if most := _most_calls(recipient, pack):
        others = [call for call in in_order if call.id not in asked]
        over = {call.id for call in others[: max(0, len(in_order) - most)]}
        in_order = [call for call in in_order if call.id not in over]
    return tuple(in_order)


def _most_calls(recipient: str, pack: Pack) -> int:
    """0 for any number, and for a recipient that the pack does not have."""
    known = pack.recipient.get(recipient)
    return known.most_calls if known else 0
