"""One request for a sync, for all who ask for the same, and how far it has come."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import msg
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    import subprocess

    from portinaio.daemon.asker import Asker
    from portinaio.daemon.sync_runs.synced import Synced

BROKEN = msg("the sync ended before it was done; every list is as it was")


class Progress(NamedTuple):
    name: str
    bytes: int
    whole: int | None


class Request(NamedTuple):
    names: tuple[str, ...]
    """All lists where none is named."""
    accept: tuple[str, ...]
    trial: str = ""
    """The table of a list that is no part of config.toml, as JSON."""
    books: bool = False
    """Address books that are followed, and no lists."""


class Run:
    """One request, for all who ask for the same."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.askers: set[Asker] = set()
        self.working = False
        self.over = False
        self.cut = False
        """Its child was ended for the sake of one list; the others are still to be done."""
        self.child: subprocess.Popen[bytes] | None = None
        self.at: Progress | None = None
        """The list that is being fetched."""
        self.order: list[str] = []
        """The lists of the request, as the child has them."""
        self.results: dict[str, Synced] = {}
        self.error: PortinaioError | None = PortinaioError(BROKEN)
        """What it ends with, unless it ends well."""

    @property
    def rest(self) -> Request:
        """What is left to do once the list in work has been taken away."""
        left = tuple(name for name in self.order if name not in self.results)
        accept = tuple(name for name in self.request.accept if name in left)
        return Request(left, accept, books=self.request.books)

    def kill(self) -> None:
        if self.child:
            self.child.kill()
