"""Which facts of the vocabulary hold for a filing. Each follows from the log, from dates or from an answer; none from silence."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from portinaio.complaints.call_facts import (
    called,
    displayed,
    names_number,
    parse_day,
    taken,
    turned_away,
    untaken,
)
from portinaio.complaints.drafting.hours import binding_hours, outside
from portinaio.complaints.drafting.of_call import held_of, objected_on, of_call
from portinaio.complaints.filing import UNKNOWN, CallKind
from portinaio.complaints.holding import Facts, facts_of, fits
from portinaio.countries.public_holidays import holidays_in

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from portinaio.complaints.filing import Company, Filing, Profile, Sent
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.clause_schema import Answer
    from portinaio.countries.pack_schema import Pack

Calls = tuple["LoggedCall", ...]


def facts(  # noqa: PLR0913, PLR0917  # all that is known of a matter
    filing: Filing,
    calls: Calls,
    pack: Pack,
    profile: Profile,
    company: Company,
    filled: frozenset[str],
) -> Facts:
    """`calls` are in the order of time; `filled` are the places of which something is known."""
    kind = kind_of(filing, calls)
    letter = filled | _of_answers(filing, company, kind) | _of_history(filing, pack)
    letter |= _of_calls(calls, filing, profile)
    unheard = untaken
    if kind and kind is filing.kind and kind is not CallKind.UNANSWERED and _nobody_took(calls):
        letter |= {"against_log"}
        unheard = turned_away
    if len({unheard(call) for call in calls}) > 1:
        letter |= {"mixed"}
    days = tuple(call.at.date() for call in calls)
    each = [
        of_call(call, filing, pack, profile, company) | held_of({"was_unheard": unheard(call)})
        for call in calls
    ]
    if "spoken" in letter and _unexcused(calls, each) > 1:
        letter |= {"repeated"}
    if kind is CallKind.SILENT:
        for place in _too_soon(calls, pack):
            each[place] |= {"was_too_soon"}
    letter |= chosen(filing.answers, pack.answer) | chosen(profile.own, pack.profile)
    known = facts_of(frozenset(letter), tuple(map(frozenset, each)), days, pack)
    holidays = _holidays(pack, days)
    for place, call in enumerate(calls):
        each[place] |= {*_over(place, known, filing, pack)}
        hours = binding_hours(known.calls[place], days[place], pack)
        if hours and outside(call.at, hours, holidays):
            each[place] |= {"was_outside_hours"}
    return facts_of(frozenset(letter), tuple(map(frozenset, each)), days, pack)


def chosen(said: Mapping[str, str], asked: Mapping[str, Answer]) -> set[str]:
    """A fact for each question of the pack that was answered with one of its words."""
    return {f"{key}_{said[key]}" for key in asked if asked[key].choices and said.get(key)}


def kind_of(filing: Filing, calls: Calls) -> CallKind | None:
    """What may be said of the kind: nothing that the log denies.

    Of calls that the device turned away nobody can say what was heard. Of others that nobody took, the user may, as
    their word against the log. That nobody answered cannot be said of a call on which somebody talked.
    """
    if calls and (all(map(turned_away, calls)) or (filing.kind is None and _nobody_took(calls))):
        return CallKind.UNANSWERED
    if filing.kind is CallKind.UNANSWERED and any(map(taken, calls)):
        return None
    return filing.kind


def latest(filing: Filing, recipient: str) -> Sent | None:
    return max(
        (sent for sent in filing.earlier if sent.recipient == recipient),
        key=lambda sent: sent.on,
        default=None,
    )


def answered(filing: Filing, pack: Pack) -> Sent | None:
    """The letter of which the answer counts: the reminder where one came to it, else the first."""
    objection, reminder = latest(filing, pack.first), latest(filing, pack.reminder)
    return reminder if objection and reminder and reminder.answer else objection


def _nobody_took(calls: Calls) -> bool:
    return bool(calls) and all(map(untaken, calls))


def _unexcused(calls: Calls, each: Sequence[set[str]]) -> int:
    """Calls that somebody may have taken, and for which no contract or consent speaks."""
    excuses = {"was_under_contract", "was_after_contract", "was_consented"}
    return sum(
        not untaken(call) and held.isdisjoint(excuses)
        for call, held in zip(calls, each, strict=True)
    )


def _of_answers(filing: Filing, company: Company, kind: CallKind | None) -> set[str]:
    held = held_of(
        {
            "spoken": kind in {CallKind.OPERATOR, CallKind.AUTOMATED},
            "scam": filing.nature == "scam",
            "research": filing.nature == "research",
            "not_sales": filing.nature == "other",
            "minimal": filing.minimal,
            "company_unknown": company.name == UNKNOWN,
            "product_unknown": filing.product == UNKNOWN,
            "contract_none": company.contract_until == "none",
            "contract_running": company.contract_until == "running",
            "consent_none": company.consent == "none",
            "consent_unknown": company.consent == "unknown",
            "consent_given": bool(parse_day(company.consent)) or company.consent == "given",
        }
    )
    if kind:
        held.add(kind.value)
    return held


def _of_calls(calls: Calls, filing: Filing, profile: Profile) -> set[str]:
    if not calls:
        return set()
    lines = {called(call, filing, profile) for call in calls}
    return held_of(
        {
            "one_call": len(calls) == 1,
            "several": len(calls) > 1,
            "one_day": len({call.at.date() for call in calls}) == 1,
            "one_line": len(lines) == 1,
            "withheld": not any(map(displayed, calls)),
            "nobody_took": _nobody_took(calls),
            "somebody_took": any(map(taken, calls)),
            "turned_away": all(map(turned_away, calls)),
        }
    )


def _over(place: int, known: Facts, filing: Filing, pack: Pack) -> Iterable[str]:
    """Limits that this call exceeds, by what is known of this company's calls."""
    day, objected = known.days[place], objected_on(filing, pack)
    for limit in pack.limit:
        if not limit.in_force(day) or not fits(limit.when, known.calls[place]):
            continue
        first = day - timedelta(days=limit.days - 1)
        if limit.after_objection:
            if objected is None or not objected < day <= objected + timedelta(days=limit.days):
                continue
            first = objected + timedelta(days=1)
        until_then = sum(first <= one <= day for one in known.days[: place + 1])
        if until_then > limit.most:
            yield f"was_over_{limit.key}"


def _too_soon(calls: Calls, pack: Pack) -> Iterable[int]:
    """Calls that came sooner after one of the same number than the pack's limit allows."""
    silent = pack.silent
    if silent is None:
        return
    last: dict[str, date] = {}
    for place, call in enumerate(calls):
        if call.number is None or untaken(call):
            continue
        before, day = last.get(call.number), call.at.date()
        if silent.in_force(day) and before and (day - before).days < silent.no_recall_days:
            yield place
        last[call.number] = day


def _of_history(filing: Filing, pack: Pack) -> set[str]:
    objection, of = latest(filing, pack.first), answered(filing, pack)
    if objection is None or of is None:
        return set()
    held = {"objected", of.answer or "no_answer"}
    if of.answer == "insufficient":
        held.add("answered")
    if latest(filing, pack.reminder):
        held.add("reminded")
    due = objection.due  # the law's; the two weeks of a reminder are no term of it
    late = bool(due and of.answered_on and of.answered_on > due)
    if of.answer in {"", "extended"} and due:
        held.add("overdue" if filing.on > due else "term_running")
    if of.answer and of.answer != "extended" and late:
        held.add("answer_late")
    return held


def _holidays(pack: Pack, days: Iterable[date]) -> Container[date]:
    name = pack.holidays or pack.country
    return _holidays_in(name, frozenset(day.year + n for day in days for n in (0, 1)))


@lru_cache(maxsize=32)
def _holidays_in(name: str, years: frozenset[int]) -> Container[date]:
    """To count them takes longer than to draft a letter."""
    return frozenset(holidays_in(name, years))


def log_names_line(calls: Calls) -> bool:
    """Whether the called number of each call stands in the log."""
    return bool(calls) and all(map(names_number, calls))
