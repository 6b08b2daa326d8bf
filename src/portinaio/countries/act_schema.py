"""The acts of a country in `pack.toml`: to whom one can write, ring or send, what for, and until when an answer is owed."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from portinaio.countries.clause_schema import ALWAYS, Need, Text, When
from portinaio.countries.data_file import Table
from portinaio.countries.fact_schema import Span

Key = str
Way = Literal["email", "pec", "registered", "post", "web", "hand", "sms", "phone"]
Channel = Literal["letter", "web", "sheet", "sms", "phone"]


class Deadlines(Table, frozen=True, kw_only=True):
    """When an answer is due, where a recipient has no `term` of its own."""

    reply: Span = Span(months=1)
    """Art. 12(3) GDPR."""
    extended: Span = Span(months=3)
    """The last day, where an extension was announced in time, from the same beginning; `{}` where there is none."""
    reminder: Span = Span(days=14)
    runs_from: Literal["receipt", "sending"] = "receipt"
    moves: bool = True
    """Whether a last day that is no working day gives way to the next one: Reg. (EEC, Euratom) 1182/71 art. 3(4)."""
    law: Key = ""
    """Law that says so."""
    way_days: dict[Way, Annotated[int, msgspec.Meta(ge=0, le=60)]] = msgspec.field(
        default_factory=lambda: {
            "email": 1,
            "pec": 1,
            "registered": 10,
            "post": 10,
            "web": 0,
            "hand": 0,
            "sms": 0,
            "phone": 0,
        }
    )
    """How long a letter is given to arrive, where nobody has said when it did: a caution of ours, no law. A way that is not
    named here, and a letter of which nobody has said how it went, have the longest."""


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


class Aid(Table, frozen=True, kw_only=True):
    """What an act says, in a sentence for a user who does not read its language."""

    says: str
    """English, with `%(company)s` for the company."""
    clauses: tuple[Key, ...] = ()
    """It is said where one of these clauses or points stands in the letter; always, where none is named."""
    when: When = ALWAYS


class Recipient(Table, frozen=True, kw_only=True):
    """One kind of complaint."""

    name: str
    """English: to whom it goes, in a word or two, as the windows show it: `the company`; or a name of its own."""
    title: Text
    """What the act is called, in the pack's language, when a later letter cites it."""
    channel: Channel
    """`letter`: e-mail, certified mail or post; `web`: a form on a page that the user fills in; `sheet`: the fields of any
    other form, on paper or in an account; `sms`: a text to send to the authority's number; `phone`: what to say there."""
    ways: tuple[Literal["email", "pec", "post"], ...] = ("pec", "email", "post")
    """How a letter may reach the recipient, the best first."""
    aid: str | tuple[Aid, ...]
    """What the act says, for a user who does not read its language: English, one paragraph that is always true, or sentences
    that stand where what they tell of does."""
    subject: Text = ""
    """In the notation of clauses; a text message and a telephone call need none."""
    letter: str = ""
    """File of its clauses, beside the pack; empty where fields say all."""
    begins: bool = False
    """Whether it is the first letter, to the company, on which the later ones rest: an objection. At most one of the pack
    is."""
    authority: Key = ""
    """Key of the authority; empty for a letter to the company, and where `authorities` says it."""
    region: Key = ""
    """What chooses among `authorities`: a field of the profile, an answer of the pack, or `country`, that of the line."""
    authorities: dict[str, Key] = msgspec.field(default_factory=dict)
    """Key of the authority by region: `{ BW = "lfdi_bw", BY = "baylda" }`; for regions not named, `authority`."""
    most_calls: Annotated[int, msgspec.Meta(ge=0, le=500)] = 0
    """How many calls the form takes, of which the latest are told; 0 for any number."""
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
    """Whether sending starts a clock: that of `term`, else that of `deadlines`."""
    term: Span = Span()
    """For how long this recipient may take; without it, what `deadlines` says."""
    extended: Span = Span()
    """As in `deadlines`, of a recipient with a `term` of its own."""
    term_law: Key = ""
    """Law that says so."""
    reminds: Key = ""
    """Recipient whose letter this one recalls; its clock is the `reminder` of `deadlines`."""
    escalates: bool = False
    """Whether this is the step after a refusal or a reminder in vain."""
    signed: bool = False
    """Whether it needs a signature by hand or a digital one."""

    @property
    def aids(self) -> tuple[Aid, ...]:
        return (Aid(says=self.aid),) if isinstance(self.aid, str) else self.aid

    @property
    def to_authority(self) -> bool:
        return bool(self.authority or self.authorities)
