"""Whether an account asks this line before its other telephones, found out by a call of the account to itself.

Our own branch of the call is known by its Call-ID, and what telephones say of themselves by their To-tags, RFC 3261 12.1.1.
While our branch rings nobody else may: then, and only then, does the 180 of another one after our 480 prove that they are
asked in order. An exchange that makes a new call of each hides both, and nothing is said of it.

    INVITE --> our branch: 180, held HOLD_S, 480 --> another 180: asked first      --> CANCEL
           --> another 180 while ours rings:         they ring together            --> CANCEL
           --> a final answer without any other:     nobody else is there to tell
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from portinaio.wire.sip import digest, header
from portinaio.wire.sip.flow import Send
from portinaio.wire.sip.transaction import T1, T2
from portinaio.wire.sip.trial.requests import OwnCall

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.wire.sip.dialogs.dialog import Local
    from portinaio.wire.sip.digest import Login
    from portinaio.wire.sip.flow import Flow
    from portinaio.wire.sip.message import Response

HOLD_S = 6.0  # longer than a mobile telephone takes that has to be woken before it rings
ASKED_WITHIN_S = 2.0  # of another telephone; who is not asked by then is not asked first
OTHERS_WITHIN_S = 8.0  # after our 480
ANSWERED_WITHIN_S = 8.0  # by anybody at all
TAKEN_BACK_WITHIN_S = 4.0  # after a CANCEL, whose call nobody waits for


class Order(StrEnum):
    FIRST = "first"
    TOGETHER = "together"
    ALONE = "alone"
    """Nobody else is on the account just now."""
    ELSEWHERE = "elsewhere"
    """The call did not come here."""
    REMADE = "remade"
    """It came as another call."""
    TAKEN = "taken"
    """Somebody picked up, a mailbox most likely, and no telephone rang before."""


class Trial:
    def __init__(
        self, aor: str, way: tuple[Flow, Local], login: Login, token: Callable[[], str]
    ) -> None:
        self._token = token
        self._login = login
        self._call = OwnCall(aor, *way, token(), token(), self._new_branch())
        self._deadline: float | None = None
        self._again_at: float | None = None
        self._pause = T1
        self._told = False
        """Whether somebody has answered, so that it may be taken back, RFC 3261 9.1."""
        self._cancelled = False
        self._taken_back = False
        """Whether the CANCEL has been sent."""
        self._challenged = False
        self._our_tag: str | None = None
        """Of our branch; `None` until it comes."""
        self._given_back = False
        self._another_came = False
        self._ringing: set[str] = set()
        """To-tags of telephones that ring or have rung."""
        self.code: int | None = None
        """Of the final answer, where that tells something."""
        self.order: Order | None = None
        self.over = False
        """Whether nothing is left to be said."""

    @property
    def call_id(self) -> str:
        return self._call.call_id

    def begin(self, now: float) -> list[Send]:
        self._deadline = now + ANSWERED_WITHIN_S
        return self._invite(now)

    def came(self, tag: str, now: float) -> None:
        """Our branch is here, and rings for `HOLD_S` with this To-tag."""
        self._our_tag = tag
        self._deadline = now + HOLD_S + OTHERS_WITHIN_S

    def given_back(self, now: float) -> None:
        """Our 480 is on its way."""
        self._given_back = True
        self._deadline = now + OTHERS_WITHIN_S

    def another_came(self) -> None:
        """A call that is not this one; it may be this one all the same."""
        self._another_came = True

    def receive_response(self, response: Response, now: float) -> list[Send] | None:
        """`None` for a response to something else."""
        top = header.via(response.headers.get("Via") or "")
        if top is None or response.headers.get("Call-ID") != self.call_id:
            return None
        if top.branch != self._call.branch or not _is_of(response, "INVITE"):
            return []
        self._again_at = None
        if response.code < 200:
            self._told = True
            return self._take_back() if self._cancelled else self._rings(response, now)
        if response.code < 300:
            return self._taken(response)
        acknowledged = Send(self._call.ack_refusal(response), self._call.flow)
        if response.code in {401, 407} and (more := self._answered(response)):
            return [acknowledged, *self._invite(now, more)]
        self._conclude(response.code)
        return [acknowledged]

    def next_deadline(self) -> float | None:
        moments = (self._deadline, self._again_at)
        return min((moment for moment in moments if moment is not None), default=None)

    def wake(self, now: float) -> list[Send]:
        if self._deadline is not None and now >= self._deadline:
            self._deadline = None
            if self._cancelled:
                self.over = True
                return []
            self.order = self.order or self._seen()
            return self.cancel(now)
        if self._again_at is not None and now >= self._again_at:
            self._pause = min(2 * self._pause, T2)
            self._again_at = now + self._pause
            return [Send(self._last, self._call.flow)]
        return []

    def cancel(self, now: float) -> list[Send]:
        """Take the call back; nobody rings for it any more. Nothing goes where nobody has answered yet."""
        if self._cancelled or self.over:
            return []
        self._cancelled = True
        self._again_at = None
        self._deadline = now + TAKEN_BACK_WITHIN_S
        return self._take_back()

    def _take_back(self) -> list[Send]:
        if not self._told or self._taken_back:
            return []
        self._taken_back = True
        return [Send(self._call.cancel(), self._call.flow)]

    def _invite(self, now: float, *more: tuple[str, str]) -> list[Send]:
        self._last = self._call.invite(*more)
        self._pause = T1
        self._again_at = None if self._call.flow.reliable else now + T1  # timer A
        return [Send(self._last, self._call.flow)]

    def _answered(self, response: Response) -> tuple[str, str] | None:
        """The header that the registrar asks for; once, for a wrong password stays wrong."""
        asked = digest.challenged_by(response)
        if asked is None or self._challenged or self._cancelled:
            return None
        self._challenged = True
        self._call.cseq += 1
        self._call.branch = self._new_branch()
        return digest.authorization(asked, self._login, "INVITE", self._call.aor, self._token())

    def _rings(self, response: Response, now: float) -> list[Send]:
        """183 is what the network says, and so no telephone that rings."""
        found = header.address(response.headers.get("To") or "")
        if response.code != 180 or found is None or not found.tag or self.order:
            return []
        before = frozenset(self._ringing)
        self._ringing.add(found.tag)
        others = self._ringing - {self._our_tag}
        if self._given_back:
            if found.tag in others - before and (self._heard_us or len(before) == 1):
                self.order = Order.FIRST
        elif self._our_tag is not None:
            if others and (self._heard_us or len(others) > 1):
                self.order = Order.TOGETHER
        else:  # we may be asked in a moment, or it is we, by another name
            self._deadline = min(self._deadline or now, now + ASKED_WITHIN_S)
        return self.cancel(now) if self.order else []

    @property
    def _heard_us(self) -> bool:
        """Whether our own 180 came back with our own tag. Where it did not, one that seems another's may be ours."""
        return self._our_tag in self._ringing

    def _seen(self) -> Order:
        """What can be said where no telephone settled it."""
        if self._our_tag is not None:
            return Order.ALONE if self._heard_us or not self._ringing else Order.REMADE
        if self._another_came:
            return Order.REMADE
        return Order.TOGETHER if self._ringing else Order.ELSEWHERE

    def _conclude(self, code: int) -> None:
        self.over = True
        self._deadline = None
        if self.order is None:
            self.code = code
            self.order = self._seen()

    def _taken(self, response: Response) -> list[Send]:
        """Somebody picked up, before we could take it back; they are hung up on."""
        self._conclude(response.code)
        if self.order not in {Order.FIRST, Order.TOGETHER}:
            self.order = Order.TAKEN
        requests = (
            self._call.in_dialog(method, response, self._new_branch()) for method in ("ACK", "BYE")
        )
        return [Send(data, self._call.flow) for data in requests]

    def _new_branch(self) -> str:
        return f"z9hG4bK{self._token()}"


def _is_of(response: Response, method: str) -> bool:
    return (response.headers.get("CSeq") or "").split()[1:] == [method]
