"""What looks like a number and is none is refused, and numbers that look like it are kept."""

from __future__ import annotations

import pytest

from list_worlds import patterns, reading_of
from portinaio.errors import UntrustedListError, UsageError
from portinaio.lists.intake.no_telephone import ADDRESS, DAY, PLACE, something_else


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        pytest.param("2026-01-01", DAY, id="a day"),
        pytest.param("2026-01-01 10:00:00", DAY, id="a moment"),
        pytest.param("2026-01-01T10:00:00+01:00", DAY, id="a moment of a program"),
        pytest.param("31.12.2026", DAY, id="a German day"),
        pytest.param("12/31/2026", DAY, id="an American day"),
        pytest.param("66.249.64.1", ADDRESS, id="an address"),
        pytest.param("255.255.255.255", ADDRESS, id="the last address"),
        pytest.param("192.0.2.1:443", ADDRESS, id="an address with its port"),
        pytest.param("192.0.2.0/24", ADDRESS, id="a net"),
        pytest.param("45.464203", PLACE, id="a latitude"),
        pytest.param("-179.9999", PLACE, id="the last longitude"),
    ],
)
def test_what_is_no_number_is_refused_for_what_it_is(text, meant):
    reading = reading_of(f"+390200001234\n{text}\n", format="plain", region="IT")

    assert len(list(reading)) == 1
    assert [row.reason for row in reading.rejected] == [meant]


@pytest.mark.parametrize(
    "text",
    [
        "345.1234567",
        "06.1234567",
        "01.62.00.00.00",
        "202.555.0123",
        "256.249.64.1",
        "066.249.64.1",
        "2026-13-01",
        "02-0000-1234",
        "180.0000",
    ],
)
def test_a_number_with_dots_or_hyphens_stays_one(text):
    assert something_else(text) is None


@pytest.mark.parametrize("format_id", ["plain", None])
@pytest.mark.parametrize("text", ["2026-01-{:02}", "66.249.64.{}", "45.4642{:02}"])
def test_a_list_of_nothing_else_is_refused(text, format_id):
    rows = "".join(text.format(n) + "\n" for n in range(1, 29))

    with pytest.raises((UntrustedListError, UsageError)):
        patterns(rows, format=format_id, region="IT")


@pytest.mark.parametrize("title", ["id", "ID", "Zip Code", "ip", "lat"])
def test_a_column_whose_title_says_something_else_holds_no_numbers(title):
    with pytest.raises(UsageError, match="in no format"):
        patterns(f"{title},name\n100000001,Firm\n100000002,Shop\n", region="IT", name="a.csv")


def test_the_number_beside_an_id_is_read():
    assert patterns("id,number\n100000001,+390200001234\n", region="IT") == ["+390200001234"]
