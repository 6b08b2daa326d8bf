"""The shape of a country's `pack.toml`. One class a table; the docstring below a key says what it means.

A pack is data: a new country is a folder with this file and its letters (`clause_schema`), and no code. Every fact bears where it was
read, when, and how well (`mark`); what nobody has read is not shipped. English in it (`name`, `aid`, `cautions`, `says`,
`question`, `meaning`) is said to the user and translated in the catalogue; everything that goes to a recipient is in the
recipient's language.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  # msgspec reads the annotations when it decodes
from typing import Annotated, Literal

import msgspec

from portinaio.countries.clause_schema import ALWAYS, Answer, Clause, Condition, Need, Text, When
from portinaio.countries.data_file import Mark, Table
from portinaio.countries.range_schema import Range  # noqa: TC001  # as above

Key = str
Months = Annotated[int, msgspec.Meta(ge=1, le=36)]
Way = Literal["email", "pec", "registered", "post", "web", "hand"]
Days = Annotated[int, msgspec.Meta(ge=1, le=366)]


class PlanTable(Table, frozen=True, kw_only=True):
    calling_code: str
    """Digits without `+`."""
    emergency: tuple[str, ...]
    """Short numbers that may never be blocked, listed or reported."""
    international_prefix: str = "00"
    also: dict[str, str] = msgspec.field(default_factory=dict)
    """E.164 beginnings that are the same party under another: `"+378" = "+390549"`."""


class Verified(Table, frozen=True, kw_only=True):
    """A fact, and where it was read."""

    source: str
    """Page, act or publication, as one would look it up."""
    checked: dt.date
    """Day on which somebody last read it."""
    mark: Mark
    url: str | None = None
    """Only an address that was opened."""


class Law(Verified, frozen=True, kw_only=True):
    cite: Text
    """As a letter quotes it."""
    says: Text
    """What it says, in one sentence of the pack's language."""
    caution: str = ""
    """English: what a user should know before a letter cites it."""


class Authority(Verified, frozen=True, kw_only=True):
    name: str
    address: str = ""
    email: str = ""
    pec: str = ""
    """Certified mail; reached only from another certified box where the authority says so."""
    page: str = ""
    """Where the user begins; never deeper than what was opened."""
    phone: str = ""


class OptOut(Verified, frozen=True, kw_only=True):
    """A register in which people say that they do not want to be called."""

    name: str
    working_days: Days = 1
    """Enrolment takes effect after so many working days."""
    copy_days: Annotated[int, msgspec.Meta(ge=0, le=366)]
    """For so long after that a caller may still rely on an older copy of the register."""
    contract_days: int
    """For so long after its end a contract may still carry a consent."""
    page: str
    phone: str = ""
    email: str = ""


class CallerRegister(Verified, frozen=True, kw_only=True):
    """A public register of numbers that companies call from. It is asked for one number, when the user wants it."""

    name: str
    keeper: str
    """Who is told by it that the number called: a name as people know it."""
    ask: str
    """Address of the answer, JSON, with `{national}` where the number's digits go without the calling code."""
    company: tuple[str, ...]
    """Under which names an answer has the company, the best first; an answer without anything knows none."""


class Hours(Verified, frozen=True, kw_only=True):
    """When sales calls may be made, by law or by a code that somebody joined."""

    key: str
    status: Literal["law", "voluntary_code", "association_code"]
    """A code binds those who joined it, nobody else: without a `when` it is only known."""
    name: Text
    when: When = ALWAYS
    """Whom a code binds: as a rule those of whom the user has answered that they joined it."""
    mon_fri: tuple[dt.time, dt.time]
    saturday: tuple[dt.time, dt.time] | None = None
    sunday: tuple[dt.time, dt.time] | None = None
    holiday: tuple[dt.time, dt.time] | None = None
    eve_of_holiday: tuple[dt.time, dt.time] | None = None
    """Hours of a day before a holiday; without it, those of its weekday."""
    since: dt.date | None = None


class Silent(Verified, frozen=True, kw_only=True):
    """Limits for calls in which nobody speaks."""

    per_hundred: int
    """Tolerated in a hundred completed calls of one campaign."""
    drop_after_s: int
    no_recall_days: int
    law: Key
    """Key of the law that says so."""


class Decision(Verified, frozen=True, kw_only=True):
    """A decision of an authority on such calls."""

    key: Key
    """Under which a clause cites it."""
    cite: Text
    subject: Text
    may_cite: bool
    """False for one that was annulled or whose text nobody has seen: it stands here so that nobody adds it again."""


class Deadlines(Table, frozen=True, kw_only=True):
    reply_months: Months = 1
    """Art. 12(3) GDPR: from receipt."""
    extended_months: Months = 3
    """The last day, where an extension was announced in time."""
    reminder_days: Days = 14
    way_days: dict[Way, Annotated[int, msgspec.Meta(ge=0, le=60)]] = msgspec.field(
        default_factory=lambda: {
            "email": 1,
            "pec": 1,
            "registered": 10,
            "post": 10,
            "web": 0,
            "hand": 0,
        }
    )
    """How long a letter is given to arrive, where nobody has said when it did: a caution of ours, no law. A way that is not
    named here, and a letter of which nobody has said how it went, have the longest."""


class KnownCompany(Verified, frozen=True, kw_only=True):
    """A company whose own privacy notice names an address. The user looks again before sending."""

    brand: str
    """As callers say it."""
    name: str
    """The controller, as printed."""
    address: str = ""
    email: str = ""
    pec: str = ""
    role: str = ""
    """Whose address it is, in the pack's language."""
    copied: dt.date | None = None
    """Date of the copy that was read, where it bears one."""


class FieldTable(Table, frozen=True, kw_only=True):
    """One field of a form, in the form's order."""

    key: str
    label: Text
    """The form's own label if `verified`, else a description; in the notation of clauses."""
    value: Text
    """In the notation of clauses: it is left out where a place of it is not filled."""
    when: When = ALWAYS
    verified: bool = False
    each: bool = False
    """Once for each call."""


class AdviceRule(Table, frozen=True, kw_only=True):
    """What speaks for or against a complaint to this recipient, in the light of what is known."""

    speaks: Literal["for", "against", "note"]
    """It fits where something speaks for it and nothing against; a note is only shown."""
    says: str
    """English, a sentence for the user."""
    when: When = ALWAYS


class Recipient(Table, frozen=True, kw_only=True):
    """One kind of complaint."""

    name: str
    """English: to whom it goes, in a word or two, as the windows show it: `the company`; or a name of its own."""
    title: Text
    """What the letter is called, in the pack's language, when a later letter cites it."""
    channel: Literal["letter", "web"]
    """`letter`: e-mail, certified mail or post; `web`: a form that the user fills in."""
    ways: tuple[Literal["email", "pec", "post"], ...] = ("pec", "email", "post")
    """How a letter may reach the recipient, the best first."""
    aid: str
    """English: what the letter says, in a paragraph for a user who does not read its language."""
    subject: Text
    """In the notation of clauses."""
    letter: str = ""
    """File of its clauses, beside the pack; empty where fields say all."""
    begins: bool = False
    """Whether it is the first letter, to the company, on which the later ones rest: an objection. One of the pack is."""
    authority: Key = ""
    """Key of the authority; empty for a letter to the company."""
    needs: tuple[str | Need, ...] = ()
    """Places that stand as a visible gap until the user fills them; `a|b` for one of several, a table for one that is
    needed under a condition."""
    unknown: tuple[str, ...] = ()
    """Needs that the user may declare not to be known."""
    advice: tuple[AdviceRule, ...] = ()
    law: tuple[Key, ...] = ()
    """Laws that the recipient's form rests on, besides those that the letter quotes."""
    field: tuple[FieldTable, ...] = ()
    annexes: tuple[Text, ...] = ()
    """In the notation of clauses; those of which a place is not filled are left out."""
    cautions: tuple[str, ...] = ()
    """English: what may not be claimed or expected."""
    answer_owed: bool = False
    """Whether sending starts the clock of `deadlines`."""
    reminds: Key = ""
    """Recipient whose letter this one recalls; its clock is `reminder_days`."""
    escalates: bool = False
    """Whether this is the step after a refusal or a reminder in vain."""
    signed: bool = False
    """Whether it needs a signature by hand or a digital one."""


class Example(Table, frozen=True, kw_only=True):
    """A number of the country and how it must be read; fictional where it could be somebody's."""

    text: str
    number: str | None = None
    kind: Literal["number", "short", "emergency", "internal", "name", "nothing"] = "number"


class PackFile(Table, frozen=True, kw_only=True):
    country: str
    """ISO 3166-1 alpha-2."""
    language: str
    """Of the letters; as Babel names it."""
    languages: tuple[str, ...] = ()
    """Further ones: then every text is a table by language, and the user may choose."""
    common_words: tuple[str, ...]
    """The commonest words of that language, in small letters: a letter that holds few of them is in another one."""
    checked: dt.date
    review_by: dt.date
    """After this day every draft says that the law may have changed."""
    plan: PlanTable
    range: tuple[Range, ...] = ()
    """Ranges that the law of the country reserves, beside those of `blocklists/reserved.toml`."""
    holidays: str = ""
    """What the `holidays` library calls the country, where that is not its code."""
    certified_mail: tuple[str, ...] = ()
    """By which words one knows a certified mailbox behind the `@`; none where the country has no such mail."""
    law: dict[Key, Law] = msgspec.field(default_factory=dict)
    authority: dict[Key, Authority] = msgspec.field(default_factory=dict)
    optout: OptOut | None = None
    register: CallerRegister | None = None
    hours: tuple[Hours, ...] = ()
    silent: Silent | None = None
    condition: dict[Key, Condition] = msgspec.field(default_factory=dict)
    """Facts that only this country knows, made of others."""
    answer: dict[Key, Answer] = msgspec.field(default_factory=dict)
    """What only this country asks the user."""
    decision: tuple[Decision, ...] = ()
    deadlines: Deadlines = Deadlines()
    recipient: dict[Key, Recipient] = msgspec.field(default_factory=dict)
    """By keys of the pack's own, which `report --to` takes."""
    terms: dict[str, Text] = msgspec.field(default_factory=dict)
    """Words that the program puts into letters, in their language."""
    abbreviation: dict[str, Text] = msgspec.field(default_factory=dict)
    """What stands for a short form in citations where it is used for the first time."""
    elision: dict[str, str] = msgspec.field(default_factory=dict)
    """`del = "dell'"`: how the filter `led` shortens a word,"""
    elided_before: tuple[str, ...] = ()
    """before what begins with one of these."""
    gap: dict[str, Text] = msgspec.field(default_factory=dict)
    """What a gap is called, by place."""
    columns: dict[str, Text] = msgspec.field(default_factory=dict)
    """Headings of the table of calls: date, time, caller, called, duration."""
    question: dict[str, str] = msgspec.field(default_factory=dict)
    """English: what the user is asked for a place that has another name in each country, such as a register."""
    company: tuple[KnownCompany, ...] = ()
    example: tuple[Example, ...] = ()


class Pack(PackFile, frozen=True, kw_only=True):
    """A pack file and the texts of its letters."""

    letters: dict[str, tuple[Clause, ...]] = msgspec.field(default_factory=dict)
    """Clauses by file name."""

    @property
    def first(self) -> str:
        """Key of the letter that comes first; empty where there are no letters."""
        return next((key for key, one in self.recipient.items() if one.begins), "")

    @property
    def reminder(self) -> str:
        """Key of the letter that recalls the first one; empty where the country has none."""
        return next(
            (k for k, r in self.recipient.items() if self.first and r.reminds == self.first), ""
        )

    @property
    def all_languages(self) -> tuple[str, ...]:
        return (self.language, *self.languages)

    def citations(self) -> dict[str, Law | Decision]:
        """What a clause may cite, by key: laws, and decisions that stand."""
        return {**self.law, **{one.key: one for one in self.decision if one.may_cite}}

    def led(self, words: str, text: str) -> str:
        """`text` behind `words`, of which the last is elided where the language wants it: `riscontro dell'8 ottobre`."""
        before, _, last = words.rpartition(" ")
        if last in self.elision and text.casefold().startswith(self.elided_before):
            return f"{before} {self.elision[last]}{text}".lstrip()
        return f"{words} {text}"
