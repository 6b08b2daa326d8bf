"""The actions of the places for entries, lists, lines and insight."""

from __future__ import annotations

from portinaio.config.line_kinds import line_kind
from portinaio.language import _
from portinaio.tui.actions.action import Action, ActionContext, needs_daemon


def _needs_entry(context: ActionContext) -> str | None:
    return None if context.chosen is not None else _("no entry is chosen")


def _needs_list(context: ActionContext) -> str | None:
    return None if context.chosen is not None else _("no list is chosen")


def _needs_line(context: ActionContext) -> str | None:
    if context.chosen is None:
        return _("no line is chosen")
    return needs_daemon(context)


def _needs_rest(context: ActionContext) -> str | None:
    return _("a sync is running; wait until it is done") if context.syncing else None


def _needs_resting_list(context: ActionContext) -> str | None:
    return _needs_list(context) or _fetched(context)


def _fetched(context: ActionContext) -> str | None:
    return _("this list is being fetched") if context.chosen in context.syncing else None


def _needs_offer(context: ActionContext) -> str | None:
    if context.chosen is None:
        return _("no list is chosen")
    if context.taken:
        return _("this list is in use already")
    return _fetched(context)


def _needs_simulated(context: ActionContext) -> str | None:
    if why := _needs_line(context):
        return why
    if not line_kind(context.kind).simulated:
        return _("only a simulated line rings by itself; call this one from another telephone")
    return None


def _needs_named_line(context: ActionContext) -> str | None:
    return None if context.chosen is not None else _("no line is chosen")


def _needs_password(context: ActionContext) -> str | None:
    if context.chosen is None or line_kind(context.kind).takes_password():
        return _needs_named_line(context)
    if line_kind(context.kind).simulated:
        return _("a simulated line needs no password")
    return _("a line of this kind needs no password")


PLACE_ACTIONS = (
    Action("add", "plus", lambda _s: _("Add"), lambda: _("block or allow numbers of your choice")),
    Action(
        "drop",
        "d",
        lambda _s: _("Delete"),
        lambda: _("take this entry away"),
        _needs_entry,
    ),
    Action(
        "turn",
        "t",
        lambda s: _("Block") if s.kind == "allow" else _("Allow"),
        lambda: _("block what was allowed, allow what was blocked"),
        _needs_entry,
    ),
    Action(
        "remark",
        "e",
        lambda _s: _("Note"),
        lambda: _("write a note to this entry"),
        _needs_entry,
    ),
    Action(
        "expiry",
        "x",
        lambda _s: _("Expiry"),
        lambda: _("say for how long this entry counts"),
        _needs_entry,
    ),
    Action(
        "sync",
        "s",
        lambda _s: _("Sync"),
        lambda: _("ask this list for news now"),
        _needs_resting_list,
    ),
    Action(
        "sync_all",
        "a",
        lambda _s: _("Sync all"),
        lambda: _("ask all lists for news now"),
        lambda s: _needs_list(s) or _needs_rest(s),
    ),
    Action(
        "accept",
        "exclamation_mark",
        lambda _s: _("Accept"),
        lambda: _("take a list that has shrunk by more than half, once"),
        lambda s: (
            _needs_resting_list(s)
            or (None if s.kind == "refused" else _("this list was not refused"))
        ),
    ),
    Action(
        "inside",
        "enter",
        lambda _s: _("Look inside"),
        lambda: _("see what this list holds, find a number in it"),
        _needs_list,
    ),
    Action(
        "catalogue",
        "plus",
        lambda _s: _("Add"),
        lambda: _("choose another list from the catalogue"),
    ),
    Action(
        "unsubscribe",
        "d",
        lambda _s: _("Remove"),
        lambda: _("use this list no more"),
        _needs_list,
    ),
    Action(
        "subscribe",
        "enter,space",
        lambda _s: _("Use"),
        lambda: _("fetch this list and use it"),
        _needs_offer,
    ),
    Action(
        "address",
        "o",
        lambda _s: _("Other address"),
        lambda: _("use a list that is not in the catalogue"),
    ),
    Action(
        "find",
        "slash",
        lambda _s: _("Find a number"),
        lambda: _("what this list says of a number"),
    ),
    Action(
        "test",
        "t",
        lambda _s: _("Test"),
        lambda: _("see whether this line works"),
        _needs_line,
    ),
    Action(
        "ring",
        "r",
        lambda _s: _("Ring"),
        lambda: _("let this simulated line ring once"),
        _needs_simulated,
    ),
    Action("line_add", "plus", lambda _s: _("Add"), lambda: _("add a line to config.toml")),
    Action(
        "line_drop",
        "d",
        lambda _s: _("Remove"),
        lambda: _("take this line out of config.toml"),
        _needs_named_line,
    ),
    Action(
        "password",
        "w",
        lambda _s: _("Password"),
        lambda: _("give this line another password"),
        _needs_password,
    ),
    Action("days", "space", lambda _s: _("Other span"), lambda: _("count over more or fewer days")),
    Action("export", "e", lambda _s: _("Export"), lambda: _("write this page to a file")),
    Action(
        "forget",
        "d",
        lambda _s: _("Delete"),
        lambda: _("delete this call from the log, for good"),
        lambda s: None if s.call is not None else _("no call is chosen"),
    ),
)
