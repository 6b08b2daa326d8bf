"""The SIP line: its sockets, its clock, and the talk between the network and the `CallHandler`."""

from __future__ import annotations

import asyncio
import errno
import logging
import secrets
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from portinaio.core.call import Ringing
from portinaio.core.listen import listen_address
from portinaio.core.message import msg
from portinaio.core.numbers.masking import masked
from portinaio.core.policy import Action, Outcome
from portinaio.errors import LineError
from portinaio.lines.line import Line, LineState, Performed
from portinaio.lines.sip import manner, troubles
from portinaio.lines.sip.account import Account
from portinaio.lines.sip.addresses import TrustedPeers
from portinaio.lines.sip.call_times import call_ended
from portinaio.lines.sip.instance import instance
from portinaio.lines.sip.presets import presets
from portinaio.lines.sip.questions import FIELDS, keys_of_form, questions
from portinaio.lines.sip.responses import response_for
from portinaio.lines.sip.settings import BOUNDS, KEYS, SipSettings, problems
from portinaio.lines.sip.sockets import Sockets
from portinaio.lines.sip.trace import traced
from portinaio.lines.sip.untrusted import UntrustedCalls
from portinaio.lines.voice.holding import Holding, mute
from portinaio.wire.sip import message, party
from portinaio.wire.sip.dialog import Local
from portinaio.wire.sip.digest import Login
from portinaio.wire.sip.uas import Confirmed, Invited, Over, Send, Uas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.core.listen import Listen
    from portinaio.core.message import Message
    from portinaio.core.policy import Decision
    from portinaio.lines.line import CallHandler
    from portinaio.wire.sip.flow import Flow
    from portinaio.wire.sip.uas import Output

log = logging.getLogger(__name__)

PBX_COMES_BACK_S = (
    30.0  # a queue lets its telephones ring for fifteen seconds and tries again five later
)
MOST_UNTRUSTED_LOGGED = 8  # scanners come from everywhere and must not fill the log


class SipLine(Line[SipSettings]):
    """Rings with 180 and never with a bell: we are no telephone, so to hold a call is all that ringing means."""

    settings_type = SipSettings
    title = msg("a SIP account or a PBX: provider, FRITZ!Box, Asterisk")
    short = msg("SIP")
    keys = KEYS
    bounds = BOUNDS
    fields = FIELDS
    problems = staticmethod(problems)
    remarks = staticmethod(manner.remarks)
    questions = staticmethod(questions)
    presets = staticmethod(presets)
    keys_of_form = staticmethod(keys_of_form)

    @classmethod
    def can(cls, settings: SipSettings) -> frozenset[Action]:
        return manner.ABILITIES[settings.peer]

    @classmethod
    def has_extensions(cls, settings: SipSettings) -> bool:
        return settings.mode == "listen" or settings.peer in {manner.FRITZBOX, manner.PBX}

    @classmethod
    def instead_of_silence(cls, settings: SipSettings) -> Action:
        return Action(settings.instead_of_silence)

    def __init__(
        self, settings: SipSettings, password: str | None = None, folder: str = ""
    ) -> None:
        super().__init__(settings, password, folder)
        if settings.mode == "listen" or settings.peer == manner.PBX:
            self.comes_back_s = PBX_COMES_BACK_S
        self._handler: CallHandler | None = None
        self._uas = Uas(_token, self._local, self._login)
        self._trusted = TrustedPeers(())
        self._untrusted = UntrustedCalls(settings.trusted)
        self._sockets = Sockets(self._arrived, self._trusts, self._turned_away)
        self._holding = Holding()
        self._account: Account | None = None
        self._alarm: asyncio.TimerHandle | None = None
        self._untrusted_hosts: set[str] = set()
        self._latest = b""
        """The message that is dealt with just now."""

    @property
    def _login(self) -> Login | None:
        """Of the account; a PBX that calls us has none from us."""
        settings = self.settings
        if settings.mode == "listen":
            return None
        return Login(settings.auth_username or settings.username, self.password or "")

    async def run(self, handler: CallHandler) -> None:
        """Serve calls until cancelled. `LineError` where the settings or the machine do not let it."""
        settings = self.settings
        for _, problem in problems(settings):
            raise LineError(problem)
        self._handler = handler
        self._trusted = TrustedPeers(settings.trusted)
        self._uas = Uas(_token, self._local, self._login)
        self._sockets = Sockets(self._arrived, self._trusts, self._turned_away)
        try:
            await self._open(filter(None, map(listen_address, settings.listen)))
            if settings.mode == "registrar":
                known_as = instance(self.state_folder, self.name)
                self._account = Account(
                    settings, self.password, self._sockets, self._trusted, known_as
                )
                await self._account.keep(partial(handler.state_changed, self))
            else:
                handler.state_changed(self, LineState.UP)
                await asyncio.Event().wait()
        finally:
            await self._close()

    async def perform(self, handle: str, decision: Decision) -> Performed:
        """The response leaves before this returns."""
        try:
            return await self._perform(handle, decision)
        except Exception:
            # A bug of ours must never cost the user a call: undecided, it is held and then given back.
            log.exception("line %s: a decision could not be carried out", self.name)
            return Performed(Outcome.UNABLE)

    async def _perform(self, handle: str, decision: Decision) -> Performed:
        if not self._uas.pending(handle):
            return Performed(Outcome.TOO_LATE)
        planned = response_for(decision.action, self.settings)
        now = self._now()
        match planned.code:
            case 180:
                self._do(self._uas.ring(handle, planned.hold_s, now, planned.then))
                return Performed(Outcome.DONE)
            case 302 | 480 if decision.action is not Action.REJECT:
                self._do(self._uas.hand_back(handle, now, self.settings.hand_to))
            case 200 if planned.hold_s:
                return await self._hold(handle, planned.hold_s)
            case 200:
                return self._pick_up(handle)
            case code:
                self._do(self._uas.refuse(handle, code, now))
        return Performed(Outcome.DONE, f"SIP {planned.code}")

    def _pick_up(self, handle: str, instead: tuple[Action, Message] | None = None) -> Performed:
        """To hang up at once. 488 where no answer to the offer would be right, RFC 3261 13.3.1.3; other telephones ring on then."""
        described = mute(*self._uas.offer(handle))
        if described is None:
            self._do(self._uas.refuse(handle, 488, self._now()))
            return Performed(Outcome.UNABLE, "SIP 488")
        self._do(self._uas.answer(handle, self._now(), described))
        return Performed(Outcome.DONE, "SIP 200", instead)

    async def _hold(self, handle: str, hold_s: float) -> Performed:
        """Where the call cannot be kept it is picked up and hung up, which spares the other telephones as well."""
        offer, host = self._uas.offer(handle)
        described, why_not = await self._holding.prepare(handle, offer, host, hold_s)
        if not self._uas.pending(handle):
            self._holding.end(handle)
            return Performed(Outcome.TOO_LATE)
        if why_not:
            return self._pick_up(handle, (Action.ANSWER, why_not))
        self._do(self._uas.answer(handle, self._now(), described, hold_s))
        self._holding.begin(handle)
        return Performed(Outcome.DONE, "SIP 200")

    async def _open(self, listen: Iterable[Listen]) -> None:
        # Whoever listens at :: hears IPv4 too, unless somebody has that port for himself already.
        for address in sorted(listen, key=lambda one: one.host == "::"):
            try:
                await self._bind(address)
            except OSError as error:
                if error.errno == errno.EADDRINUSE and self.settings.mode == "registrar":
                    # Calls come to where we register, so any port serves.
                    log.warning("line %s: port %d is in use", self.name, address.port)
                    await self._bind(address._replace(port=0))
                else:
                    raise LineError(troubles.not_listening(self.name, address, error)) from error

    async def _bind(self, address: Listen) -> None:
        if address.transport == "udp":
            await self._sockets.bind_udp(address.host, address.port)
        else:
            await self._sockets.listen_tcp(address.host, address.port)

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
            self._holding.close()
            await self._sockets.close()

    def _trusts(self, host: str) -> bool:
        """Whether a host is answered. Of the first that are not the log tells: one may be the user's own exchange."""
        if host in self._trusted:
            return True
        if host not in self._untrusted_hosts and len(self._untrusted_hosts) < MOST_UNTRUSTED_LOGGED:
            self._untrusted_hosts.add(host)
            log.warning(
                "line %s: %s is not heard; if calls come from there, add it to trusted",
                self.name,
                host,
            )
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
        elif self._account is None or not self._account.receive_response(found):
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
                        self._holding.confirmed(handle, body)
                    case Over():
                        self._holding.end(output.handle)
                        # Later in this round: who is just performing a decision gets its outcome first.
                        asyncio.get_running_loop().call_soon(self._tell, output)
        finally:
            self._set_alarm()

    def _ring(self, invited: Invited) -> None:
        parties = party.caller(invited.invite.headers, trusted=True)  # nobody else is answered
        ringing = Ringing(
            self.name,
            datetime.now().astimezone(),
            parties.calling,
            parties.called,
            parties.name,
            parties.presentation,
            parties.attestation,
            self._is_own_system(invited.flow.host),
            invited.invite.call_id,
        )
        log.debug("line %s: a call from %s", self.name, masked(parties.calling))
        if self._handler is not None:
            self._handler.traced(self, partial(traced, self._latest))
            self._handler.ringing(self, invited.handle, ringing)

    def _is_own_system(self, host: str) -> bool:
        """Whether a host that is trusted may call by a code: the PBX that calls us, or the FRITZ!Box where we register."""
        settings = self.settings
        own = settings.mode == "listen" or self._trusted.admitted(host)
        return self.has_extensions(settings) and own

    def _tell(self, over: Over) -> None:
        if self._handler is not None:
            self._handler.ended(self, over.handle, call_ended(over, self.settings.peer))

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
