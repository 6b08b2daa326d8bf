"""How a book that is followed stands, beside its contacts; light, since the daemon looks every minute."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portinaio.config.read_json import read_json
from portinaio.core.list_state import ListState
from portinaio.daemon.clock import moment_of
from portinaio.store.codec import pack_message, unpack_message

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from portinaio.config.home import Home
    from portinaio.store.database import Store

_KEY, _WAIT = "book.", "book_wait."
LARGEST_BYTES = 512 << 20  # of what is kept of the cards; 50,000 of them are 20 MiB


def state_of(store: Store, name: str) -> ListState:
    """`never` where nothing is known, or what is makes no sense."""
    try:
        kept = json.loads(store.state.get(_key(name)) or "{}")
        return ListState(
            name,
            str(kept.get("state", "never")),
            str(kept.get("version", "")),
            int(kept.get("entries", 0)),
            moment_of(kept.get("updated")),
            moment_of(kept.get("checked")),
            unpack_message(kept["error"]) if kept.get("error") else None,
            digest=str(kept.get("digest", "")),
        )
    except (ValueError, TypeError, AttributeError, LookupError):
        return ListState(name)


def keep_state(store: Store, state: ListState) -> None:
    kept = {
        "state": state.state,
        "version": state.version,
        "entries": state.entries,
        "updated": state.updated.isoformat() if state.updated else None,
        "checked": state.checked.isoformat() if state.checked else None,
        "error": pack_message(state.error) if state.error else None,
        "digest": state.digest,
    }
    store.state.set(_key(state.name), json.dumps(kept))


def forget_state(store: Store, home: Home, name: str) -> None:
    """Leave nothing of a book behind but its contacts."""
    store.state.set(_key(name), None)
    wait_until(store, name, None)
    cards_file(home, name).unlink(missing_ok=True)


def forget_others(store: Store, home: Home, followed: Collection[str]) -> bool:
    """What is left of books that were taken out of config.toml by hand, their contacts too; whether there was anything."""
    kept = {key.removeprefix(_KEY) for key in store.state.all() if key.startswith(_KEY)}
    gone = kept - set(followed)
    for name in gone:
        store.contacts.replace_source(name, ())
        forget_state(store, home, name)
    return bool(gone)


def waits_until(store: Store, name: str) -> datetime | None:
    """Before when the server does not want to be asked."""
    return moment_of(store.state.get(f"{_WAIT}{name}"))


def wait_until(store: Store, name: str, until: datetime | None) -> None:
    """`None` where it may be asked at any time."""
    store.state.set(f"{_WAIT}{name}", until.isoformat() if until else None)


def cards_file(home: Home, name: str) -> Path:
    """What was last taken from a server, so that only what is new is asked for."""
    return Path(home.books, f"{name}.json")


def kept_cards(home: Home, name: str) -> dict[str, Any]:
    """Empty where there is nothing that makes sense; the next sync asks for everything."""
    try:
        with cards_file(home, name).open("rb") as file:
            kept = read_json(file.read(LARGEST_BYTES).decode())
    except (OSError, ValueError, RecursionError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _key(name: str) -> str:
    return f"{_KEY}{name}"
