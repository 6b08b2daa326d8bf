"""The processes that a command begins, done in this one: for tests of what they are asked and what becomes of it.

A process of our own takes half a second to load its libraries. That it is begun, answers, fails and is ended has tests of
its own: `daemon/errands`, `daemon/sync`, and the stories of two homes.
"""

from __future__ import annotations

import gc
import json
from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

from portinaio.daemon.sharing import outbox, share_worker
from portinaio.daemon.sites import look, look_worker, publish, publish_worker
from portinaio.daemon.sync import worker
from portinaio.daemon.sync_runs.runner import SyncRunner

if TYPE_CHECKING:
    import pytest

_ANSWER = {
    publish.MODULE: publish_worker.work,
    look.MODULE: lambda asked: look_worker.found_site(asked["url"]),
    outbox.MODULE: share_worker.give,
}


def run_errand(module: str, asked: dict[str, Any], *_: object) -> Any:
    """As the one of `daemon.errands`; what is asked and answered goes through JSON all the same."""
    threshold = gc.get_threshold()  # a worker sets its own
    try:
        return _there_and_back(_ANSWER[module](_there_and_back(asked)))
    finally:
        gc.set_threshold(*threshold)


def in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing, looking at a site, giving a report, and the sync of lists."""
    for asking in (publish, look, outbox):
        monkeypatch.setattr(asking, "run_errand", run_errand)
    monkeypatch.setattr(
        worker, "deadline", lambda _total_s: nullcontext()
    )  # an alarm is a process's
    monkeypatch.setattr(SyncRunner, "_finished", _finished)


def _finished(self: SyncRunner, run: Any, request: Any) -> bool:
    self._refuse_vain(run)
    asked = {
        "home": self._home,
        "names": request.names,
        "accept": request.accept,
        "books": request.books,
        "trial": json.loads(request.trial) if request.trial else None,
    }
    before = worker._say
    worker._say = lambda told: self._apply(run, _there_and_back(told))
    try:
        worker.main(json.dumps(asked))
    finally:
        worker._say = before
        run.at = None
    return True


def _there_and_back(told: Any) -> Any:
    return json.loads(json.dumps(told))
