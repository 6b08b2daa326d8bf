"""Days in all their spellings, and those that can be read in two ways."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from list_worlds import reading_of
from portinaio.lists.intake.cells.days import Days, day_of

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24", "2026/11/24", "2026.11.24", "20261124", " 2026-11-24 ", "2026-11-24 10:00:00 +0000",
        "2026-11-24T10:00:00.000Z", "24.11.2026", "24.11.26", "24/11/2026", "24/11/26", "24-11-2026", "11/24/2026",
        "11-24-2026 10:00", "24/11/2026 10:00", "1795514400", "1795514400000", "1795514400.5",
    ],
)  # fmt: skip
def test_a_day_is_read_in_all_usual_forms(text):
    assert day_of(text) == DAY.toordinal()


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-13-01", "32.01.2026", "2026-02-30", "24/11", "123/11/2026", "24/11/20261", "0.0.0", "1" * 500,
     "00000000", "20261324", "12345", "+390200001234"],
)  # fmt: skip
def test_what_is_no_day_is_none(text):
    assert day_of(text) == 0


@given(st.text(max_size=60))
def test_no_text_raises(text):
    assert day_of(text) >= 0


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["IT", "US", "ZZ"]))
def test_a_day_as_its_country_writes_it_is_that_day(day, country):
    form = "%m/%d/%Y" if country == "US" else "%d/%m/%Y"

    assert Days(country).ordinal(day.strftime(form)) == day.toordinal()


JANUARY, DECEMBER = date(2026, 1, 12), date(2026, 12, 1)


@pytest.mark.parametrize(
    ("region", "others", "day", "doubted"),
    [
        ("IT", [], JANUARY, False),
        ("US", [], DECEMBER, False),
        (None, [], JANUARY, True),
        ("CA", [], JANUARY, True),
        (None, ["24/11/2026"], JANUARY, False),
        (None, ["11/24/2026"], DECEMBER, False),
        ("IT", ["11/24/2026"], DECEMBER, False),
        ("US", ["24/11/2026"], JANUARY, False),
        ("CA", ["11/24/2026"], DECEMBER, False),
        ("IT", ["24/11/2026", "11/24/2026"], JANUARY, True),
        (None, ["24.11.2026", "2026-11-24"], JANUARY, True),
    ],
)
def test_whether_day_or_month_stands_first_is_told_by_the_file_then_by_its_country(
    region, others, day, doubted
):
    rows = "".join(f"+39020000{n:04},{cell}\n" for n, cell in enumerate(["12/01/2026", *others]))
    reading = reading_of("number,last\n" + rows, region=region, name="x.csv")

    first, *_ = list(reading)

    assert (date.fromordinal(first.last_day), bool(reading.remarks)) == (day, doubted)


@pytest.mark.parametrize("cell", ["12.01.2026", "2026-01-12", "12/12/2026"])
def test_a_day_that_can_be_read_in_one_way_raises_no_doubt(cell):
    reading = reading_of(f"number,last\n+390200001234,{cell}\n", name="x.csv")
    list(reading)

    assert reading.remarks == ()


@pytest.mark.parametrize(
    ("region", "others", "said"),
    [(None, [], "the day was taken"), ("US", ["11/24/2026", "24/11/2026"], "the month was taken")],
)
def test_the_doubt_says_how_the_days_were_taken(region, others, said):
    rows = "".join(f"+39020000{n:04},{cell}\n" for n, cell in enumerate(["12/01/2026", *others]))
    reading = reading_of("number,last\n" + rows, region=region, name="x.csv")
    list(reading)

    assert [said in str(remark) for remark in reading.remarks] == [True]


def test_a_day_far_behind_the_others_that_contradicts_them_is_said():
    rows = [f"+39020000{n % 10_000:04},24/11/2026\n" for n in range(3000)]
    reading = reading_of("number,last\n" + "".join(rows) + "+390200001234,11/24/2026\n")

    *_, last = list(reading)

    assert (date.fromordinal(last.last_day), len(reading.remarks)) == (DAY, 1)
