"""From a call to a draft: what is known of the calls, the company and the user is put together, and the draft is kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

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
from portinaio.complaints.filing import UNKNOWN, Company, Filing, known_company
from portinaio.complaints.text import as_text
from portinaio.complaints.write_draft import write_draft
from portinaio.config.load import load_settings
from portinaio.core.message import counted, msg, untranslated
from portinaio.core.numbers.number import read
from portinaio.countries.pack import read_pack
from portinaio.daemon.companies.suggested_companies import book_company
from portinaio.daemon.companies.suggestions import suggestions
from portinaio.daemon.complaints.begun import (
    begun,
    booked_name,
    days_of_company,
    letters_before,
    sent_before,
)
from portinaio.daemon.complaints.complaint_answers import (
    publish_complaints,
    report_answer,
)
from portinaio.daemon.complaints.house import (
    country_of_call,
    days_of_user,
    keep_profile,
    pack_for,
    recipient_meant,
    refuse_mixed,
    said_of_user,
    with_called,
    with_sole_line,
)
from portinaio.daemon.complaints.joining import has_joined, would_join
from portinaio.daemon.complaints.noted_events import days_of
from portinaio.daemon.complaints.room_on_form import as_far_as_there_is_room
from portinaio.daemon.dispatch import handles
from portinaio.daemon.handlers import typed
from portinaio.daemon.handlers.calls import call_or_404
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from portinaio.api.answers import JoiningAnswer, ReportAnswer
    from portinaio.complaints.draft import Draft
    from portinaio.core.complaint import Complaint
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
    meant = _meant(context, calls_of(context, call, number, calls), recipient, values)
    every, about, pack, said = meant.every, meant.about, meant.pack, meant.said
    complaint, days = meant.complaint, meant.days
    company = _company(context, pack, complaint.answers, about)
    earlier = letters_before(context, company, pack)
    linked = _linked(context, complaint, company, earlier, pack)
    answers = {**still_fit(complaint.answers, pack, context.now().date()), **said.answers}
    pack = read_pack(pack.country, answers.get("language", ""))
    matter = _Matter(complaint, days, company, earlier, linked)
    written, company = _drafted(context, pack, matter, said.user, answers)
    written = _with_notices(context, written, complaint, about, len(every) - len(about))
    kept = _kept(context, _with_letter(complaint, company, written))
    if said.of_user:
        keep_profile(context, said.user)
    book_company(context, kept, said.answers, linked)
    publish_complaints(context)
    return report_answer(kept.id, written, suggestions(context, kept, linked, pack), pack)


def _with_letter(complaint: Complaint, company: Company, written: Draft) -> Complaint:
    return complaint._replace(
        company="" if company.name == UNKNOWN else company.name,
        calls=tuple(row.id for row in written.calls),
        text=as_text(written),
        copy=dump_draft(written),
    )


@handles(DraftRequests.joining)
def joining(  # as `report` has them
    context: Context,
    *,
    call: int | None = None,
    number: str | None = None,
    calls: Sequence[int] = (),
    recipient: str = "",
    values: Mapping[str, str] = NOTHING,
) -> JoiningAnswer:
    """What `report` would do, without doing it, where the calls would come to a draft that is about others so far."""
    meant = _meant(context, calls_of(context, call, number, calls), recipient, values)
    says = would_join(context, meant.complaint, meant.about)
    if says is None:
        return {"draft": None, "says": ""}
    return {"draft": meant.complaint.id, "says": untranslated(says)}


class _Meant(NamedTuple):
    every: Calls
    about: Calls
    """Those of them to which the law of the pack applies."""
    pack: Pack
    said: _Said
    complaint: Complaint
    """The open draft with these calls, or a new one."""
    days: dict[str, str]


class _Said(NamedTuple):
    user: dict[str, str]
    """What is known of the user by now."""
    of_user: bool
    """Whether any of it was said just now."""
    answers: dict[str, str]


def _meant(context: Context, every: Calls, recipient: str, values: Mapping[str, str]) -> _Meant:
    recipient = recipient_meant(context, every, recipient)
    pack, about = pack_for(context, every, recipient)
    said = _said(context, values, pack)
    complaint, days = begun(context, pack, about, recipient or pack.usual, said.answers)
    return _Meant(every, about, pack, said, complaint, days)


class _Matter(NamedTuple):
    complaint: Complaint
    days: dict[str, str]
    company: Company
    earlier: list[Complaint]
    linked: Calls


def _said(context: Context, values: Mapping[str, str], pack: Pack) -> _Said:
    """Of the user, and of the calls."""
    keys = {*PROFILE_KEYS, *pack.profile}
    of_user = {key: value for key, value in values.items() if key in keys}
    others = {key: value for key, value in values.items() if key not in keys}
    answers = checked_answers(with_line(context, others, "called"), pack, context.now().date())
    return _Said(said_of_user(context, with_line(context, of_user), [pack]), bool(of_user), answers)


def _drafted(
    context: Context, pack: Pack, matter: _Matter, user: dict[str, str], answers: dict[str, str]
) -> tuple[Draft, Company]:
    """With the company as far as it is known by now."""
    complaint = matter.complaint
    known_days = days_of_user(context, user) | days_of_company(context, matter.company)
    filing = Filing(
        complaint.recipient,
        context.now().date(),
        earlier=tuple(sent_before(each, days_of(context.store, each)) for each in matter.earlier),
        sole_line=len(load_settings(context.home.config_file).line) < 2,
        reference=f"{complaint.created:%Y%m%d}-{complaint.calls[0]}",
        said_on=known_days | matter.days,
    )
    filing, company = apply_answers(filing, matter.company, answers)
    seen = tuple(with_called(context, call) for call in matter.linked)
    whose = with_sole_line(context, parse_profile(user, pack))
    return write_draft(filing, seen, pack, whose, company), company


def _with_notices(
    context: Context, written: Draft, complaint: Complaint, about: Calls, elsewhere: int
) -> Draft:
    """What came to the draft that was there, first; then of how many calls it says nothing."""
    joined = has_joined(context, complaint, about)
    before = (joined,) if joined else ()
    behind = (_elsewhere(elsewhere),) if elsewhere else ()
    return written._replace(cautions=(*before, *written.cautions, *behind))


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


def _company(context: Context, pack: Pack, answers: Mapping[str, str], calls: Calls) -> Company:
    """Whom the user named, or to whom the user put this number before; the book knows better than the pack."""
    name = answers.get("company", "")
    if name == UNKNOWN:
        return Company(UNKNOWN)
    name = name or booked_name(context, calls)
    booked = context.store.companies.get(name) if name else None
    noted = booked.source if booked else ""
    if booked and (booked.address or booked.email or booked.pec):
        return Company(booked.name, booked.address, booked.email, booked.pec, noted=noted)
    return (known_company(pack, name) or Company(name))._replace(noted=noted)


def _linked(
    context: Context,
    complaint: Complaint,
    company: Company,
    earlier: list[Complaint],
    pack: Pack,
) -> Calls:
    """The calls of the draft; a later letter adds those of the earlier ones, and what the company's numbers did since, as
    far as its form has room for them.
    """
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
    return as_far_as_there_is_room(every.values(), complaint.calls, complaint.recipient, pack)


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
