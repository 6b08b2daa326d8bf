"""Numbers that are divided into two columns, or two members of an object: the code of a country or an area, and what follows it.

    country_code,number        prefisso;numero        number,country
    1,2025550101               02;00001234            2025550101,US

Read by themselves the second parts would be numbers of others. They are put together where more of them exist so than alone, and with
the code of a country where as many do.
"""

from __future__ import annotations

from functools import cache, lru_cache
from operator import ne
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, msg
from portinaio.core.numbers import number, validity
from portinaio.core.safe_text import one_line
from portinaio.lists.intake.column_names import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.core.numbers.plan import Plan

MOST_TRIED = 40  # rows, to see which numbers exist
LONGEST_TITLE = 40  # characters
_ISO = 2  # letters of a country


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_OF_COUNTRIES = _set_of(
    "countrycode callingcode dialcode dialingcode diallingcode internationalcode phonecode isdcode countrycallingcode"
    " countrydialcode phonecountrycode countryprefix internationalprefix country countryiso iso iso2 prefissointernazionale"
    " prefissopaese prefissonazione codicepaese paese nazione land pays pais ulke landervorwahl landesvorwahl"
    " landeskennzahl indicatifpays indicatifinternational codepays codigopais codigodepais prefijopais"
    " prefijointernacional codigodopais landcode landnummer ulkekodu"
)
_OF_AREAS = _set_of(
    "areacode prefix phoneprefix prefisso prefissotelefonico vorwahl ortsvorwahl indicatif indicatifregional prefijo"
    " codigoarea codigodearea ddd netnummer kengetal alankodu npa citycode stdcode"
)


class Code(NamedTuple):
    """Where it stands."""

    place: int
    of_country: bool
    title: str

    @property
    def named_so(self) -> bool:
        """Whether its title says of which kind it is."""
        return (plain(self.title) in _OF_COUNTRIES) is self.of_country

    @property
    def remark(self) -> Message:
        name = one_line(self.title, LONGEST_TITLE)
        if self.of_country:
            return msg(
                "numbers without + are of the countries that the column %(name)s says", name=name
            )
        return msg("the column %(name)s is put in front of the numbers", name=name)


def code_of(
    titles: Sequence[str], rows: Sequence[Sequence[str]], place: int, plan: Plan
) -> Code | None:
    """The column of codes for the numbers in column `place`; `None` where no more of them exist with it."""
    best, most = None, 0
    for code in _codes(titles):
        last = max(place, code.place)
        parts = [(row[code.place], row[place]) for row in rows[:MOST_TRIED] if last < len(row)]
        alone = sum(number.read(text, plan).valid for _, text in parts)
        whole = [joined(before, text, of_country=code.of_country) for before, text in parts]
        together = sum(number.read(text, plan).valid for text in whole)
        as_many = together >= alone if code.of_country and code.named_so else together > alone
        changed = any(map(ne, whole, (text.strip() for _, text in parts)))
        if as_many and changed and together > most and 2 * together >= len(parts):
            best, most = code, together
    return best


def _codes(titles: Sequence[str]) -> list[Code]:
    """Those that there may be: what is called a prefix may be that of a country, too."""
    named = [(place, title, plain(title)) for place, title in enumerate(titles)]
    areas = [(place, title) for place, title, name in named if name in _OF_AREAS]
    countries = [(place, title) for place, title, name in named if name in _OF_COUNTRIES]
    return [
        *(Code(place, True, title) for place, title in countries),
        *(Code(place, of_country, title) for place, title in areas for of_country in (False, True)),
    ]


def joined(code: str, text: str, *, of_country: bool) -> str:
    """A number with its code in front, unless it has one already or there is none."""
    code, text = code.strip().strip("+()"), text.strip()
    if of_country and len(code) == _ISO:
        code = _calling_codes().get(code.upper(), code)
    if not (code.isdigit() and code.isascii() and text) or text[:1] == "+":
        return text
    if not of_country:
        return code + text
    code = code.lstrip("0")  # of nothing but those there is none
    return f"+{code}{text}" if code and text[:2] != "00" else text


@cache
def _calling_codes() -> dict[str, str]:
    """By the two letters of a country."""
    codes = map(str, range(1, 1_000))
    return {region: code for code in codes if (region := validity.main_region(code))}


def whole_number(text: str, fields: dict[str, object], plan: Plan) -> str:
    """A number of an object that may hold its code in a member of its own."""
    for name, of_country, sure in _members(tuple(fields)):
        code = fields[name]
        if not isinstance(code, str | int) or isinstance(code, bool):
            continue
        together = joined(str(code), text, of_country=of_country)
        if together == text or not number.read(together, plan).valid:
            continue
        if sure or not number.read(text, plan).valid:
            return together
    return text


@lru_cache(maxsize=4)  # most objects of a file have the same names
def _members(names: tuple[str, ...]) -> tuple[tuple[str, bool, bool], ...]:
    return tuple(
        (names[code.place], code.of_country, code.of_country and code.named_so)
        for code in _codes(names)
    )
