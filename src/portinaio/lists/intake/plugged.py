"""Formats of lists that other packages bring. Whatever goes wrong in one is a sentence, and takes nobody else along.

Such a module runs as we do and could do anything; what is guarded against here are its mistakes.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from importlib.metadata import distributions
from typing import IO, TYPE_CHECKING, Any

from portinaio.core.evidence import Batch, Evidence, Rejected
from portinaio.core.message import Message, msg
from portinaio.errors import PortinaioError
from portinaio.lists.intake.format import Format, Gone
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.row import LONGEST_TEXT, rejected, row_text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from importlib.metadata import EntryPoint
    from io import BufferedReader

    from portinaio.lists.intake.format import Context, Read, Row, Rows, Sniff, Write

GROUP = "portinaio.formats"
_ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_SUFFIX = re.compile(r"[a-z0-9]{1,10}")
_BEHIND = 1 << 54  # all keys
_LONGEST_REASON = 200  # characters
_ERRORS = (Exception, SystemExit)
_TAKEN = msg("there is one of this name already")
_HASTY = msg("it takes an empty file for its own")


def plugged_formats(taken: Collection[str]) -> tuple[list[Format], dict[str, Message]]:
    """Those that can be used, and by their ids why others cannot; ids that are `taken` are ours."""
    found: dict[str, Format] = {}
    faults: dict[str, Message] = {}
    for entry in _entries():
        name = row_text(entry.name, LONGEST_TEXT)
        if name in found or name in faults:
            continue  # of a package that is installed twice the first counts, as in an import
        loaded = _TAKEN if name in taken else _loaded(entry, name)
        if isinstance(loaded, Format):
            found[name] = loaded
        else:
            faults[name] = msg(
                "the list format %(format)s, which another package brings, cannot be used: %(reason)s",
                format=name,
                reason=loaded,
            )
    return list(found.values()), faults


def _entries() -> Iterator[EntryPoint]:
    for distribution in distributions():
        try:
            entries = distribution.entry_points
        except Exception:  # noqa: BLE001, S112  # of a package that spoils its own list of them
            continue
        yield from entries.select(group=GROUP)


def _loaded(entry: EntryPoint, name: str) -> Format | Message:
    """Loaded and tried once, or why it cannot be used."""
    try:
        format_ = entry.load()
        if fault := _fault(format_, name):
            return fault
        sure = format_.sniff(b"", "")
    except _ERRORS as error:
        return _reason(error)
    return _guarded(format_) if sure == 0 else _HASTY


def _fault(format_: Any, name: str) -> Message | None:
    if not isinstance(format_, Format):
        return msg("its entry point names no Format")
    if format_.id != name or not _ID.fullmatch(name):
        return msg("its id is %(id)s", id=row_text(format_.id, LONGEST_TEXT))
    title: object = format_.title
    if not isinstance(title, str | Message):
        return msg("it has no title")
    if not _SUFFIX.fullmatch(str(format_.suffix)):
        return msg("a suffix has small letters and digits")
    writers = (format_.write, format_.write_contacts, format_.write_callers)
    if not all(map(callable, (format_.sniff, format_.read, format_.holds, *filter(None, writers)))):
        return msg("what reads and writes must be functions")
    return None


def _reason(error: BaseException) -> Message:
    return Message(
        "%(error)s", {"error": row_text(f"{type(error).__name__}: {error}", _LONGEST_REASON)}
    )


@contextmanager
def _explained(format_id: str) -> Iterator[None]:
    try:
        yield
    except PortinaioError:
        raise
    except _ERRORS as error:
        raise PortinaioError(
            msg(
                "the list format %(format)s, which another package brings, fails: %(reason)s",
                format=format_id,
                reason=_reason(error),
            )
        ) from error


def _guarded(format_: Format) -> Format:
    def holds(data: bytes) -> Holds:
        with _explained(format_.id):
            return Holds(format_.holds(data))

    return format_._replace(
        title=format_.title if isinstance(format_.title, Message) else row_text(format_.title),
        sniff=_guarded_sniff(format_),
        read=_guarded_read(format_),
        holds=holds,
        write=_guarded_write(format_.id, format_.write),
        write_contacts=_guarded_write(format_.id, format_.write_contacts),
        write_callers=_guarded_write(format_.id, format_.write_callers),
    )


def _guarded_sniff(format_: Format) -> Sniff:
    def sniff(head: bytes, name: str) -> int:
        with _explained(format_.id):
            return min(max(int(format_.sniff(head, name)), 0), 100)

    return sniff


def _guarded_read(format_: Format) -> Read:
    def read(source: BufferedReader, context: Context) -> Iterator[Rows]:
        with _explained(format_.id):
            for row in format_.read(source, context):
                if isinstance(row, Batch | list):
                    yield from map(_evidence, row)
                else:
                    yield _row(row)

    return read


def _guarded_write(format_id: str, write: Write | None) -> Write | None:
    if write is None:
        return None

    def guarded(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
        with _explained(format_id):
            for lost in write(rows, out):
                yield _rejected(lost)

    return guarded


def _row(row: object) -> Row:
    if isinstance(row, Rejected):
        return _rejected(row)
    if isinstance(row, Gone):
        return Gone(*_keys(row))
    return _evidence(row)


def _rejected(row: Any) -> Rejected:
    if not isinstance(row, Rejected):
        raise TypeError(f"{type(row).__name__} is no row")
    said: object = row.reason
    reason = said if isinstance(said, Message) else Message(row_text(said))
    return rejected(int(row.line), row.text, reason)


def _evidence(row: object) -> Evidence:
    if not isinstance(row, Evidence):
        raise TypeError(f"{type(row).__name__} is no row")
    low, high = _keys(row)
    return Evidence(
        low,
        high,
        None if row.reporters is None else int(row.reporters),
        int(row.reports),
        int(row.disputes),
        int(row.first_day),
        int(row.last_day),
        str(row.category),
        row_text(row.company),
        row_text(row.note),
    )


def _keys(row: Evidence | Gone) -> tuple[int, int]:
    low, high = int(row.low), int(row.high)
    if not 0 < low <= high < _BEHIND:
        raise ValueError(f"{low} and {high} are no keys of numbers")
    return low, high
