"""How the commands about backups say what is in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _, formatting, ngettext

if TYPE_CHECKING:
    from collections.abc import Mapping


def counts_of(counts: Mapping[str, int]) -> str:
    """`112 calls, 8 entries, …`."""
    words = (
        (ngettext("%(n)d call", "%(n)d calls", counts.get("calls", 0)), "calls"),
        (ngettext("%(n)d entry", "%(n)d entries", counts.get("entries", 0)), "entries"),
        (ngettext("%(n)d contact", "%(n)d contacts", counts.get("contacts", 0)), "contacts"),
        (
            ngettext("%(n)d complaint", "%(n)d complaints", counts.get("complaints", 0)),
            "complaints",
        ),
        (ngettext("%(n)d list", "%(n)d lists", counts.get("lists", 0)), "lists"),
    )
    return ", ".join(text % {"n": counts.get(name, 0)} for text, name in words)


def size_of(size_bytes: int) -> str:
    """`3.1 MB`."""
    if size_bytes < 100_000:
        return _("%(n)s kB") % {"n": formatting.count(max(1, round(size_bytes / 1000)))}
    return _("%(n)s MB") % {"n": formatting.count(round(size_bytes / 1e6, 1))}
