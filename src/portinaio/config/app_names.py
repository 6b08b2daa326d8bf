"""What `[tui]` may name: themes, and the acts that a key can be given to. An app that does not know one goes on without it,
so a wrong name is a remark and no error: a colour must not keep a line from being screened."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.config.settings import TuiTable

THEMES = (
    "portinaio",
    "portinaio-light",
    "ansi-dark",
    "ansi-light",
    "atom-one-dark",
    "atom-one-light",
    "catppuccin-frappe",
    "catppuccin-latte",
    "catppuccin-macchiato",
    "catppuccin-mocha",
    "dracula",
    "flexoki",
    "gruvbox",
    "monokai",
    "nord",
    "rose-pine",
    "rose-pine-dawn",
    "rose-pine-moon",
    "solarized-dark",
    "solarized-light",
    "textual-dark",
    "textual-light",
    "tokyo-night",
)
"""Ours, and those that Textual brings."""
ACTS = (
    "calls",
    "lists",
    "mine",
    "contacts",
    "complaints",
    "lines",
    "insight",
    "settings",
    "guide",
    "help",
    "palette",
    "back",
    "quit",
    "mark",
    "undo",
    "pause",
    "expect",
    "mask",
    "start",
    "bring",
    "allow_rejected",
    "notices",
    "block",
    "allow",
    "report",
    "name",
    "note",
    "play",
    "why",
    "whose",
    "copy",
    "filter",
    "try",
    "forget",
    "copy_letter",
    "gap",
    "say_more",
    "recipient",
    "basis",
    "form",
    "send",
    "save",
    "correct_line",
    "go_on",
    "other_side",
    "telephone",
    "order",
    "page",
    "open",
    "next",
    "sent",
    "received",
    "insufficient",
    "answered",
    "refused",
    "extended",
    "closed",
    "attach",
    "discard",
    "year",
    "copy_field",
    "change",
    "reset",
    "answer",
    "begin",
    "setup",
    "add",
    "drop",
    "remark",
    "expiry",
    "new_contact",
    "edit_contact",
    "drop_contact",
    "favourite",
    "books",
    "find_contact",
    "sync_book",
    "accept_book",
    "unfollow",
    "sync",
    "sync_all",
    "accept",
    "inside",
    "catalogue",
    "unsubscribe",
    "subscribe",
    "address",
    "find",
    "test",
    "ring",
    "trace",
    "line_add",
    "line_drop",
    "password",
    "days",
    "export",
    "share",
    "sort",
    "take_out",
    "block_entry",
    "allow_entry",
    "devices",
)
"""Names in `[tui.keys]`."""
_NEAR = 0.5


def remarks(tui: TuiTable) -> Iterator[tuple[str, Message]]:
    """The key, `tui.theme` or `tui.keys`, and what is to be said of it."""
    if tui.theme not in THEMES:
        yield (
            "tui.theme",
            msg(
                "no theme is called %(name)s, so the app has its own; there are: %(choices)s",
                name=repr(tui.theme[:40]),
                choices=", ".join(THEMES),
            ),
        )
    for name in tui.keys:
        if name in ACTS:
            continue
        if near := get_close_matches(name, ACTS, n=1, cutoff=_NEAR):
            said = msg(
                "the app does nothing called %(name)s; did you mean %(near)s?",
                name=repr(name[:40]),
                near=near[0],
            )
        else:
            said = msg(
                "the app does nothing called %(name)s; there are: %(choices)s",
                name=repr(name[:40]),
                choices=", ".join(ACTS),
            )
        yield "tui.keys", said
