"""The called side of SIP, RFC 3261 8.2: each request of the far end gets its answer, and calls come out as events.

It judges nothing. `Invited` says that a call has come; whoever handles it says `ring`, `refuse` or `answer`, in their time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.wire.sip.dialogs.call_events import Confirmed, Informed, Invited, Offer, Output, Over
from portinaio.wire.sip.dialogs.change import consent
from portinaio.wire.sip.dialogs.dialog import Phase
from portinaio.wire.sip.dialogs.dialogs import Dialogs
from portinaio.wire.sip.dialogs.end import end_of_cancel
from portinaio.wire.sip.flow import Send
from portinaio.wire.sip.header import elements, via
from portinaio.wire.sip.reply import ALLOW, PHRASES, SUPPORTED, Answer, reply, way_back
from portinaio.wire.sip.transaction import State, key_of
from portinaio.wire.sip.transactions import ServerTransactions
from portinaio.wire.sip.validate import Incoming, Refusal, validated

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.wire.sip.dialogs.dialog import Dialog, Local
    from portinaio.wire.sip.digest import Login
    from portinaio.wire.sip.flow import Flow
    from portinaio.wire.sip.message import Request, Response
    from portinaio.wire.sip.transaction import ServerTransaction, TransactionKey

__all__ = ["Confirmed", "Informed", "Invited", "Offer", "Output", "Over", "Send", "Uas"]

UNDERSTOOD = frozenset({"100rel", "histinfo", "privacy", "timer"})
"""Option tags that a Require may name."""
IN_DIALOG = frozenset({"BYE", "INFO", "PRACK", "UPDATE"})
"""Methods that mean nothing outside of one."""
RETRY_AFTER = ("Retry-After", "5")
ABLE = (("Allow", ALLOW), ("Supported", SUPPORTED))


class Uas:
    """`token` gives unguessable text, `local_of` how the far end of a flow reaches us; `login` is for who asks at our BYE."""

    def __init__(
        self,
        token: Callable[[], str],
        local_of: Callable[[Flow], Local],
        login: Login | None = None,
        change: Callable[[str, bytes], bytes | None] = lambda *_: None,
    ) -> None:
        """`change` answers a new offer in the call of a handle that is kept; `None` where the sound is to stay as it is."""
        self._token = token
        self._local_of = local_of
        self._change = change
        self._transactions = ServerTransactions()
        self._calls = Dialogs(self._transactions, token, login)

    @property
    def calls(self) -> int:
        return len(self._calls)

    @property
    def transactions(self) -> int:
        return len(self._transactions)

    def receive(self, request: Request, flow: Flow, now: float) -> list[Output]:
        """What to do about a request. Broken ones are told so, where there is a way to tell."""
        incoming = validated(request)
        if isinstance(incoming, Refusal):
            return self._turn_away(request, incoming, flow)
        if incoming.method == "ACK":
            return self._ack(incoming, flow, now)
        key = key_of(incoming, flow.transport)
        known = self._transactions.find(key)
        if known is not None:
            return [*known.repeat()]
        if self._transactions.full:
            return []
        transaction = self._open(incoming, key, flow)
        if incoming.method == "CANCEL":
            return self._cancel(incoming, transaction, flow, now)
        return self._serve(incoming, transaction, flow, now)

    def receive_response(self, response: Response, now: float) -> list[Output]:
        """A response; only our BYEs ask for some."""
        top = via(response.headers.get("Via") or "")
        return self._calls.bye_answered(top.branch, response, now) if top else []

    def pending(self, handle: str) -> bool:
        """Whether the call still waits for a decision."""
        call = self._calls.table.find(handle)
        return call is not None and call.open

    def ring(self, handle: str, hold_s: float, now: float, then: int = 480) -> list[Output]:
        call = self._calls.table.find(handle)
        return self._calls.ring(call, hold_s, now, then) if call and call.open else []

    def hand_back(self, handle: str, now: float, moved_to: str = "") -> list[Output]:
        call = self._calls.table.find(handle)
        return self._calls.hand_back(call, now, moved_to) if call and call.open else []

    def refuse(self, handle: str, code: int, now: float) -> list[Output]:
        call = self._calls.table.find(handle)
        return self._calls.refuse(call, code, now) if call and call.open else []

    def answer(
        self, handle: str, now: float, session: bytes = b"", hold_s: float = 0.0
    ) -> list[Output]:
        call = self._calls.table.find(handle)
        return self._calls.answer(call, now, session, hold_s) if call and call.open else []

    def to_tag(self, handle: str) -> str:
        """How our branch of the call is told from others; empty for a call that is gone."""
        call = self._calls.table.find(handle)
        return call.transaction.to_tag if call else ""

    def progress(
        self, handle: str, now: float, session: bytes, hold_s: float, then: int
    ) -> list[Output]:
        """183 with a session: what is said before a call is picked up, RFC 3261 13.2.1."""
        call = self._calls.table.find(handle)
        return self._calls.ring(call, hold_s, now, then, session) if call and call.open else []

    def hang_up(self, handle: str, now: float) -> list[Output]:
        """BYE to a call that was picked up to be kept for longer."""
        call = self._calls.table.find(handle)
        return self._calls.hang_up(call, now) if call else []

    def offer(self, handle: str) -> Offer:
        call = self._calls.table.find(handle)
        if call is None:
            return Offer(b"", "", "")
        return Offer(call.invite.body, call.local.host, call.flow.host)

    def next_deadline(self) -> float | None:
        moments = (self._transactions.next_deadline(), self._calls.table.next_deadline())
        return min((moment for moment in moments if moment is not None), default=None)

    def wake(self, now: float) -> list[Output]:
        return [*self._transactions.wake(now), *self._calls.wake(now)]

    def close(self, now: float) -> list[Output]:
        return self._calls.close(now)

    def _open(self, request: Incoming, key: TransactionKey, flow: Flow) -> ServerTransaction:
        to_tag = request.called.tag or self._token()
        if request.method == "CANCEL":
            invite = self._transactions.find(key_of(request, flow.transport, "INVITE"))
            to_tag = invite.to_tag if invite else to_tag  # RFC 3261 9.2
        return self._transactions.open(request, key, way_back(request.headers, flow), to_tag)

    def _serve(
        self, request: Incoming, transaction: ServerTransaction, flow: Flow, now: float
    ) -> list[Output]:
        """In the order of RFC 3261 8.2: method, loops and dialogs, extensions, and then the request itself."""

        def respond(code: int, *more: tuple[str, str]) -> list[Output]:
            return self._respond(transaction, request, (flow, now), code, *more)

        if request.method not in {"INVITE", "OPTIONS", *IN_DIALOG}:
            return respond(405, ("Allow", ALLOW))
        if self._transactions.merged(request, transaction.key):
            return respond(482)
        if required := ", ".join(
            option
            for value in request.headers.getlist("Require")
            for option in elements(value)
            if option.lower() not in UNDERSTOOD
        ):
            return respond(420, ("Unsupported", required))
        if request.called.tag:
            return self._in_dialog(request, transaction, flow, now)
        if request.method in IN_DIALOG:
            return respond(481)
        if request.method == "OPTIONS":
            return respond(200, *ABLE, ("Accept", "application/sdp"))
        if self._calls.full:
            return respond(503, RETRY_AFTER)
        return self._calls.begin(request, transaction, flow, self._local_of(flow), now)

    def _in_dialog(
        self, request: Incoming, transaction: ServerTransaction, flow: Flow, now: float
    ) -> list[Output]:
        context = (flow, now)
        call = self._calls.table.in_dialog(request.dialog_id)
        if call is None:
            return self._respond(transaction, request, context, 481)  # RFC 3261 12.2.2
        if request.method == "BYE":
            said = self._respond(transaction, request, context, 200)
            return [*said, *self._calls.hung_up(call, now)]
        if request.method == "INVITE":
            session = self._changed(call, request)
            if session is None:  # it stays as it is, 14.2
                return self._respond(transaction, request, context, 488)
            return self._calls.changed(call, request, transaction, session, now)
        if request.method == "INFO":
            kind = request.headers.get("Content-Type") or ""
            said = self._respond(transaction, request, context, 200)
            return [*said, Informed(call.handle, kind, request.body)]
        if request.method == "PRACK":
            acknowledged = self._calls.heard(call, request.headers.get("RAck") or "", now)
            return self._respond(transaction, request, context, 200 if acknowledged else 481)
        if request.method == "UPDATE":
            return self._answer(transaction, request, context, self._update(call, request))
        return self._respond(transaction, request, context, 200, *ABLE)

    def _changed(self, call: Dialog, request: Incoming) -> bytes | None:
        """Our answer to a new offer."""
        if call.phase is not Phase.HELD or not request.body:
            return None
        return self._change(call.handle, request.body)

    def _update(self, call: Dialog, request: Incoming) -> Answer:
        """A sign of life gets 200. Before the call is picked up nothing is changed, RFC 3311 5.2."""
        if not request.body:
            return consent(call, request)
        if not call.open:
            session = self._changed(call, request)
            return Answer(488, PHRASES[488]) if session is None else consent(call, request, session)
        code, more = (500, (RETRY_AFTER,)) if call.invite.body else (491, ())
        return Answer(code, PHRASES[code], more)

    def _cancel(
        self, request: Incoming, transaction: ServerTransaction, flow: Flow, now: float
    ) -> list[Output]:
        """200 to the CANCEL, then 487 to its INVITE; too late once that has a final answer, RFC 3261 9.2."""
        invite = self._transactions.find(key_of(request, flow.transport, "INVITE"))
        context = (flow, now)
        if invite is None:
            return self._respond(transaction, request, context, 481)
        said = self._respond(transaction, request, context, 200)
        call = self._calls.table.of_invite(invite.key)
        if call is None:
            return said
        end = end_of_cancel(request.headers.getlist("Reason"))
        return [*said, *self._calls.cancelled(call, now, end)]

    def _ack(self, request: Incoming, flow: Flow, now: float) -> list[Output]:
        """The ACK of a refusal is part of its transaction; that of a 200 belongs to the dialog, RFC 3261 17."""
        refused = self._transactions.find(key_of(request, flow.transport, "INVITE"))
        if refused is not None and refused.state is not State.ACCEPTED:
            self._transactions.acknowledge(refused, now)
            return []
        call = self._calls.table.in_dialog(request.dialog_id)
        if call is None:
            return []
        if call.invite.cseq.number == request.cseq.number:
            return self._calls.acknowledged(call, now, request.body)
        self._calls.change_acknowledged(call, request.cseq.number)
        return []

    def _respond(
        self,
        transaction: ServerTransaction,
        request: Incoming,
        context: tuple[Flow, float],
        code: int,
        *more: tuple[str, str],
    ) -> list[Output]:
        return self._answer(transaction, request, context, Answer(code, PHRASES[code], more))

    def _answer(
        self,
        transaction: ServerTransaction,
        request: Incoming,
        context: tuple[Flow, float],
        answer: Answer,
    ) -> list[Output]:
        flow, now = context
        data = reply(request.headers, answer, flow, transaction.to_tag)
        return [*self._transactions.respond(transaction, answer.code, data, now)]

    def _turn_away(self, request: Request, refusal: Refusal, flow: Flow) -> list[Output]:
        """Without a transaction: a broken request that comes again is broken again, RFC 3261 8.2.7."""
        if request.method == "ACK" or not request.headers.get("Via"):
            return []
        data = reply(request.headers, Answer(*refusal), flow, self._token())
        return [Send(data, way_back(request.headers, flow))]
