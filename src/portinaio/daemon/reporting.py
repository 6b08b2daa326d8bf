"""From a call to a draft and on: what the façade does for complaints, with the store on one side and the pack on the other."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.act import Act, Company, Means, Sent
from portinaio.complaints.answers import (
    ANSWER_KEYS,
    PROFILE_KEYS,
    answered,
    checked_answers,
    checked_profile,
    profile_of,
)
from portinaio.complaints.known import known_company
from portinaio.complaints.life import standing
from portinaio.complaints.text import as_text
from portinaio.complaints.writing import draft
from portinaio.config.load import load_settings
from portinaio.core.complaint import BookedCompany, Complaint
from portinaio.core.number import read
from portinaio.core.words import spoken, words
from portinaio.countries.pack import read_pack
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from portinaio.api.shapes import CompanyShape, ComplaintShape, ReportShape
    from portinaio.complaints.draft import Draft
    from portinaio.core.logged import LoggedCall
    from portinaio.core.words import Translation
    from portinaio.countries.pack import Pack
    from portinaio.daemon.house import House

MOST_CALLS = 500  # of one number in one complaint; an authority reads no more


class Matter(NamedTuple):
    """A complaint with everything that its letter is written from."""

    complaint: Complaint
    draft: Draft


def report(
    house: House,
    calls: tuple[LoggedCall, ...],
    recipient: str,
    values: Mapping[str, str],
) -> Matter:
    """Draft a complaint about `calls` and keep it; the draft that is open for them is written on, not doubled."""
    pack = pack_of(house)
    profile_values = {k: v for k, v in values.items() if k in PROFILE_KEYS}
    answers = checked_answers({k: v for k, v in values.items() if k not in PROFILE_KEYS})
    profile_said = _profile_values(house, profile_values)
    related = [c for call in calls for c in house.store.complaints.of_call(call.id)]
    open_one = next((c for c in related if c.recipient == recipient and c.sent is None), None)
    said = {**_inherited(related), **(open_one.answers if open_one else {}), **answers}
    complaint = Complaint(
        id=open_one.id if open_one else 0,
        country=pack.country,
        recipient=recipient,
        company="",
        calls=tuple(call.id for call in calls),
        answers={key: value for key, value in said.items() if value},
        created=open_one.created if open_one else house.now(),
    )
    matter = _written(house, pack, complaint, calls, profile_said)
    kept = _kept(house, matter.complaint)
    house.store.profile.set(profile_values and checked_profile(profile_said))
    _book(house, kept, calls)
    return matter._replace(complaint=kept)


def report_shape(matter: Matter, tongue: Translation | None) -> ReportShape:
    written = matter.draft
    return {
        "id": matter.complaint.id,
        "recipient": written.recipient,
        "channel": written.channel,
        "subject": written.subject,
        "paragraphs": list(written.paragraphs),
        "fields": [
            {"label": f.label, "value": f.value, "verified": f.verified} for f in written.fields
        ],
        "calls": [row.id for row in written.calls],
        "annexes": list(written.annexes),
        "missing": [
            {"key": gap.key, "question": spoken(gap.question, tongue)} for gap in written.missing
        ],
        "sources": [
            {"cite": source.cite, "url": source.url, "checked": source.checked.isoformat()}
            for source in written.sources
        ],
        "text": as_text(written),
        "aid": spoken(written.aid, tongue),
    }


def calls_of(house: House, call: int | None, number: str | None) -> tuple[LoggedCall, ...]:
    """The call, or all logged calls of the number; `NotFoundError` where there are none."""
    if (call is None) == (number is None):
        raise UsageError(words("name a call or a number, one of the two"))
    if number is not None:
        page = house.store.calls.page(number=number, limit=MOST_CALLS)
        if not page:
            raise NotFoundError(words("no call of %(number)s is in the log", number=number))
        return tuple(reversed(page))
    found = house.store.calls.get(call or 0)
    if found is None:
        raise NotFoundError(words("there is no call %(id)d in the log", id=call))
    return (found,)


def profile(house: House) -> dict[str, str]:
    """Every key, those that nobody has filled empty."""
    return dict.fromkeys(PROFILE_KEYS, "") | house.store.profile.all()


def set_profile(house: House, values: Mapping[str, str]) -> dict[str, str]:
    house.store.profile.set(checked_profile(_with_line(house, values)))
    return profile(house)


def companies(house: House) -> list[CompanyShape]:
    return [company_shape(company) for company in house.store.companies.all()]


def company_shape(company: BookedCompany) -> CompanyShape:
    return {
        "name": company.name,
        "address": company.address,
        "email": company.email,
        "pec": company.pec,
        "source": company.source,
        "numbers": list(company.numbers),
    }


def complaints(house: House, tongue: Translation | None) -> list[ComplaintShape]:
    """Newest first."""
    everything = house.store.complaints.all()
    return [complaint_shape(house, one, everything, tongue) for one in reversed(everything)]


def complaint_shape(
    house: House, complaint: Complaint, everything: Iterable[Complaint], tongue: Translation | None
) -> ComplaintShape:
    siblings = [c for c in everything if c.company and same(c.company, complaint.company)]
    stands = standing(complaint, siblings, read_pack(complaint.country), house.now().date())
    return {
        "id": complaint.id,
        "state": stands.state.value,
        "recipient": complaint.recipient,
        "company": complaint.company,
        "calls": list(complaint.calls),
        "created": complaint.created.isoformat(timespec="seconds"),
        "sent": complaint.sent.isoformat() if complaint.sent else None,
        "due": stands.due.isoformat() if stands.due else None,
        "next": stands.next.act if stands.next else None,
        "advice": spoken(stands.next.advice, tongue) if stands.next else "",
    }


def pack_of(house: House) -> Pack:
    """The pack of the user's country; `ConfigError` with a sentence where there is none."""
    return read_pack(house.furniture.plan.country)


def same(one: str, other: str) -> bool:
    """Whether two names are one company's, whatever their case and spaces."""
    return one.casefold().split() == other.casefold().split()


def _written(
    house: House,
    pack: Pack,
    complaint: Complaint,
    calls: tuple[LoggedCall, ...],
    profile_said: Mapping[str, str],
) -> Matter:
    company = _company(house, pack, complaint.answers, calls)
    earlier = tuple(
        _sent(c) for c in house.store.complaints.of_company(company.name) if c.sent and company.name
    )
    act = Act(complaint.recipient, house.now().date(), earlier=earlier)
    act, company = answered(act, company, complaint.answers)
    called = tuple(_with_called(house, call) for call in calls)
    written = draft(act, called, pack, profile_of(profile_said), company)
    return Matter(complaint._replace(company=company.name), written)


def _kept(house: House, complaint: Complaint) -> Complaint:
    if not complaint.id:
        return house.store.complaints.add(complaint)
    house.store.complaints.set(complaint)
    return complaint


def _inherited(related: Iterable[Complaint]) -> dict[str, str]:
    """What was said of the same calls before need not be said again."""
    said: dict[str, str] = {}
    for complaint in sorted(related, key=lambda c: c.id):
        said |= complaint.answers
    return said


def _company(
    house: House, pack: Pack, answers: Mapping[str, str], calls: tuple[LoggedCall, ...]
) -> Company:
    """Whom the user named, or to whom the user put this number before; the book knows better than the pack."""
    booked = None
    if name := answers.get("company", ""):
        booked = house.store.companies.get(name)
    else:
        numbers = [call.number for call in calls if call.number]
        found = (house.store.companies.of_number(number) for number in numbers)
        booked = next(filter(None, found), None)
    if booked and (booked.address or booked.email or booked.pec):
        return Company(booked.name, booked.address, booked.email, booked.pec)
    name = booked.name if booked else name
    return known_company(pack, name) or Company(name)


def _book(house: House, complaint: Complaint, calls: tuple[LoggedCall, ...]) -> None:
    """The company book grows by what the user says, and by nothing else."""
    name = complaint.answers.get("company", "")
    if not name or name == "unknown":
        return
    old = house.store.companies.get(complaint.company) or BookedCompany(complaint.company)
    house.store.companies.set(
        old._replace(
            address=complaint.answers.get("company_address", old.address),
            email=complaint.answers.get("company_email", old.email),
            pec=complaint.answers.get("company_pec", old.pec),
            numbers=tuple(dict.fromkeys(call.number for call in calls if call.number)),
        )
    )


def _sent(complaint: Complaint) -> Sent:
    assert complaint.sent
    answer = next(
        (word for word in ("refused", "answered", "extended") if getattr(complaint, word)), ""
    )
    return Sent(
        complaint.recipient,
        complaint.sent,
        Means(complaint.means) if complaint.means else None,
        answer,
        getattr(complaint, answer) if answer else None,
    )


def _profile_values(house: House, values: Mapping[str, str]) -> dict[str, str]:
    """The profile with `values` in it, checked."""
    return checked_profile({**house.store.profile.all(), **_with_line(house, values)})


def _with_line(house: House, values: Mapping[str, str]) -> dict[str, str]:
    """A telephone number may be typed as people write it."""
    said = dict(values)
    if line := said.get("line", "").strip():
        said["line"] = read(line, house.furniture.plan).number or line
    return said


def _with_called(house: House, call: LoggedCall) -> LoggedCall:
    """The number that was called: as the network named it, else as config.toml names the line."""
    called = read(call.called, house.furniture.plan).number if call.called else None
    if called is None:
        lines = load_settings(house.home.config_file).line
        called = next((line.number for line in lines if line.name == call.line), "")
    return call._replace(called=called)


ALL_KEYS = (*ANSWER_KEYS, *PROFILE_KEYS)
"""What `report` takes as values."""
