"""What is said of a call, logged or yet to come, and of the log."""

from __future__ import annotations

from typing import TypedDict


class FindingAnswer(TypedDict):
    code: str
    weight: int
    final: bool
    text: str
    source: str


class CheckAnswer(TypedDict):
    """What would happen to a call, and why."""

    number: str | None
    national: str | None
    country: str | None
    type: str | None
    valid: bool
    label: str
    score: int
    suspected: bool
    findings: list[FindingAnswer]
    action: str
    because: str
    hint: str | None


class HeardAnswer(TypedDict):
    """What was said in a call that the line itself picked up."""

    notice: str
    """The text, or the name of the file."""
    digest: str
    """SHA-256 of its sound."""
    said_s: float
    """How much of it was sent before the call was over."""
    whole_s: float
    pressed: str
    """The digit that counted, where one was asked for."""
    passed: bool
    """Whether it was the right one."""
    message: str
    """Name of the file with what the caller said after the tone; empty where nothing was said."""
    message_s: float


class MessageAnswer(TypedDict):
    """What a caller said after the tone."""

    name: str
    seconds: float
    data: str
    """A WAV file, in base64."""


class CallAnswer(TypedDict):
    """A logged call; `called` is null where nobody has said it, `outcome` while the line is at it, `rang_s` and `talked_s` where the line has not seen them."""

    id: int
    at: str
    line: str
    number: str | None
    calling: str
    called: str | None
    name: str
    presentation: str
    attestation: str
    label: str
    score: int
    suspected: bool
    findings: list[FindingAnswer]
    action: str
    because: str
    outcome: str | None
    cause: str | None
    acted_ms: float | None
    rang_s: float | None
    talked_s: float | None
    notes: str
    heard: HeardAnswer | None
    answered_by: str
    """The extension that picked up, as the telephone system of the house calls it; empty where nobody says."""


class DialledAnswer(TypedDict):
    """A number that the user has called."""

    number: str
    emergency: bool


class ReplayAnswer(TypedDict):
    """What other rules would have made of the calls of the log; each changed call counts in one of the five after `calls`."""

    days: int
    calls: int
    """That were judged anew."""
    turned_away: int
    silenced: int
    let_ring: int
    reported: int
    """That would be called so, and ring or not as they did."""
    suspected: int
    """The same."""
    answered: int
    """Of the changed ones that would not be let ring, those that somebody at home has answered."""
    contacts: int
    """The same, of callers in the address book."""
    named: int
    """The same, of callers whom the network named, and not as spam."""
    says: str
    """All of it in a sentence."""


class CostlyCallAnswer(TypedDict):
    """A call that somebody may have wanted, and that other rules would have treated worse."""

    id: int
    """0 of a call of a file."""
    at: str
    line: str
    number: str | None
    name: str
    was: str
    """The action by the rules of today."""
    action: str
    because: str
    answered: bool
    contact: bool
    named: bool


class ReplayedAnswer(ReplayAnswer):
    costly: list[CostlyCallAnswer]
    """The newest hundred of those that were answered, of contacts or named."""
    unused: int
    """Rows of a file that are no call."""


class CountAnswer(TypedDict):
    name: str
    calls: int


class TallyAnswer(TypedDict):
    """Calls by label."""

    known: int
    unknown: int
    reported: int


class WeekAnswer(TallyAnswer):
    monday: str
    suspected: int
    """Of the unknown ones; days older than the log do not know."""


class InsightAnswer(TypedDict):
    """What the log amounts to; hours and days are those of the house when it rang."""

    days: int
    since: str
    labels: TallyAnswer
    hours: list[TallyAnswer]
    """24, from midnight."""
    weekdays: list[TallyAnswer]
    """Seven, from Monday."""
    weeks: list[WeekAnswer]
    ranges: list[CountAnswer]
    """Blocks of a thousand numbers from which reported calls came."""
    companies: list[CountAnswer]
    """Of the company book."""
    refused: int
    """Calls that were rejected, or picked up for the user."""
    usual_ring_s: int | None
    """Median of how long calls rang that nobody took."""
    timed: int
    """Of how many calls `usual_ring_s` speaks: where other telephones ring on, the line does not see their times."""
    spared_s: int | None
    """`refused` times `usual_ring_s`."""


class ForgottenAnswer(TypedDict):
    forgotten: int
