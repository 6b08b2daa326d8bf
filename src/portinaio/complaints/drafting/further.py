"""What an act would say besides, if somebody said it: questions on which its sentences turn, and that are not answered yet.

None has to be. What the act cannot do without is `gaps`' business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.complaints.drafting.gaps import asked_for
from portinaio.complaints.drafting.grounds import ANSWER_OF
from portinaio.countries.notation import parsed
from portinaio.countries.vocabulary import LIMIT_FACT, REGISTER_FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portinaio.complaints.draft import Missing
    from portinaio.complaints.filing import Company, Filing, Profile
    from portinaio.countries.act_schema import Recipient
    from portinaio.countries.clause_schema import Clause, When
    from portinaio.countries.pack_schema import Pack

OF_ANY_COUNTRY = ("company", "kind", "product", "summary", "consent", "contract_until", "nature")
_OF_CALL = {
    **dict.fromkeys(("was_consented", "was_lapsed"), "consent"),
    **dict.fromkeys(("was_under_contract", "was_after_contract"), "contract_until"),
}
"""By which answer it comes to be known of a call."""


def further_questions(
    told_by: tuple[Recipient, Iterable[Clause]],
    said: tuple[Filing, Company, Profile],
    pack: Pack,
    asked: Iterable[Missing],
) -> Iterator[Missing]:
    """In the order in which the letter's facts come to be; not of what is `asked` already."""
    answered = {key for key, value in _said(*said).items() if value}
    answered |= {key for gap in asked for key in (gap.key, *gap.any_of)}
    for key in turning_on(*told_by, pack):
        if key not in answered:
            yield asked_for(key, pack)


def turning_on(recipient: Recipient, clauses: Iterable[Clause], pack: Pack) -> tuple[str, ...]:
    """Keys of the answers that make a sentence or a field of an act stand, fall or read otherwise."""
    names = set(_names(recipient, clauses, pack))
    keys = {ANSWER_OF.get(name) or _OF_CALL.get(name, name) for name in names}
    keys |= {key for name in names for key in _of_register(name, pack)}
    own = (*pack.answer, *pack.profile)
    keys |= {key for key in own if any(name.startswith(f"{key}_") for name in names)}
    return tuple(key for key in (*OF_ANY_COUNTRY, *own) if key in keys)


def _said(filing: Filing, company: Company, profile: Profile) -> Mapping[str, object]:
    return {
        **profile.own,
        **filing.answers,
        "company": company.name,
        "consent": company.consent,
        "contract_until": company.contract_until,
        "kind": filing.kind,
        "product": filing.product,
        "summary": filing.summary,
        "nature": filing.nature,
    }


def _names(recipient: Recipient, clauses: Iterable[Clause], pack: Pack) -> Iterator[str]:
    """Of the facts and places that an act names."""
    for clause in clauses:
        for when in filter(None, (clause.when, clause.of)):
            yield from _facts(when, pack)
        yield from parsed(clause.text).places
    for field in recipient.field:
        yield from _facts(field.when, pack)
        yield from parsed(field.value).places


def _facts(when: When, pack: Pack) -> Iterator[str]:
    """A condition of the pack is taken apart, and so are a limit of calls and the hours that bind the company."""
    for name in when.names:
        fact = name.removeprefix("each_")
        if fact in pack.condition:
            yield from _facts(pack.condition[fact], pack)
        else:
            yield fact
        if fact == "was_outside_hours":
            for rule in pack.hours:
                yield from _facts(rule.when, pack)
        for limit in pack.limit:
            if fact == f"{LIMIT_FACT}_{limit.key}":
                yield from _facts(limit.when, pack)


def _of_register(fact: str, pack: Pack) -> Iterator[str]:
    """The key under which the user says since when the line stands in one."""
    for key, register in pack.optout.items():
        if fact in {*REGISTER_FACTS, *(f"{one}_{key}" for one in REGISTER_FACTS)}:
            yield register.enrolled
