"""The phonebook of a FRITZ!Box: one person a contact, with all of their numbers."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from portinaio.contacts.book import LONGEST_SHOWN, BookReading, CardFile, Rejected, unheard
from portinaio.core.message import Message, msg
from portinaio.errors import UntrustedListError
from portinaio.lists.formats import fritzbox
from portinaio.lists.intake import allowed
from portinaio.lists.intake.text import opened
from portinaio.lists.intake.xml_tags import tags_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.contacts.book import At
    from portinaio.core.numbers.plan import Plan

_INTERNAL = msg("a telephone of the house, which nobody else calls from")
_OF_THE_HOUSE = "**"  # `**610`


class _Person(NamedTuple):
    line: int
    name: str
    numbers: list[tuple[int, str]]
    """With their lines."""
    groups: list[str]
    barred: bool


def read_fritzbox_book(data: bytes, plan: Plan, source: str, at: At = unheard) -> CardFile:
    """Whom the box bars is nobody's contact."""
    reading = BookReading(plan, source, at)
    rejected: list[Rejected] = []
    try:
        for person in _people(data):
            rejected += _left_out(person)
            theirs = [text for _, text in person.numbers if not text.startswith(_OF_THE_HOUSE)]
            if not (person.barred or (person.numbers and not theirs)):
                reading.take(person.line, person.name, theirs, person.groups)
    except UntrustedListError as error:
        said = error.sentence if isinstance(error.sentence, Message) else Message(str(error))
        return reading.finished(whole=False)._replace(rejected=(Rejected(1, "", said),))
    found = reading.finished()
    return found._replace(rejected=(*rejected, *found.rejected))


def _left_out(person: _Person) -> Iterator[Rejected]:
    for line, text in person.numbers:
        if person.barred:
            yield Rejected(line, text[:LONGEST_SHOWN], allowed.BARRED)
        elif text.startswith(_OF_THE_HOUSE):
            yield Rejected(line, f"{person.name} {text}"[:LONGEST_SHOWN], _INTERNAL)


def _people(data: bytes) -> Iterator[_Person]:
    barred = False
    person = _Person(1, "", [], [], barred)
    for tag in tags_of(opened(BytesIO(data))):
        match tag.name, tag.opens:
            case "phonebook", True:
                barred = tag.attributes.get("owner") == fritzbox.BARRED
            case "contact", True:
                person = _Person(tag.line, "", [], [], barred)
            case "category", False if tag.text.strip() == fritzbox.IMPORTANT:
                person.groups.append(fritzbox.VIP)
            case "realName", False:
                person = person._replace(name=tag.text)
            case "number", False:
                person.numbers.append((tag.line, tag.text.strip()))
            case "contact", False:
                yield person
            case _:
                pass
