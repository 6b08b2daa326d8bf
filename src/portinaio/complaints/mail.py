"""A draft as e-mail: an `.eml` that mail programs open ready to send, and a `mailto:` address.

Every header goes through Python's email package, which refuses a line break in one; an address that is none is left out.
"""

from __future__ import annotations

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from portinaio.complaints.plain import one_line
from portinaio.complaints.text import as_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.complaints.draft import Draft

LONGEST_MAILTO = 1900  # characters; some programs cut what is longer than 2000


class Enclosure(NamedTuple):
    name: str
    data: bytes
    type: str = "application/pdf"


def as_message(draft: Draft, enclosures: Iterable[Enclosure], sender: str = "") -> EmailMessage:
    """The mail, complete but for date and id; `sender` is the user's address where the letter does not name it."""
    message = EmailMessage(SMTP)
    message["Subject"] = one_line(draft.subject)
    name, *contacts = draft.sender or ("",)
    own = sender or next((c for c in (name, *contacts) if "@" in c), "")
    for header, who, where in (
        ("From", "" if "@" in name else name, own),
        ("To", draft.addressee.name, mail_address(draft)),
    ):
        if address := _address(who, where):
            message[header] = address
    message.set_content(as_text(draft))
    for enclosure in enclosures:
        kind, _, subtype = enclosure.type.partition("/")
        message.add_attachment(
            enclosure.data,
            maintype=kind,
            subtype=subtype or "octet-stream",
            filename=one_line(enclosure.name, 120),
        )
    return message


def as_eml(draft: Draft, enclosures: Iterable[Enclosure], sender: str = "") -> bytes:
    """As a file; `X-Unsent` makes mail programs open it for writing."""
    message = as_message(draft, enclosures, sender)
    message["X-Unsent"] = "1"
    return message.as_bytes()


def as_mailto(draft: Draft) -> str:
    """Addressee, subject and as much of the letter as mail programs take."""
    where = mail_address(draft)
    subject = quote(one_line(draft.subject), safe="")
    body = as_text(draft).replace("\n", "\r\n")
    head = f"mailto:{quote(where, safe='@')}?subject={subject}&body="
    while body and len(head) + len(quoted := quote(body, safe="")) > LONGEST_MAILTO:
        body = body[: len(body) - max(1, (len(head) + len(quoted) - LONGEST_MAILTO) // 3)]
    return head + quote(body, safe="")


def mail_address(draft: Draft) -> str:
    """Where the letter goes by mail: the certified box, else the other; empty where neither is known."""
    return draft.addressee.pec or draft.addressee.email


def _address(name: str, where: str) -> Address | None:
    if not where.isascii():
        return None
    try:
        return Address(display_name=one_line(name, 120), addr_spec=where)
    except (ValueError, IndexError):
        return None
