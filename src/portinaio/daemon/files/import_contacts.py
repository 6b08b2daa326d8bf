"""An address book from a file. It takes the place of what came from a file of that name before, so it is doubted first.

A book that holds nothing, breaks off, or lacks more than half of the numbers of before is refused and nothing changes:
an export that failed looks like this, and whoever falls out of the contacts may be turned away. The user can say that
it is right.
"""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from portinaio.contacts.vcard import MOST_NUMBERS, CardFile, Rejected, read_vcards
from portinaio.core.contact import OWN, Contact
from portinaio.core.message import Message, msg
from portinaio.countries.plans import plan_from, read_plan
from portinaio.daemon.lists.list_status import rejected_answer
from portinaio.errors import PortinaioError, UntrustedListError, UsageError
from portinaio.lists.formats import format_named, fritzbox, recognised, separated, vcard
from portinaio.lists.intake.column_names import meaning_of
from portinaio.lists.intake.columns import first_rows, header_of
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.row import NO_PATTERNS, pattern_of
from portinaio.lists.intake.table_shape import shape_of
from portinaio.lists.intake.text import HEAD_BYTES
from portinaio.lists.read_list import read_list
from portinaio.wire.calllog.read import which_log

if TYPE_CHECKING:
    from portinaio.api.answers import ImportAnswer
    from portinaio.core.numbers.plan import Plan
    from portinaio.daemon.context import Context
    from portinaio.lists.intake.format import Format

LEAST_SHARE = 0.5  # of the numbers of before; people change their numbers one at a time
LONGEST_SHOWN = 80  # characters, of the name of a file
_WIDTH = 2  # columns of a table that nobody has given titles: a name and a number
_NO_BOOK = msg("this is no vCard, no FRITZ!Box phonebook and no table of a name and a number")


class Given(NamedTuple):
    name: str
    """Of the file, and so of the book."""
    data: bytes
    region: str | None = None
    """Of national numbers; the house's own where it is left out."""
    accept: bool = False
    """Take it although much is missing."""
    dry_run: bool = False
    format: str = ""
    """Where its content does not tell."""


def import_contacts(context: Context, given: Given) -> ImportAnswer:
    """All of it, or nothing; what cannot be used is told line by line."""
    if given.name == OWN:
        raise UsageError(
            msg(
                "%(file)s is the book of those whom you have added yourself; give the file another name",
                file=given.name,
            )
        )
    plan = plan_from(read_plan(given.region.upper())) if given.region else context.config.plan
    book = _read(given, plan)
    if not given.accept and (refusal := _refusal(context, given.name, book)):
        raise PortinaioError(refusal)
    counts = context.store.contacts.replace_source(given.name, book.contacts, dry_run=given.dry_run)
    return {
        "accepted": counts.accepted,
        "updated": counts.updated,
        "removed": counts.removed,
        "rejected": [rejected_answer(bad) for bad in book.rejected],
        "rejected_count": len(book.rejected) + book.further_rejected,
        "remarks": [],
    }


def _refusal(context: Context, name: str, book: CardFile) -> Message | None:
    """Why the book cannot take the place of what is here."""
    before = context.store.contacts.numbers_in(name)
    now = {number for contact in book.contacts for number in contact.numbers}
    said = {"file": name[:LONGEST_SHOWN], "before": len(before), "now": len(now)}
    if not now and not before:
        return msg(
            "%(file)s holds no number that can be used: %(reason)s", reason=_first(book), **said
        )
    if not now:
        return msg(
            "%(file)s holds no number that can be used (%(reason)s), and this book has %(before)d here;"
            " nothing was changed; portinaio contacts import --accept FILE empties it",
            reason=_first(book),
            **said,
        )
    if not book.whole:
        return msg(
            "%(file)s breaks off before its end (numbers in it: %(now)d, in the book here: %(before)d);"
            " nothing was changed; portinaio contacts import --accept FILE takes what is there",
            **said,
        )
    kept = len(now & before)
    if kept < LEAST_SHARE * len(before):
        return msg(
            "%(file)s (numbers in it: %(now)d) holds only %(kept)d of the %(before)d that this book has here; nothing"
            " was changed; portinaio contacts import --accept FILE takes it, and under another name it is a book of its own",
            kept=kept,
            **said,
        )
    return None


def _read(given: Given, plan: Plan) -> CardFile:
    if not given.data.strip():
        return CardFile((), (Rejected(1, "", msg("the file is empty")),), whole=False)
    if which_log(given.data):
        raise UsageError(
            msg(
                "%(file)s is a log of calls and no address book; portinaio import --as calls takes it into your log",
                file=given.name[:LONGEST_SHOWN],
            )
        )
    format_ = (
        format_named(given.format)
        if given.format
        else recognised(given.data[:HEAD_BYTES], given.name)
    )
    if format_ is None:
        return CardFile((), (Rejected(1, "", _NO_BOOK),), whole=False)
    if format_.id == vcard.FORMAT.id:
        return read_vcards(given.data, plan, given.name)
    if is_book(format_, given.data):
        return _listed(given, plan, format_)
    if format_.id == fritzbox.FORMAT.id:
        raise UsageError(
            msg(
                "%(file)s is the list of callers that a FRITZ!Box bars, and no address book; portinaio import --as block"
                " blocks them here, too",
                file=given.name[:LONGEST_SHOWN],
            )
        )
    raise UsageError(
        msg(
            "%(file)s (%(format)s) is no address book that can be read: that is a vCard, a FRITZ!Box phonebook, or a"
            " table of a name and a number; save it as vCard",
            file=given.name[:LONGEST_SHOWN],
            format=format_.title,
        )
    )


def is_book(format_: Format, data: bytes) -> bool:
    """Whether a file of this format can be read as one. A table of more columns may hold a second number, which would be
    lost.
    """
    if format_.id == separated.FORMAT.id:
        return _is_table(data[:HEAD_BYTES])
    if format_.id == fritzbox.FORMAT.id:
        return format_.holds(data) is Holds.CONTACTS  # and no list of those whom the box bars
    return format_.write_contacts is not None


def _is_table(head: bytes) -> bool:
    shape = shape_of(head)
    if shape is None:
        return False
    if shape.header:
        return sorted(map(meaning_of, header_of(head))) in (["company", "number"], ["number"])
    return max(map(len, first_rows(head))) <= _WIDTH and not shape.others


def _listed(given: Given, plan: Plan, format_: Format) -> CardFile:
    """A book in a format that lists have, too."""
    contacts, rejected, whole = list[Contact](), list[Rejected](), True
    further = 0
    try:
        reading = read_list(
            BytesIO(given.data),
            plan_of=lambda country: plan_from(read_plan(country)),
            format=format_.id,
            region=plan.country,
            name=given.name,
            allowing=True,  # whom a file bars is nobody's contact
        )
        for row in reading:
            number = pattern_of(row)
            if len(contacts) >= MOST_NUMBERS:
                reason = msg("more than %(n)d numbers; the rest was left out", n=MOST_NUMBERS)
                rejected, whole = [Rejected(1, number, reason)], False
                break
            if row.low == row.high:
                name = "" if row.company == number else row.company
                contacts.append(Contact(name, (number,), given.name))
            else:
                rejected.append(Rejected(1, number, NO_PATTERNS))
        rejected += [Rejected(*bad) for bad in reading.rejected]
        further = reading.rejected_count - len(reading.rejected)
    except UntrustedListError as error:
        broken = error.sentence if isinstance(error.sentence, Message) else Message(str(error))
        return CardFile(tuple(contacts), (Rejected(1, "", broken),), whole=False)
    return CardFile(tuple(contacts), tuple(rejected), whole, further)


def _first(book: CardFile) -> Message:
    return book.rejected[0].reason if book.rejected else msg("no card in it has one")
