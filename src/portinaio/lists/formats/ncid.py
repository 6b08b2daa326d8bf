"""NCID's blacklist: expressions divided by spaces, several on a line, `"some msg"` in quotes, comments behind `#`.

`^` says that a number begins so, `^1?` that a 1 may stand in front. NCID compares names with the same expressions; a
list of numbers has no place for those. A `+` in `+390844` makes the calling code plain.
"""

from __future__ import annotations

import re
from typing import IO, TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.core.numbers.national_keys import NORTH_AMERICA
from portinaio.lists.intake.cells.remarks import told_remark
from portinaio.lists.intake.expression import TOO_CLEVER
from portinaio.lists.intake.format import Format
from portinaio.lists.intake.row import (
    beginning_of,
    digits_of,
    listed,
    pattern_of,
    rejected,
    row_text,
)
from portinaio.lists.intake.text import decoded, head_of, lines_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.evidence import Evidence, Rejected
    from portinaio.lists.intake.format import Context, Row
    from portinaio.lists.intake.numbering import Numbering


_PIECE = re.compile(r'#(?P<comment>.*)|"(?P<quoted>[^"]*)"|(?P<bare>[^\s"#]+)')
_NUMBER = re.compile(
    r"(?P<begins>\^)?(?P<one>1\?)?(?P<number>\+?\d+)(?P<rest>\.\*|\*)?(?P<end>\$)?"
)
_SAYS_SO = re.compile(r"^\s*#.*\bncidd?\b", re.IGNORECASE | re.MULTILINE)
_FILE = re.compile(r"\bncidd(?:\.hangup)?[. ](whitelist|blacklist)\b", re.IGNORECASE)
_NAME = msg("a name without a number")
_NO_STRETCHES = msg("this format holds numbers and beginnings, no stretches")


def sniff(head: bytes, name: str) -> int:
    text = decoded(head)
    if _SAYS_SO.search(text[:2000]):
        return 85
    if name.lower().startswith("ncidd."):
        return 62
    lines = [line.strip() for line in text.splitlines() if line.strip() and line.strip()[0] != "#"]
    carets = sum(line[:1] == "^" or line[:2] == '"^' for line in lines[:200])
    return 80 if lines and carets >= 0.3 * len(lines[:200]) else 0


def read(source: BufferedReader, context: Context) -> Iterator[Row]:
    refusal = context.refusal(allows=_allows(decoded(head_of(source))))
    for line, whole in enumerate(lines_of(source), 1):
        pieces = list(_PIECE.finditer(whole))
        comment = next((row_text(p["comment"]) for p in pieces if p["comment"] is not None), "")
        if comment and len(pieces) == 1:
            yield from told_remark(line, comment)
        said = set[int | tuple[int, int]]()
        for piece in pieces:
            text = piece["quoted"] if piece["quoted"] is not None else piece["bare"]
            if not text:
                continue
            if refusal:
                yield rejected(line, text, refusal)
                continue
            meant = _meant(text.strip(), context.numbering)
            # `^999 ^1999` is one beginning for a line that does or does not show the 1.
            if isinstance(meant, Message) or meant not in said:
                yield listed(line, text, meant, company=comment.lstrip("= "))
            if not isinstance(meant, Message):
                said.add(meant)


def _allows(head: str) -> bool | None:
    """The file of numbers that NCID lets through looks the same; in its first comment it says which it is."""
    found = _FILE.search(head)  # further down, each explains the other
    return found[1].lower() == "whitelist" if found else None


def _meant(text: str, numbering: Numbering) -> int | tuple[int, int] | Message:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return TOO_CLEVER if any(c.isdigit() for c in text) else _NAME
    number = found["number"]
    american = numbering.plan.calling_code == NORTH_AMERICA and number[0] != "+"
    if american and (found["one"] or number[0] == NORTH_AMERICA):
        number = number.removeprefix(NORTH_AMERICA)
    begins = bool(found["begins"]) and not found["end"]
    if begins or found["rest"]:
        meant = numbering.exact(number)
        # `^8005551212` is a whole number behind a caret that only means "not somewhere within".
        return numbering.beginning(number) if isinstance(meant, Message) or found["rest"] else meant
    return numbering.exact(number)


def write(rows: Iterable[Evidence], out: IO[bytes]) -> Iterator[Rejected]:
    out.write(b"# ncidd blacklist\n")
    for ordinal, row in enumerate(rows, 1):
        digits = digits_of(row.low) if row.low == row.high else beginning_of(row)
        if not digits:
            yield rejected(ordinal, pattern_of(row), _NO_STRETCHES)
            continue
        comment = f"  # {row_text(row.words)}" if row.words else ""
        out.write(f"^+{digits}{comment}\n".encode())


FORMAT = Format(
    "ncid",
    msg("NCID blacklist"),
    sniff,
    read,
    write=write,
    suffix="txt",
)
