"""What a receipt of certified mail changes: it belongs to the mail with its Message-ID, and to no other.

`accettazione` says that the mail left, `avvenuta-consegna` that it arrived and on which day; that it did not arrive makes the
complaint a draft again. A receipt is the provider's word, not the user's, so what the user has written down of a later day stays.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

from portinaio.complaints import pec_receipt
from portinaio.complaints.filing import Means
from portinaio.complaints.pec_receipt import read_receipt
from portinaio.core.complaint import LARGEST_ATTACHMENT_BYTES
from portinaio.core.message import Message, msg
from portinaio.daemon.complaints import follow_up
from portinaio.daemon.complaints.mail import mail_record
from portinaio.daemon.complaints.mail.mail_record import KeptReceipt, MailRecord
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from portinaio.complaints.pec_receipt import PecReceipt
    from portinaio.core.complaint import Complaint
    from portinaio.daemon.context import Context

_UNVERIFIED = msg("its signature was not verified here")
_UNSIGNED = msg("it bears no signature, so it proves nothing to others")


def attach(context: Context, complaint_id: int, name: str, data: bytes) -> Message | None:
    """Put a file to the complaint; what a receipt changes, in a sentence."""
    found = follow_up.get(context, complaint_id)
    receipt = read_receipt(data) if len(data) <= LARGEST_ATTACHMENT_BYTES else None
    if receipt is None:
        follow_up.attach(context, complaint_id, name, data)
        return None
    record = _record(context, complaint_id, receipt)
    if record is None:
        follow_up.attach(context, complaint_id, name, data)
        return msg(
            "kept, and nothing follows from it: complaint %(id)d did not leave through this program, so no Message-ID of it"
            " is on file. Say yourself what it says: portinaio complaints sent %(id)d --by pec",
            id=complaint_id,
        )
    if any((r.kind, r.at) == (receipt.kind, receipt.at.isoformat()) for r in record.receipts):
        return msg("this receipt is on file already; nothing has changed")
    said = _apply(context, found, record, receipt)
    file = f"{receipt.kind}-{receipt.at:%Y-%m-%d}-{sha256(data).hexdigest()[:8]}.eml"
    follow_up.keep_file(context, complaint_id, file, data)
    kept = KeptReceipt(
        receipt.kind, receipt.at.isoformat(), receipt.identifier, file, receipt.error
    )
    mail_record.keep(
        context.store, complaint_id, record._replace(receipts=(*record.receipts, kept))
    )
    return msg(
        "%(said)s; %(signature)s",
        said=said,
        signature=_UNVERIFIED if receipt.signed else _UNSIGNED,
    )


def _record(context: Context, complaint_id: int, receipt: PecReceipt) -> MailRecord | None:
    """The mail that it is about; `UsageError` where that was another one."""
    records = mail_record.records(context.store, complaint_id)
    for record in records:
        if record.message_id == receipt.message_id:
            return record
    if owner := mail_record.owner_of(context.store, receipt.message_id):
        raise UsageError(
            msg(
                "this receipt is of complaint %(owner)d, not of %(id)d; put it there: portinaio complaints attach %(owner)d"
                " FILE",
                owner=owner,
                id=complaint_id,
            )
        )
    if records:
        raise UsageError(
            msg(
                "this receipt is of another mail (%(message)s) than that of complaint %(id)d; nothing was kept",
                message=receipt.message_id[:80],
                id=complaint_id,
            )
        )
    return None


def _apply(context: Context, found: Complaint, record: MailRecord, receipt: PecReceipt) -> Message:
    day = receipt.at.date().isoformat()
    if record != mail_record.records(context.store, found.id)[-1]:
        return msg("kept; a later mail of complaint %(id)d counts", id=found.id)
    match receipt.kind:
        case pec_receipt.ACCEPTED:
            _sent(context, found, record, receipt)
            return msg(
                "your provider took it on %(day)s; that it arrived is not known yet", day=day
            )
        case pec_receipt.DELIVERED:
            _sent(context, found, record, receipt)
            follow_up.receive(context, found.id, receipt.at.date())
            return msg("it arrived on %(day)s, and the time for the answer runs from then", day=day)
        case pec_receipt.LATE:
            return msg("the recipient's provider has not confirmed it yet; nothing has changed")
        case pec_receipt.TAKEN_OVER:
            return msg("the recipient's provider took it over; that it arrived is not known yet")
        case _:  # `FAILURES`
            return _failed(context, found, record, receipt)


def _sent(context: Context, found: Complaint, record: MailRecord, receipt: PecReceipt) -> None:
    """It left: whatever was in doubt of it, and whatever this computer's clock said."""
    day = receipt.at.date()
    # A certified box is told that an ordinary mail left, too; delivery is confirmed by certified boxes alone.
    certified = record.certified or receipt.kind == pec_receipt.DELIVERED
    means = (Means.PEC if certified else Means.EMAIL).value
    if not found.sent:
        follow_up.mark(context, found.id, "sent", day.isoformat(), means, signed=True, sure=True)
    elif found.sent > day or (certified and found.means != means):
        earlier = min(found.sent, day)
        kept = means if certified else found.means
        context.store.complaints.set(found._replace(sent=earlier, means=kept))


def _failed(context: Context, found: Complaint, record: MailRecord, receipt: PecReceipt) -> Message:
    day, why = receipt.at.date().isoformat(), receipt.error or receipt.kind
    if record.has(pec_receipt.DELIVERED):
        return msg(
            "it says that the mail was not delivered, and another receipt that it was; nothing has changed"
        )
    try:
        follow_up.unmark(context, found.id, "sent")
    except UsageError as error:
        return msg("it was not delivered (%(why)s), and yet %(said)s", why=why, said=error.sentence)
    return msg(
        "it was not delivered, as of %(day)s: %(why)s. Complaint %(id)d is a draft again; look at the address, and send it"
        " again or by registered post",
        day=day,
        why=why,
        id=found.id,
    )
