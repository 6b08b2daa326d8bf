"""What an index file has learned of its countries, weighed for the day of a call."""

from __future__ import annotations

from bisect import bisect_right

from portinaio.lists.index.density import model
from portinaio.lists.index.layout import A_COUNTRY, EPOCH

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.lists.index.mapped import IndexFile

_LENGTH = 0b1111
_DAYS = 1_000  # that are kept weighed; a list of more of them is an odd one
_HALF = 1  # place among the weights


class Country:
    """The numbers of a country that are as long as the caller's."""

    __slots__ = ("_day", "_today", "days", "far", "normal", "wanted", "weights")

    def __init__(self, weights: model.Weights, normal: float, today: int, day: int) -> None:
        self.weights = weights
        self.normal = normal
        """What `total` comes to there by today."""
        self.wanted = model.wanted(normal)
        """What it must come to for a word."""
        self.far = weights.slow[_HALF] + weights.fast[_HALF]
        """The most that a number weighs outside the caller's block of 1,000."""
        self.days: dict[int, tuple[float, ...]] = {}
        """As `weigh` has it, of days that were asked before."""
        self._today = today
        self._day = day

    def weigh(self, last_day: int) -> tuple[float, ...]:
        """What a number reported last on such a day weighs in each of the blocks, the wider before the narrower."""
        slow, fast = model.both(self._today - (last_day + EPOCH if last_day else self._day))
        weights = zip(self.weights.slow, self.weights.fast, strict=True)
        weighed = tuple(a * slow + b * fast for a, b in weights)
        if len(self.days) < _DAYS:
            self.days[last_day] = weighed
        return weighed


class Countries:
    """What was learned of each of a file's countries, weighed once a day: at most one for each that the file has."""

    __slots__ = ("_known", "file")

    def __init__(self, file: IndexFile) -> None:
        self.file = file
        self._known: tuple[int, dict[int, Country]] = (0, {})

    def of(self, key: int, today: int) -> Country:
        day, known = self._known
        if today != day:
            known = {}
            self._known = today, known  # at once, for other threads may be asking
        place = _place(self.file, key)
        country = known.get(place)
        if country is None:
            country = known[place] = country_of(self.file, key, today)
        return country


def country_of(file: IndexFile, key: int, today: int) -> Country:
    place = _place(file, key)
    if place < 0:
        return Country(model.weights(), 0.0, today, file.day)
    begin = A_COUNTRY * place
    slow, fast, *multipliers = file.learned[begin : begin + A_COUNTRY]
    weights = model.weights(tuple(multipliers))
    passed = today - file.day
    normal = weights.normal(slow * model.slow(passed), fast * model.fast(passed))
    return Country(weights, normal, today, file.day)


def _place(file: IndexFile, key: int) -> int:
    """Among the countries, that of numbers as long; -1 where the list has none."""
    countries = file.countries
    place = bisect_right(countries, key) - 1
    if place < 0:
        return -1
    here = countries[place]
    if not (here ^ key) & _LENGTH:
        return place
    first = here >> 4
    while place >= 0 and countries[place] >> 4 == first:
        if not (countries[place] ^ key) & _LENGTH:
            return place
        place -= 1
    return -1
