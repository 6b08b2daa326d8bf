"""A draft of a complaint: the letter as it will leave, what is missing in it, and upon what it rests."""

from __future__ import annotations

from typing import TypedDict


class FieldAnswer(TypedDict):
    key: str
    label: str
    value: str
    verified: bool
    gap: bool
    """Whether something in the value is still to be completed; it is nothing to copy then."""


class MissingAnswer(TypedDict):
    key: str
    question: str
    any_of: list[str]
    """Keys of which one is enough, in the order of preference; none where no answer fills it, but what is done first."""
    of_user: bool
    """Whether it is kept in the profile, for the next letter."""
    choices: list[str]
    """The codes that count, where only a few answers do; none where it is any text."""
    or_day: bool
    """Whether it may be a day as well, such as 2026-01-31."""


class SourceAnswer(TypedDict):
    cite: str
    url: str | None
    checked: str


class GroundAnswer(TypedDict):
    """One thing upon which a sentence rests."""

    name: str
    known: str
    """`observed`, `stated` or `derived`."""
    where: str
    """`log`, `dates`, `law`; of what is stated `profile`, `answers`, `company` or `letters`."""
    by: str
    """Who states it; empty where nobody states it, or the letter does not name them."""
    on: str | None
    """The day on which they said so; where it is not known, that of the letter."""


class BasisAnswer(TypedDict):
    """Why a sentence may stand in the letter."""

    paragraph: int
    sentence: str
    rests_on: str
    """`observed` in the log, `stated` by the user, or `derived` from dates and the law."""
    cite: str
    """The law; empty where none."""
    grounds: list[GroundAnswer]


class RouteAnswer(TypedDict):
    """Whether an act fits these calls, and why."""

    recipient: str
    fits: bool
    reasons: list[str]


class SuggestionAnswer(TypedDict):
    """What a list or the network said; entered only if the user does."""

    key: str
    value: str
    source: str


class ReportAnswer(TypedDict):
    """A draft of a complaint; `text` is the letter as it will leave, `aid` says in the reader's language what it says."""

    id: int
    recipient: str
    channel: str
    subject: str
    paragraphs: list[str]
    fields: list[FieldAnswer]
    calls: list[int]
    annexes: list[str]
    missing: list[MissingAnswer]
    further: list[MissingAnswer]
    """What would make it say more, or other things; nobody has to answer."""
    sources: list[SourceAnswer]
    basis: list[BasisAnswer]
    text: str
    aid: str
    page: str
    """Where a form begins; empty for a letter."""
    number: str
    """Where a text message or a call goes; empty for what is written."""
    cautions: list[str]
    routes: list[RouteAnswer]
    """All recipients, those that fit first."""
    suggestions: list[SuggestionAnswer]


class JoiningAnswer(TypedDict):
    """The draft that calls of another number or to another line would come to."""

    draft: int | None
    says: str
    """To be asked before; empty where there is nothing to ask."""
