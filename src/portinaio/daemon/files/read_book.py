"""An address book from the bytes of a file, in any of the formats in which people have one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.contacts.book import (
    MOST_NUMBERS,
    BookReading,
    CardFile,
    Rejected,
    says_spam,
    spam,
    unheard,
)
from portinaio.contacts.ldif import is_ldif, read_ldif
from portinaio.contacts.table import is_address_table, read_table
from portinaio.contacts.vcard import read_vcards
from portinaio.core.contact import Contact
from portinaio.core.message import Message, msg
from portinaio.countries.plans import plan_from, read_plan
from portinaio.daemon.being_read import Watched, unseen
from portinaio.daemon.files.apple_book import is_apple_book, read_apple_book
from portinaio.daemon.files.card_notes import told_notes
from portinaio.daemon.files.fritzbox_book import read_fritzbox_book
from portinaio.daemon.files.guessed_book import guessed_book, may_be_guessed
from portinaio.errors import UntrustedListError, UsageError
from portinaio.lists.formats import format_named, fritzbox, recognised, separated, vcard
from portinaio.lists.intake.column_names import meaning_of
from portinaio.lists.intake.columns import first_rows, header_of, separator_of
from portinaio.lists.intake.documents.other_files import other_file
from portinaio.lists.intake.documents.workbook import as_text
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.number_columns import UNTITLED
from portinaio.lists.intake.row import NO_PATTERNS, pattern_of
from portinaio.lists.intake.table_shape import shape_of
from portinaio.lists.intake.text import HEAD_BYTES, decoded
from portinaio.lists.read_list import read_list
from portinaio.wire.calllog.read import which_log

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.contacts.book import At
    from portinaio.core.numbers.plan import Plan
    from portinaio.daemon.being_read import Far
    from portinaio.lists.intake.format import Format

    Reader = Callable[[bytes, Plan, str, At], CardFile]

LONGEST_SHOWN = 80  # characters, of the name of a file
_WIDTH = 2  # columns of a table that nobody has given titles: a name and a number
_LOOKED_AT = 20  # lines
_NO_BOOK = msg(
    "this is no vCard, no LDIF, no FRITZ!Box phonebook and no table of names and numbers"
)


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
    far: Far = unseen
    """Hears how much of it has been read."""


def read_book(given: Given, plan: Plan) -> CardFile:
    """`UsageError` for a file that is something else."""
    if is_apple_book(given.data):
        return read_apple_book(given.data, plan, given.name)
    if other := other_file(given.data[:HEAD_BYTES]):
        return _unread(other)
    try:
        text = as_text(given.data)
    except UntrustedListError as error:
        return _unread(_sentence_of(error))
    book = _read(given._replace(data=text.data), plan)
    told = (Rejected(1, "", remark) for remark in text.remarks)
    return book._replace(rejected=(*book.rejected, *told))


def _unread(reason: Message) -> CardFile:
    return CardFile((), (Rejected(1, "", reason),), whole=False)


def _sentence_of(error: UntrustedListError) -> Message:
    return error.sentence if isinstance(error.sentence, Message) else Message(str(error))


def _read(given: Given, plan: Plan) -> CardFile:
    if not given.data.strip():
        return _unread(msg("the file is empty"))
    if which_log(given.data):
        raise UsageError(
            msg(
                "%(file)s is a log of calls and no address book; portinaio import --as calls takes it into your log",
                file=given.name[:LONGEST_SHOWN],
            )
        )
    at = _lines_of(given)
    if given.format in {"", separated.FORMAT.id} and (read := _reader(given.data)):
        return read(given.data, plan, given.name, at)
    format_ = (
        format_named(given.format)
        if given.format
        else recognised(given.data[:HEAD_BYTES], given.name)
    )
    if format_ is None:
        return _unread(_NO_BOOK)
    if format_.id == vcard.FORMAT.id:
        cards = read_vcards(given.data, plan, given.name, at)
        return cards._replace(remarks=(*cards.remarks, *told_notes(given.data)))
    if format_.id == fritzbox.FORMAT.id and is_book(format_, given.data):
        return read_fritzbox_book(given.data, plan, given.name, at)
    table = format_.id == separated.FORMAT.id
    if _is_table(given.data[:HEAD_BYTES]) if table else is_book(format_, given.data):
        return _listed(given, plan, format_)
    likely = table and format_.holds(given.data) in {Holds.CONTACTS, Holds.UNSURE, Holds.BLOCKED}
    if likely and (guessed := guessed_book(given.data, plan, given.name, at)):
        return guessed
    raise UsageError(_no_book(given, format_))


def _no_book(given: Given, format_: Format) -> Message:
    """What it is instead."""
    file = given.name[:LONGEST_SHOWN]
    if format_.id == fritzbox.FORMAT.id:
        return msg(
            "%(file)s is the list of callers that a FRITZ!Box bars, and no address book; portinaio import --as block"
            " blocks them here, too",
            file=file,
        )
    return msg(
        "%(file)s (%(format)s) is no address book that can be read: that is a vCard, a FRITZ!Box phonebook, or a"
        " table of names and numbers, with a name in each row; save it as vCard",
        file=file,
        format=format_.title,
    )


def _lines_of(given: Given) -> At:
    """What tells how much has been read, from the line that a reader is on."""
    lines = given.data.count(b"\n")
    return lambda line: given.far(line, lines)


def is_whole_book(data: bytes) -> bool:
    """Whether a file is an address book by its content alone, and no list can be in its format."""
    return _reader(data) is not None


def _reader(data: bytes) -> Reader | None:
    head = data[:HEAD_BYTES]
    if is_apple_book(data):
        return read_apple_book
    if is_ldif(head):
        return read_ldif
    rows = first_rows(head, 1)
    return _read_table if rows and is_address_table(rows[0]) else None


def _read_table(data: bytes, plan: Plan, source: str, at: At = unheard) -> CardFile:
    head = data[:HEAD_BYTES]
    lines = [line for line in decoded(head).splitlines() if line.strip()]
    shape, reading = shape_of(head, plan), BookReading(plan, source, at)
    left = shape.columns.left if shape else ()
    untitled = {each.place - 1 for each in left if each.reason == UNTITLED}
    return read_table(decoded(data), separator_of(lines[:_LOOKED_AT]), reading, untitled)


def is_book(format_: Format, data: bytes) -> bool:
    """Whether a file of this format can be read as one, with all of its numbers."""
    if format_.id == separated.FORMAT.id:
        return _is_table(data[:HEAD_BYTES]) or may_be_guessed(data)
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
            Watched(given.data, given.far),
            plan_of=lambda country: plan_from(read_plan(country)),
            format=format_.id,
            region=plan.country,
            name=given.name,
            allowing=True,  # whom a file bars is nobody's contact
            whole=True,  # a pattern is nobody's number
        )
        for row in reading:
            number = pattern_of(row)
            if len(contacts) >= MOST_NUMBERS:
                reason = msg("more than %(n)d numbers; the rest was left out", n=MOST_NUMBERS)
                rejected, whole = [Rejected(1, number, reason)], False
                break
            groups = tuple(filter(None, row.note.split("\n")))
            if says_spam(row.company, groups):
                rejected.append(Rejected(1, row.company, spam([number])))
            elif row.low == row.high:
                name = "" if row.company == number else row.company
                contacts.append(Contact(name, (number,), given.name, groups))
            else:
                rejected.append(Rejected(1, number, NO_PATTERNS))
        rejected += [Rejected(*bad) for bad in reading.rejected]
        further = reading.rejected_count - len(reading.rejected)
    except UntrustedListError as error:
        broken = Rejected(1, "", _sentence_of(error))
        return CardFile(tuple(contacts), (broken,), whole=False)
    return CardFile(
        tuple(contacts), tuple(rejected), whole, further, remarks=tuple(reading.remarks)
    )
