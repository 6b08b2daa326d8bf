"""Decide: from a verdict and the user's wish to one action, and why.

A policy maps each label to an action. Two conditions have keys of their own, `suspected` and `withheld`, and an hour of
the day may change any key. What the line cannot do falls to the next gentler thing that it can.
"""

from __future__ import annotations

from enum import StrEnum

from portinaio.core.message import Message, msg
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.verdict import ALWAYS_RING, Label, Verdict

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime, time


class Action(StrEnum):
    RING = "ring"
    SILENCE = "silence"
    REJECT = "reject"
    ANSWER = "answer"
    """Pick up and hang up."""
    ANNOUNCE = "announce"
    """Pick up, say a sentence, hang up."""


class Outcome(StrEnum):
    DONE = "done"
    TOO_LATE = "too_late"
    UNABLE = "unable"


GENTLER = (Action.ANNOUNCE, Action.ANSWER, Action.REJECT, Action.SILENCE, Action.RING)
"""What a line cannot do falls to the next in this row that it can."""


class Hours(NamedTuple):
    """A part of the day in which some keys have another action; over midnight where `start` is later than `end`."""

    start: time
    end: time
    actions: Mapping[str, Action]
    days: frozenset[int] = frozenset(range(7))
    """Monday is 0; the day on which the hours begin."""

    def hold(self, at: datetime) -> bool:
        now, today = at.time(), at.weekday()
        if self.start <= self.end:
            return self.start <= now < self.end and today in self.days
        return (now >= self.start and today in self.days) or (
            now < self.end and (today - 1) % 7 in self.days
        )


class Policy(NamedTuple):
    actions: Mapping[str, Action] = {
        "known": Action.RING,
        "unknown": Action.RING,
        "reported": Action.REJECT,
    }
    """Keys: known, unknown, reported, suspected, withheld. The last two fall back to `unknown`."""
    hours: tuple[Hours, ...] = ()

    def over(self, base: Policy) -> Policy:
        """This policy of a line, with `base` for what it does not say."""
        return Policy({**base.actions, **self.actions}, self.hours or base.hours)


class Decision(NamedTuple):
    action: Action
    because: Message


def decide(verdict: Verdict, policy: Policy, at: datetime, can: frozenset[Action]) -> Decision:
    """The action for a call at the local time `at`, on a line that `can` do these."""
    settled = verdict.settled
    if settled and settled.code in ALWAYS_RING:
        return Decision(Action.RING, settled.message)
    wish = _wish(verdict, policy, at)
    if wish.action in can:
        return wish
    why_not = _WHY_NOT.get(wish.action, _BEYOND)
    because = msg("%(because)s; %(why_not)s", because=wish.because, why_not=why_not)
    return Decision(possible(wish.action, can), because)


def possible(action: Action, can: frozenset[Action]) -> Action:
    """What a line that `can` do these does in place of an action, itself where it can do that."""
    gentler = GENTLER[GENTLER.index(action) :]
    return next((a for a in gentler if a in can), Action.RING)


def instead(action: Action, can: frozenset[Action]) -> Message:
    """What becomes of an action that the line cannot do, and why, as it is said beforehand."""
    wish, done = action.value, possible(action, can).value
    if action is Action.SILENCE:
        return msg(
            "%(wish)s becomes %(done)s, since other telephones ring on", wish=wish, done=done
        )
    if action is Action.ANNOUNCE:
        return msg(
            "%(wish)s becomes %(done)s, since no sentence can be said on it", wish=wish, done=done
        )
    return msg("%(wish)s becomes %(done)s, since it can do no more", wish=wish, done=done)


def _wish(verdict: Verdict, policy: Policy, at: datetime) -> Decision:
    because = _because(verdict)
    lifted = verdict.findings and verdict.label is not Label.REPORTED and verdict.has("repeated")
    key = verdict.label if lifted else _key(verdict)
    action = policy.actions.get(key) or policy.actions.get("unknown", Action.RING)
    if lifted:
        if action is Action.RING:
            return Decision(action, msg("second call within three minutes"))
        return Decision(action, because)
    for hours in policy.hours:
        if hours.hold(at) and (changed := hours.actions.get(key)) and changed is not action:
            span = f"{hours.start:%H:%M}-{hours.end:%H:%M}"
            return Decision(
                changed, msg("quiet hours %(hours)s; %(because)s", hours=span, because=because)
            )
    return Decision(action, because)


def _key(verdict: Verdict) -> str:
    if verdict.label is Label.UNKNOWN and verdict.findings:
        if verdict.has("withheld"):
            return "withheld"
        if verdict.suspected:
            return "suspected"
    return verdict.label


def _because(verdict: Verdict) -> Message:
    if verdict.settled:
        return verdict.settled.message
    if not verdict.findings:
        return _NOTHING
    return max(verdict.findings, key=lambda f: f.weight).message


_NOTHING = msg("nothing is known of this number")
_WHY_NOT = {
    Action.SILENCE: msg("it cannot be silenced, since other telephones ring on"),
    Action.ANNOUNCE: msg("no sentence can be said on this line"),
}
_BEYOND = msg("this line can do no more")
