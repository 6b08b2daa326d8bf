"""Questions to the client in a thread, answers on the screen's own turn."""

from __future__ import annotations

import threading
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

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
    def __init__(self, take: Callable[[], object]) -> None:
        super().__init__()
        self.take = take


class RequestScreen(Screen[Any]):
    """A screen that asks. A refusal is told in a toast, in the house's own sentence."""

    session: Session

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

        def answer() -> Callable[[], object]:
            try:
                told = question(client)
            except PortinaioError as error:
                return partial(self.show_error, error)
            return partial(take, told)

        def run() -> None:
            answered = answer()
            if not get_current_worker().is_cancelled:
                self.post_message(Answered(answered))

        def run_apart() -> None:
            with suppress(RuntimeError):  # the app has gone meanwhile, and its loop with it
                self.post_message(Answered(answer()))

        if slow:
            threading.Thread(target=run_apart, name=SLOW, daemon=True).start()
        else:
            self.run_worker(run, thread=True, group=group, exclusive=latest, exit_on_error=True)

    def on_answered(self, message: Answered) -> None:
        message.take()

    def show_error(self, error: PortinaioError) -> None:
        self.notify(self.sentence_of(error), severity="error", markup=False)

    @staticmethod
    def sentence_of(error: PortinaioError) -> str:
        return plain(language.translate_error(error)) or _("the screener is not running")
