"""Whether a line that says it is asked before the other telephones is, as its last call to itself has shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.daemon.clock import moment_of

if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.store.database import Store

CODE = "order"
"""Of the remark of a line that says so."""


def keep(store: Store, name: str, first: bool | None, now: datetime) -> None:  # what was found
    """A call that showed nothing leaves what an earlier one has shown."""
    if first is not None:
        store.state.set(_key(name), f"{'first' if first else 'together'} {now.isoformat()}")


def grade(store: Store, name: str, remark: Message) -> tuple[str, Message]:
    """What `doctor` says in place of the remark."""
    word, _, at = (store.state.get(_key(name)) or "").partition(" ")
    moment = moment_of(at)
    if moment is None:
        return "warning", remark
    day = moment.date().isoformat()
    if word == "first":
        return "ok", msg("a call on %(day)s has shown that we are asked first", day=day)
    return (
        "wrong",
        msg(
            "a call on %(day)s has shown that another telephone rings at the same time, so silence lets nobody sleep;"
            ' set line.%(name)s.peer to "forked" in Settings or in config.toml',
            day=day,
            name=name,
        ),
    )


def _key(name: str) -> str:
    return f"asked_first.{name}"
