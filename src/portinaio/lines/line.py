"""What a line promises to the daemon, and what the daemon offers to it.

A line reports each ringing call to its `CallHandler` and is told what to do through `perform`. It judges nothing and writes
nothing down. A kind of line is one class below `Line`, named by an entry point in the group `portinaio.lines`: what it says
of its keys is all that configuration, windows and daemon know of it.
"""

from __future__ import annotations

from abc import abstractmethod
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from portinaio.config.line_kind import LineKind, S
from portinaio.core.message import msg
from portinaio.errors import LineError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

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
    instead: tuple[Action, Message] | None = None
    """What was done in place of the decision, and why."""


class CallEnded(NamedTuple):
    """The call is over on this line. Times are those of the call; `None` where the line does not see them."""

    rang_s: float | None
    talked_s: float | None = 0.0
    cause: str | None = None
    """Of the end, where it is known: `SIP 487` when the caller hung up."""
    outcome: Outcome | None = None
    """Of the decision, where only the end shows what became of it."""


class UntrustedCall(NamedTuple):
    """A call from an address that the line does not trust, and so did not answer."""

    address: str
    trusted: tuple[str, ...]
    """What the key `trusted` would have to hold; empty where that would be rash, for an address of the internet."""


class CallHandler(Protocol):
    """The daemon, as a line sees it. No method waits or raises."""

    def ringing(self, line: Line[Any], handle: str, ringing: Ringing) -> None:
        """A call rings. The handler judges at once and calls `line.perform(handle, …)` in a task of its own."""

    def ended(self, line: Line[Any], handle: str, ended: CallEnded) -> None:
        """The call `handle` is over; said once, after `ringing`, whoever ended it."""

    def dialled(self, line: Line[Any], called: str) -> None:
        """The user called `called` (raw) from this line."""

    def traced(self, line: Line[Any], text: Callable[[], str]) -> None:
        """What the network wrote of a call, with numbers masked; asked for only by who looks for a fault."""

    def untrusted(self, line: Line[Any], call: UntrustedCall) -> None:
        """Somebody called and was not listened to; said once a call."""

    def state_changed(
        self, line: Line[Any], state: LineState, error: Message | None = None
    ) -> None:
        """The state of the line changed; `error` is a sentence for the user."""


class Line(LineKind[S]):
    """One line of its kind; the class says what can be said of the kind."""

    state_folder: str = ""
    """For what the line keeps from one start to the next; empty where it keeps nothing."""
    comes_back_s: float = 5.0
    """For so long after the line gave a call back, one of the same caller is that call, tried again by whoever rings here."""

    def __init__(self, settings: S, password: str | None = None, folder: str = "") -> None:
        """`folder` is where config.toml lies, for the files that it names. Nothing is opened before `run`."""
        self.settings = settings
        self.password = password
        self.folder = folder

    @property
    def name(self) -> str:
        return self.settings.name

    @abstractmethod
    async def run(self, handler: CallHandler) -> None:
        """Serve calls until cancelled. `LineError` when the line cannot go on; the daemon tries again later."""

    @abstractmethod
    async def perform(self, handle: str, decision: Decision) -> Performed:
        """Carry out a decision for the call `handle`. Never raises; a call that is gone is `too_late`."""

    def ring_once(self, handler: CallHandler, handle: str) -> Coroutine[Any, Any, None]:
        """A call that comes for a trial, of a kind that is `simulated`. `LineError` where there is none."""
        del handler, handle
        raise LineError(
            msg(
                "only a simulated line can ring by itself; to try %(name)s, call it from another telephone",
                name=self.name,
            )
        )
