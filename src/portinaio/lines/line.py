"""What a line promises to the daemon, and what the daemon offers to it.

A line reports each ringing call to its `CallHandler` and is told what to do through `perform`. It judges nothing and writes
nothing down. A kind of line is one class that fulfils `Line`, named by an entry point in `portinaio.lines`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from portinaio.core.call import Ringing
    from portinaio.core.message import Message
    from portinaio.core.policy import Action, Decision, Outcome


class LineState(StrEnum):
    UP = "up"
    RETRYING = "retrying"
    REFUSED = "refused"
    """The far end said no, such as a registrar to the password; trying again is up to the user or slow."""
    GONE = "gone"


class Performed(NamedTuple):
    """What came of a decision."""

    outcome: Outcome
    cause: str | None = None
    """How a reject was worded: `SIP 607`, `Q.850 21`; `None` where nothing was said."""


class CallEnded(NamedTuple):
    """The call is over on this line. Times are those of the call; `None` where the line does not see them."""

    rang_s: float | None
    talked_s: float | None = 0.0
    cause: str | None = None
    """Of the end, where it is known: `SIP 487` when the caller hung up."""


class UntrustedCall(NamedTuple):
    """A call from an address that the line does not trust, and so did not answer."""

    address: str
    trusted: tuple[str, ...]
    """What the key `trusted` would have to hold; empty where that would be rash, for an address of the internet."""


class CallHandler(Protocol):
    """The daemon, as a line sees it. No method waits or raises."""

    def ringing(self, line: Line, handle: str, ringing: Ringing) -> None:
        """A call rings. The handler judges at once and calls `line.perform(handle, …)` in a task of its own."""

    def ended(self, line: Line, handle: str, ended: CallEnded) -> None:
        """The call `handle` is over; said once, after `ringing`, whoever ended it."""

    def dialled(self, line: Line, called: str) -> None:
        """The user called `called` (raw) from this line."""

    def untrusted(self, line: Line, call: UntrustedCall) -> None:
        """Somebody called and was not listened to; said once a call."""

    def state_changed(self, line: Line, state: LineState, error: Message | None = None) -> None:
        """The state of the line changed; `error` is a sentence for the user."""


class Line(Protocol):
    name: str
    kind: str
    can: frozenset[Action]
    """What `perform` is able to do; `ring` always is."""

    async def run(self, handler: CallHandler) -> None:
        """Serve calls until cancelled. `LineError` when the line cannot go on; the daemon tries again later."""

    async def perform(self, handle: str, decision: Decision) -> Performed:
        """Carry out a decision for the call `handle`. Never raises; a call that is gone is `too_late`."""
        ...
