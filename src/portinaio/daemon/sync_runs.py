"""Syncs as the house sees them: a process of its own for each, one at a time, and what it says on the way."""

from __future__ import annotations

import json
import subprocess
import sys
from threading import Lock
from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio import errors
from portinaio.config.interpreter import command
from portinaio.core.evidence import Rejected
from portinaio.core.words import words
from portinaio.errors import PortinaioError
from portinaio.store.columns import unpacked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from portinaio.config.home import Home
    from portinaio.core.words import Words

MODULE = "portinaio.daemon.syncing"


class Synced(NamedTuple):
    """How one list fared; `rows` are the first that could not be used."""

    name: str
    state: str
    error: Words | None
    bytes: int
    accepted: int
    updated: int
    removed: int
    rejected: int
    rows: tuple[Rejected, ...]


class Progress(NamedTuple):
    name: str
    bytes: int
    whole: int | None


class SyncRuns:
    """Fit for several threads: whoever comes second waits."""

    def __init__(
        self, home: Home, told: Callable[[Progress | None], None] = lambda _at: None
    ) -> None:
        """`told` hears of each step, and `None` at the end."""
        self._told = told
        self.progress: Progress | None = None
        """Of the list that is being fetched."""
        self._home = home
        self._turn = Lock()
        self._child: subprocess.Popen[str] | None = None
        self._stopped = False

    def run(self, names: Sequence[str] = (), accept: Sequence[str] = ()) -> list[Synced]:
        """What became of each list. `PortinaioError` where there was no sync at all."""
        request = json.dumps({"home": self._home, "names": [*names], "accept": [*accept]})
        with self._turn:
            try:
                return list(self._results(request))
            finally:
                self._is_at(None)

    def stop(self) -> None:
        """End what runs, and begin nothing more. The list in work stays as it was."""
        self._stopped = True
        if child := self._child:
            child.kill()

    def _results(self, request: str) -> Iterator[Synced]:
        if self._stopped:
            raise PortinaioError(words("the daemon is about to end; nothing was synced"))
        with subprocess.Popen(  # noqa: S603  # our own interpreter, no shell
            command(MODULE),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        ) as child:
            self._child = child
            if self._stopped:  # told so while it began
                child.kill()
            try:
                assert child.stdin is not None  # asked for above
                assert child.stdout is not None
                child.stdin.write(request)
                child.stdin.close()
                for line in child.stdout:
                    if result := self._read(json.loads(line)):
                        yield result
            finally:
                self._child = None
                if sys.exc_info()[0] is not None:
                    child.kill()
        if child.returncode:
            raise PortinaioError(
                words("the sync ended before it was done; every list is as it was")
            )

    def _is_at(self, at: Progress | None) -> None:
        self.progress = at
        self._told(at)

    def _read(self, told: dict[str, Any]) -> Synced | None:
        if "failed" in told:
            kind = getattr(errors, told["failed"], PortinaioError)
            raise kind(unpacked(told["sentence"]))
        if "at" in told:
            self._is_at(Progress(told["at"], told["bytes"], told["whole"]))
            return None
        error, rows = told.pop("error"), told.pop("rows")
        return Synced(
            **told,
            error=None if error is None else unpacked(error),
            rows=tuple(Rejected(line, text, unpacked(reason)) for line, text, reason in rows),
        )
