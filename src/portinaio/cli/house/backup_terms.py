"""How the commands about backups say what is in one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import counted
from portinaio.language import _, formatting, translate

if TYPE_CHECKING:
    from collections.abc import Mapping


def counts_of(counts: Mapping[str, int]) -> str:
    """`112 calls, 8 entries, …`."""
    said = (
        counted("%(n)d call", "%(n)d calls", counts.get("calls", 0)),
        counted("%(n)d entry", "%(n)d entries", counts.get("entries", 0)),
        counted("%(n)d contact", "%(n)d contacts", counts.get("contacts", 0)),
        counted("%(n)d complaint", "%(n)d complaints", counts.get("complaints", 0)),
        counted("%(n)d list", "%(n)d lists", counts.get("lists", 0)),
    )
    return ", ".join(map(translate, said))


def size_of(size_bytes: int) -> str:
    """`3.1 MB`."""
    if size_bytes < 100_000:
        return _("%(n)s kB") % {"n": formatting.count(max(1, round(size_bytes / 1000)))}
    return _("%(n)s MB") % {"n": formatting.count(round(size_bytes / 1e6, 1))}
