"""Which clauses stand in a letter, and what they say. Whether one stands follows from its conditions alone.

A clause stands where its facts hold, where a call is of the kind and of the days that it speaks of, and where every place
that it names is filled. A point stands where a clause below it does, and then has its number.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.draft import Basis
from portinaio.complaints.drafting.grounds import grounds
from portinaio.complaints.holding import within
from portinaio.countries.fact_schema import Timed
from portinaio.countries.notation import Language, Listed, parsed, rendered
from portinaio.countries.vocabulary import DERIVED, OBSERVED, STATED
from portinaio.countries.written import listed, mark, spaced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from portinaio.complaints.draft import Ground
    from portinaio.complaints.drafting.template_values import TemplateValues
    from portinaio.complaints.holding import Facts
    from portinaio.countries.clause_schema import Clause
    from portinaio.countries.fact_schema import Decision, Law
    from portinaio.countries.pack_schema import Pack

_TWO_STOPS = re.compile(r"(?<!\.)\.\.(?!\.)")
OF_CALLS = frozenset({"those", "those_count"})
NOTHING: Mapping[str, date] = MappingProxyType({})


class Standing(NamedTuple):
    """A clause that is true here."""

    clause: Clause
    those: tuple[int, ...] = ()
    """Which calls it speaks of."""
    skipped: str = ""
    """What a clause before it would have begun."""


class Days(NamedTuple):
    """The days of which a clause speaks: its own, and those on which the laws that it rests on are in force."""

    today: date
    laws: Mapping[str, Law | Decision]
    letters: Mapping[str, date] = NOTHING
    """Of the earlier letters, by the place that has it."""

    def of(self, clause: Clause) -> tuple[date | None, date | None]:
        laws = [self.laws[key] for key in {*clause.law, *parsed(clause.text).cites}]
        spans = [(clause.since, clause.until)]
        spans += [(law.since, law.until) for law in laws if isinstance(law, Timed)]
        since = max((first for first, _ in spans if first), default=None)
        until = min((last for _, last in spans if last), default=None)
        return since, until

    def of_letter(self, clause: Clause) -> date:
        """Whose law it tells, where it is about no calls."""
        return self.letters.get(clause.law_of, self.today)


class Letter(NamedTuple):
    paragraphs: tuple[str, ...]
    table_after: int | None
    basis: tuple[Basis, ...]
    cites: frozenset[str]
    """Laws, by key."""
    stands: frozenset[str]
    """Keys of the clauses and points that do."""


def standing(
    clauses: Sequence[Clause], facts: Facts, filled: frozenset[str], days: Days
) -> tuple[Standing, ...]:
    """Those that are true, in the order of the letter."""
    found = _stand_alone(clauses, facts, filled, days)
    while True:  # what refers to a point that does not stand falls, and may be the last of its own
        points = {s.clause.key for s in found if s.clause.begins == "point"}
        left = [s for s in found if parsed(s.clause.text).points <= points]
        if len(left) == len(found):
            return tuple(found)
        found = _with_points(left)


def _stand_alone(
    clauses: Sequence[Clause], facts: Facts, filled: frozenset[str], days: Days
) -> list[Standing]:
    found: list[Standing] = []
    skipped, spoken = "", {""}  # groups of which one stands
    for clause in clauses:
        if clause.begins == "point":
            found.append(Standing(clause))
            skipped = ""
            continue
        those = _true_of(clause, facts, filled, days)
        if those is not None:
            found.append(Standing(clause, those, skipped))
            skipped = ""
            spoken.add(clause.group)
        elif (clause.begins == "paragraph" or not skipped) and clause.group not in spoken - {""}:
            skipped = clause.begins
    return _with_points(found)


def _true_of(
    clause: Clause, facts: Facts, filled: frozenset[str], days: Days
) -> tuple[int, ...] | None:
    """The calls of which a clause is true, none where it speaks of no calls; `None` where it is not true."""
    if not facts.holds(clause.when) or not parsed(clause.text).places - OF_CALLS <= filled:
        return None
    since, until = days.of(clause)
    if clause.of_calls:
        return facts.those(clause.of, since, until) or None
    return () if within(days.of_letter(clause), since, until) else None


def _with_points(found: list[Standing]) -> list[Standing]:
    """Without points below which nothing is left."""
    last = len(found) - 1
    return [
        s
        for place, s in enumerate(found)
        if s.clause.begins != "point"
        or (place < last and found[place + 1].clause.begins != "point")
    ]


class Renderer:
    """Puts values and citations into texts; what is short for something is spelt out where it first stands."""

    def __init__(
        self, pack: Pack, known: TemplateValues, values: Mapping[str, str], today: date
    ) -> None:
        self._pack = pack
        self._days = Days(today, pack.citations(), known.letters)
        self._laws = pack.citations()
        self._known = known
        self._values = values
        self._spelt: set[str] = set()
        self._numbers: dict[str, str] = {}
        terms = pack.terms
        quotes = (terms.get("quote_open", ""), terms.get("quote_close", ""))
        self._language = Language(pack.language, pack.country, pack.led, quotes)
        self.cites: set[str] = set()

    def letter(self, clauses: Sequence[Clause]) -> Letter:
        stand = standing(clauses, self._known.facts, frozenset(self._values), self._days)
        points = [s.clause.key for s in stand if s.clause.begins == "point"]
        self._numbers = {key: str(number) for number, key in enumerate(points, 1)}
        paragraphs: list[str] = []
        basis: list[Basis] = []
        table_after: int | None = None
        apart, below_title = True, False
        for each in stand:
            clause = each.clause
            if clause.table:
                table_after, apart = len(paragraphs), True
                continue
            text, cited = self._said(each)
            begins = "paragraph" if apart else clause.begins or each.skipped
            if below_title:
                begins = ""  # a title does not stand alone
            apart, below_title = False, clause.begins == "point"
            if clause.begins == "point":
                text = f"{self._numbers[clause.key]}. {text}"
            if begins in {"paragraph", "point"}:
                paragraphs.append(text)
            else:
                paragraphs[-1] += ("\n" if begins == "line" else " ") + text
            if clause.begins != "point":
                cite = "; ".join(self._laws[law].cite for law in dict.fromkeys(cited))
                upon = grounds(clause, cited, self._known, self._pack, self._days.today)
                basis.append(Basis(len(paragraphs) - 1, text, _rests_on(clause, upon), cite, upon))
        stands = frozenset(each.clause.key for each in stand)
        return Letter(tuple(paragraphs), table_after, tuple(basis), frozenset(self.cites), stands)

    def text(self, text: str, more: Mapping[str, str] | None = None) -> str:
        """Empty where a place of it is not filled."""
        values = {**self._values, **(more or {})}
        if not parsed(text).places <= values.keys():
            return ""
        self.cites |= parsed(text).cites
        return self._put(text, values)

    def _said(self, each: Standing) -> tuple[str, list[str]]:
        clause = each.clause
        moments = Listed(self._known.moments[place] for place in each.those)
        moments.between = f"{mark(';', self._pack)} "
        more: dict[str, object] = {"those": moments, "those_count": str(len(moments))}
        if rules := dict.fromkeys(self._known.hours[place] for place in each.those):
            more["hours"] = listed(filter(None, rules), self._pack)
        cited = sorted({*clause.law, *parsed(clause.text).cites})
        self.cites |= set(cited)
        return self._put(clause.text, {**self._values, **more}), cited

    def _put(self, text: str, values: Mapping[str, object]) -> str:
        own = {
            "cite": self._cite,
            "point": self._numbers.__getitem__,
            "language_of_letter": self._language,
        }
        said = rendered(text, {**values, **own})
        return spaced(_TWO_STOPS.sub(".", said), self._pack)  # a name may end in one: S.p.A.

    def _cite(self, law: str) -> str:
        cite = self._laws[law].cite
        for short, long in self._pack.abbreviation.items():
            if short in cite and short not in self._spelt:
                self._spelt.add(short)
                cite = cite.replace(short, long, 1)
        return cite


def _rests_on(clause: Clause, upon: tuple[Ground, ...]) -> str:
    """The weakest of what it rests on; what rests on nothing is what the user wants to say."""
    if clause.rests_on:
        return clause.rests_on
    known = {ground.known for ground in upon}
    return next((basis for basis in (STATED, DERIVED, OBSERVED) if basis in known), STATED)
