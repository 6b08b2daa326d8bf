"""What is wrong with the clauses of a letter: names that lead nowhere, texts that nobody could write, another language.

A clause that could only be true together with its contrary is refused as well, and one that claims to have been observed
although it names what only the user can know.
"""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from portinaio.countries.notation import NotationError, parsed
from portinaio.countries.vocabulary import (
    CALL_FACTS,
    CONDITIONS,
    DERIVED,
    FACTS,
    LIMIT_FACT,
    PLACES,
    QUESTIONS,
    REGISTER_FACTS,
    SHOWN_FACT,
    STATED,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.countries.clause_schema import Clause, When
    from portinaio.countries.pack_schema import Pack

MOST_CLAUSES = 200  # of one letter; ours have fifty
LEAST_SHARE = 0.1  # of a letter's words that are among the commonest; of ours a third are
SHORTEST_SAMPLE = 30  # words; of fewer no language can be told
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
THOSE = frozenset({"those", "those_count"})
DAYS_OF_LETTERS = frozenset({"objected_on", "reminded_on"})


class Problem(NamedTuple):
    says: str
    path: str = "$"
    """Where in the file: `$.recipient.garante.needs`; a key with dots in quotes."""
    letter: str = ""
    """File of the letter, where it stands in one."""


class Names(NamedTuple):
    """What this pack may name."""

    places: frozenset[str]
    facts: frozenset[str]
    """Conditions and answers of the pack among them."""
    taken: frozenset[str]
    """What has a meaning in every country."""

    @classmethod
    def of(cls, pack: Pack) -> Names:
        asked = {**pack.answer, **pack.profile}
        own = {f"{key}_{choice}" for key, one in asked.items() for choice in one.choices}
        of_calls = {f"{fact}_{key}" for fact in REGISTER_FACTS for key in pack.optout}
        of_calls |= {f"{SHOWN_FACT}_{key}" for key in pack.number}
        of_calls |= {f"{LIMIT_FACT}_{limit.key}" for limit in pack.limit}
        every = {f"each_{name}" for name in (*CALL_FACTS, *of_calls, *pack.condition)}
        return cls(
            frozenset(PLACES | asked.keys()),
            frozenset(CONDITIONS | pack.condition.keys() | own | of_calls | every),
            frozenset(PLACES.keys() | CONDITIONS | QUESTIONS.keys()),
        )

    def before(self, condition: str, pack: Pack) -> frozenset[str]:
        """What a condition of the pack may rest on: no circles."""
        keys = list(pack.condition)
        return (self.facts | self.places) - frozenset(keys[keys.index(condition) :])

    def problems_of(self, when: When, what: str, path: str) -> Iterator[Problem]:
        for name in when.names:
            if name not in self.facts | self.places:
                yield Problem(f"{what} names {name}, which is no condition", path)
        for name in sorted({*when.all} & {*when.not_}):
            yield Problem(f"{what} wants {name} to hold and not to hold", path)


def letter_problems(
    file: str, clauses: tuple[Clause, ...], pack: Pack, names: Names
) -> Iterator[Problem]:
    if len(clauses) > MOST_CLAUSES:
        yield Problem(f"more than {MOST_CLAUSES} clauses", "$.clause", file)
        return
    points = {clause.key for clause in clauses if clause.begins == "point"}
    seen: set[str] = set()
    for place, clause in enumerate(clauses):
        path = f"$.clause[{place}]"
        if clause.key in seen:
            yield Problem(f"there are two clauses {clause.key[:40]}", path, file)
        seen.add(clause.key)
        for problem in _of_clause(clause, pack, names, points):
            yield Problem(
                f"clause {clause.key[:40]}: {problem.says}", path + problem.path[1:], file
            )
    yield from _of_language(file, clauses, pack)


def _of_clause(clause: Clause, pack: Pack, names: Names, points: set[str]) -> Iterator[Problem]:
    yield from names.problems_of(clause.when, "when", "$.when")
    if clause.of:
        yield from names.problems_of(clause.of, "of", "$.of")
    yield from _of_shape(clause, pack)
    for said in text_problems(clause.text, pack, names, points):
        yield Problem(said, "$.text")
    with suppress(NotationError):
        found = parsed(clause.text)
        yield from _of_basis(clause, found.places)
        yield from _of_earlier_law(clause, {*clause.law, *found.cites}, found.places, pack)


def _of_shape(clause: Clause, pack: Pack) -> Iterator[Problem]:
    for law in clause.law:
        if law not in pack.law:
            yield Problem(f"there is no law {law}", "$.law")
    if clause.since and clause.until and clause.until < clause.since:
        yield Problem("until is before since", "$.until")
    if clause.of and clause.law_of:
        yield Problem("law_of is of a letter, and of is of calls", "$.law_of")
    if bool(clause.text) is clause.table:
        yield Problem("it has a text, or it is the table of calls", "$")
    if clause.asks and (clause.begins != "point" or clause.asks not in pack.question):
        yield Problem("asks is a key of question, and stands in a point", "$.asks")


def _of_basis(clause: Clause, named: frozenset[str]) -> Iterator[Problem]:
    if named & THOSE and not clause.of_calls:
        yield Problem("{{ those }} stands only where of, since or until says which calls", "$.text")
    if clause.rests_on == "observed":
        for name in sorted(n for n in {*named, *clause.when.names} if basis_of(n) == STATED):
            yield Problem(f"{name} is what the user says, so it was not observed", "$.rests_on")


def _of_earlier_law(
    clause: Clause, laws: set[str], named: frozenset[str], pack: Pack
) -> Iterator[Problem]:
    """What an earlier letter rested on was in force when it was sent."""
    if clause.law_of or clause.of_calls or not named & DAYS_OF_LETTERS:
        return
    for key in sorted(laws & pack.law.keys()):
        if pack.law[key].since or pack.law[key].until:
            yield Problem(f"{key} is law of some days only: law_of says of which letter", "$.text")


def basis_of(name: str) -> str:
    """Whence a place or fact is known; what a pack adds is stated by the user, or made of what is."""
    own = DERIVED if name.startswith("was_") else STATED
    return (PLACES | FACTS | CALL_FACTS).get(name, own)


def text_problems(
    text: str, pack: Pack, names: Names, points: set[str] | None = None
) -> Iterator[str]:
    if unseen(text.replace("\n", " ")):
        yield "a character that nobody can see"
    try:
        found = parsed(text)
    except NotationError as error:
        yield str(error)
        return
    yield from (f"there is no place {{{{ {n} }}}}" for n in sorted(found.places - names.places))
    yield from (f"there is no law {n}" for n in sorted(found.cites - pack.citations().keys()))
    yield from (f"there is no point {n}" for n in sorted(found.points - (points or set())))


def _of_language(file: str, clauses: tuple[Clause, ...], pack: Pack) -> Iterator[Problem]:
    words = " ".join(clause.text for clause in clauses).casefold().split()
    common = sum(word in pack.common_words for word in words)
    if len(words) >= SHORTEST_SAMPLE and common < LEAST_SHARE * len(words):
        said = f"hardly a word is among common_words, so it seems not to be in '{pack.language}'"
        yield Problem(said, "$.clause", file)


def unseen(text: str) -> bool:
    """Characters that show nothing, or turn what stands around them: a name could seem to be another."""
    return not text.isprintable() and any(unicodedata.category(c) in _UNSEEN for c in text)
