"""Numbers in the notes of cards: nobody knows whose they are, so they make nobody known, and are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.contacts.book import LONGEST_SHOWN
from portinaio.core.message import counted
from portinaio.core.safe_text import one_line
from portinaio.lists.intake.cells.remarks import LONGEST, holds_a_number
from portinaio.wire.vcard.properties import properties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.core.message import Message


def told_notes(data: bytes) -> Iterator[Message]:
    """At most one message, with the first of them."""
    if b"note" not in data.lower():
        return
    notes = (found for found in properties(data) if found.name == "NOTE")
    found = [note for note in notes if holds_a_number(one_line(note.value, LONGEST))]
    if found:
        yield counted(
            "a number within a note is not read, line %(line)d: %(text)s",
            "numbers within %(n)d notes are not read; the first, line %(line)d: %(text)s",
            len(found),
            line=found[0].line,
            text=one_line(found[0].value, LONGEST_SHOWN),
        )
