"""The numbers that plans assign: unfolded patterns agree with the library about every number."""

from __future__ import annotations

from itertools import pairwise

import phonenumbers
import pytest

from portinaio.core.numbers import validity
from portinaio.core.numbers.alternatives import alternatives
from portinaio.core.numbers.assigned import Assigned, assigned, beginnings
from portinaio.core.numbers.metadata import ANY_BEGINNING, Kind, Region
from portinaio.core.numbers.plan import NOWHERE
from portinaio.core.numbers.stretches import united, width
from portinaio.countries.phonenumbers_metadata import regions_of

CODES = sorted(map(str, phonenumbers.COUNTRY_CODE_TO_REGION_CODE), key=int)
TRIED = 40  # borders a type and length; more than most have


def unfolded(calling_code: str) -> list[Assigned]:
    return assigned(calling_code, regions_of(calling_code))


def of_pattern(pattern: str, *lengths: int) -> list[Assigned]:
    kind = Kind("mobile", frozenset(lengths), ((pattern, ANY_BEGINNING),))
    return assigned("39", [("IT", Region("", kind, (kind,)))])


def around_the_borders(calling_code: str, types: list[Assigned]) -> set[str]:
    """National numbers on both sides of where a type begins or ends."""
    found = set()
    for each in types:
        for length, places in each.by_length.items():
            one = 10 ** (15 - length)
            borders = [border for stretch in places for border in stretch]
            for border in borders[:: max(len(borders) // TRIED, 1)]:
                found |= {f"{place:015d}"[:length] for place in (border, border - one)}
    return {number[len(calling_code) :] for number in found if number.startswith(calling_code)}


@pytest.mark.parametrize("calling_code", CODES)
def test_every_country_is_unfolded_as_the_library_judges(calling_code):
    types = unfolded(calling_code)
    numbers = sorted(around_the_borders(calling_code, types))

    told = {number: types_of(calling_code + number, types) for number in numbers}

    library = {n: validity.type_of(calling_code, n, NOWHERE) for n in numbers}
    assert told == {n: [found] if found else [] for n, found in library.items()}
    assert types


def types_of(digits: str, types: list[Assigned]) -> list[str]:
    place = int(digits) * 10 ** (15 - len(digits))
    return [
        each.type
        for each in types
        if any(first <= place < behind for first, behind in each.by_length.get(len(digits), ()))
    ]


@pytest.mark.parametrize(
    ("pattern", "lengths", "room"),
    [
        pytest.param(r"3\d{8}", [9], 100, id="one beginning"),
        pytest.param(r"3[2-4]\d{7}", [9], 30, id="digits in a row"),
        pytest.param(r"3(?:2|40)\d{6,7}", [9], 11, id="one or the other"),
        pytest.param(r"32?\d{7}", [9], 10, id="a digit that may be missing"),
        pytest.param(r"32\d{5,7}", [7, 8, 9], 30, id="several lengths, each of its own"),
        pytest.param(r"3[02468]\d{7}", [9], 50, id="digits apart"),
    ],
)
def test_the_room_of_a_pattern_is_told_in_hundredths_of_a_beginning(pattern, lengths, room):
    (found,) = of_pattern(pattern, *lengths)

    assert sum(map(width, found.by_length.values())) == room * 10**10


def test_a_number_of_few_digits_takes_the_room_of_many_with_more():
    (short,), (long,) = of_pattern(r"3\d{5}", 6), of_pattern(r"3\d{8}", 9)

    assert united(short.by_length[8]) == united(long.by_length[11])


def test_of_countries_that_share_a_code_each_has_its_own():
    room = {}
    for each in unfolded("7"):
        every = united(stretch for places in each.by_length.values() for stretch in places)
        room.setdefault(each.country, []).extend(every)

    assert set(room) == {"RU", "KZ"}
    assert all(a[1] <= b[0] for a, b in pairwise(sorted(room["RU"] + room["KZ"])))


@pytest.mark.parametrize("pattern", [r"3(?!4)\d{8}", r"3(?:\d{8}", r"3\d{8})", r"3)\d(?:4", "[^3]"])
def test_a_pattern_that_says_more_is_not_guessed_at(pattern):
    with pytest.raises(ValueError, match=r"\d"):
        of_pattern(pattern, 9)


@pytest.mark.parametrize(
    ("pattern", "parts"),
    [
        ("0[26]|3\\d", ["0[26]", "3\\d"]),
        ("(?:1|2)3|4", ["(?:1|2)3", "4"]),
        ("[1|2]", ["[1|2]"]),
        ("1(?:2|(?:3|4)5)|", ["1(?:2)", "1(?:(?:3|4)5)", ""]),
        ("", [""]),
        ("0(?:1|2[34])5", ["0(?:1)5", "0(?:2[34])5"]),
        ("0(?:1|2)?5", ["0(?:1|2)?5"]),
        ("0(?:1|2){2}", ["0(?:1|2){2}"]),
        ("0(?:1(?:2|3)|4)|5", ["0(?:1(?:2|3))", "0(?:4)", "5"]),
        ("01(?:2|3)", ["01(?:2|3)"]),
    ],
)
def test_a_pattern_is_taken_apart_where_it_offers_a_choice_of_the_whole(pattern, parts):
    assert alternatives(pattern) == parts


@pytest.mark.parametrize(
    ("pattern", "begins"),
    [
        ("0[26]|5", {2, 6, *range(50, 60)}),
        (r"3(?:[0-8]\d{7}|9\d{7})", set(range(30, 40))),
        (r"1(?:12)?", set(range(10, 20))),
        ("(?!9)1", set(range(100))),
    ],
    ids=["of leading digits", "of a type", "of what may be shorter", "of what says more"],
)
def test_a_pattern_tells_the_two_digits_that_its_numbers_begin_with(pattern, begins):
    assert {n for n in range(100) if beginnings(pattern) >> n & 1} == begins


def test_a_calling_code_of_nobody_has_no_numbers():
    assert unfolded("999") == []
