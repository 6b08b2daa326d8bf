"""Syncs as the house sees them: each in a process of its own, and what it says on the way.

Who asks for what is under way already waits for the same run, and what nobody waits for any more is ended. A list that
hangs holds up those behind it in its own run and no others; when it is removed, its run goes on without it.
"""

from __future__ import annotations

import json
import os
import subprocess
from contextlib import suppress
from functools import partial
from threading import Condition, Thread
from typing import TYPE_CHECKING, Any

from portinaio import errors
from portinaio.config.interpreter import command
from portinaio.core.message import msg
from portinaio.daemon.asker import Asker
from portinaio.daemon.sync_runs.run import BROKEN, Progress, Request, Run
from portinaio.daemon.sync_runs.synced import GONE, Synced, synced
from portinaio.errors import PortinaioError
from portinaio.store.codec import unpack_message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from portinaio.config.home import Home

MODULE = "portinaio.daemon.sync.worker"
MOST_AT_ONCE = (
    4  # the timer's and three windows'; each takes 60 MiB, and the others wait their turn
)


class SyncRunner:
    """Fit for several threads."""

    def __init__(
        self, home: Home, told: Callable[[list[Progress]], None] = lambda _at: None
    ) -> None:
        """`told` hears of each step, and of the end."""
        self._told = told
        self._home = home
        self._runs: list[Run] = []
        self._changed = Condition()
        """Guards all of this; who waits is told."""
        self._stopped = False

    @property
    def progress(self) -> list[Progress]:
        """Of the lists that are being fetched."""
        with self._changed:
            return [run.at for run in self._runs if run.at]

    def run(
        self, names: Sequence[str] = (), accept: Sequence[str] = (), asker: Asker | None = None
    ) -> list[Synced]:
        """What became of each list. `PortinaioError` where there was no sync at all, or the asker has left."""
        return self._done(Request(tuple(names), tuple(accept)), asker or Asker())

    def try_out(self, table: Mapping[str, Any], asker: Asker | None = None) -> Synced:
        """Fetch a list that is not subscribed, by the keys that it would have."""
        request = Request((str(table["name"]),), (), json.dumps(table))
        (tried,) = self._done(request, asker or Asker())
        return tried

    def follow(
        self, names: Sequence[str] = (), accept: Sequence[str] = (), asker: Asker | None = None
    ) -> list[Synced]:
        """As `run`, of address books."""
        request = Request(tuple(names), tuple(accept), books=True)
        return self._done(request, asker or Asker())

    def _done(self, request: Request, asker: Asker) -> list[Synced]:
        run = self._joined(request, asker)
        asker.on_leaving(partial(self._leave, run, asker))
        try:
            with self._changed:
                self._changed.wait_for(lambda: run.over or asker.gone)
        finally:
            self._leave(run, asker)
        if not run.over or (asker.gone and run.error):  # who leaves may be why it ended
            raise PortinaioError(msg("nobody waits for this sync any more"))
        if run.error:
            raise type(run.error)(run.error.sentence)  # each asker's own
        return list(run.results.values())

    def end(self, name: str, *, books: bool = False) -> None:
        """Whoever fetches this list, or this address book, leaves it, and goes on with the others."""
        with self._changed:
            for run in self._runs:
                if run.request.books is not books:
                    continue
                if run.child and run.at and run.at.name == name:
                    run.results[name] = Synced(name, "never", GONE)
                    run.cut = True
                    run.kill()

    def stop(self) -> None:
        """End what runs, and begin nothing more. The lists in work stay as they were."""
        with self._changed:
            self._stopped = True
            for run in self._runs:
                run.kill()
            self._changed.notify_all()

    def _joined(self, request: Request, asker: Asker) -> Run:
        with self._changed:
            for run in self._runs:
                if run.request == request and run.askers:
                    run.askers.add(asker)
                    return run
            run = Run(request)
            run.askers.add(asker)
            self._runs.append(run)
        try:
            Thread(target=self._work, args=(run,), name="sync", daemon=True).start()
        except RuntimeError:  # the system has none left; who asks later must not wait for this one
            with self._changed:
                self._runs.remove(run)
                run.over = True
                self._changed.notify_all()
        return run

    def _leave(self, run: Run, asker: Asker) -> None:
        with self._changed:
            run.askers.discard(asker)
            if not run.askers:
                run.kill()
            self._changed.notify_all()

    def _work(self, run: Run) -> None:
        try:
            self._take_turn(run)
            request = run.request
            while not self._finished(run, request):
                request = run.rest
                if not request.names:
                    break
            run.error = None
        except PortinaioError as error:
            run.error = error
        finally:
            with self._changed:
                self._runs.remove(run)
                run.over = True
                self._changed.notify_all()
            self._told(self.progress)

    def _take_turn(self, run: Run) -> None:
        def free() -> bool:
            working = sum(other.working for other in self._runs)
            return working < MOST_AT_ONCE or self._stopped or not run.askers

        with self._changed:
            self._changed.wait_for(free)
            run.working = True

    def _finished(self, run: Run, request: Request) -> bool:
        """Whether all of the request was dealt with; else `run.rest` is left."""
        self._refuse_vain(run)
        with subprocess.Popen(  # noqa: S603  # our own interpreter, no shell
            command(MODULE), stdin=subprocess.PIPE, stdout=subprocess.PIPE
        ) as child:
            try:
                self._begun(run, child, request)
                assert child.stdout is not None  # asked for above
                for line in child.stdout:
                    if line.endswith(b"\n"):  # else it was killed in the middle of it
                        self._apply(run, json.loads(line))
            except BaseException:
                child.kill()
                raise
            finally:
                with self._changed:
                    run.child = run.at = None
        cut, run.cut = run.cut, False
        if child.returncode and not cut:
            raise PortinaioError(BROKEN)
        return not cut

    def _refuse_vain(self, run: Run) -> None:
        """`PortinaioError` where nobody has use for what would come of it."""
        if self._stopped:
            raise PortinaioError(msg("the daemon is about to end; nothing was synced"))
        if not run.askers:
            raise PortinaioError(BROKEN)

    def _begun(self, run: Run, child: subprocess.Popen[bytes], request: Request) -> None:
        """The child lives as long as its stdin is open."""
        with self._changed:
            self._refuse_vain(run)
            run.child = child
        assert child.stdin is not None  # asked for above
        asked = {
            "home": self._home,
            "names": request.names,
            "accept": request.accept,
            "books": request.books,
            "trial": json.loads(request.trial) if request.trial else None,
        }
        with suppress(BrokenPipeError):  # it has ended already; its exit status says so
            os.write(child.stdin.fileno(), json.dumps(asked).encode() + b"\n")

    def _apply(self, run: Run, told: dict[str, Any]) -> None:
        if "failed" in told:
            kind = getattr(errors, told["failed"], PortinaioError)
            raise kind(unpack_message(told["sentence"]))
        if "lists" in told:
            run.order = told["lists"]
        elif "at" in told:
            with self._changed:
                run.at = Progress(told["at"], told["bytes"], told["whole"])
            self._told(self.progress)
        else:
            with self._changed:
                run.results[told["name"]] = synced(told)
