"""The shape of a country's `pack.toml`. One class a table; the docstring below a key says what it means.

A pack is data: a new country is a folder with this file and its letters (`clause_schema`), and no code. Its facts stand in
`fact_schema`, its acts in `act_schema`. English in it (`name`, `aid`, `cautions`, `says`, `question`, `meaning`, `does_not`) is
said to the user and translated in the catalogue; everything that goes to a recipient is in the recipient's language.
"""

# ruff: noqa: TC001  # msgspec reads the annotations when it decodes
from __future__ import annotations

import datetime as dt  # noqa: TC003  # as above
from typing import Literal

import msgspec

from portinaio.countries.act_schema import Deadlines, Recipient
from portinaio.countries.clause_schema import Answer, Clause, Condition, Text
from portinaio.countries.data_file import Table
from portinaio.countries.fact_schema import (
    Authority,
    CallerRegister,
    ConsentRule,
    Decision,
    Hours,
    KnownCompany,
    Law,
    Limit,
    OptOut,
    ShownNumbers,
    Silent,
)
from portinaio.countries.range_schema import Range

Key = str


class PlanTable(Table, frozen=True, kw_only=True):
    calling_code: str
    """Digits without `+`."""
    emergency: tuple[str, ...]
    """Short numbers that may never be blocked, listed or reported."""
    international_prefix: str = "00"
    also: dict[str, str] = msgspec.field(default_factory=dict)
    """E.164 beginnings that are the same party under another: `"+378" = "+390549"`."""


class Example(Table, frozen=True, kw_only=True):
    """A number of the country and how it must be read; fictional where it could be somebody's."""

    text: str
    number: str | None = None
    kind: Literal["number", "short", "emergency", "internal", "name", "nothing"] = "number"


class Forms(Table, frozen=True, kw_only=True):
    """How things look on paper and in a sentence; what is not said here is as Babel has it for the language."""

    paper: Literal["a4", "letter"] = "a4"
    window: Literal["left", "right"] = "right"
    """Where an envelope shows the address."""
    address: Literal["town", "state", "each"] = "town"
    """How an address written in one line is cut at its commas: the last part on a line of its own; the last two together on
    one; each on its own."""
    date: Text = "long"
    """Of Babel: `full`, `long`, `medium`, `short`, or a pattern of CLDR such as `d. MMMM y`."""
    time: Text = "short"
    """So, too; without a pattern, with twelve hours or twenty-four as the language has it."""
    table_date: Text = "medium"
    table_time: Text = "short"
    numbers: Literal["e164", "international", "national"] = "e164"
    """How telephone numbers are written; `national` writes those of another country internationally."""
    no_break_before: Text = ""
    """Marks before which a space must not break, such as `:»` in French;"""
    narrow_before: Text = ""
    """those before which it is a narrow one as well, such as `;!?`;"""
    no_break_after: Text = ""
    """and those after which it must not, such as `«`."""


class PackFile(Table, frozen=True, kw_only=True):
    country: str
    """ISO 3166-1 alpha-2; of a pack that `serves` others, the name of its folder in capitals."""
    serves: tuple[str, ...] = ()
    """Countries without a pack of their own for which letters are written with this one. It has no `plan` then."""
    language: str
    """Of the letters, as Babel names it: `de`, or `de_CH` where the country has ways of its own."""
    languages: tuple[str, ...] = ()
    """Further ones: then every text is a table by language, and the user may choose."""
    common_words: tuple[str, ...]
    """The commonest words of that language, in small letters: a letter that holds few of them is in another one."""
    checked: dt.date
    review_by: dt.date
    """After this day every draft says that the law may have changed."""
    before_release: str
    """English: who has to read it before it is shipped, such as a native speaker and a lawyer, and whether they have."""
    does_not: tuple[str, ...]
    """English: what it leaves out, a sentence each."""
    plan: PlanTable | None = None
    range: tuple[Range, ...] = ()
    """Ranges that the law of the country reserves, beside those of `blocklists/reserved.toml`."""
    holidays: str = ""
    """What the `holidays` library calls the country, where that is not its code."""
    certified_mail: tuple[str, ...] = ()
    """By which words one knows a certified mailbox behind the `@`; none where the country has no such mail."""
    law: dict[Key, Law] = msgspec.field(default_factory=dict)
    authority: dict[Key, Authority] = msgspec.field(default_factory=dict)
    optout: dict[Key, OptOut] = msgspec.field(default_factory=dict)
    number: dict[Key, ShownNumbers] = msgspec.field(default_factory=dict)
    register: CallerRegister | None = None
    hours: tuple[Hours, ...] = ()
    silent: Silent | None = None
    limit: tuple[Limit, ...] = ()
    consent: tuple[ConsentRule, ...] = ()
    condition: dict[Key, Condition] = msgspec.field(default_factory=dict)
    """Facts that only this country knows, made of others."""
    answer: dict[Key, Answer] = msgspec.field(default_factory=dict)
    """What only this country asks the user of a matter."""
    profile: dict[Key, Answer] = msgspec.field(default_factory=dict)
    """What only this country asks the user of themselves, once: a tax code, a region, days of enrolment."""
    currency: str = "EUR"
    """Of amounts, ISO 4217."""
    forms: Forms = Forms()
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
    def usual(self) -> str:
        """Key of the act that is meant where none is named."""
        return self.first or next(iter(self.recipient), "")

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
