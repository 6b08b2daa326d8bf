"""The question whether a call joins a draft that is there: one of another number, or to another line, does so only by a yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _
from portinaio.tui.widgets.dialogs import Confirm

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.api.answers import JoiningAnswer
    from portinaio.tui.complaints.matter import Matter
    from portinaio.tui.screens.base_screen import BaseScreen


def ask_to_join(screen: BaseScreen, matter: Matter, answered: Callable[[bool], None]) -> None:
    """`answered` is told at once where there is nothing to ask."""

    def ask(joining: JoiningAnswer) -> None:
        if joining["draft"] is None:
            answered(True)
            return
        title = _("Add to draft %(id)d?") % {"id": joining["draft"]}
        says = joining["says"]
        question = Confirm(title, says[:1].upper() + says[1:], _("Add"))
        screen.app.push_screen(question, lambda yes: answered(bool(yes)))

    screen.request(
        lambda client: client.joining(**matter.about, recipient=matter.recipient),
        ask,
        "letter",
        latest=True,
    )
