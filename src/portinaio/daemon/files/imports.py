"""A file that comes in: into the user's own entries or contacts, or into the log."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from portinaio.core.covered_contacts import blocked_contacts, covered_contacts
from portinaio.core.entry import Entry, EntryBook, EntryKind
from portinaio.core.message import Message, msg, untranslated
from portinaio.core.numbers.kinds import kinds_of
from portinaio.core.numbers.number import parse
from portinaio.core.numbers.pattern import Pattern, key
from portinaio.core.safe_text import printable
from portinaio.countries.plans import plan_from, read_plan
from portinaio.daemon.being_read import Watched
from portinaio.daemon.files.file_kind import LONGEST_SHOWN, refuse_misplaced, what_it_is
from portinaio.daemon.files.import_calls import import_calls
from portinaio.daemon.files.import_contacts import import_contacts
from portinaio.daemon.files.read_book import Given
from portinaio.daemon.files.still_wanted import still_wanted
from portinaio.daemon.lists.list_status import rejected_answer
from portinaio.daemon.lists.seen import Seen, as_read, reasons_of, seen_answer
from portinaio.errors import NoCountryError, OtherCountryError, UntrustedListError, UsageError
from portinaio.lists.formats import recognised
from portinaio.lists.intake.documents.workbook import TITLE, as_text
from portinaio.lists.intake.json_items import json_beginning
from portinaio.lists.intake.row import pattern_of
from portinaio.lists.intake.text import HEAD_BYTES
from portinaio.lists.read_as import SHOWN
from portinaio.lists.read_list import read_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from portinaio.api.answers import ImportAnswer, SeenAnswer
    from portinaio.core.evidence import Evidence
    from portinaio.core.numbers.plan import Plan
    from portinaio.daemon.context import Context
    from portinaio.daemon.files.file_kind import FileKind
    from portinaio.daemon.files.import_request import ImportRequest
    from portinaio.lists.intake.documents.workbook import Text
    from portinaio.lists.list_reading import ListReading
    from portinaio.lists.read_as import ReadAs

MOST_ENTRIES = 50_000  # of one's own, they are in memory; more than that is a list


def import_file(context: Context, request: ImportRequest) -> ImportAnswer:
    """All of it at once, or nothing; what cannot be used is told line by line."""
    given = _text_of(request)
    request = request._replace(data=given.data, workbook=given.data is not request.data)
    if request.kind:
        refuse_misplaced(request.name, request.data, request.kind, _format(request))
    if request.kind == "calls":
        return _told(given.remarks, import_calls(context, request))
    if not request.kind:
        found = what_it_is(request.name, request.data, _format(request))
        if found.refusal and request.dry_run:
            return _only_seen(context, request, found, given.remarks)
        if found.refusal:
            raise UsageError(found.refusal)
    return _entries(context, request, given.remarks)


def _told(remarks: Iterable[Message], answer: ImportAnswer) -> ImportAnswer:
    """With what is to be said of the file itself."""
    return {**answer, "remarks": [*map(untranslated, remarks), *answer["remarks"]]}


def _text_of(request: ImportRequest) -> Text:
    """The file, or a workbook as a table."""
    try:
        return as_text(request.data)
    except UntrustedListError as error:
        file = request.name.rpartition("/")[2][:LONGEST_SHOWN]
        raise UsageError(msg("%(file)s: %(what)s", file=file, what=error.sentence)) from error


def _format(request: ImportRequest) -> str:
    """Whoever names columns takes the file for a table, if it is not JSON."""
    if request.format or not request.columns:
        return request.format
    return "json" if json_beginning(request.data[:HEAD_BYTES]) else "csv"


def _only_seen(
    context: Context, request: ImportRequest, found: FileKind, told: Iterable[Message]
) -> ImportAnswer:
    """What it would be, imported as what it most likely is."""
    likeliest = request._replace(kind=found.wants[0], seen_as=found.kind)
    match found.wants[0]:
        case "calls":
            answer = _told(told, import_calls(context, likeliest))
        case "contacts":
            book = Given(request.name.rpartition("/")[2], request.data, request.region, True, True)
            answer = _told(told, import_contacts(context, book._replace(far=request.far)))
        case _:
            answer = _entries(context, likeliest, told)
    seen = answer["seen"]
    said: SeenAnswer = {**seen, "kind": found.kind, "wants": list(found.wants)}
    return {
        **answer,
        "seen": said,
        "refusal": untranslated(found.refusal),
        "accepted": 0,
        "updated": 0,
        "unchanged": 0,
        "removed": 0,
        "own": [],
    }


def _entries(context: Context, request: ImportRequest, told: Iterable[Message]) -> ImportAnswer:
    try:
        reading, rows, read_as = _read_at_home(context, request)
    except UntrustedListError as error:
        for remark in told:  # what stands in the way may be with the file itself
            said = msg("%(what)s; %(remark)s", what=error.sentence, remark=remark)
            raise UntrustedListError(said) from error
        raise
    except NoCountryError as error:
        if not request.dry_run:
            raise
        return _unread(request, error, context.config.plan.country)
    return _entered(context, request, reading, rows, read_as, told)


def _entered(  # noqa: PLR0913, PLR0917  # what was read, as it was read
    context: Context,
    request: ImportRequest,
    reading: ListReading,
    rows: Iterable[Evidence],
    read_as: ReadAs,
    told: Iterable[Message],
) -> ImportAnswer:
    wanted = {
        text: (row.choice or Pattern(text, row.low, row.high), row.words)
        for row in rows
        if (text := pattern_of(row))
    }
    kind = EntryKind(request.kind or "block")
    own = [] if request.own or kind is EntryKind.ALLOW else _of_the_house(context, wanted)
    for number in own:
        del wanted[number]
    still_wanted()()
    counts = context.store.entries.add_all(
        list(wanted.values()),
        kind,
        context.now(),
        dry_run=request.dry_run,
        file=request.name.rpartition("/")[2],
    )
    remarks = [*told, *reading.remarks]
    if kind is not EntryKind.ALLOW:
        remarks += _met_contacts(context, [pattern for pattern, _ in wanted.values()])
    seen = _seen(context, request, reading, read_as, list(wanted))
    return {
        "seen": seen_answer(seen),
        "refusal": None,
        "accepted": counts.accepted,
        "updated": counts.updated,
        "unchanged": len(wanted) - counts.accepted - counts.updated,
        "removed": 0,
        "rejected": [rejected_answer(row) for row in reading.rejected],
        "rejected_count": reading.rejected_count,
        "remarks": [untranslated(remark) for remark in remarks],
        "own": own,
    }


def _seen(
    context: Context,
    request: ImportRequest,
    reading: ListReading,
    read_as: ReadAs,
    kept: Sequence[str],
) -> Seen:
    """What the file was taken for."""
    if request.workbook:
        read_as = read_as._replace(title=TITLE)
    kinds = kinds_of(kept, context.config.plan, context.config.ranges, context.now().date())
    read_as = read_as._replace(first=tuple(kept[:SHOWN]), kinds=kinds)
    seen = as_read(read_as, request.seen_as or request.kind or "block", len(kept))
    return seen._replace(unread=reasons_of(reading.rejected, reading.rejected_count))


def _unread(request: ImportRequest, error: NoCountryError, home: str) -> ImportAnswer:
    """Of a file whose numbers may be of several countries: which. Too few to tell are most likely of the house's own."""
    format_ = recognised(request.data[:HEAD_BYTES], request.name.rpartition("/")[2])
    seen = Seen(
        request.seen_as or request.kind or "block",
        format_.id if format_ else "",
        TITLE if request.workbook else format_.title if format_ else "",
        countries=error.countries or (home,),
    )
    return {
        "seen": seen_answer(seen),
        "refusal": untranslated(error.sentence),
        "accepted": 0,
        "updated": 0,
        "unchanged": 0,
        "removed": 0,
        "rejected": [],
        "rejected_count": 0,
        "remarks": [],
        "own": [],
    }


def _read_at_home(
    context: Context, request: ImportRequest
) -> tuple[ListReading, list[Evidence], ReadAs]:
    """Numbers of which nobody has said the country are of the household's, where they exist there and nowhere else."""
    home = context.config.plan.country
    try:
        reading, rows = _read(request, home)
    except NoCountryError as error:
        if error.countries != (home,):
            raise
        reading, rows = _read(request._replace(region=home), home)
        return reading, rows, reading.read_as._replace(region_from="house")
    return reading, rows, reading.read_as


def _read(request: ImportRequest, home: str) -> tuple[ListReading, list[Evidence]]:
    """The file and its rows. `UsageError` where they are of another country, or too many."""
    reading = read_list(
        Watched(request.data, request.far),
        plan_of=_plan_of,
        format=request.format or None,
        region=request.region.upper() if request.region else None,
        name=request.name.rpartition("/")[2],
        allowing=request.kind == "allow",
        sure=request.sure,
        whole=True,
        household=home,
        columns=request.columns,
    )
    try:
        rows = list(islice(reading, MOST_ENTRIES + 1))
    except OtherCountryError as error:
        raise UsageError(_insist(error, request.region or "")) from error
    if len(rows) > MOST_ENTRIES:
        raise UsageError(
            msg(
                "%(file)s has more than %(n)d numbers, too many for your own entries; subscribe it with portinaio lists add",
                file=request.name.rpartition("/")[2][:80],
                n=MOST_ENTRIES,
            )
        )
    return reading, rows


def _of_the_house(context: Context, numbers: Iterable[str]) -> list[str]:
    """Those of the lines, and the one in the profile. A table of calls has them beside the callers."""
    house = {*context.config.own_numbers.lines.values()}
    house.add(parse(context.store.profile.get("line"), context.config.plan) or "")
    return sorted(house.intersection(numbers))


def _met_contacts(context: Context, blocked: Iterable[Pattern]) -> Iterator[Message]:
    """Contacts whom the file blocks, and those whom only a beginning in it means."""
    now = context.now()
    book = EntryBook(Entry(0, pattern, EntryKind.BLOCK, "", now) for pattern in blocked)
    met: dict[bool, list[str]] = {True: [], False: []}
    for number, name in context.store.contacts.names().items():
        if entry := book.find(key(number[1:]), now):
            met[entry.exact].append(printable(name) or number)
    kinds = ((True, blocked_contacts), (False, partial(covered_contacts, exact=False)))
    for exact, say in kinds:
        if said := say(sorted(set(met[exact]))):
            yield said


def _insist(error: OtherCountryError, region: str) -> Message:
    return msg(
        "%(reason)s; who knows that it is of %(country)s says --region %(country)s --yes",
        reason=error.sentence,
        country=region.upper(),
    )


def _plan_of(country: str) -> Plan:
    return plan_from(read_plan(country))
