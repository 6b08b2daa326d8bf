"""Every file of the samples: each number that another reader finds in it is kept, mended, or told with its line or column.

The other readers here are written from the descriptions of the formats, and know nothing of the product.
"""

from __future__ import annotations

import csv
import io
import json
import os
import quopri
import re
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import pytest

from list_worlds import pattern_of, reading_of
from portinaio.errors import PortinaioError
from real_lists import FOLDER, listable, needs_samples

pytestmark = needs_samples


class Cell(NamedTuple):
    line: int
    text: str
    column: int = 0


def lines(data: bytes) -> list[Cell]:
    rows = enumerate(data.decode().splitlines(), 1)
    return [Cell(n, text.strip()) for n, text in rows if text.strip()]


def first_column(data: bytes) -> list[Cell]:
    rows = csv.reader(io.StringIO(data.decode()))
    return [Cell(rows.line_num, row[0], 1) for row in rows if row]


def call_records(data: bytes) -> list[Cell]:
    """Asterisk's Master.csv: account code, source, destination, …, and 15 others."""
    rows = csv.reader(io.StringIO(data.decode()))
    return [Cell(rows.line_num, row[n], n + 1) for row in rows for n in (1, 2) if row[n]]


def complaints(data: bytes) -> list[Cell]:
    return lines(data)[1:]


def telephones(data: bytes) -> list[Cell]:
    """RFC 2425, 5.8.1: a line that begins with a space goes on from the one above; vCard 2.1 has soft ends of its own."""
    text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
    found, rows = [], text.split("\n")
    for n, first in enumerate(rows, 1):
        line = first + "".join(more[1:] for more in takewhile(lambda x: x[:1] == " ", rows[n:]))
        if said := re.match(r"(?:[\w-]+\.)?TEL((?:;[^:]*)?):(.*)", line, re.IGNORECASE):
            value = said[2]
            if "QUOTED-PRINTABLE" in said[1].upper():
                value = quopri.decodestring(value.encode()).decode("utf-8", "replace")
            found.append(Cell(n, value.removeprefix("tel:").replace("\\", "").strip()))
    return [cell for cell in found if cell.text]


def inputs(data: bytes) -> list[Cell]:
    return [Cell(n, item["input"]) for n, item in enumerate(json.loads(data), 1)]


def barred(data: bytes) -> list[Cell]:
    """The insertions into the table Blacklist of a dump of SQLite."""
    rows = re.finditer(r"INSERT INTO \"?(?:Black|White)list\"? VALUES\('([^']*)'", data.decode())
    return [Cell(0, found[1]) for found in rows]


KINDS = {
    "innocents/*.txt": (lines, "US"),
    "lists/oros42/*.csv": (first_column, "FR"),
    "lists/icompile/*.vcf": (telephones, "IL"),
    "lists/ygk-mobile-spam/*.vcf": (telephones, "CA"),
    "lists/dnc-snapshot/*.csv": (complaints, "US"),
    "vcards/*/*.vcf": (telephones, "US"),
    "calllogs/*.csv": (call_records, "US"),
    "modem/*.sql": (barred, "US"),
    "numbers/*.json": (inputs, "US"),
}
FILES = sorted(p for p in Path(FOLDER).rglob("*") if p.is_file()) if FOLDER else []


def kind_of(path: Path):
    name = path.relative_to(FOLDER)
    return next((kind for pattern, kind in KINDS.items() if name.match(pattern)), None)


WITH_NUMBERS = [path for path in FILES if kind_of(path)]
WITHOUT = [path for path in FILES if not kind_of(path)]


def short(path: Path) -> str:
    return str(path.relative_to(FOLDER))


@pytest.mark.parametrize("path", WITH_NUMBERS, ids=short)
def test_each_number_of_a_file_is_kept_or_told(path):
    counted, region = kind_of(path)
    cells = counted(path.read_bytes())

    reading = reading_of(path.read_bytes(), region=region, name=path.name, sure=True)
    kept = set()
    told_rows = 0
    try:
        kept = {pattern_of(row) for row in reading}
    except PortinaioError as error:
        told_rows = int(re.search(r"\d+|its only", str(error))[0].replace("its only", "1"))

    left = {column.place for column in reading.columns.left}
    not_kept = [c for c in cells if listable(c.text, region) not in kept and c.column not in left]
    told = {bad.text for bad in reading.rejected}
    told_lines = {bad.line for bad in reading.rejected}
    assert len(not_kept) - len(mended(not_kept, kept)) <= max(reading.rejected_count, told_rows)
    if reading.rejected_count == len(reading.rejected) and not told_rows:
        unsaid = [
            cell for cell in not_kept if not {cell.text[:80], cell.line} & {*told, *told_lines}
        ]
        assert [cell for cell in unsaid if cell not in mended(unsaid, kept)] == []


FEWEST_MENDED = 6  # digits; a few of them stand in any number


def mended(cells, kept):
    """Those whose digits, but for what is dialled in front, stand in a number that was kept."""
    digits = " ".join(kept)
    bare = [(cell, re.sub(r"\D", "", cell.text).lstrip("01")) for cell in cells]
    return [cell for cell, rest in bare if len(rest) >= FEWEST_MENDED and rest in digits]


def test_few_digits_or_dialled_ones_alone_are_not_taken_for_a_number_that_was_mended():
    cells = [Cell(1, text) for text in ("0", "1010", "0011", "12345", "011 202 555 0123")]

    assert mended(cells, {"+12025550123", "+15551234567"}) == cells[-1:]


@pytest.mark.parametrize("path", WITHOUT, ids=short)
def test_a_file_that_holds_no_numbers_gives_none_and_says_so(path):
    with pytest.raises(PortinaioError) as refused:
        list(reading_of(path.read_bytes(), region="IT", name=path.name))

    assert str(refused.value)


def test_every_folder_of_the_samples_is_looked_at():
    folders = {Path(short(path)).parts[0] for path in FILES}

    assert {*folders} >= {
        "lists",
        "vcards",
        "calllogs",
        "modem",
        "numbers",
        "innocents",
        "sip",
        "fritzbox",
    }
    assert os.fspath(FOLDER)
