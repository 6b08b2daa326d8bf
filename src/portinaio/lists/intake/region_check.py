"""Whether a list in national notation belongs to the country it is read in.

A German list read as Italian turns a fifth of its numbers into valid Italian ones, silently. So where many numbers do
not exist in the country that was given, others are tried, and one that explains many more of them is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.core.numbers import validity
from portinaio.core.numbers.plan import NOWHERE

if TYPE_CHECKING:
    from portinaio.lists.intake.numbering import Numbering

FEWEST = 20  # numbers; fewer say nothing about a country
MOST_STRANGERS = 0.1  # of the sample: numbers that would change country
MOST_OF_IT = 0.8  # of the sample must exist elsewhere: invented numbers exist a little everywhere
TRIED = 100  # numbers per country, not to cost more than the import
_COUNTRIES = (
    "IT DE FR ES GB US AT CH BE NL PT IE SE NO DK FI PL CZ SK HU RO BG GR HR SI RS UA TR IL BR MX AR CO CL IN AU NZ"
    " ZA JP KR CN RU LU LT LV EE"
)


def better_country(numbering: Numbering) -> Message | None:
    """Why the list cannot be of the country it is read in; `None` where it fits as well as in any other."""
    sample = _spread(numbering.sample)
    home = numbering.plan.country
    at_home = _existing(sample, home)
    if len(sample) < FEWEST or len(sample) - at_home <= MOST_STRANGERS * len(sample):
        return None
    there, country = max((_existing(sample, c), c) for c in _COUNTRIES.split() if c != home)
    if there - at_home <= MOST_STRANGERS * len(sample) or there < MOST_OF_IT * len(sample):
        return None
    return msg(
        "%(there)d of %(n)d numbers looked at would be of %(country)s and only %(here)d of %(home)s:"
        " this list seems to be of another country; say which with --region, such as --region %(country)s",
        there=there,
        n=len(sample),
        here=at_home,
        home=home,
        country=country,
    )


def _existing(sample: list[str], country: str) -> int:
    return sum(_exists(text, country) for text in sample)


def _exists(text: str, country: str) -> bool:
    """Whether it is a number of `country` as people write them there: where they write a 0 in front, with it."""
    digits = "".join(c for c in text if c.isdigit() and c.isascii())
    if not digits.startswith("0") and validity.trunk_prefix(country) == "0":
        return False
    international = validity.national_to_international(digits[:20], country)
    parts = validity.split(international, NOWHERE) if international else None
    return parts is not None and validity.type_of(*parts, NOWHERE) is not None


def _spread(sample: list[str]) -> list[str]:
    step = max(1, len(sample) // TRIED)
    return sample[::step][:TRIED]
