"""What somebody wants to be read in."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.daemon.being_read import unseen

if TYPE_CHECKING:
    from portinaio.daemon.being_read import Far


class ImportRequest(NamedTuple):
    name: str
    data: bytes
    kind: str
    """Empty where the user has not said it: then only a block list is taken, to be blocked."""
    format: str
    region: str | None
    dry_run: bool
    called: str = ""
    """Of a log of calls: which number of the house was called, where it does not say so."""
    line: str = ""
    """The same, as the name of the line that has this number."""
    sure: bool = False
    """Of the region."""
    own: bool = False
    """Whether numbers of the house are to be blocked, too."""
    columns: tuple[str, ...] = ()
    """Of a table or of objects in JSON: those in which the numbers stand, where somebody has said it."""
    workbook: bool = False
    """Whether `data` has been made a table of one."""
    seen_as: str = ""
    """What a look at the file took it for, where that is not what becomes of it."""
    far: Far = unseen
    """Hears how much of it has been read."""
