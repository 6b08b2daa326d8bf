"""Which calls live, and by which legs each is known. One call is one call, however many lines it comes by and however
often.

A leg that begins is one more of a call that is known where

- the network calls both by the same name, as where a provider rings two accounts of the house (SIP: the Call-ID);
- the same caller rings on another line at that moment, or did until just now: a PBX rings its group at once or one by one, with a
  call of its own to each;
- we gave the call of this caller back a while ago, so that it rings on elsewhere, and a PBX tries its group again.

Two calls of one caller at once on one line are two, unless the network says otherwise. Who shows no number is the same caller
where another line began to ring for such a one in the same moment.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from typing import TYPE_CHECKING

from portinaio.core.call import Presentation
from portinaio.core.decide import carried_out
from portinaio.daemon.calls.legs import Leg, joined

if TYPE_CHECKING:
    from portinaio.config.policies import LinePolicy
    from portinaio.core.logged import LoggedCall
    from portinaio.core.policy import Decision
    from portinaio.daemon.screening import Judgement
    from portinaio.lines.line import CallEnded

MOST_LIVE = 1000  # calls at a time; a house has a few, and a flood must not eat the memory
MOST_KNOWN = 256  # callers and names that a leg is compared with; what a flood pushes out is a call of its own
MOST_OF_ONE = 4  # calls of one caller, the latest
AT_ONCE_S = 0.5  # a PBX calls a whole group within that; two callers who hide their numbers do not
JUST_NOW_S = 1.0  # nobody hangs up and rings again within that; a PBX goes to its next telephone
LEGS_WITHIN_S = 180.0  # of the first; a proxy gives a ringing call up then, RFC 3261 16.6 step 11
SAME_NAME_S = 60.0  # for so long after its end a name is no other call's


class LiveCall:
    """A call that is not over, or was until a moment ago, and what is known of it so far."""

    __slots__ = ("_announced", "began", "decision", "legs", "unused", "who")

    def __init__(self, call: LoggedCall, decision: Decision, began: float) -> None:
        self._announced = call
        self.who = caller_key(call.number, call.calling, call.presentation)
        self.decision = decision
        """Taken for the first leg, and good for all."""
        self.began = began
        self.legs: list[Leg] = []
        self.unused: Judgement | None = None
        """Where the call was only watched so far: what has decided it, and is used up by that once it is over."""

    def judged_anew(self, call: LoggedCall, decision: Decision) -> None:
        """By the first line that can do something to it."""
        before = self._announced
        self._announced = call._replace(
            at=before.at, called=call.called or before.called, name=call.name or before.name
        )
        self.decision = decision

    @property
    def watched(self) -> bool:
        """Whether nobody has it so far who could do anything to it."""
        return all(leg.watches for leg in self.legs)

    @property
    def id(self) -> int:
        return self._announced.id

    @property
    def call(self) -> LoggedCall:
        """As it is written down now."""
        return joined(self._announced, self.legs, self.began)

    @property
    def over_at(self) -> float | None:
        """`None` while a leg of it rings."""
        if any(leg.ended is None for leg in self.legs):
            return None
        return max(leg.over_at for leg in self.legs)

    def decision_of(self, line: LinePolicy) -> Decision:
        """The decision, as far as another line can carry it out."""
        instead, suspect = line.policy.instead_of_silence, self._announced.suspect
        action = carried_out(self.decision.action, line.can, instead, suspect=suspect)
        return self.decision._replace(action=action)

    def may_have(self, leg: Leg) -> bool:
        """Whether a leg that begins now, and has no name that is known, is one of this call."""
        if any(each.answered_by is not None for each in self.legs):
            return False  # it rings nowhere any more
        over_at = self.over_at
        of_this_line = [each for each in self.legs if each.line == leg.line]
        if over_at is None:
            return all(each.ended for each in of_this_line)
        since_s = leg.began - over_at
        if max(self.legs, key=lambda each: each.over_at).given_back:
            return since_s < leg.comes_back_s
        return not of_this_line and since_s < JUST_NOW_S


class LiveCalls:
    """All of it runs in the loop's thread; `began` and `now` are of its clock."""

    def __init__(self) -> None:
        self._by_leg: OrderedDict[tuple[str, str], tuple[LiveCall, Leg]] = OrderedDict()
        self._by_name: OrderedDict[str, LiveCall] = OrderedDict()
        self._by_caller: OrderedDict[str, deque[LiveCall]] = OrderedDict()

    def of(self, leg: Leg, who: str, *, anybody: bool = False) -> LiveCall | None:
        """The call of `who` that this leg is one more of. What `anybody` may show, such as no number, means one caller for a moment alone."""
        named = self._by_name.get(leg.name) if leg.name else None
        if named is not None and named.who == who and not _long_over(named, leg.began):
            return named
        since = leg.began - (AT_ONCE_S if anybody else LEGS_WITHIN_S)
        calls = reversed(self._by_caller.get(who, ()))
        return next((call for call in calls if call.began >= since and call.may_have(leg)), None)

    def add(self, call: LiveCall, leg: Leg, handle: str) -> None:
        """`call` has one more leg, or its first."""
        calls = self._by_caller.setdefault(call.who, deque(maxlen=MOST_OF_ONE))
        self._by_caller.move_to_end(call.who)
        if call not in calls:
            calls.append(call)
        call.legs.append(leg)
        self._by_leg[leg.line, handle] = call, leg
        if leg.name:
            self._by_name[leg.name] = call
            self._by_name.move_to_end(leg.name)
        for kept, most in (
            (self._by_leg, MOST_LIVE),
            (self._by_name, MOST_KNOWN),
            (self._by_caller, MOST_KNOWN),
        ):
            if len(kept) > most:
                kept.popitem(last=False)

    def end(self, line: str, handle: str, ended: CallEnded, now: float) -> LiveCall | None:
        """The call that had this leg; `None` for one that nobody announced."""
        call, leg = self._by_leg.pop((line, handle), (None, None))
        if leg is not None:
            leg.ended, leg.over_at = ended, now
        return call

    def answered(self, line: str, handle: str, by: str) -> LiveCall | None:
        """The call that somebody has picked up; `None` for one that nobody announced."""
        call, leg = self._by_leg.get((line, handle), (None, None))
        if leg is not None:
            leg.answered_by = by
        return call

    def rings(self, now: float) -> bool:
        """Whether one may be ringing at `now`; asked by other threads, too. A line may have lost the end of one."""
        return any(now - leg.began < LEGS_WITHIN_S for _, leg in list(self._by_leg.values()))


def caller_key(number: str | None, calling: str, presentation: Presentation) -> str:
    """Each line has words of its own for a number that is not shown."""
    return number or (calling if presentation is Presentation.ALLOWED else "")


def _long_over(call: LiveCall, now: float) -> bool:
    over_at = call.over_at
    return over_at is not None and now - over_at > SAME_NAME_S
