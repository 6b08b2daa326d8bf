"""Decide: from a verdict and the user's wish to the action that a line carries out, and why it is this one.

What the line cannot do falls to the next gentler thing that it can. Where other telephones ring on nothing is silent, so
there the line says what is done instead of silence. Nobody against whom nothing is said is ever held by such a fall.
"""

from __future__ import annotations

from portinaio.core.message import msg
from portinaio.core.policy import GENTLER, Action, Decision, wish
from portinaio.core.verdict import ALWAYS_RING, Label

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.core.message import Message
    from portinaio.core.policy import Policy
    from portinaio.core.verdict import Verdict


def decide(verdict: Verdict, policy: Policy, at: datetime, can: frozenset[Action]) -> Decision:
    """The action for a call at the local time `at`, on a line that `can` do these."""
    settled = verdict.settled
    if settled and settled.code in ALWAYS_RING:
        return Decision(Action.RING, settled.message)
    wished = wish(verdict, policy, at)
    if wished.action is Action.CHALLENGE and (passed := verdict.found("passed")):
        return Decision(Action.RING, passed.message)
    if wished.action in can:
        return wished
    suspect = verdict.label is Label.REPORTED or verdict.suspected
    done = carried_out(wished.action, can, policy.instead_of_silence, suspect=suspect)
    return Decision(done, because_not(wished, wished.action))


def because_not(decision: Decision, action: Action) -> Message:
    """The reason of a decision, and why the line does something else."""
    why_not = _WHY_NOT.get(action, _BEYOND)
    return msg("%(because)s; %(why_not)s", because=decision.because, why_not=why_not)


def carried_out(
    action: Action, can: frozenset[Action], instead_of_silence: Action, *, suspect: bool
) -> Action:
    """What a line that `can` do these does; itself where it can do that. `suspect` is a reported or suspected caller."""
    if action in can:
        return action
    if action is Action.SILENCE:
        action = instead_of_silence
        if action is Action.HOLD and not suspect:
            return Action.RING
    return possible(action, can if suspect else can - {Action.HOLD})


def possible(action: Action, can: frozenset[Action]) -> Action:
    """What a line that `can` do these does in place of an action, itself where it can do that."""
    gentler = GENTLER[GENTLER.index(action) :]
    return next((a for a in gentler if a in can), Action.RING)


def instead(
    action: Action, can: frozenset[Action], instead_of_silence: Action = Action.RING
) -> Message:
    """What becomes of an action that the line cannot do, and why, as it is said beforehand."""
    done = carried_out(action, can, instead_of_silence, suspect=True).value
    others = carried_out(action, can, instead_of_silence, suspect=False).value
    why = _SINCE.get(action, _NO_MORE)
    if others == done:
        return msg("%(wish)s becomes %(done)s, %(why)s", wish=action.value, done=done, why=why)
    return msg(
        "%(wish)s becomes %(done)s for suspected and reported callers and %(others)s for all others, %(why)s",
        wish=action.value,
        done=done,
        others=others,
        why=why,
    )


_SINCE = {
    Action.SILENCE: msg("since other telephones ring on"),
    Action.ANNOUNCE: msg(
        "since it has no sentence to say, which announcement or text of the line would be"
    ),
    Action.CHALLENGE: msg("since nobody can be asked for a digit on it"),
    Action.MESSAGE: msg("since no message can be left on it"),
    Action.HOLD: msg("since nobody can be held on it"),
}
_NO_MORE = msg("since it can do no more")
_WHY_NOT = {
    Action.SILENCE: msg("it cannot be silenced, since other telephones ring on"),
    Action.ANNOUNCE: msg("no sentence can be said on this line"),
    Action.CHALLENGE: msg(
        "a digit can be asked of a caller with a number alone, on a line that speaks"
    ),
    Action.MESSAGE: msg("no message can be left on this line"),
    Action.HOLD: msg("nobody can be held on this line"),
}
_BEYOND = msg("this line can do no more")
