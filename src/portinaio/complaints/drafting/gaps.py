"""What an act lacks: a question for the user, and a gap in the text where an answer will stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.complaints.draft import Missing
from portinaio.core.message import Message
from portinaio.countries.pack_check import places_of
from portinaio.countries.vocabulary import QUESTIONS
from portinaio.countries.written import mark

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.complaints.drafting.compose import Letter
    from portinaio.complaints.drafting.template_values import TemplateValues
    from portinaio.countries.act_schema import Recipient
    from portinaio.countries.clause_schema import Clause
    from portinaio.countries.pack_schema import Pack

OF_CALLS = ("date", "time")  # gaps where no call was given
CONTACT = frozenset({"pec", "email", "address"})
COMPANY_CONTACT = frozenset({"company_pec", "company_email", "company_address"})


def missing_in(recipient: Recipient, known: TemplateValues, pack: Pack) -> tuple[Missing, ...]:
    missing = [] if "date" in known.values else [asked_for("calls", pack)]
    if recipient.region and "authority" not in known.values:
        missing.append(asked_for(recipient.region, pack))
    facts = known.facts
    for need in recipient.needs:
        places = places_of(need)
        if places == ["product"] and not facts.holding.isdisjoint({"silent", "unanswered"}):
            continue  # who says nothing offers nothing
        if not isinstance(need, str) and not facts.holds(need.when):
            continue
        if set(places) & _declared_unknown(recipient, known):
            continue
        if not any(place in known.values for place in places):
            asked = places[0]
            if asked == "line" and known.rows:
                asked = "called"  # a number is known, but not that it was called
            missing.append(asked_for(asked, pack)._replace(any_of=tuple(places)))
    if recipient.unknown and _generic(known):
        missing.append(asked_for("generic", pack)._replace(key="summary"))
    return tuple(missing)


def points_without_a_clause(
    clauses: Iterable[Clause], letter: Letter, pack: Pack
) -> Iterable[Missing]:
    """An act that alleges nothing, or asks for nothing, is none."""
    for clause in clauses:
        if clause.asks and clause.key not in letter.stands:
            yield asked_for(clause.asks, pack)


def asked_for(key: str, pack: Pack) -> Missing:
    asked = {**pack.answer, **pack.profile}
    own = pack.question.get(key) or (asked[key].question if key in asked else "")
    return Missing(key, Message(own) if own else QUESTIONS[key])


def _declared_unknown(recipient: Recipient, known: TemplateValues) -> set[str]:
    return {place for place in recipient.unknown if f"{place}_unknown" in known.facts.holding}


def _generic(known: TemplateValues) -> bool:
    """Nothing but a time and a line: such reports are refused."""
    declared = {"company_unknown", "product_unknown", "withheld"} <= known.facts.holding
    return declared and "summary" not in known.values


def with_gaps(
    known: TemplateValues, missing: tuple[Missing, ...], recipient: Recipient, pack: Pack
) -> dict[str, str]:
    places = {_gap_of(m) for m in missing} & pack.gap.keys()
    if "date" not in known.values:
        places |= set(OF_CALLS)
    gaps = {place: gap(place, pack) for place in places}
    if "kind" in gaps:
        gaps["kinds"] = gaps["kind"]
    if recipient.region in gaps:
        gaps["authority"] = gaps[recipient.region]
    return known.values | gaps


def _gap_of(missing: Missing) -> str:
    """Where one of several ways would stand there is one gap."""
    if len(missing.any_of) > 1:
        if CONTACT.issuperset(missing.any_of):
            return "contact"
        if COMPANY_CONTACT.issuperset(missing.any_of):
            return "company_address"
    return "line" if missing.key == "called" else missing.key


def gap(place: str, pack: Pack) -> str:
    if place not in pack.gap:
        return ""
    return f"{gap_begins(pack)} {pack.gap[place]}]"


def gap_begins(pack: Pack) -> str:
    return f"[{pack.terms['gap']}{mark(':', pack)}"
