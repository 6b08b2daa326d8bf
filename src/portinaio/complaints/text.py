"""A draft as plain text of 72 columns, the way a letter is read in a terminal and pasted into a mail."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from portinaio.core.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from portinaio.complaints.draft import CallRow, Draft

WIDTH = 72
SPACES = "\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
GUTTER = "  "


def as_text(draft: Draft) -> str:
    """The letter, or the sheet of a form's fields, as it goes out: without questions, cautions and sources."""
    parts = [*_head(draft), *_body(draft)]
    if draft.fields:
        parts.append(
            "\n".join(_wrapped(f"{f.label}{colon(draft)} {f.value}", "    ") for f in draft.fields)
        )
    if draft.annexes:
        listed = [_wrapped(f"- {annex}", "  ") for annex in draft.annexes]
        parts.append("\n".join([f"{draft.headings['annexes']}{colon(draft)}", *listed]))
    return "\n\n".join(parts) + "\n"


def table(draft: Draft) -> tuple[tuple[str, ...], ...]:
    """Headings and rows of the table of calls, without the columns that stand empty in every row."""
    rows = [_cells(draft.columns), *map(_cells, draft.calls)]
    columns = [c for c in zip(*rows, strict=True) if any(c[1:])]
    return tuple(zip(*columns, strict=True))


def colon(draft: Draft) -> str:
    """As the language of the letter writes it; a letter of earlier versions has none of its own."""
    return draft.headings.get("colon", ":")


def reached(draft: Draft) -> tuple[str, ...]:
    """Where it goes: the postal address first, which may be empty, then the others."""
    to = draft.addressee
    match draft.channel:
        case "letter":
            return to.address, to.pec, to.email
        case "sms" | "phone":
            return "", to.number
        case _:
            return "", to.page


def _head(draft: Draft) -> Iterator[str]:
    if draft.channel == "sms":
        return  # it is sent as it stands, and the number beside it says to whom
    if draft.sender:
        yield _lines(draft.sender)
    to = draft.addressee
    yield _lines([f"{draft.headings['to']}{colon(draft)} {to.name}", *filter(None, reached(draft))])
    if draft.subject:
        yield _wrapped(f"{draft.headings['subject']}{colon(draft)} {draft.subject}")


def _body(draft: Draft) -> Iterator[str]:
    for place, paragraph in enumerate((*draft.paragraphs, "")):
        if place == draft.table_after and draft.calls:
            yield _table_text(table(draft))
        if paragraph:
            yield _lines(paragraph.split("\n"))


def _table_text(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    rule = [["-" * width for width in widths]]
    return "\n".join(
        GUTTER.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [*rows[:1], *rule, *rows[1:]]
    )


def _cells(row: CallRow) -> tuple[str, ...]:
    return tuple(one_line(cell) for cell in row[1:])


def _lines(lines: Sequence[str]) -> str:
    return "\n".join(map(_wrapped, lines))


def _wrapped(line: str, indent: str = "") -> str:
    return textwrap.fill(
        one_line(line, 10 * WIDTH * WIDTH, keep=SPACES),
        WIDTH,
        subsequent_indent=indent,
        break_long_words=False,  # an address cut in two is none
        break_on_hyphens=False,
    )
