"""What is published: a file in any format of lists, a subscribed list, or the user's own blocks."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.config.regular_file import open_regular
from portinaio.core.entry import EntryKind
from portinaio.core.evidence import Evidence
from portinaio.core.message import counted, msg
from portinaio.core.numbers.pattern import stored
from portinaio.core.reason import reason
from portinaio.core.share import ShareState, Topic
from portinaio.countries.plans import plan_from, read_plan
from portinaio.errors import NotFoundError, UntrustedListError, UsageError
from portinaio.lists.index.build import build
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.intake.row import each_of
from portinaio.lists.read_list import read_list
from portinaio.lists.share_target import OWN_LIST
from portinaio.lists.sync.files import ListFiles
from portinaio.lists.sync.refusals import refuse_allowing, refuse_people, safe_batches

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from portinaio.core.message import Message
    from portinaio.core.share import SharedReport
    from portinaio.daemon.context import Context

ENTRIES = "entries"
SHARES = "shares"
OWN = (ENTRIES, SHARES)
"""What of the house itself is published, and may become empty."""
_PIECE_BYTES = 1 << 20
_CATEGORY = {
    Topic.ADVERTISING: "marketing",
    Topic.ENERGY: "energy",
    Topic.TELECOM: "telecom",
    Topic.FINANCE: "finance",
    Topic.SURVEY: "survey",
    Topic.FRAUD: "scam",
    Topic.PING: "ping",
}
"""How an index calls it; the others have no word there."""


_NOTHING = {
    ENTRIES: msg("you have blocked no number for good, so there is none to publish"),
    SHARES: msg(
        "you have given no report to your own list, so there is none to publish; own_list = true under [community] in config.toml"
        " offers it when you share"
    ),
}


class Refused(NamedTuple):
    rows: int = 0
    remarks: tuple[Message, ...] = ()


def digest_of(context: Context, source: str, options: Sequence[Any]) -> str:
    """Of what would be read, and how; empty for what is of the house, which is little."""
    digest = sha256(json.dumps(options).encode())
    if source in OWN:
        return ""
    path = _path(source)
    if path is None:
        index = _list(context, source)
        for file in filter(None, (index.base, index.changes)):
            digest.update(file.header.digest)
        return digest.hexdigest()
    with _opened(path) as file:
        while data := file.read(_PIECE_BYTES):
            digest.update(data)
    return digest.hexdigest()


def write_index(
    context: Context, asked: Mapping[str, Any], into: Path, *, begun: bool = False
) -> Refused:
    """The rows as an index file; of a site that has `begun` they may all be gone. `UntrustedListError` or `UsageError` says why they cannot be published."""
    source = asked["source"]
    created = int(context.now().timestamp())
    if source in OWN:
        rows = _entries(context) if source == ENTRIES else _shares(context)
        if not rows and not begun:
            raise UsageError(_NOTHING[source])
        build(rows, into, list_date=0, created=created)
        return _left_out(context) if source == ENTRIES else Refused()
    path = _path(source)
    if path is None:
        index = _list(context, source)
        build(index.rows(), into, list_date=index.day, created=created, ordered=True)
        return Refused()
    return _from_file(context, path, asked, into, created)


def _from_file(
    context: Context, path: Path, asked: Mapping[str, Any], into: Path, created: int
) -> Refused:
    with _opened(path) as source:
        reading = read_list(
            source,
            plan_of=lambda country: plan_from(read_plan(country)),
            format=asked["format"] or None,
            region=asked["region"] or None,
            name=path.name,
        )
        refuse_allowing(path.name, reading.format)
        refuse_people(reading.holds, asked["format"] or reading.format.id)
        rows = safe_batches(reading, context.config.plan)
        built = build(rows, into, list_date=0, created=created, ordered=reading.ordered)
    if not built.entries + built.stretches:
        raise UntrustedListError(msg("it holds no number"))
    said = [f"{row.text}: {row.reason}" for row in reading.rejected[:1]]
    more = [
        counted(
            "%(n)d row could not be used: %(row)s",
            "%(n)d rows could not be used, the first of them: %(row)s",
            reading.rejected_count,
            row=first,
        )
        for first in said
    ]
    return Refused(reading.rejected_count, (*reading.remarks, *more))


def _path(source: str) -> Path | None:
    """`None` for the name of a list."""
    return Path(source) if source.startswith("/") else None


def _opened(path: Path) -> Any:
    try:
        return open_regular(path)
    except OSError as error:
        raise UsageError(
            msg("%(file)s cannot be read: %(reason)s", file=str(path), reason=reason(error))
        ) from error


def _list(context: Context, name: str) -> ListIndex:
    if not any(each.name == name for each in context.config.lists):
        raise NotFoundError(
            msg(
                "%(name)s is no file and no list that is subscribed; entries publishes what you have blocked",
                name=name[:60],
            )
        )
    try:
        index = ListIndex.open(ListFiles(Path(context.home.lists)).index(name))
    except FileNotFoundError as error:
        raise NotFoundError(msg("nothing of %(name)s has been fetched yet", name=name)) from error
    if not len(index):
        raise NotFoundError(msg("nothing of %(name)s has been fetched yet", name=name))
    if index.of_innocents:
        raise UsageError(
            msg(
                "%(list)s holds numbers of public bodies, and whoever reads the site would block them",
                list=name,
            )
        )
    return index


def _entries(context: Context) -> list[Evidence]:
    """Blocks of numbers for good, with their day; what is written beside them stays here."""
    return [row for entry in _blocks(context) for row in _rows(entry)]


def _shares(context: Context) -> list[Evidence]:
    """What was given to the own list and not taken back, with its day, what it was about, and the company where it was named."""
    return [
        row
        for share in context.store.shares.all()
        if share.target == OWN_LIST and share.state is ShareState.GIVEN
        for row in _shared(share.report)
    ]


def _shared(report: SharedReport) -> Iterator[Evidence]:
    meant = stored(report.number)
    yield Evidence(
        meant.low,
        meant.high,
        None,
        last_day=report.day.toordinal(),
        category=_CATEGORY.get(report.topic, ""),
        company=report.company,
    )


def _rows(entry: Any) -> Iterator[Evidence]:
    day = entry.created.date().toordinal()
    yield from each_of(Evidence(entry.pattern.low, _high(entry.pattern), None, last_day=day))


def _high(pattern: Any) -> int:
    from portinaio.core.evidence import LastKey  # noqa: PLC0415  # with a choice of digits

    return LastKey.of(pattern) if pattern.places else int(pattern.high)


def _blocks(context: Context) -> list[Any]:
    return [
        entry
        for entry in context.store.entries.all(context.now())
        if entry.kind is EntryKind.BLOCK
        and entry.pattern
        and not entry.once
        and entry.until is None
    ]


def _left_out(context: Context) -> Refused:
    blocks = [e for e in context.store.entries.all(context.now()) if e.kind is EntryKind.BLOCK]
    left = len(blocks) - len(_blocks(context))
    if not left:
        return Refused()
    return Refused(
        left,
        (
            counted(
                "%(n)d block stays at home: it is of a name, or ends",
                "%(n)d blocks stay at home: they are of names, or end",
                left,
            ),
        ),
    )
