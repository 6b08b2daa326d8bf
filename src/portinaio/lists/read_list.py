"""Reads a list in any known format, in the country that the list belongs to.

    reading = read_list(source, plan_of=…)
    build(reading, path, ordered=reading.ordered)
    reading.entries, reading.rejected, …

The rows come in a stream; what is counted is complete when they have all been taken. A list that is not what it seems
ends in an exception in the middle of them, so nothing may be kept of it until then.
"""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.errors import UntrustedListError, UsageError
from portinaio.lists.formats import format_named, recognised
from portinaio.lists.intake.cells.remarks import holds_a_number
from portinaio.lists.intake.columns import SEPARATORS, number_like
from portinaio.lists.intake.documents.other_files import other_file
from portinaio.lists.intake.documents.workbook import TITLE, as_table, is_workbook
from portinaio.lists.intake.format import Context, Format
from portinaio.lists.intake.innocents import only_landlines
from portinaio.lists.intake.json_items import json_beginning
from portinaio.lists.intake.numbering import Numbering
from portinaio.lists.intake.text import decoded, head_of, opened
from portinaio.lists.list_reading import ListReading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from io import BufferedReader

    from portinaio.core.numbers.plan import Plan
    from portinaio.lists.intake.format import Rows

AS_NOW = (
    9  # goes up when the same bytes are read otherwise, so that what is here already is read again
)
OF_COLUMNS = frozenset({"csv", "json"})
"""Formats whose columns somebody may choose."""
_PAGE = ("<!doctype html", "<html", "<head", "<body")


def read_list(  # noqa: PLR0913  # what somebody may say of a list
    source: IO[bytes],
    *,
    plan_of: Callable[[str], Plan],
    format: str | None = None,  # noqa: A002  # the word of the command line and the configuration
    region: str | None = None,
    name: str = "",
    complaints: bool | None = None,
    allowing: bool = False,
    innocents: bool = False,
    sure: bool = False,
    whole: bool = False,
    household: str = "",
    columns: Sequence[str] = (),
) -> ListReading:
    """Each row is one complaint where `complaints` says so, or the list itself where it says nothing. Of files that say of
    their rows whether they allow or block, those are read that block, or with `allowing` the others. Of `innocents` the
    digits alone are kept. Who is `sure` of the region is told of what speaks against it, and not refused. Patterns with a
    choice of digits stay `whole`, or come as the stretches that they mean. `household` is the country of whose own file it
    is; where nobody says the region and its numbers exist there, `NoCountryError` names it first. `columns` are those of a table, or
    members of objects in JSON, in which the numbers stand: by title, or by place from 1.

    `UsageError` for a format that is not known or not recognised, `UntrustedListError` for what is no list.
    """
    stream, remarks = _unpacked(source)
    head = head_of(stream)
    if refusal := _no_list(head):
        raise UntrustedListError(refusal)
    found = _with_columns(head, name, format) if columns else _found(head, name, format)
    if remarks is not None:
        found = found._replace(title=TITLE)
    numbering = Numbering(found.region or region, plan_of, sure=sure, whole=whole)
    numbering.household = household
    context = Context(numbering, complaints, allowing=allowing)
    context.wanted_columns = tuple(columns)
    for remark in remarks or ():
        context.remark(remark)
    return ListReading(stream, _of_innocents(found) if innocents else found, context)


def _unpacked(source: IO[bytes]) -> tuple[BufferedReader, tuple[Message, ...] | None]:
    """A file as it is, or a workbook as a table with what is to be said of that."""
    stream = opened(source)
    if not is_workbook(head_of(stream)):
        return stream, None
    table = as_table(stream)
    return opened(table.file), table.remarks


def _found(head: bytes, name: str, wanted: str | None) -> Format:
    found = format_named(wanted) if wanted else recognised(head, name)
    if found is None:
        raise UsageError(_unknown(head, name[-80:]))
    return found


def _unknown(head: bytes, name: str) -> Message:
    """Text such as a letter, in which nobody can tell which numbers are meant, is named; nothing of it is guessed.

    What stands in a cell alone may be anything, such as an id.
    """
    lines = enumerate(decoded(head).splitlines(), 1)
    if line := next((n for n, text in lines if holds_a_number(text) and not _has_cell(text)), 0):
        return msg(
            "'%(name)s' is no list that is known, though numbers stand in it, first in line %(line)d; put one of them on"
            " each line, or say with --format what it is",
            name=name,
            line=line,
        )
    return msg("'%(name)s' is in no format that is known; say which with --format", name=name)


def _has_cell(line: str) -> bool:
    """Whether digits stand alone between two separators."""
    apart = line.translate(dict.fromkeys(map(ord, SEPARATORS), "\n"))
    return any(map(number_like, apart.splitlines()))


def _with_columns(head: bytes, name: str, wanted: str | None) -> Format:
    """That of a file of which somebody has said in which columns its numbers stand."""
    found = _found(head, name, wanted or ("json" if json_beginning(head) else "csv"))
    if found.id not in OF_COLUMNS:
        raise UsageError(
            msg(
                "the format %(format)s has columns of its own; --column goes without it",
                format=found.id,
            )
        )
    return found


def _of_innocents(format_: Format) -> Format:
    def read(source: BufferedReader, context: Context) -> Iterator[Rows]:
        context.first_only = True
        return only_landlines(format_.read(source, context), context.numbering.plan)

    return format_._replace(read=read)


def _no_list(head: bytes) -> Message | None:
    if not head.strip():
        return msg("the file is empty")
    if other := other_file(head):
        return other
    if decoded(head[:1024]).lstrip().lower().startswith(_PAGE):
        return msg("this is a web page, not a list")
    return None
