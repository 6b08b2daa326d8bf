"""From a call to a draft: what is known of the calls, the company and the user is put together, and the draft is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.api.request import NOTHING
from portinaio.api.requests.drafts import DraftRequests
from portinaio.complaints.answers import (
    PROFILE_KEYS,
    apply_answers,
    checked_answers,
    checked_profile,
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
from portinaio.core.message import msg
from portinaio.core.numbers.number import Kind, read
from portinaio.countries.pack import pack_or_bare, read_pack
from portinaio.daemon.complaints.complaint_answers import (
    publish_complaints,
    report_answer,
    same,
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
    about = calls_of(context, call, number, calls)
    pack, today = pack_of(context), context.now().date()
    recipient = recipient or pack.first
    about_user = {key: value for key, value in values.items() if key in PROFILE_KEYS}
    others = {k: v for k, v in values.items() if k not in PROFILE_KEYS}
    answers = checked_answers(with_line(context, others, "called"), pack, today)
    said_of_user = checked_profile(
        {**context.store.profile.all(), **with_line(context, about_user)}, today
    )
    complaint = _begun(context, pack, about, recipient, answers)
    company = _company(context, pack, complaint.answers, about)
    earlier = _earlier(context, company)
    linked = _linked(context, complaint, company, earlier)
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
    seen = tuple(_with_called(context, call) for call in linked)
    written = write_draft(filing, seen, pack, parse_profile(said_of_user), company)
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
        context.store.profile.set(said_of_user)
    _book(context, kept, answers, linked)
    publish_complaints(context)
    return report_answer(kept.id, written, suggestions(context, kept, linked))


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
        return tuple(call_or_404(context, each) for each in dict.fromkeys(several))
    if number is not None:
        company = context.store.companies.of_number(number)
        numbers = dict.fromkeys((number, *(company.numbers if company else ())))
        found = _of_numbers(context, numbers)
        if not found:
            raise NotFoundError(msg("no call of %(number)s is in the log", number=number))
        return found
    return (call_or_404(context, call or 0),)


def pack_of(context: Context) -> Pack:
    """The pack of the user's country; `ConfigError` with a sentence where there is none."""
    return read_pack(context.config.plan.country)


def profile(context: Context) -> dict[str, str]:
    """Every key, those that nobody has filled empty."""
    return dict.fromkeys(PROFILE_KEYS, "") | context.store.profile.all()


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
    drafts = (c for c in (*related, *of_company) if c.recipient == recipient and _is_draft(c))
    begun = next(drafts, None)
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


def _earlier(context: Context, company: Company) -> list[Complaint]:
    """What was sent to the company or about it, oldest first."""
    if not company.name:
        return []
    sent = [c for c in context.store.complaints.of_company(company.name) if c.sent]
    return sorted(sent, key=lambda c: (c.sent, c.id))


def _linked(
    context: Context, complaint: Complaint, company: Company, earlier: list[Complaint]
) -> Calls:
    """The calls of the draft; a later letter adds those of the earlier ones, and what the company's numbers did since."""
    ids = [*complaint.calls]
    since: Calls = ()
    if complaint.recipient != pack_of(context).first and earlier:
        ids += [call for letter in earlier for call in letter.calls]
        booked = context.store.companies.get(company.name)
        since = tuple(
            call
            for call in _of_numbers(context, booked.numbers if booked else ())
            if earlier[0].sent and call.at.date() > earlier[0].sent
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


def _with_called(context: Context, call: LoggedCall) -> LoggedCall:
    """The number that was called: as the network named it, else as config.toml names the line."""
    reading = read(call.called, context.config.plan) if call.called else None
    # An extension such as sip:100@… is short, and would read as a number of the country.
    called = reading.number if reading and reading.valid and reading.kind is Kind.NUMBER else None
    if called is None:
        lines = load_settings(context.home.config_file).line
        called = next((line.number for line in lines if line.name == call.line), "")
    return call._replace(called=called)
