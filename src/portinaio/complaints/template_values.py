"""The places of a template, filled from what is known of a filing: `vocabulary` says what each means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.call_facts import (
    WIDEST_CALLER,
    called,
    caller,
    displayed_caller,
    format_day,
    parse_day,
)
from portinaio.complaints.conditions import after_objection, conditions, latest
from portinaio.complaints.draft import CallRow
from portinaio.complaints.filing import UNKNOWN
from portinaio.complaints.hours import outside_hours
from portinaio.core.safe_text import one_line
from portinaio.countries.vocabulary import FIRST_LETTER

if TYPE_CHECKING:
    from portinaio.complaints.filing import Company, Filing, Profile, Sent
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.pack_schema import Pack

CALLS_HERE = "\0calls\0"  # stands for the table; values never hold it, they are cleaned
_ANSWERS = {
    "": "no_answer",
    "answered": "answer_of",
    "insufficient": "answer_of",
    "refused": "refusal_of",
    "extended": "extension_of",
}


class TemplateValues(NamedTuple):
    values: dict[str, str]
    conditions: frozenset[str]
    rows: tuple[CallRow, ...]


def template_values(
    filing: Filing, calls: tuple[LoggedCall, ...], pack: Pack, profile: Profile, company: Company
) -> TemplateValues:
    """`calls` are in the order of time. A place that nobody filled is missing from the values or empty."""
    values = {
        **_user(filing, profile, calls, pack.language),
        **_firm(company, pack),
        **_told(filing, pack),
        **_calls(filing, calls, pack),
        **_before(filing, pack),
        "today": format_day(filing.on, pack.language),
    }
    return TemplateValues(
        values=values,
        conditions=conditions(filing, calls, pack, profile, company),
        rows=tuple(_row(call, pack, profile) for call in calls),
    )


def _user(
    filing: Filing, profile: Profile, calls: tuple[LoggedCall, ...], language: str
) -> dict[str, str]:
    said = {
        key: one_line(value) for key, value in profile._asdict().items() if isinstance(value, str)
    }
    if filing.minimal:
        said |= {"name": "", "address": "", "tax_code": "", "holder": ""}
    numbers = dict.fromkeys(called(call, profile) for call in calls)
    return said | {
        "line": ", ".join(number for number in numbers if number) or said["line"],
        "contact": said["pec"] or said["email"] or said["address"],
        "rpo_enrolled_on": format_day(profile.rpo_enrolled_on, language),
        "rpo_renewed_on": format_day(profile.rpo_renewed_on, language),
    }


def _firm(company: Company, pack: Pack) -> dict[str, str]:
    terms, consent, contract = pack.terms, company.consent, company.contract_until
    if given := parse_day(consent):
        consent_text = f"{terms['consent_given_on']} {format_day(given, pack.language)}"
    else:
        consent_text = terms[f"consent_{consent}"] if consent else ""
    if end := parse_day(contract):
        contract_text = f"{terms['contract_until']} {format_day(end, pack.language)}"
    else:
        contract_text = terms[f"contract_{contract}"] if contract else ""
    return {
        "company": "" if company.name == UNKNOWN else one_line(company.name),
        "company_address": one_line(company.address),
        "company_email": one_line(company.email),
        "company_pec": one_line(company.pec),
        "consent": consent_text,
        "contract_until": contract_text,
    }


def _told(filing: Filing, pack: Pack) -> dict[str, str]:
    return {
        "kind": pack.terms[f"kind_{filing.kind}"] if filing.kind else "",
        "kinds": pack.terms[f"kinds_{filing.kind}"] if filing.kind else "",
        "product": "" if filing.product == UNKNOWN else one_line(filing.product).rstrip("."),
        "summary": one_line(filing.summary),
        "customer_code": one_line(filing.customer_code),
    }


def _calls(filing: Filing, calls: tuple[LoggedCall, ...], pack: Pack) -> dict[str, str]:
    if not calls:
        return {"calls": CALLS_HERE}
    first, last = calls[0], calls[-1]
    hours, outside = outside_hours(filing, calls, pack)
    after = after_objection(filing, calls)
    return {
        "date": format_day(first.at, pack.language),
        "time": f"{first.at:%H:%M}",
        "last_date": format_day(last.at, pack.language),
        "count": str(len(calls)),
        "caller": displayed_caller(first, pack),
        "calls": CALLS_HERE,
        "calls_after": str(len(after)) if after else "",
        "hours": hours.name if hours else "",
        "outside": "; ".join(
            f"{format_day(call.at, pack.language)} {call.at:%H:%M}" for call in outside
        ),
    }


def each_call(calls: tuple[LoggedCall, ...], pack: Pack) -> list[dict[str, str]]:
    """For fields that stand once for each call."""
    return [
        {
            "each_number": str(place),
            "each_date": format_day(call.at, pack.language),
            "each_time": f"{call.at:%H:%M}",
            "each_caller": displayed_caller(call, pack),
        }
        for place, call in enumerate(calls, 1)
    ]


def _before(filing: Filing, pack: Pack) -> dict[str, str]:
    objection, reminder = latest(filing, FIRST_LETTER), latest(filing, pack.reminder)
    answers = [sent.answered_on for sent in filing.earlier if sent.answered_on]
    return {
        "objected_on": format_day(objection.on if objection else None, pack.language),
        "objected_by": _by(objection, pack),
        "reminded_on": format_day(reminder.on if reminder else None, pack.language),
        "reminded_by": _by(reminder, pack),
        "answered_on": format_day(max(answers, default=None), pack.language),
        "earlier": "; ".join(_cited(sent, pack) for sent in filing.earlier),
    }


def _by(sent: Sent | None, pack: Pack) -> str:
    return pack.terms[f"by_{sent.means}"] if sent and sent.means else ""


def _cited(sent: Sent, pack: Pack) -> str:
    """An earlier letter with its day, its way and what came of it."""
    known = pack.recipient.get(sent.recipient)
    title = known.title if known else sent.recipient
    parts = [
        f"{title} {pack.terms['of_day']} {format_day(sent.on, pack.language)}",
        _by(sent, pack),
    ]
    if known is None or known.answer_owed:
        answer = pack.terms[_ANSWERS[sent.answer]]
        parts.append(f"{answer} {format_day(sent.answered_on, pack.language)}".strip())
    return ", ".join(filter(None, parts))


def _row(call: LoggedCall, pack: Pack, profile: Profile) -> CallRow:
    return CallRow(
        id=call.id,
        date=format_day(call.at, pack.language, "medium"),
        time=f"{call.at:%H:%M}",
        caller=one_line(caller(call, pack), WIDEST_CALLER),
        called=called(call, profile),
        duration=_duration(call, pack),
    )


def _duration(call: LoggedCall, pack: Pack) -> str:
    """Of a conversation; who was picked up and hung up upon had none."""
    if call.picked_up or not call.talked_s:
        return ""
    return f"{call.talked_s:.0f} {pack.terms['seconds']}"
