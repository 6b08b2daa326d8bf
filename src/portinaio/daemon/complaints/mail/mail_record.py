"""What was given to mail servers for a complaint, and the receipts that came of it.

A record stands on the disk before the first byte of the letter leaves: whatever comes in between, the mail that may have
been sent is known by its Message-ID, and an unchanged letter leaves a second time as the same mail.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import msg

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from portinaio.core.message import Message
    from portinaio.store.database import Store

MOST = 50  # of mails and receipts of one complaint; nobody sends a letter more often
PREFIX = "mail."
FAILURES = ("non-accettazione", "errore-consegna", "rilevazione-virus")


class KeptReceipt(NamedTuple):
    kind: str
    at: str
    """ISO 8601, as the provider's clock had it."""
    identifier: str
    """The provider's own; the same receipt is never kept twice."""
    file: str
    error: str = ""


class MailRecord(NamedTuple):
    message_id: str
    """Without its brackets."""
    at: str
    sender: str
    to: str
    file: str
    """Name of the mail as it was given away, among the attachments."""
    content: str
    """Digest of what makes it another letter: its text, whom it goes to, and what is enclosed."""
    certified: bool
    """From one certified box to another, as far as config.toml and the letter say."""
    receipts: tuple[KeptReceipt, ...] = ()

    def has(self, *kinds: str) -> KeptReceipt | None:
        return next((one for one in self.receipts if one.kind in kinds), None)


def records(store: Store, complaint_id: int) -> list[MailRecord]:
    """Oldest first."""
    return _read(store.state.get(_key(complaint_id)))


def keep(store: Store, complaint_id: int, record: MailRecord) -> None:
    """In the place of the one with its Message-ID, or behind the others."""
    kept = records(store, complaint_id)
    places = [place for place, one in enumerate(kept) if one.message_id == record.message_id]
    if places:
        kept[places[0]] = record
    else:
        kept = [*kept, record][-MOST:]
    _write(store, complaint_id, kept)


def drop(store: Store, complaint_id: int, message_id: str = "") -> None:
    """The record of a mail that did not leave; all of them where none is named."""
    kept = records(store, complaint_id)
    _write(store, complaint_id, [r for r in kept if message_id and r.message_id != message_id])


def files_of(store: Store, complaint_id: int) -> frozenset[str]:
    """Attachments that are the program's and not the user's: mails as they left, and receipts."""
    return frozenset(
        name
        for record in records(store, complaint_id)
        for name in (record.file, *(receipt.file for receipt in record.receipts))
    )


def owner_of(store: Store, message_id: str) -> int | None:
    """The complaint of which a mail was."""
    for complaint_id, kept in _all(store):
        if any(record.message_id == message_id for record in kept):
            return complaint_id
    return None


def not_delivered(store: Store, complaint_id: int) -> Message | None:
    """That the last mail of a draft did not arrive, and what to do."""
    kept = records(store, complaint_id)
    failure = kept[-1].has(*FAILURES) if kept else None
    if failure is None:
        return None
    return msg(
        "the certified mail of %(day)s was not delivered: %(error)s. Look at the address, and send it again or by registered"
        " post",
        day=failure.at[:10],
        error=failure.error or failure.kind,
    )


def stamp(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def _all(store: Store) -> Iterator[tuple[int, list[MailRecord]]]:
    for key, value in store.state.all().items():
        number = key.removeprefix(PREFIX)
        if key.startswith(PREFIX) and number.isdecimal():
            yield int(number), _read(value)


def _read(value: str | None) -> list[MailRecord]:
    try:
        return [
            MailRecord(**one)._replace(
                receipts=tuple(KeptReceipt(*receipt) for receipt in one["receipts"])
            )
            for one in json.loads(value or "[]")
        ]
    except (ValueError, LookupError, TypeError, AttributeError):  # a disk has spoilt it
        return []


def _write(store: Store, complaint_id: int, kept: list[MailRecord]) -> None:
    text = json.dumps([record._asdict() for record in kept], ensure_ascii=False)
    if kept or store.state.get(_key(complaint_id)):
        store.state.set(_key(complaint_id), text if kept else None)


def _key(complaint_id: int) -> str:
    return f"{PREFIX}{complaint_id}"
