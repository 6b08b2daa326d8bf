"""What is asked of a letter by the number of its caller, which a call may not have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.api.answers import CallAnswer
    from portinaio.tui.screens.base_screen import BaseScreen


def with_caller(screen: BaseScreen, call_id: int, ask: Callable[[str], object]) -> None:
    def take(call: CallAnswer) -> None:
        if call["number"] is None:
            screen.notify(_("this caller gave no number"), severity="warning", markup=False)
        else:
            ask(call["number"])

    screen.request(lambda client: client.call(call_id), take)
