"""Renews one subscribed list: fetch, doubt, read, build, and only then swap.

A download is guilty until proven good. Whatever goes wrong, the list of before stays as it was, and its state says why:
`stale` where the server or the disk could not, `refused` where what came cannot be believed. A sync that is killed
leaves the old list or the new one, since nothing is changed in place and the swap is one rename. The download is kept
first, then the list swapped, and the state written last: where the first and the last do not agree, the next sync asks
for everything.
"""

from __future__ import annotations

from contextlib import suppress
from itertools import islice
from typing import TYPE_CHECKING

from portinaio.core.list_state import ListState
from portinaio.core.message import Message, msg
from portinaio.core.reason import reason
from portinaio.errors import (
    ListAwayError,
    NoCountryError,
    OtherCountryError,
    PartGoneError,
    PortinaioError,
)
from portinaio.lists.index.changes import change
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.index.swap import note_checked
from portinaio.lists.innocents import are_many
from portinaio.lists.last_modified import modified_day
from portinaio.lists.sync.asked import asked_of
from portinaio.lists.sync.build_index import IndexBuilder
from portinaio.lists.sync.difference import Difference, difference, increment
from portinaio.lists.sync.download import NOTHING_NEW
from portinaio.lists.sync.innocents import Innocents, refusal_of_many
from portinaio.lists.sync.refusals import (
    of_another_country,
    refuse_older,
    refuse_shrunken,
    safe_rows,
)
from portinaio.lists.sync.renewal import Renewal, seen
from portinaio.lists.sync.restore import restored
from portinaio.lists.sync.source import ListSource

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.lists.catalogue import Subscription
    from portinaio.lists.list_reading import ListReading
    from portinaio.lists.sync.context import SyncContext
    from portinaio.lists.sync.download import Fetched, Progress
    from portinaio.lists.sync.files import DownloadInfo

MOST_CHANGES = 50_000  # entries held in memory at once; a larger increment is not worth its name


def renew(  # noqa: PLR0913  # two of them are seldom given
    wanted: Subscription,
    before: ListState,
    context: SyncContext,
    *,
    token: str = "",
    accept: bool = False,
    progress: Progress = lambda _so_far, _all: None,
) -> Renewal:
    """Never raises for what the list, its server or the disk did.

    `accept` takes a list that shrank by more than half, or that holds numbers of public bodies.
    """
    sync = _Sync(wanted, before, context, token, accept, progress)
    try:
        return sync.run()
    except ListAwayError as error:
        return sync.failed("stale", error)._replace(wait_s=error.wait_s)
    except OtherCountryError as error:
        return sync.failed("refused", PortinaioError(of_another_country(error, wanted.region)))
    except NoCountryError as error:
        return sync.failed("refused", error)._replace(countries=error.countries)
    except PortinaioError as error:
        return sync.failed("refused", error)
    except OSError as error:
        sentence = msg(
            "the list cannot be stored: %(reason)s; the one of before stays", reason=reason(error)
        )
        return sync.failed("stale", PortinaioError(sentence))


class _Sync:
    def __init__(  # noqa: PLR0913, PLR0917  # the arguments of `renew`
        self,
        wanted: Subscription,
        before: ListState,
        context: SyncContext,
        token: str,
        accept: bool,
        progress: Progress,
    ) -> None:
        self._wanted = wanted
        self._before = before
        self._context = context
        self._token = token
        self._accept = accept
        self._progress = progress
        self._place = context.list_files.index(wanted.name)
        self._download = context.list_files.work / f"{wanted.name}.download"
        self._builder = IndexBuilder(wanted, context)
        self._source: ListSource | None = None

    def failed(self, state: str, error: PortinaioError) -> Renewal:
        sentence = error.sentence
        kept = "never" if state == "stale" and not self._before.updated else state
        return Renewal(
            self._before._replace(
                state=kept,
                checked=self._context.now,
                error=sentence if isinstance(sentence, Message) else Message(str(error)),
            ),
            self._bytes,
        )

    def run(self) -> Renewal:
        index, self._before = restored(
            self._wanted, self._before, self._context.list_files, self._builder
        )
        try:
            # What is agreed to is kept beside a whole download.
            if index and self._accept and are_many(self._innocents().on(index), len(index)):
                return self._whole(index, known=ListState(self._wanted.name))
            if index and self._kept() and self._from.leads_on_from(self._before.version):
                with suppress(PartGoneError):
                    return self._increment(index)
            return self._whole(index)
        finally:
            if self._source:
                self._source.close()
            self._download.unlink(missing_ok=True)

    @property
    def _from(self) -> ListSource:
        """Made when somebody is asked: what is wrong with it is told as what is wrong with the list."""
        if self._source is None:
            self._source = ListSource(
                self._wanted, self._context, self._token, self._download, self._progress
            )
        return self._source

    @property
    def _bytes(self) -> int:
        return self._source.bytes if self._source else 0

    @property
    def _remarks(self) -> tuple[Message, ...]:
        return self._source.remarks if self._source else ()

    # -- what is known of it

    def _kept(self) -> DownloadInfo | None:
        """How the last good download was read; `None` where it came from elsewhere, or would be read differently now."""
        info = self._context.list_files.info(self._wanted.name)
        here = info and info._replace(list_day=0, digest="", accepted=0)
        return info if here == asked_of(self._wanted) else None

    def _known(self) -> ListState:
        """What the server may hear that we have; nothing of it after a sync that was killed before its last word."""
        info = self._kept()
        if info is None:
            return ListState(self._wanted.name)
        if info.digest == self._before.digest:
            return self._before
        return self._before._replace(etag="", last_modified="", digest="")

    # -- the whole list

    def _whole(self, index: ListIndex | None, *, known: ListState | None = None) -> Renewal:
        known = known or (self._known() if index else ListState(self._wanted.name))
        got = self._from.whole(known)
        if got is NOTHING_NEW or got.digest == known.digest:
            return self._unchanged(got)
        info = asked_of(self._wanted)._replace(list_day=self._day_of(got), digest=got.digest)
        reading, fresh = self._builder.build(lambda: self._download.open("rb"), info)
        refuse_older(reading.version, known.version)
        made = ListIndex.open(fresh)
        smallest = 0 if self._accept or index is None else len(index)
        signed = bool(self._wanted.root and index)
        refuse_shrunken(self._wanted.name, len(made), smallest, signed=signed)
        held = self._innocents().on(made)
        info = info._replace(accepted=self._agreed(held, len(made), first=index is None))
        changed = difference(index, made)
        list_files, name = self._context.list_files, self._wanted.name
        self._keep_sightings()
        list_files.keep(name, self._download, info)
        list_files.install(fresh, name)
        return self._done(got, reading, len(made), changed)

    def _day_of(self, got: Fetched) -> int:
        """The list's own day: when its server says it changed, never in the future."""
        today = self._context.now.date()
        return min(modified_day(got.last_modified) or today, today).toordinal()

    # -- what has changed since

    def _increment(self, index: ListIndex) -> Renewal:
        version = self._before.version
        got = self._from.changes(version)
        if got is NOTHING_NEW:
            return self._unchanged(got)
        with self._download.open("rb") as source:
            reading = self._builder.read(source, self._wanted.complaints, asked_of(self._wanted))
            rows = list(islice(safe_rows(reading, self._context.plan), MOST_CHANGES + 1))
        if len(rows) > MOST_CHANGES:
            return self._whole(index)
        refuse_older(reading.version, version)
        rows = self._builder.dated(rows)
        changed = increment(index, rows, reading.gone)
        entries = len(index)
        if any(changed):
            entries = len(index) - changed.removed + changed.accepted
            before, signed = 0 if self._accept else len(index), bool(self._wanted.root)
            refuse_shrunken(self._wanted.name, entries, before, signed=signed)
            held = self._innocents().after(index, rows, reading.gone)
            if self._accept and are_many(held, entries):
                return self._whole(index)  # what the user agrees to is kept beside a whole download
            self._agreed(held, entries)
            if any(row.seen for row in rows):
                self._keep_sightings()
            gone = [(row.low, row.high) for row in reading.gone]
            now = self._context.now
            day = now.date().toordinal()
            built = change(self._place, rows, gone, list_date=day, created=int(now.timestamp()))
            entries = built.entries + built.stretches
        return self._done(
            got._replace(etag="", last_modified="", digest=""), reading, entries, changed
        )

    # -- what no list of callers should hold

    def _innocents(self) -> Innocents:
        names = () if self._wanted.innocents else self._context.innocents
        return Innocents(self._context.list_files, names)

    def _agreed(self, held: Sequence[int], entries: int, *, first: bool = False) -> int:
        """How many numbers of public bodies the user has taken with this list; `UntrustedListError` where there are more."""
        if self._accept:
            return len(held)
        info = self._context.list_files.info(self._wanted.name)
        taken = info.accepted if info and info.url == self._wanted.urls[0] else 0
        if len(held) > taken and are_many(held, entries):
            raise refusal_of_many(self._wanted.name, held, entries, first=first)
        return min(taken, len(held))

    def _keep_sightings(self) -> None:
        list_files = self._context.list_files
        list_files.keep_sightings(self._wanted.name, self._builder.fresh_sightings)

    # -- how it went

    def _unchanged(self, got: Fetched) -> Renewal:
        now = self._context.now
        note_checked(self._place, now.date().toordinal())
        return Renewal(
            self._before._replace(
                state="ok",
                checked=now,
                error=None,
                entries=len(ListIndex.open(self._place)),
                etag=got.etag or self._before.etag,
                last_modified=got.last_modified or self._before.last_modified,
            ),
            self._bytes,
            remarks=self._remarks,
        )

    def _done(
        self, got: Fetched, reading: ListReading, entries: int, changed: Difference
    ) -> Renewal:
        now, plan = self._context.now, self._context.plan
        note_checked(self._place, now.date().toordinal())
        state = ListState(
            self._wanted.name,
            "ok",
            reading.version or self._before.version,
            entries,
            now,
            now,
            None,
            got.etag,
            got.last_modified,
            got.digest,
        )
        return Renewal(
            state,
            self._bytes,
            changed,
            reading.rejected_count,
            tuple(reading.rejected),
            remarks=(*reading.remarks, *self._remarks),
            read_as=None
            if self._before.updated
            else seen(reading, ListIndex.open(self._place), plan),
        )
