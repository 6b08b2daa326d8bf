"""From a call to a draft: what is known of the calls, the company and the user is put together, and the draft is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.api.request import NOTHING
from portinaio.api.requests.drafts import DraftRequests
from portinaio.complaints.answers import (
    PROFILE_KEYS,
    apply_answers,
    checked_answers,
    parse_profile,
    still_fit,
)
from portinaio.complaints.archive import dump_draft
from portinaio.complaints.deadlines import last_word
from portinaio.complaints.filing import UNKNOWN, Company, Filing, Means, Sent, known_company
from portinaio.complaints.terms import owed_by
from portinaio.complaints.text import as_text
from portinaio.complaints.write_draft import write_draft
from portinaio.config.load import load_settings
from portinaio.core.complaint import BookedCompany, Complaint
from portinaio.core.message import counted, msg
from portinaio.core.numbers.number import read
from portinaio.countries.pack import pack_or_bare, read_pack
from portinaio.daemon.complaints.complaint_answers import (
    publish_complaints,
    report_answer,
    same,
)
from portinaio.daemon.complaints.house import (
    country_of_call,
    pack_for,
    refuse_mixed,
    said_of_user,
    with_called,
)
from portinaio.daemon.complaints.suggested_companies import suggested_for
from portinaio.daemon.complaints.suggestions import suggestions
from portinaio.daemon.dispatch import handles
from portinaio.daemon.handlers import typed
from portinaio.daemon.handlers.calls import call_or_404
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from portinaio.api.answers import ReportAnswer
    from portinaio.core.logged import LoggedCall
    from portinaio.core.message import Message
    from portinaio.countries.pack_schema import Pack
    from portinaio.daemon.context import Context

MOST_CALLS = 500  # of one number in one complaint; an authority reads no more

Calls = tuple["LoggedCall", ...]


@handles(DraftRequests.report)
def report(  # what a complaint is about, and what is said in it
    context: Context,
    *,
    call: int | None = None,
    number: str | None = None,
    calls: Sequence[int] = (),
    recipient: str = "",
    values: Mapping[str, str] = NOTHING,
) -> ReportAnswer:
    """Draft a complaint about calls and keep it; the draft that is open for them is written on, not doubled."""
    every = calls_of(context, call, number, calls)
    pack, about = pack_for(context, every, recipient)
    today = context.now().date()
    recipient = recipient or pack.usual
    keys = {*PROFILE_KEYS, *pack.profile}
    about_user = {key: value for key, value in values.items() if key in keys}
    others = {k: v for k, v in values.items() if k not in keys}
    answers = checked_answers(with_line(context, others, "called"), pack, today)
    user = said_of_user(context, with_line(context, about_user), [pack])
    complaint = _begun(context, pack, about, recipient, answers)
    company = _company(context, pack, complaint.answers, about)
    earlier = _earlier(context, company, pack)
    linked = _linked(context, complaint, company, earlier, pack)
    said = {**still_fit(complaint.answers, pack, today), **answers}
    pack = read_pack(pack.country, said.get("language", ""))
    filing = Filing(
        recipient,
        today,
        earlier=tuple(_sent(each) for each in earlier),
        sole_line=len(load_settings(context.home.config_file).line) < 2,
        reference=f"{complaint.created:%Y%m%d}-{complaint.calls[0]}",
    )
    filing, company = apply_answers(filing, company, said)
    seen = tuple(with_called(context, call) for call in linked)
    written = write_draft(filing, seen, pack, parse_profile(user, pack), company)
    if len(about) < len(every):
        written = written._replace(
            cautions=(*written.cautions, _elsewhere(len(every) - len(about)))
        )
    kept = _kept(
        context,
        complaint._replace(
            company="" if company.name == UNKNOWN else company.name,
            calls=tuple(row.id for row in written.calls),
            text=as_text(written),
            copy=dump_draft(written),
        ),
    )
    if about_user:
        context.store.profile.set(user)
    _book(context, kept, answers, linked)
    publish_complaints(context)
    return report_answer(kept.id, written, suggestions(context, kept, linked), keys)


def _elsewhere(n: int) -> Message:
    return counted(
        "%(n)d call came to a line in another country, whose law is another: write a complaint for it there.",
        "%(n)d calls came to a line in another country, whose law is another: write a complaint for them there.",
        n,
    )


def calls_of(
    context: Context, call: int | None, typed_number: str | None, several: Sequence[int] = ()
) -> Calls:
    """The call or calls, or all of the number and of the others of its company; `NotFoundError` where there are none."""
    number = typed.number(typed_number, context.config.plan) if typed_number is not None else None
    if (call is not None) + (number is not None) + bool(several) != 1:
        raise UsageError(msg("name a call, several calls or a number, one of the three"))
    if len(several) > MOST_CALLS:
        raise UsageError(msg("a complaint has at most %(most)d calls", most=MOST_CALLS))
    if several:
        found = tuple(call_or_404(context, each) for each in dict.fromkeys(several))
        refuse_mixed(context, found)
        return found
    if number is not None:
        company = context.store.companies.of_number(number)
        numbers = dict.fromkeys((number, *(company.numbers if company else ())))
        found = _of_numbers(context, numbers)
        if not found:
            raise NotFoundError(msg("no call of %(number)s is in the log", number=number))
        return found
    return (call_or_404(context, call or 0),)


def with_line(context: Context, values: Mapping[str, str], key: str = "line") -> dict[str, str]:
    """A telephone number may be typed as people write it."""
    said = dict(values)
    if line := said.get(key, "").strip():
        said[key] = read(line, context.config.plan).number or line
    return said


def _begun(
    context: Context, pack: Pack, calls: Calls, recipient: str, answers: Mapping[str, str]
) -> Complaint:
    """The draft that is open for these calls, or a new one; what was said of the calls before need not be said again."""
    related = [c for call in calls for c in context.store.complaints.of_call(call.id)]
    related.sort(key=lambda complaint: complaint.id)
    said: dict[str, str] = {}
    for complaint in related:
        said |= complaint.answers
    said.pop("identity", None)  # chosen letter by letter
    name = answers.get("company") or said.get("company") or _booked_name(context, calls)
    of_company = context.store.complaints.of_company(name) if name else []
    begun = next(
        (
            c
            for c in (*related, *of_company)
            if (c.recipient, c.country) == (recipient, pack.country) and _is_draft(c)
        ),
        None,
    )
    said |= {**(begun.answers if begun else {}), **answers}
    kept = {key: value for key, value in said.items() if value}
    return Complaint(
        id=begun.id if begun else 0,
        country=pack.country,
        recipient=recipient,
        company="",
        calls=tuple(dict.fromkeys((*(begun.calls if begun else ()), *(c.id for c in calls)))),
        answers=kept,
        created=begun.created if begun else context.now(),
    )


def _booked_name(context: Context, calls: Calls) -> str:
    numbers = [call.number for call in calls if call.number]
    found = (context.store.companies.of_number(number) for number in numbers)
    company = next(filter(None, found), None)
    return company.name if company else ""


def _is_draft(complaint: Complaint) -> bool:
    return complaint.sent is None and complaint.is_open


def _company(context: Context, pack: Pack, answers: Mapping[str, str], calls: Calls) -> Company:
    """Whom the user named, or to whom the user put this number before; the book knows better than the pack."""
    name = answers.get("company", "")
    if name == UNKNOWN:
        return Company(UNKNOWN)
    name = name or _booked_name(context, calls)
    booked = context.store.companies.get(name) if name else None
    noted = booked.source if booked else ""
    if booked and (booked.address or booked.email or booked.pec):
        return Company(booked.name, booked.address, booked.email, booked.pec, noted=noted)
    return (known_company(pack, name) or Company(name))._replace(noted=noted)


def _earlier(context: Context, company: Company, pack: Pack) -> list[Complaint]:
    """What was sent to the company or about it in this country, oldest first."""
    if not company.name:
        return []
    every = context.store.complaints.of_company(company.name)
    sent = [c for c in every if c.sent and c.country == pack.country]
    return sorted(sent, key=lambda c: (c.sent, c.id))


def _linked(
    context: Context,
    complaint: Complaint,
    company: Company,
    earlier: list[Complaint],
    pack: Pack,
) -> Calls:
    """The calls of the draft; a later letter adds those of the earlier ones, and what the company's numbers did since."""
    ids = [*complaint.calls]
    since: Calls = ()
    if complaint.recipient != pack.first and earlier:
        ids += [call for letter in earlier for call in letter.calls]
        booked = context.store.companies.get(company.name)
        since = tuple(
            call
            for call in _of_numbers(context, booked.numbers if booked else ())
            if earlier[0].sent
            and call.at.date() > earlier[0].sent
            and country_of_call(context, call) == pack.country
        )
    known = (*map(context.store.calls.get, dict.fromkeys(ids)), *since)
    every = {call.id: call for call in known if call}
    return tuple(sorted(every.values(), key=lambda call: call.at))


def _of_numbers(context: Context, numbers: Iterable[str]) -> Calls:
    found = [
        call
        for number in numbers
        for call in context.store.calls.page(number=number, limit=MOST_CALLS)
    ]
    return tuple(sorted(found, key=lambda call: call.at))


def _kept(context: Context, complaint: Complaint) -> Complaint:
    if not complaint.id:
        return context.store.complaints.add(complaint)
    context.store.complaints.set(complaint)
    return complaint


def _book(context: Context, complaint: Complaint, answers: Mapping[str, str], calls: Calls) -> None:
    """The company book grows by what the user says, and by nothing else; an empty answer takes an address back."""
    said = {**complaint.answers, **answers}
    if not said.get("company") or not complaint.company:
        return
    old = context.store.companies.get(complaint.company) or BookedCompany(complaint.company)
    context.store.companies.set(
        old._replace(
            address=said.get("company_address", old.address),
            email=said.get("company_email", old.email),
            pec=said.get("company_pec", old.pec),
            source=old.source or _of_register(context, complaint.company, calls),
            numbers=tuple(dict.fromkeys(call.number for call in calls if call.number)),
        )
    )


def _of_register(context: Context, company: str, calls: Calls) -> str:
    """The register and the day, where it is one that named this company; else empty."""
    for number in dict.fromkeys(call.number for call in calls if call.number):
        found = suggested_for(context.store, number)
        if found and any(same(company, name) for name in found.companies):
            return f"{found.source}, {found.day}"
    return ""


def _sent(complaint: Complaint) -> Sent:
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
    )
