"""Counts of what an import has done."""

from __future__ import annotations

from portinaio.language import ngettext


def changed(n: int) -> str:
    return ngettext("%(n)d changed", "%(n)d changed", n) % {"n": n}


def gone(n: int) -> str:
    return ngettext("%(n)d gone", "%(n)d gone", n) % {"n": n}
