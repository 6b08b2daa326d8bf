"""The acts of the places for entries, lists, lines and insight."""

from __future__ import annotations

from portinaio.language import _
from portinaio.tui.actions.action import Act, Situation, needs_daemon


def _needs_entry(found: Situation) -> str | None:
    return None if found.chosen is not None else _("no entry is chosen")


def _needs_list(found: Situation) -> str | None:
    return None if found.chosen is not None else _("no list is chosen")


def _needs_line(found: Situation) -> str | None:
    if found.chosen is None:
        return _("no line is chosen")
    return needs_daemon(found)


def _needs_rest(found: Situation) -> str | None:
    return _("a sync is running; wait until it is done") if found.syncing else None


def _needs_resting_list(found: Situation) -> str | None:
    return _needs_list(found) or _fetched(found)


def _fetched(found: Situation) -> str | None:
    return _("this list is being fetched") if found.chosen in found.syncing else None


def _needs_offer(found: Situation) -> str | None:
    if found.chosen is None:
        return _("no list is chosen")
    if found.taken:
        return _("this list is in use already")
    return _fetched(found)


def _needs_simulated(found: Situation) -> str | None:
    if hindrance := _needs_line(found):
        return hindrance
    if found.kind != "replay":
        return _("only a simulated line rings by itself; call this one from another telephone")
    return None


def _needs_named_line(found: Situation) -> str | None:
    return None if found.chosen is not None else _("no line is chosen")


def _needs_sip(found: Situation) -> str | None:
    if found.chosen is not None and found.kind != "sip":
        return _("a simulated line needs no password")
    return _needs_named_line(found)


PLACE_ACTS = (
    Act("add", "plus", lambda _s: _("Add"), lambda: _("block or allow numbers of your choice")),
    Act(
        "drop",
        "d",
        lambda _s: _("Delete"),
        lambda: _("take this entry away"),
        _needs_entry,
    ),
    Act(
        "turn",
        "t",
        lambda s: _("Block") if s.kind == "allow" else _("Allow"),
        lambda: _("block what was allowed, allow what was blocked"),
        _needs_entry,
    ),
    Act(
        "remark",
        "e",
        lambda _s: _("Note"),
        lambda: _("write a note to this entry"),
        _needs_entry,
    ),
    Act(
        "expiry",
        "x",
        lambda _s: _("Expiry"),
        lambda: _("say for how long this entry counts"),
        _needs_entry,
    ),
    Act(
        "sync",
        "s",
        lambda _s: _("Sync"),
        lambda: _("ask this list for news now"),
        _needs_resting_list,
    ),
    Act(
        "sync_all",
        "a",
        lambda _s: _("Sync all"),
        lambda: _("ask all lists for news now"),
        lambda s: _needs_list(s) or _needs_rest(s),
    ),
    Act(
        "accept",
        "exclamation_mark",
        lambda _s: _("Accept"),
        lambda: _("take a list that has shrunk by more than half, once"),
        lambda s: (
            _needs_resting_list(s)
            or (None if s.kind == "refused" else _("this list was not refused"))
        ),
    ),
    Act(
        "inside",
        "enter",
        lambda _s: _("Look inside"),
        lambda: _("see what this list holds, find a number in it"),
        _needs_list,
    ),
    Act(
        "catalogue",
        "plus",
        lambda _s: _("Add"),
        lambda: _("choose another list from the catalogue"),
    ),
    Act(
        "unsubscribe",
        "d",
        lambda _s: _("Remove"),
        lambda: _("use this list no more"),
        _needs_list,
    ),
    Act(
        "subscribe",
        "enter,space",
        lambda _s: _("Use"),
        lambda: _("fetch this list and use it"),
        _needs_offer,
    ),
    Act(
        "address",
        "o",
        lambda _s: _("Other address"),
        lambda: _("use a list that is not in the catalogue"),
    ),
    Act(
        "find",
        "slash",
        lambda _s: _("Find a number"),
        lambda: _("what this list says of a number"),
    ),
    Act(
        "test",
        "t",
        lambda _s: _("Test"),
        lambda: _("see whether this line works"),
        _needs_line,
    ),
    Act(
        "ring",
        "r",
        lambda _s: _("Ring"),
        lambda: _("let this simulated line ring once"),
        _needs_simulated,
    ),
    Act("line_add", "plus", lambda _s: _("Add"), lambda: _("add a line to config.toml")),
    Act(
        "line_drop",
        "d",
        lambda _s: _("Remove"),
        lambda: _("take this line out of config.toml"),
        _needs_named_line,
    ),
    Act(
        "password",
        "w",
        lambda _s: _("Password"),
        lambda: _("give this line another password"),
        _needs_sip,
    ),
    Act("days", "space", lambda _s: _("Other span"), lambda: _("count over more or fewer days")),
    Act("export", "e", lambda _s: _("Export"), lambda: _("write this page to a file")),
    Act(
        "forget",
        "d",
        lambda _s: _("Delete"),
        lambda: _("delete this call from the log, for good"),
        lambda s: None if s.call is not None else _("no call is chosen"),
    ),
)
