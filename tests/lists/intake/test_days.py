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
        "24 Nov 2026", "24-Nov-26", "Nov 24, 2026", "November 24th, 2026 10:00", "Tue, 24 Nov 2026 10:00:00 GMT",
        "Tue Nov 24 2026 10:00:00 GMT+0100", "24. November 2026", "24 novembre 2026", "mar. 24 nov. 2026",
        "24 de noviembre de 2026", "24 de novembro de 2026", "24 november 2026", "24 Kasım 2026", "NOV 24 2026",
    ],
)  # fmt: skip
def test_a_day_is_read_in_all_usual_forms(text):
    assert day_of(text) == DAY.toordinal()


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2026-13-01", "32.01.2026", "2026-02-30", "24/11", "123/11/2026", "24/11/20261", "0.0.0", "1" * 500,
     "00000000", "20261324", "12345", "+390200001234", "31 Nov 2026", "24 Foo 2026", "Nov 2026", "24 Nov", "24 Nov 10:00"],
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


MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
}


@pytest.mark.parametrize("language", MONTHS)
def test_each_month_is_read_by_its_name(language):
    days = [day_of(f"7 {name} 2026") for name in MONTHS[language].split()]

    assert days == [date(2026, month, 7).toordinal() for month in range(1, 13)]


@pytest.mark.parametrize(("cell", "told"), [("late in 2026", True), ("31/02/2026", True), ("", False), ("n/a", False), ("0000-00-00", False), ("24/11/2026", False)])  # fmt: skip
def test_a_day_that_cannot_be_read_is_said(cell, told):
    file = f"number,last\n+390200001234,{cell}\n".encode()
    reading = reading_of(file, region="IT")
    list(reading)

    said = [str(remark) for remark in reading.remarks]

    assert said == ([f"days such as {cell} cannot be read, and count for none"] if told else [])


@pytest.mark.parametrize(
    ("cell", "told"), [("24 Nov 2026", 1), ("24/11/2026", 1), ("20261124", 0), ("1795514400", 1)]
)
def test_a_column_of_days_that_nobody_knows_is_told_and_one_of_figures_is_none(cell, told):
    rows = "".join(f"+39020000{n:04},{cell}\n" for n in range(20))
    reading = reading_of("number,visto\n" + rows, name="x.csv")
    list(reading)

    assert len(reading.remarks) == told
