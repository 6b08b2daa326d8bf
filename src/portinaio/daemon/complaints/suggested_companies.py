"""What registers have answered, beside the company book: with source and day, for as long as the calls that it is about are kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from portinaio.store.database import Store

_KEY = "register."


class Suggested(NamedTuple):
    number: str
    companies: tuple[str, ...]
    source: str
    day: str
    """ISO 8601."""


def keep(store: Store, found: Suggested) -> None:
    kept = {"companies": found.companies, "source": found.source, "day": found.day}
    store.state.set(_KEY + found.number, json.dumps(kept))


def suggested(store: Store) -> Iterator[Suggested]:
    """What registers have answered, of numbers that the company book does not have."""
    for key, value in store.state.all().items():
        if key.startswith(_KEY):
            found = _read(key.removeprefix(_KEY), value)
            if found and not store.companies.of_number(found.number):
                yield found


def suggested_for(store: Store, number: str) -> Suggested | None:
    value = store.state.get(_KEY + number)
    return _read(number, value) if value else None


def forget_older(store: Store, before: datetime) -> None:
    """They go with the calls that they are about."""
    for key, value in store.state.all().items():
        found = _read(key.removeprefix(_KEY), value) if key.startswith(_KEY) else None
        if found and found.day < before.date().isoformat():
            store.state.set(key, None)


def forget_with_last_call(store: Store, number: str | None) -> None:
    """Once no call of the number is in the log any more."""
    if number and not store.calls.page(number=number, limit=1):
        store.state.set(_KEY + number, None)


def _read(number: str, value: str) -> Suggested | None:
    try:
        kept = json.loads(value)
        return Suggested(number, tuple(kept["companies"]), str(kept["source"]), str(kept["day"]))
    except (ValueError, LookupError, TypeError):  # a disk has spoilt it
        return None
