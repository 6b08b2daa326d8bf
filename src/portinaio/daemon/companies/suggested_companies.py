"""What registers have answered, beside the company book: with source and day, for as long as the calls that it is about are kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.complaint import BookedCompany
from portinaio.daemon.complaints.complaint_answers import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from portinaio.core.complaint import Complaint
    from portinaio.core.logged import LoggedCall
    from portinaio.daemon.context import Context
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


def book_company(
    context: Context, complaint: Complaint, answers: Mapping[str, str], calls: Sequence[LoggedCall]
) -> None:
    """The company book grows by what the user says, and by nothing else; an empty answer takes an address back."""
    said = {**complaint.answers, **answers}
    if not said.get("company") or not complaint.company:
        return
    old = context.store.companies.get(complaint.company) or BookedCompany(complaint.company)
    context.store.companies.set(
        old._replace(
            address=said.get("company_address", old.address),
            email=said.get("company_email", old.email),
            pec=said.get("company_pec", old.pec),
            source=old.source or _of_register(context, complaint.company, calls),
            numbers=tuple(dict.fromkeys(call.number for call in calls if call.number)),
        )
    )


def _of_register(context: Context, company: str, calls: Sequence[LoggedCall]) -> str:
    """The register and the day, where it is one that named this company; else empty."""
    for number in dict.fromkeys(call.number for call in calls if call.number):
        found = suggested_for(context.store, number)
        if found and any(same(company, name) for name in found.companies):
            return f"{found.source}, {found.day}"
    return ""
