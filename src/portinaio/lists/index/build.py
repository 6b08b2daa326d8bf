"""Writes an index file in one stream: any number of rows, bounded memory, the same bytes for the same rows.

    build(rows, path, list_date=…, created=…)

Rows may come in any order and a number more than once (`merge` says how its rows join); where they are known to come
in the order of their keys, `ordered=True` spares the sorting. The file takes the place of the one before in one step:
written beside it, flushed to disk, renamed, and the folder flushed too.
"""

from __future__ import annotations

import os
from contextlib import ExitStack
from hashlib import blake2b, sha256
from itertools import chain
from typing import IO, TYPE_CHECKING, NamedTuple

from portinaio.lists.index import layout
from portinaio.lists.index.columns import BATCH, Numbers, Wide
from portinaio.lists.index.layout import HEADER_BYTES, Header
from portinaio.lists.index.mapped import IndexFile
from portinaio.lists.index.merge import merged
from portinaio.lists.index.packing import packed_deletion, packed_singles
from portinaio.lists.index.reach import reach_of
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.index.spill import Names, Sorter
from portinaio.lists.index.swap import install

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from portinaio.core.evidence import Batch, Evidence
    from portinaio.lists.index.sightings import Sightings

_COPY_BYTES = 1 << 20


class BuildResult(NamedTuple):
    entries: int
    """Single numbers; of changes, the deleted ones too."""
    stretches: int
    """Beginnings and stretches."""
    bytes: int


class Kind(NamedTuple):
    """What the file is, beside its rows."""

    list_date: int
    created: int
    flags: int = 0
    under: IndexFile | None = None
    """Over which changes are laid."""
    sightings: Sightings | None = None
    """Where rows without a day have one from; `None` leaves them undated."""

    @property
    def newest(self) -> int:
        """The last day of which a report can be, also where a server gives its list an older day than its rows have."""
        return max(layout.day_of(self.list_date, self.created), layout.day_of(0, self.created))


def build(  # noqa: PLR0913  # what is said of a list as a whole
    rows: Iterable[Evidence | Batch],
    path: Path,
    *,
    list_date: int,
    created: int,
    ordered: bool = False,
    sightings: Sightings | None = None,
) -> BuildResult:
    kind = Kind(list_date, created, sightings=sightings)
    return write(rows, (), path, kind, ordered=ordered)


def mark(path: Path, flag: int) -> None:
    """Adds a flag to a finished file that stands in nobody's place yet."""
    with path.open("r+b") as file:
        header = layout.read_header(file.read(HEADER_BYTES), path.stat().st_size, path.stem)
        _write_header(file, header._replace(flags=header.flags | flag))
        os.fsync(file.fileno())


def write(
    rows: Iterable[Evidence | Batch],
    deleted: Iterable[int],
    path: Path,
    kind: Kind,
    *,
    ordered: bool = False,
) -> BuildResult:
    """As `build`; keys in `deleted` are kept as numbers that the base no longer has."""
    workdir = path.parent  # where there is room for the file, there should be for its parts
    with ExitStack() as ends:
        notebook, texts = Names(workdir), Names(workdir)
        single, wide = Sorter(workdir), Sorter(workdir)
        day = layout.day_of(kind.list_date, kind.created)
        numbers = Numbers(workdir, notebook, texts, day, whole=kind.under is None)
        stretches = Wide(workdir, notebook, texts)
        for thing in (notebook, texts, single, wide, numbers, stretches):
            ends.callback(thing.close)
        narrow = packed_singles(rows, kind.newest, place_of=notebook.place, wide=wide.add)
        if ordered:
            in_order = narrow
        else:
            single.extend(chain([list(map(packed_deletion, deleted))], narrow))
            in_order = single.sorted()
        numbers.fill(merged(in_order, BATCH), kind.sightings)
        if kind.sightings:
            kind.sightings.turn_to_wide()
        stretches.fill(merged(wide.sorted(), BATCH), kind.sightings)
        parts = [*numbers.parts(), *stretches.parts(), *numbers.learned(), texts.file]
        size_bytes = _assemble(path, _header(kind, numbers, stretches), parts, kind.under)
    return BuildResult(numbers.count, stretches.count, size_bytes)


def _header(kind: Kind, numbers: Numbers, stretches: Wide) -> Header:
    return Header(
        flags=kind.flags,
        n=numbers.count,
        created=kind.created,
        list_date=kind.list_date,
        cells=numbers.cells,
        shift=numbers.shift,
        lengths=stretches.kinds,
        first=numbers.first,
        wide=stretches.count,
        segments=stretches.segments,
        countries=numbers.countries,
        base=kind.under.header.digest if kind.under else bytes(32),
        content=_content(numbers, stretches),
    )


def _content(numbers: Numbers, stretches: Wide) -> bytes:
    both = numbers.content.digest() + stretches.content.digest()
    return blake2b(both, digest_size=16).digest()


def _assemble(path: Path, header: Header, parts: list[IO[bytes]], under: IndexFile | None) -> int:
    """The size of the file that now stands at `path`."""
    fresh = path.with_name(f"{path.name}.tmp{os.getpid()}")
    try:
        fresh.touch(0o600)
        with fresh.open("wb") as out:
            out.write(bytes(HEADER_BYTES))
            digest = sha256()
            begins = [out.tell()]
            for part in parts:
                _append(part, out, digest.update)
                begins.append(out.tell())
            header = header._replace(parts=tuple(begins), digest=digest.digest())
            _write_header(out, header)
            _write_header(out, _measured(header, fresh, under))
            os.fsync(out.fileno())
        install(fresh, path)
    finally:
        fresh.unlink(missing_ok=True)
    return begins[-1]


def _write_header(out: IO[bytes], header: Header) -> None:
    out.seek(0)
    out.write(layout.packed(header))
    out.flush()


def _measured(header: Header, fresh: Path, under: IndexFile | None) -> Header:
    """With the reach of the list that the fresh file will be, with what it is laid over."""
    file = IndexFile(fresh, fresh.stem)
    index = ListIndex(fresh, under, file) if under else ListIndex(fresh, file, None)
    try:
        return header.measured(reach_of(index))
    except (
        ValueError
    ):  # patterns of a later phonenumbers; a list that is not measured counts little
        return header


def _append(part: IO[bytes], out: IO[bytes], note: Callable[[bytes], object]) -> None:
    part.seek(0)
    size_bytes = 0
    while data := part.read(_COPY_BYTES):
        size_bytes += len(data)
        out.write(data)
        note(data)
    padding = bytes(-size_bytes % 8)
    out.write(padding)
    note(padding)
