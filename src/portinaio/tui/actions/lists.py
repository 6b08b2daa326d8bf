"""What the keys do to the lists of others, in use and in the catalogue."""

from __future__ import annotations

from portinaio.language import _
from portinaio.tui.actions.action import Action, ActionContext


def _needs_list(context: ActionContext) -> str | None:
    return None if context.chosen is not None else _("no list is chosen")


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


LIST_ACTIONS = (
    Action(
        "sync",
        "s",
        lambda _s: _("Sync"),
        lambda: _("ask this list for news now"),
        _needs_resting_list,
    ),
    Action(
        "sync_all",
        "asterisk",
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
        "O",
        lambda _s: _("Other address"),
        lambda: _("use a list that is not in the catalogue"),
    ),
    Action(
        "find",
        "slash",
        lambda _s: _("Find a number"),
        lambda: _("what this list says of a number"),
    ),
)
