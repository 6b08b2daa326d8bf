"""Everything that can be done, in one table: bindings, footer, palette and help are made from it.

An action says when it is possible, and otherwise why not: the key is dimmed and not hidden, so that fingers remember.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from portinaio.language import _
from portinaio.tui.actions.action import Action, ActionContext, needs_daemon
from portinaio.tui.actions.complaints import COMPLAINT_ACTIONS
from portinaio.tui.actions.places import PLACE_ACTIONS
from portinaio.tui.actions.settings import SETTING_ACTIONS
from portinaio.tui.state import Connection

if TYPE_CHECKING:
    from collections.abc import Iterable


def _needs_call(context: ActionContext) -> str | None:
    return None if context.call is not None else _("no call is chosen")


def _needs_number(context: ActionContext) -> str | None:
    if context.number is not None:
        return None
    return _needs_call(context) or _("this caller gave no number")


def _needs_absence(context: ActionContext) -> str | None:
    return _("the screener is running") if context.connection is Connection.UP else None


def _needs_undo(context: ActionContext) -> str | None:
    return None if context.undo else _("nothing to undo yet")


ACTIONS = {
    action.id: action
    for action in (
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
        Action(
            "note", "e", lambda _s: _("Note"), lambda: _("write a note to this call"), _needs_call
        ),
        Action(
            "why",
            "enter",
            lambda s: _("Start it") if s.connection is Connection.DOWN else _("Why"),
            lambda: _("who is this, and why"),
            lambda s: None if s.connection is Connection.DOWN else _needs_call(s),
        ),
        Action("copy", "y", lambda _s: _("Copy"), lambda: _("copy this number"), _needs_number),
        Action(
            "mark",
            "space",
            lambda s: _("Unmark") if s.cursor_marked else _("Mark"),
            lambda: _("mark several, to do the same to all of them"),
            lambda s: None if s.markable else _("nothing is here to mark"),
        ),
        Action("filter", "slash", lambda _s: _("Filter"), lambda: _("filter as you type")),
        Action(
            "allow_rejected",
            "A",
            lambda _s: _("Allow it"),
            lambda: _("always let the caller ring who was just turned away"),
            lambda s: None if s.rejected else _("no call was turned away just now"),
        ),
        Action("undo", "u", lambda _s: _("Undo"), lambda: _("take the last act back"), _needs_undo),
        Action(
            "try",
            "t",
            lambda _s: _("Try"),
            lambda: _("what would happen at another hour, on another line"),
            _needs_number,
        ),
        Action(
            "pause",
            "p",
            lambda s: _("Resume") if s.paused else _("Pause"),
            lambda: _("let everything ring for an hour; again: screen as before"),
            needs_daemon,
        ),
        Action(
            "mask",
            "m",
            lambda s: _("Unmask") if s.mask else _("Mask"),
            lambda: _("hide the middle of all numbers"),
        ),
        Action(
            "start",
            "S",
            lambda _s: _("Start"),
            lambda: _("start the screener"),
            _needs_absence,
        ),
        *COMPLAINT_ACTIONS,
        *SETTING_ACTIONS,
        *PLACE_ACTIONS,
        Action("calls", "1", lambda _s: _("Calls"), lambda: _("the calls")),
        Action("lists", "2", lambda _s: _("Lists"), lambda: _("the lists of others")),
        Action("mine", "3", lambda _s: _("Mine"), lambda: _("what you block and allow yourself")),
        Action(
            "complaints",
            "4",
            lambda _s: _("Complaints"),
            lambda: _("complaints and their deadlines"),
        ),
        Action("lines", "5", lambda _s: _("Lines"), lambda: _("the lines and how they are")),
        Action("insight", "6", lambda _s: _("Insight"), lambda: _("who calls, when and how often")),
        Action("guide", "8", lambda _s: _("Help"), lambda: _("all keys, shapes and files")),
        Action(
            "settings", "7", lambda _s: _("Settings"), lambda: _("every key of the configuration")
        ),
        Action(
            "palette", "colon", lambda _s: _("Commands"), lambda: _("find a command by its name")
        ),
        Action("help", "question_mark", lambda _s: _("Help"), lambda: _("the keys of this place")),
        Action("back", "escape", lambda _s: _("Back"), lambda: _("one step back")),
        Action("quit", "q", lambda _s: _("Leave"), lambda: _("leave; screening goes on")),
    )
}


def bindings(ids: Iterable[str], context: ActionContext) -> list[Binding]:
    """One binding an action, in the language spoken now."""
    return [
        Binding(
            ACTIONS[id_].key,
            f"do('{id_}')",
            ACTIONS[id_].title(context),
            id=id_,
            tooltip=ACTIONS[id_].help(),
        )
        for id_ in ids
    ]
