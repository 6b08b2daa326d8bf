"""What is to be plugged and ordered so that a modem hears who calls."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.config.line_kind import Step
from portinaio.core.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def other_side(keys: Mapping[str, Any]) -> Iterator[Step]:
    del keys
    yield Step(
        msg("The telephone socket"),
        (
            msg("socket of the wall or of the router ── cable ── LINE of the modem"),
            msg("modem ── USB ── this computer; the telephones stay where they are"),
        ),
    )
    yield Step(
        msg("The provider: who calls"),
        (
            msg("[x] show the caller's number (CLIP); with some it is a paid option,"),
            msg("and without it every caller is withheld"),
        ),
    )
    yield Step(
        msg("This computer"),
        (
            msg("the name of the modem, which stays the same at every start:"),
            Message("  ls /dev/serial/by-id"),
            msg("Settings → country: that of the line, else the modem hears no number"),
        ),
    )
