"""What the invented household is: people, rules, callers and complaints, as the file beside this says.

It speaks the language of whoever looks at it, but for the names of people: what a reader would have called things and noted.
"""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec.structs import replace

from portinaio import language as languages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

FILE = "household.toml"


class Contact(msgspec.Struct, frozen=True):
    name: str
    number: str
    person: bool = False
    """Whose name is the same in every language."""


class HouseEntry(msgspec.Struct, frozen=True):
    pattern: str
    kind: Literal["block", "allow"]
    note: str = ""


class HouseList(msgspec.Struct, frozen=True):
    """A list of others, with every number from `first` on."""

    name: str
    first: str
    numbers: int


class Caller(msgspec.Struct, frozen=True, rename={"number": "from"}):
    number: str
    days: tuple[int, ...]
    """How many days ago it called."""
    at: tuple[str, ...]
    """Times such as 18:40, in turn; all of them each day where `all` says so."""
    rings_s: float
    talks_s: float = 0
    """Where somebody was let through and answered."""
    all: bool = False
    name: str = ""
    presentation: Literal["allowed", "restricted"] = "allowed"
    attestation: Literal["none", "failed"] = "none"


class Complaint(msgspec.Struct, frozen=True):
    """About the calls of `caller` until the day on which it is drafted; days ago, like all days here."""

    caller: str
    drafted: int
    company: str
    values: dict[str, str]
    pec: str = ""
    sent: int | None = None
    means: Literal["pec", "email", "registered"] = "pec"
    received: int | None = None
    answered: int | None = None
    insufficient: int | None = None
    point: str = ""
    refused: int | None = None
    closed: int | None = None
    next: str = ""
    """Whom the letter that followed went to, on the day `followed`."""
    followed: int | None = None


class Household(msgspec.Struct, frozen=True):
    line: str
    line_name: str
    profile: dict[str, str]
    contact: tuple[Contact, ...]
    entry: tuple[HouseEntry, ...]
    list: HouseList
    caller: tuple[Caller, ...]
    complaint: tuple[Complaint, ...]


def the_household(language: str = "en") -> Household:
    translation = languages.translation(language)
    return _said(_written(), translation.gettext if translation else str)


def messages() -> Iterator[str]:
    """The English words of the file, for the message catalogue."""
    found: list[str] = []

    def keep(text: str) -> str:
        found.append(text)
        return text

    _said(_written(), keep)
    yield from dict.fromkeys(filter(None, found))


def _written() -> Household:
    file = resources.files(__package__).joinpath(FILE)
    return msgspec.toml.decode(file.read_bytes(), type=Household)


def _said(house: Household, say: Callable[[str], str]) -> Household:
    """With all that a reader would have worded."""

    def worded(text: str) -> str:
        return say(text) if text else ""  # a catalogue's empty message is its header

    return replace(
        house,
        line_name=worded(house.line_name),
        contact=tuple(
            one if one.person else replace(one, name=worded(one.name)) for one in house.contact
        ),
        entry=tuple(replace(one, note=worded(one.note)) for one in house.entry),
        list=replace(house.list, name=worded(house.list.name)),
        complaint=tuple(
            replace(one, company=worded(one.company), point=worded(one.point))
            for one in house.complaint
        ),
    )
