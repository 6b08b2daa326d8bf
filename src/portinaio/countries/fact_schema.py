"""The facts of a country in `pack.toml`: law, authorities, registers, hours, limits. Each bears where it was read, when, and how well.

What is in force only for a time says so with `since` and `until`; a call is judged by what was in force on its day.
"""

from __future__ import annotations

import datetime as dt  # msgspec reads the annotations when it decodes
from typing import Annotated, Literal

import msgspec

from portinaio.countries.clause_schema import ALWAYS, Text, When
from portinaio.countries.data_file import Mark, Table

Key = str
Slots = tuple[tuple[dt.time, dt.time], ...]
"""Parts of a day, each from its first minute to the first one after: `[[10:00:00, 13:00:00], [14:00:00, 20:00:00]]`."""


class Verified(Table, frozen=True, kw_only=True):
    """A fact, and where it was read."""

    source: str
    """Page, act or publication, as one would look it up."""
    checked: dt.date
    """Day on which somebody last read it."""
    mark: Mark
    url: str | None = None
    """Only an address that was opened."""


class Timed(Verified, frozen=True, kw_only=True):
    """A fact of some days only."""

    since: dt.date | None = None
    """First day on which it was in force."""
    until: dt.date | None = None
    """Last one."""

    def in_force(self, day: dt.date) -> bool:
        return (self.since is None or day >= self.since) and (
            self.until is None or day <= self.until
        )


class Span(Table, frozen=True, kw_only=True):
    """A length of time, in one of three measures; `{}` for none."""

    days: Annotated[int, msgspec.Meta(ge=0, le=366)] = 0
    working_days: Annotated[int, msgspec.Meta(ge=0, le=366)] = 0
    months: Annotated[int, msgspec.Meta(ge=0, le=36)] = 0

    def __bool__(self) -> bool:
        return bool(self.days or self.working_days or self.months)


class Law(Timed, frozen=True, kw_only=True):
    """A clause about calls that cites it speaks of those of its days; any other stands in letters of its days."""

    cite: Text
    """As a letter quotes it."""
    says: Text
    """What it says, in one sentence of the pack's language."""
    caution: str = ""
    """English: what a user should know before a letter cites it."""


class Authority(Verified, frozen=True, kw_only=True):
    name: Text
    address: Text = ""
    email: str = ""
    pec: str = ""
    """Certified mail; reached only from another certified box where the authority says so."""
    page: str = ""
    """Where the user begins; never deeper than what was opened."""
    phone: str = ""
    sms: str = ""
    """Number that takes text messages, as one dials it in the country."""


class OptOut(Timed, frozen=True, kw_only=True):
    """A register in which people say that they do not want to be called. A pack may have several, by key."""

    name: Text
    enrolled: Key
    """Field of the profile, a day, on which the line was enrolled."""
    renewed: Key = ""
    """Field of the profile, a day, on which that was last renewed."""
    line: Key = "line"
    """Field of the profile with the number that is enrolled."""
    effective: Span = Span()
    """After so long an enrolment takes effect."""
    copy_days: Annotated[int, msgspec.Meta(ge=0, le=366)] = 0
    """For so long after that a caller may still rely on an older copy of the register."""
    contract_days: Annotated[int, msgspec.Meta(ge=0, le=3660)] = 0
    """For so long after its end a contract may still carry a consent."""
    revokes: bool = False
    """Whether enrolling, and renewing it, takes back the consents given before."""
    page: str = ""
    phone: str = ""
    email: str = ""


class ShownNumbers(Verified, frozen=True, kw_only=True):
    """Numbers of one sort that a caller may show, by how they begin. That one of them was displayed is `was_shown_KEY`."""

    beginnings: tuple[str, ...]
    """E.164: `["+34400"]`."""


class CallerRegister(Verified, frozen=True, kw_only=True):
    """A public register of numbers that companies call from. It is asked for one number, when the user wants it."""

    name: str
    keeper: str
    """Who is told by it that the number called: a name as people know it."""
    ask: str
    """Address of the answer, JSON, with `{national}` where the number's digits go without the calling code."""
    company: tuple[str, ...]
    """Under which names an answer has the company, the best first; an answer without anything knows none."""


class Hours(Timed, frozen=True, kw_only=True):
    """When sales calls may be made, by law or by a code that somebody joined. The first rule that binds counts."""

    key: Key
    status: Literal["law", "voluntary_code", "association_code"]
    """A code binds those who joined it, nobody else: without a `when` it is only known."""
    name: Text
    when: When = ALWAYS
    """Whom it binds, and of a law, if it does not bind everybody: facts, among them those of one call."""
    mon_fri: Slots
    saturday: Slots = ()
    """Of this and the next ones, none allows no call at all on such a day."""
    sunday: Slots = ()
    holiday: Slots = ()
    eve_of_holiday: Slots | None = None
    """Hours of a day before a holiday; without it, those of its weekday."""


class Silent(Timed, frozen=True, kw_only=True):
    """Limits for calls in which nobody speaks."""

    per_hundred: int
    """Tolerated in a hundred completed calls of one campaign."""
    drop_after_s: int
    no_recall_days: int
    law: Key
    """Key of the law that says so."""


class Limit(Timed, frozen=True, kw_only=True):
    """How many calls of one company are tolerated within some days. One that is too many is `was_over_KEY`."""

    key: Key
    most: Annotated[int, msgspec.Meta(ge=0, le=100)]
    days: Annotated[int, msgspec.Meta(ge=1, le=366)]
    """Counted back from the day of the call, which is the first of them."""
    after_objection: bool = False
    """Only of calls after the objection, and for so many days after it."""
    when: When = ALWAYS
    law: Key


class ConsentRule(Timed, frozen=True, kw_only=True):
    """For how long a consent is good. A call after that is `was_lapsed`, where the user names the day of the consent."""

    valid: Span
    law: Key


class Decision(Verified, frozen=True, kw_only=True):
    """A decision of an authority on such calls."""

    key: Key
    """Under which a clause cites it."""
    cite: Text
    subject: Text
    may_cite: bool
    """False for one that was annulled or whose text nobody has seen: it stands here so that nobody adds it again."""


class KnownCompany(Verified, frozen=True, kw_only=True):
    """A company whose own privacy notice names an address. The user looks again before sending."""

    brand: str
    """As callers say it."""
    name: str
    """Who answers for the calls, as printed."""
    address: str = ""
    email: str = ""
    pec: str = ""
    role: Text = ""
    """Whose address it is, in the pack's language."""
    copied: dt.date | None = None
    """Date of the copy that was read, where it bears one."""
