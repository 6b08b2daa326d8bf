"""An address book from a file. It takes the place of what came from a file of that name before, so it is doubted first.

A book that holds nothing, breaks off, or lacks more than half of the numbers of before is refused and nothing changes:
an export that failed looks like this, and whoever falls out of the contacts may be turned away. The user can say that
it is right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.contact import OWN
from portinaio.core.message import Message, counted, msg, untranslated
from portinaio.core.numbers.kinds import kinds_of
from portinaio.core.safe_text import printable
from portinaio.countries.plans import plan_from, read_plan
from portinaio.daemon.files.other_country import of_another_country
from portinaio.daemon.files.read_book import LONGEST_SHOWN, read_book
from portinaio.daemon.files.still_wanted import still_wanted
from portinaio.daemon.lists.list_status import rejected_answer
from portinaio.daemon.lists.seen import Seen, reasons_of, seen_answer
from portinaio.errors import PortinaioError, UsageError
from portinaio.lists.read_as import SHOWN, doubled

if TYPE_CHECKING:
    from portinaio.api.answers import ImportAnswer
    from portinaio.contacts.book import CardFile
    from portinaio.core.contact import Contact
    from portinaio.core.numbers.plan import Plan
    from portinaio.daemon.context import Context
    from portinaio.daemon.files.read_book import Given

LEAST_SHARE = 0.5  # of the numbers of before; people change their numbers one at a time


def import_contacts(context: Context, given: Given) -> ImportAnswer:
    """All of it, or nothing; what cannot be used is told line by line."""
    if given.name == OWN:
        raise UsageError(
            msg(
                "%(file)s is the book of those whom you have added yourself; give the file another name",
                file=given.name,
            )
        )
    if any(given.name == name for name, _ in context.config.books):
        raise UsageError(
            msg("the contacts %(name)s are followed; give the file another name", name=given.name)
        )
    plan = plan_from(read_plan(given.region.upper())) if given.region else context.config.plan
    book = read_book(given, plan)
    if not given.accept and (refusal := _refusal(context, given.name, book)):
        raise PortinaioError(refusal)
    still_wanted()()
    counts = context.store.contacts.replace_source(
        given.name, book.contacts, dry_run=given.dry_run, at=context.now()
    )
    seen = _seen(context, given, book)
    return {
        "seen": seen_answer(seen),
        "refusal": None,
        "accepted": counts.accepted,
        "updated": counts.updated,
        "unchanged": seen.numbers - counts.accepted - counts.updated,
        "removed": counts.removed,
        "rejected": [rejected_answer(bad) for bad in book.rejected],
        "rejected_count": len(book.rejected) + book.further_rejected,
        "remarks": [untranslated(remark) for remark in remarks_of(book, plan)],
        "own": [],
    }


def _seen(context: Context, given: Given, book: CardFile) -> Seen:
    numbers = list(dict.fromkeys(n for contact in book.contacts for n in contact.numbers))
    return Seen(
        "contacts",
        "",
        counted("one person with a number", "%(n)d people with numbers", len(book.contacts)),
        tuple(_named(contact) for contact in book.contacts[:SHOWN]),
        len(numbers),
        kinds_of(numbers, context.config.plan, context.config.ranges, context.now().date()),
        (given.region or context.config.plan.country).upper(),
        "said" if given.region else "house",
        unread=reasons_of(book.rejected, len(book.rejected) + book.further_rejected),
    )


def _named(contact: Contact) -> str:
    return f"{printable(contact.name)} {', '.join(contact.numbers)}".strip()


def remarks_of(book: CardFile, plan: Plan) -> list[Message]:
    """What is to be said of the whole book, whose numbers are read by `plan`."""
    remarks = [*book.remarks]
    if other := of_another_country(book.national, plan.country):
        remarks.append(other)
    if n := book.without_number:
        remarks.append(
            counted(
                "one card without a telephone number was left out",
                "%(n)d cards without a telephone number were left out",
                n,
            )
        )
    if n := book.doubled:
        remarks.append(doubled(n))
    return remarks if other else remarks + _slips(book)


def _slips(book: CardFile) -> list[Message]:
    """Card by card, the numbers that are kept as they stand and look wrong."""
    told = [
        msg(
            "line %(line)d: %(text)s: %(reason)s; it is kept as it stands",
            line=slip.line,
            text=slip.text,
            reason=slip.reason,
        )
        for slip in book.slips
    ]
    if n := book.further_slips:
        told.append(
            counted(
                "one more number looks like a slip of the pen",
                "%(n)d more numbers look like slips of the pen",
                n,
            )
        )
    return told


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
            "%(file)s breaks off before its end, in line %(line)s (numbers in it: %(now)d, in the book here: %(before)d);"
            " nothing was changed; portinaio contacts import --accept FILE takes what is there",
            line=printable(book.breaks_off_at),
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


def _first(book: CardFile) -> Message:
    return book.rejected[0].reason if book.rejected else msg("no card in it has one")
