"""A file that goes out: entries, a list, callers or contacts in another program's format."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from typing import TYPE_CHECKING

from portinaio.core.entry import EntryKind
from portinaio.core.evidence import Evidence, LastKey, Rejected
from portinaio.core.message import Message, msg, untranslated
from portinaio.core.names import folded
from portinaio.core.numbers.pattern import key
from portinaio.daemon.files.losses import Outgoing
from portinaio.daemon.lists.list_status import rejected_answer
from portinaio.errors import NotFoundError, UsageError
from portinaio.lists.formats import faults, format_named, formats

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from portinaio.api.answers import ExportAnswer, FormatAnswer, RejectedAnswer
    from portinaio.core.contact import Contact
    from portinaio.core.entry import Entry
    from portinaio.daemon.context import Context
    from portinaio.lists.index.reader import ListIndex
    from portinaio.lists.intake.format import Format, Write

LARGEST_EXPORT_BYTES = 40 << 20  # it goes through the API in one answer
MOST_REJECTED = 1_000
MOST_CALLS = 100_000
_KINDS = ("block", "list", "calls", "contacts")


def export(context: Context, wanted: str, what: str, name: str) -> ExportAnswer:
    """`what` as a file of the format `wanted`."""

    format_ = format_named(wanted)
    write = _writer(format_, what)
    out = _Bounded()
    refused = _left_out(context) if what == "block" else []
    more = 0
    rows = Outgoing(_rows(context, what, name), write, what, format_.says)
    for bad in write(rows, out):
        rows.take_back()
        if len(refused) < MOST_REJECTED:
            refused.append(bad)
        else:
            more += 1
    refused += rows.unsayable
    shown: list[RejectedAnswer] = [rejected_answer(bad) for bad in refused[:MOST_REJECTED]]
    return {
        "format": wanted,
        "name": f"{name or what}.{format_.suffix}",
        "data": b64encode(out.getvalue()).decode("ascii"),
        "written": rows.count,
        "rejected": shown,
        "rejected_count": len(refused) + more,
        "losses": rows.losses,
    }


def formats_at_hand() -> list[FormatAnswer]:
    """Those that can be used, then those of other packages that cannot."""
    usable: list[FormatAnswer] = [
        {
            "id": format_.id,
            "title": untranslated(format_.title)
            if isinstance(format_.title, Message)
            else format_.title,
            "writes": [what for what in _KINDS if _written(format_, what)],
            "error": None,
        }
        for format_ in formats().values()
    ]
    broken: list[FormatAnswer] = [
        {"id": name, "title": "", "writes": [], "error": untranslated(fault)}
        for name, fault in faults().items()
    ]
    return usable + broken


def _writer(format_: Format, what: str) -> Write:
    """`UsageError` where a file of this format would say of the numbers what is not true."""
    if write := _written(format_, what):
        return write
    told = {
        "format": format_.id,
        "formats": " ".join(other.id for other in formats().values() if _written(other, what)),
    }
    if not format_.write:
        refusal = msg("%(format)s can only be read; these can be written: %(formats)s", **told)
    elif what == "calls":
        refusal = msg(
            "whoever reads %(format)s would block or know everybody who has ever called; callers can be written as"
            " %(formats)s",
            **told,
        )
    else:
        refusal = msg(
            "whoever reads %(format)s would block your contacts; they can be written as %(formats)s",
            **told,
        )
    raise UsageError(refusal)


def _written(format_: Format, what: str) -> Write | None:
    match what:
        case "contacts":
            return format_.write_contacts
        case "calls":
            return format_.write_callers
        case _:
            return format_.write


class _Bounded(BytesIO):
    def write(self, data: bytes) -> int:  # type: ignore[override]  # formats write bytes
        if self.tell() + len(data) > LARGEST_EXPORT_BYTES:
            raise UsageError(
                msg("the file would be larger than %(n)d MiB", n=LARGEST_EXPORT_BYTES >> 20)
            )
        return super().write(data)


def _rows(context: Context, what: str, name: str) -> Iterable[Evidence]:
    match what:
        case "list":
            return map(_as_told, _list(context, name).rows())
        case "contacts":
            return _contacts(context)
        case "calls":
            return _callers(context)
        case _:
            return outgoing_entries(context)


def _as_told(row: Evidence) -> Evidence:
    """Without a day that the list has never said."""
    return row._replace(last_day=0) if row.seen else row


def _list(context: Context, name: str) -> ListIndex:
    for open_list in context.open_lists.all() if context.open_lists else ():
        if open_list.innocents and open_list.name == name:
            raise UsageError(
                msg(
                    "%(list)s holds numbers of public bodies, and whoever reads the file would block them",
                    list=name,
                )
            )
        if open_list.name == name or not (name or open_list.innocents):
            if open_list.opened:
                return open_list.opened
            raise NotFoundError(
                msg("the list %(name)s has not been fetched yet", name=open_list.name)
            )
    if not name:
        raise NotFoundError(msg("no list is subscribed"))
    raise NotFoundError(msg("there is no list called %(name)s", name=name[:60]))


def _blocked(context: Context) -> list[Entry]:
    return [
        entry for entry in context.store.entries.all(context.now()) if entry.kind is EntryKind.BLOCK
    ]


def _for_good(entry: Entry) -> bool:
    return not entry.once and entry.until is None


def _left_out(context: Context) -> list[Rejected]:
    """What files of numbers have no place for: names, and blocks that end. They are told."""
    name = msg("a blocked name, which no file of numbers can hold")
    ends = msg("a block that ends, and whoever reads the file would keep it for good")
    return [
        Rejected(place, entry.text, name if entry.name else ends)
        for place, entry in enumerate(
            (one for one in _blocked(context) if one.name or not _for_good(one)), 1
        )
    ]


def outgoing_entries(context: Context) -> Iterator[Evidence]:
    """What is blocked for good, in order: numbers, beginnings and ranges."""
    blocked = [
        (entry.pattern, entry) for entry in _blocked(context) if entry.pattern and _for_good(entry)
    ]
    for pattern, entry in sorted(blocked, key=lambda each: (each[0].low, each[0].high)):
        yield Evidence(
            pattern.low,
            LastKey.of(pattern) if pattern.places else pattern.high,
            None,
            last_day=entry.created.date().toordinal(),
            note=entry.note,
        )


def _contacts(context: Context) -> Iterator[Evidence]:
    for contact in _people(context.store.contacts.all()):
        for number in contact.numbers:
            meant = key(number[1:])
            # Of the formats vCard alone has a place for groups, and asks the note for them.
            note = "\n".join(contact.groups)
            yield Evidence(meant, meant, None, company=contact.name, note=note)


def _people(contacts: Iterable[Contact]) -> Iterable[Contact]:
    """Each once, though several books have them: by one name and a number in common."""
    people: list[Contact] = []
    places: dict[tuple[str, str], int] = {}
    for contact in contacts:
        whose = [(folded(contact.name), number) for number in contact.numbers]
        place = next((places[key_] for key_ in whose if key_ in places), None)
        if place is None or people[place].source == contact.source:
            place = len(people)
            people.append(contact)
        else:
            there = people[place]
            people[place] = there._replace(
                numbers=tuple(dict.fromkeys((*there.numbers, *contact.numbers))),
                groups=tuple(dict.fromkeys((*there.groups, *contact.groups))),
            )
        places |= {key_: places.get(key_, place) for key_ in whose}
    return people


def _callers(context: Context) -> Iterator[Evidence]:
    """Every number that has called: how often, first and last, and the name that was sent along."""
    seen: dict[int, tuple[int, date, date, str]] = {}
    for call in context.store.calls.page(limit=MOST_CALLS):
        if call.number is None:
            continue
        meant, day = key(call.number[1:]), call.at.date()
        count, first, last, known = seen.get(meant, (0, day, day, ""))
        seen[meant] = (count + 1, min(first, day), max(last, day), known or call.name)
    for meant, (count, first, last, known) in sorted(seen.items()):
        yield Evidence(
            meant, meant, None, count, 0, first.toordinal(), last.toordinal(), company=known
        )
