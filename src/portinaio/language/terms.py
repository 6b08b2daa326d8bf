"""What the fixed values of the API are called: labels, actions, outcomes, states and kinds, in every window the same.

A value of a newer daemon stands for itself; who draws it must still make it safe.
"""

from __future__ import annotations

from portinaio.core.message import msg
from portinaio.language import ngettext, translate

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.core.message import Message

LABELS = {
    "known": msg("known"),
    "unknown": msg("unknown"),
    "suspected": msg("suspected"),
    "reported": msg("reported"),
}
"""Of a caller; `suspected` is an unknown one with a score."""

ACTIONS = {
    "ring": msg("ring"),
    "silence": msg("silence"),
    "reject": msg("reject"),
    "answer": msg("answer and hang up"),
    "announce": msg("announce"),
    "challenge": msg("ask for a digit"),
    "message": msg("take a message"),
    "hold": msg("hold"),
}
TO_DO = {
    "ring": msg("let it ring"),
    "silence": msg("silence it"),
    "reject": msg("reject it"),
    "answer": msg("pick up and hang up"),
    "announce": msg("pick up and say a sentence"),
    "challenge": msg("pick up and ask for a digit"),
    "message": msg("pick up and take a message"),
    "hold": msg("pick up and keep waiting"),
}
"""An action as what would be done to a call."""
DOING = {"ring": msg("ringing"), "silence": msg("silenced")}
"""An action while the call is there; the others are over at once."""
DONE = {
    "ring": msg("rang"),
    "silence": msg("silenced"),
    "reject": msg("rejected"),
    "answer": msg("hung up"),
    "announce": msg("announced"),
    "challenge": msg("queried"),
    "message": msg("message"),
    "hold": msg("held"),
}
"""An action as what was done."""
NOT_DONE = {"too_late": msg("too late"), "unable": msg("unable")}
"""Outcomes that tell more than the action does."""

CHECKS = {
    "emergency": msg("emergency"),
    "internal": msg("internal"),
    "paused": msg("paused"),
    "personal": msg("your entry"),
    "contact": msg("contact"),
    "called_before": msg("you called"),
    "expected": msg("expected"),
    "passed": msg("digit"),
    "reserved_range": msg("sales range"),
    "listed": msg("list"),
    "neighbours": msg("neighbours"),
    "range": msg("number block"),
    "name": msg("name"),
    "own_number": msg("your number"),
    "lookup": msg("look-up"),
    "innocent": msg("public body"),
    "withheld": msg("withheld"),
    "unavailable": msg("unavailable"),
    "abroad": msg("abroad"),
    "impossible": msg("impossible"),
    "attestation": msg("attestation"),
    "burst": msg("short calls"),
    "hours": msg("hours"),
    "repeated": msg("repeated"),
}
"""Which check has found something, beside what it says."""

PRESENTATIONS = {"restricted": msg("withheld"), "unavailable": msg("unavailable")}
ENTRY_KINDS = {"allow": msg("allow"), "block": msg("block")}

DEVICE_RIGHTS = {
    "look_up": msg("ask about callers"),
    "calls": msg("read the last calls"),
    "report": msg("report or allow a number"),
}
EXPORTED = {
    "query": msg("Query API, New, Import: who calls, and whether the call is turned away"),
    "report": msg("Report API, New, Import: what you report on the telephone is blocked here"),
    "workflow": msg(
        "Workflows, New, Import: once a day the numbers you block, for where this house is out of reach; what it has once"
        " fetched stays in SpamBlocker's database until you delete it there"
    ),
}
"""Where a text goes in SpamBlocker, in its own words."""
DEVICE_BOOKS = {"block": msg("the numbers you block"), "contacts": msg("your contacts")}

LINE_STATES = {
    "up": msg("up"),
    "retrying": msg("retrying"),
    "refused": msg("refused"),
    "gone": msg("not running"),
}
LINE_STATES_AT_LENGTH = {
    "up": msg("up"),
    "retrying": msg("down, tries again"),
    "refused": msg("refused"),
    "gone": msg("not served now"),
}
"""Where there is room for more than a word."""
LIST_STATES = {
    "never": msg("not fetched yet"),
    "ok": msg("up to date"),
    "stale": msg("out of date"),
    "refused": msg("refused"),
}
LIST_STATES_AT_LENGTH = {
    "never": msg("not fetched yet"),
    "ok": msg("fresh"),
    "stale": msg("without news for too long"),
    "refused": msg("refused; the last good one is kept"),
}
"""Where there is room for more than a word."""

COMPLAINT_STATES = {
    "draft": msg("draft"),
    "sent": msg("sent"),
    "received": msg("received"),
    "answered": msg("answered"),
    "insufficient": msg("insufficient"),
    "refused": msg("refused"),
    "overdue": msg("overdue"),
    "reminded": msg("reminded"),
    "escalated": msg("escalated"),
    "closed": msg("settled"),
}
TOPICS = {
    "advertising": msg("advertising"),
    "energy": msg("energy"),
    "telecom": msg("telephone and internet"),
    "finance": msg("investments and credit"),
    "survey": msg("a survey"),
    "gambling": msg("gambling"),
    "fraud": msg("a fraud"),
    "ping": msg("one ring, to be called back"),
    "other": msg("something else, or unknown"),
}
"""What a call was about, as lists ask for it."""
SHARE_STATES = {
    "waiting": msg("waiting until somebody takes it"),
    "given": msg("given to it"),
    "opened": msg("its page is filled in; you send it"),
    "refused": msg("refused"),
    "withdrawing": msg("to be taken back"),
    "withdrawn": msg("taken back"),
}


def term(code: str, terms: Mapping[str, Message]) -> str:
    """The word for a value, from one of the tables above."""
    return translate(terms[code]) if code in terms else code


def label(code: str, *, suspected: bool = False) -> str:
    return term("suspected" if suspected and code == "unknown" else code, LABELS)


def done(action: str, outcome: str | None) -> str:
    """What was done: the action in the past, or why it was not."""
    if outcome in NOT_DONE:
        return term(outcome, NOT_DONE)
    return term(action, DONE)


def doing(action: str, outcome: str | None) -> str:
    """What is being done to a call that rings."""
    return term(action, DOING) if action in DOING else done(action, outcome)


def calls(n: int) -> str:
    return ngettext("%(n)d call", "%(n)d calls", n) % {"n": n}
