"""Drafts, complaints and companies as the API gives them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.api.requests.complaints import ComplaintRequests
from portinaio.api.requests.service import ServiceRequests
from portinaio.complaints.answers import ANSWER_KEYS, PROFILE_KEYS
from portinaio.complaints.deadlines import status_on
from portinaio.complaints.events import EVENTS
from portinaio.complaints.fixed_answers import fixed_answers
from portinaio.complaints.mail import as_mailto, between
from portinaio.complaints.terms import how_counted, term
from portinaio.complaints.text import as_text
from portinaio.core.message import untranslated
from portinaio.countries.pack import pack_or_bare
from portinaio.daemon.complaints.last_told import last_told
from portinaio.daemon.complaints.mail.mail_record import not_delivered, records
from portinaio.daemon.complaints.mail.outgoing import planned
from portinaio.daemon.complaints.mail.said_to_be_certified import doubt
from portinaio.daemon.complaints.mail.unconfirmed_mail import maybe_sent, unconfirmed_since
from portinaio.daemon.publishing import publish

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.api.answers import (
        BasisAnswer,
        CompanyAnswer,
        ComplaintAnswer,
        FieldAnswer,
        FiledAnswer,
        GroundAnswer,
        MailAnswer,
        MissingAnswer,
        OutgoingAnswer,
        ReportAnswer,
        RouteAnswer,
        SuggestionAnswer,
    )
    from portinaio.complaints.deadlines import Status
    from portinaio.complaints.draft import Draft, Ground, Missing
    from portinaio.core.complaint import BookedCompany, Complaint
    from portinaio.core.message import Message
    from portinaio.countries.pack_schema import Pack
    from portinaio.daemon.complaints.mail.mail_record import MailRecord
    from portinaio.daemon.complaints.mail.outgoing import Outgoing
    from portinaio.daemon.context import Context


def report_answer(
    complaint_id: int,
    written: Draft,
    suggestions: list[SuggestionAnswer],
    pack: Pack,
) -> ReportAnswer:
    return {
        "id": complaint_id,
        "recipient": written.recipient,
        "channel": written.channel,
        "subject": written.subject,
        "paragraphs": list(written.paragraphs),
        "fields": _fields(written),
        "calls": [row.id for row in written.calls],
        "annexes": list(written.annexes),
        "missing": _questions(written.missing, pack),
        "further": _questions(written.further, pack),
        "sources": [
            {"cite": source.cite, "url": source.url, "checked": source.checked.isoformat()}
            for source in written.sources
        ],
        "basis": _basis(written),
        "text": as_text(written),
        "aid": untranslated(written.aid),
        "page": written.addressee.page if written.channel == "web" else "",
        "number": written.addressee.number,
        "cautions": [untranslated(caution) for caution in written.cautions],
        "routes": _routes(written),
        "suggestions": suggestions,
    }


def _fields(written: Draft) -> list[FieldAnswer]:
    return [
        {
            "key": field.key,
            "label": field.label,
            "value": field.value,
            "verified": field.verified,
            "gap": field.gap,
        }
        for field in written.fields
    ]


def _basis(written: Draft) -> list[BasisAnswer]:
    """Sentence by sentence."""
    return [
        {
            "paragraph": each.paragraph,
            "sentence": each.sentence,
            "rests_on": each.rests_on,
            "cite": each.cite,
            "grounds": [_ground(ground) for ground in each.grounds],
        }
        for each in written.basis
    ]


def _ground(ground: Ground) -> GroundAnswer:
    return {
        "name": ground.name,
        "known": ground.known,
        "where": ground.where,
        "by": ground.by,
        "on": ground.on or None,
    }


def _routes(written: Draft) -> list[RouteAnswer]:
    return [
        {
            "recipient": advice.recipient,
            "fits": advice.fits,
            "reasons": [untranslated(reason) for reason in advice.reasons],
        }
        for advice in written.advice
    ]


def _questions(asked: Iterable[Missing], pack: Pack) -> list[MissingAnswer]:
    """What somebody can answer comes first; what is known of the user then is kept for the next letter, too."""
    of_user, of_letter = {*PROFILE_KEYS, *pack.profile}, {*ANSWER_KEYS, *pack.answer}
    gaps: list[MissingAnswer] = []
    for gap in asked:
        fixed = fixed_answers(gap.key, pack)
        gaps.append(
            {
                "key": gap.key,
                "question": untranslated(gap.question),
                "any_of": [
                    key for key in gap.any_of or (gap.key,) if key in of_letter or key in of_user
                ],
                "of_user": gap.key in of_user,
                "choices": list(fixed.codes),
                "or_day": fixed.or_day,
            }
        )
    return sorted(gaps, key=lambda gap: not gap["any_of"])


def complaint_answer(
    context: Context,
    complaint: Complaint,
    everything: Iterable[Complaint],
) -> ComplaintAnswer:
    stands = stands_now(context, complaint, everything)
    return {
        "id": complaint.id,
        "state": stands.state.value,
        "recipient": complaint.recipient,
        "company": complaint.company,
        "calls": list(complaint.calls),
        "created": complaint.created.isoformat(timespec="seconds"),
        "sent": complaint.sent.isoformat() if complaint.sent else None,
        "received": complaint.received.isoformat() if complaint.received else None,
        "due": stands.due.isoformat() if stands.due else None,
        "counted": [untranslated(sentence) for sentence in _counted(complaint, stands)],
        "next": stands.next.action or None if stands.next else None,
        "stage": untranslated(context.sending.get(complaint.id, "")),
        "advice": _advice(context, complaint, stands),
    }


def _counted(complaint: Complaint, stands: Status) -> Iterable[Message]:
    found = term(complaint, pack_or_bare(complaint.country)) if stands.due else None
    return how_counted(complaint, found) if found else ()


def _advice(context: Context, complaint: Complaint, stands: Status) -> str:
    if stage := context.sending.get(complaint.id):
        return untranslated(stage)
    if not complaint.sent and (since := unconfirmed_since(context.store, complaint.id)):
        return untranslated(maybe_sent(complaint.id, since))
    if not complaint.sent and (failed := not_delivered(context.store, complaint.id)):
        return untranslated(failed)
    return untranslated(stands.next.advice) if stands.next else ""


def filed_answer(context: Context, complaint: Complaint, letter: Draft) -> FiledAnswer:
    """The complaint with its letter."""
    answer = complaint_answer(context, complaint, context.store.complaints.all())
    _sender, to = between(letter, context.store.profile.all())
    leaves = None if complaint.sent else planned(context, letter)
    unconfirmed = unconfirmed_since(context.store, complaint.id)
    against = doubt(context, complaint, letter)
    return {
        **answer,
        "means": complaint.means,
        "days": {event: day.isoformat() for event in EVENTS if (day := getattr(complaint, event))},
        "point": complaint.point,
        "receipt": complaint.receipt,
        "signed": letter.signed,
        "last_call": told.isoformat() if (told := last_told(context, complaint)) else None,
        "text": complaint.text,
        "mailto": as_mailto(letter, to) if letter.channel == "letter" and to else "",
        "page": letter.addressee.page if letter.channel == "web" else "",
        "channel": letter.channel,
        "number": letter.addressee.number,
        "attachments": list(complaint.attachments),
        "outgoing": _outgoing_answer(leaves) if leaves else None,
        "unconfirmed": unconfirmed.isoformat(timespec="seconds") if unconfirmed else None,
        "mails": [_mail_answer(record) for record in records(context.store, complaint.id)],
        "doubt": untranslated(against) if against else "",
    }


def _outgoing_answer(leaves: Outgoing) -> OutgoingAnswer:
    return {"sender": leaves.sender, "to": leaves.to, "certified": leaves.certified}


def _mail_answer(record: MailRecord) -> MailAnswer:
    return {
        "message_id": record.message_id,
        "at": record.at,
        "sender": record.sender,
        "to": record.to,
        "certified": record.certified,
        "file": record.file,
        "receipts": [
            {"kind": one.kind, "at": one.at, "error": one.error, "file": one.file}
            for one in record.receipts
        ],
    }


def publish_complaints(context: Context) -> None:
    """They are others than before."""
    publish(context, ComplaintRequests.complaints)
    publish(context, ServiceRequests.status)


def stands_now(context: Context, complaint: Complaint, everything: Iterable[Complaint]) -> Status:
    siblings = [
        c
        for c in everything
        if c.company and c.country == complaint.country and same(c.company, complaint.company)
    ]
    return status_on(complaint, siblings, pack_or_bare(complaint.country), context.now().date())


def company_answer(company: BookedCompany) -> CompanyAnswer:
    return {
        "name": company.name,
        "address": company.address,
        "email": company.email,
        "pec": company.pec,
        "source": company.source,
        "numbers": list(company.numbers),
    }


def same(one: str, other: str) -> bool:
    """Whether two names are one company's, whatever their case and spaces."""
    return one.casefold().split() == other.casefold().split()
