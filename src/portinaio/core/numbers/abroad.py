"""Whether a number is one of another country.

By calling code, since a number shows no more: San Marino and the Vatican are at home in Italy, overseas France is abroad. Codes
that countries share which call each other abroad, 1 and 7, are looked at more closely, but for numbers of no one of them alone,
such as the 800 that reaches the United States and Canada alike. Puerto Rico and the other territories are no abroad of the States.
"""

from __future__ import annotations

from portinaio.core.numbers import validity

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.core.numbers.plan import Plan

SHARED = frozenset({"1", "7"})
_STATES = frozenset({"US", "AS", "GU", "MP", "PR", "VI"})
_OF_ONE_COUNTRY = frozenset({"fixed_line", "mobile", "fixed_line_or_mobile"})


def foreign_code(number: str, plan: Plan, line: str = "") -> str:
    """The calling code of a number that is of another country than the house and its line; empty at home."""
    home = plan.calling_code
    if number.startswith(home, 1):  # as every number does where there is no home
        return home if _at_its_neighbours(number, plan, line) else ""
    found = validity.split(number[1:], plan)
    return "" if found is None or line.startswith(found[0], 1) else found[0]


def _at_its_neighbours(number: str, plan: Plan, line: str) -> bool:
    """Of one of the other countries that share the calling code of the house; that of the line is no other."""
    if plan.calling_code not in SHARED or not plan.metadata:
        return False
    code = 1 + len(plan.calling_code)
    national = number[code:]
    if plan.metadata.type_of(national) not in _OF_ONE_COUNTRY:
        return False
    country = plan.metadata.country_of(national)
    if line.startswith(plan.calling_code, 1) and country == plan.metadata.country_of(line[code:]):
        return False
    return country != plan.country and not {country, plan.country} <= _STATES
