"""One question of a dial plan: it says who calls, waits for what is to be done, and goes on by itself where nothing comes."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from portinaio.core.policy import Action, Outcome
from portinaio.lines.line import Performed
from portinaio.wire.asterisk.agi import Agi, AgiError, Facts, HungUp, Reply, set_variable

if TYPE_CHECKING:
    from portinaio.core.policy import Decision

FACTS_S = 3.0  # an Asterisk says them in one piece
DECISION_S = 3.0  # a caller hears nothing so long; then the telephones ring
REPLY_S = 2.0
VARIABLE, WHY, SOUND = "PORTINAIO", "PORTINAIO_WHY", "PORTINAIO_SOUND"
CAUSES = {Action.REJECT: "SIP 603"}
"""As the dial plan of the README carries it out."""
_AT_ONCE = 4096


class Question:
    """One connection."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._agi = Agi()
        self._replies: asyncio.Queue[Reply | None] = asyncio.Queue(maxsize=8)
        self._decided = asyncio.Event()
        self.told: Action | None = None
        """What the Asterisk has heard."""
        self.gone = False
        """Whether the caller, or the Asterisk, went before it heard an answer."""

    async def facts(self) -> Facts | None:
        """`None` where whoever is there is no Asterisk, or takes too long."""
        try:
            async with asyncio.timeout(FACTS_S):
                while data := await self._reader.read(_AT_ONCE):
                    for event in self._agi.receive(data):
                        if isinstance(event, Facts):
                            return event
        except (AgiError, OSError):  # a TimeoutError is one
            pass
        return None

    async def wait(self) -> None:
        """Until the decision was told, or the time is over in which it might be; what comes meanwhile is heard."""
        listening = asyncio.ensure_future(self._listen())
        try:
            async with asyncio.timeout(DECISION_S + REPLY_S * 2):
                await self._decided.wait()
        except TimeoutError:
            pass
        finally:
            listening.cancel()
            with suppress(asyncio.CancelledError):
                await listening

    async def tell(self, decision: Decision, sound: str, why: str) -> Performed:
        """Never raises."""
        try:
            told = await self._set(VARIABLE, decision.action.value)
            if told and why:
                await self._set(WHY, why)
            if told and decision.action is Action.ANNOUNCE:
                await self._set(SOUND, sound)
        except OSError:
            told = False
        finally:
            self._decided.set()
        self.told = decision.action if told else None
        if not told:
            return Performed(Outcome.TOO_LATE if self.gone else Outcome.UNABLE)
        return Performed(Outcome.DONE, CAUSES.get(decision.action))

    async def _set(self, name: str, value: str) -> bool:
        """Whether the Asterisk has heard it while its caller was there. It is said even so: a caller's name can pretend that he has gone."""
        self._writer.write(set_variable(name, value))
        await self._writer.drain()
        if self.gone:
            return False
        async with asyncio.timeout(REPLY_S):
            reply = await self._replies.get()
        return reply is not None and reply.done and not self.gone

    async def _listen(self) -> None:
        try:
            while data := await self._reader.read(_AT_ONCE):
                for event in self._agi.receive(data):
                    if isinstance(event, HungUp):
                        self.gone = True
                    elif isinstance(event, Reply):
                        self._replies.put_nowait(event)
        except (AgiError, OSError, asyncio.QueueFull):
            pass
        self.gone = True
        with suppress(asyncio.QueueFull):
            self._replies.put_nowait(None)
