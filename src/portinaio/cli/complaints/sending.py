"""A complaint leaves by mail, once somebody has read it and said yes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.cli.complaints.standing import standing
from portinaio.cli.progress import with_progress
from portinaio.core.message import Message, msg
from portinaio.errors import UsageError
from portinaio.language import _
from portinaio.language.complaint_mail import cannot_leave, outgoing_terms

if TYPE_CHECKING:
    from argparse import Namespace

    from portinaio.api.answers import FiledAnswer
    from portinaio.cli.context import CommandContext


def send(context: CommandContext, given: Namespace) -> int:
    again = given.again
    if not given.yes:
        filed = context.client.complaint(given.id)
        if not _agreed(context, filed):
            context.note(_("Nothing was sent."))
            return 1
        again = again or bool(filed["unconfirmed"])  # that was in the question
    try:
        filed = with_progress(
            context,
            lambda client: client.send_complaint(given.id, confirmed=True, again=again),
            _("the mail server"),
            stage=lambda client: client.complaint(given.id)["stage"],
        )
    except KeyboardInterrupt:
        context.note(
            _("it may leave nevertheless; see portinaio complaints show %(id)d") % {"id": given.id}
        )
        raise
    return context.answer(filed, standing(filed))


def _agreed(context: CommandContext, filed: FiledAnswer) -> bool:
    """The user has seen the whole letter and says yes; nobody at the terminal means no."""
    from portinaio.cli.prompts import agree, may_ask  # noqa: PLC0415  # only to send

    if not may_ask(context):
        raise UsageError(msg("nobody is here to say yes; add --yes"))
    outgoing = filed["outgoing"]
    if outgoing is None:
        raise UsageError(Message(cannot_leave(filed)))
    context.say(filed["text"])
    context.say(outgoing_terms(outgoing))
    if filed["unconfirmed"]:
        context.say(filed["advice"])
        return agree(_("Send the same mail once more?"))
    return agree(_("Send this letter?"))
