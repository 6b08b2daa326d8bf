"""Questions to the client in a thread, answers on the screen's own turn."""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual.message import Message
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from portinaio import language
from portinaio.errors import PortinaioError
from portinaio.language import _
from portinaio.tui.escape import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.api.client import Client
    from portinaio.tui.session import Session

T = TypeVar("T")
SLOW = "portinaio-slow"


class Answered(Message, bubble=False):
    """To a slow question."""

    def __init__(self, take: Callable[[], object]) -> None:
        super().__init__()
        self.take = take


class RequestScreen(Screen[Any]):
    """A screen that asks. A refusal is told in a toast, in the house's own sentence."""

    session: Session

    def __init__(self) -> None:
        super().__init__()
        self._takers: dict[Worker[Any], Callable[[Any], object]] = {}
        """Who waits for the answer that a worker brings."""

    def request(
        self,
        question: Callable[[Client], T],
        take: Callable[[T], object],
        group: str = "actions",
        *,
        latest: bool = False,
        slow: bool = False,
    ) -> None:
        """With `latest`, an answer to an older question of the group is thrown away.

        What is `slow` waits for a server on the network: who leaves the app does not wait for it.
        """
        client = self.session.client
        if client is None:
            return
        asked = partial(question, client)
        if slow:
            apart = partial(self._answer_apart, asked, take)
            threading.Thread(target=apart, name=SLOW, daemon=True).start()
        else:
            worker = self.run_worker(
                asked, thread=True, group=group, exclusive=latest, exit_on_error=False
            )
            self._takers[worker] = take

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        worker = event.worker
        if not worker.is_finished or (take := self._takers.pop(worker, None)) is None:
            return
        if event.state is WorkerState.SUCCESS and not worker.is_cancelled:
            take(worker.result)
        elif isinstance(worker.error, PortinaioError):
            self.show_error(worker.error)
        elif event.state is WorkerState.ERROR and worker.error:
            raise worker.error

    def _answer_apart(self, asked: Callable[[], T], take: Callable[[T], object]) -> None:
        try:
            answered: Callable[[], object] = partial(take, asked())
        except PortinaioError as error:
            answered = partial(self.show_error, error)
        with suppress(RuntimeError):  # the app has gone meanwhile, and its loop with it
            self.post_message(Answered(answered))

    def on_answered(self, message: Answered) -> None:
        message.take()

    def show_error(self, error: PortinaioError) -> None:
        self.notify(self.sentence_of(error), severity="error", markup=False)

    @staticmethod
    def sentence_of(error: PortinaioError) -> str:
        return plain(language.translate_error(error)) or _("the screener is not running")
