"""A complaint as it is drafted: everything that a text, a PDF, a mail or a form needs, and nothing about how they look."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.filing import NOTHING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from portinaio.complaints.advice import Advice
    from portinaio.core.message import Message


class Missing(NamedTuple):
    """What stands as a visible gap."""

    key: str
    """As `--set` or the profile takes it; `calls` where none was given."""
    question: Message
    any_of: tuple[str, ...] = ()
    """The keys of which one is enough, in the order of preference."""


class Field(NamedTuple):
    """One field of a form, in the form's order."""

    key: str
    label: str
    value: str
    verified: bool
    """Whether the label is the form's own; else it is a description."""
    gap: bool = False
    """Whether something is still to be completed in its value."""


class Ground(NamedTuple):
    """One thing upon which a sentence rests."""

    name: str
    """A place or fact of the vocabulary, or the key of a law."""
    known: str
    """`observed`, `stated` or `derived`."""
    where: str
    """`log`, `dates`, `law`; of what is stated `profile`, `answers`, `company` or `letters`."""
    by: str = ""
    """Who states it; empty where the letter does not name them."""
    on: str = ""
    """The day on which they said so, as ISO 8601 writes it; where it is not known, that of the letter, which repeats it."""


class Basis(NamedTuple):
    """Why a sentence may stand."""

    paragraph: int
    sentence: str
    rests_on: str
    """`observed`, `stated` or `derived`."""
    cite: str
    """The law that it rests on; empty where none."""
    grounds: tuple[Ground, ...] = ()


class Source(NamedTuple):
    cite: str
    url: str | None
    checked: date


class Addressee(NamedTuple):
    name: str
    address: str = ""
    email: str = ""
    pec: str = ""
    page: str = ""
    """Where a form begins."""
    number: str = ""
    """Where a text message or a call goes."""


class Paper(NamedTuple):
    """What it is printed on, as the country has it."""

    size: str = "a4"
    window: str = "right"
    address: str = "town"


class CallRow(NamedTuple):
    """One line of the table of calls, in the letter's language."""

    id: int
    date: str
    time: str
    caller: str
    """The number displayed, or that none was."""
    called: str
    duration: str


class Draft(NamedTuple):
    recipient: str
    """Key of the pack."""
    channel: str
    """`letter`, `web`, `sheet`, `sms` or `phone`."""
    language: str
    country: str
    addressee: Addressee
    sender: tuple[str, ...]
    """Name and where an answer reaches the user; no more than the answer needs."""
    dated: str
    subject: str
    paragraphs: tuple[str, ...]
    """A newline stands where a line must end."""
    table_after: int | None
    """The table of calls stands after so many paragraphs; `None` where the letter tells its one call itself."""
    columns: CallRow
    """Headings of the table; `id` is 0."""
    calls: tuple[CallRow, ...]
    fields: tuple[Field, ...]
    annexes: tuple[str, ...]
    statements: tuple[tuple[str, str], ...]
    """What only the user can vouch for, each with its label."""
    missing: tuple[Missing, ...]
    """What it cannot do without."""
    cautions: tuple[Message, ...]
    """For the user: what may not be claimed or expected, and what to look at again."""
    sources: tuple[Source, ...]
    """The laws that stand in it."""
    aid: Message
    """What it says, for a user who does not read its language."""
    headings: dict[str, str]
    """Words of the letter's language that a rendering puts before parts: `subject`, `to`, `annexes`, `page`…"""
    advice: tuple[Advice, ...] = ()
    """Which complaints fit these calls, and why."""
    signed: bool = False
    answer_owed: bool = False
    basis: tuple[Basis, ...] = ()
    """Of each sentence of the paragraphs."""
    reference: str = ""
    """A number that the recipient can quote."""
    paper: Paper = Paper()
    said_on: Mapping[str, str] = NOTHING
    """As `Filing.said_on`."""
    further: tuple[Missing, ...] = ()
    """What would make it say more, or other things; nobody has to answer."""
