"""The line of an Asterisk: its dial plan asks what to do with a call, by FastAGI, and does it.

Where we do not answer the dial plan goes on, and its telephones ring. The manager, where it may be asked, tells the rest: how long
it rang, who picked up, whom the house calls.
"""

from __future__ import annotations

import asyncio
import ipaddress
from contextlib import suppress
from itertools import count
from typing import TYPE_CHECKING, Any, ClassVar

from portinaio.core.call import Ringing
from portinaio.core.listen import host_and_port
from portinaio.core.message import msg, render
from portinaio.core.policy import Action, Outcome
from portinaio.core.reason import reason
from portinaio.errors import LineError
from portinaio.lines.asterisk import settings as keys_of
from portinaio.lines.asterisk.manager import Manager
from portinaio.lines.asterisk.other_side import other_side
from portinaio.lines.asterisk.question import Question
from portinaio.lines.asterisk.settings import AsteriskSettings
from portinaio.lines.line import CallEnded, Line, LineState, Performed, UntrustedCall

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portinaio.config import line_kind
    from portinaio.core.policy import Decision
    from portinaio.lines.line import CallHandler
    from portinaio.wire.asterisk.agi import Facts

SCREEN, DIALLED = "screen", "dialled"
"""What a dial plan asks for: `agi://…/screen`, and `agi://…/dialled` for a call that goes out."""
MOST_AT_ONCE = 200  # questions; a house has a few, and a flood must not eat the memory


class AsteriskLine(Line[AsteriskSettings]):
    settings_type = AsteriskSettings
    title = msg("an Asterisk or a FreePBX, whose dial plan asks what to do with a call (FastAGI)")
    short = msg("Asterisk")
    keys: ClassVar = keys_of.KEYS
    fields = keys_of.FIELDS
    comes_back_s = 30.0
    other_side = staticmethod(other_side)

    def __init__(
        self,
        settings: AsteriskSettings,
        password: str | None = None,
        folder: str = "",
    ) -> None:
        super().__init__(settings, password, folder)
        self._handles = count(1)
        self._open: dict[str, Question] = {}
        self._connections: set[asyncio.StreamWriter] = set()
        self._trusted = [ipaddress.ip_network(one, strict=False) for one in settings.trusted]

    @classmethod
    def can(cls, settings: AsteriskSettings) -> frozenset[Action]:
        able = {Action.RING, Action.SILENCE, Action.REJECT, Action.ANSWER}
        return frozenset(able | ({Action.ANNOUNCE} if settings.sound else set()))

    @classmethod
    def has_extensions(cls, settings: AsteriskSettings) -> bool:
        del settings
        return True

    @classmethod
    def problems(cls, settings: AsteriskSettings) -> Iterable[line_kind.Problem]:
        return keys_of.problems(settings)

    @classmethod
    def questions(cls, keys: Mapping[str, Any]) -> Iterable[line_kind.Question]:
        return keys_of.questions(keys)

    async def run(self, handler: CallHandler) -> None:
        """`LineError` where the port cannot be had."""
        manager = Manager(self, handler) if self.settings.manager else None
        server = await self._listening(handler, manager)
        handler.state_changed(self, LineState.UP)
        try:
            if manager:
                await manager.run(self.password or "")
            else:
                await server.serve_forever()
        finally:
            server.close()
            for connection in self._connections:
                connection.transport.abort()  # the dial plan goes on

    async def perform(self, handle: str, decision: Decision) -> Performed:
        question = self._open.get(handle)
        if question is None:
            return Performed(Outcome.TOO_LATE)
        return await question.tell(decision, self.settings.sound, render(decision.because, None))

    async def _listening(self, handler: CallHandler, manager: Manager | None) -> asyncio.Server:
        address = host_and_port(self.settings.listen)
        assert address is not None  # config.toml was looked at

        async def come(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            self._connections.add(writer)
            try:
                if len(self._connections) <= MOST_AT_ONCE:  # else the dial plan goes on
                    await self._asked(handler, manager, (reader, writer))
            finally:
                self._connections.discard(writer)
                writer.close()
                with suppress(OSError):
                    await writer.wait_closed()

        try:
            return await asyncio.start_server(come, *address, limit=8192)
        except OSError as error:
            raise LineError(
                msg(
                    "cannot listen at %(address)s for the dial plan: %(reason)s; give line %(line)s another port in listen",
                    address=self.settings.listen,
                    reason=reason(error),
                    line=self.name,
                )
            ) from error

    async def _asked(
        self,
        handler: CallHandler,
        manager: Manager | None,
        connection: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        """One connection, whoever it is."""
        host = str((connection[1].get_extra_info("peername") or ("",))[0]).partition("%")[0]
        if not self._trusts(host):
            handler.untrusted(self, self._told(host))
            return
        question = Question(*connection)
        facts = await question.facts()
        if facts is None:
            return
        if facts.script == DIALLED:
            handler.dialled(self, facts.dialled)
        else:
            await self._screened(handler, manager, question, facts)

    async def _screened(
        self, handler: CallHandler, manager: Manager | None, question: Question, facts: Facts
    ) -> None:
        handle = f"{next(self._handles)}"
        self._open[handle] = question
        began = asyncio.get_running_loop().time()
        try:
            handler.ringing(self, handle, self._ringing(facts))
            if manager:
                manager.knows(facts.unique_id, handle, began)
            await question.wait()
        finally:
            del self._open[handle]
            if not (manager and manager.follows(facts.unique_id)):
                rang_s = asyncio.get_running_loop().time() - began
                away = question.told is Action.REJECT
                handler.ended(
                    self, handle, CallEnded(rang_s, 0.0) if away else CallEnded(None, None)
                )

    def _ringing(self, facts: Facts) -> Ringing:
        return Ringing(
            self.name,
            self.now(),
            facts.caller,
            facts.called or self.settings.number,
            facts.name,
            facts.presentation,
            network_name=facts.unique_id,
            own_system=True,
        )

    def _trusts(self, host: str) -> bool:
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return False
        address = getattr(address, "ipv4_mapped", None) or address
        return any(address in network for network in self._trusted)

    def _told(self, host: str) -> UntrustedCall:
        try:
            address = ipaddress.ip_address(host)
        except ValueError:
            return UntrustedCall(host, ())
        near = address.is_private
        alone = f"{address}/{address.max_prefixlen}"
        return UntrustedCall(str(address), (*self.settings.trusted, alone) if near else ())
