"""Whether a list in national notation belongs to the country it is read in.

A German list read as Italian turns a fifth of its numbers into valid Italian ones, silently. So where many numbers do
not exist in the country that was given, others are tried, and those that explain many more of them are named. Numbers are
written with the 0 that is dialled in front, without it, or with the calling code and no `+`: all three are tried.
"""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, counted, msg
from portinaio.core.numbers import validity
from portinaio.core.numbers.digits import TRUNK_KEEPERS
from portinaio.core.numbers.plan import NOWHERE
from portinaio.lists.intake.numbering import BEGINNING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.lists.intake.numbering import Numbering

FEWEST = 5  # numbers; fewer say nothing about a country
FEW = 20  # numbers; below, a country is doubted only where most of them do not exist in it
MOST_STRANGERS = 0.1  # of the sample: numbers that would change country
MOST_OF_IT = 0.8  # of the sample must exist elsewhere: invented numbers exist a little everywhere
ABOUT_AS_WELL = (
    0.05  # of the sample, that a country may explain fewer than the best and still be meant
)
NARROWER = (
    0.6  # of what exists at home: a country in which nearly anything exists explains every list
)
MOST_ALSO = 5  # countries that are named
FEWEST_DIGITS, MOST_DIGITS = 8, 12  # of a whole number, with its 0
_FILLINGS = ("2345678901", "0000000000")
TRIED = 100  # numbers per country, not to cost more than the import
_COUNTRIES = (
    "IT DE FR ES GB US AT CH BE NL PT IE SE NO DK FI PL CZ SK HU RO BG GR HR SI RS UA TR IL BR MX AR CO CL IN AU NZ"
    " ZA JP KR CN RU LU LT LV EE"
)


def better_country(numbering: Numbering, beside: str = "") -> Message | None:
    """Why the list cannot be of the country it is read in; `None` where it fits as well as in any other.

    `beside` is that of most of its numbers that say theirs.
    """
    sample = _digits(numbering.sample)
    home = numbering.plan.country
    at_home = _at_home(sample, home)
    if not _is_doubtful(at_home, len(sample)):
        return None
    enough = max(at_home + MOST_STRANGERS * len(sample), MOST_OF_IT * len(sample))
    counts = {"n": len(sample), "here": at_home, "home": home}
    believed = at_home >= len(sample) / 2
    if found := _likely(sample, enough, besides=home, spelled=believed):
        there, countries = _with(beside, found, sample, home)
        return msg(
            "%(there)d of %(n)d numbers looked at would be of %(countries)s and only %(here)d of %(home)s:"
            " this list seems to be of another country; say which with --region, such as --region %(country)s",
            there=there,
            countries=", ".join(countries),
            country=countries[0],
            **counts,
        )
    abroad = sum(_exists_abroad(digits) for digits in sample)
    if abroad >= enough and not believed:
        return msg(
            "%(there)d of %(n)d numbers looked at are whole with a country code and lack only their +, and only %(here)d"
            " would be of %(home)s; write them with +",
            there=abroad,
            **counts,
        )
    return None


def mostly_unknown(numbering: Numbering) -> Message | None:
    """That the greater part of its numbers does not exist in the country it is read in."""
    sample = _digits(numbering.sample)
    home = numbering.plan.country
    at_home = _at_home(sample, home)
    if len(sample) < FEWEST or at_home >= len(sample) / 2:
        return None
    return msg(
        "only %(here)d of %(n)d numbers looked at exist in %(home)s; look whether this list is of another country",
        here=at_home,
        n=len(sample),
        home=home,
    )


def lost_zeros(numbering: Numbering) -> Message | None:
    """That numbers exist in the country only with the 0 in front that spreadsheets take off; nobody puts it back unasked."""
    home = numbering.plan.country
    if numbering.plan.calling_code not in TRUNK_KEEPERS or numbering.whole:
        return None  # what becomes an entry is asked about one by one
    sample = _digits(numbering.sample)
    lost = sum(not _exists(digits, home) and _exists(f"0{digits}", home) for digits in sample)
    if not lost:
        return None
    return counted(
        "of %(of)d numbers looked at, %(n)d exists in %(home)s only with a 0 in front, which a spreadsheet may have taken"
        " off",
        "of %(of)d numbers looked at, %(n)d exist in %(home)s only with a 0 in front, which a spreadsheet may have taken"
        " off",
        lost,
        of=len(sample),
        home=home,
    )


def also_of(numbering: Numbering) -> tuple[str, ...]:
    """Other countries that explain the numbers about as well, of which this says something: of any digits few exist there."""
    sample, home = _digits(numbering.sample), numbering.plan.country
    if len(sample) < FEW or numbering.sure:
        return ()
    enough = max(_at_home(sample, home) - ABOUT_AS_WELL * len(sample), MOST_OF_IT * len(sample))
    found = _likely(sample, enough, besides=home)
    any_digits = _invented(sample)
    room = _at_home(any_digits, home)
    narrow = {
        c: n
        for c in (found[1] if found else ())
        if (n := _at_home(any_digits, c)) <= NARROWER * room
    }
    return tuple(sorted(narrow, key=narrow.__getitem__)[:MOST_ALSO])


def _invented(sample: list[str]) -> list[str]:
    """Digits as many as in each of a sample, and with the first of each, else of no kind."""
    chance = Random(len(sample))  # noqa: S311  # the same at each sync, and nobody's secret
    plain = (digits.removesuffix(BEGINNING) for digits in sample)
    return [
        each[:1] + "".join(chance.choices("0123456789", k=len(each) - 1)) for each in plain if each
    ]


class Strangers(NamedTuple):
    """A sample of which the greater part does not exist in the country it is read in."""

    looked_at: int
    here: int
    """How many of them exist there."""
    countries: tuple[str, ...]
    """Where they would, the best first."""


def strangers(sample: list[str], home: str) -> Strangers | None:
    """`None` where the numbers are too few, or most of them exist in `home`."""
    digits = _digits(sample)
    here = _at_home(digits, home)
    if len(digits) < FEWEST or here >= len(digits) / 2:
        return None
    found = _likely(digits, MOST_OF_IT * len(digits), besides=home)
    return Strangers(len(digits), here, found[1] if found else ())


def likely_countries(sample: list[str], beside: str = "", household: str = "") -> tuple[str, ...]:
    """Those that explain most of the numbers, the best first; none where these are too few. `beside` as above.

    The `household` is the first of those among which it is.
    """
    digits = _digits(sample)
    enough = MOST_OF_IT * len(digits)
    found = _likely(digits, enough, also=household) if len(digits) >= FEWEST else None
    countries = _with(beside, found or (0, ()), digits)[1]
    return tuple(sorted(countries, key=lambda country: country != household))


def main_country(digits: Iterable[str]) -> str:
    """That of most of these international numbers; empty where no one has most of them."""
    codes = Counter(parts[0] for each in digits if (parts := validity.split(each, NOWHERE)))
    code, n = (*codes.most_common(1), ("", 0))[0]
    return (validity.main_region(code) or "") if n > codes.total() / 2 else ""


def _with(
    beside: str, found: tuple[int, tuple[str, ...]], sample: list[str], home: str = ""
) -> tuple[int, tuple[str, ...]]:
    """The country of the numbers beside these comes first, where most of these exist in it, and alone where nearly all do."""
    there = _elsewhere(sample, beside)[0] if beside and beside != home else 0
    if not sample or there < len(sample) / 2:
        return found
    if there >= MOST_OF_IT * len(sample):
        return there, (beside,)
    others = tuple(country for country in found[1] if country != beside)
    return max(there, found[0]), (beside, *others)


def _is_doubtful(at_home: int, n: int) -> bool:
    if n < FEW:
        return n >= FEWEST and at_home < n / 2
    return n - at_home > MOST_STRANGERS * n


def _likely(
    sample: list[str], enough: float, besides: str = "", *, also: str = "", spelled: bool = False
) -> tuple[int, tuple[str, ...]] | None:
    """How many exist in the best country, and all that explain about as many; those where people write so come first.

    With `spelled` only the 0 that is dialled in front counts: in Mexico or Luxembourg almost any ten digits exist.
    """
    tried = dict.fromkeys([*_COUNTRIES.split(), *filter(None, [also])])
    countries = [c for c in tried if c != besides]
    if spelled:
        countries = [c for c in countries if validity.trunk_prefix(c) == "0"]
        sample = [digits for digits in sample if digits.startswith("0")]
    found = {c: _elsewhere(sample, c) for c in countries}
    best = max(n for n, _ in found.values())
    if best < enough:
        return None
    near = best - ABOUT_AS_WELL * len(sample)
    ranked = sorted((c for c, (n, _) in found.items() if n >= near), key=lambda c: found[c][1])
    return best, tuple(ranked)


def _at_home(sample: list[str], home: str) -> int:
    """However each of them is written."""
    return sum(_exists(digits, home) for digits in sample)


def _elsewhere(sample: list[str], country: str) -> tuple[int, bool]:
    """How many exist in a country, and whether people there would write them otherwise.

    Where a 0 is dialled in front, it stands in the whole list or nowhere; elsewhere some numbers begin with it.
    """
    if validity.trunk_prefix(country) != "0":
        return _at_home(sample, country), False
    with_zero = _at_home([digits for digits in sample if digits.startswith("0")], country)
    without = _at_home([digits for digits in sample if not digits.startswith("0")], country)
    return max(with_zero, without), without > with_zero


def _exists(digits: str, country: str) -> bool:
    if digits.endswith(BEGINNING):
        return any(_exists(whole, country) for whole in _filled_up(digits))
    international = validity.national_to_international(digits, country)
    parts = validity.split(international, NOWHERE) if international else None
    return parts is not None and validity.type_of(*parts, NOWHERE) is not None


def _exists_abroad(digits: str) -> bool:
    if digits.endswith(BEGINNING):
        return any(map(_exists_abroad, _filled_up(digits)))
    parts = validity.split(digits, NOWHERE)
    return parts is not None and validity.type_of(*parts, NOWHERE) is not None


def _filled_up(beginning: str) -> Iterator[str]:
    """Some of the numbers that begin so."""
    digits = beginning.removesuffix(BEGINNING)
    for length in range(FEWEST_DIGITS, MOST_DIGITS + 1):
        for filling in _FILLINGS:
            if 0 < length - len(digits) <= len(filling):
                yield digits + filling[: length - len(digits)]


def _digits(sample: list[str]) -> list[str]:
    """Of as many as are looked at, evenly from the first to the last."""
    step = max(1, len(sample) // TRIED)
    return [only for text in sample[::step][:TRIED] if (only := _only_digits(text))]


def _only_digits(text: str) -> str:
    digits = "".join(c for c in text if c.isdigit() and c.isascii())[:20]
    return digits + BEGINNING if digits and text.endswith(BEGINNING) else digits
