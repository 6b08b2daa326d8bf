"""Small words to build worlds with. Defaults are boring on purpose: a stranger rings at home on a Tuesday afternoon."""

from __future__ import annotations

from datetime import UTC, date, datetime

from portinaio.core.call import Attestation, Presentation, Ringing
from portinaio.core.entry import Entry, EntryKind
from portinaio.core.facts import Call, Density, Neighbours
from portinaio.core.logged import LoggedCall
from portinaio.core.message import msg
from portinaio.core.numbers.number import read_caller
from portinaio.core.numbers.pattern import Pattern, read_pattern
from portinaio.core.numbers.plan import Plan
from portinaio.core.numbers.reserved import Effect, ReservedRange
from portinaio.core.policy import Action
from portinaio.core.verdict import Label

FROZEN_NOW = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)

ITALY = Plan(
    "IT",
    "39",
    frozenset(
        {
            "112",
            "113",
            "114",
            "115",
            "117",
            "118",
            "1500",
            "1515",
            "1522",
            "1530",
            "116000",
            "116117",
        }
    ),
    also=(("+3780549", "+390549"), ("+378", "+390549")),
)

STRANGER = "+390200001234"


def a_ring(caller: str = STRANGER, *, at: datetime = FROZEN_NOW, **seen: object) -> Ringing:
    return Ringing("home", at, caller, **seen)  # type: ignore[arg-type]  # named as the fields are


def a_call(
    caller: str = STRANGER,
    *,
    at: datetime = FROZEN_NOW,
    presentation: Presentation = Presentation.ALLOWED,
    attestation: Attestation = Attestation.NONE,
    own_system: bool = False,
    name: str = "",
    plan: Plan = ITALY,
) -> Call:
    ringing = a_ring(
        caller,
        at=at,
        presentation=presentation,
        attestation=attestation,
        own_system=own_system,
        name=name,
    )
    return Call(ringing, read_caller(caller, plan))


def a_pattern(text: str = STRANGER) -> Pattern:
    pattern = read_pattern(text, ITALY)
    assert isinstance(pattern, Pattern), pattern
    return pattern


def an_entry(
    pattern: str = STRANGER,
    kind: EntryKind = EntryKind.BLOCK,
    *,
    note: str = "",
    until: datetime | None = None,
) -> Entry:
    return Entry(1, a_pattern(pattern), kind, note, FROZEN_NOW, until)


def a_logged_call(call_id: int = 1, **changes: object) -> LoggedCall:
    """A stranger who rang; `changes` are fields of the call."""
    call = LoggedCall(
        id=call_id,
        at=FROZEN_NOW,
        line="home",
        number=STRANGER,
        calling="0200001234",
        called="",
        name="",
        presentation=Presentation.ALLOWED,
        attestation=Attestation.NONE,
        label=Label.UNKNOWN,
        score=0,
        suspected=False,
        findings=(),
        action=Action.RING,
        because=msg("nothing is known of this number"),
    )
    return call._replace(**changes)  # type: ignore[arg-type]  # named as the fields are


def neighbours(listed: int, block: int) -> Neighbours:
    """All of them as sure and as fresh as can be."""
    return Neighbours(listed, block, float(listed))


def a_block(numbers: int, share: float) -> Density:
    return Density(numbers, share)


def a_range(effect: Effect, pattern: str = "+3902*") -> ReservedRange:
    meant, said = a_pattern(pattern), date(2018, 10, 25)
    return ReservedRange(meant, "IT", effect, "sales calls", "AGCOM", said, FROZEN_NOW.date())
