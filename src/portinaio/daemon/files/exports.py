"""Files of other programs, in and out: into the user's own entries and contacts, and out of everything there is."""

from __future__ import annotations

from base64 import b64encode
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.entry import EntryKind
from portinaio.core.evidence import Evidence
from portinaio.core.message import msg
from portinaio.core.numbers.pattern import Pattern, key
from portinaio.countries.plans import plan_from, read_plan
from portinaio.daemon.lists.list_status import rejected_answer
from portinaio.errors import NotFoundError, UsageError
from portinaio.lists.formats import format_named, formats
from portinaio.lists.intake.row import pattern_of
from portinaio.lists.read_list import read_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from portinaio.api.answers import ExportAnswer, ImportAnswer, RejectedAnswer
    from portinaio.core.evidence import Rejected
    from portinaio.core.numbers.plan import Plan
    from portinaio.daemon.context import Context
    from portinaio.lists.index.reader import ListIndex
    from portinaio.lists.intake.format import Format, Write

MOST_ENTRIES = 50_000  # of one's own, they are in memory; more than that is a list
LARGEST_EXPORT_BYTES = 40 << 20  # it goes through the API in one answer
MOST_REJECTED = 1_000
MOST_CALLS = 100_000


class ImportRequest(NamedTuple):
    name: str
    data: bytes
    kind: str
    """Empty where the user has not said it: then only a block list is taken, to be blocked."""
    format: str
    region: str | None
    dry_run: bool


def import_file(context: Context, request: ImportRequest) -> ImportAnswer:
    """All of it at once, or nothing; what cannot be used is told line by line."""
    if request.kind == "calls":
        from portinaio.daemon.files.import_calls import import_calls  # noqa: PLC0415  # few ever do

        return import_calls(context, request)
    if not request.kind:
        from portinaio.daemon.files.file_kind import refuse_doubtful  # noqa: PLC0415  # as above

        refuse_doubtful(request.name, request.data, request.format)
    reading = read_list(
        BytesIO(request.data),
        plan_of=_plan_of,
        format=request.format or None,
        region=request.region.upper() if request.region else None,
        name=request.name.rpartition("/")[2],
        allowing=request.kind == "allow",
    )
    rows = list(islice(reading, MOST_ENTRIES + 1))
    if len(rows) > MOST_ENTRIES:
        raise UsageError(
            msg(
                "%(file)s has more than %(n)d numbers, too many for your own entries; subscribe it with portinaio lists add",
                file=request.name.rpartition("/")[2][:80],
                n=MOST_ENTRIES,
            )
        )
    wanted = {
        text: (Pattern(text, row.low, row.high), row.company)
        for row in rows
        if (text := pattern_of(row))
    }
    counts = context.store.entries.add_all(
        list(wanted.values()),
        EntryKind(request.kind or "block"),
        context.now(),
        dry_run=request.dry_run,
    )
    return {
        "accepted": counts.accepted,
        "updated": counts.updated,
        "removed": 0,
        "rejected": [rejected_answer(row) for row in reading.rejected],
    }


def export(context: Context, wanted: str, what: str, name: str) -> ExportAnswer:
    """`what` as a file of the format `wanted`."""

    format_ = format_named(wanted)
    write = _writer(format_, what)
    out = _Bounded()
    rows = _Counted(_rows(context, what, name))
    refused: list[Rejected] = []
    for bad in write(rows, out):
        rows.count -= 1
        if len(refused) < MOST_REJECTED:
            refused.append(bad)
    shown: list[RejectedAnswer] = [rejected_answer(bad) for bad in refused]
    return {
        "format": wanted,
        "name": f"{name or what}.{format_.suffix}",
        "data": b64encode(out.getvalue()).decode("ascii"),
        "written": rows.count,
        "rejected": shown,
    }


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


class _Counted:
    def __init__(self, rows: Iterable[Evidence]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Evidence]:
        for row in self._rows:
            self.count += 1
            yield row


def _rows(context: Context, what: str, name: str) -> Iterable[Evidence]:
    match what:
        case "list":
            return _list(context, name).rows()
        case "contacts":
            return _contacts(context)
        case "calls":
            return _callers(context)
        case _:
            return _entries(context)


def _list(context: Context, name: str) -> ListIndex:
    for open_list in context.open_lists.all() if context.open_lists else ():
        if open_list.name == name or not name:
            if open_list.opened:
                return open_list.opened
            raise NotFoundError(
                msg("the list %(name)s has not been fetched yet", name=open_list.name)
            )
    if not name:
        raise NotFoundError(msg("no list is subscribed"))
    raise NotFoundError(msg("there is no list called %(name)s", name=name[:60]))


def _entries(context: Context) -> Iterator[Evidence]:
    """What is blocked for good."""
    blocked = [
        entry
        for entry in context.store.entries.all(context.now())
        if entry.kind is EntryKind.BLOCK and not entry.once and entry.until is None
    ]
    for entry in sorted(blocked, key=lambda entry: (entry.pattern.low, entry.pattern.high)):
        yield Evidence(
            entry.pattern.low,
            entry.pattern.high,
            None,
            last_day=entry.created.date().toordinal(),
            company=entry.note,
        )


def _contacts(context: Context) -> Iterator[Evidence]:
    for contact in context.store.contacts.all():
        for number in contact.numbers:
            meant = key(number[1:])
            yield Evidence(meant, meant, None, company=contact.name)


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


def _plan_of(country: str) -> Plan:
    return plan_from(read_plan(country))
