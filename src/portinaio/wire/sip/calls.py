"""The calls on a line: how each is rung, turned away, answered and ended, and what is said when nobody decides.

Whatever happens, the caller is told something final: a call nobody decides about rings and is then given back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.wire.sip import sdp
from portinaio.wire.sip.deadlines import Deadlines
from portinaio.wire.sip.dialog import Call, Phase
from portinaio.wire.sip.end import End
from portinaio.wire.sip.flow import Send
from portinaio.wire.sip.reply import ALLOW, PHRASES, Answer, reply
from portinaio.wire.sip.transaction import GIVE_UP, T1, T2, ClientTransaction

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.wire.sip.dialog import Local
    from portinaio.wire.sip.flow import Flow
    from portinaio.wire.sip.transaction import ServerTransaction
    from portinaio.wire.sip.transactions import ServerTransactions
    from portinaio.wire.sip.validate import Incoming

MAX_CALLS = 2_000  # ten seconds of the heaviest load we are measured at; a house has two or three
TRYING_AFTER = 0.2  # seconds, RFC 3261 17.2.1
RING_AGAIN = 60.0  # seconds; proxies give a silent branch up after three minutes, 13.3.1.1
UNDECIDED = (
    60.0  # seconds; only a fault of ours leaves a call undecided, and it must not hang for ever
)


class Invited(NamedTuple):
    handle: str
    invite: Incoming
    flow: Flow


class Over(NamedTuple):
    handle: str
    rang_s: float
    talked_s: float
    cause: str | None
    end: End


Output = Send | Invited | Over


class Calls:
    def __init__(self, transactions: ServerTransactions, token: Callable[[], str]) -> None:
        self._transactions = transactions
        self._token = token
        self._calls: dict[str, Call] = {}
        self._dialogs: dict[tuple[str, str, str], Call] = {}
        self._invites: dict[tuple[str, ...], Call] = {}
        self._byes: dict[str, Call] = {}
        self._deadlines: Deadlines[str] = Deadlines()

    def __len__(self) -> int:
        return len(self._calls)

    @property
    def full(self) -> bool:
        return len(self._calls) >= MAX_CALLS

    def find(self, handle: str) -> Call | None:
        return self._calls.get(handle)

    def in_dialog(self, dialog: tuple[str, str, str]) -> Call | None:
        return self._dialogs.get(dialog)

    def of_invite(self, transaction: ServerTransaction) -> Call | None:
        return self._invites.get(transaction.key)

    def begin(
        self,
        invite: Incoming,
        transaction: ServerTransaction,
        flow: Flow,
        local: Local,
        now: float,
    ) -> list[Output]:
        call = Call(self._token(), invite, flow, local, transaction, now)
        call.trying_at = now + TRYING_AFTER
        call.ring_until = now + UNDECIDED
        self._calls[call.handle] = call
        self._dialogs[call.dialog] = call
        self._invites[transaction.key] = call
        self._watch(call)
        return [Invited(call.handle, invite, flow)]

    def ring(self, call: Call, hold_s: float, now: float) -> list[Output]:
        """180, held for so long and then given back with 480."""
        call.phase = Phase.RINGING
        call.trying_at = None
        call.ring_until = now + hold_s
        call.repeat_at = now + RING_AGAIN
        return self._respond(call, 180, now)

    def refuse(self, call: Call, code: int, now: float, end: End = End.REFUSED) -> list[Output]:
        """A final response; the call is over, whatever becomes of its ACK."""
        sent = self._respond(call, code, now)
        return [*sent, *self._end(call, now, f"SIP {code}", end)]

    def answer(self, call: Call, now: float) -> list[Output]:
        """200; BYE follows its ACK, and never comes before, RFC 3261 15."""
        call.rest()
        call.phase = Phase.ANSWERED
        call.answered_at = now
        session = int(call.invited_at) + 1
        call.response = self._response(
            call, 200, body=sdp.answer(call.invite.body, call.local.host, session)
        )
        call.repeat_pause = T1
        call.repeat_at = now + T1
        call.give_up_at = now + GIVE_UP
        sent = self._transactions.respond(call.transaction, 200, call.response, now)
        self._watch(call)
        return [*sent]

    def acknowledged(self, call: Call, now: float) -> list[Output]:
        if call.phase is not Phase.ANSWERED:
            return []
        call.acknowledged = True
        return self._leave(call, now)

    def cancelled(self, call: Call, now: float, end: End) -> list[Output]:
        return self.refuse(call, 487, now, end) if call.open else []

    def hung_up(self, call: Call, now: float) -> list[Output]:
        """The far end sent BYE; before an answer that ends the INVITE too, RFC 3261 15.1.2."""
        if call.open:
            return self.refuse(call, 487, now, End.CANCELLED)
        over = self._end(call, now, None, End.LOST) if call.phase is Phase.ANSWERED else []
        self._forget(call)
        return over

    def bye_answered(self, branch: str, code: int) -> None:
        call = self._byes.get(branch)
        if call is not None and call.bye is not None and call.bye.receive_response(code):
            self._forget(call)

    def next_deadline(self) -> float | None:
        return self._deadlines.next()

    def wake(self, now: float) -> list[Output]:
        return [out for handle in self._deadlines.due(now) for out in self._wake(handle, now)]

    def close(self, now: float) -> list[Output]:
        """Give back what rings; the line goes away."""
        outputs: list[Output] = []
        for call in list(self._calls.values()):
            if call.open:
                outputs += self.refuse(call, 480, now, End.GIVEN_BACK)
        return outputs

    def _wake(self, handle: str, now: float) -> list[Output]:
        call = self._calls[handle]
        outputs: list[Output] = []
        if call.bye is not None:
            outputs += call.bye.wake(now)
            if call.bye.timed_out:
                self._forget(call)
                return outputs
        elif call.give_up_at is not None and now >= call.give_up_at:
            return self._leave(call, now)  # no ACK came, RFC 3261 13.3.1.4
        elif call.ring_until is not None and now >= call.ring_until:
            return self.refuse(call, 480, now, End.GIVEN_BACK)
        elif call.trying_at is not None and now >= call.trying_at:
            call.trying_at = None
            outputs += self._respond(call, 100, now)
        elif call.repeat_at is not None and now >= call.repeat_at:
            outputs += self._repeat(call, now)
        self._watch(call)
        return outputs

    def _repeat(self, call: Call, now: float) -> list[Output]:
        if call.phase is Phase.RINGING:
            call.repeat_at = now + RING_AGAIN
        else:
            call.repeat_pause = min(2 * call.repeat_pause, T2)
            call.repeat_at = now + call.repeat_pause
        return [Send(call.response, call.transaction.way_back)]

    def _leave(self, call: Call, now: float) -> list[Output]:
        over = self._end(call, now, None, End.ANSWERED if call.acknowledged else End.LOST)
        call.branch = branch = f"z9hG4bK{self._token()}"
        call.phase = Phase.LEAVING
        # By the way the INVITE came: the peer is a proxy or exchange that we know, and it finds the caller.
        call.bye = ClientTransaction(call.bye_request(branch), call.flow, now)
        self._calls[call.handle] = self._byes[branch] = call
        self._dialogs[call.dialog] = call
        self._watch(call)
        return [call.bye.first(), *over]

    def _respond(self, call: Call, code: int, now: float) -> list[Output]:
        call.response = self._response(call, code)
        sent = self._transactions.respond(call.transaction, code, call.response, now)
        self._watch(call)
        return [*sent]

    def _response(self, call: Call, code: int, body: bytes = b"") -> bytes:
        headers = call.invite.headers
        more: list[tuple[str, str]] = []
        if 100 < code < 300:  # what makes a dialog, RFC 3261 12.1.1
            more = [("Record-Route", route) for route in headers.getlist("Record-Route")]
            more += [("Contact", call.local.contact(call.flow.transport)), ("Allow", ALLOW)]
        if body:
            more.append(("Content-Type", "application/sdp"))
        tag = call.transaction.to_tag if code > 100 else ""
        return reply(headers, Answer(code, PHRASES[code], tuple(more), body), call.flow, tag)

    def _end(self, call: Call, now: float, cause: str | None, end: End) -> list[Output]:
        call.phase = Phase.OVER
        call.rest()
        self._forget(call)
        answered = call.answered_at
        talked = now - answered if answered is not None and call.acknowledged else 0.0
        rang = (now if answered is None else answered) - call.invited_at
        return [Over(call.handle, rang, talked, cause, end)]

    def _forget(self, call: Call) -> None:
        self._deadlines.set(call.handle, None)
        self._calls.pop(call.handle, None)
        self._dialogs.pop(call.dialog, None)
        self._invites.pop(call.transaction.key, None)
        self._byes.pop(call.branch, None)

    def _watch(self, call: Call) -> None:
        if call.handle in self._calls:
            self._deadlines.set(call.handle, call.deadline)
