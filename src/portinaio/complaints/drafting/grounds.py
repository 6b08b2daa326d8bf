"""Upon what a clause rests, one by one: what the log has, what the user said and where, dates, and laws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.complaints.draft import Ground
from portinaio.complaints.filing import Profile
from portinaio.countries.letter_check import basis_of
from portinaio.countries.notation import parsed
from portinaio.countries.vocabulary import DERIVED, OBSERVED, STATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from portinaio.complaints.drafting.template_values import TemplateValues
    from portinaio.countries.clause_schema import Clause, When
    from portinaio.countries.pack_schema import Pack

OF_COMPANY = frozenset({"company_address", "company_email", "company_pec"})
OF_LETTERS = frozenset(
    {
        *("objected", "objected_on", "objected_by", "reminded", "reminded_on", "reminded_by"),
        *("no_answer", "answered", "insufficient", "refused", "extended"),
        *("answered_on", "answer_point", "earlier"),
    }
)
"""What the user wrote down of the letters before."""


def grounds(
    clause: Clause, cited: Iterable[str], known: TemplateValues, pack: Pack, today: date
) -> tuple[Ground, ...]:
    """What the user stated has their name, and the day of the letter, on which it is stated."""
    names = dict.fromkeys(_names(clause, known, pack))
    said = []
    for name in names:
        basis = OBSERVED if name in known.observed else basis_of(name)
        if basis == STATED:
            by = known.values.get("name", "")
            said.append(Ground(name, STATED, _where(name, known, pack), by, today.isoformat()))
        else:
            said.append(Ground(name, basis, "log" if basis == OBSERVED else "dates"))
    return (*said, *(Ground(law, DERIVED, "law") for law in dict.fromkeys(cited)))


def _names(clause: Clause, known: TemplateValues, pack: Pack) -> Iterator[str]:
    for when in filter(None, (clause.when, clause.of)):
        yield from _held(when, known, pack)
    yield from sorted(parsed(clause.text).places)


def _held(when: When, known: TemplateValues, pack: Pack) -> Iterator[str]:
    """The facts that made it hold; a condition of the pack is taken apart."""
    for name in (*when.all, *(one for one in when.any if one in known.facts.holding)):
        fact = name.removeprefix("each_")
        if fact in pack.condition:
            yield from _held(pack.condition[fact], known, pack)
        else:
            yield fact


def _where(name: str, known: TemplateValues, pack: Pack) -> str:
    if name in OF_LETTERS:
        return "letters"
    if name in OF_COMPANY:
        return "company"
    if name == "line":
        return "answers" if known.values.get("called") else "profile"
    of_user = {*Profile._fields, *pack.profile, "contact"}
    own = name in of_user or any(name.startswith(f"{key}_") for key in pack.profile)
    return "profile" if own else "answers"
