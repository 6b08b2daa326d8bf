"""How a letter leaves, and what came of the mails that it left as: in every window the same."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from portinaio.language import _, formatting

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any


def cannot_leave(filed: Mapping[str, Any]) -> str:
    """Why there is nothing to ask about: where no mail can go out, nobody need say yes to it."""
    if filed["mailto"]:
        return _("config.toml has no [mail]; add it, or send the letter with your mail program")
    return _("it does not go by mail, or has no mail address yet")


def outgoing_terms(outgoing: Mapping[str, object]) -> str:
    """`outgoing` of a complaint, in a sentence."""
    sentence = (
        _("by certified mail (PEC), from %(sender)s to %(to)s")
        if outgoing["certified"]
        else _("by ordinary mail, from %(sender)s to %(to)s")
    )
    return sentence % {"sender": outgoing["sender"] or "?", "to": outgoing["to"]}


def mail_lines(mails: Iterable[Mapping[str, Any]], *, brief: bool = False) -> list[str]:
    """`mails` of a complaint, each with its receipts, a line each; `brief` for a narrow place."""
    lines = []
    for mail in mails:
        said = (
            _("given to the mail server on %(day)s")
            if brief
            else _("given to the mail server on %(day)s for %(to)s, Message-ID %(id)s")
        )
        at = datetime.fromisoformat(mail["at"])
        told = {"day": formatting.day(at.date()), "to": mail["to"], "id": mail["message_id"]}
        lines.append(said % told)
        for one in mail["receipts"]:
            when = formatting.moment(datetime.fromisoformat(one["at"]))
            lines.append(" · ".join(filter(None, (one["kind"], when, one["error"]))))
    return lines
