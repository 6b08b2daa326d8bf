"""A line that an NCID server watches: it tells of calls and cannot act on them, so each rings; what it does by itself is written down."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar

from portinaio.config.line_kind import Field, Problem, Step
from portinaio.config.settings import LineSettings
from portinaio.core.call import Ringing
from portinaio.core.listen import host_and_port
from portinaio.core.message import Message, msg
from portinaio.core.policy import Action, Outcome
from portinaio.core.reason import reason
from portinaio.errors import LineError
from portinaio.lines.line import CallEnded, Line, LineState, Performed
from portinaio.wire.ncid.calls import Began, Calls, Made, Over
from portinaio.wire.ncid.lines import ALIVE, PORT, Label, LineReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portinaio.core.policy import Decision
    from portinaio.lines.line import CallHandler
    from portinaio.wire.ncid.lines import Said

CONNECT_S = 10.0
GREETING_S = 10.0  # a server speaks first, and at once
ASK_S = 60.0  # a server is asked so often whether it is there; a router forgets a quiet connection after minutes
ANSWER_S = 20.0
TICK_S = 1.0  # while a call rings
CHUNK = 16_384
NO_ROOM = "Too many clients"


class NcidSettings(LineSettings, frozen=True):
    server: str = f"127.0.0.1:{PORT}"
    labels: tuple[str, ...] = ()


class NcidLine(Line[NcidSettings]):
    settings_type = NcidSettings
    title = msg("calls that an NCID server sees, on a modem or through its gateways")
    short = msg("NCID")
    watches = True
    keys: ClassVar = {
        "server": msg("address of the NCID server, such as 192.168.1.10:3333"),
        "labels": msg("its telephone lines that are meant, by their labels; none means all"),
    }
    fields = (
        Field(
            "server",
            msg("address of the NCID server, such as 192.168.1.10:3333"),
            title=msg("NCID server"),
        ),
    )

    @classmethod
    def other_side(cls, keys: Mapping[str, Any]) -> Iterable[Step]:
        del keys
        yield Step(
            msg("The computer with the NCID server"),
            (
                msg("ncidd runs, and takes clients from this computer (port 3333)"),
                msg("try from here:"),
                Message("  nc 192.168.1.10 3333"),
                msg("it greets with 200 and shows its latest calls"),
            ),
        )

    def __init__(
        self,
        settings: NcidSettings,
        password: str | None = None,
        folder: str = "",
    ) -> None:
        super().__init__(settings, password, folder)
        self._calls = Calls()

    @classmethod
    def can(cls, settings: NcidSettings) -> frozenset[Action]:
        del settings
        return frozenset({Action.RING})

    @classmethod
    def problems(cls, settings: NcidSettings) -> Iterator[Problem]:
        if host_and_port(settings.server) is None:
            yield Problem(
                "server",
                msg(
                    "server of line %(name)s must be like 192.168.1.10:3333, not %(value)r",
                    name=settings.name,
                    value=settings.server[:60],
                ),
            )

    async def run(self, handler: CallHandler) -> None:
        """`LineError` where the server cannot be reached, is none, or goes."""
        reader, writer = await self._connected()
        try:
            await _Session(self, handler, self._calls, (reader, writer)).run()
        except OSError as error:
            raise LineError(
                msg(
                    "the connection to %(server)s broke off: %(reason)s",
                    server=self.settings.server,
                    reason=reason(error),
                )
            ) from error
        finally:
            self.tell(handler, self._calls.all_over())
            writer.close()

    async def perform(self, handle: str, decision: Decision) -> Performed:
        if not self._calls.lives(handle):
            return Performed(Outcome.TOO_LATE)
        able = decision.action is Action.RING
        return Performed(Outcome.DONE if able else Outcome.UNABLE)

    async def _connected(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        address = host_and_port(self.settings.server)
        assert address is not None  # config.toml was looked at
        try:
            async with asyncio.timeout(CONNECT_S):
                reader, writer = await asyncio.open_connection(*address)
        except OSError as error:  # a time-out is one
            raise LineError(
                msg(
                    "the NCID server %(server)s cannot be reached: %(reason)s",
                    server=self.settings.server,
                    reason=msg("no answer came in time")
                    if isinstance(error, TimeoutError)
                    else reason(error),
                )
            ) from error
        with suppress(OSError):  # an old server says nothing for days
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)
        return reader, writer

    def tell(self, handler: CallHandler, news: Iterator[Began | Over | Made]) -> None:
        for one in news:
            match one:
                case Began():
                    handler.ringing(self, one.handle, self._ringing(one))
                case Over():
                    outcome = Outcome.TOO_LATE if one.hung_up else None
                    cause = f"NCID {one.hung_up}" if one.hung_up else None
                    ended = CallEnded(one.rang_s, one.talked_s, cause, outcome)
                    handler.ended(self, one.handle, ended)
                case Made():
                    handler.dialled(self, one.number)

    def _ringing(self, began: Began) -> Ringing:
        return Ringing(
            self.name,
            self.now(),
            began.number,
            self.settings.number,
            began.name,
            began.presentation,
        )


class _Session:
    """One connection, from the greeting to its end."""

    def __init__(
        self,
        line: NcidLine,
        handler: CallHandler,
        calls: Calls,
        connection: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        self._line = line
        self._handler = handler
        self._calls = calls
        self._reader, self._writer = connection
        self._cut = LineReader()
        self._greeted = False
        self._let_in = False
        """Since then whatever is said of room was said by another client: anybody's messages are passed on."""
        self._can_be_asked = False
        self._asked_at: float | None = None
        self._heard_at = _now()

    async def run(self) -> None:
        while True:
            try:
                async with asyncio.timeout(self._patience_s()):
                    data = await self._reader.read(CHUNK)
            except TimeoutError:
                self._look_around()
                continue
            if not data:
                raise LineError(
                    msg(
                        "the NCID server %(server)s has closed the connection",
                        server=self._line.settings.server,
                    )
                )
            self._heard_at, self._asked_at = _now(), None
            for said in self._cut.feed(data):
                self._take(said)
            self._line.tell(self._handler, self._calls.due(_now()))
            await asyncio.sleep(
                0
            )  # what is there already is read without a pause, and other lines wait

    def _patience_s(self) -> float:
        if not self._greeted:
            return GREETING_S
        if self._calls.ring:
            return TICK_S
        return ANSWER_S if self._asked_at else ASK_S

    def _look_around(self) -> None:
        now = _now()
        self._line.tell(self._handler, self._calls.due(now))
        if not self._greeted:
            raise LineError(
                msg(
                    "%(server)s does not answer as an NCID server does",
                    server=self._line.settings.server,
                )
            )
        if self._asked_at and now - self._asked_at >= ANSWER_S:
            raise LineError(
                msg(
                    "the NCID server %(server)s does not answer any more",
                    server=self._line.settings.server,
                )
            )
        if self._can_be_asked and not self._asked_at and now - self._heard_at >= ASK_S:
            self._asked_at = now
            self._writer.write(ALIVE)

    def _take(self, said: Said) -> None:
        match said.label:
            case Label.GREETING if not self._greeted:
                self._greeted = True
                self._handler.state_changed(self._line, LineState.UP)
            case Label.API:
                self._can_be_asked = True
            case Label.READY:
                self._let_in = True
            case Label.MSG if said.text.startswith(NO_ROOM) and not self._let_in:
                raise LineError(
                    msg(
                        "the NCID server %(server)s has no room for one more client",
                        server=self._line.settings.server,
                    )
                )
            case _ if self._greeted and self._is_meant(said):
                self._line.tell(self._handler, self._calls.take(said, _now()))

    def _is_meant(self, said: Said) -> bool:
        labels = self._line.settings.labels
        return not labels or said.label is Label.CIDINFO or said.get("LINE") in labels


def _now() -> float:
    return asyncio.get_running_loop().time()
