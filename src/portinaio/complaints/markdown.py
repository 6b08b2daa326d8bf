"""A draft as Markdown, for the terminal app and for notes. Every character of a value that could be markup is escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.complaints.text import SPACES, colon, reached, table
from portinaio.core.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.complaints.draft import Draft

_MARKUP = re.compile(r"([\\`*_{}\[\]<>()#|~&!$])")
_LIST = re.compile(r"^(\d+)([.)])|^([-+=:])")
LONGEST = 20_000  # characters of one paragraph


def as_markdown(draft: Draft) -> str:
    return "\n\n".join(_parts(draft)) + "\n"


def escaped(text: str) -> str:
    """`text` on one line that shows as it is written, wherever it stands."""
    text = _MARKUP.sub(r"\\\1", one_line(text, LONGEST, keep=SPACES))
    return _LIST.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)


def _parts(draft: Draft) -> Iterator[str]:
    if draft.sender:
        yield _lines(draft.sender)
    name = draft.addressee.name
    yield _lines((f"{draft.headings['to']}{colon(draft)} {name}", *filter(None, reached(draft))))
    if draft.subject:
        yield f"**{escaped(draft.headings['subject'])}{colon(draft)} {escaped(draft.subject)}**"
    for place, paragraph in enumerate((*draft.paragraphs, "")):
        if place == draft.table_after and draft.calls:
            yield _table(table(draft))
        if paragraph:
            yield _lines(tuple(paragraph.split("\n")))
    if draft.fields:
        yield "\n".join(
            f"- **{escaped(f.label)}{colon(draft)}** {escaped(f.value)}" for f in draft.fields
        )
    if draft.annexes:
        yield f"**{escaped(draft.headings['annexes'])}**"
        yield "\n".join(f"- {escaped(annex)}" for annex in draft.annexes)


def _lines(lines: tuple[str, ...]) -> str:
    # A backslash at the end of a line keeps its break.
    return "\\\n".join(map(escaped, lines))


def _table(rows: tuple[tuple[str, ...], ...]) -> str:
    head, *body = [[escaped(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *body))
