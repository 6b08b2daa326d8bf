"""Decisions carried out: what is answered to a call, and what is said in it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from portinaio.core.message import Message
from portinaio.core.policy import Action, Outcome
from portinaio.lines.line import Performed
from portinaio.lines.sip.call_times import call_ended
from portinaio.lines.sip.responses import TO_A_PBX, response_for
from portinaio.lines.voice.talks import mute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portinaio.core.policy import Decision
    from portinaio.lines.line import CallEnded
    from portinaio.lines.sip.responses import PlannedResponse
    from portinaio.lines.sip.settings import SipSettings
    from portinaio.lines.voice.script import Script
    from portinaio.lines.voice.sentences import Sentences
    from portinaio.lines.voice.talks import Talks
    from portinaio.wire.sip.uas import Output, Over, Uas


class Performing:
    """Of one line, while it runs."""

    def __init__(
        self,
        settings: SipSettings,
        way: tuple[Uas, Talks, Sentences],
        do: Callable[[Iterable[Output]], None],
    ) -> None:
        self._settings = settings
        self._uas, self._talks, self._sentences = way
        self._do = do
        self._silenced: set[str] = set()

    async def perform(self, handle: str, decision: Decision) -> Performed:
        if not self._uas.pending(handle):
            return Performed(Outcome.TOO_LATE)
        planned = response_for(decision.action, self._settings)
        now = self._now()
        match planned.code:
            case 180:
                if planned.silent:
                    self._silenced.add(handle)
                self._do(self._uas.ring(handle, planned.hold_s, now, planned.then))
                return Performed(Outcome.DONE)
            case 302 | 480 if decision.action is not Action.REJECT:
                self._do(self._uas.hand_back(handle, now, self._settings.hand_to))
            case 183 | 200 if planned.talk:
                return await self._talk(handle, planned)
            case 200:
                return self._pick_up(handle)
            case code:
                self._do(self._uas.refuse(handle, code, now))
        return Performed(Outcome.DONE, f"SIP {planned.code}")

    def _pick_up(self, handle: str, instead: tuple[Action, Message] | None = None) -> Performed:
        """To hang up at once. 488 where no answer to the offer would be right, RFC 3261 13.3.1.3; other telephones ring on then."""
        described = mute(self._uas.offer(handle))
        if described is None:
            self._do(self._uas.refuse(handle, 488, self._now()))
            return Performed(Outcome.UNABLE, "SIP 488")
        self._do(self._uas.answer(handle, self._now(), described))
        return Performed(Outcome.DONE, "SIP 200", instead)

    async def _talk(self, handle: str, planned: PlannedResponse) -> Performed:
        """Where the caller cannot be spoken to the call is picked up and hung up, which spares the other telephones as well."""
        script = await self._sentences.script_soon(
            planned.talk, planned.hold_s, early=planned.code == 183
        )
        if not self._uas.pending(handle):
            return Performed(Outcome.TOO_LATE)
        if isinstance(script, Message):
            return self._instead(handle, planned, script)
        offer = self._uas.offer(handle)
        described, why_not = await self._talks.prepare(handle, offer, script)
        if not self._uas.pending(handle):
            self._talks.end(handle)
            return Performed(Outcome.TOO_LATE)
        if why_not:
            return self._pick_up(handle, (Action.ANSWER, why_not))
        now, longest_s = self._now(), script.longest_s
        if script.early:
            self._do(self._uas.progress(handle, now, described, longest_s, planned.then))
        else:
            self._do(self._uas.answer(handle, now, described, longest_s))
        self._talks.answered(handle)
        return Performed(Outcome.DONE, None if script.early else "SIP 200")

    def _instead(self, handle: str, planned: PlannedResponse, why: Message) -> Performed:
        """What has no sentence to say. A digit or a message is how a person gets through, and a fault of ours must keep none out."""
        if planned.talk not in {Action.CHALLENGE, Action.MESSAGE}:
            return self._pick_up(handle, (Action.ANSWER, why))
        ringing = response_for(Action.RING, self._settings)
        if ringing.code == 180:
            self._do(self._uas.ring(handle, ringing.hold_s, self._now(), ringing.then))
            return Performed(Outcome.DONE, None, (Action.RING, why))
        self._do(self._uas.hand_back(handle, self._now(), self._settings.hand_to))
        return Performed(Outcome.DONE, f"SIP {ringing.code}", (Action.RING, why))

    def ended(self, over: Over) -> CallEnded:
        """What came of a call, also of one that was to be silent."""
        silenced = over.handle in self._silenced
        self._silenced.discard(over.handle)
        return call_ended(over, self._settings.peer, silenced=silenced)

    def said_all(self, handle: str, script: Script) -> None:
        now = self._now()
        if not script.early:
            self._do(self._uas.hang_up(handle, now))
        elif script.passed:
            self._do(self._uas.hand_back(handle, now, self._settings.hand_to))
        else:
            self._do(self._uas.refuse(handle, TO_A_PBX, now))

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
