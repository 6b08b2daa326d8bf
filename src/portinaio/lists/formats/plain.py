"""One number a line; what follows a `#` or `;` is a comment, and so are words behind ` - `. The most common list there is.

Lines may be counted, `1. 0200001234`: where the first of them count from one upwards, what they count with is no part of a number.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import IO, TYPE_CHECKING

from portinaio.core.evidence import Batch
from portinaio.core.message import Message, msg
from portinaio.core.numbers.spelling import without_word
from portinaio.lists.intake.cells.records import in_order
from portinaio.lists.intake.cells.remarks import told_remark
from portinaio.lists.intake.columns import plain_text
from portinaio.lists.intake.format import Format, every
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.row import listed, pattern_of, row_text
from portinaio.lists.intake.text import HEAD_BYTES, WholeLines, decoded, head_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row, Rows


# A comment begins behind a space or the line: `;` and `#` also stand within what some people call numbers.
_COMMENT = re.compile(r"(?:^|\s)(?:#|;|//)\s*(.*)$", re.DOTALL)
_MARKED = re.compile(r"""="([^"]{1,40})"|'([+(\d][^']{1,40})|\+(\+\d[\d -]{1,40})""")
_CONTACTS = "# contacts, as portinaio writes them"
_CALLERS = "# callers, as portinaio writes them"
_BULLET = re.compile(
    r"[-*\u2022]\s+(?:\[[ xX]\]\s+)?(?=[+(\d]|\w{1,9}[.:]?\s*[+(\d])"
)  # `*1919` without a space is a code
_BULLETS = ("-", "*", "\u2022")
_ORDINAL = re.compile(r"\s*(\d{1,7})[.)]\s+(?=[+(\d])")
_COUNTED = 20  # lines, to see whether they are counted
_MARKS = "#;/"  # looked for first: most lines have none
_NAMED = re.compile(r"(.*\d)\s+[-\u2013:]\s+(\D*[^\W\d_]\D*)")  # +390200001234 - energy contracts
_BULLETED = re.compile(
    r"(.*\d)(?:\s+[-\u2013:]|:)?\s+(\D*[^\W\d_]\D*)"
)  # - +390200001234 energy contracts, - +390200001234: energy contracts
_LONGEST_NAMED = 200  # characters
_NUMBER = re.compile(r"[+(]?[\d(][\d ()./\u00a0-]{0,30}\*?(?:\s*\.\.\s*\+?\d+)?")


def sniff(head: bytes, name: str) -> int:
    counted = _are_counted(head)
    lines_of_head = (_as_bullet(line) if counted else line for line in decoded(head).splitlines())
    whole = (plain_text(_COMMENT.sub("", line)).strip() for line in lines_of_head)
    lines = [_without_words(_unmarked(line)) for line in islice(filter(None, whole), 200)]
    if not lines or sum(map(bool, map(_NUMBER.fullmatch, lines))) < 0.8 * len(lines):
        return 0
    return 60 if name.lower().endswith((".txt", ".list")) else 50


def _unmarked(line: str) -> str:
    """Without what keeps a spreadsheet from taking a number for a sum, and without a second `+`."""
    found = _MARKED.fullmatch(line)
    return next(filter(None, found.groups())) if found else line


def read(source: BufferedReader, context: Context) -> Iterator[Rows]:
    counted = _are_counted(head_of(source))
    text, first = WholeLines(lines_of(source)), 1
    while stretch := text.stretch():
        lines = stretch.removesuffix("\n").split("\n")
        if counted:
            lines = list(map(_as_bullet, lines))
        keys = context.numbering.keys_of(lines)

        def alone(at: int, lines: list[str] = lines, first: int = first) -> Iterator[Row]:
            if row := _row(first + at, lines[at], context):
                yield row

        yield from in_order(Batch([key for key in keys if key]), keys, alone)
        first += len(lines)


def _row(line: int, whole: str, context: Context) -> Row | None:
    stored = context.numbering.stored
    text, company = whole.strip(), ""
    if any(mark in text for mark in _MARKS) and (comment := _COMMENT.search(whole)):
        company = row_text(comment[1])
        text = whole[: comment.start()].strip()
    if not text:
        return next(told_remark(line, company), None)
    bulleted, text = text.startswith(_BULLETS), _bare(text)
    meant = stored(text)
    short = isinstance(meant, Message) and len(text) <= _LONGEST_NAMED
    if short and (said := (_BULLETED if bulleted else _NAMED).fullmatch(text)):
        meant, company = stored(said[1]), company or row_text(said[2])
    return listed(line, text, meant, company=company)


def _are_counted(head: bytes) -> bool:
    """Whether its first lines with a digit in them say 1, 2, 3 and so on in front; two at least."""
    bare = (_COMMENT.sub("", line) for line in decoded(head).splitlines())
    lines = (line for line in bare if any(map(str.isdecimal, line)))
    found = list(map(_ORDINAL.match, islice(lines, _COUNTED)))
    counted = [int(each[1]) for each in found if each]
    return len(found) > 1 and counted == list(range(1, len(found) + 1))


def _as_bullet(line: str) -> str:
    return _ORDINAL.sub("- ", line, count=1) if _ORDINAL.match(line) else line


def _without_words(line: str) -> str:
    """What should be a number of a line, without its bullet and what is said of it behind."""
    bare = _bare(line)
    said = line.startswith(_BULLETS) and _BULLETED.fullmatch(bare[:_LONGEST_NAMED])
    return said[1] if said else bare


def _bare(text: str) -> str:
    """Without the bullet of a list in Markdown, and the `tel.` in front of a number."""
    if text.startswith(_BULLETS):
        text = _BULLET.sub("", text, count=1)
    return without_word(text) if text[:1].isalpha() else text


def holds(data: bytes) -> Holds:
    first = decoded(data[:HEAD_BYTES]).lstrip().partition("\n")[0].strip()
    return {_CONTACTS: Holds.CONTACTS, _CALLERS: Holds.CALLERS}.get(first, Holds.BLOCKED)


def write_contacts(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    out.write(f"{_CONTACTS}\n".encode())
    return write((row._replace(note="") for row in rows), out)  # a contact's are its groups


def write_callers(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    out.write(f"{_CALLERS}\n".encode())
    return write(rows, out)


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    for row in rows:
        comment = f"  # {row_text(row.words)}" if row.words else ""
        out.write(f"{pattern_of(row)}{comment}\n".encode())
    yield from ()


FORMAT = Format(
    "plain",
    msg("plain text, one number a line"),
    sniff,
    read,
    write=write,
    write_contacts=write_contacts,
    write_callers=write_callers,
    holds=holds,
    suffix="txt",
    says=every,
)
