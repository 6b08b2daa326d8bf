"""What a running daemon hands in to those who answer requests: its lines, its notices, the calls that are on their way.

In a process that is not the daemon nothing of it is there, and what would be told to it goes nowhere.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.api.answers import LineAnswer, NotifyAnswer, OperationAnswer, TraceAnswer
    from portinaio.config.settings import Secret
    from portinaio.core.logged import LoggedCall
    from portinaio.core.message import Message
    from portinaio.daemon.events import Content
    from portinaio.daemon.screening import Judgement
    from portinaio.lines.line import Asked


class HandedIn:
    def __init__(self) -> None:  # noqa: PLR0915  # one by one, each with its docstring
        self.publish: Callable[[str, Content], None] = _unpublished
        """Takes the name of an event and what makes its content; the daemon sends it to whoever listens."""
        self.line_answers: Callable[[], list[LineAnswer]] | None = None
        """The lines as the daemon sees them; `None` where none runs."""
        self.line_traces: Callable[[str], list[TraceAnswer]] | None = None
        """What the network wrote of the latest calls on a line; `None` where no daemon runs."""
        self.ring: Callable[[str], None] | None = None
        """Lets a simulated line ring; `None` where no daemon runs."""
        self.try_order: Callable[[str], Asked] | None = None
        """Has a line call itself, to see who else rings; `None` where no daemon runs."""
        self.log_asked: Callable[[Judgement], None] = _unlogged
        """Takes a call that a telephone has asked about before it rang; the daemon writes it down."""
        self.unwritten: Callable[[], list[LoggedCall]] = list
        """Calls that are on their way to the disk; none where no daemon runs."""
        self.rehearse: Callable[[], str] | None = None
        """Lets a simulated call come, and names its line; `None` where no daemon runs."""
        self.ringing: Callable[[], bool] = bool
        """Whether a call may be ringing just now."""
        self.operations: Callable[[], list[OperationAnswer]] = list
        """What goes on and waits for somebody else; nothing where no daemon runs."""
        self.troubles: Callable[[], list[tuple[str, Message]]] = list
        """Code and sentence of what went wrong while the daemon ran."""
        self.on_config_changed: Callable[[], None] = _nothing
        """Told when config.toml is another one than before."""
        self.on_secret_changed: Callable[[Secret], None] = _unread
        """Told where a password lies that is another one now."""
        self.on_sound_changed: Callable[[str], None] = _unread
        """Told of a line whose announcement is another one, in a file of the same name."""
        self.notifying: Callable[[], list[NotifyAnswer]] | None = None
        """How each `[[notify]]` does; `None` where no daemon runs."""
        self.try_notify: Callable[[str], None] | None = None
        """Sends a notice for a trial; `None` where no daemon runs."""


def _unpublished(_name: str, _content: Content) -> None:
    return


def _unlogged(_judgement: Judgement) -> None:
    return


def _nothing() -> None:
    return


def _unread(_changed: object) -> None:
    return
