"""What is kept of a list beside its files, and how all of it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.daemon.clock import moment_of

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.daemon.context import Context
    from portinaio.lists.sync.files import ListFiles
    from portinaio.store.database import Store


def waits_until(store: Store, name: str) -> datetime | None:
    """Before when the server of a list does not want to be asked."""
    return moment_of(store.state.get(_wait_key(name)))


def wait_until(store: Store, name: str, until: datetime | None) -> None:
    """`None` where it may be asked at any time."""
    store.state.set(_wait_key(name), until.isoformat() if until else None)


def forget(context: Context, list_files: ListFiles, name: str) -> None:
    """Leave nothing of a list behind."""
    list_files.remove(name)
    context.store.lists.remove(name)
    wait_until(context.store, name, None)


def _wait_key(name: str) -> str:
    return f"list_wait.{name}"
