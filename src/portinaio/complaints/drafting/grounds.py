"""Upon what a clause rests, one by one: what the log has, what the user said and where, dates, and laws."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.complaints.draft import Ground
from portinaio.complaints.filing import Profile
from portinaio.countries.letter_check import basis_of
from portinaio.countries.notation import parsed
from portinaio.countries.vocabulary import DERIVED, OBSERVED, PLACES, STATED

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
        *("answered_on", "answer_point", "received_on", "earlier"),
    }
)
"""What the user wrote down of the letters before."""
ANSWER_OF = {
    **dict.fromkeys(("operator", "automated", "silent", "unanswered"), "kind"),
    **dict.fromkeys(("spoken", "repeated", "against_log", "kinds"), "kind"),
    **dict.fromkeys(("scam", "research", "not_sales"), "nature"),
    **dict.fromkeys(("consent_none", "consent_unknown", "consent_given"), "consent"),
    **dict.fromkeys(("contract_none", "contract_running"), "contract_until"),
    "company_unknown": "company",
    "product_unknown": "product",
    "minimal": "identity",
}
"""By which answer the user says it, where it has another name than that."""


def grounds(
    clause: Clause, cited: Iterable[str], known: TemplateValues, pack: Pack, today: date
) -> tuple[Ground, ...]:
    """What the user stated has their name and the day on which they said so, else that of the letter; a gap has neither."""
    names = dict.fromkeys(_names(clause, known, pack))
    said = []
    for name in names:
        basis = OBSERVED if name in known.observed else basis_of(name)
        if basis == STATED:
            by, on = known.values.get("name", ""), known.said_on.get(_answer(name, known, pack))
            if _is_gap(name, known, pack):
                by, on = "", ""
            said.append(
                Ground(
                    name,
                    STATED,
                    _where(name, known, pack),
                    by,
                    today.isoformat() if on is None else on,
                )
            )
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


def _answer(name: str, known: TemplateValues, pack: Pack) -> str:
    """The key under which the user said it."""
    if name == "line":
        return "called" if known.values.get("called") else "line"
    if name == "contact":
        return next((way for way in ("pec", "email", "address") if way in known.values), name)
    asked = (*pack.answer, *pack.profile)
    chosen = (key for key in asked if name not in asked and name.startswith(f"{key}_"))
    return ANSWER_OF.get(name) or next(chosen, name)


def _is_gap(name: str, known: TemplateValues, pack: Pack) -> bool:
    """Whether nobody has said it yet."""
    place = name in PLACES or name in pack.answer or name in pack.profile
    return place and name not in known.values
