"""`lines telephone`: have the telephone system behind a line make a telephone for us, step by step."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.core.safe_text import printable
from portinaio.errors import UsageError
from portinaio.language import _
from portinaio.language.confirming import ways

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.cli.context import CommandContext

ASK_S = 2.0
PATIENCE_S = 300.0  # to walk to the box; it forgets the question about then


def run(context: CommandContext, name: str, called: str) -> int:
    found = context.client.add_telephone(name, called)
    if found["line"] is None:
        context.note(*map(printable, _to_do(found["methods"])))
    ends = time.monotonic() + PATIENCE_S
    while found["line"] is None:
        if time.monotonic() > ends:
            raise UsageError(
                msg("nobody has confirmed it within %(n)d minutes; begin again", n=PATIENCE_S // 60)
            )
        time.sleep(ASK_S)
        found = context.client.add_telephone(name, called, found["token"])
    said = _(
        "line %(name)s is in config.toml: an IP telephone at the box, internal number **%(internal)s"
    ) % {
        "name": found["line"],
        "internal": found["internal"],
    }
    return context.answer(found, [printable(said)])


def _to_do(methods: list[str]) -> Iterator[str]:
    yield _("The box wants this to be confirmed, within five minutes:")
    yield from (f"  {way}" for way in ways(methods))
