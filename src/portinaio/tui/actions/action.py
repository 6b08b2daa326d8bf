"""What an action is, and what it finds under the cursor."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.language import _
from portinaio.tui.state import Connection

if TYPE_CHECKING:
    from collections.abc import Callable


class ActionContext(NamedTuple):
    """What the keys find under the cursor."""

    connection: Connection = Connection.UP
    call: int | None = None
    number: str | None = None
    entry: str | None = None
    """`allow` or `block`, where the user has spoken about exactly this number."""
    named: bool = False
    undo: bool = False
    paused: bool = False
    expecting: bool = False
    mask: bool = False
    gaps: int = 0
    """What the letter still has to be told."""
    further: int = 0
    """What it could be told besides."""
    complaint: str | None = None
    """State of the chosen complaint."""
    next_step: str = ""
    """`send`, or the recipient of the letter that comes next."""
    page: str = ""
    """Where its form begins, or what opens it in a mail program."""
    web: bool = False
    """Whether it goes by a form."""
    spoken: bool = False
    """Whether it goes by a text message or a telephone call."""
    notices: bool = False
    """Something is wrong or out of the ordinary."""
    rejected: bool = False
    """A call was turned away a moment ago, and the screen has told so."""
    setting: bool = False
    """A key of the configuration is chosen."""
    given: bool = False
    """config.toml says something of it."""
    chosen: str | None = None
    """The entry, list or line under the cursor."""
    kind: str = ""
    """Of it: `allow` or `block`, the state of a list, the kind of a line."""
    markable: bool = False
    """There is a row under the cursor that can be marked."""
    marked: int = 0
    """How many rows are."""
    cursor_marked: bool = False
    """The cursor is on one of them."""
    taken: bool = False
    """An offer of the catalogue is in use."""
    calls: int = 0
    """How many the draft is about."""
    syncing: tuple[str, ...] = ()
    """Names of the lists that are being fetched."""


class Action(NamedTuple):
    id: str
    """Name in `[tui.keys]`."""
    key: str
    title: Callable[[ActionContext], str]
    """A word for the footer."""
    help: Callable[[], str]
    """What it does, for help and palette."""
    disabled_because: Callable[[ActionContext], str | None] = lambda _: None
    """Why it cannot be done now; `None` when it can."""


def needs_daemon(context: ActionContext) -> str | None:
    return None if context.connection is Connection.UP else _("the screener is not running")
