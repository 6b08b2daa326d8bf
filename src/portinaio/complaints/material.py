"""The places and conditions of a template, filled from what is known of an act: `vocabulary` says what each means."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.draft import CallRow
from portinaio.complaints.plain import one_line
from portinaio.core.call import Presentation

if TYPE_CHECKING:
    from portinaio.complaints.act import Act, Company, Profile, Sent
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.pack import Pack

WIDEST_CALLER = 24  # characters of a table cell; a raw text can be long
CALLS_HERE = "\0calls\0"  # stands for the table; values never hold it, they are cleaned


class Material(NamedTuple):
    values: dict[str, str]
    conditions: frozenset[str]
    rows: tuple[CallRow, ...]


def material(
    act: Act, calls: tuple[LoggedCall, ...], pack: Pack, profile: Profile, company: Company
) -> Material:
    """`calls` are in the order of time. A place that nobody filled is missing from the values or empty."""
    values = {
        **_user(profile, calls, pack.language),
        **_firm(company, pack),
        **_told(act, pack),
        **_calls(calls, pack),
        **_before(act, pack),
        "today": _day(act.on, pack.language),
    }
    return Material(
        values=values,
        conditions=_conditions(act, calls, pack, profile, company),
        rows=tuple(_row(call, pack, profile) for call in calls),
    )


def _user(profile: Profile, calls: tuple[LoggedCall, ...], language: str) -> dict[str, str]:
    said = {
        key: one_line(value) for key, value in profile._asdict().items() if isinstance(value, str)
    }
    called = dict.fromkeys(_called(call, profile) for call in calls)
    return said | {
        "line": ", ".join(number for number in called if number) or said["line"],
        "contact": said["pec"] or said["email"] or said["address"],
        "rpo_enrolled_on": _day(profile.rpo_enrolled_on, language),
        "rpo_renewed_on": _day(profile.rpo_renewed_on, language),
    }


def _firm(company: Company, pack: Pack) -> dict[str, str]:
    terms, consent, contract = pack.terms, company.consent, company.contract_until
    if given := _date(consent):
        consent_text = f"{terms['consent_given_on']} {_day(given, pack.language)}"
    else:
        consent_text = terms[f"consent_{consent}"] if consent else ""
    if end := _date(contract):
        contract_text = f"{terms['contract_until']} {_day(end, pack.language)}"
    else:
        contract_text = terms[f"contract_{contract}"] if contract else ""
    return {
        "company": one_line(company.name),
        "company_address": one_line(company.address),
        "company_email": one_line(company.email),
        "company_pec": one_line(company.pec),
        "consent": consent_text,
        "contract_until": contract_text,
    }


def _told(act: Act, pack: Pack) -> dict[str, str]:
    return {
        "kind": pack.terms[f"kind_{act.kind}"] if act.kind else "",
        "kinds": pack.terms[f"kinds_{act.kind}"] if act.kind else "",
        "product": one_line(act.product).rstrip("."),
        "summary": one_line(act.summary),
    }


def _calls(calls: tuple[LoggedCall, ...], pack: Pack) -> dict[str, str]:
    if not calls:
        return {"calls": CALLS_HERE}
    first, last = calls[0], calls[-1]
    shown = _caller(first, pack)
    if shown == first.number:
        shown = f"{pack.terms['number_displayed']}: {shown}"
    return {
        "date": _day(first.at, pack.language),
        "time": f"{first.at:%H:%M}",
        "last_date": _day(last.at, pack.language),
        "count": str(len(calls)),
        "caller": shown,
        "calls": CALLS_HERE,
    }


def _before(act: Act, pack: Pack) -> dict[str, str]:
    objection = _latest(act, "controller")
    reminder = _latest(act, "reminder")
    answers = [sent.answered_on for sent in act.earlier if sent.answered_on]
    by = pack.terms[f"by_{objection.means}"] if objection and objection.means else ""
    return {
        "objected_on": _day(objection.on if objection else None, pack.language),
        "objected_by": by,
        "reminded_on": _day(reminder.on if reminder else None, pack.language),
        "answered_on": _day(max(answers, default=None), pack.language),
    }


def _conditions(
    act: Act, calls: tuple[LoggedCall, ...], pack: Pack, profile: Profile, company: Company
) -> frozenset[str]:
    holding = _of_calls(calls) | _of_history(act, calls)
    if act.kind:
        holding.add(act.kind.value)
    if calls:
        holding |= _of_enrolment(calls, pack, profile)
        holding |= _of_consent(calls[0].at.date(), pack, profile, company)
    return frozenset(holding)


def _of_calls(calls: tuple[LoggedCall, ...]) -> set[str]:
    holding = set()
    if len(calls) > 1:
        holding.add("several")
    if len({call.at.date() for call in calls}) == 1:
        holding.add("one_day")
    if calls and not any(_displayed(call) for call in calls):
        holding.add("withheld")
    return holding


def _of_enrolment(calls: tuple[LoggedCall, ...], pack: Pack, profile: Profile) -> set[str]:
    if pack.optout is None or profile.rpo_enrolled_on is None:
        return set()
    if profile.line and any(_called(call, profile) != profile.line for call in calls):
        return set()  # another line than the one that the profile says is enrolled
    days = (calls[0].at.date() - profile.rpo_enrolled_on).days
    holding = {"enrolled"} if days > 0 else set()
    if days >= pack.optout.threshold_days:
        holding.add("enrolment_in_force")
    return holding


def _of_consent(first: date, pack: Pack, profile: Profile, company: Company) -> set[str]:
    holding = set()
    given = _date(company.consent)
    if given or company.consent == "given":
        holding.add("consent_given")
        enrolled = profile.rpo_renewed_on or profile.rpo_enrolled_on
        if given is None or enrolled is None or given > enrolled:
            holding.add("consent_stands")
    elif company.consent:
        holding.add(f"consent_{company.consent}")
    end = _date(company.contract_until)
    if company.contract_until == "running" or (end and end >= first):
        holding.add("contract_running")
    elif end and pack.optout and (first - end).days <= pack.optout.contract_days:
        holding.add("contract_recent")
    elif company.contract_until == "none":
        holding.add("contract_none")
    return holding


def _of_history(act: Act, calls: tuple[LoggedCall, ...]) -> set[str]:
    objection = _latest(act, "controller")
    if objection is None:
        return set()
    holding = {"objected", objection.answer or "unanswered"} - {"answered"}
    if any(call.at.date() > objection.on for call in calls):
        holding.add("called_after_objection")
    return holding


def _row(call: LoggedCall, pack: Pack, profile: Profile) -> CallRow:
    return CallRow(
        id=call.id,
        date=_day(call.at, pack.language, "medium"),
        time=f"{call.at:%H:%M}",
        caller=one_line(_caller(call, pack), WIDEST_CALLER),
        called=_called(call, profile),
        duration=f"{call.talked_s:.0f} {pack.terms['seconds']}" if call.talked_s else "",
    )


def _displayed(call: LoggedCall) -> bool:
    # A network may assert the number of a caller who hid it; that one was not displayed to anybody.
    return call.presentation is Presentation.ALLOWED and bool(call.number or call.calling.strip())


def _caller(call: LoggedCall, pack: Pack) -> str:
    if _displayed(call):
        return call.number or f"«{one_line(call.calling, WIDEST_CALLER - 2)}»"
    hidden = call.presentation is Presentation.RESTRICTED
    return pack.terms["number_withheld" if hidden else "number_unavailable"]


def _called(call: LoggedCall, profile: Profile) -> str:
    """The user's number: as the network named it where that is a number, else as the profile has it."""
    called = one_line(call.called, WIDEST_CALLER)
    return called if called[:1] == "+" and called[1:].isdecimal() else one_line(profile.line)


def _latest(act: Act, recipient: str) -> Sent | None:
    return max(
        (sent for sent in act.earlier if sent.recipient == recipient),
        key=lambda sent: sent.on,
        default=None,
    )


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text[:1].isdigit() else None


def _day(day: date | None, language: str, form: str = "long") -> str:
    if day is None:
        return ""
    # Babel is heavy, and only who writes a letter needs it.
    from babel.dates import format_date  # noqa: PLC0415

    return format_date(day, form, locale=language)
