"""A draft as PDF, by typst: PDF/A-2b with the fonts that typst carries.

A character that none of these fonts has would make that standard refuse the letter. The same letter then becomes a plain
PDF with the fonts of the system, and a notice says so: a draft is never lost.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import TYPE_CHECKING, Final, NamedTuple

from portinaio.complaints.text import colon, reached, table
from portinaio.core.message import msg
from portinaio.core.safe_text import printable
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from portinaio.complaints.draft import Draft
    from portinaio.core.message import Message

FONTS = ("Libertinus Serif", "New Computer Modern")
PAPERS = {"a4": "a4", "letter": "us-letter"}
"""What typst calls them."""
STANDARD: Final = "a-2b"


class Pdf(NamedTuple):
    data: bytes
    notice: Message | None = None
    """What is not as it should be, for the user."""


def as_pdf(draft: Draft, footer: str = "") -> Pdf:
    """`footer` stands small at the left foot of each page."""
    return compile_pdf("letter.typ", "letter", _letter(draft, footer))


def compile_pdf(template: str, name: str, content: object) -> Pdf:
    """`content` put into one of our templates, as JSON in its input `name`."""
    import typst  # noqa: PLC0415  # a large library, and only who prints needs it

    source = resources.files(__package__).joinpath(template).read_bytes()
    inputs = {name: json.dumps(_printable(content), ensure_ascii=False)}
    try:
        data = typst.compile(
            source,
            format="pdf",
            sys_inputs=inputs,
            ignore_system_fonts=True,
            pdf_standards=STANDARD,
        )
        return Pdf(_whole(data))
    except typst.TypstError:
        pass  # most likely a glyph; if it is anything else, the second try says so
    try:
        data = typst.compile(source, format="pdf", sys_inputs=inputs)
    except typst.TypstError as error:
        raise PortinaioError(
            msg("the letter could not be set as PDF: %(reason)s", reason=error.message[:200])
        ) from error
    return Pdf(
        _whole(data),
        msg(
            "The letter has characters that the archive fonts lack, so it is a plain PDF; look it over before you send it."
        ),
    )


def _printable(content: object) -> object:
    """Every text in `content` made printable; line breaks stay."""
    match content:
        case str():
            return printable(content, keep="\n")
        case dict():
            return {key: _printable(value) for key, value in content.items()}
        case list() | tuple():
            return [_printable(value) for value in content]
        case _:
            return content


def _letter(draft: Draft, footer: str) -> dict[str, object]:
    to = draft.addressee
    post, *rest = reached(draft)
    others = list(filter(None, rest))[:1]
    language, _, more = draft.language.partition("_")
    return {
        "language": language,
        "region": more.rpartition("_")[2] or None,
        "paper": PAPERS.get(draft.paper.size, "a4"),
        "window": draft.paper.window,
        "fonts": list(FONTS),
        "sender": list(draft.sender),
        "address": [*filter(None, (to.name, *address_lines(post, draft.paper.address), *others))],
        "dated": draft.dated,
        "subject": draft.subject,
        "paragraphs": list(draft.paragraphs),
        "table_after": draft.table_after,
        "table": table(draft) if draft.calls else [],
        "fields": [(field.label, field.value) for field in draft.fields],
        "annexes": list(draft.annexes),
        "headings": {"colon": colon(draft), **draft.headings},
        "footer": footer,
    }


def address_lines(address: str, form: str = "town") -> list[str]:
    """`via Roma 1, 00100 Roma` as an envelope has it: `town`, the last part on a line of its own; `state`, the last two
    together; `each` on its own."""
    parts = list(filter(None, address.split(", ")))
    last = {"town": 1, "state": 2}.get(form, 0)
    if not last:
        return parts
    return [", ".join(part) for part in (parts[:-last], parts[-last:]) if part]


def _whole(data: bytes | list[bytes] | None) -> bytes:
    assert isinstance(data, bytes)  # one document, not one file a page
    return data
