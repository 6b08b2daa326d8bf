"""A complaint in brief, beside the table."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from textual.content import Content

from portinaio.language import _, formatting, terms
from portinaio.language.complaint_mail import mail_lines
from portinaio.tui.complaints import complaint_terms
from portinaio.tui.escape import plain
from portinaio.tui.themes import MUTED

if TYPE_CHECKING:
    from portinaio.api.answers import ComplaintAnswer, FiledAnswer


def complaint_details(one: ComplaintAnswer, filed: FiledAnswer | None, today: date) -> Content:
    """What it is, how it stands, what comes next."""
    shape, verdict = complaint_terms.state_symbol(one["state"])
    parts = [
        Content.styled(complaint_terms.company(one), "bold"),
        Content(
            _("to: %(recipient)s") % {"recipient": complaint_terms.recipient_word(one["recipient"])}
        ),
        Content(),
        Content.styled(
            f"{shape} {complaint_terms.state_word(one['state'])}", f"$verdict-{verdict}"
        ),
        *_days(one, filed, today),
        Content(),
        Content.styled(terms.calls(len(one["calls"])), MUTED),
    ]
    if one["advice"]:
        parts += [Content(), Content(plain(one["advice"]))]
    if filed and filed["doubt"]:
        parts += [Content(), Content(plain(filed["doubt"]))]
    if filed and (names := _of_the_user(filed)):
        parts += [Content(), Content.styled(_("Attached:"), MUTED)]
        parts += [Content(f"· {plain(name)}") for name in names[:8]]
    if filed and (lines := mail_lines(filed["mails"], brief=True)):
        parts += [Content(), *(Content.styled(plain(line), MUTED) for line in lines[-8:])]
    return Content("\n").join(parts)


def _of_the_user(filed: FiledAnswer) -> list[str]:
    """What was put to it by hand; mails and receipts are told of by themselves."""
    ours = {mail["file"] for mail in filed["mails"]}
    ours |= {receipt["file"] for mail in filed["mails"] for receipt in mail["receipts"]}
    return [name for name in filed["attachments"] if name not in ours]


def _days(one: ComplaintAnswer, filed: FiledAnswer | None, today: date) -> list[Content]:
    begun = formatting.day(datetime.fromisoformat(one["created"]).date())
    said = [Content.styled(_("begun %(day)s") % {"day": begun}, MUTED)]
    if one["sent"]:
        sent = formatting.day(date.fromisoformat(one["sent"]))
        way = f" · {complaint_terms.means_word(filed['means'])}" if filed and filed["means"] else ""
        said.append(Content.styled(_("sent %(day)s") % {"day": sent} + way, MUTED))
    if one["received"]:
        received = formatting.day(date.fromisoformat(one["received"]))
        said.append(Content.styled(_("received %(day)s") % {"day": received}, MUTED))
    if filed and filed["point"]:
        said.append(Content(plain(_("left open: %(point)s") % {"point": filed["point"]})))
    if one["due"]:
        due = formatting.day(date.fromisoformat(one["due"]))
        left = complaint_terms.time_left(one, today)
        said.append(Content(_("answer due %(day)s, %(left)s") % {"day": due, "left": left}))
        said += [Content.styled(plain(sentence), MUTED) for sentence in one["counted"]]
    return said
