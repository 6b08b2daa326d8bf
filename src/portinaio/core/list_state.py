"""How a subscribed list stands: what was last taken from it, and whether that went well."""

from __future__ import annotations

from portinaio.core.named_tuple import NamedTuple

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from datetime import datetime

    from portinaio.core.message import Message


class ListState(NamedTuple):
    name: str
    state: str = "never"
    """`never`, `ok`, `stale` or `refused`."""
    version: str = ""
    """Of the last good download, as the list counts it."""
    entries: int = 0
    updated: datetime | None = None
    """When the last good download came in."""
    checked: datetime | None = None
    """When the list was last asked for news, whatever came of it."""
    error: Message | None = None
    """Why the last download was refused or failed."""
    etag: str = ""
    """HTTP validator of the last good download; spares the next one."""
    last_modified: str = ""
    """HTTP validator, where the server has no `etag`."""
    digest: str = ""
    """SHA-256 of the last good download, in hexadecimal."""
