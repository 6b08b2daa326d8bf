"""A line's account at a registrar: found by name, kept registered, and left at the end."""

from __future__ import annotations

import asyncio
import logging
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.errors import LineError
from portinaio.lines.line import LineState
from portinaio.lines.sip import troubles
from portinaio.lines.sip.addresses import Target, target
from portinaio.lines.sip.hosts import Hosts
from portinaio.lines.sip.keep_alive import KeepAlive
from portinaio.wire.sip.dialog import Local, escaped
from portinaio.wire.sip.digest import Login
from portinaio.wire.sip.flow import Flow, Send, hostport
from portinaio.wire.sip.registration import (
    Binding,
    Denied,
    NoAnswerYet,
    RegisterDue,
    Registered,
    Registration,
    Stage,
    Unanswered,
    Unlisted,
    Unregistered,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portinaio.lines.sip.addresses import TrustedPeers
    from portinaio.lines.sip.settings import SipSettings
    from portinaio.lines.sip.sockets import Sockets
    from portinaio.wire.sip.message import Response
    from portinaio.wire.sip.registration import Result

    Tell = Callable[[LineState, Message | None], None]

log = logging.getLogger(__name__)

CONNECT_S = 5.0
UDP_ANSWER_S = 5.0  # where another address is left; nobody waits for timer F then, RFC 3263 4.3
TCP_ANSWER_S = 8.0  # what was sent by a connection is not lost on the way; a dead peer says no more
NEXT_ADDRESS = {None, 408, 503}  # what another server of the same name may answer better
FAREWELL_S = 2.0  # a daemon that stops is not held up by a registrar that is away


class Account:
    def __init__(
        self, settings: SipSettings, password: str | None, sockets: Sockets, trusted: TrustedPeers
    ) -> None:
        name = settings.name
        self._settings = settings
        self._registrar = target(settings.registrar, name, "registrar")
        self._proxy = target(settings.proxy, name, "proxy") if settings.proxy else None
        self._nearest = self._proxy or self._registrar
        self._sockets = sockets
        self._hosts = Hosts(self._nearest.host, self._registrar.host, trusted)
        self._keep_alive = KeepAlive(sockets)
        domain = self._registrar.host
        port = "" if self._registrar.port == 5060 else f":{self._registrar.port}"
        login = Login(settings.auth_username or settings.username, password or "")
        aor = f"sip:{escaped(settings.username)}@{domain}"
        binding = Binding(f"sip:{domain}{port}", aor, login, settings.expires_s)
        self._registration = Registration(binding, lambda: secrets.token_hex(12))
        self._flow: Flow | None = None
        self._changed = asyncio.Event()
        self._begin = True
        self._refused: Message | None = None
        self._unregistered = asyncio.Event()
        self._tell: Tell = lambda _state, _error: None
        sockets.lost = self._lost

    async def keep(self, tell: Tell) -> None:
        """Register, and register again, until cancelled; `LineError` when it is time to begin anew after a refusal."""
        self._tell = tell
        while True:
            if self._begin and self._refused:
                raise LineError(self._refused)  # the password may have been set anew meanwhile
            if self._begin:
                self._begin = False
                await self._register()
            await self._pass_time()

    async def unregister(self) -> None:
        """Take our contact away, as far as the registrar lets us within a moment."""
        try:
            async with asyncio.timeout(FAREWELL_S):
                self._hosts.end_round()
                self._do(self._registration.unregister(self._now()))
                while not self._unregistered.is_set():
                    await self._pass_time()
        except TimeoutError:
            log.info("line %s: the registrar did not answer the farewell", self._settings.name)

    def receive_response(self, response: Response) -> bool:
        """Whether the response was to us."""
        results = self._registration.receive_response(response, self._now())
        if results is None:
            return False
        self._do(results)
        self._changed.set()
        return True

    async def _register(self) -> None:
        """Ask the next address; the first again, looked up anew, when all have been asked."""
        nearest = self._nearest
        if not self._hosts.more:
            try:
                await self._hosts.begin_round()
            except OSError:
                self._away(
                    msg(
                        "the name %(host)s cannot be found; check it, and the network",
                        line=self._settings.name,
                        host=nearest.host,
                    )
                )
                return
        while self._hosts.more:
            try:
                async with asyncio.timeout(CONNECT_S):
                    flow = await self._reach(nearest, self._hosts.next())
                local = self._local(flow)
            except OSError:  # a timeout is one too, and so is no way there
                continue
            self._use(flow, local)
            return
        self._away(
            msg(
                "%(host)s takes no connection; check address and port",
                line=self._settings.name,
                host=hostport(nearest.host, nearest.port),
            )
        )

    def _use(self, flow: Flow, local: Local) -> None:
        if self._flow not in {None, flow}:
            self._drop()
        self._flow = flow
        self._keep_alive.begin(flow, self._now())
        within_s = TCP_ANSWER_S if flow.reliable else UDP_ANSWER_S if self._hosts.more else None
        self._do(self._registration.begin(flow, local, self._now(), within_s))

    def _local(self, flow: Flow) -> Local:
        return Local(*self._sockets.local(flow), self._settings.username)

    async def _reach(self, nearest: Target, host: str) -> Flow:
        if self._transport(nearest) == "udp":
            channel = await self._sockets.udp_towards(host)
            return Flow("UDP", host, nearest.port, channel)
        flow = self._flow
        if flow and flow.host == host and self._sockets.alive(flow):
            return flow
        return await self._sockets.connect_tcp(host, nearest.port)

    def _transport(self, nearest: Target) -> str:
        """As the address says; else UDP, unless the line listens by TCP alone."""
        listen = {text.partition(":")[0] for text in self._settings.listen}
        return nearest.transport or ("tcp" if listen == {"tcp"} else "udp")

    def _away(self, error: Message) -> None:
        self._registration.fail(self._now())
        if self._registration.stage is Stage.GONE:
            self._unregistered.set()
        else:
            self._tell(LineState.RETRYING, error)

    def _lost(self, channel: int) -> None:
        if self._flow and self._flow.reliable and self._flow.channel == channel:
            self._drop()
            if self._hosts.more:
                self._begin = True
            else:
                self._away(msg("the registrar closed the connection", line=self._settings.name))
            self._changed.set()

    def _drop(self) -> None:
        """Of the present flow nothing more is expected."""
        if self._flow is not None and self._flow.reliable:
            self._sockets.drop(self._flow)
        self._flow = None
        self._keep_alive.end()

    async def _pass_time(self) -> None:
        """Until something happens: a response, a deadline, or the moment for a sign of life."""
        deadlines = (self._registration.next_deadline(), self._keep_alive.deadline)
        due = min((moment for moment in deadlines if moment is not None), default=None)
        with suppress(TimeoutError):
            async with asyncio.timeout_at(due):
                await self._changed.wait()
        self._changed.clear()
        self._do(self._registration.wake(self._now()))
        if self._keep_alive.wake(self._now()):
            self._make_sure()
        if self._moved():
            self._begin = True

    def _moved(self) -> bool:
        """Whether we have another address than the one that is registered, to which calls go: DHCP, or another network."""
        if self._flow is None or self._registration.stage is not Stage.BOUND:
            return False
        try:
            return self._local(self._flow) != self._registration.local
        except OSError:  # no network at all; the next registration will tell
            return False

    def _make_sure(self) -> None:
        """The connection may be dead. A registration by it tells, since every registrar answers that."""
        if self._flow and self._registration.stage is Stage.BOUND and not self._registration.asking:
            local = self._local(self._flow)
            self._do(self._registration.begin(self._flow, local, self._now(), TCP_ANSWER_S))

    def _do(self, results: Iterable[Result]) -> None:
        name = self._settings.name
        for result in results:
            match result:
                case Send():
                    self._sockets.send(result)
                case Registered(lifetime_s):
                    log.info("line %s: registered for %d s", name, lifetime_s)
                    self._hosts.end_round(self._flow.host if self._flow else None)
                    self._tell(LineState.UP, None)
                case Denied(code):
                    self._hosts.end_round()
                    self._refused = troubles.refused(self._settings, self._registrar.host, code)
                    self._tell(LineState.REFUSED, self._refused)
                case Unanswered(code):
                    self._unanswered(code)
                case Unlisted():
                    self._hosts.end_round()
                    self._tell(LineState.RETRYING, troubles.unlisted(name, self._registrar.host))
                case NoAnswerYet():
                    self._no_answer_yet()
                case RegisterDue():
                    self._begin = True
                case Unregistered():
                    self._unregistered.set()

    def _no_answer_yet(self) -> None:
        """No reason to worry anybody while there is another address."""
        if not self._hosts.more:
            self._tell(LineState.RETRYING, self._unreached(None))

    def _unanswered(self, code: int | None) -> None:
        """Ask the next address at once, if there is one that may answer better."""
        if code is None and self._flow and self._flow.reliable:
            self._drop()
        if self._hosts.more and code in NEXT_ADDRESS:
            self._begin = True
        else:
            self._hosts.end_round()
            self._tell(LineState.RETRYING, self._unreached(code))

    def _unreached(self, code: int | None) -> Message:
        host = hostport(self._nearest.host, self._nearest.port)
        return troubles.unreached(self._settings.name, host, code)

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
