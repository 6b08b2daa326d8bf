"""What somebody may have when they begin: each answer to the first question, with the kind of line that it means.

Whoever asks, the app or the command line, offers these in this order, and says the same of what is to be done elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.config.line_kind import Step
from portinaio.config.line_kinds import line_kind
from portinaio.core.message import Message, msg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NONE = "none"
TELEPHONE = "telephone"
"""No line either: an app on a mobile telephone asks."""

_APP_STEPS = (
    Step(
        msg("config.toml here"),
        (
            msg("[gateway] with listen = this computer's address and port 8765"),
            msg("then: portinaio devices add phone, or in the app Lines → D;"),
            msg("it shows a token and a QR code"),
        ),
    ),
    Step(
        msg("The telephone (Android): the app SpamBlocker"),
        (
            msg("preset PhoneBlock; in query, report and bot this computer's address"),
            msg("in place of https://phoneblock.net, and the token as PhoneBlock's"),
        ),
    ),
    Step(
        msg("Or the app PhoneBlock Mobile"),
        (msg("base address: this computer's, with /phoneblock/api behind it, and the token"),),
    ),
    Step(
        msg("Calls of before"),
        (
            msg("the telephone's own log as a file:"),
            msg("portinaio import FILE, or in the app Calls → I"),
        ),
    ),
)


class FirstLine(NamedTuple):
    name: str
    """What is typed for it."""
    title: Message
    kind: str = ""
    """Of the line that it becomes; empty where it becomes none."""
    keys: Mapping[str, Any] = {}
    """What it says of the line."""
    needs: str = ""
    """The field without which it is no such line."""
    steps: tuple[Step, ...] = ()
    """What is to be done elsewhere, where no kind of line knows."""


_USUAL = (
    FirstLine("fritzbox", msg("a FRITZ!Box"), "fritzbox"),
    FirstLine(
        "provider",
        msg("a provider (SIP, VoIP)"),
        "sip",
        {"mode": "registrar"},
        "registrar",
    ),
    FirstLine("pbx", msg("a PBX of your own"), "sip", {"peer": "pbx"}),
    FirstLine("modem", msg("a USB modem on a landline"), "modem"),
)
NOTHING_YET = FirstLine(NONE, msg("nothing yet"))
"""What is guessed, too: nobody has said that a port may be opened, nor that simulated calls may stand in the log."""
_WITHOUT_LINE = (
    FirstLine(TELEPHONE, msg("a mobile telephone only"), steps=_APP_STEPS),
    NOTHING_YET,
)


def first_lines(kinds: Mapping[str, str]) -> list[FirstLine]:
    """Of the kinds that can be used, by their titles: the usual ones, what else there is, and what goes without a line."""
    usual = [one for one in _USUAL if one.kind in kinds]
    told = {one.kind for one in usual}
    others = [FirstLine(kind, Message(kinds[kind]), kind) for kind in kinds if kind not in told]
    return [*usual, *others, *_WITHOUT_LINE]


def steps_of(first: FirstLine, keys: Mapping[str, Any]) -> Iterable[Step]:
    """What is to be done beyond this computer, with the keys that the line has; nothing where nothing need be done."""
    return line_kind(first.kind).other_side({**first.keys, **keys}) if first.kind else first.steps
