"""The calls on a line: how each is rung, turned away, answered and ended, and what is said when nobody decides.

Whatever happens, the caller is told something final: a call nobody decides about rings and is then given back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from portinaio.wire.sip.dialogs import change, goodbye
from portinaio.wire.sip.dialogs.call_events import Confirmed, Invited, Over
from portinaio.wire.sip.dialogs.dialog import Dialog, Phase
from portinaio.wire.sip.dialogs.dialog_response import RELIABLE, dialog_response, options
from portinaio.wire.sip.dialogs.dialog_table import DialogTable
from portinaio.wire.sip.dialogs.end import End
from portinaio.wire.sip.dialogs.refresh import refresh_of
from portinaio.wire.sip.flow import Send
from portinaio.wire.sip.transaction import GIVE_UP, T1, T2, ClientTransaction
from portinaio.wire.voice import inactive

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.wire.sip.dialogs.call_events import Output
    from portinaio.wire.sip.dialogs.dialog import Local
    from portinaio.wire.sip.dialogs.refresh import Refresh
    from portinaio.wire.sip.digest import Login
    from portinaio.wire.sip.flow import Flow
    from portinaio.wire.sip.message import Response
    from portinaio.wire.sip.transaction import ServerTransaction
    from portinaio.wire.sip.transactions import ServerTransactions
    from portinaio.wire.sip.validate import Incoming

MAX_DIALOGS = 2_000  # ten seconds of the heaviest load we are measured at; a house has two or three
MAX_HELD = 16 << 20  # bytes of INVITEs: four times what so many usual ones take
TRYING_AFTER = 0.2  # seconds, RFC 3261 17.2.1
RING_AGAIN = 60.0  # seconds; proxies give a silent branch up after three minutes, 13.3.1.1
RACE_S = 1.0  # the caller's telephone keeps one of two that answered, and hangs up on the other
UNDECIDED = 60.0  # seconds; only a fault of ours leaves a call undecided, and it must not hang


class Dialogs:
    def __init__(
        self,
        transactions: ServerTransactions,
        token: Callable[[], str],
        login: Login | None = None,
    ) -> None:
        self._transactions = transactions
        self._token = token
        self._login = login
        self.table = DialogTable()

    def __len__(self) -> int:
        return len(self.table)

    @property
    def full(self) -> bool:
        return len(self.table) >= MAX_DIALOGS or self.table.held >= MAX_HELD

    def begin(
        self,
        invite: Incoming,
        transaction: ServerTransaction,
        flow: Flow,
        local: Local,
        now: float,
    ) -> list[Output]:
        size = invite.headers.size + len(invite.body)
        dialog = Dialog(self._token(), invite, flow, local, transaction, now, size)
        dialog.trying_at = now + TRYING_AFTER
        dialog.ring_until = now + UNDECIDED
        if RELIABLE in options(invite.headers.getlist("Require")):
            dialog.number = crc32(self._token().encode()) >> 2  # where to begin is for chance
        self.table.add(dialog)
        return [Invited(dialog.handle, invite, flow)]

    def ring(  # the last two are seldom said
        self, dialog: Dialog, hold_s: float, now: float, then: int = 480, session: bytes = b""
    ) -> list[Output]:
        """180, held for so long; `then` 480 gives the call back, and a refusal ends it. With a session it is 183."""
        dialog.early = session
        dialog.then = then
        dialog.phase = Phase.RINGING
        dialog.trying_at = None
        dialog.ring_until = now + hold_s
        return self._say_ringing(dialog, now)

    def heard(self, dialog: Dialog, rack: str, now: float) -> bool:
        """Whether a PRACK is for what waits for one, RFC 3262 3."""
        cseq = dialog.invite.cseq
        if dialog.heard or rack.split() != [str(dialog.number), str(cseq.number), cseq.method]:
            return False
        dialog.heard = True
        if dialog.phase is Phase.RINGING:
            dialog.give_up_at = None
            dialog.repeat_at = now + RING_AGAIN
            self.table.watch(dialog)
        return True

    def refuse(
        self, dialog: Dialog, code: int, now: float, end: End = End.REFUSED, moved_to: str = ""
    ) -> list[Output]:
        """A final response; the call is over, whatever becomes of its ACK."""
        sent = self._respond(dialog, code, now, moved_to=moved_to)
        return [*sent, *self._end(dialog, now, f"SIP {code}", end)]

    def hand_back(self, dialog: Dialog, now: float, moved_to: str = "") -> list[Output]:
        """At once, to who rings the others: 480, or 302 where it is to be told where."""
        return self.refuse(dialog, 302 if moved_to else 480, now, End.GIVEN_BACK, moved_to)

    def answer(
        self, dialog: Dialog, now: float, session: bytes = b"", hold_s: float = 0.0
    ) -> list[Output]:
        """200; BYE follows its ACK, at once or `hold_s` after the 200, and never comes before, RFC 3261 15.

        `session` describes what is to be heard; without it nothing is.
        """
        dialog.rest()
        dialog.hold_s = hold_s
        dialog.phase = Phase.ANSWERED
        dialog.answered_at = now
        if dialog.offered:
            session = b""  # it went with the first numbered response
        elif not session:
            number = int(dialog.invited_at) + 1
            session = inactive.answer(dialog.invite.body, dialog.local.host, number)
        dialog.response = dialog_response(dialog, 200, session)
        dialog.repeat_pause = T1
        dialog.repeat_at = now + T1
        dialog.give_up_at = now + GIVE_UP
        sent = self._transactions.respond(dialog.transaction, 200, dialog.response, now)
        self.table.watch(dialog)
        return [*sent]

    def acknowledged(self, dialog: Dialog, now: float, body: bytes = b"") -> list[Output]:
        if dialog.phase is not Phase.ANSWERED:
            return []
        dialog.acknowledged = True
        if not dialog.hold_s:
            return self._leave(dialog, now)
        dialog.rest()
        dialog.phase = Phase.HELD
        answered = dialog.answered_at
        dialog.leave_at = (now if answered is None else answered) + dialog.hold_s
        if (refresh := refresh_of(dialog, now)) is not None:
            self.table.refreshes[dialog.handle] = refresh
        self.table.watch(dialog)
        return [Confirmed(dialog.handle, body)]

    def changed(
        self,
        dialog: Dialog,
        request: Incoming,
        transaction: ServerTransaction,
        session: bytes,
        now: float,
    ) -> list[Output]:
        """200 to a new offer in a call that is kept, repeated until its ACK as that to the first."""
        change.begin(dialog, request, session, now)
        sent = self._transactions.respond(transaction, 200, dialog.response, now)
        self.table.watch(dialog)
        return [*sent]

    def change_acknowledged(self, dialog: Dialog, number: int) -> None:
        """`number` is the CSeq of what the ACK is for."""
        change.acknowledged(dialog, number)
        self.table.watch(dialog)

    def hang_up(self, dialog: Dialog, now: float) -> list[Output]:
        """End a call that is kept, or that is to be kept once its ACK comes."""
        if dialog.phase is Phase.HELD:
            return self._leave(dialog, now)
        dialog.hold_s = 0.0
        return []

    def cancelled(self, dialog: Dialog, now: float, end: End) -> list[Output]:
        return self.refuse(dialog, 487, now, end) if dialog.open else []

    def hung_up(self, dialog: Dialog, now: float) -> list[Output]:
        """The far end sent BYE; before an answer that ends the INVITE too, RFC 3261 15.1.2."""
        if dialog.open:
            return self.refuse(dialog, 487, now, End.CANCELLED)
        over: list[Output] = []
        if dialog.phase is Phase.ANSWERED:
            over = self._end(dialog, now, None, End.LOST)
        elif dialog.phase is Phase.HELD:
            over = self._end(dialog, now, None, _end_of_held(dialog, now))
        self.table.forget(dialog)
        return over

    def bye_answered(self, branch: str, response: Response, now: float) -> list[Output]:
        dialog = self.table.of_request(branch)
        if dialog is not None and (refresh := self.table.refreshes.get(dialog.handle)) is not None:
            refresh.answered(response, now)
            self.table.watch(dialog)
            return self._leave(dialog, now) if refresh.lost else []
        if dialog is None or dialog.bye is None or not dialog.bye.receive_response(response.code):
            return []
        self.table.forget(dialog)
        login = goodbye.authorization(dialog, response, self._login, self._token)
        return self._say_goodbye(dialog, now, login) if login else []

    def wake(self, now: float) -> list[Output]:
        return [out for dialog in self.table.due(now) for out in self._wake(dialog, now)]

    def close(self, now: float) -> list[Output]:
        """Give back what rings, and hang up on who is kept; the line goes away."""
        outputs: list[Output] = []
        for dialog in self.table.all():
            if dialog.open:
                outputs += self.refuse(dialog, 480, now, End.GIVEN_BACK)
            elif dialog.phase is Phase.HELD:
                outputs += self._leave(dialog, now)
        return outputs

    def _wake(self, dialog: Dialog, now: float) -> list[Output]:
        outputs: list[Output] = []
        if dialog.bye is not None:
            outputs += dialog.bye.wake(now)
            if dialog.bye.timed_out:
                self.table.forget(dialog)
                return outputs
        elif dialog.give_up_at is not None and now >= dialog.give_up_at:
            return self._give_up(dialog, now)
        elif dialog.ring_until is not None and now >= dialog.ring_until:
            end = End.GIVEN_BACK if dialog.then == 480 else End.REFUSED
            return self.refuse(dialog, dialog.then, now, end)
        elif dialog.leave_at is not None and now >= dialog.leave_at:
            return self._leave(dialog, now)
        elif dialog.repeat_at is not None and now >= dialog.repeat_at:
            outputs += self._repeat(dialog, now)
        elif (refresh := self.table.refreshes.get(dialog.handle)) is not None:
            return self._refresh(dialog, refresh, now)
        elif dialog.trying_at is not None and now >= dialog.trying_at:
            dialog.trying_at = None
            outputs += self._respond(dialog, 100, now)
        self.table.watch(dialog)
        return outputs

    def _give_up(self, dialog: Dialog, now: float) -> list[Output]:
        if dialog.phase is Phase.RINGING:  # no PRACK came, RFC 3262 3
            return self.refuse(dialog, 504, now, End.GIVEN_BACK)
        return self._leave(dialog, now)  # no ACK came, RFC 3261 13.3.1.4

    def _refresh(self, dialog: Dialog, refresh: Refresh, now: float) -> list[Output]:
        self.table.asked(dialog)  # it is answered, or is asked again by the same name
        sent = refresh.wake(dialog, self._token, now)
        if refresh.lost:
            return self._leave(dialog, now)
        self.table.asks(dialog)
        return [*sent]

    def _repeat(self, dialog: Dialog, now: float) -> list[Output]:
        if dialog.phase is Phase.RINGING and dialog.heard:
            return self._say_ringing(dialog, now)
        longest = GIVE_UP if dialog.phase is Phase.RINGING else T2  # RFC 3262 3 knows no T2
        dialog.repeat_pause = min(2 * dialog.repeat_pause, longest)
        dialog.repeat_at = now + dialog.repeat_pause
        return [Send(dialog.response, dialog.transaction.way_back)]

    def _say_ringing(self, dialog: Dialog, now: float) -> list[Output]:
        """180; where the caller wants it numbered it is repeated until its PRACK."""
        code, body = (183, dialog.early) if dialog.early else (180, b"")
        if dialog.number is None:
            dialog.repeat_at = now + RING_AGAIN
            return self._respond(dialog, code, now, body)
        dialog.number += 1
        dialog.heard = False
        dialog.repeat_pause = T1
        dialog.repeat_at, dialog.give_up_at = now + T1, now + GIVE_UP
        if not dialog.invite.body and not dialog.offered:
            # The first numbered response has the offer where the INVITE had none, RFC 3262 5.
            body = body or inactive.answer(b"", dialog.local.host, int(dialog.invited_at) + 1)
            dialog.offered = True
        return self._respond(dialog, code, now, body)

    def _leave(self, dialog: Dialog, now: float) -> list[Output]:
        over = self._end(dialog, now, None, End.ANSWERED if dialog.acknowledged else End.LOST)
        return [*self._say_goodbye(dialog, now), *over]

    def _say_goodbye(self, dialog: Dialog, now: float, *more: tuple[str, str]) -> list[Output]:
        dialog.branch = f"z9hG4bK{self._token()}"
        dialog.phase = Phase.LEAVING
        dialog.byes += 1
        dialog.requests += 1
        # By the way the INVITE came: the peer is a proxy or exchange that we know, and it finds the caller.
        dialog.bye = ClientTransaction(goodbye.bye(dialog, *more), dialog.flow, now)
        self.table.asks(dialog)
        return [dialog.bye.first()]

    def _respond(
        self, dialog: Dialog, code: int, now: float, body: bytes = b"", moved_to: str = ""
    ) -> list[Output]:
        dialog.response = dialog_response(dialog, code, body, moved_to)
        sent = self._transactions.respond(dialog.transaction, code, dialog.response, now)
        self.table.watch(dialog)
        return [*sent]

    def _end(self, dialog: Dialog, now: float, cause: str | None, end: End) -> list[Output]:
        dialog.phase = Phase.OVER
        dialog.rest()
        self.table.forget(dialog)
        answered = dialog.answered_at
        talked = now - answered if answered is not None and dialog.acknowledged else 0.0
        rang = (now if answered is None else answered) - dialog.invited_at
        return [Over(dialog.handle, rang, talked, cause, end)]


def _end_of_held(dialog: Dialog, now: float) -> End:
    """Who hangs up as soon as we have picked up had another telephone answer at that moment, RFC 3261 13.2.2.4."""
    answered_at = dialog.answered_at
    return End.LOST if answered_at is None or now - answered_at < RACE_S else End.ANSWERED
