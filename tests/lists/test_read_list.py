"""Which country a list is of, what may not stand in one, and when an import stops."""

import contextlib
import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from list_worlds import patterns, plan_of, reading_of, reasons
from portinaio.core.numbers import number, validity
from portinaio.core.numbers.pattern import key
from portinaio.core.numbers.reading import Kind
from portinaio.errors import PortinaioError, UntrustedListError, UsageError
from portinaio.lists.formats import formats, recognised
from portinaio.lists.intake.numbering import Numbering
from portinaio.lists.read_list import read_list

SAMPLES = Path(__file__).parent / "samples"
GERMAN = "030 00000{:03}\n0171 0000{:03}\n089 00000{:03}\n0221 0000{:03}\n"


def german_list(count=25):
    return "".join(GERMAN.format(n, n, n, n) for n in range(count))


def an_american_list(count=200):
    return "".join(f"202555{n:04}\n" for n in range(100, 100 + count))


def test_a_german_list_stays_german_in_an_italian_house():
    found = patterns(german_list(), region="DE")

    assert found
    assert all(pattern.startswith("+49") for pattern in found)


def test_national_numbers_of_no_country_are_not_guessed_at():
    with pytest.raises(UsageError, match="--region"):
        patterns(german_list())


def test_the_list_of_a_stranger_is_of_no_country_that_nobody_has_said():
    only_italian = [f"{area} 41029{n}\n" for area in ("02", "06", "333") for n in range(10, 19)]

    with pytest.raises(UsageError, match="--region IT"):
        patterns("".join(only_italian))


def test_a_list_said_to_be_of_the_wrong_country_stops_the_import_and_names_the_right_one():
    with pytest.raises(UsageError, match="--region US"):
        patterns(an_american_list(), region="IT")


def test_german_numbers_said_to_be_italian_stop_the_import():
    # Some of them exist in Italy too: 030 is Berlin here and Brescia there.
    numbers = [f"030 23125 {n:03}\n0171 0000{n:04}\n01512 0000{n:03}\n" for n in range(60)]

    with pytest.raises(UsageError, match="--region DE"):
        patterns("".join(numbers), region="IT")


def test_a_list_of_the_right_country_may_hold_many_numbers_that_do_not_exist():
    unassigned = "".join(f"02 0000 {n:04}\n" for n in range(200))

    assert len(patterns(unassigned, region="IT")) == 200


def test_a_few_national_numbers_are_refused_where_the_others_name_their_country():
    data = "".join(f"+3902000012{n:02}\n" for n in range(30)) + "0200001299\n"

    assert reasons(data) == ["a number without its country code; write it with +"]


def test_a_list_of_one_country_only_by_definition_needs_no_region():
    header = "Company_Phone_Number,Created_Date,Subject,Recorded_Message_Or_Robocall\n"

    assert patterns(f"{header}2025550101,2026-11-24,Other,N\n") == ["+12025550101"]


@pytest.mark.parametrize(
    "text",
    [
        *("112", "113", "118", "116117", "+39112", "0039118", "+39 116117", "39 112", "+39116000"),
        *("+49110", "+49112", "+49116117", "+1911", "+33112", "112*", "11*", "1*", "+391*"),
        *("+39*", "+3*", "*", "+1*", "+49*", "7", "7*", "12345", "39", "+39", "400"),
        *("anonymous", "TIM", "02663O7129", "3331234567.0", "3331234567;3337654321", "*17"),
        *("+390000000000..+399999999999", "+390200001299..+390200001200", "+3902000012345678"),
        *(
            "0200001234567",
            "+999200001234",
            "+",
            "",
            "0000000000",
            "+39110..+39119",
            "V01519512800052",
        ),
    ],
)
def test_what_would_be_dangerous_or_is_no_number_is_never_listed(text):
    data = f"+390200001234\n{text}\n"

    assert patterns(data, format="plain", region="IT") == ["+390200001234"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("06 6982", "+39066982"),
        ("335022670", "+39335022670"),
        ("0844 123456", "+390844123456"),
        ("+39 (0)2 0000 1234", "+390200001234"),
        ("02/0000-1234", "+390200001234"),
        ("０２ 00001234", "+390200001234"),
        ("0200001234 int. 12", "+390200001234"),
        ("sip:+390200001234@ims.example;user=phone", "+390200001234"),
        ("+12025550100", "+12025550100"),
        ("+1 202 555 01*", "+120255501*"),
    ],
)
def test_every_spelling_of_a_number_is_read(text, wanted):
    assert patterns(f"{text}\n", format="plain", region="IT") == [wanted]


@pytest.mark.parametrize("head", ["", "number\n"], ids=["plain", "table"])
@pytest.mark.parametrize(
    ("text", "region", "wanted"),
    [
        ("+493012345678901", "IT", "+493012345678901"),
        ("493012345678901", "DE", "+493012345678901"),
        ("3012345678901", "DE", "+493012345678901"),
        ("+819012345678901", "IT", "+819012345678901"),
    ],
)
def test_a_number_has_fifteen_digits_though_a_country_knows_longer_ones(text, region, wanted, head):
    data = f"{head}+390200001234\n{text}\n{text}9\n"

    assert sorted(patterns(data, region=region)) == sorted(["+390200001234", wanted])
    assert reasons(data, region=region) == ["too long for a telephone number"]


def test_each_refused_row_says_where_and_why():
    reading = reading_of("number\n+390200001234\n7\n112\n", format="csv", region="IT")

    list(reading)

    assert [(r.line, r.text, str(r.reason)) for r in reading.rejected] == [
        (3, "7", "too short for a telephone number"),
        (4, "112", "an emergency number is never blocked or listed"),
    ]


def test_ten_million_bad_rows_fill_no_memory_and_are_counted():
    reading = reading_of("+390200001234\n" + "7\n" * 5000, format="plain", region="IT")

    list(reading)

    assert (reading.accepted, reading.rejected_count, len(reading.rejected)) == (1, 5000, 1000)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "empty"),
        (b" \n\n", "empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "web page"),
        (b"\xef\xbb\xbf<HTML>", "web page"),
        ("<html>".encode("utf-16"), "web page"),
    ],
)
def test_what_is_no_list_is_refused(data, sentence):
    with pytest.raises(UntrustedListError, match=sentence):
        reading_of(data, region="IT")


def test_a_file_that_nobody_understands_asks_for_its_format():
    with pytest.raises(UsageError, match="--format"):
        reading_of(b"once upon a time\nthere was a telephone\n", region="IT", name="story.txt")


def test_a_format_that_does_not_exist_is_answered_with_those_that_do():
    with pytest.raises(UsageError, match="phoneblock-json"):
        reading_of(b"+390200001234\n", format="phonebook")


@pytest.mark.parametrize(
    ("rows", "told"), [("7\n", "its only row holds no number"), ("7\n8\n", "none of the 2 rows")]
)
def test_a_list_without_one_number_is_not_taken_for_an_empty_one(rows, told):
    with pytest.raises(UntrustedListError, match=told):
        list(reading_of(rows, format="plain", region="IT"))


def test_a_country_that_does_not_exist_is_refused():
    with pytest.raises(PortinaioError, match="XX"):
        reading_of("0200001234\n", region="XX")


def test_an_endless_line_is_refused():
    with pytest.raises(UntrustedListError, match="too long"):
        list(reading_of("1" * (2 << 20), format="plain", region="IT"))


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE b [<!ENTITY a "x">]><blocklist><x>&a;</x></blocklist>',
        '<!DOCTYPE b [<!ENTITY a SYSTEM "file:///etc/passwd">]><blocklist>&a;</blocklist>',
        '<!DOCTYPE b [<!ENTITY % a SYSTEM "http://192.0.2.1/">%a;]><blocklist/>',
        "<blocklist>" + "<a>" * 50,
        "<blocklist><numbers>",
        '<blocklist a="' + "x" * (3 << 20) + '"/>',
        '<?xml version="1.0" encoding="x-none"?><blocklist/>',
    ],
)
def test_xml_that_asks_for_more_than_a_list_needs_is_refused(xml):
    with pytest.raises(UntrustedListError):
        list(reading_of(xml, format="phoneblock-xml"))


@pytest.mark.parametrize(
    "text",
    [
        '{"numbers":[{"phone":"+390200001234","votes":4}',
        '{"numbers":[' + "[" * 100_000,
        '{"numbers":[NaN]}',
        '{"numbers":["' + "1" * (3 << 20) + '"]}',
        "42",
        '{"numbers" []}',
        '{"numbers":[]} trailing',
    ],
)
def test_json_that_is_broken_or_without_bounds_is_refused(text):
    with pytest.raises(UntrustedListError):
        list(reading_of(text, format="phoneblock-json"))


def test_json_is_read_across_its_blocks():
    rows = ",".join(f'{{"phone":"+3902000{n:05}","votes":4}}' for n in range(5000))

    found = patterns(f'{{"version":7,"numbers":[{rows}],"more":12345}}', format="phoneblock-json")

    assert len(set(found)) == 5000


def whole(data, **how):
    """Everything a reading says; a sentence instead of rows is an answer too."""
    with contextlib.suppress(PortinaioError):
        return list(reading_of(data, **how))
    return None


@given(
    st.binary(max_size=400), st.sampled_from(sorted(formats())), st.sampled_from([None, "IT", "US"])
)
def test_no_bytes_bring_a_reader_down(data, format_id, region):
    whole(data, format=format_id, region=region)


@given(st.text(max_size=200), st.sampled_from(sorted(formats())))
def test_no_text_brings_a_reader_down(text, format_id):
    whole(text.encode("utf-8", "surrogatepass"), format=format_id, region="IT")


@given(st.data(), st.sampled_from(sorted(formats())))
def test_no_damage_to_a_good_file_brings_its_reader_down(data, format_id):
    good = next(p for p in SAMPLES.glob(f"{format_id}.*") if p.suffix != ".expected").read_bytes()
    at = data.draw(st.integers(0, len(good)))
    more = data.draw(st.binary(max_size=20))
    cut = data.draw(st.integers(0, 20))

    whole(good[:at] + more + good[at + cut :], format=format_id, region="IT")


@given(st.binary(max_size=300))
def test_no_beginning_brings_recognition_down(head):
    assert recognised(head, "x") is None or recognised(head, "x").id in formats()


@given(
    st.from_regex(r"\+(39|1|44|49|33|378|7|20|972|247|999)\d{1,12}", fullmatch=True)
    | st.from_regex(r"\d{10}", fullmatch=True),
    st.sampled_from(["IT", "US", "DE"]),
)
def test_the_short_way_to_a_number_says_what_the_long_one_says(text, region):
    numbering = Numbering(region, plan_of)

    quick = numbering.exact(text)

    reading = number.read(text, numbering.plan)
    if isinstance(quick, int):
        assert reading.kind is Kind.NUMBER
        assert quick == key(reading.number[1:])
        code, national = validity.split(quick_digits(quick), numbering.plan)
        assert len(national) in validity.possible_lengths(code)
    else:
        assert quick == numbering._read(text)


def quick_digits(quick):
    return f"{quick >> 4:015d}"[: quick & 15]


def test_a_stream_that_comes_in_drops_is_read_to_its_end():
    class Drops(io.BytesIO):
        def read(self, size=-1):
            return super().read(min(7, size))

    drops = Drops(b"number,company\n" + b"+390200001234,Energia\n" * 3)
    rows = list(read_list(drops, plan_of=plan_of, format="csv"))

    assert len(rows) == 3


def test_a_million_complaints_are_counted_in_order_within_little_memory(monkeypatch):
    monkeypatch.setattr("portinaio.lists.intake.tally.runs.RUN", 500)
    monkeypatch.setattr("portinaio.lists.intake.tally.runs.STRETCH", 64)
    chance = random.Random(7)
    numbers = [f"202555{chance.randrange(100, 400):04}" for _ in range(20_000)]
    header = "Company_Phone_Number,Created_Date,Subject\n"
    data = header + "".join(f"{n},2026-11-{chance.randrange(1, 25):02},Other\n" for n in numbers)

    rows = list(reading_of(data, format="ftc"))

    assert [r.low for r in rows] == sorted({key("1" + n) for n in numbers})
    assert sum(r.reports for r in rows) == 20_000
