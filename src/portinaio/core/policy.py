"""The user's wish: from a verdict to one action, and why. What the line can do of it is for `core.decide`.

A policy maps each label to an action. What may hold of an unknown caller besides has a key of its own, and hours of the day
may change any key. Where several of these keys hold, the harshest action counts that the user wrote for one of them, and
where none was written, that of `unknown`: so no evidence against a caller ever opens what is shut without it, and one key
alone can still let in whom `unknown` turns away. An expected call and a persistent caller open some of the keys.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from portinaio.core import score
from portinaio.core.message import Message, msg
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.names import folded
from portinaio.core.verdict import Label, Verdict

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence
    from datetime import date, datetime, time

    from portinaio.core.checks.finding import Finding
    from portinaio.core.repeated import Repeated


class Action(StrEnum):
    RING = "ring"
    SILENCE = "silence"
    REJECT = "reject"
    ANSWER = "answer"
    """Pick up and hang up."""
    ANNOUNCE = "announce"
    """Pick up, say a sentence, hang up."""
    CHALLENGE = "challenge"
    """Pick up, and ask for a digit; who presses it may call again and rings."""
    MESSAGE = "message"
    """Pick up, and record what the caller says after a tone."""
    HOLD = "hold"
    """Pick up, keep the caller waiting with nothing to be heard, hang up."""


class Outcome(StrEnum):
    DONE = "done"
    TOO_LATE = "too_late"
    UNABLE = "unable"


GENTLER = (
    Action.MESSAGE,
    Action.CHALLENGE,
    Action.ANNOUNCE,
    Action.HOLD,
    Action.ANSWER,
    Action.REJECT,
    Action.SILENCE,
    Action.RING,
)
"""What a line cannot do falls to the next in this row that it can."""
TURNS_AWAY = frozenset(
    {Action.REJECT, Action.ANSWER, Action.ANNOUNCE, Action.CHALLENGE, Action.MESSAGE, Action.HOLD}
)
"""With these no telephone rings, and nobody of the house talks to the caller."""
NEVER_HELD = frozenset({"known", "unknown", "withheld", "unavailable", "abroad"})
"""Keys of callers against whom nothing is said: a mute line that costs money harms them more than a ring."""
NEVER_CHALLENGED = frozenset({"withheld", "unavailable"})
"""Keys of callers without a number, by which alone a pass is known."""

CONDITIONS = ("forged", "withheld", "unavailable", "suspected", "abroad")
"""Keys of what may hold of an unknown caller; what the user does not write of them is as `unknown`."""
KEYS = ("known", "unknown", *CONDITIONS, "reported")
"""Everything that a policy, or hours, can have an action for."""
OPENS = {
    "expected": frozenset({"known", "unknown", "suspected", "withheld"}),
    "repeated": frozenset({"known", "unknown", "suspected", "abroad"}),
}
"""Finding to the keys that it opens, by day and night. What is written of another condition that holds counts as before."""
NOT_THE_SAME = {"repeated": frozenset({"forged", "withheld", "unavailable"})}
"""Conditions with which nobody knows that it is the same caller again, whatever is written of them."""
_A_DAY = timedelta(days=1)


class Hours(NamedTuple):
    """A part of the day in which some keys have another action; over midnight where `start` is later than `end`.

    Where both are the same it lasts a day. Midnight is the end of a day, too.
    """

    start: time
    end: time
    actions: Mapping[str, Action]
    days: frozenset[int] = frozenset(range(7))
    """Monday is 0; the day on which the hours begin."""
    holidays: Container[date] = ()
    """Days on which they begin besides."""
    groups: frozenset[str] = frozenset()
    """As the user wrote them, compared without case and accents. Contacts in none of them are as unknown callers; none here means all contacts."""

    def hold(self, at: datetime) -> bool:
        now, today = at.time(), at.date()
        if self.start < self.end:
            return self.start <= now < self.end and self._begin_on(today)
        if now >= self.start and self._begin_on(today):
            return True
        return now < self.end and self._begin_on(today - _A_DAY)

    def _begin_on(self, day: date) -> bool:
        return day.weekday() in self.days or day in self.holidays

    @property
    def span(self) -> str:
        end = f"{self.end:%H:%M}"
        return f"{self.start:%H:%M}-{'24:00' if end == '00:00' else end}"


class Policy(NamedTuple):
    actions: Mapping[str, Action] = {
        "known": Action.RING,
        "unknown": Action.RING,
        "reported": Action.REJECT,
    }
    """By one of `KEYS`; those of a condition stand here only where the user wrote them."""
    hours: tuple[Hours, ...] | None = None
    repeated: Repeated | None = None
    groups: frozenset[str] | None = None
    """As those of `Hours`, at any hour. Of this and the two before it `None` says nothing, and none says that there are none."""
    spam_name: int | None = None
    """Points of a name that is marked as spam; `None` as `core.score` has it."""
    instead_of_silence: Action = Action.RING
    """Of a line on which other telephones ring on."""

    def over(self, base: Policy) -> Policy:
        """This policy of a line, with `base` for what it does not say."""
        return Policy(
            {**base.actions, **self.actions},
            base.hours if self.hours is None else self.hours,
            self.repeated or base.repeated,
            base.groups if self.groups is None else self.groups,
            base.spam_name if self.spam_name is None else self.spam_name,
            self.instead_of_silence,
        )


class Decision(NamedTuple):
    action: Action
    because: Message


def wish(verdict: Verdict, policy: Policy, at: datetime) -> Decision:
    """What the user wants done with a call at the local time `at`, whatever the line can do."""
    holding = [hours for hours in policy.hours if hours.hold(at)] if policy.hours else []
    if not (verdict.findings or holding):  # most callers
        return Decision(policy.actions.get("unknown", Action.RING), _NOTHING)
    now = _actions_of(holding) if holding else {}
    if verdict.settled:
        verdict = _among_the_groups(verdict, verdict.settled, policy, holding)
    found = _by_the_hour(verdict, policy.actions, now)
    if found.action is Action.RING or not verdict.findings:
        return found
    for opener in _openers(verdict):
        opened = OPENS[opener.code]
        actions = {**policy.actions, **dict.fromkeys(opened, Action.RING)}
        left = {key: choice for key, choice in now.items() if key not in opened}
        gentler = _by_the_hour(verdict, actions, left)
        if gentler.action is Action.RING:
            return Decision(Action.RING, opener.message)
        if GENTLER.index(gentler.action) > GENTLER.index(found.action):
            found = gentler
    return found


def _openers(verdict: Verdict) -> list[Finding]:
    """What opens some keys to this caller, though the user's wish is another."""
    found = [finding for finding in verdict.findings if finding.code in OPENS]
    conditions = frozenset(_conditions(verdict, forged_is_written=False) if found else ())
    return [one for one in found if not conditions & NOT_THE_SAME.get(one.code, frozenset())]


def _by_the_hour(
    verdict: Verdict, actions: Mapping[str, Action], now: Mapping[str, _Choice]
) -> Decision:
    wish = _choice(verdict, actions, {})
    span = _choice(verdict, actions, now) if now else wish
    if span.hours and span.action is not wish.action:
        because, hours = _because(verdict, span.key), span.hours.span
        if _harsher(wish, span) is span:
            say = msg("quiet hours %(hours)s; %(because)s", hours=hours, because=because)
        else:
            say = msg("in the hours %(hours)s; %(because)s", hours=hours, because=because)
        return Decision(span.action, say)
    return Decision(wish.action, _because(verdict, wish.key))


class _Choice(NamedTuple):
    """The action of a key, and the hours that say so, if not the policy itself."""

    action: Action
    key: str
    hours: Hours | None = None


def _actions_of(holding: Sequence[Hours]) -> dict[str, _Choice]:
    """By key, what the hours say that hold now; of several the first that has a word on it."""
    return {
        key: _Choice(action, key, hours)
        for hours in reversed(holding)
        for key, action in hours.actions.items()
    }


def _among_the_groups(
    verdict: Verdict, settled: Finding, policy: Policy, holding: Sequence[Hours]
) -> Verdict:
    """A contact in none of the groups that count now is as an unknown caller of whom nothing else is said."""
    if settled.groups is None:
        return verdict
    for groups in (policy.groups, *(hours.groups for hours in holding)):
        if groups and settled.groups.isdisjoint(map(folded, groups)):
            names = ", ".join(sorted(groups))
            why = msg(
                "%(known)s, but in none of the groups: %(groups)s",
                known=settled.message,
                groups=names,
            )
            openers = tuple(finding for finding in verdict.findings if finding.code in OPENS)
            return Verdict(Label.UNKNOWN, 0, openers, settled._replace(message=why))
    return verdict


def _choice(verdict: Verdict, actions: Mapping[str, Action], now: Mapping[str, _Choice]) -> _Choice:
    unknown = now.get("unknown") or _Choice(actions.get("unknown", Action.RING), "unknown")
    if verdict.label is not Label.UNKNOWN:
        key = verdict.label.value
        return now.get(key) or _Choice(actions.get(key, unknown.action), key)
    chosen = None
    forged_is_written = "forged" in actions or "forged" in now
    for key in _conditions(verdict, forged_is_written=forged_is_written):
        if key in now:
            own = now[key]
        elif key in actions:
            # Hours that change `unknown` mean these callers too, unless they let ring whom the policy turns away.
            own = _Choice(actions[key], key)
            own = _harsher(own, unknown) if unknown.hours else own
        else:
            continue
        chosen = _harsher(chosen, own) if chosen else own
    return chosen or unknown


def _harsher(one: _Choice, other: _Choice) -> _Choice:
    return other if GENTLER.index(other.action) < GENTLER.index(one.action) else one


def _conditions(verdict: Verdict, *, forged_is_written: bool) -> list[str]:
    """Those of `CONDITIONS` that hold. One forged number is not a second reason where the user wrote what to do with it."""
    codes = [finding.code for finding in verdict.findings]
    is_forged = verdict.forged
    is_suspected = verdict.suspected and not (
        is_forged and forged_is_written and _beside_forgery(verdict) < score.SUSPECTED_FROM
    )
    return [
        key
        for key in CONDITIONS
        if key in codes or (key == "forged" and is_forged) or (key == "suspected" and is_suspected)
    ]


def _beside_forgery(verdict: Verdict) -> int:
    return score.joined([finding.weight for finding in verdict.findings if not finding.forged])


def _because(verdict: Verdict, key: str) -> Message:
    """What decided; beside a condition that speaks for itself, the heaviest finding."""
    if verdict.settled:
        return verdict.settled.message
    told = [finding for finding in verdict.findings if finding.code not in OPENS]
    for finding in told:
        if finding.code == key or (finding.forged and key == "forged"):
            return finding.message
    if held := verdict.held:
        return held.message
    return max(told, key=lambda f: f.weight).message if told else _NOTHING


_NOTHING = msg("nothing is known of this number")
