"""Facts that hold, of a letter and of each of its calls, and whether a condition of a pack holds in their light."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import date

    from portinaio.countries.clause_schema import When
    from portinaio.countries.pack_schema import Pack


class Facts(NamedTuple):
    """`holding` has what is true of the letter, of any of its calls, and the names of places that are filled."""

    holding: frozenset[str] = frozenset()
    calls: tuple[frozenset[str], ...] = ()
    """In the order of time; what is true of the letter is true of each."""
    days: tuple[date, ...] = ()

    def holds(self, when: When) -> bool:
        return fits(when, self.holding)

    def those(self, of: When | None, since: date | None, until: date | None) -> tuple[int, ...]:
        """Which calls are of the kind and of the days."""
        return tuple(
            place
            for place, (facts, day) in enumerate(zip(self.calls, self.days, strict=True))
            if (of is None or fits(of, facts)) and within(day, since, until)
        )


def fits(when: When, facts: frozenset[str]) -> bool:
    return (
        facts.issuperset(when.all)
        and facts.isdisjoint(when.not_)
        and (not when.any or not facts.isdisjoint(when.any))
    )


def facts_of(
    letter: frozenset[str], calls: tuple[frozenset[str], ...], days: tuple[date, ...], pack: Pack
) -> Facts:
    """With the pack's own conditions, judged call by call, each by the law of its day."""
    each = tuple(
        _with_conditions(letter | call, day, pack) for call, day in zip(calls, days, strict=True)
    )
    if not each:
        return Facts(_with_conditions(letter, None, pack))
    every = frozenset.intersection(*each) - letter
    return Facts(each[0].union(*each, (f"each_{name}" for name in every)), each, days)


def _with_conditions(facts: frozenset[str], day: date | None, pack: Pack) -> frozenset[str]:
    held = set(facts)
    for key, condition in pack.condition.items():
        timed = condition.since or condition.until
        in_time = within(day, condition.since, condition.until) if day else not timed
        if in_time and fits(condition, frozenset(held)):
            held.add(key)
    return frozenset(held)


def within(day: date, since: date | None, until: date | None) -> bool:
    return (since is None or day >= since) and (until is None or day <= until)
