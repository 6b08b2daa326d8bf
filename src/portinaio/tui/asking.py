"""Questions to the client in a thread, answers on the screen's own turn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from textual.message import Message
from textual.screen import Screen
from textual.worker import get_current_worker

from portinaio import language
from portinaio.errors import PortinaioError
from portinaio.language import _
from portinaio.tui.inert import plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.api.client import Client
    from portinaio.tui.desk import Desk

T = TypeVar("T")


class Answered(Message, bubble=False):
    def __init__(self, take: Callable[[], object]) -> None:
        super().__init__()
        self.take = take


class Asking(Screen[Any]):
    """A screen that asks. A refusal is told in a toast, in the house's own sentence."""

    desk: Desk

    def ask(
        self,
        question: Callable[[Client], T],
        take: Callable[[T], object],
        group: str = "acts",
        *,
        latest: bool = False,
    ) -> None:
        """With `latest`, an answer to an older question of the group is thrown away."""
        client = self.desk.client
        if client is None:
            return

        def run() -> None:
            worker = get_current_worker()
            try:
                answer = question(client)
            except PortinaioError as error:
                self.post_message(Answered(lambda error=error: self.complain(error)))  # type: ignore[misc]  # bound now
                return
            if not worker.is_cancelled:
                self.post_message(Answered(lambda: take(answer)))

        self.run_worker(run, thread=True, group=group, exclusive=latest, exit_on_error=True)

    def on_answered(self, message: Answered) -> None:
        message.take()

    def complain(self, error: PortinaioError) -> None:
        self.notify(self.sentence_of(error), severity="error", markup=False)

    @staticmethod
    def sentence_of(error: PortinaioError) -> str:
        return plain(language.told(error)) or _("the screener is not running")
