"""The places of a clause, filled from what is known of a filing: `vocabulary` says what each means."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.call_facts import (
    WIDEST_CALLER,
    called,
    caller,
    displayed_caller,
    displayed_number,
    parse_day,
)
from portinaio.complaints.draft import CallRow
from portinaio.complaints.drafting.facts import answered, facts, kind_of, latest, log_names_line
from portinaio.complaints.drafting.hours import binding_hours
from portinaio.complaints.drafting.letters_before import days_of_letters, noted_on
from portinaio.complaints.filing import UNKNOWN
from portinaio.complaints.terms import begins_without_receipt, runs_from_receipt
from portinaio.core.safe_text import one_line
from portinaio.countries.written import (
    day_in_table,
    listed,
    time_in_table,
    written_amount,
    written_day,
    written_number,
    written_time,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from portinaio.complaints.filing import Company, Filing, Profile, Sent
    from portinaio.complaints.holding import Facts
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.clause_schema import Answer
    from portinaio.countries.pack_schema import Pack

_ANSWERS = {
    "": "no_answer",
    "answered": "answer_of",
    "insufficient": "insufficient_of",
    "refused": "refusal_of",
    "extended": "extension_of",
}


class TemplateValues(NamedTuple):
    values: dict[str, str]
    """Of every place of which something is known, and of those only."""
    facts: Facts
    rows: tuple[CallRow, ...]
    moments: tuple[str, ...]
    """Day and hour of each call, as a sentence has them."""
    observed: frozenset[str]
    """Places and facts that the log shows, though the user says them as a rule."""
    hours: tuple[str, ...]
    """Of each call, the name of the rule that binds the company; empty where none does."""
    said_on: Mapping[str, str]
    """As `Filing.said_on`, with what the user wrote down of the letters before."""
    letters: Mapping[str, date]
    """Days of the letters before, by the place that has each."""


def template_values(
    filing: Filing, calls: tuple[LoggedCall, ...], pack: Pack, profile: Profile, company: Company
) -> TemplateValues:
    """`calls` are in the order of time."""
    every = {
        **_user(filing, profile, calls, pack),
        **_own(profile.own, pack.profile, pack),
        **_firm(company, pack),
        **_told(filing, calls, pack),
        **_calls(calls, pack),
        **_before(filing, pack),
        "today": written_day(filing.on, pack),
        "reference": filing.reference or f"{filing.on:%Y%m%d}",
        "country": pack.country,
    }
    values = {place: text for place, text in every.items() if text}
    known = facts(filing, calls, pack, profile, company, frozenset(values))
    hours = tuple(_hours(known, pack))
    if any(hours):
        values["hours"] = next(filter(None, hours))
    if name := authority_name(filing, profile, pack):
        values["authority"] = name
    return TemplateValues(
        values=values,
        facts=known,
        rows=tuple(_row(call, filing, pack, profile) for call in calls),
        moments=tuple(_moment(call, pack) for call in calls),
        observed=frozenset(_observed(calls, known)),
        hours=hours,
        said_on={**filing.said_on, **noted_on(filing, pack)},
        letters=days_of_letters(filing, pack),
    )


def _observed(calls: tuple[LoggedCall, ...], known: Facts) -> Iterable[str]:
    if log_names_line(calls):
        yield "line"
    if known.holding >= {"unanswered", "nobody_took"}:
        yield "unanswered"


def authority_key(filing: Filing, profile: Profile, pack: Pack) -> str:
    """The authority of the act, chosen by region where it has several; empty for a letter to the company, and where the
    region is not known."""
    recipient = pack.recipient.get(filing.recipient)
    if recipient is None:
        return ""
    regions = {"country": pack.country, **profile.own, **filing.answers}
    region = regions.get(recipient.region, "")
    # A region that nobody has said is not another one: only one without an authority of its own falls to the general one.
    if recipient.region and not region:
        return ""
    return recipient.authorities.get(region, recipient.authority)


def authority_name(filing: Filing, profile: Profile, pack: Pack) -> str:
    key = authority_key(filing, profile, pack)
    return pack.authority[key].name if key else ""


def _hours(known: Facts, pack: Pack) -> Iterable[str]:
    for held, day in zip(known.calls, known.days, strict=True):
        rule = binding_hours(held, day, pack)
        yield rule.name if rule else ""


def _moment(call: LoggedCall, pack: Pack) -> str:
    return f"{written_day(call.at, pack)}, {pack.terms['at_hour']} {written_time(call.at, pack)}"


def _user(
    filing: Filing, profile: Profile, calls: tuple[LoggedCall, ...], pack: Pack
) -> dict[str, str]:
    said = {
        key: one_line(value) for key, value in profile._asdict().items() if isinstance(value, str)
    }
    if filing.minimal:
        said |= {"name": "", "address": "", "holder": ""}
    numbers = dict.fromkeys(called(call, filing, profile) for call in calls)
    if calls and not all(numbers):
        numbers = {}  # where one is not known, neither is the line that was called
    lines = numbers if calls else [said["line"]]
    return said | {
        "line": listed([written_number(number, pack) for number in lines if number], pack),
        "contact": said["pec"] or said["email"] or said["address"],
    }


def _own(said: Mapping[str, str], asked: Mapping[str, Answer], pack: Pack) -> dict[str, str]:
    """What the pack asks, as a letter writes it."""
    return {key: _as_written(one_line(said.get(key, "")), one, pack) for key, one in asked.items()}


def _as_written(value: str, asked: Answer, pack: Pack) -> str:
    if asked.day:
        return written_day(parse_day(value), pack)
    if asked.amount:
        return written_amount(value, pack)
    return written_number(value, pack) if asked.number else value


def _firm(company: Company, pack: Pack) -> dict[str, str]:
    terms, consent, contract = pack.terms, company.consent, company.contract_until
    if given := parse_day(consent):
        consent_text = pack.led(terms["consent_given_on"], written_day(given, pack))
    else:
        consent_text = terms[f"consent_{consent}"] if consent else ""
    if end := parse_day(contract):
        contract_text = pack.led(terms["contract_until"], written_day(end, pack))
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


def _told(filing: Filing, calls: tuple[LoggedCall, ...], pack: Pack) -> dict[str, str]:
    kind = kind_of(filing, calls)
    return {
        **_own(filing.answers, pack.answer, pack),
        "called": written_number(filing.called, pack),
        "kind": pack.terms[f"kind_{kind}"] if kind else "",
        "kinds": pack.terms[f"kinds_{kind}"] if kind else "",
        "product": "" if filing.product == UNKNOWN else one_line(filing.product).rstrip("."),
        "summary": _sentence(one_line(filing.summary)),
    }


def _sentence(text: str) -> str:
    """Another one may follow it."""
    return f"{text}." if text[-1:].isalnum() else text


def _calls(calls: tuple[LoggedCall, ...], pack: Pack) -> dict[str, str]:
    if not calls:
        return {}
    first, last = calls[0], calls[-1]
    return {
        "date": written_day(first.at, pack),
        "time": written_time(first.at, pack),
        "last_date": written_day(last.at, pack),
        "count": str(len(calls)),
        "caller": displayed_caller(first, pack),
        "caller_number": displayed_number(first),
    }


def each_call(
    calls: tuple[LoggedCall, ...], filing: Filing, pack: Pack, profile: Profile
) -> list[dict[str, str]]:
    """For fields that stand once for each call; a place of which nothing is known is not there."""
    return [
        {
            place: value
            for place, value in {
                "each_number": str(number),
                "each_date": written_day(call.at, pack),
                "each_time": written_time(call.at, pack),
                "each_caller": displayed_caller(call, pack),
                "each_caller_number": displayed_number(call),
                "each_called": written_number(called(call, filing, profile), pack),
            }.items()
            if value
        }
        for number, call in enumerate(calls, 1)
    ]


def _before(filing: Filing, pack: Pack) -> dict[str, str]:
    objection, reminder = latest(filing, pack.first), latest(filing, pack.reminder)
    of = answered(filing, pack)
    return {
        "objected_on": written_day(objection.on if objection else None, pack),
        "objected_by": _by(objection, pack),
        "reminded_on": written_day(reminder.on if reminder else None, pack),
        "reminded_by": _by(reminder, pack),
        "answered_on": written_day(of.answered_on if of else None, pack),
        "answer_point": one_line(of.point).rstrip(".") if of else "",
        "received_on": written_day(objection.received if objection else None, pack),
        "counted_from": written_day(_counted_from(objection, pack), pack),
        "due": written_day(objection.due if objection else None, pack),
        "earlier": "; ".join(_cited(sent, filing, pack) for sent in filing.earlier),
    }


def _counted_from(sent: Sent | None, pack: Pack) -> date | None:
    """`None` where the time runs from a receipt that somebody knows, or none runs."""
    if sent is None or sent.due is None or (sent.received and runs_from_receipt(pack)):
        return None
    return begins_without_receipt(sent.on, sent.means or "", pack)


def _by(sent: Sent | None, pack: Pack) -> str:
    return pack.terms.get(f"by_{sent.means}", "") if sent and sent.means else ""


def _cited(sent: Sent, filing: Filing, pack: Pack) -> str:
    """An earlier letter with its day, its way and what came of it."""
    known = pack.recipient.get(sent.recipient)
    title = known.title if known else sent.recipient
    day = pack.led(pack.terms["of_day"], written_day(sent.on, pack))
    parts = [f"{title} {day}", _by(sent, pack)]
    if known is None or known.answer_owed:
        running = not sent.answer and sent.due and filing.on <= sent.due
        answer = pack.terms["term_runs" if running else _ANSWERS[sent.answer]]
        on = written_day(sent.answered_on, pack)
        parts.append(pack.led(answer, on) if on and not running else answer)
    return ", ".join(filter(None, parts))


def _row(call: LoggedCall, filing: Filing, pack: Pack, profile: Profile) -> CallRow:
    return CallRow(
        id=call.id,
        date=day_in_table(call.at, pack),
        time=time_in_table(call.at, pack),
        caller=one_line(caller(call, pack), WIDEST_CALLER),
        called=written_number(called(call, filing, profile), pack),
        duration=_duration(call, pack),
    )


def _duration(call: LoggedCall, pack: Pack) -> str:
    """Of a conversation; who was picked up and hung up upon had none."""
    if call.picked_up or not call.talked_s:
        return ""
    return f"{call.talked_s:.0f} {pack.terms['seconds']}"
