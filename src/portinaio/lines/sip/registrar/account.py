"""A line's account at a registrar: found by name, kept registered, and left at the end."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.errors import LineError
from portinaio.lines.line import LineState
from portinaio.lines.sip import troubles
from portinaio.lines.sip.registrar.binding import aor_of, asked_by, registration_of
from portinaio.lines.sip.registrar.reach import Reach
from portinaio.lines.sip.registrar.way import Way
from portinaio.lines.sip.servers.hosts import Hosts
from portinaio.lines.sip.servers.names import Names
from portinaio.wire.sip.flow import Send
from portinaio.wire.sip.registrar.registration import Stage
from portinaio.wire.sip.registrar.registration_results import (
    Denied,
    NoAnswerYet,
    RegisterDue,
    Registered,
    Unanswered,
    Unlisted,
    Unregistered,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portinaio.lines.sip.addresses import TrustedPeers
    from portinaio.lines.sip.settings import SipSettings
    from portinaio.lines.sip.sockets import Sockets
    from portinaio.wire.sip.dialogs.dialog import Local
    from portinaio.wire.sip.flow import Flow
    from portinaio.wire.sip.locate import Server
    from portinaio.wire.sip.message import Response
    from portinaio.wire.sip.registrar.registration_results import Result
    from portinaio.wire.sip.registrar.stun import Binding

    Tell = Callable[[LineState, Message | None], None]

log = logging.getLogger(__name__)

CONNECT_S = 5.0
UDP_ANSWER_S = 5.0  # where another address is left; nobody waits for timer F then, RFC 3263 4.3
TCP_ANSWER_S = 8.0  # what was sent by a connection is not lost on the way; a dead peer says no more
NEXT_ADDRESS = {None, 408, 503}  # what another server of the same name may answer better
FAREWELL_S = 2.0  # a daemon that stops is not held up by a registrar that is away


class Account:
    def __init__(
        self,
        settings: SipSettings,
        password: str | None,
        sockets: Sockets,
        trusted: TrustedPeers,
        instance: str = "",
    ) -> None:
        self._asked = asked = asked_by(settings)
        self._settings = settings
        self._sockets = sockets
        names = Names(settings.nameservers)
        self._hosts = Hosts(asked.nearest, asked.registrar.host, trusted, names)
        self._reach = Reach(sockets, settings.tls_pin)
        self._way = Way(sockets, settings.username)
        self._registration = registration_of(settings, asked.registrar, password, instance)
        self._server: Server | None = None
        self._served = False
        """Whether the registrar took us, and has said nothing else since."""
        self._changed = asyncio.Event()
        self._begin = True
        self._refused: Message | None = None
        self._unregistered = asyncio.Event()
        self._tell: Tell = lambda _state, _error: None
        sockets.lost = self._lost
        sockets.seen = self._seen_from

    async def keep(self, tell: Tell) -> None:
        """Register, and register again, until cancelled; `LineError` when it is time to begin anew after a refusal."""
        self._tell = tell
        fresh = asyncio.create_task(self._hosts.stay_fresh())
        try:
            while True:
                if self._begin and self._refused:
                    raise LineError(self._refused)  # the password may have been set anew meanwhile
                if self._begin:
                    self._begin = False
                    await self._register()
                await self._pass_time()
        finally:
            fresh.cancel()

    def seen_at(self, flow: Flow) -> Local | None:
        """Our address as the registrar sees it, for what comes by way of it."""
        ours = self._way.leads_by(flow.channel)
        return self._registration.contact if ours else None

    def registered(self) -> tuple[str, tuple[Flow, Local]] | None:
        """Our address of record, and the way to the registrar with our end as it sees it; `None` while it does not know us."""
        contact, flow = self._registration.contact, self._way.flow
        if self._registration.stage is not Stage.BOUND or flow is None or contact is None:
            return None
        return aor_of(self._settings, self._asked.registrar), (flow, contact)

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
        """Ask the next server; the best again, looked up anew, when all have been asked."""
        if not self._hosts.more:
            self._reach.distrusted = None
            try:
                await self._hosts.begin_round(self._now())
            except OSError:
                self._away(troubles.unknown(self._settings, self._asked.names))
                return
        while self._hosts.more:
            server = self._hosts.next()
            try:
                name = self._asked.certified(self._hosts.asked(server))
                async with asyncio.timeout(CONNECT_S):
                    flow = await self._reach.to(server, name, self._way.flows)
                local = self._way.here(flow)
            except OSError:  # a timeout is one too, and so is no way there
                self._hosts.failed(server, self._now())
                continue
            self._server = server
            self._use(flow, local)
            return
        self._unreachable()

    def _unreachable(self) -> None:
        if found := self._reach.distrusted:
            self._registration.deny(self._now())
            self._refuse(troubles.distrusted(self._settings, found))
            return
        self._away(troubles.closed(self._settings.name, self._asked.text))

    def _use(self, flow: Flow, local: Local) -> None:
        self._way.use(flow, self._now())
        within_s = TCP_ANSWER_S if flow.reliable else UDP_ANSWER_S if self._hosts.more else None
        self._do(self._registration.begin(flow, local, self._now(), within_s))

    def _away(self, error: Message) -> None:
        self._registration.fail(self._now())
        if self._registration.stage is Stage.GONE:
            self._unregistered.set()
        else:
            self._tell(LineState.RETRYING, error)

    def _lost(self, channel: int) -> None:
        if self._way.by_connection and self._way.leads_by(channel):
            self._way.drop()
            if self._hosts.more:
                self._begin = True
            else:
                self._away(msg("the registrar closed the connection", line=self._settings.name))
            self._changed.set()

    def _seen_from(self, answer: Binding, flow: Flow) -> None:
        """Calls would go to the address before."""
        elsewhere = self._way.seen_elsewhere(answer, flow)
        if elsewhere and self._registration.stage is Stage.BOUND:
            self._begin = True
            self._changed.set()

    async def _pass_time(self) -> None:
        """Until something happens: a response, a deadline, or the moment for a sign of life."""
        deadlines = (self._registration.next_deadline(), self._way.deadline)
        due = min((moment for moment in deadlines if moment is not None), default=None)
        with suppress(TimeoutError):
            async with asyncio.timeout_at(due):
                await self._changed.wait()
        self._changed.clear()
        self._do(self._registration.wake(self._now()))
        if self._way.owes_a_sign(self._now()):
            self._make_sure()
        if self._moved():
            self._begin = True

    def _moved(self) -> bool:
        """Whether we have another address than the one that is registered, to which calls go: DHCP, or another network."""
        flow = self._way.flow
        if flow is None or self._registration.stage is not Stage.BOUND:
            return False
        try:
            return self._way.here(flow) != self._registration.local
        except OSError:  # no network at all; the next registration will tell
            return False

    def _make_sure(self) -> None:
        """The connection may be dead. A registration by it tells, since every registrar answers that."""
        flow = self._way.flow
        if self._way.promised:
            self._way.drop()
            self._away(troubles.silent(self._settings.name, self._talked_to))
        elif flow and self._registration.stage is Stage.BOUND and not self._registration.asking:
            local = self._way.here(flow)
            self._do(self._registration.begin(flow, local, self._now(), TCP_ANSWER_S))

    def _do(self, results: Iterable[Result]) -> None:
        for result in results:
            match result:
                case Send():
                    self._sockets.send(result)
                case Registered():
                    self._registered(result)
                case Denied():
                    self._denied(result)
                case Unanswered(code):
                    self._unanswered(code)
                case Unlisted():
                    self._hosts.end_round()
                    unlisted = troubles.unlisted(self._settings.name, self._asked.registrar.host)
                    self._tell(LineState.RETRYING, unlisted)
                case NoAnswerYet():
                    self._no_answer_yet()
                case RegisterDue():
                    self._begin = True
                case Unregistered():
                    self._unregistered.set()

    def _registered(self, said: Registered) -> None:
        log.info("line %s: registered for %d s", self._settings.name, said.lifetime_s)
        self._served = True
        self._hosts.end_round(self._server)
        self._way.registered(said, self._now())
        self._tell(LineState.UP, None)

    def _denied(self, said: Denied) -> None:
        self._hosts.end_round()
        if said.code == 403 and self._served:
            # Some forbid what comes by an old connection, and allow the same by a new one.
            self._served = False
            self._way.drop()
            self._registration.hope()
            self._begin = True
            return
        host = self._asked.registrar.host
        self._refuse(troubles.refused(self._settings, host, said.code, said.phrase))

    def _refuse(self, why: Message) -> None:
        self._refused = why
        self._tell(LineState.REFUSED, why)

    def _no_answer_yet(self) -> None:
        """No reason to worry anybody while there is another address."""
        if not self._hosts.more:
            self._tell(LineState.RETRYING, self._unreached(None))

    def _unanswered(self, code: int | None) -> None:
        """Ask the next server at once, if there is one that may answer better."""
        if self._server and code in NEXT_ADDRESS:
            self._hosts.failed(self._server, self._now())
        if code is None and self._way.by_connection:
            self._way.drop()
        if self._hosts.more and code in NEXT_ADDRESS:
            self._begin = True
        else:
            self._hosts.end_round()
            self._tell(LineState.RETRYING, self._unreached(code))

    def _unreached(self, code: int | None) -> Message:
        host = self._asked.text if code is None else self._talked_to
        return troubles.unreached(self._settings.name, host, code)

    @property
    def _talked_to(self) -> str:
        """By whichever name it was found."""
        return self._hosts.asked(self._server).text if self._server else self._asked.text

    def _now(self) -> float:
        return asyncio.get_running_loop().time()
