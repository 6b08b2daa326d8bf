"""The key of a box with a certificate of its own making: shown once, and pinned when the user knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.cli.prompts import agree, may_ask
from portinaio.core.safe_text import printable
from portinaio.errors import PortinaioError
from portinaio.language import _

if TYPE_CHECKING:
    from portinaio.cli.context import CommandContext

BOX_PORT = 49_443  # of its lists, by TLS


def ask_pin(context: CommandContext, kind: str, keys: dict[str, Any]) -> None:
    """Where the line will speak TLS, and somebody is there to look at a fingerprint; of several proxies that of each, until one is unknown."""
    registrar, nearest = _asked(kind, keys)
    for one in nearest:
        secured = one.lower().startswith("sips:") or ";transport=tls" in one.lower()
        if secured and not keys.get("tls_pin") and may_ask(context):
            _ask_pin_of(context, registrar, one, keys)


def _ask_pin_of(
    context: CommandContext, registrar: str, nearest: str, keys: dict[str, Any]
) -> None:
    try:
        shown = context.client.line_certificate(
            registrar, nearest, tuple(keys.get("nameservers", ()))
        )
    except PortinaioError as error:
        context.note(printable(str(error)))
        return
    if shown["trusted"]:
        context.say(
            _("The certificate of %(name)s is in order.") % {"name": printable(shown["name"])}
        )
        return
    context.say(
        printable(
            _("The certificate of %(name)s cannot be verified: %(why)s. Its key is")
            % {"name": shown["name"], "why": shown["why"]}
        ),
        f"  sha256:{shown['key']}",
    )
    if agree(
        _("Is it a box of your own, and this its key? It is trusted from now on, and no other:")
    ):
        keys["tls_pin"] = f"sha256:{shown['key']}"


def _asked(kind: str, keys: dict[str, Any]) -> tuple[str, list[str]]:
    """A name, and where whoever has it is asked; nowhere where nobody is by TLS."""
    if kind != "fritzbox":
        registrar, proxy = str(keys.get("registrar") or ""), keys.get("proxy") or []
        return registrar, ([proxy] if isinstance(proxy, str) else proxy) or [registrar]
    if not keys.get("username") or keys.get("tls") is False:
        return "", []
    address = str(keys.get("address") or "fritz.box")
    return address, [f"sip:{address}:{keys.get('port') or BOX_PORT};transport=tls"]
