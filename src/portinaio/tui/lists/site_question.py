"""A list site in the app: looked at, its fingerprint compared, and the countries that are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from portinaio.language import _
from portinaio.tui.escape import plain
from portinaio.tui.widgets.dialogs import Confirm, Prompt

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.api.answers import SiteAnswer
    from portinaio.tui.screens.base_screen import BaseScreen

    Confirmed = Callable[[str, dict[str, Any]], None]
    """Its address, and the keys of a list that follow from what somebody has confirmed."""


def is_site(address: str) -> bool:
    return "://" in address and address.endswith("/")


def ask_for_site(screen: BaseScreen, address: str, confirmed: Confirmed) -> None:
    """Nothing of it is believed before somebody says that the fingerprint is right."""
    home = cast("BaseScreen", screen.app.screen_stack[0])
    if address.startswith("file:"):  # nobody else is asked for it
        _look(home, address, confirmed)
        return

    def said(yes: bool | None) -> None:
        if yes:
            _look(home, address, confirmed)

    host = plain(urlsplit(address).hostname or address)
    text = _(
        "%(host)s will be asked who signs the list. It learns the address of this computer; nothing of your calls leaves the house."
    ) % {"host": host}
    screen.app.push_screen(Confirm(_("Look at %(host)s?") % {"host": host}, text, _("Look")), said)


def _look(home: BaseScreen, address: str, confirmed: Confirmed) -> None:
    home.request(
        lambda client: client.site(address),
        lambda found: _compare(home, found, confirmed),
        "site",
        slow=True,
    )


def _compare(home: BaseScreen, found: SiteAnswer, confirmed: Confirmed) -> None:
    def said(yes: bool | None) -> None:
        if yes:
            _which_countries(home, found, confirmed)

    lines = [plain(found["title"]), plain(found["url"]), "", _("fingerprint of its root:")]
    lines += [
        plain(found["shown"]),
        "",
        _("Compare it with what the publisher tells you elsewhere."),
    ]
    text = "\n".join(lines).strip()
    home.app.push_screen(
        Confirm(_("Is this what its publisher says?"), text, _("It is the same")), said
    )


def _which_countries(home: BaseScreen, found: SiteAnswer, confirmed: Confirmed) -> None:
    def given(countries: str | None) -> None:
        if countries is not None:
            wanted = countries.replace(",", " ").upper().split()
            confirmed(found["url"], {"root": found["root"], "countries": wanted})

    hint = _("two letters each, such as IT FR; empty for all")
    home.app.push_screen(Prompt(_("The numbers of which countries?"), "", hint), given)
