"""How a complaint stands, in lines."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from portinaio.countries.recipients import recipient_name
from portinaio.language import _, formatting
from portinaio.language.terms import COMPLAINT_STATES, term

if TYPE_CHECKING:
    from portinaio.api.answers import ComplaintAnswer, FiledAnswer


def standing(complaint: ComplaintAnswer) -> list[str]:
    lines = [
        _("complaint %(id)d to %(recipient)s: %(state)s")
        % {
            "id": complaint["id"],
            "recipient": recipient_name(complaint["recipient"]),
            "state": term(complaint["state"], COMPLAINT_STATES),
        }
    ]
    if complaint["due"]:
        lines.append(_("an answer is due by %(day)s") % {"day": day(complaint["due"])})
    lines += complaint["counted"]
    if complaint["advice"]:
        lines.append(complaint["advice"])
    return lines


def doubts(filed: FiledAnswer) -> list[str]:
    return [filed["doubt"]] if filed["doubt"] else []


def day(iso: str) -> str:
    return formatting.day(date.fromisoformat(iso))
