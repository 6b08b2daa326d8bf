"""Whose a number is, asked of a public register: who learns of it is said first, and the answer is entered by a second yes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.language import _
from portinaio.tui import format_number
from portinaio.tui.escape import plain
from portinaio.tui.operations import companies as operations
from portinaio.tui.widgets.dialogs import Confirm

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.api.answers import RegisterAnswer, SuggestedCompanyAnswer
    from portinaio.tui.screens.base_screen import BaseScreen


class RegisterQuestion(NamedTuple):
    screen: BaseScreen
    number: str
    answered: Callable[[], None] | None = None
    """What is done with the answer instead of offering it to the company book."""

    def put(self) -> None:
        self.screen.request(lambda client: client.register(self.number), self._tell_first)

    def _tell_first(self, whom: RegisterAnswer) -> None:
        given = {"keeper": plain(whom["keeper"]), "host": plain(whom["host"])}
        number = self._shown()
        title = _("Ask %(keeper)s whose %(number)s is?") % {**given, "number": number}
        text = _(
            "%(host)s, of %(keeper)s, learns by it that this number has called you. "
            "What it answers is a suggestion; nothing is entered by itself."
        )

        def said(yes: bool | None) -> None:
            if yes:
                self.screen.request(
                    lambda client: client.ask_register(self.number), self._take, slow=True
                )

        self.screen.app.push_screen(Confirm(title, text % given, _("Ask")), said)

    def _take(self, found: SuggestedCompanyAnswer) -> None:
        companies = [plain(name) for name in found["companies"]]
        given = {
            "source": plain(found["source"]),
            "number": self._shown(),
            "companies": ", ".join(companies),
        }
        if not companies:
            said = _("%(source)s: %(number)s is registered for nobody")
        else:
            said = _("%(source)s: %(number)s is registered for %(companies)s")
        if self.answered or len(companies) != 1:
            self.screen.notify(said % given, markup=False)
            if self.answered and companies:
                self.answered()
            return
        self._offer(said % given, found)

    def _offer(self, said: str, found: SuggestedCompanyAnswer) -> None:
        text = said + "\n\n" + _("It may be a call centre that works for somebody else.")

        def agreed(yes: bool | None) -> None:
            if yes:
                self.screen.carry_out(lambda client: operations.take_suggested(client, found))

        title = _("Write it into the company book?")
        self.screen.app.push_screen(Confirm(title, text, _("Write it")), agreed)

    def _shown(self) -> str:
        return format_number.shown(self.number, mask=self.screen.session.state.mask)
