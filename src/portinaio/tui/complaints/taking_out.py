"""The question which call does not belong to a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _
from portinaio.tui.operations import complaints as operations
from portinaio.tui.widgets.dialogs import Choice

if TYPE_CHECKING:
    from portinaio.api.answers import CallAnswer, ReportAnswer
    from portinaio.tui.screens.base_screen import BaseScreen


def ask_which_call(screen: BaseScreen, draft: ReportAnswer) -> None:
    """Take the one out that is chosen."""
    draft_id, ids = draft["id"], draft["calls"]

    def ask(calls: list[CallAnswer]) -> None:
        state = screen.session.state
        said = {
            operations.said_of(call, state.contacts, mask=state.mask): call["id"] for call in calls
        }

        def chosen(word: str | None) -> None:
            if word is not None:
                screen.carry_out(lambda client: operations.take_out(client, draft_id, said[word]))

        title = _("Which call does not belong here?")
        text = _("It stays in the log; the letter is written anew without it.")
        screen.app.push_screen(Choice(title, text, list(said), ""), chosen)

    screen.request(lambda client: [client.call(one) for one in ids], ask)
