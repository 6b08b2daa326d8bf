"""Which conditions of the vocabulary hold for a filing. Each follows from dates and answers; none is taken from silence."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from portinaio.complaints.call_facts import called, displayed, parse_day
from portinaio.complaints.deadlines import months_later
from portinaio.complaints.filing import UNKNOWN
from portinaio.complaints.hours import outside_hours
from portinaio.countries.vocabulary import FIRST_LETTER

if TYPE_CHECKING:
    from datetime import date

    from portinaio.complaints.filing import Company, Filing, Profile, Sent
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.pack_schema import Pack


def conditions(
    filing: Filing, calls: tuple[LoggedCall, ...], pack: Pack, profile: Profile, company: Company
) -> frozenset[str]:
    """`calls` are in the order of time."""
    holding = _of_answers(filing, company) | _of_history(filing, calls, pack)
    if calls:
        holding |= _of_calls(filing, calls, pack)
        holding |= _of_enrolment(calls, pack, profile)
        holding |= _of_consent(calls[0].at.date(), pack, profile, company)
    if "customer_code" in holding or "contract_running" in holding:
        holding.add("customer")
    if holding & {"contract_running", "consent_stands"}:
        holding.discard("banned")  # whether existing customers may be called has not been read
    return frozenset(holding)


def latest(filing: Filing, recipient: str) -> Sent | None:
    return max(
        (sent for sent in filing.earlier if sent.recipient == recipient),
        key=lambda sent: sent.on,
        default=None,
    )


def after_objection(filing: Filing, calls: tuple[LoggedCall, ...]) -> tuple[LoggedCall, ...]:
    """Calls of the days after the first objection went out; those of the same day may have come before it."""
    first = min((s.on for s in filing.earlier if s.recipient == FIRST_LETTER), default=None)
    return tuple(call for call in calls if first and call.at.date() > first)


def _of_answers(filing: Filing, company: Company) -> set[str]:
    held = {
        "operator": filing.kind == "operator",
        "automated": filing.kind == "automated",
        "silent": filing.kind == "silent",
        "scam": filing.nature == "scam",
        "not_sales": filing.nature == "other",
        "telecom": filing.sector == "telecom",
        "minimal": filing.minimal,
        "company_unknown": company.name == UNKNOWN,
        "product_unknown": filing.product == UNKNOWN,
        "customer_code": bool(filing.customer_code),
    }
    return {name for name, holds in held.items() if holds}


def _of_calls(filing: Filing, calls: tuple[LoggedCall, ...], pack: Pack) -> set[str]:
    held = {
        "several": len(calls) > 1,
        "one_day": len({call.at.date() for call in calls}) == 1,
        "withheld": not any(displayed(call) for call in calls),
        "banned": any(
            regime.sector == filing.sector and calls[0].at.date() >= regime.since
            for regime in pack.regime
        ),
        "silent_again": filing.kind == "silent" and _too_soon(calls, pack),
        "outside_hours": bool(outside_hours(filing, calls, pack)[1]),
    }
    return {name for name, holds in held.items() if holds}


def _too_soon(calls: tuple[LoggedCall, ...], pack: Pack) -> bool:
    if pack.silent is None:
        return False
    return any(
        one.number == next_one.number is not None
        and (next_one.at.date() - one.at.date()).days < pack.silent.no_recall_days
        for one, next_one in pairwise(calls)
    )


def _of_enrolment(calls: tuple[LoggedCall, ...], pack: Pack, profile: Profile) -> set[str]:
    if pack.optout is None or profile.rpo_enrolled_on is None:
        return set()
    if profile.line and any(called(call, profile) != profile.line for call in calls):
        return set()  # another line than the one that the profile says is enrolled
    days = (calls[0].at.date() - profile.rpo_enrolled_on).days
    holding = {"enrolled"} if days > 0 else set()
    holding.add("enrolment_in_force" if days >= pack.optout.threshold_days else "enrolment_young")
    return holding


def _of_consent(first: date, pack: Pack, profile: Profile, company: Company) -> set[str]:
    holding = set()
    given = parse_day(company.consent)
    if given or company.consent == "given":
        holding.add("consent_given")
        enrolled = profile.rpo_renewed_on or profile.rpo_enrolled_on
        if given is None or enrolled is None or given > enrolled:
            holding.add("consent_stands")
    elif company.consent:
        holding.add(f"consent_{company.consent}")
    end = parse_day(company.contract_until)
    if company.contract_until == "running" or (end and end >= first):
        holding.add("contract_running")
    elif end and pack.optout and (first - end).days <= pack.optout.contract_days:
        holding.add("contract_recent")
    elif company.contract_until == "none":
        holding.add("contract_none")
    return holding


def _of_history(filing: Filing, calls: tuple[LoggedCall, ...], pack: Pack) -> set[str]:
    objection = latest(filing, FIRST_LETTER)
    if objection is None:
        return set()
    reminder = latest(filing, pack.reminder)
    answer = (reminder.answer if reminder else "") or objection.answer
    holding = {"objected", answer or "unanswered"}
    if reminder:
        holding.add("reminded")
    months = pack.deadlines.extended_months if answer == "extended" else pack.deadlines.reply_months
    if answer in {"", "extended"} and filing.on > months_later(objection.on, months):
        holding.add("overdue")
    if after_objection(filing, calls):
        holding.add("called_after_objection")
    return holding
