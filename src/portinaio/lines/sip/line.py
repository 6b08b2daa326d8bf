"""The SIP line: its sockets, its clock, and the talk between the network and the `CallHandler`."""

from __future__ import annotations

import asyncio
import logging
import secrets
from functools import partial
from typing import TYPE_CHECKING

from portinaio.core.numbers.masking import masked
from portinaio.core.policy import Action, Outcome
from portinaio.errors import LineError
from portinaio.lines.line import Line, LineState, Performed
from portinaio.lines.sip import manner, troubles
from portinaio.lines.sip.addresses import TrustedPeers
from portinaio.lines.sip.handset import HandsetCalls, is_command
from portinaio.lines.sip.kind import SipKind
from portinaio.lines.sip.listening import open_all
from portinaio.lines.sip.order import OrderCall, asked
from portinaio.lines.sip.performing import Performing
from portinaio.lines.sip.registrar.account import Account
from portinaio.lines.sip.registrar.binding import login_of
from portinaio.lines.sip.registrar.instance import instance
from portinaio.lines.sip.ringing import ringing_of
from portinaio.lines.sip.settings import SipSettings, problems
from portinaio.lines.sip.sockets import Sockets
from portinaio.lines.sip.trace import traced
from portinaio.lines.sip.untrusted import UntrustedCalls
from portinaio.lines.voice.mailbox import Mailbox
from portinaio.lines.voice.sentences import Sentences
from portinaio.lines.voice.talks import Talks
from portinaio.wire.sip import message
from portinaio.wire.sip.dialogs.dialog import Local
from portinaio.wire.sip.uas import Confirmed, Informed, Invited, Over, Send, Uas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.core.logged import Heard
    from portinaio.core.message import Message
    from portinaio.core.policy import Decision
    from portinaio.lines.line import Asked, CallHandler
    from portinaio.lines.voice.script import Script
    from portinaio.wire.sip.digest import Login
    from portinaio.wire.sip.flow import Flow
    from portinaio.wire.sip.uas import Output

log = logging.getLogger(__name__)

PBX_COMES_BACK_S = 30.0  # a queue rings for fifteen seconds, and again five later


class SipLine(SipKind, Line[SipSettings]):
    """Rings with 180 and never with a bell: we are no telephone, so to hold a call is all that ringing means."""

    def __init__(
        self, settings: SipSettings, password: str | None = None, folder: str = ""
    ) -> None:
        super().__init__(settings, password, folder)
        if settings.mode == "listen" or settings.peer == manner.PBX:
            self.comes_back_s = PBX_COMES_BACK_S
        self._handler: CallHandler | None = None
        self._talks = Talks(self._said_all)
        self._uas = self._user_agent()
        self._trusted = TrustedPeers(())
        self._untrusted = UntrustedCalls(settings.trusted)
        self._sockets = Sockets(self._arrived, self._trusts, self._turned_away)
        self._sentences = Sentences(settings, folder)
        self._performing = self._performs()
        self._account: Account | None = None
        self._handset: HandsetCalls | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._order_call: OrderCall | None = None
        """The latest call of our own; what still comes of it when it is over is nobody's call either."""
        self._state: LineState | None = None
        self._latest = b""
        """The message that is dealt with just now."""

    @property
    def _login(self) -> Login | None:
        """Of the account; a PBX that calls us has none from us."""
        if self.settings.mode == "listen":
            return None
        return login_of(self.settings, self.password)

    async def run(self, handler: CallHandler) -> None:
        """Serve calls until cancelled. `LineError` where the settings or the machine do not let it."""
        settings = self.settings
        for _, problem in problems(settings):
            raise LineError(problem)
        self._handler = handler
        self._trusted = TrustedPeers(settings.trusted)
        self._uas = self._user_agent()
        self._sockets = Sockets(self._arrived, self._trusts, self._turned_away)
        wanted = self.wanted | {Action(settings.instead_of_silence)}
        self._sentences = Sentences(
            settings, self.folder, wanted, self.language, Mailbox(self.state_folder, self.name)
        )
        self._performing = self._performs()
        if settings.handset:
            way = self._uas, self._talks, self._sentences.handset
            self._handset = HandsetCalls(self, handler, way, self._do)
        preparing = asyncio.create_task(self._prepare())
        try:
            await open_all(self._sockets, settings)
            if settings.mode == "registrar":
                known_as = instance(self.state_folder, self.name)
                self._account = Account(
                    settings, self.password, self._sockets, self._trusted, known_as
                )
                await self._account.keep(self._changed)
            else:
                self._changed(LineState.UP)
                await asyncio.Event().wait()
        finally:
            preparing.cancel()
            await self._close()

    def _said_all(self, handle: str, script: Script) -> None:
        self._performing.said_all(handle, script)

    def _user_agent(self) -> Uas:
        return Uas(_token, self._local, self._login, self._talks.changed)

    def _performs(self) -> Performing:
        return Performing(self.settings, (self._uas, self._talks, self._sentences), self._do)

    async def try_order(self) -> Asked:
        if self._order_call and not self._order_call.over:
            raise LineError(troubles.calling_already(self.name))
        found = self._account.registered() if self._account else None
        if found is None:
            raise LineError(troubles.not_callable(self.name))
        aor, way = found
        login = login_of(self.settings, self.password)
        self._order_call = OrderCall(aor, way, login, self._sockets.send)
        return asked(self.settings, *await self._order_call.make())

    async def _prepare(self) -> None:
        await self._sentences.prepare()
        if self._sentences.trouble and self._state is LineState.UP:
            self._changed(LineState.UP)

    def _changed(self, state: LineState, error: Message | None = None) -> None:
        """A line that is up may still have something that it cannot say."""
        self._state = state
        if state is LineState.UP:
            error = error or self._sentences.trouble
        if self._handler is not None:
            self._handler.state_changed(self, state, error)

    async def perform(self, handle: str, decision: Decision) -> Performed:
        """The response leaves before this returns."""
        try:
            return await self._performing.perform(handle, decision)
        except Exception:
            # A bug of ours must never cost the user a call: undecided, it is held and then given back.
            log.exception("line %s: a decision could not be carried out", self.name)
            return Performed(Outcome.UNABLE)

    async def _close(self) -> None:
        """Give back the calls that ring, take leave of the registrar, and let go of the sockets."""
        try:
            self._do(self._uas.close(self._now()))
            if self._account is not None:
                await self._account.unregister()
        finally:
            if self._alarm is not None:
                self._alarm.cancel()
            self._account = None
            if self._handset is not None:
                self._handset.close()
            self._talks.close()
            await self._sentences.close()
            await self._sockets.close()

    def _trusts(self, host: str) -> bool:
        if host in self._trusted:
            return True
        self._untrusted.note(self.name, host)
        return False

    def _turned_away(self, data: bytes, host: str) -> None:
        call = self._untrusted.call(data, host, self._now())
        if call and self._handler is not None:
            self._handler.untrusted(self, call)

    def _arrived(self, data: bytes, flow: Flow) -> None:
        try:
            found = message.parse(data)
        except message.UnreadableError as error:
            log.debug("line %s: %s sent %s", self.name, flow.host, error)
            return
        self._latest = data
        if isinstance(found, message.Request):
            self._do(self._uas.receive(found, flow, self._now()))
        elif not any(
            who is not None and who.receive_response(found)
            for who in (self._order_call, self._account)
        ):
            self._do(self._uas.receive_response(found, self._now()))

    def _do(self, outputs: Iterable[Output]) -> None:
        try:
            for output in outputs:
                match output:
                    case Send():
                        self._sockets.send(output)
                    case Invited():
                        self._ring(output)
                    case Confirmed(handle, body):
                        self._talks.confirmed(handle, body)
                    case Informed(handle, content_type, body):
                        self._talks.info(handle, content_type, body)
                    case Over():
                        heard = self._talks.end(output.handle)
                        # Later in this round: who is just performing a decision gets its outcome first.
                        asyncio.get_running_loop().call_soon(self._tell, output, heard)
        finally:
            self._set_alarm()

    def _ring(self, invited: Invited) -> None:
        if self._order_call and (said := self._order_call.invited(invited, self._uas)) is not None:
            self._do(said)
            return
        ringing = ringing_of(invited, self.name, own=self._is_own_system(invited.flow.host))
        if self._handset and is_command(ringing):
            self._handset.begin(invited.handle, ringing.calling)
            return
        log.debug("line %s: a call from %s", self.name, masked(ringing.calling))
        if self._handler is not None:
            self._handler.traced(self, partial(traced, self._latest))
            self._handler.ringing(self, invited.handle, ringing)

    def _is_own_system(self, host: str) -> bool:
        """Whether a host that is trusted may call by a code: the PBX that calls us, or the FRITZ!Box where we register."""
        settings = self.settings
        own = settings.mode == "listen" or self._trusted.admitted(host)
        return self.has_extensions(settings) and own

    def _tell(self, over: Over, heard: Heard | None) -> None:
        if self._order_call and self._order_call.ended(over):
            return
        ours = self._handset and self._handset.ended(over.handle)
        if self._handler is not None and not ours:
            ended = self._performing.ended(over)._replace(heard=heard)
            self._handler.ended(self, over.handle, ended)

    def _local(self, flow: Flow) -> Local:
        if self._account and (seen := self._account.seen_at(flow)):
            return seen
        host, port = self._sockets.local(flow)
        return Local(host, port, self.settings.username)

    def _set_alarm(self) -> None:
        due = self._uas.next_deadline()
        if self._alarm is not None:
            if self._alarm.when() == due:
                return
            self._alarm.cancel()
            self._alarm = None
        if due is not None:
            self._alarm = asyncio.get_running_loop().call_at(due, self._wake)

    def _wake(self) -> None:
        self._alarm = None
        self._do(self._uas.wake(self._now()))

    def _now(self) -> float:
        return asyncio.get_running_loop().time()


def _token() -> str:
    return secrets.token_hex(12)
