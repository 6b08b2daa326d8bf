"""The draft that is open for calls, and what was said and sent before, each answer with the day on which it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.complaints.archive import days_of_answers
from portinaio.complaints.deadlines import last_word
from portinaio.complaints.filing import NOTHING, Means, Sent
from portinaio.complaints.terms import owed_by
from portinaio.core.complaint import Complaint
from portinaio.countries.pack import pack_or_bare
from portinaio.daemon.complaints.room_on_form import has_room

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portinaio.complaints.filing import Company
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.pack_schema import Pack
    from portinaio.daemon.context import Context

Calls = tuple["LoggedCall", ...]


def begun(
    context: Context, pack: Pack, calls: Calls, recipient: str, answers: Mapping[str, str]
) -> tuple[Complaint, dict[str, str]]:
    """The open draft or a new one, and the days of its answers; what was said of the calls before need not be said again."""
    found = {c.id: c for call in calls for c in context.store.complaints.of_call(call.id)}
    related = sorted(found.values(), key=lambda complaint: complaint.id)
    said, days = _said_before(related)
    said.pop("identity", None)  # chosen letter by letter
    name = answers.get("company") or said.get("company") or booked_name(context, calls)
    of_company = context.store.complaints.of_company(name) if name else []
    open_draft = next(
        (
            c
            for c in (*related, *of_company)
            if (c.recipient, c.country) == (recipient, pack.country)
            and _is_draft(c)
            and has_room(c, calls, pack)
        ),
        None,
    )
    if open_draft:
        said |= open_draft.answers
        days |= days_of_answers(open_draft)
    today = context.now().date().isoformat()
    days |= {key: today for key, value in answers.items() if value != said.get(key)}
    kept = {key: value for key, value in {**said, **answers}.items() if value}
    complaint = Complaint(
        id=open_draft.id if open_draft else 0,
        country=pack.country,
        recipient=recipient,
        company="",
        calls=tuple(
            dict.fromkeys((*(open_draft.calls if open_draft else ()), *(c.id for c in calls)))
        ),
        answers=kept,
        created=open_draft.created if open_draft else context.now(),
    )
    return complaint, {key: days[key] for key in kept}


def booked_name(context: Context, calls: Calls) -> str:
    numbers = [call.number for call in calls if call.number]
    found = (context.store.companies.of_number(number) for number in numbers)
    company = next(filter(None, found), None)
    return company.name if company else ""


def days_of_company(context: Context, company: Company) -> dict[str, str]:
    """Of what the company book has, the day on which it was said in a letter; what was typed into the book has none."""
    if not company.name:
        return {}
    booked = {
        "company": company.name,
        "company_address": company.address,
        "company_email": company.email,
        "company_pec": company.pec,
    }
    days: dict[str, str] = {}
    for complaint in context.store.complaints.of_company(company.name):
        for key, day in days_of_answers(complaint).items():
            if booked.get(key) == complaint.answers[key]:
                days.setdefault(key, day)
    return days


def _said_before(related: Sequence[Complaint]) -> tuple[dict[str, str], dict[str, str]]:
    said: dict[str, str] = {}
    days: dict[str, str] = {}
    for complaint in related:
        said |= complaint.answers
        days |= days_of_answers(complaint)
    return said, days


def _is_draft(complaint: Complaint) -> bool:
    return complaint.sent is None and complaint.is_open


def letters_before(context: Context, company: Company, pack: Pack) -> list[Complaint]:
    """What was sent to the company or about it in this country, oldest first."""
    if not company.name:
        return []
    every = context.store.complaints.of_company(company.name)
    sent = [c for c in every if c.sent and c.country == pack.country]
    return sorted(sent, key=lambda c: (c.sent, c.id))


def sent_before(complaint: Complaint, noted: Mapping[str, str] = NOTHING) -> Sent:
    """`noted`: of each event the ISO date on which it was written down."""
    assert complaint.sent
    came = last_word(complaint)
    return Sent(
        complaint.recipient,
        complaint.sent,
        Means(complaint.means) if complaint.means else None,
        answer=came.word,
        answered_on=came.on,
        point=complaint.point if came.word == "insufficient" else "",
        due=owed_by(complaint, pack_or_bare(complaint.country)),
        received=complaint.received,
        receipt=complaint.receipt,
        noted=noted,
    )
