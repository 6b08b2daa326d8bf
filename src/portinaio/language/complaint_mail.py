"""From where to where a letter leaves, before somebody says yes to it: in every window the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _

if TYPE_CHECKING:
    from collections.abc import Mapping


def outgoing_terms(outgoing: Mapping[str, object]) -> str:
    """`outgoing` of a complaint, in a sentence."""
    sentence = (
        _("by certified mail (PEC), from %(sender)s to %(to)s")
        if outgoing["certified"]
        else _("by ordinary mail, from %(sender)s to %(to)s")
    )
    return sentence % {"sender": outgoing["sender"] or "?", "to": outgoing["to"]}
