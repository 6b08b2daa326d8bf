"""The key of a box with a certificate of its own making, in the app: shown once, and the only one from then on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.api.line_keys import PIN, asked_by_tls
from portinaio.errors import PortinaioError
from portinaio.language import _
from portinaio.tui.escape import plain
from portinaio.tui.widgets.dialogs import Confirm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from portinaio.api.answers import CertificateAnswer
    from portinaio.api.client import Client
    from portinaio.api.line_keys import AskedByTls
    from portinaio.tui.screens.requests import RequestScreen

_HALF = 32  # digits of a line; a terminal may have eighty columns


def ask_about_key(
    screen: RequestScreen, kind: str, keys: Mapping[str, Any], then: Callable[[str], None]
) -> None:
    """`then` is told the key that somebody knows, or nothing where none need be known. Not called where it is not theirs."""
    _ask(screen, list(asked_by_tls(kind, keys)), then)


def _ask(screen: RequestScreen, ends: list[AskedByTls], then: Callable[[str], None]) -> None:
    if not ends:
        then("")
        return
    one, *others = ends

    def shown(client: Client) -> CertificateAnswer | PortinaioError:
        try:
            return client.line_certificate(*one)
        except PortinaioError as error:  # a box that is away is no reason not to write its line
            return error

    def take(answer: CertificateAnswer | PortinaioError) -> None:
        if isinstance(answer, PortinaioError):
            screen.notify(screen.sentence_of(answer), markup=False)
        if isinstance(answer, PortinaioError) or answer["trusted"]:
            _ask(screen, others, then)
        else:
            _confirm(screen, answer, then)

    screen.request(shown, take, "certificate", slow=True)


def _confirm(screen: RequestScreen, shown: CertificateAnswer, then: Callable[[str], None]) -> None:
    key = shown["key"]

    def said(yes: bool | None) -> None:
        if yes:
            then(f"sha256:{key}")

    lines = [
        _("The certificate of %(name)s cannot be verified: %(why)s. Its key is")
        % {"name": plain(shown["name"]), "why": plain(shown["why"])},
        "",
        f"sha256:{plain(key[:_HALF])}",
        f"       {plain(key[_HALF:])}",
    ]
    asked = _("Is it a box of your own, and this its key?")
    screen.app.push_screen(Confirm(asked, "\n".join(lines), _("Trust it")), said)


def pinned(key: str) -> dict[str, str]:
    """As keys of a line."""
    return {PIN: key} if key else {}
