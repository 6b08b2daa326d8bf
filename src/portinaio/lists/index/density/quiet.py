"""Whether the listed numbers around a caller may add up to a word at all: a first look, at a fifth of the cost of the second.

Nearly every caller of a large list has two listed numbers in its block of 10,000, and of nearly none do they come to
anything. So all of them count here, of any length, and those outside the block of 1,000 as if they lay in that of 5,000
and had been reported today; only where that is too much are they looked at one by one.
"""

from __future__ import annotations

from bisect import bisect_left

from portinaio.lists.index.density import model

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.lists.index.density.countries import Country
    from portinaio.lists.index.mapped import IndexFile

_HALF, _THOUSAND, _HUNDRED = 1, 2, 3  # places of the blocks in what `weigh` gives
_FEW = 12  # records to either side; more are sooner weighed than looked at one by one
_ROUNDING = 1e-9  # sums are added up in another order


def quiet(file: IndexFile, country: Country, place: int, wanted: int, unit: int) -> bool:
    """True only where what is listed certainly weighs too little for a word.

    `wanted` is the record that the number would have at `place`, `unit` how far it would be to the next number's.
    """
    records, hot, days = file.records, file.hot, country.days
    hundred, thousand = 100 * unit, 1_000 * unit
    low = wanted - wanted % thousand
    high = low + thousand
    first = place - _FEW if place > _FEW else 0
    last = min(file.n, place + _FEW)
    block, total = wanted // hundred, 0.0
    before = behind = place
    while before > first and (record := records[before - 1]) >= low:
        before -= 1
        weighed = days.get(hot[before] >> 16) or country.weigh(hot[before] >> 16)
        total += weighed[_width(record, wanted, unit) if record // hundred == block else _THOUSAND]
    while behind < last and (record := records[behind]) < high:
        weighed = days.get(hot[behind] >> 16) or country.weigh(hot[behind] >> 16)
        total += weighed[_width(record, wanted, unit) if record // hundred == block else _THOUSAND]
        behind += 1
    least = low - low % (10 * thousand)
    most = least + 10 * thousand
    if (first and records[first] >= least) or (last < file.n and records[last - 1] < most):
        return False  # there may be more
    if total + 2 * _FEW * country.far + _ROUNDING < country.wanted:
        return True
    begin = bisect_left(records, least, first, before)
    end = bisect_left(records, most, behind, last)
    outside = end - begin - (behind - before)
    if end - begin < model.LEAST or total + outside * country.far + _ROUNDING < country.wanted:
        return True
    for seen in (*hot[begin:before], *hot[behind:end]):
        total += (days.get(seen >> 16) or country.weigh(seen >> 16))[_HALF]
    return total + _ROUNDING < country.wanted


def _width(record: int, wanted: int, unit: int) -> int:
    """Place in what `weigh` gives, of one in the block of 100."""
    return _HUNDRED + (record // (10 * unit) == wanted // (10 * unit))
