"""What the keys do to a call, to its caller, and to the table of calls."""

from __future__ import annotations

from portinaio.language import _
from portinaio.tui.actions.action import Action, ActionContext
from portinaio.tui.state import Connection


def _needs_call(context: ActionContext) -> str | None:
    return None if context.call is not None else _("no call is chosen")


def _needs_number(context: ActionContext) -> str | None:
    if context.number is not None:
        return None
    return _needs_call(context) or _("this caller gave no number")


CALL_ACTIONS = (
    Action(
        "block",
        "b",
        lambda s: _("Unblock") if s.entry == "block" else _("Block"),
        lambda: _("block this number; again: unblock"),
        _needs_number,
    ),
    Action(
        "allow",
        "a",
        lambda s: _("Allow no more") if s.entry == "allow" else _("Allow"),
        lambda: _("always let this number ring; again: no more"),
        _needs_number,
    ),
    Action(
        "report",
        "r",
        lambda _s: _("Report"),
        lambda: _("draft a complaint about this call"),
        _needs_call,
    ),
    Action(
        "name",
        "n",
        lambda s: _("Rename") if s.named else _("Name"),
        lambda: _("put this number into the contacts"),
        _needs_number,
    ),
    Action("note", "e", lambda _s: _("Note"), lambda: _("write a note to this call"), _needs_call),
    Action(
        "play",
        "v",
        lambda _s: _("Play"),
        lambda: _("play the message that this caller left"),
        _needs_call,
    ),
    Action(
        "why",
        "enter",
        lambda s: _("Start it") if s.connection is Connection.DOWN else _("Why"),
        lambda: _("who is this, and why"),
        lambda s: None if s.connection is Connection.DOWN else _needs_call(s),
    ),
    Action(
        "whose",
        "i",
        lambda _s: _("Whose"),
        lambda: _("ask a public register whose this number is, once you know who learns of it"),
        _needs_number,
    ),
    Action(
        "share",
        "R",
        lambda _s: _("Give"),
        lambda: _("give a report of this number to the lists that take some; again: take it back"),
        _needs_number,
    ),
    Action("copy", "y", lambda _s: _("Copy"), lambda: _("copy this number"), _needs_number),
    Action("filter", "slash", lambda _s: _("Filter"), lambda: _("filter as you type")),
    Action(
        "try",
        "t",
        lambda _s: _("Try"),
        lambda: _("what would happen at another hour, on another line"),
        _needs_number,
    ),
    Action(
        "forget",
        "d",
        lambda _s: _("Delete"),
        lambda: _("delete this call from the log, for good"),
        lambda s: None if s.call is not None else _("no call is chosen"),
    ),
)
