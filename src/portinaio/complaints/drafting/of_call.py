"""Which facts hold of one call: what the log saw of it, and how enrolment, consent and objection stood on its day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from portinaio.complaints.call_facts import (
    called,
    displayed,
    parse_day,
    taken,
    turned_away,
    untaken,
)
from portinaio.complaints.terms import granted_arrival, later
from portinaio.core.call import Presentation
from portinaio.countries.vocabulary import SHOWN_FACT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.complaints.filing import Company, Filing, Profile
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.fact_schema import OptOut
    from portinaio.countries.pack_schema import Pack


def of_call(
    call: LoggedCall, filing: Filing, pack: Pack, profile: Profile, company: Company
) -> set[str]:
    day = call.at.date()
    first, arrived = objected_on(filing, pack), _arrived_on(filing, pack)
    held = held_of(
        {
            "was_taken": taken(call),
            "was_untaken": untaken(call),
            "was_turned_away": turned_away(call),
            "was_imported": call.imported,
            "was_displayed": displayed(call),
            "was_withheld": call.presentation is Presentation.RESTRICTED,
            # One of the same day may have come before the letter went out.
            "was_after_objection": first is not None and day > first,
            "was_after_arrival": arrived is not None and day > arrived,
        }
    )
    held |= {
        f"{SHOWN_FACT}_{key}"
        for key, numbers in pack.number.items()
        if displayed(call) and (call.number or "").startswith(numbers.beginnings)
    }
    held |= _of_enrolment(call, filing, pack, profile)
    return held | _of_consent(day, pack, profile, company)


def objected_on(filing: Filing, pack: Pack) -> date | None:
    return min((s.on for s in filing.earlier if s.recipient == pack.first), default=None)


def _arrived_on(filing: Filing, pack: Pack) -> date | None:
    """The day from which the company knows of the first objection, as its time is counted."""
    return min(
        (
            sent.received or granted_arrival(sent.on, sent.means or "", pack)
            for sent in filing.earlier
            if sent.recipient == pack.first
        ),
        default=None,
    )


def _of_enrolment(call: LoggedCall, filing: Filing, pack: Pack, profile: Profile) -> set[str]:
    """So of any register, and of each with its key."""
    held: set[str] = set()
    for key, register in pack.optout.items():
        if fact := _enrolled(register, call, filing, pack, profile):
            held |= {f"was_enrolled_{key}", f"{fact}_{key}", "was_enrolled", fact}
    return held - {"was_young"} if "was_in_force" in held else held


def _enrolled(
    register: OptOut, call: LoggedCall, filing: Filing, pack: Pack, profile: Profile
) -> str:
    enrolled, day = profile.day(register.enrolled), call.at.date()
    if enrolled is None or enrolled >= day or not register.in_force(day):
        return ""
    line = profile.line if register.line == "line" else profile.own.get(register.line, "")
    if not line or called(call, filing, profile) != line:
        return ""  # another line than the one that the profile says is enrolled
    return "was_in_force" if day >= in_force_from(enrolled, register, pack) else "was_young"


def in_force_from(enrolled: date, register: OptOut, pack: Pack) -> date:
    """First day on which no copy of the register without the line may be used any more."""
    return later(enrolled, register.effective, pack) + timedelta(days=register.copy_days)


def _of_consent(day: date, pack: Pack, profile: Profile, company: Company) -> set[str]:
    """Held against the day of the call: what was given or revoked later does not count for it."""
    held = set()
    given = parse_day(company.consent)
    if company.consent == "given" or (given and given <= day):
        revoked = max(_revoked(day, pack, profile), default=None)
        if given and any(
            day > later(given, rule.valid, pack) for rule in pack.consent if rule.in_force(day)
        ):
            held.add("was_lapsed")
        # Of the same day nobody knows which came first.
        elif given is None or revoked is None or given >= revoked:
            held.add("was_consented")
    end, tail = _ended(company), max((r.contract_days for r in pack.optout.values()), default=0)
    if company.contract_until == "running" or (end and end >= day):
        held.add("was_under_contract")
    elif end and (day - end).days <= tail:
        held.add("was_after_contract")
    return held


def _revoked(day: date, pack: Pack, profile: Profile) -> Iterable[date]:
    """Days up to `day` on which enrolling in a register took back what was consented to before."""
    for register in pack.optout.values():
        if register.revokes:
            known = map(profile.day, filter(None, (register.enrolled, register.renewed)))
            yield from (on for on in known if on and on <= day and register.in_force(day))


def _ended(company: Company) -> date | None:
    return parse_day(company.contract_until)


def held_of(facts: dict[str, bool]) -> set[str]:
    return {name for name, holds in facts.items() if holds}
