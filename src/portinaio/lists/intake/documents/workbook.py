"""Workbooks of Excel as tables of text: the first sheet in which numbers stand, row by row as CSV.

A workbook is a zip of XML, and either can be made to unfold without an end; each part is bounded before anything reads it.
"""

from __future__ import annotations

import csv
import io
import re
import shutil
import warnings
from datetime import date, datetime, time
from itertools import dropwhile, islice
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, Any, NamedTuple
from zipfile import ZipFile

from portinaio.core.message import Message, counted, msg
from portinaio.core.safe_text import one_line
from portinaio.errors import UntrustedListError
from portinaio.lists.intake.columns import number_like

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

MOST_PACKED_MIB = 64
LARGEST_SHEET_MIB = 256
LARGEST_TEXTS_MIB = 64  # all texts of a workbook stand in one part
LARGEST_PART_MIB = 2  # styles, and what else is read whole
MOST_PARTS = 2_000
LONGEST_ROW_MIB = 1
_MOST_NAMED = 3  # sheets
MOST_ROWS = 1 << 20  # of a sheet, as Excel has it
_BLOCK = 1 << 16
_IN_MEMORY = 4 << 20
_LOOKED_AT = 200  # rows, to see whether numbers stand in a sheet
_ROW = re.compile(rb"[<:]row[ />]")
_UNKEPT = re.compile(rb"</f>(?:<v ?/>|<v></v>)?</c>")
"""A formula without what it came to: programs that make a workbook leave that to Excel."""
_LONGEST_UNKEPT = 17  # bytes
_ZEROS = re.compile(r"(?:0|\\?[ /()-]){2,30}")
_ZIP = b"PK\x03\x04"

_TOO_LARGE = msg("this workbook unfolds to more than a list needs; save it as CSV")
_BROKEN = msg("this workbook is damaged; open it in its program and save it as CSV")
_MISSING = msg(
    "this is a workbook of Excel, for which openpyxl is needed: pip install 'portinaio[xlsx]', or save it as CSV"
)


TITLE = msg("a workbook of Excel, read as a table")


class Table(NamedTuple):
    file: IO[bytes]
    """As CSV in UTF-8, to be closed by whoever asked for it."""
    remarks: tuple[Message, ...]


class Text(NamedTuple):
    data: bytes
    remarks: tuple[Message, ...]


def is_workbook(head: bytes) -> bool:
    return (
        head.startswith(_ZIP)
        and (b"[Content_Types].xml" in head or b"xl/" in head)
        and not (b"word/" in head or b"ppt/" in head)
    )


def as_table(source: IO[bytes]) -> Table:
    """`UntrustedListError` for one that is damaged, too large, or has nothing in it."""
    packed = io.BufferedRandom(_Temporary())
    try:
        shutil.copyfileobj(_Bounded(source), packed)
        packed.seek(0)
        unkept = _refuse_bombs(packed)
        packed.seek(0)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # a book without a style is one
            table = _read(packed)
            return table._replace(remarks=(*table.remarks, *_of_formulas(unkept)))
    except UntrustedListError:
        raise
    except Exception as error:  # what openpyxl meets in a damaged book it raises in its own ways
        raise UntrustedListError(_BROKEN) from error
    finally:
        packed.close()


def as_text(data: bytes) -> Text:
    """A file as it is, or a workbook as CSV. `UntrustedListError` as of `as_table`."""
    if not is_workbook(data[:_BLOCK]):
        return Text(data, ())
    table = as_table(io.BytesIO(data))
    with table.file:
        return Text(table.file.read(), table.remarks)


def _refuse_bombs(packed: IO[bytes]) -> int:
    """How many formulas there are whose results it does not keep."""
    unkept = 0
    with ZipFile(packed) as file:
        parts = file.infolist()
        if len(parts) > MOST_PARTS:
            raise UntrustedListError(_TOO_LARGE)
        for part in parts:
            name = part.filename.lower()
            # `zipfile` takes no more out of a part than this says.
            if part.file_size > _most_mib(name) << 20:
                raise UntrustedListError(_TOO_LARGE)
            if "worksheets/" in name and name.endswith(".xml"):
                with file.open(part) as sheet:
                    unkept += _refuse_long_rows(sheet)
    return unkept


def _most_mib(name: str) -> int:
    if "worksheets/" in name:
        return LARGEST_SHEET_MIB
    if name.endswith("sharedstrings.xml"):
        return LARGEST_TEXTS_MIB
    # Pictures and the like are never opened.
    return LARGEST_PART_MIB if name.endswith((".xml", ".rels")) else MOST_PACKED_MIB * 1024


def _refuse_long_rows(sheet: IO[bytes]) -> int:
    """All cells of a row are in memory at a time. How many of them are formulas without a result."""
    since, unkept, end = 0, 0, b""
    while block := sheet.read(_BLOCK):
        unkept += sum(each.end() > len(end) for each in _UNKEPT.finditer(end + block))
        at = max((found.end() for found in _ROW.finditer(end + block)), default=0)
        since = len(end + block) - at if at else since + len(block)
        if since > LONGEST_ROW_MIB << 20:
            raise UntrustedListError(_TOO_LARGE)
        end = block[-_LONGEST_UNKEPT:]
    return unkept


def _read(packed: IO[bytes]) -> Table:
    try:
        from openpyxl import load_workbook  # noqa: PLC0415  # an extra, and 0.2 s
    except ImportError as error:
        raise UntrustedListError(_MISSING) from error
    book = load_workbook(packed, read_only=True, data_only=True, keep_links=False)
    out = io.BufferedRandom(_Temporary())
    text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    others = []
    try:
        full = [sheet for sheet in book.worksheets if any(map(any, _rows(sheet)))]
        of_numbers = (sheet for sheet in full if _holds_numbers(sheet))
        for sheet in [next(of_numbers, *full[:1])] if full else ():
            others = [other.title for other in full if other is not sheet]
            writer.writerows(dropwhile(_is_empty, _rows(sheet)))
    finally:
        book.close()
        text.detach()
    if not out.tell():
        raise UntrustedListError(msg("the file is empty"))
    out.seek(0)
    return Table(out, (*map(_of_sheet, others[:_MOST_NAMED]), *_of_more(others[_MOST_NAMED:])))


def _holds_numbers(sheet: Any) -> bool:
    rows = islice(_rows(sheet), _LOOKED_AT)
    return any(number_like(text) for row in rows for cell in row for text in cell.split(" / "))


def _is_empty(row: Iterable[str]) -> bool:
    return not any(row)


def _of_formulas(n: int) -> Iterator[Message]:
    if n:
        yield counted(
            "one cell holds a formula, and not what it came to; open the file in its program and save it again",
            "%(n)d cells hold formulas, and not what they came to; open the file in its program and save it again",
            n,
        )


def _of_more(others: list[str]) -> Iterator[Message]:
    if n := len(others):
        yield counted("one more sheet is not read", "%(n)d more sheets are not read", n)


def _of_sheet(title: str) -> Message:
    return msg(
        "the sheet %(name)s is not read; save it as a file of its own", name=one_line(title, 40)
    )


def _rows(sheet: Any) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # what a sheet says of its own size is not believed
    for count, row in enumerate(sheet.iter_rows()):
        if count > MOST_ROWS:
            raise UntrustedListError(_TOO_LARGE)
        yield [_text(cell) for cell in row]


def _text(cell: Any) -> str:
    """As the sheet shows it, as far as it matters: no point behind whole numbers, a 0 in front where the format adds it."""
    value = cell.value
    if value is None or isinstance(value, bool) or cell.data_type == "e":
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e16:
        value = int(value)
    if isinstance(value, int):
        zeros = cell.number_format or ""
        return f"{value:0{zeros.count('0')}}" if _ZEROS.fullmatch(zeros) else str(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    return " / ".join(filter(None, str(value).splitlines()))


class _Temporary(io.RawIOBase):
    """A file of its own, in memory as long as it is small; it goes when nobody has it any more."""

    def __init__(self) -> None:
        self._file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115  # closed below

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # the stub wants any buffer
        block = self._file.read(len(buffer))
        buffer[: len(block)] = block
        return len(block)

    def write(self, block: bytes) -> int:  # type: ignore[override]  # the stub wants any buffer
        return self._file.write(block)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def close(self) -> None:
        self._file.close()
        super().close()


class _Bounded(io.RawIOBase):
    def __init__(self, source: IO[bytes]) -> None:
        self._source = source
        self._size = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        block = self._source.read(min(size, _BLOCK) if size > 0 else _BLOCK)
        self._size += len(block)
        if self._size > MOST_PACKED_MIB << 20:
            raise UntrustedListError(_TOO_LARGE)
        return block
