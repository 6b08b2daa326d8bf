"""One vCard 3.0 (RFC 2426), as address books of routers and telephones read it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_LINE = 75  # octets before it is folded


def card(uid: str, name: str, numbers: Iterable[str], categories: Iterable[str] = ()) -> str:
    groups = ",".join(map(escaped, categories))
    lines = (
        "BEGIN:VCARD",
        "VERSION:3.0",
        f"UID:{escaped(uid)}",
        f"FN:{escaped(name)}",
        f"N:{escaped(name)};;;;",
        *((f"CATEGORIES:{groups}",) if groups else ()),
        *(f"TEL;TYPE=WORK:{number}" for number in numbers),
        "END:VCARD",
    )
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def escaped(text: str) -> str:
    """A value, with what would end it or begin another line taken apart."""
    text = text.replace("\\", "\\\\").replace("\r\n", "\\n").replace("\n", "\\n")
    return text.replace("\r", "\\n").replace(",", "\\,").replace(";", "\\;")


def _folded(line: str) -> Iterable[str]:
    """Between characters, whose octets belong together."""
    room, part = LONGEST_LINE, ""
    for character in line:
        size = len(character.encode("utf-8", "replace"))
        if size > room:
            yield part
            part, room = " ", LONGEST_LINE - 1
        part += character
        room -= size
    yield part
