"""The questions of the first run about lists: those of the country, and those that want an account first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from portinaio.language import _
from portinaio.tui.escape import plain
from portinaio.tui.screens.base_screen import BaseScreen
from portinaio.tui.widgets.dialogs import Prompt

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.api.answers import OfferAnswer
    from portinaio.tui.session import Session
    from portinaio.tui.setup.answers import Answers, Offered

    Row = tuple[str, str, str, Callable[[], None]]


class ListQuestions(BaseScreen):
    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._answers: Answers | None = None
        self._offered: Offered | None = None

    def look(self) -> None:
        raise NotImplementedError

    def of_lists(self, given: Answers) -> list[Row]:
        offers = self._offered.of(given.country) if self._offered else []
        accounts = self._offered.with_account(given.country) if self._offered else []
        rows: list[Row] = [
            (
                "",
                f"{'✓' if one['name'] in given.lists else '○'} {plain(one['title'])}",
                plain(one["says"]),
                partial(self._turn_list, one["name"]),
            )
            for one in offers
        ]
        rows = rows or [("", _("none for this country"), "", self._no_lists)]
        rows[0] = (_("Lists"), *rows[0][1:])
        return [*rows, *(self._of_account(given, one) for one in accounts)]

    def _of_account(self, given: Answers, offer: OfferAnswer) -> Row:
        has = offer["name"] in given.tokens
        hint = _("its token is here") if has else _("enter shows how to get it")
        mark = "✓" if has else "\N{HEAVY PLUS SIGN}"
        return "", f"{mark} {plain(offer['title'])}", hint, partial(self._ask_token, offer)

    def _turn_list(self, name: str) -> None:
        assert self._answers
        self._answers.lists ^= {name}
        self.look()

    def _ask_token(self, offer: OfferAnswer) -> None:
        def given(token: str | None) -> None:
            if token is None or self._answers is None:
                return
            if token.strip():
                self._answers.tokens[offer["name"]] = token.strip()
                self._answers.lists |= {offer["name"]}
            else:
                self._answers.tokens.pop(offer["name"], None)
                self._answers.lists -= {offer["name"]}
            self.look()

        self.app.push_screen(Prompt(*token_question(offer), hidden=True), given)

    def _no_lists(self) -> None:
        self.notify(_("Lists of other countries can be added under Lists."), markup=False)


def token_question(offer: OfferAnswer) -> tuple[str, str, str]:
    """Title, no answer yet, and how one comes by it."""
    steps = [
        _("1 %(page)s in a browser: make an account, or log in")
        % {"page": plain(offer["homepage"])},
        _("2 it needs %(account)s") % {"account": plain(offer["account"])},
        _("3 paste it here; it is kept in the keyring, or in a file that only you can read"),
    ]
    return _("Token for %(list)s") % {"list": plain(offer["title"])}, "", "\n".join(steps)
