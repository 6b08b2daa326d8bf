"""What came of a complaint, as somebody says it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from portinaio.cli.complaints.standing import day
from portinaio.cli.parser import whole_number
from portinaio.language import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Callable

    from portinaio.api.answers import FiledAnswer
    from portinaio.cli.context import CommandContext
    from portinaio.cli.parser import Parser

EVENTS = ("sent", "received", "answered", "insufficient", "refused", "extended", "closed")
WAYS = ("email", "pec", "registered", "post", "web", "hand", "sms", "phone")
ALSO = {"mail": "email", "form": "web"}
"""Words for a way that people type."""


def describe_events(parser: Parser) -> None:
    for event, summary in zip(EVENTS, _summaries(), strict=True):
        subcommand = parser.add_subcommand(event, summary)
        subcommand.add_argument("id", type=whole_number, metavar=_("ID"))
        subcommand.add_argument(
            "--on", metavar=_("DAY"), help=_("when; today where it is left out")
        )
        if event == "sent":
            subcommand.add_argument(
                "--by",
                choices=WAYS,
                type=lambda way: ALSO.get(way, way),
                help=_("how it was sent; post is ordinary post, and has no receipt"),
            )
            subcommand.add_argument(
                "--signed", action="store_true", help=_("it bears the signature that it needs")
            )
            subcommand.add_argument(
                "--yes",
                action="store_true",
                help=_("on that day, although it tells of a later call"),
            )
        if event == "insufficient":
            subcommand.add_argument(
                "--point", metavar=_("TEXT"), help=_("what the answer leaves open")
            )


def mark(context: CommandContext, given: Namespace) -> FiledAnswer:
    """What only the user knows is asked where somebody is there to answer."""
    from portinaio.cli.prompts import agree, ask, may_ask  # noqa: PLC0415  # few events ask

    signed, point = getattr(given, "signed", False), getattr(given, "point", None) or ""
    sure = getattr(given, "yes", False)
    if given.subcommand == "sent" and may_ask(context):
        letter = context.client.complaint(given.id)
        if not signed and letter["signed"] and not letter["sent"]:
            signed = agree(_("Does the letter that you sent bear your signature?"))
        sure = sure or _sent_before_its_calls(letter, given.on, agree)
    if given.subcommand == "insufficient" and not point and may_ask(context):
        point = ask(_("On which point does the answer not satisfy?"))
    return context.client.mark_complaint(
        given.id,
        given.subcommand,
        on=given.on,
        means=getattr(given, "by", None),
        point=point,
        signed=signed,
        sure=sure,
    )


def _sent_before_its_calls(
    letter: FiledAnswer, on: str | None, agree: Callable[[str], bool]
) -> bool:
    """A letter does not tell of what is still to come, unless a clock was wrong: whoever knows is asked."""
    told = letter["last_call"]
    if not on or not told or letter["sent"]:
        return False
    try:
        before = date.fromisoformat(on) < date.fromisoformat(told)
    except ValueError:  # the house says what a day is
        return False
    question = _("It tells of a call of %(told)s. Was it sent before, on %(day)s, as it stands?")
    return before and agree(question % {"told": day(told), "day": day(on)})


def _summaries() -> tuple[str, ...]:
    """One for each of `EVENTS`."""
    return (
        _("it was sent; without a day of receipt the time is counted from here"),
        _("it was received; the time for the answer runs from that day"),
        _("an answer came"),
        _("the answer does not satisfy; say on which point"),
        _("the company refused"),
        _("the company asked for more time"),
        _("it is settled"),
    )
