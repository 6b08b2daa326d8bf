"""The shape of a letter: a file of clauses beside `pack.toml`, each a sentence that knows when it is true.

A clause stands in a letter where its conditions hold, where at least one call is of the kind that it speaks of, and where
every place that it names is filled. Nothing else decides, so a value is never printed where its condition fails.
"""

from __future__ import annotations

import datetime as dt  # noqa: TC003  # msgspec reads the annotations when it decodes
from typing import Annotated, Literal

import msgspec

from portinaio.countries.data_file import Table

Key = str
Basis = Literal["observed", "stated", "derived"]
"""Whence a sentence is known: a line wrote it down, the user says it, or it follows from dates and the law."""
Text = Annotated[str, msgspec.Meta(extra_json_schema={"type": ["string", "object"]})]
"""In the language of the pack; a table of texts by language, `{ fr = "…", nl = "…" }`, in a pack of several."""


class When(Table, frozen=True, kw_only=True, rename={"not_": "not"}):
    """Facts of the vocabulary, conditions and answers of the pack, and places, which hold where they are filled."""

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    not_: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.all, *self.any, *self.not_)


ALWAYS = When()


class Condition(When, frozen=True, kw_only=True):
    """A fact of the pack's own, made of others. It is judged call by call, each by the law of its day."""

    since: dt.date | None = None
    """First day of calls for which it can hold."""
    until: dt.date | None = None
    """Last one."""


class Answer(Table, frozen=True, kw_only=True):
    """Something that only this country asks the user. `KEY_choice` is a fact, and `KEY` a place that it fills. It is one of
    some words, a day, an amount, a telephone number, or any text."""

    question: str
    """English."""
    choices: tuple[str, ...] = ()
    """What may be answered: small letters, or capitals such as the codes of regions."""
    day: bool = False
    """Whether the answer is a day, such as 2026-01-31."""
    amount: bool = False
    """Whether it is money, such as 1234.50, in the pack's currency."""
    number: bool = False
    """Whether it is a telephone number, such as +390200001234."""
    characters: tuple[int, ...] = ()
    """How many letters and digits it has, blanks aside, such as those of a tax code: any of these."""
    of_category: dict[str, str] = msgspec.field(default_factory=dict)
    """Which of the choices is suggested where a list has the caller in a category: `{ energy = "energy" }`."""


class Need(Table, frozen=True, kw_only=True):
    """A place that must be filled, under a condition."""

    place: str
    """`a|b` for one of several."""
    when: When = ALWAYS


class Clause(Table, frozen=True, kw_only=True):
    key: Key
    """Its name, unlike any other of the letter."""
    text: Text = ""
    """In Jinja2: `{{ company }}` is a place, `{{ cite("it.live") }}` a citation, `{{ point("facts") }}` a number."""
    begins: Literal["", "line", "paragraph", "point"] = ""
    """What it begins; without it, it goes on behind the clause before. A point is numbered, has its title for a text, and
    stands where a clause below it does."""
    when: When = ALWAYS
    of: When | None = None
    """Which calls it speaks of: facts of one call, `was_…` and the pack's conditions; `{}` for any call. `{{ those }}` names
    them."""
    since: dt.date | None = None
    """First day of the law that it rests on: it speaks of calls from then on."""
    until: dt.date | None = None
    law: tuple[Key, ...] = ()
    """Laws that it rests on without quoting them."""
    law_of: Literal["", "objected_on", "reminded_on"] = ""
    """Of a clause about an earlier letter: it stands where `since`, `until` and its laws hold on the day of that letter, not on
    the day of this one."""
    rests_on: Basis | None = None
    """Where it does not follow from the places and facts that it names."""
    group: str = ""
    """At most one clause of a group may stand in a letter."""
    table: bool = False
    """The table of calls stands here, and no text."""
    asks: Key = ""
    """Of a point: what to ask the user where no clause below it stands; the letter is incomplete without one."""

    @property
    def of_calls(self) -> bool:
        """Whether it speaks of some of the calls, and not of the letter or of one before it."""
        days = not self.law_of and (self.since is not None or self.until is not None)
        return self.of is not None or days


class LetterFile(Table, frozen=True, kw_only=True):
    clause: tuple[Clause, ...]
    """In the order of the letter."""
