"""Community lists: those in use, those on offer, and their syncs."""

from __future__ import annotations

from typing import TypedDict

from portinaio.api.answers.calls import ReplayAnswer  # noqa: TC001  # msgspec reads the annotations
from portinaio.api.answers.rules import RejectedAnswer, SeenAnswer  # noqa: TC001  # as above


class ListAnswer(TypedDict):
    name: str
    title: str
    url: str
    format: str
    region: str | None
    sure: bool
    """Whether somebody insists on the region, although the numbers look like another country's."""
    columns: list[str]
    """Of a table: those in which the numbers stand, where somebody has said which."""
    root: str
    """Of a list site: the fingerprint of its first root; empty for any other list."""
    countries: list[str]
    """Of a list site: those whose numbers are fetched; empty for all."""
    kind: str
    """`callers`, or `innocents`: numbers of public bodies, whom what other lists say makes suspected at most."""
    trust: float
    origin: str
    """Whose data it is made of; of lists with the same one the heaviest counts."""
    complaints: bool | None
    """Whether each row is one complaint; null where the content tells."""
    vetted: bool
    """Whether its publisher asks for two reports or a confirmed one, so that a row counts as two reporters at least."""
    entries: int
    version: str | None
    updated: str | None
    checked: str | None
    state: str
    error: str | None
    note: str | None
    """Why alone it makes a caller suspected at most, however much it is trusted."""


class ContentAnswer(TypedDict):
    """What a list can do, and how fresh it is."""

    effect: str
    """The most that it makes of a number on it, no other list helping: `none`, `suspected` or `reported`."""
    effect_says: str
    """The same in a sentence, and what would make it more."""
    newest: str | None
    """Day of the newest report; null where the list gives no day."""
    modified: str | None
    """Day on which its server says that it changed."""
    fresh_says: str
    """How fresh it is, in a sentence; empty before anything was fetched."""


class ListDetailAnswer(ListAnswer, ContentAnswer):
    """One list, with what the catalogue knows of it."""

    publisher: str
    homepage: str
    licence: str
    says: str
    every_hours: int


class EffectAnswer(ContentAnswer):
    """The same, and what it would have done."""

    log: ReplayAnswer
    """What it would have added to the other lists."""


class AddedListAnswer(ListAnswer, EffectAnswer):
    """A new subscription, or one on trial, and how its first sync went."""

    bytes: int
    accepted: int
    rejected: int
    rows: list[RejectedAnswer]
    """The first of the rows that could not be used."""
    seen: SeenAnswer | None
    """What it is; null before it has been fetched."""


class GivenUpAnswer(TypedDict):
    name: str


class OfferAnswer(TypedDict):
    """A list of the catalogue; nothing of it is subscribed by itself."""

    name: str
    title: str
    publisher: str
    homepage: str
    url: str
    licence: str
    kind: str
    """As of a list in use."""
    format: str
    country: str
    region: str | None
    every_hours: int
    trust: float
    account: str
    """What is needed to get an access token; empty where none is."""
    says: str
    note: str
    """What somebody in the country of this house should know of it; empty where that is nothing more."""
    checked: str
    subscribed: bool
    effect: str
    """The most that it makes of a number on it, no other list helping: `none`, `suspected` or `reported`."""
    effect_says: str
    """The same in a sentence, and what would make it more."""


class NeverAnswer(TypedDict):
    name: str
    reason: str


class CatalogueAnswer(TypedDict):
    lists: list[OfferAnswer]
    never: list[NeverAnswer]
    fault: str | None
    """Why nothing of the user's own catalogue is on offer; null where nothing is wrong with it."""
    country: str
    """Whose lists come first."""
    remark: str
    """What is to be expected of the lists for this country, where that is little; else empty."""


class FormatAnswer(TypedDict):
    """What files of lists can be read, and what can be written in the same way."""

    id: str
    title: str
    writes: list[str]
    """Of `block`, `list`, `calls` and `contacts`, what `export` writes in it."""
    error: str | None
    """Why it cannot be used; another package brings it."""


class SyncAnswer(TypedDict):
    """How the sync of one list went; the counts are of entries, `rejected` of rows that could not be used."""

    name: str
    state: str
    error: str | None
    bytes: int
    accepted: int
    updated: int
    removed: int
    rejected: int
    note: str | None
    """As of a list, and what its content made us say, each on a line of its own."""


class SyncingAnswer(TypedDict):
    """How far the sync of one list has come."""

    name: str
    bytes: int
    whole: int | None
    """Bytes that there will be, where the server says."""


class ListRowAnswer(TypedDict):
    """What a list says of a number or of a stretch; `company` is the list's own text."""

    pattern: str
    reporters: int | None
    disputes: int
    last: str | None
    """Day of the last report, where the list gives one."""
    since: str | None
    """Where it gives none, the day since which its syncs have seen the row as it is."""
    category: str
    company: str


class ListRowsAnswer(TypedDict):
    entries: int
    rows: list[ListRowAnswer]
