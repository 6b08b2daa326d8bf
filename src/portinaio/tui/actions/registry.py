"""Everything that can be done, in one table: bindings, footer, palette and help are made from it.

An act says when it is possible, and otherwise why not: the key is dimmed and not hidden, so that fingers remember.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from portinaio.language import _
from portinaio.tui.actions.action import Act, Situation, needs_daemon
from portinaio.tui.actions.complaints import COMPLAINT_ACTS
from portinaio.tui.actions.places import PLACE_ACTS
from portinaio.tui.actions.settings import SETTING_ACTS
from portinaio.tui.state import Connection

if TYPE_CHECKING:
    from collections.abc import Iterable


def _needs_call(found: Situation) -> str | None:
    return None if found.call is not None else _("no call is chosen")


def _needs_number(found: Situation) -> str | None:
    if found.number is not None:
        return None
    return _needs_call(found) or _("this caller gave no number")


def _needs_absence(found: Situation) -> str | None:
    return _("the screener is running") if found.connection is Connection.UP else None


def _needs_undo(found: Situation) -> str | None:
    return None if found.undo else _("nothing to undo yet")


ACTS = {
    act.id: act
    for act in (
        Act(
            "block",
            "b",
            lambda s: _("Unblock") if s.entry == "block" else _("Block"),
            lambda: _("block this number; again: unblock"),
            _needs_number,
        ),
        Act(
            "allow",
            "a",
            lambda s: _("Allow no more") if s.entry == "allow" else _("Allow"),
            lambda: _("always let this number ring; again: no more"),
            _needs_number,
        ),
        Act(
            "report",
            "r",
            lambda _s: _("Report"),
            lambda: _("draft a complaint about this call"),
            _needs_call,
        ),
        Act(
            "name",
            "n",
            lambda s: _("Rename") if s.named else _("Name"),
            lambda: _("put this number into the contacts"),
            _needs_number,
        ),
        Act("note", "e", lambda _s: _("Note"), lambda: _("write a note to this call"), _needs_call),
        Act(
            "why",
            "enter",
            lambda s: _("Start it") if s.connection is Connection.DOWN else _("Why"),
            lambda: _("who is this, and why"),
            lambda s: None if s.connection is Connection.DOWN else _needs_call(s),
        ),
        Act("copy", "y", lambda _s: _("Copy"), lambda: _("copy this number"), _needs_number),
        Act(
            "mark",
            "space",
            lambda s: _("Unmark") if s.cursor_marked else _("Mark"),
            lambda: _("mark several, to do the same to all of them"),
            lambda s: None if s.markable else _("nothing is here to mark"),
        ),
        Act("filter", "slash", lambda _s: _("Filter"), lambda: _("filter as you type")),
        Act(
            "allow_rejected",
            "A",
            lambda _s: _("Allow it"),
            lambda: _("always let the caller ring who was just turned away"),
            lambda s: None if s.rejected else _("no call was turned away just now"),
        ),
        Act("undo", "u", lambda _s: _("Undo"), lambda: _("take the last act back"), _needs_undo),
        Act(
            "try",
            "t",
            lambda _s: _("Try"),
            lambda: _("what would happen at another hour, on another line"),
            _needs_number,
        ),
        Act(
            "pause",
            "p",
            lambda s: _("Resume") if s.paused else _("Pause"),
            lambda: _("let everything ring for an hour; again: screen as before"),
            needs_daemon,
        ),
        Act(
            "mask",
            "m",
            lambda s: _("Unmask") if s.mask else _("Mask"),
            lambda: _("hide the middle of all numbers"),
        ),
        Act(
            "start",
            "S",
            lambda _s: _("Start"),
            lambda: _("start the screener"),
            _needs_absence,
        ),
        *COMPLAINT_ACTS,
        *SETTING_ACTS,
        *PLACE_ACTS,
        Act("calls", "1", lambda _s: _("Calls"), lambda: _("the calls")),
        Act("lists", "2", lambda _s: _("Lists"), lambda: _("the lists of others")),
        Act("mine", "3", lambda _s: _("Mine"), lambda: _("what you block and allow yourself")),
        Act(
            "complaints",
            "4",
            lambda _s: _("Complaints"),
            lambda: _("complaints and their deadlines"),
        ),
        Act("lines", "5", lambda _s: _("Lines"), lambda: _("the lines and how they are")),
        Act("insight", "6", lambda _s: _("Insight"), lambda: _("who calls, when and how often")),
        Act("guide", "8", lambda _s: _("Help"), lambda: _("all keys, shapes and files")),
        Act("settings", "7", lambda _s: _("Settings"), lambda: _("every key of the configuration")),
        Act("palette", "colon", lambda _s: _("Commands"), lambda: _("find a command by its name")),
        Act("help", "question_mark", lambda _s: _("Help"), lambda: _("the keys of this place")),
        Act("back", "escape", lambda _s: _("Back"), lambda: _("one step back")),
        Act("quit", "q", lambda _s: _("Leave"), lambda: _("leave; screening goes on")),
    )
}


def bindings(ids: Iterable[str], found: Situation) -> list[Binding]:
    """One binding an act, in the language spoken now."""
    return [
        Binding(
            ACTS[id_].key,
            f"act('{id_}')",
            ACTS[id_].title(found),
            id=id_,
            tooltip=ACTS[id_].help(),
        )
        for id_ in ids
    ]
