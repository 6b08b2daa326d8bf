"""What keys do on every screen; and the places that digits lead to."""

from __future__ import annotations

from portinaio.language import _
from portinaio.tui.actions.action import Action, ActionContext, needs_daemon
from portinaio.tui.state import Connection


def _needs_absence(context: ActionContext) -> str | None:
    return _("the screener is running") if context.connection is Connection.UP else None


def _needs_undo(context: ActionContext) -> str | None:
    return None if context.undo else _("nothing to undo yet")


EVERYWHERE_ACTIONS = (
    Action(
        "mark",
        "space",
        lambda s: _("Unmark") if s.cursor_marked else _("Mark"),
        lambda: _("mark several, to do the same to all of them"),
        lambda s: None if s.markable else _("nothing is here to mark"),
    ),
    Action(
        "sort",
        "z",
        lambda _s: _("Sort"),
        lambda: _("show this table in another order, which its title names"),
    ),
    Action(
        "allow_rejected",
        "A",
        lambda _s: _("Allow it"),
        lambda: _("always let the caller ring who was just turned away"),
        lambda s: None if s.rejected else _("no call was turned away just now"),
    ),
    Action("undo", "u", lambda _s: _("Undo"), lambda: _("take the last act back"), _needs_undo),
    Action(
        "pause",
        "p",
        lambda s: _("Resume") if s.paused else _("Pause"),
        lambda: _("let everything ring for an hour; again: screen as before"),
        needs_daemon,
    ),
    Action(
        "expect",
        "E",
        lambda s: _("Expect nobody") if s.expecting else _("Expect a call"),
        lambda: _("let unknown, suspected and withheld callers ring for two hours; again: no more"),
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
    Action(
        "bring",
        "I",
        lambda _s: _("Import"),
        lambda: _("read a file: a block list, an address book, a log of calls"),
    ),
    Action(
        "notices",
        "f3",
        lambda _s: _("Notices"),
        lambda: _("all that is wrong or out of the ordinary, in whole sentences"),
        lambda s: None if s.notices else _("all is well"),
    ),
    Action("palette", "colon", lambda _s: _("Commands"), lambda: _("find a command by its name")),
    Action("help", "question_mark", lambda _s: _("Help"), lambda: _("the keys of this place")),
    Action("back", "escape", lambda _s: _("Back"), lambda: _("one step back")),
    Action("quit", "q", lambda _s: _("Leave"), lambda: _("leave; screening goes on")),
)
PLACE_ACTIONS = (
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
    Action("settings", "7", lambda _s: _("Settings"), lambda: _("every key of the configuration")),
    Action("guide", "8", lambda _s: _("Help"), lambda: _("all keys, shapes and files")),
    Action("contacts", "9", lambda _s: _("Contacts"), lambda: _("whom you know")),
)
