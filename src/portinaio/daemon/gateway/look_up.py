"""What a device is told of a caller: the house's own decision, as far as a telephone can keep it.

Apps keep what they are told, some for ever. So what the clock alone decides, such as quiet hours, is said only to who asks
call by call, and everybody else hears of a caller against whom something is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.call import Presentation, Ringing
from portinaio.core.decide import decide
from portinaio.core.facts import Call
from portinaio.core.message import Message, msg
from portinaio.core.numbers import validity
from portinaio.core.numbers.digits import TRUNK_KEEPERS
from portinaio.core.numbers.number import read_caller
from portinaio.core.numbers.pattern import key
from portinaio.core.numbers.reading import Reading
from portinaio.core.policy import Action, Decision
from portinaio.core.verdict import Label, Verdict
from portinaio.daemon.screening import Judgement, judge, wish_of
from portinaio.store.devices.device import CONTACTS

if TYPE_CHECKING:
    from datetime import date, datetime

    from portinaio.core.logged import LoggedCall
    from portinaio.core.numbers.plan import Plan
    from portinaio.daemon.context import Context
    from portinaio.daemon.screening import Rules
    from portinaio.store.devices.device import Device

CAN = frozenset({Action.RING, Action.REJECT})
"""What a telephone does that asks before it rings."""
_PUBLIC = frozenset(
    {"listed", "neighbours", "range", "reserved_range", "innocent", "impossible", "abroad"}
)
"""Findings that say nothing of the household."""
_RANGE = frozenset({"reserved_range", "range", "neighbours"})
ADVERTISING, MISSED = "E_ADVERTISING", "B_MISSED"
_RATINGS = {
    "survey": "D_POLL",
    "scam": "G_FRAUD",
    "ping": MISSED,
    "silent": MISSED,
    "other": MISSED,
}
"""By category of a list. Apps let a ping call ring, which we would not, so it is another one."""


class LookedUp(NamedTuple):
    judgement: Judgement
    """With the decision that the device is told."""
    rating: str
    """As PhoneBlock calls it; `A_LEGITIMATE` where the telephone is to ring."""
    allowed: bool
    """By an entry of the user."""
    blocked: bool

    @property
    def number(self) -> str | None:
        return self.judgement.call.caller

    @property
    def spam(self) -> bool:
        return self.judgement.decision.action is not Action.RING

    @property
    def of_range(self) -> bool:
        """Whether all that is said against it is said of its range, and not of the number itself."""
        said = [each for each in self.judgement.verdict.findings if each.weight > 0]
        return bool(said) and all(
            each.code in _RANGE or (each.code == "personal" and each.source != self.number)
            for each in said
        )


def look_up(context: Context, device: Device, text: str, *, lasting: bool = True) -> LookedUp:
    """Of a number in any spelling. A `lasting` answer is one that the device may keep."""
    at, rules = context.now(), context.rules
    ringing = Ringing(device.name, at, meant(text, rules, at.date()))
    return _told(judge(ringing, rules, context.records), rules, at, lasting=lasting)


def unknown_digest(context: Context, device: Device) -> LookedUp:
    """A device has asked by a digest that is of no number here."""
    ringing = Ringing(device.name, context.now(), "", presentation=Presentation.UNAVAILABLE)
    why = msg("the telephone asked by a digest of the number, which is of none that is known here")
    verdict = Verdict(Label.UNKNOWN, 0, ())
    judgement = Judgement(Call(ringing, Reading()), verdict, Decision(Action.RING, why))
    return LookedUp(judgement, "A_LEGITIMATE", allowed=False, blocked=False)


def meant(text: str, rules: Rules, today: date) -> str:
    """The number, with the zero of a landline that some telephones lose.

    Of `02 0000 1234` SpamBlocker makes `+39200001234`, which is no number of that country, while `+390200001234` is one.
    """
    reading = read_caller(text, rules.plan)
    number = reading.number
    if number is None or reading.valid:
        return text
    for code in TRUNK_KEEPERS:
        rest = number.removeprefix(f"+{code}")
        if rest == number or rest[:1] == "0":
            continue
        whole = f"+{code}0{rest}"
        other = read_caller(whole, rules.plan)
        if other.number and (other.valid or rules.ranges.find(key(other.number[1:]), today)):
            return other.number
    return text


def safe_because(looked: LookedUp, device: Device) -> Message:
    """Why, without a word of the household: neither contacts nor notes nor whom it has called."""
    return because_for(looked.judgement.verdict, looked.judgement.decision, device)


def because_for(verdict: Verdict | LoggedCall, decision: Decision, device: Device) -> Message:
    """That somebody is known, which may be by the contacts, is told to a device alone that is given those."""
    told = [each for each in verdict.findings if each.code in _PUBLIC]
    if any(each.code == "personal" for each in verdict.findings):
        return _BLOCKED if decision.action is not Action.RING else _ALLOWED
    if verdict.label is Label.KNOWN:
        return _KNOWN if device.has(CONTACTS) else _NOTHING
    if told:
        return max(told, key=lambda each: each.weight).message
    return _NOTHING


_BLOCKED = msg("the house blocks it")
_ALLOWED = msg("the house allows it")
_KNOWN = msg("the house knows it")
_NOTHING = msg("nothing is said against it")


def _told(judgement: Judgement, rules: Rules, at: datetime, *, lasting: bool) -> LookedUp:
    verdict = judgement.verdict
    policy, _ = wish_of(judgement.call.ringing.line, rules)
    suspect = verdict.label is Label.REPORTED or verdict.suspected
    if lasting:
        policy = policy._replace(hours=None)
    decision = decide(verdict, policy, at, CAN)
    if lasting and decision.action is not Action.RING and not suspect:
        decision = Decision(Action.RING, decision.because)
    personal = verdict.settled is not None and verdict.settled.code == "personal"
    rating = _rating(judgement, rules, at) if decision.action is not Action.RING else "A_LEGITIMATE"
    return LookedUp(
        judgement._replace(decision=decision),
        rating,
        allowed=personal and verdict.label is Label.KNOWN,
        blocked=personal and verdict.label is Label.REPORTED,
    )


def _rating(judgement: Judgement, rules: Rules, at: datetime) -> str:
    number = judgement.call.caller
    if number is None or rules.lists is None:
        return ADVERTISING
    hits = rules.lists.look_up(key(number[1:]), at.date()).hits
    category = next((hit.category for hit in hits if hit.category), "")
    return _RATINGS.get(category, ADVERTISING)


def national(number: str, plan: Plan) -> str:
    """As people of the house write it."""
    return validity.describe(number, plan).national or number
