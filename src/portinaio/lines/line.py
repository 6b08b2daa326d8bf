"""What a line promises to the daemon, and what the daemon offers to it.

A line reports each ringing call to its `CallHandler` and is told what to do through `perform`. It judges nothing and writes
nothing down. A kind of line is one class below `Line`, named by an entry point in the group `portinaio.lines`: what it says
of its keys is all that configuration, windows and daemon know of it.
"""

from __future__ import annotations

from abc import abstractmethod
from enum import StrEnum
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from portinaio.clock import local_now
from portinaio.config.line_kind import LineKind, S
from portinaio.core.message import msg
from portinaio.errors import LineError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Mapping
    from datetime import datetime

    from portinaio.core.call import Ringing
    from portinaio.core.logged import Heard
    from portinaio.core.message import Message
    from portinaio.core.policy import Action, Decision, Outcome
    from portinaio.lines.handset import Command, Done


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
    heard: Heard | None = None
    """What was said and heard, where the line itself picked up."""


class Asked(NamedTuple):
    """What a call of a line to itself has shown."""

    first: bool | None
    """Whether this line is asked before the other telephones of its account; `None` where nothing was shown."""
    sentence: Message


class ToBar(NamedTuple):
    """What a telephone system that bars numbers by itself shall bar."""

    numbers: tuple[str, ...]
    """E.164; those that matter most first."""
    patterns: int = 0
    """How many beginnings, ranges and names are blocked besides."""
    asked: bool = True
    """Whether it shall bar anything; else what it barred for us is let in again."""


class Telephone(NamedTuple):
    """A telephone that a telephone system has made for us, which is a line of its own."""

    kind: str
    keys: Mapping[str, Any]
    """For config.toml, without the password."""
    password: str
    internal: str
    """Its number inside the house."""


class Unconfirmed(NamedTuple):
    """What a telephone system waits for before it makes one."""

    token: str
    """By which it is asked again."""
    methods: tuple[str, ...] = ()
    """`button`, or `dtmf;*12345`."""


class Found(NamedTuple):
    """Something in the house that a line could be made of."""

    title: str
    keys: Mapping[str, Any]


class UntrustedCall(NamedTuple):
    """A call from an address that the line does not trust, and so did not answer."""

    address: str
    trusted: tuple[str, ...]
    """What the key `trusted` would have to hold; empty where that would be rash, for an address of the internet."""


class CallListener(Protocol):
    """Who hears of calls alone. No method waits or raises."""

    def ringing(self, line: Line[Any], handle: str, ringing: Ringing) -> None:
        """A call rings. The handler judges at once and calls `line.perform(handle, …)` in a task of its own."""

    def ended(self, line: Line[Any], handle: str, ended: CallEnded) -> None:
        """The call `handle` is over; said once, after `ringing`, whoever ended it."""


class CallHandler(CallListener, Protocol):
    """The daemon, as a line sees it. No method waits or raises."""

    def answered(self, line: Line[Any], handle: str, by: str) -> None:
        """Somebody at home has picked up the call `handle`: `by` is the extension, or empty."""

    def dialled(self, line: Line[Any], called: str) -> None:
        """The user called `called` (raw) from this line."""

    def traced(self, line: Line[Any], text: Callable[[], str]) -> None:
        """What the network wrote of a call, with numbers masked; asked for only by who looks for a fault."""

    def commanded(self, line: Line[Any], command: Command, told: Callable[[Done], None]) -> None:
        """A telephone of the house asks for something. `told` is called once, in the loop, with what came of it."""

    def untrusted(self, line: Line[Any], call: UntrustedCall) -> None:
        """Somebody called and was not listened to; said once a call."""

    def state_changed(
        self, line: Line[Any], state: LineState, error: Message | None = None
    ) -> None:
        """The state of the line changed; `error` is a sentence for the user."""

    def noted(self, line: Line[Any], code: str, text: Message | None) -> None:
        """What is to be known of the line though it works; `None` where it is so no longer."""

    def call_list(self, line: Line[Any], data: bytes) -> None:
        """What the telephone system of the house remembers of calls, as a file that an import takes."""

    def to_bar(self, line: Line[Any]) -> ToBar:
        """The numbers that the user blocks. Asked in a thread of the line's own, since it may take a while."""


class Line(LineKind[S]):
    """One line of its kind; the class says what can be said of the kind."""

    state_folder: str = ""
    """For what the line keeps from one start to the next; empty where it keeps nothing."""
    language: str = "en"
    """Of the house, in which a line speaks."""
    wanted: frozenset[Action] = frozenset()
    """What the policy names for it, so that it can make ready for that."""
    now: Callable[[], datetime] = staticmethod(local_now)
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

    def address_book(self, which: str = "") -> bytes:
        """An address book of the telephone system behind it, as a file that an import takes. Waits for the network; `LineError` where there is none."""
        if not which:
            raise LineError(msg("line %(name)s has no address book", name=self.name))
        raise LineError(
            msg("line %(name)s has no address book %(which)s", name=self.name, which=which)
        )

    def add_telephone(self, token: str = "") -> Telephone | Unconfirmed:
        """Have the telephone system behind it make one. Waits for the network; `LineError` where there is none, or it says no."""
        del token
        raise LineError(msg("nothing behind line %(name)s could make a telephone", name=self.name))

    def leave(self) -> Message | None:
        """Take back what it has left in the telephone system behind it, before it is gone; what came of that. Waits for the network; `LineError`
        where it could not be done.
        """
        return None

    @classmethod
    def around(cls) -> Iterable[Found]:
        """What of this kind the house has, as far as it can be found out within seconds."""
        return ()

    async def try_order(self) -> Asked:
        """Call oneself, and see whether other telephones ring at the same time; they may, for a moment. `LineError` where it cannot be."""
        raise LineError(
            msg(
                "whether line %(name)s is asked first cannot be found out by a call of its own",
                name=self.name,
            )
        )

    def ring_once(self, handler: CallHandler, handle: str) -> Coroutine[Any, Any, None]:
        """A call that comes for a trial, of a kind that is `simulated`. `LineError` where there is none."""
        del handler, handle
        raise LineError(
            msg(
                "only a simulated line can ring by itself; to try %(name)s, call it from another telephone",
                name=self.name,
            )
        )
