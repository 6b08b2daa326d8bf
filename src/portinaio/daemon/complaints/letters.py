"""A complaint as a file: text, Markdown, PDF, mail draft, or the annex of evidence."""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

from portinaio.complaints.archive import load_draft
from portinaio.complaints.evidence import Seals, annex, as_evidence
from portinaio.complaints.mail import Enclosure, as_eml, between
from portinaio.complaints.markdown import as_markdown
from portinaio.complaints.pdf import as_pdf
from portinaio.core.message import msg, untranslated
from portinaio.core.reason import reason
from portinaio.countries.pack import read_pack
from portinaio.daemon.complaints.follow_up import attachment_file, get, not_as_attached
from portinaio.daemon.complaints.mail import mail_record
from portinaio.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portinaio.api.answers import LetterAnswer
    from portinaio.complaints.draft import Draft
    from portinaio.complaints.pdf import Pdf
    from portinaio.core.complaint import Complaint
    from portinaio.core.message import Message
    from portinaio.daemon.context import Context

DELIVERED = "avvenuta-consegna"
TYPES = {
    "txt": "text/plain",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "eml": "message/rfc822",
    "evidence": "application/pdf",
}


def letter(context: Context, complaint_id: int, kind: str) -> LetterAnswer:
    """The complaint as it was drafted last, or as it was sent."""
    found = get(context, complaint_id)
    draft = load_draft(found.copy)
    notice: Message | None = None
    match kind:
        case "txt":
            data = found.text.encode()
        case "md":
            data = as_markdown(draft).encode()
        case "pdf":
            data, notice = paper(found, draft)
        case "evidence":
            data, notice = evidence(context, found, draft)
        case _:  # eml: whatever else is asked for has been refused
            data, notice = _mail(context, found, draft)
    ending = "pdf" if kind == "evidence" else kind
    stem = "evidence" if kind == "evidence" else "complaint"
    return {
        "name": f"{stem}-{complaint_id}.{ending}",
        "type": TYPES[kind],
        "data": b64encode(data).decode("ascii"),
        "notice": untranslated(notice) if notice else "",
    }


def paper(found: Complaint, draft: Draft) -> Pdf:
    return as_pdf(draft, footer=draft.reference or f"#{found.id}")


def evidence(context: Context, found: Complaint, draft: Draft) -> Pdf:
    """What the log has of its calls; those that were forgotten meanwhile are missing."""
    calls = [call for call in map(context.store.calls.get, found.calls) if call]
    seals = Seals(
        context.store.seals.of_calls(call.id for call in calls), context.store.seals.head()
    )
    files = context.store.complaints.attachments(found.id)
    made = annex(draft, calls, read_pack(found.country), seals, files)
    return as_evidence(made)


def enclosures(
    context: Context, found: Complaint, draft: Draft
) -> tuple[list[Enclosure], Message | None]:
    """The letter as PDF, what it names as its annexes as far as it is on file, and what the user put to it."""
    letter_data, notice = paper(found, draft)
    enclosed = [Enclosure(f"complaint-{found.id}.pdf", letter_data)]
    if draft.annexes:
        for earlier in _letters_before(context, found):
            data = paper(earlier, load_draft(earlier.copy)).data
            enclosed += [Enclosure(f"complaint-{earlier.id}.pdf", data), *_proofs(context, earlier)]
    if read_pack(found.country).terms["evidence"] in draft.annexes:
        enclosed.append(Enclosure(f"evidence-{found.id}.pdf", evidence(context, found, draft).data))
    enclosed += attached(context, found)
    return enclosed, notice


def attached(context: Context, found: Complaint) -> list[Enclosure]:
    """What the user put to the complaint, as it was put there."""
    ours = mail_record.files_of(context.store, found.id)
    return list(_files(context, found, lambda name: name not in ours))


def _proofs(context: Context, earlier: Complaint) -> Iterator[Enclosure]:
    """Receipts that say that it has arrived."""
    delivered = {
        receipt.file
        for record in mail_record.records(context.store, earlier.id)
        for receipt in record.receipts
        if receipt.kind == DELIVERED
    }
    for proof in _files(context, earlier, delivered.__contains__):
        yield proof._replace(name=f"complaint-{earlier.id}-{proof.name}")


def _files(
    context: Context, found: Complaint, wanted: Callable[[str], bool]
) -> Iterator[Enclosure]:
    """What lies there by mistake may be about somebody else."""
    for name, digest in context.store.complaints.attachments(found.id).items():
        if not wanted(name):
            continue
        file = attachment_file(context, found.id, name)
        try:
            data = file.read_bytes()
        except OSError as error:
            raise HomeError(
                msg(
                    "%(file)s cannot be read: %(reason)s",
                    file=str(file),
                    reason=reason(error),
                )
            ) from error
        if sha256(data).hexdigest() != digest:
            raise HomeError(not_as_attached(found.id, file))
        yield Enclosure(name, data, "application/octet-stream")


def _letters_before(context: Context, found: Complaint) -> list[Complaint]:
    """What was sent to the company before, as it was sent."""
    recipients = read_pack(found.country).recipient
    to_company = {key for key, recipient in recipients.items() if not recipient.to_authority}
    until = found.sent or context.now().date()
    return [
        one
        for one in context.store.complaints.of_company(found.company)
        if one.id != found.id and one.recipient in to_company and one.sent and one.sent <= until
    ]


def _mail(context: Context, found: Complaint, draft: Draft) -> tuple[bytes, Message | None]:
    """As it left, where it left by our hand; else a draft."""
    if found.sent and (left := _as_it_left(context, found)):
        return left, None
    enclosed, notice = enclosures(context, found, draft)
    sender, to = between(draft, context.store.profile.all())
    return as_eml(draft, enclosed, sender, to), notice


def _as_it_left(context: Context, found: Complaint) -> bytes | None:
    records = mail_record.records(context.store, found.id)
    latest = records[-1].file if records else ""
    return next((f.data for f in _files(context, found, latest.__eq__)), None)
