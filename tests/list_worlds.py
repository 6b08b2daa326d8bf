"""Small words for lists: bytes in, what was understood out."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

from portinaio.core.evidence import Evidence
from portinaio.countries.plans import plan_from, read_plan
from portinaio.errors import PortinaioError
from portinaio.lists.index import layout
from portinaio.lists.intake.row import iso, pattern_of
from portinaio.lists.read_list import read_list

if TYPE_CHECKING:
    from pathlib import Path

    from portinaio.core.numbers.plan import Plan
    from portinaio.lists.list_reading import ListReading


@cache
def plan_of(country: str) -> Plan:
    return plan_from(read_plan(country))


def reading_of(data: bytes | str, **how: object) -> ListReading:
    source = io.BytesIO(data.encode() if isinstance(data, str) else data)
    return read_list(source, plan_of=plan_of, **how)  # type: ignore[arg-type]  # named as the arguments are


def patterns(data: bytes | str, **how: object) -> list[str]:
    return [pattern_of(row) for row in reading_of(data, **how)]


def reasons(data: bytes | str, **how: object) -> list[str]:
    reading = reading_of(data, **how)
    list(reading)
    return [str(row.reason) for row in reading.rejected]


def shown(reading: ListReading) -> str:
    """A reading as its expected file has it: rows, what is gone, what was refused, the version."""
    try:
        lines = [_row(row) for row in reading]
    except PortinaioError as error:
        return f"{type(error).__name__}: {error}\n"
    lines += [f"gone {pattern_of(Evidence(gone.low, gone.high))}" for gone in reading.gone]
    lines += [f"line {r.line}: {r.text} | {r.reason}" for r in reading.rejected]
    lines += [f"version {reading.version}"] if reading.version else []
    return "\n".join(lines) + "\n"


def _row(row: Evidence) -> str:
    known = [pattern_of(row)]
    if row.reporters is not None:
        known.append(f"reporters={row.reporters} reports={row.reports}")
    if row.disputes:
        known.append(f"disputes={row.disputes}")
    days = [
        f"{name}={iso(day)}"
        for name, day in (("first", row.first_day), ("last", row.last_day))
        if day
    ]
    return " ".join(known + days + list(filter(None, (row.category, row.company))))


def as_an_older_version_wrote_it(file: Path) -> None:
    """An index file of which nobody has measured how much it means."""
    data = bytearray(file.read_bytes())
    header = layout.read_header(bytes(data[: layout.HEADER_BYTES]), len(data), "spam-it")
    older = header._replace(
        flags=header.flags & ~layout.IS_MEASURED, percent=0, country=bytes(3), type=0
    )
    data[: layout.HEADER_BYTES] = layout.packed(older)
    file.write_bytes(data)
