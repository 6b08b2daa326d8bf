"""What a sync works with, whichever list it renews."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.lists.sync.download import Limits

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from portinaio.core.numbers.plan import Plan
    from portinaio.lists.sync.files import ListFiles


class SyncContext(NamedTuple):
    list_files: ListFiles
    plan_of: Callable[[str], Plan]
    plan: Plan
    """Of the house, whose emergency numbers nobody may swallow."""
    now: datetime
    limits: Limits = Limits()
    innocents: tuple[str, ...] = ()
    """Names of the lists of public bodies, by which the others are measured."""
