"""The key of a box with a certificate of its own making: shown once, and pinned when the user knows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.api.line_keys import PIN, asked_by_tls
from portinaio.cli.prompts import agree, may_ask
from portinaio.core.message import msg
from portinaio.core.safe_text import printable
from portinaio.errors import PortinaioError
from portinaio.language import _, translate_error

if TYPE_CHECKING:
    from portinaio.api.line_keys import AskedByTls
    from portinaio.cli.context import CommandContext


def ask_pin(context: CommandContext, kind: str, keys: dict[str, Any]) -> None:
    """Where the line will speak TLS, and somebody is there to look at a fingerprint; of several proxies that of each, until one is unknown.

    `PortinaioError` where it is not theirs.
    """
    for one in list(asked_by_tls(kind, keys)):
        if not keys.get(PIN) and may_ask(context):
            _ask_pin_of(context, one, keys)


def _ask_pin_of(context: CommandContext, one: AskedByTls, keys: dict[str, Any]) -> None:
    try:
        shown = context.client.line_certificate(*one)
    except PortinaioError as error:
        context.note(printable(translate_error(error)))
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
    if not agree(
        _("Is it a box of your own, and this its key? It is trusted from now on, and no other:")
    ):
        raise PortinaioError(msg("nothing was changed"))  # a line would trust whoever comes first
    keys[PIN] = f"sha256:{shown['key']}"
