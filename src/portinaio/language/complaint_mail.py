"""How a letter leaves, and what came of the mails that it left as: in every window the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any


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
        told = {"day": mail["at"][:10], "to": mail["to"], "id": mail["message_id"]}
        lines.append(said % told)
        for one in mail["receipts"]:
            when = one["at"][:16].replace("T", " ")
            lines.append(" · ".join(filter(None, (one["kind"], when, one["error"]))))
    return lines
