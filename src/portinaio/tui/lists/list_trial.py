"""A list on trial in the app: what it leaves open is asked, then what it is and would do stands there before it is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.errors import CountryWantedError
from portinaio.language import _, formatting
from portinaio.tui.escape import plain
from portinaio.tui.operations import lists as operations
from portinaio.tui.widgets.dialogs import Confirm, Prompt

if TYPE_CHECKING:
    from portinaio.api.answers import AddedListAnswer
    from portinaio.api.client import Client
    from portinaio.tui.screens.base_screen import BaseScreen


def try_at_home(home: BaseScreen, title: str, source: str, wanted: dict[str, Any]) -> None:
    def tried(client: Client) -> AddedListAnswer | CountryWantedError:
        try:
            return client.try_list(source, **wanted)
        except CountryWantedError as error:
            return error

    def take(found: AddedListAnswer | CountryWantedError) -> None:
        if isinstance(found, CountryWantedError):
            _ask_country(home, title, source, found, wanted)
        else:
            _ask_again(home, title, source, found, wanted)

    home.request(tried, take, "trial", slow=True)


def _ask_country(
    home: BaseScreen, title: str, source: str, error: CountryWantedError, wanted: dict[str, Any]
) -> None:
    """Its national numbers may be of several countries, of which the likeliest stands first."""

    def said(region: str | None) -> None:
        if region and region.strip():
            try_at_home(home, title, source, {**wanted, "region": region.strip().upper()})

    named = ", ".join(error.countries)
    hint = _("they would exist in %(countries)s; any other can be written, too")
    question = _("Of which country are the numbers of %(list)s?") % {"list": title}
    prompt = Prompt(question, (*error.countries, "")[0], hint % {"countries": named})
    home.app.push_screen(prompt, said)


def _ask_again(
    home: BaseScreen, title: str, source: str, tried: AddedListAnswer, wanted: dict[str, Any]
) -> None:
    """No call is judged by it yet."""

    def said(yes: bool | None) -> None:
        if yes:
            home.carry_out(lambda client: operations.subscribe(client, source, **wanted), slow=True)
        else:
            home.request(lambda client: client.give_up_list(tried["name"]), _nothing, "trial")

    n = formatting.count(tried["entries"])
    seen = tried["seen"]
    what = [*seen["says"], " "] if seen else [_("%(n)s numbers") % {"n": n}]
    told = [*what, tried["effect_says"], tried["fresh_says"]]
    told += [tried["log"]["says"], tried["note"] or ""]
    text = "\n".join(plain(line) for line in told if line)
    home.app.push_screen(Confirm(_("Use %(list)s?") % {"list": title}, text, _("Use it")), said)


def _nothing(_answer: object) -> None:
    return
