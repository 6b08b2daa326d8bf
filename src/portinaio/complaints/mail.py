"""A draft as e-mail: an `.eml` that mail programs open ready to send, and a `mailto:` address.

The headers that somebody's words go into are written here, not by Python's email package: where it folds a long quoted
name it drops the quotes, and the name then reads as further addresses.
"""

from __future__ import annotations

import re
from email.header import Header
from email.message import EmailMessage
from email.utils import quote as escaped
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

from portinaio.complaints.text import as_text
from portinaio.core.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portinaio.complaints.draft import Draft

LONGEST_MAILTO = 1900  # characters; some programs cut what is longer than 2000
LONGEST_NAME = 120
LINE = "\r\n"
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,255}")


class Enclosure(NamedTuple):
    name: str
    data: bytes
    type: str = "application/pdf"


def as_mail(
    draft: Draft,
    enclosures: Iterable[Enclosure],
    sender: str = "",
    headers: Mapping[str, str] | None = None,
    *,
    to: str = "",
) -> bytes:
    """The whole mail. `sender` is the user's address, where the letter shall not name it; `headers` are ours, in ASCII.
    `to` is the one of the addressee's addresses that it goes to, where there are two.
    """
    name, *contacts = draft.sender or ("",)
    named = next((c for c in (name, *contacts) if is_address(c)), "")
    own = sender or named
    head = [
        *(f"{key}: {value}" for key, value in (headers or {}).items()),
        f"Subject: {_encoded(one_line(draft.subject), 'Subject')}",
    ]
    if address := _mailbox("" if "@" in name else name, own):
        head.append(f"From: {address}")
    if address := _mailbox(draft.addressee.name, to or mail_address(draft)):
        head.append(f"To: {address}")
    if named and named.casefold() != own.casefold():  # an answer goes where the letter says
        head.append(f"Reply-To: {named}")
    return "".join(f"{line}{LINE}" for line in head).encode() + _content(draft, enclosures)


def as_eml(draft: Draft, enclosures: Iterable[Enclosure], sender: str = "", to: str = "") -> bytes:
    """As a file; `X-Unsent` makes mail programs open it for writing."""
    return as_mail(draft, enclosures, sender, {"X-Unsent": "1"}, to=to)


def is_address(text: str) -> bool:
    return bool(_ADDRESS.fullmatch(text))


def _content(draft: Draft, enclosures: Iterable[Enclosure]) -> bytes:
    from email.policy import SMTP  # noqa: PLC0415  # half a megabyte in a daemon that may never write one

    message = EmailMessage(SMTP)
    message.set_content(as_text(draft), cte="quoted-printable")  # not every server takes 8 bits
    for enclosure in enclosures:
        kind, _, subtype = enclosure.type.partition("/")
        message.add_attachment(
            enclosure.data,
            maintype=kind,
            subtype=subtype or "octet-stream",
            filename=one_line(enclosure.name, LONGEST_NAME),
        )
    return message.as_bytes()


def _mailbox(name: str, where: str) -> str:
    """RFC 5322 §3.4; empty where the address is none."""
    if not is_address(where):
        return ""
    name = one_line(name, LONGEST_NAME)
    if not name:
        return where
    shown = f'"{escaped(name)}"' if _is_plain(name) else _encoded(name, "From")
    return f"{shown} <{where}>"


def _encoded(text: str, header: str) -> str:
    """RFC 2047, in pieces that each fit a line; plain where the text is."""
    charset = "us-ascii" if _is_plain(text) else "utf-8"
    return Header(text, charset, header_name=header).encode(linesep=LINE)


def _is_plain(text: str) -> bool:
    """What looks encoded is encoded, or a reader would decode it into whatever it says."""
    return text.isascii() and "=?" not in text


def as_mailto(draft: Draft, to: str = "") -> str:
    """Addressee, subject and as much of the letter as mail programs take."""
    where = to or mail_address(draft)
    subject = quote(one_line(draft.subject), safe="")
    body = as_text(draft).replace("\n", "\r\n")
    head = f"mailto:{quote(where, safe='@')}?subject={subject}&body="
    while body and len(head) + len(quoted := quote(body, safe="")) > LONGEST_MAILTO:
        body = body[: len(body) - max(1, (len(head) + len(quoted) - LONGEST_MAILTO) // 3)]
    return head + quote(body, safe="")


def mail_address(draft: Draft, *, certified: bool = False) -> str:
    """Where the letter goes by mail; empty where that is not known. Many certified boxes take mail from such alone."""
    to = draft.addressee
    return (to.pec or to.email) if certified else (to.email or to.pec)


def between(draft: Draft, profile: Mapping[str, str]) -> tuple[str, str]:
    """The user's address and the recipient's: certified boxes where both have one."""
    ordinary, certified = profile.get("email", ""), profile.get("pec", "")
    if certified and draft.addressee.pec:
        return certified, draft.addressee.pec
    return ordinary or certified, mail_address(draft, certified=not ordinary and bool(certified))
