"""An address book from a file. It takes the place of what came from a file of that name before, so it is doubted first.

A book that holds nothing, breaks off, or lacks more than half of the numbers of before is refused and nothing changes:
an export that failed looks like this, and whoever falls out of the contacts may be turned away. The user can say that
it is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.contacts.vcard import read_vcards
from portinaio.core.contact import OWN
from portinaio.core.words import Words, words
from portinaio.countries.plans import plan_from, read_plan
from portinaio.daemon.list_board import rejected_shape
from portinaio.errors import PortinaioError, UsageError

if TYPE_CHECKING:
    from portinaio.api.shapes import ImportShape
    from portinaio.contacts.vcard import CardFile
    from portinaio.core.words import Translation
    from portinaio.daemon.house import House

LEAST_SHARE = 0.5  # of the numbers of before; people change their numbers one at a time
LONGEST_SHOWN = 80  # characters, of the name of a file


class Given(NamedTuple):
    name: str
    """Of the file, and so of the book."""
    data: bytes
    region: str | None = None
    """Of national numbers; the house's own where it is left out."""
    accept: bool = False
    """Take it although much is missing."""
    dry_run: bool = False


def import_book(house: House, given: Given, tongue: Translation | None) -> ImportShape:
    """All of it, or nothing; what cannot be used is told line by line."""
    if given.name == OWN:
        raise UsageError(
            words(
                "%(file)s is the book of those whom you have added yourself; give the file another name",
                file=given.name,
            )
        )
    plan = plan_from(read_plan(given.region.upper())) if given.region else house.furniture.plan
    book = read_vcards(given.data, plan, given.name)
    if not given.accept and (refusal := _refusal(house, given.name, book)):
        raise PortinaioError(refusal)
    counts = house.store.contacts.replace_source(given.name, book.contacts, dry_run=given.dry_run)
    return {
        "accepted": counts.accepted,
        "updated": counts.updated,
        "removed": counts.removed,
        "rejected": [rejected_shape(bad, tongue) for bad in book.rejected],
    }


def _refusal(house: House, name: str, book: CardFile) -> Words | None:
    """Why the book cannot take the place of what is here."""
    before = house.store.contacts.numbers_in(name)
    now = {number for contact in book.contacts for number in contact.numbers}
    said = {"file": name[:LONGEST_SHOWN], "before": len(before), "now": len(now)}
    if not now and not before:
        return words(
            "%(file)s holds no number that can be used: %(reason)s", reason=_first(book), **said
        )
    if not now:
        return words(
            "%(file)s holds no number that can be used (%(reason)s), and this book has %(before)d here;"
            " nothing was changed; portinaio contacts import --accept empties it",
            reason=_first(book),
            **said,
        )
    if not book.whole:
        return words(
            "%(file)s breaks off before its end: it holds %(now)d numbers, and this book has %(before)d here;"
            " nothing was changed; portinaio contacts import --accept takes what is there",
            **said,
        )
    kept = len(now & before)
    if kept < LEAST_SHARE * len(before):
        return words(
            "%(file)s holds %(now)d numbers, but only %(kept)d of the %(before)d that this book has here; nothing"
            " was changed; portinaio contacts import --accept takes it, and under another name it is a book of its own",
            kept=kept,
            **said,
        )
    return None


def _first(book: CardFile) -> Words:
    return book.rejected[0].reason if book.rejected else words("no card in it has one")
