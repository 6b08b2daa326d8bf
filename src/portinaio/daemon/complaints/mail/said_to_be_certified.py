"""Whether a letter that is said to have gone as certified mail can have: one certified box sends it to another.

What the user says is kept: a letter may have left from a box that this program knows nothing of. What its own sending knows
better is told beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.complaints.filing import Means
from portinaio.complaints.pec_receipt import DELIVERED
from portinaio.core.message import msg
from portinaio.daemon.complaints.mail import mail_record
from portinaio.daemon.complaints.mail.unconfirmed_mail import unconfirmed_since

if TYPE_CHECKING:
    from portinaio.complaints.draft import Draft
    from portinaio.core.complaint import Complaint
    from portinaio.core.message import Message
    from portinaio.daemon.context import Context
    from portinaio.store.database import Store


def doubt(context: Context, complaint: Complaint, letter: Draft) -> Message | None:
    if complaint.means != Means.PEC:
        return None
    kept = mail_record.records(context.store, complaint.id)
    if any(record.certified or record.has(DELIVERED) for record in kept):
        return None
    if kept:
        return msg(
            "It left here as ordinary mail, from %(sender)s to %(to)s: by PEC it went only if you sent it once more"
            " from a certified box. Else take back that it was sent, and say that it went by email.",
            sender=kept[-1].sender or "?",
            to=kept[-1].to,
        )
    if not letter.addressee.pec:
        return msg(
            "The letter names no certified address (PEC) of the recipient: by PEC it went only if one certified box"
            " sent it to another. Else take back that it was sent, and say how it went."
        )
    return None


def way_of_own_mail(store: Store, complaint_id: int) -> str:
    """How the mail went of which the server has not said whether it took it; empty where there is none."""
    kept = mail_record.records(store, complaint_id)
    if not kept or not unconfirmed_since(store, complaint_id):
        return ""
    return Means.PEC if kept[-1].certified else Means.EMAIL
