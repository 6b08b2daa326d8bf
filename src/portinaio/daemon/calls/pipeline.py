"""The pipeline: a line reports a ringing call here, and it is judged, acted upon, logged and published, in this order.

Between the ring and the action nothing waits for the disk or the network: entries, names and moments are in memory, the
history of a number is read from the database, which no writer holds up, and writing is the recorder's.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING, Any

from portinaio.core.call import Ringing
from portinaio.core.facts import Call
from portinaio.core.message import Message, counted, msg
from portinaio.core.numbers.masking import masked
from portinaio.core.numbers.number import read
from portinaio.core.numbers.reading import Reading
from portinaio.core.policy import Action, Decision, Outcome
from portinaio.core.verdict import Label, Verdict
from portinaio.daemon import answers, dialled
from portinaio.daemon.calls.as_logged import as_logged
from portinaio.daemon.calls.box import BarWishes, bring_call_list
from portinaio.daemon.calls.legs import Leg
from portinaio.daemon.calls.live_calls import LiveCall, LiveCalls, caller_key
from portinaio.daemon.guard import a_fault
from portinaio.daemon.screening import Judgement, judge, read_ringing
from portinaio.errors import PortinaioError
from portinaio.lines.line import Performed

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from portinaio.core.logged import LoggedCall
    from portinaio.daemon.calls.line_status import LineStatuses
    from portinaio.daemon.calls.recorder import Recorder
    from portinaio.daemon.context import Context
    from portinaio.daemon.records import Passes, Records
    from portinaio.lines.handset import Command, Done
    from portinaio.lines.line import CallEnded, Line, LineState, ToBar, UntrustedCall

log = logging.getLogger(__name__)

NOBODY = (
    "+390200000000"  # of no range that says anything by itself, so that everything is looked at
)
LONGEST_ACTION_S = 60.0  # an announcement is a sentence; a line that takes longer hangs


class CallPipeline:
    """Fulfils `lines.line.CallHandler`. All of it runs in the loop's thread."""

    def __init__(  # noqa: PLR0913  # what a call passes on its way
        self,
        context: Context,
        records: Records,
        recorder: Recorder,
        statuses: LineStatuses,
        *,
        spawn: Callable[[Coroutine[None, None, None]], object],
        next_id: Callable[[], int],
        monotonic: Callable[[], float] = time.perf_counter,
    ) -> None:
        self.rules = context.rules
        """Replaced as a whole when config.toml changes."""
        self._context = context
        self._records = records
        self._recorder = recorder
        self._statuses = statuses
        self._spawn = spawn
        self._next_id = next_id
        self._monotonic = monotonic
        self._live = LiveCalls()
        self._bar_wishes = BarWishes(context)
        self._failures = 0
        self._unfit: Message | None = None
        """Why the last trial failed."""

    def ringing(self, line: Line[Any], handle: str, ringing: Ringing) -> None:
        leg = Leg(
            line.name,
            ringing.network_name,
            self._monotonic(),
            line.comes_back_s,
            watches=line.watches,
        )
        live, reading = self._known(leg, ringing)
        if live is None or (live.watched and not leg.watches):
            judgement = self._judgement(ringing, reading)
            call = as_logged(self._next_id() if live is None else live.id, judgement)
            if live is None:
                live = LiveCall(call, judgement.decision, leg.began)
            else:
                live.judged_anew(call, judgement.decision)
            self._begin(line, handle, live, leg)
            live.unused = judgement if leg.watches else None
            if not leg.watches:
                self._use_up(judgement)
        else:
            self._begin(line, handle, live, leg)
        log.debug(
            "line %s: call %d from %s, leg %d: %s",
            line.name,
            live.id,
            masked(ringing.calling) or "nobody",
            len(live.legs),
            live.decision.action.value,
        )

    def ended(self, line: Line[Any], handle: str, ended: CallEnded) -> None:
        live = self._live.end(line.name, handle, ended, self._monotonic())
        if live is None:
            return
        if live.unused and live.over_at is not None:  # nobody came who could do anything
            self._use_up(live.unused)
            live.unused = None
        if ended.heard and ended.heard.passed and live.call.number:
            self._records.passes.give(line.name, live.call.number, self._context.now())
        self._record_and_publish(live)

    def answered(self, line: Line[Any], handle: str, by: str) -> None:
        if live := self._live.answered(line.name, handle, by):
            self._record_and_publish(live)

    def log_asked(self, judgement: Judgement) -> None:
        """A telephone that has no line here was told what to do with its call; what came of it nobody sees."""
        call = as_logged(self._next_id(), judgement)._replace(outcome=Outcome.DONE)
        self._recorder.record(call)
        self._context.publish("call", lambda: answers.call_answer(call))
        self._use_up(judgement)

    def share(self, passes: Passes) -> None:
        """With whoever else is asked about calls."""
        self._records.passes = passes

    @property
    def rings(self) -> bool:
        return self._live.rings(self._monotonic())

    def dialled(self, line: Line[Any], called: str) -> None:
        del line  # whichever it was, the user knows the number now
        at = self._context.now()
        reading = read(called, self._context.config.plan)
        if dialled.for_help(reading):
            log.info("an emergency call was made; everything rings for an hour")
            self._records.emergency_call_at = at  # counts at once, whatever the disk says
        elif number := reading.number:
            self._records.dialled[number] = at.date()  # as above
        self._recorder.do(lambda store: dialled.remember(store, reading, at))

    def noted(self, line: Line[Any], code: str, text: Message | None) -> None:
        self._statuses.note(line.name, code, text)

    def to_bar(self, line: Line[Any]) -> ToBar:
        del line  # what is blocked is blocked on each
        return self._bar_wishes.now()

    def call_list(self, line: Line[Any], data: bytes) -> None:
        self._spawn(self._bring(line.name, data))

    async def _bring(self, line: str, data: bytes) -> None:
        try:
            brought = await asyncio.to_thread(bring_call_list, self._context, line, data)
        except PortinaioError as error:
            log.warning("line %s: its call list cannot be read: %s", line, error)
            return
        if brought.accepted or brought.updated:
            log.info("line %s: %d calls of its list were not here", line, brought.accepted)
            self._context.changed()

    def traced(self, line: Line[Any], text: Callable[[], str]) -> None:
        self._statuses.trace(line.name, text, self._context.now())

    def commanded(self, line: Line[Any], command: Command, told: Callable[[Done], None]) -> None:
        self._spawn(self._command(line.name, command, told))

    def untrusted(self, line: Line[Any], call: UntrustedCall) -> None:
        self._statuses.note_untrusted(line.name, call, self._context.now())

    def state_changed(
        self, line: Line[Any], state: LineState, error: Message | None = None
    ) -> None:
        if error:
            log.warning("line %s: %s", line.name, error)
        self._statuses.set(line.name, state, error)

    def try_out(self) -> None:
        """Judge a call that nobody makes, on the way of every other; nothing of it is kept."""
        try:
            judge(Ringing("", self._context.now(), NOBODY), self.rules, self._records)
        except Exception as error:
            if self._unfit is None:
                log.exception("calls cannot be screened, they ring")
            self._unfit = msg(
                "calls cannot be screened, they ring: %(error)s", error=a_fault(error)
            )
        else:
            self._unfit = None

    def judged(self, ringing: Ringing, call_id: int) -> tuple[LoggedCall, Decision]:
        """A call that nobody makes, as it would stand in the log; nothing of it is kept, and nothing used up."""
        judgement = self._judgement(ringing, None)
        return as_logged(call_id, judgement), judgement.decision

    def troubles(self) -> list[tuple[str, Message]]:
        unfit = [("screening", self._unfit)] if self._unfit else []
        return [*unfit, *self._failed()]

    def _failed(self) -> list[tuple[str, Message]]:
        if not self._failures:
            return []
        text = counted(
            "screening failed for %(n)d call, which rang; the log of the daemon says why",
            "screening failed for %(n)d calls, which rang; the log of the daemon says why",
            self._failures,
        )
        return [("screening", text)]

    def _known(self, leg: Leg, ringing: Ringing) -> tuple[LiveCall | None, Reading | None]:
        """The call of which this is one more leg, which has been judged; and the number that was read on the way."""
        try:
            reading = read_ringing(ringing, self.rules)
            shown = Call(ringing, reading).presentation
            who = caller_key(reading.number, ringing.calling, shown)
            return self._live.of(leg, who, anybody=reading.number is None), reading
        except Exception:
            # A bug of ours must never cost the user a call.
            log.exception("line %s: whether a call is known could not be told", ringing.line)
            return None, None

    async def _command(self, line: str, command: Command, told: Callable[[Done], None]) -> None:
        from portinaio.daemon.calls.handset import carry_out  # noqa: PLC0415  # few lines have such telephones

        told(await asyncio.to_thread(carry_out, self._context, line, command))

    def _begin(self, line: Line[Any], handle: str, live: LiveCall, leg: Leg) -> None:
        """The decision of the call, as far as this line can carry it out."""
        decision = live.decision
        if live.legs and not live.watched:
            policy = self.rules.policies.lines.get(line.name)
            decision = live.decision_of(policy) if policy else decision
        self._live.add(live, leg, handle)
        self._spawn(self._carry_out(line, handle, (live, leg), decision))
        self._statuses.count_call(line.name)
        self._record_and_publish(live)

    def _judgement(self, ringing: Ringing, reading: Reading | None) -> Judgement:
        try:
            return judge(ringing, self.rules, self._records, reading)
        except Exception:
            # A bug of ours must never cost the user a call.
            log.exception("line %s: screening failed, the call rings", ringing.line)
            self._failures += 1
            decision = Decision(Action.RING, msg("screening failed"))
            return Judgement(Call(ringing, Reading()), Verdict(Label.UNKNOWN, 0, ()), decision)

    async def _carry_out(
        self, line: Line[Any], handle: str, of: tuple[LiveCall, Leg], decision: Decision
    ) -> None:
        live, leg = of
        try:
            async with asyncio.timeout(LONGEST_ACTION_S):
                performed = await line.perform(handle, decision)
        except Exception:
            log.exception("line %s: a decision could not be carried out", line.name)
            performed = Performed(Outcome.UNABLE)
        leg.performed = performed
        leg.acted_ms = round((self._monotonic() - leg.began) * 1000, 3)
        self._record_and_publish(live)

    def _record_and_publish(self, live: LiveCall) -> None:
        call = live.call
        self._recorder.record(call)
        self._context.publish("call", lambda: answers.call_answer(call))

    def _use_up(self, judgement: Judgement) -> None:
        """An entry for one call, or a pass, has had its call."""
        number = judgement.call.caller
        if number and judgement.decision.action is Action.RING and judgement.verdict.has("passed"):
            self._records.passes.use(judgement.call.ringing.line, number)
        if (entry_id := judgement.used_up) is not None:
            self._recorder.do(lambda store: store.entries.use_up(entry_id))
