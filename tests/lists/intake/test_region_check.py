"""Whether national numbers are of the country that somebody said, however they are written."""

from __future__ import annotations

from itertools import product

import phonenumbers
import pytest

from list_worlds import patterns, plan_of, reading_of
from portinaio.core.numbers import number
from portinaio.errors import NoCountryError, UsageError
from portinaio.lists.intake.region_check import FEW, FEWEST

COUNTRIES = ("GB", "DE", "TR", "IN", "FR")
WRITTEN = {
    "with the 0 in front": "0{}",
    "without it": "{}",
    "international without a plus": "{code}{}",
}


def numbers_of(country, written="{}", count=40):
    """Neighbours of the example that the metadata have of a country, each of which exists."""
    example = phonenumbers.example_number_for_type(country, phonenumbers.PhoneNumberType.MOBILE)
    first, code = example.national_number, example.country_code
    found = [
        written.format(n, code=code)
        for n in range(first, first + 3 * count)
        if phonenumbers.is_valid_number(phonenumbers.parse(f"+{code}{n}"))
    ]
    assert len(found) >= count
    return found[:count]


def text_of(numbers):
    return "".join(f"{each}\n" for each in numbers)


@pytest.mark.parametrize(
    ("country", "written"),
    # 4915123456789 may be a German mobile without its plus, or one more German number: each row says so.
    [
        each
        for each in product(COUNTRIES, WRITTEN)
        if each != ("DE", "international without a plus")
    ],
)
def test_the_right_country_is_never_refused_or_doubted(country, written):
    numbers = numbers_of(country, WRITTEN[written])

    reading = reading_of(text_of(numbers), format="plain", region=country)

    kept = [row.low for row in reading]
    meant = [number.read(each, plan_of(country)).number for each in numbers]
    assert len(kept) == len(set(meant)) == len(numbers)
    assert reading.remarks == ()


def exists(text, country):
    return phonenumbers.is_valid_number(phonenumbers.parse(text, country))


@pytest.mark.parametrize(
    ("country", "written", "wrong"),
    [
        (country, written, wrong)
        for country, written, wrong in product(COUNTRIES, WRITTEN, ("IT", "ES", "US", "AT"))
        # 0501234567 is a mobile in Turkey and a house in Pisa: nobody can tell.
        if not any(exists(n, wrong) for n in numbers_of(country, WRITTEN[written]))
    ],
)
def test_a_wrong_country_is_refused_and_the_right_one_named(country, written, wrong):
    with pytest.raises(UsageError) as refused:
        patterns(text_of(numbers_of(country, WRITTEN[written])), format="plain", region=wrong)

    named = str(refused.value).partition(" and only ")[0].rpartition(" of ")[2]
    assert country in named.split(", ")


@pytest.mark.parametrize(("country", "written"), product(COUNTRIES, WRITTEN))
def test_a_list_without_a_country_is_told_which_it_may_be_of(country, written):
    with pytest.raises(UsageError) as refused:
        patterns(text_of(numbers_of(country, WRITTEN[written])), format="plain")

    named = str(refused.value).partition("exist in ")[2].partition(":")[0]
    assert country in named.split(", ")


def test_who_insists_on_a_country_has_it_and_is_told_what_speaks_against_it():
    american = text_of(f"2025550{n}" for n in range(100, 140))

    reading = reading_of(american, format="plain", region="IT", sure=True)

    assert len(list(reading)) == 40
    assert "this list seems to be of another country" in str(reading.remarks[0])


@pytest.mark.parametrize(("count", "told"), [(FEWEST - 1, False), (FEWEST, True)])
def test_numbers_of_which_most_do_not_exist_are_told_where_they_are_more_than_a_few(count, told):
    unassigned = text_of(f"39900000{n:03}" for n in range(count))

    reading = reading_of(unassigned, format="plain", region="IT", sure=True)

    assert len(list(reading)) == count
    assert any("exist in IT" in str(remark) for remark in reading.remarks) is told


def test_numbers_of_which_half_exist_are_believed():
    half = [*numbers_of("IT", count=10), *(f"39900000{n:03}" for n in range(10))]

    reading = reading_of(text_of(half), format="plain", region="IT")

    assert len(list(reading)) == 20
    assert reading.remarks == ()


@pytest.mark.parametrize("count", [FEWEST, FEW - 1, FEW])
def test_short_lists_are_looked_at_too(count):
    with pytest.raises(UsageError, match="seems to be of another country"):
        patterns(text_of(numbers_of("IN", count=count)), format="plain", region="IT")


def test_beginnings_of_another_country_are_looked_at_as_whole_numbers_are():
    french = "".join(f"0{n}*\n" for n in (162, 163, 270, 271, 377, 378, 424, 425, 568, 569))

    with pytest.raises(UsageError, match="seems to be of another country"):
        patterns(french.replace("0", "6", 1) + french, format="plain", region="US")


def test_beginnings_of_the_country_that_was_said_are_believed():
    french = "".join(f"0{n}*\n" for n in (162, 163, 270, 271, 377, 378, 424, 425, 568, 569))

    reading = reading_of(french, format="plain", region="FR")

    assert len(list(reading)) == 10
    assert reading.remarks == ()


def test_beginnings_of_no_country_are_told():
    nowhere = "".join(f"30000{n}*\n" for n in range(FEWEST))

    reading = reading_of(nowhere, format="plain", region="IT", sure=True)

    assert len(list(reading)) == FEWEST
    assert any("exist in IT" in str(remark) for remark in reading.remarks)


def test_numbers_of_many_countries_that_lack_their_plus_are_not_read_inside_one():
    many = [each for c in ("FR", "GB", "ES", "TR", "NL") for each in numbers_of(c, "{code}{}", 5)]

    with pytest.raises(UsageError, match="lack only their"):
        patterns(text_of(many), format="plain", region="IT")


def test_where_the_numbers_beside_have_a_code_their_country_is_named_alone():
    mixed = numbers_of("DE", "0{}") + numbers_of("DE", "+49{}", count=60)

    with pytest.raises(NoCountryError) as refused:
        list(reading_of(text_of(mixed), format="plain"))

    assert refused.value.countries == ("DE",)


def test_where_nothing_beside_has_a_code_every_country_that_fits_is_named():
    with pytest.raises(NoCountryError) as refused:
        list(reading_of(text_of(numbers_of("DE", "0{}")), format="plain"))

    assert len(refused.value.countries) > 1


def london(count=40):
    return [f"0207946{n:04}" for n in range(count)]


def also_read(numbers, region, **said):
    reading = reading_of(text_of(numbers), region=region, **said)
    list(reading)
    return reading.read_as.also


def test_what_would_be_another_countrys_as_well_is_told_with_its_candidates():
    assert "GB" in also_read(london(), "IT")
    assert "IL" in also_read(numbers_of("IL", "0{}"), "DE")


@pytest.mark.parametrize(("count", "told"), [(FEW - 1, False), (FEW, True)])
def test_too_few_say_nothing_of_other_countries(count, told):
    assert bool(also_read(london(count), "IT")) == told


def test_whoever_insists_is_not_asked_whether_it_is_another():
    assert also_read(london(), "IT", sure=True) == ()


def test_countries_in_which_nearly_anything_exists_are_no_candidates():
    romans = [f"0698{n:06}" for n in range(0, 400_000, 10_000)]

    assert not {"DE", "FI", "FR"} & set(also_read(romans, "IT"))


def test_a_list_of_every_kind_of_number_of_a_country_has_no_other():
    numbers = [
        *numbers_of("IT", count=20),
        *(f"02000{n:05}" for n in range(20)),
        *(f"0776{n:06}" for n in range(20)),
    ]

    assert also_read(numbers, "IT") == ()
