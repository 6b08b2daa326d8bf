"""Makes or updates a list site from an index file.

The rows are compared with what the folder publishes already. Nothing new: the timestamp alone is signed again. Some changes: they
are added to the chain. Many since the snapshot, or an old one: there is a new snapshot, too. The order of writing is that
of `folder`: a client sees the site of before or the new one.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, NamedTuple

from msgspec import structs

from portinaio.core.message import counted, msg
from portinaio.errors import UntrustedListError
from portinaio.lists.index.layout import EPOCH
from portinaio.lists.publish.chain import linked
from portinaio.lists.publish.compare import parts, snapshot, wide_part
from portinaio.lists.publish.page import PRIVATE_PAGE, page
from portinaio.lists.publish.present import Parts, Present
from portinaio.lists.publish.quantise import Source, source_of, week
from portinaio.lists.publish.ranges import ranges
from portinaio.lists.site.cuts import code_of
from portinaio.lists.site.manifest import (
    VERSION,
    About,
    Manifest,
    read_manifest,
    write_manifest,
    write_table,
)
from portinaio.lists.site.shards import Cut, parts_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from portinaio.core.message import Message
    from portinaio.lists.index.mapped import IndexFile
    from portinaio.lists.publish.folder import SiteFolder
    from portinaio.lists.publish.signed import Signed
    from portinaio.lists.site.changes import Changed
    from portinaio.lists.site.manifest import Change, Chunk
    from portinaio.lists.site.seal import Seal

SNAPSHOT_DAYS = 28
FEW_CHANGES, SHARE = 2_000, 0.05  # of the rows; more are folded into a new snapshot
MOST_CHANGES = 100_000
LEAST_SHARE = 0.5  # of what the site had
FEW = 10  # entries; of fewer most may go
MUCH_BYTES, MANY = 1_000_000, 0.25  # of shards, rewritten: worth a word to who uploads them
WELL_KNOWN = ".well-known/portinaio.json"
ROOT_WARNS_DAYS = 90


class Wanted(NamedTuple):
    ranges: bool = True
    """Blocks of a thousand beside the numbers."""
    shards: bool = False
    """For those who ask about one number and hold none."""
    empty: bool = False
    """A site that has begun may become one of no number, so that the last one can be taken back."""
    seal: Seal | None = None
    """Closes all of a private site from now on."""
    accept: bool = False
    """The list may lack more than half of what the site had."""


ALL = Wanted()


class Published(NamedTuple):
    fingerprint: str
    serial: int
    rows: int
    changed: int
    gone: int
    written_bytes: int
    remarks: tuple[Message, ...] = ()


def publish(
    signed: Signed,
    file: IndexFile,
    about: About,
    now: datetime,
    wanted: Wanted = ALL,
) -> Published:
    """`about` keeps what it says already where it is empty now."""
    folder = signed.folder
    source = _with_ranges(source_of(file)) if wanted.ranges else source_of(file)
    known = signed.manifest()
    before = read_manifest(known) if known else None
    old = Parts(folder, signed.seal)
    signed.seal = wanted.seal or signed.seal
    stored = Parts(folder, signed.seal)
    wanted = wanted._replace(empty=wanted.empty and before is not None)
    today = now.date().toordinal()
    present, update = _beside_what_is_there(stored, before, source, today, wanted)
    if before and not wanted.accept:
        _refuse_cut(update.rows, before.rows)
    told = _told(about, before.about if before else About())
    manifest = update.manifest(told, before.serial if before else 0)
    folder_page(signed, manifest)
    signed.update(write_manifest(manifest))
    chunks = (*update.chunks, *(present.chunks if present else ()))
    shards = _shards(stored, manifest), _shards(old, before) if before else set()
    folder.keep_only("data", _in_use(filter(None, (manifest, before)), chunks, *shards))
    gone = sum(row is None for row in update.changed.values())
    came = len(update.changed) - gone if before else manifest.rows
    return Published(
        signed.fingerprint,
        manifest.serial,
        manifest.rows,
        came,
        gone,
        folder.written,
        (*_remarks(signed, now), *_rewritten(folder, *shards)),
    )


def _beside_what_is_there(
    stored: Parts, before: Manifest | None, source: Source, today: int, wanted: Wanted
) -> tuple[Present | None, _Update]:
    """What is published already, unless a part of that is damaged or is to be sealed anew; and what changes in it."""
    try:
        present = Present(stored, before) if before and not wanted.seal else None
        return present, _Update(stored, source, present, today, wanted)
    except UntrustedListError:
        if before is None:
            raise
        return None, _Update(stored, source, None, today, wanted)


def _refuse_cut(rows: int, before: int) -> None:
    """A source that broke off would take from every subscriber what the site had."""
    if before >= FEW and rows < LEAST_SHARE * before:
        raise UntrustedListError(
            counted(
                "the source has %(n)d entry and the site had %(before)d, less than half; --accept publishes it all the same",
                "the source has %(n)d entries and the site had %(before)d, less than half; --accept publishes it all the same",
                rows,
                before=before,
            )
        )


def _in_use(
    manifests: Iterable[Manifest], chunks: Iterable[Chunk], *shards: set[bytes]
) -> set[str]:
    """Whoever has just read the manifest of before still fetches what it names."""
    digests = {chunk.digest for chunk in chunks}.union(*shards)
    for manifest in manifests:
        digests.update(manifest.digests)
    return {digest.hex() for digest in digests}


def _shards(stored: Parts, manifest: Manifest) -> set[bytes]:
    try:
        return parts_of(manifest.shards, stored.read) if manifest.shards else set()
    except UntrustedListError:
        return set()  # those of before are damaged, and go


def _rewritten(folder: SiteFolder, now: set[bytes], before: set[bytes]) -> Iterable[Message]:
    """Numbers lie in shards by a hash: of a large list a day's changes are in most of them, all of which go to the host again."""
    fresh = now - before
    size_bytes = sum(folder.size(f"data/{digest.hex()}") for digest in fresh)
    if before and size_bytes >= MUCH_BYTES and len(fresh) > MANY * len(now):
        yield msg(
            "%(n)d of the %(all)d files for those who ask about one number are others than before: %(mb).1f MB for the host. A"
            " number lies where its hash says, so the changes of a day are everywhere. Whoever subscribes fetches none of them;"
            " without --lookup there are none",
            n=len(fresh),
            all=len(now),
            mb=size_bytes / 1e6,
        )


def renew(signed: Signed, now: datetime) -> Published:
    """Where nothing has changed: the promises alone."""
    known = signed.manifest()
    assert known is not None  # whoever asks has looked
    manifest = read_manifest(known)
    signed.update(known)
    written = signed.folder.written
    said = tuple(_remarks(signed, now))
    return Published(signed.fingerprint, manifest.serial, manifest.rows, 0, 0, written, said)


def folder_page(signed: Signed, manifest: Manifest) -> None:
    """What people read, and what `lists add https://host/` looks for."""
    root = signed.root().signed
    if signed.seal:
        signed.folder.put("index.html", PRIVATE_PAGE.encode())
        return
    signed.folder.put("index.html", page(manifest, signed.fingerprint, root).encode())
    found = {"site": "../", "root": signed.fingerprint, "title": manifest.about.title}
    signed.folder.put(WELL_KNOWN, json.dumps(found, indent=2).encode() + b"\n")


def _with_ranges(source: Source) -> Source:
    there = {(row[0], row[1]) for row in source.wide}
    more = [row for row in ranges(source.singles) if (row[0], row[1]) not in there]
    return source._replace(wide=sorted(source.wide + more))


def _told(new: About, old: About) -> About:
    return About(*(n or o for n, o in zip(_texts(new), _texts(old), strict=True)))


def _texts(about: About) -> tuple[str, ...]:
    return about.title, about.publisher, about.licence, about.homepage, about.source, about.appeal


class _Update:
    def __init__(
        self,
        stored: Parts,
        source: Source,
        present: Present | None,
        today: int,
        wanted: Wanted,
    ) -> None:
        self._stored = stored
        self._source = source._replace(wide=[row for row in source.wide if code_of(row[0], row[1])])
        self._present = present
        self._today = today
        self._week = week(today - EPOCH)
        self._wide = wide_part(self._source, present, self._week)
        self.changed: Changed = dict(self._wide.changed)
        self.chunks = present.chunks if present else ()
        """Of the snapshot."""
        self.rows = len(self._wide.rows)
        known = present.manifest.shards if present else None
        digits = known.digits if known else None
        self._cut = Cut(len(source.singles), digits) if wanted.shards else None
        for part in parts(self._source, present, self._week):
            self.rows += len(part.rows)
            if self._cut:
                self._cut.add(part.rows)
            if present:
                self.changed.update(part.changed)
        if not self.rows and not wanted.empty:
            raise UntrustedListError(msg("there is no number to publish"))

    def manifest(self, about: About, serial: int) -> Manifest:
        """`serial` is that of before."""
        shards = (
            self._cut.stored(lambda body: self._stored.store(body).digest) if self._cut else None
        )
        return structs.replace(self._manifest(about, serial), shards=shards)

    def _manifest(self, about: About, serial: int) -> Manifest:
        if self._present is None:
            return self._begun(about, serial + 1)
        before = self._present.manifest
        if not self.changed:
            return structs.replace(before, about=about)
        changes = linked(self._stored, self._present, self.changed, self._today)
        serial = before.serial + 1
        if self._is_worn(before):
            return self._begun(about, serial, changes)
        told = {"serial": serial, "day": self._today, "rows": self.rows, "about": about}
        return structs.replace(before, **told, changes=changes)

    def _begun(self, about: About, serial: int, changes: tuple[Change, ...] = ()) -> Manifest:
        """With a snapshot as it is now."""
        each = parts(self._source, self._present, self._week)
        self.chunks = snapshot(self._stored, each, self._wide.rows)
        table = self._stored.store(write_table(self.chunks))
        size = sum(chunk.size for chunk in self.chunks)
        day, rows = self._today, self.rows
        of = (serial, day, table.digest, table.size, size)
        return Manifest(VERSION, serial, day, rows, about, *of, changes)

    def _is_worn(self, before: Manifest) -> bool:
        assert self._present is not None  # of a first one there is nothing to wear
        operations = self._present.operations + len(self.changed)
        most = min(max(FEW_CHANGES, SHARE * self.rows), MOST_CHANGES)
        return operations > most or self._today - before.snapshot_day > SNAPSHOT_DAYS


def _remarks(signed: Signed, now: datetime) -> list[Message]:
    root = signed.root().signed
    days = (root.expires - now).days
    if days > ROOT_WARNS_DAYS:
        return []
    return [
        counted(
            "the root of the site ends in %(n)d day; with its key at hand, portinaio publish keys rotate root makes a new one",
            "the root of the site ends in %(n)d days; with its key at hand, portinaio publish keys rotate root makes a new one",
            days,
        )
    ]
