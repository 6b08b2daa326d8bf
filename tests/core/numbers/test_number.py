"""What a calling number may look like, and what it means in Italy."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portinaio.core.call import Presentation
from portinaio.core.numbers.number import parse, read, read_caller
from portinaio.core.numbers.plan import NOWHERE, Plan
from portinaio.core.numbers.reading import Kind
from portinaio.core.numbers.validity import describe
from worlds import ITALY

GERMANY = Plan("DE", "49")

SPELLINGS = [
    "02 0000 1234",
    "0039 02 0000 1234",
    "+39 02 0000 1234",
    "+39(0)2 00001234",
    "02/00001234",
    "02.00.00.12.34",
    "39 02 00001234",
    "０２ ００００ １２３４",
    "٠٢٠٠٠٠١٢٣٤",
    "\u200e02\u00a00000\u20131234",
    "tel:+39-02-0000-1234",
    "sip:+390200001234@ims.example;user=phone",
    "sip:+390200001234;npdi@ims.example;user=phone",
    "*31#0200001234",
    "#31#0200001234",
    "+39390200001234",
    "0039390200001234",
]


@pytest.mark.parametrize("text", SPELLINGS)
def test_every_spelling_of_a_number_is_one_number(text):
    assert parse(text, ITALY) == "+390200001234"


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("06 6982", "+39066982", id="a short landline is kept"),
        pytest.param("335022670", "+39335022670", id="a nine-digit mobile is accepted"),
        pytest.param("+39348727418", "+39348727418", id="with its country code too"),
        pytest.param("+39282398816", "+39282398816", id="a lost 0 is not put back by guess"),
        pytest.param("0333 333 7647", "+3903333337647", id="a 0 too many is not taken away"),
        pytest.param("0843123456", "+390843123456", id="a range that the metadata call invalid"),
        pytest.param("0844123456", "+390844123456", id="and the one for sales calls"),
        pytest.param("187", "+39187", id="three digits may be a lawful caller"),
        pytest.param("0549 888888", "+390549888888", id="San Marino as dialled from Italy"),
        pytest.param(
            "+378 0549 888888", "+390549888888", id="San Marino is one party in all notations"
        ),
        pytest.param("+378 888888", "+390549888888", id="and without its area code"),
        pytest.param("+1 202 555 0123", "+12025550123", id="from abroad"),
        pytest.param(
            "+44 (0)20 7946 0123", "+442079460123", id="a trunk 0 where numbers keep none"
        ),
        pytest.param(
            "0200001234 int. 12", "+390200001234", id="an extension is not part of the number"
        ),
    ],
)
def test_a_number_is_read_as_the_country_writes_it(text, number):
    assert parse(text, ITALY) == number


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("3906123456", "ambiguous"),
        ("040xxx", "letters"),
        ("0200O01234", "letters"),
        ("3331234567.0", "spreadsheet"),
        ("3.33123E+09", "spreadsheet"),
        ("3331234567;3337654321", "two numbers"),
        ("3331234567 / 3337654321", "two numbers"),
        ("**622", "internal"),
        ("*17", "internal"),
        ("+39112", "emergency"),
        ("0039118", "emergency"),
        ("TIM", "name without a number"),
        ("Enel Energia", "name without a number"),
        ("V01519512800052", "made-up name"),
        ("1" * 400, "too long"),
        ("x" * 100_000, "too long"),
        ("\0", "too odd"),
        ("\ud800", "too odd"),
        ("7", "too short"),
        ("+39", "too short"),
        ("+999123456", "no country"),
        ("+", "not a telephone number"),
        ("1234567890123456", "too long"),
    ],
)
def test_what_is_no_number_is_left_alone_with_a_reason(text, hint):
    reading = read(text, ITALY)

    assert (reading.number, hint in str(reading.hint)) == (None, True)


@pytest.mark.parametrize(
    ("text", "plan", "number"),
    [
        ("0844/123456", ITALY, "+390844123456"),
        ("+39 0844/123456", ITALY, "+390844123456"),
        ("+39 0844 / 123456", ITALY, "+390844123456"),
        ("0039 0844/123456", ITALY, "+390844123456"),
        ("39 0844/123456", ITALY, "+390844123456"),
        ("+39/0844/123456", ITALY, "+390844123456"),
        ("+39 (0844) 12-34-56", ITALY, "+390844123456"),
        ("0844/12/34/56", ITALY, "+390844123456"),
        ("02/0000.1234", ITALY, "+390200001234"),
        ("02/0000/1234", ITALY, "+390200001234"),
        ("02/00/00/12/34", ITALY, "+390200001234"),
        ("02 0000 - 1234", ITALY, "+390200001234"),
        ("+39 02 0000 - 1234", ITALY, "+390200001234"),
        ("02 0000 1234/", ITALY, "+390200001234"),
        ("+39 333/1234567", ITALY, "+393331234567"),
        ("+39 800/123456", ITALY, "+39800123456"),
        ("+378 0549/888888", ITALY, "+390549888888"),
        ("+1 202 555/0123", ITALY, "+12025550123"),
        ("033203/12345", GERMANY, "+493320312345"),
        ("030 1234567 - 0", GERMANY, "+493012345670"),
        ("033203 - 2577 - 6", GERMANY, "+493320325776"),
        ("033203 977 - 25", GERMANY, "+493320397725"),
        ("030/1234567-89", GERMANY, "+4930123456789"),
        ("+49 (0) 33203/12345", GERMANY, "+493320312345"),
        ("02/118/3456", ITALY, "+39021183456"),
        ("02/1234/56", ITALY, "+3902123456"),
        ("02/00001/35", ITALY, "+39020000135"),
        ("0844/1234/56", ITALY, "+390844123456"),
        ("030 12345 - 678901", GERMANY, "+493012345678901"),
        ("089 10/7", GERMANY, "+4989107"),
        ("09131/8512/345", GERMANY, "+4991318512345"),
        ("09131/8512/0", GERMANY, "+49913185120"),
        ("+49/9131/8512/00", GERMANY, "+499131851200"),
    ],
)
def test_a_separator_behind_an_area_code_keeps_one_number(text, plan, number):
    assert parse(text, plan) == number


@pytest.mark.parametrize(
    "text",
    [
        "02 0000 1234/35",
        "+39 02 0000 1234/35",
        "02 0000 1234 / 5678",
        "02 0000 1234 / 02 0000 5678",
        "02-00001234/02-00005678",
        "02 0000 1234 - 02 0000 5678",
        "0200001234, 35",
        "0200001234 | 0200005678",
        "0321/12345/46",
        "0321/123456/57",
        "0321/12345/678",
        "02/00001234/567",
        "02/000012/35",
        "030 123456 - 7890123",
        "0844 123456/123457",
        "06 6982/123",
        "112/113",
    ],
)
def test_two_numbers_are_never_one(text):
    reading = read(text, ITALY)

    assert (reading.number, str(reading.hint)) == (None, "two numbers stand here; give one")


@pytest.mark.parametrize(("text", "two"), [("02 000/12345", False), ("02 0000/12345", True)])
def test_six_digits_that_are_a_number_may_be_followed_by_another(text, two):
    assert (parse(text, ITALY) is None) is two


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("+39282398816", "missing 0? +390282398816"),
        ("0333 333 7647", "mobiles take no 0: +393333337647"),
        ("+39390200001234", "country code stood there twice"),
        ("187", "short number"),
    ],
)
def test_a_likely_slip_is_named(text, hint):
    assert hint in str(read(text, ITALY).hint)


@pytest.mark.parametrize(
    "text", ["112", "113", "114", "115", "117", "118", "1522", "116117", "+39112"]
)
def test_an_emergency_number_is_no_number_to_act_on(text):
    assert read(text, ITALY).kind is Kind.EMERGENCY


@pytest.mark.parametrize(
    "text",
    [
        "",
        "anonymous",
        "P",
        "Restricted",
        "WITHHELD",
        "Privato",
        "Anonimo",
        "-2",
        "sip:anonymous@anonymous.invalid",
    ],
)
def test_a_caller_who_hides_is_restricted(text):
    assert read(text, ITALY).presentation is Presentation.RESTRICTED


@pytest.mark.parametrize(
    "text", ["O", "UNAVAILABLE", "Sconosciuto", "out of area", "-1", "-3", "0000000000"]
)
def test_a_number_that_the_network_lost_is_unavailable_not_hidden(text):
    assert read(text, ITALY).presentation is Presentation.UNAVAILABLE


@pytest.mark.parametrize("text", ["**622", "*17", "#5", "*1234", "*#1234"])
def test_a_code_as_short_as_an_extension_is_internal(text):
    assert read_caller(text, ITALY).kind is Kind.INTERNAL


@pytest.mark.parametrize(
    "text",
    [
        "*0200001234",
        "#0200001234",
        "**0200001234",
        "*#02 0000 1234",
        "*67#0200001234",
        "*670200001234",
        "*67 02 0000 1234",
        "*67-02-0000-1234",
        "*82 (02) 00001234",
        "*67+390200001234",
        "*21*0200001234#",
        "#31#*+390200001234",
        "*31##31#0039 0200001234",
        "0200001234#",
        "+390200001234*",
    ],
)
def test_a_caller_is_known_by_the_number_behind_a_code(text):
    assert read_caller(text, ITALY).number == "+390200001234"


@pytest.mark.parametrize("text", ["*21*0200001234#", "*0200001234", "0200001234#", "*0200001234*"])
def test_a_code_before_a_number_is_not_written_down_with_it(text):
    reading = read(text, ITALY)

    assert (reading.number, "write +390200001234" in str(reading.hint)) == (None, True)


@pytest.mark.parametrize("text", ["390844*", "+390844*", "0844 *", "0844-0845*", "0200001234*"])
def test_a_beginning_is_not_proposed_as_one_number(text):
    assert str(read(text, ITALY).hint) == "many numbers begin so; write one of them"


@pytest.mark.parametrize(
    "text",
    ["*0200001234*0200005678", "*", "#", "***1", "*#06#", "*abc123456", "0844*", "620#"],
)
def test_a_code_without_one_number_behind_it_is_nobody(text):
    reading = read_caller(text, ITALY)

    assert (reading.number, reading.kind, bool(reading.hint)) == (None, Kind.NOTHING, True)


def test_a_short_number_behind_a_code_is_known_by_its_plus():
    assert read_caller("*+39187", ITALY).number == "+39187"


def test_a_code_with_a_digit_more_than_an_extension_is_a_number():
    assert read_caller("*12345", ITALY).number == "+3912345"


@given(st.text("0123456789*#+ ", max_size=20))
def test_a_caller_is_internal_by_four_digits_at_most(text):
    reading = read_caller(text, ITALY)

    assert reading.kind is not Kind.INTERNAL or sum(map(str.isdigit, text)) <= 4 + 2  # *31#


def test_an_extension_is_kept_apart():
    assert read("0200001234 interno 12", ITALY).extension == "12"


def test_the_same_digits_mean_another_party_in_another_country():
    assert parse("030 123456", GERMANY) == "+4930123456"


def test_without_a_country_only_international_notation_is_read():
    assert (parse("+390200001234", NOWHERE), parse("0200001234", NOWHERE)) == (
        "+390200001234",
        None,
    )


def test_a_number_of_the_plan_belongs_to_its_country_also_where_the_metadata_say_vatican():
    assert describe("+39066982", ITALY).country == "IT"


def test_a_description_has_the_national_notation_and_the_type():
    assert describe("+390200001234", ITALY)[:3] == ("IT", "02 0000 1234", "fixed_line")


@given(st.text())
def test_reading_never_raises_whatever_the_text(text):
    number = parse(text, ITALY)

    assert number is None or (number[0] == "+" and number[1:].isdigit() and len(number) <= 16)


@given(st.from_regex(r"\+?[0-9 /.\-(),;|]{0,22}", fullmatch=True))
@example("01000;0")
def test_no_digit_is_lost_on_the_way_to_a_number(text):
    number = parse(text, ITALY)
    digits = "".join(filter(str.isdigit, text))
    if number is None or "378" in digits:  # San Marino's code becomes an Italian area code
        return
    extension = read(text, ITALY).extension or ""
    assert digits.endswith(extension)  # what is dialled after a pause
    digits = digits.removesuffix(extension)

    assert number.endswith(digits.removeprefix("00")) or digits.endswith(number[3:])


@given(
    st.from_regex(r"\+?[0-9 /.\-()]{0,20}", fullmatch=True),
    st.sampled_from([ITALY, GERMANY, NOWHERE]),
)
def test_a_number_read_again_is_the_same_number(text, plan):
    number = parse(text, plan)

    assert number is None or parse(number, plan) == number
