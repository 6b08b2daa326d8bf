"""Exact numbers, beginnings and stretches."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from portinaio.core.numbers.pattern import Pattern, Refusal, key, read_pattern, stored
from portinaio.core.numbers.plan import Plan
from portinaio.core.numbers.validity import trunk_prefix
from worlds import ITALY, a_pattern

NUMBERS = st.from_regex(r"[1-9][0-9]{0,14}", fullmatch=True)
AMERICA = Plan("US", "1", international_prefix="011")
AUSTRALIA = Plan("AU", "61", international_prefix="0011")
HUNGARY = Plan("HU", "36")
IVORY_COAST = Plan("CI", "225")
RUSSIA = Plan("RU", "7", international_prefix="810")


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("02 0000 1234", "+390200001234"),
        ("+39 0844*", "+390844*"),
        ("0844*", "+390844*"),
        ("0039 0844 *", "+390844*"),
        ("(+39) 0844*", "+390844*"),
        ("+39 (0844)*", "+390844*"),
        ("02/00.00-12*", "+3902000012*"),
        ("0844**", "+390844*"),
        ("0844.*", "+390844*"),
        ("tel:+390844*", "+390844*"),
        ("\uff10\uff18\uff14\uff14\uff0a", "+390844*"),
        ("\u0660\u0668\u0664\u0664*", "+390844*"),
        ("333-444*", "+39333444*"),
        ("+39390844*", "+39390844*"),
        ("+378 0549*", "+390549*"),
        ("+378*", "+390549*"),
        ("02-1234-1256", "+390212341256"),
        ("0200-0234", "+3902000234"),
        ("+390200001200..0200001299", "+390200001200..+390200001299"),
        ("02 0000 1200..02 0000 1299", "+390200001200..+390200001299"),
        ("0200001200...0200001299", "+390200001200..+390200001299"),
    ],
)
def test_a_pattern_may_be_typed_in_any_spelling(text, written):
    assert a_pattern(text).text == written


def test_a_trunk_0_is_not_part_of_a_german_beginning():
    pattern = read_pattern("030 1*", Plan("DE", "49"))

    assert isinstance(pattern, Pattern)
    assert pattern.text == "+49301*"


@pytest.mark.parametrize(
    ("text", "plan", "written"),
    [
        ("06 1*", HUNGARY, "+361*"),
        ("06*", HUNGARY, "+36*"),
        ("07 08*", IVORY_COAST, "+2250708*"),
        ("030 0*", Plan("DE", "49"), "+49300*"),
        ("0162*", AMERICA, "+10162*"),
        ("030*", AMERICA, "+1030*"),
        ("08 1*", AUSTRALIA, "+6181*"),
        ("495 1*", RUSSIA, "+74951*"),
    ],
)
def test_only_the_trunk_prefix_of_the_country_is_left_away(text, plan, written):
    pattern = read_pattern(text, plan)

    assert isinstance(pattern, Pattern)
    assert pattern.text == written


@pytest.mark.parametrize("plan", [AMERICA, AUSTRALIA], ids=lambda plan: plan.country)
def test_00_is_a_way_abroad_only_where_it_is_dialled(plan):
    refusal = read_pattern("0039 02*", plan)

    assert isinstance(refusal, Refusal)
    assert str(refusal.reason) == "this cannot be kept exactly; nearest: +3902*"


@pytest.mark.parametrize(
    ("text", "plan", "number"),
    [
        ("888888", Plan("SM", "378"), "+3780549888888"),
        ("011 15-2345-6789", Plan("AR", "54"), "+5491123456789"),
        ("8 0152 45-09-11", Plan("BY", "375", frozenset(), "810"), "+375152450911"),
    ],
)
def test_what_a_country_puts_into_its_numbers_is_no_loss(text, plan, number):
    pattern = read_pattern(text, plan)

    assert isinstance(pattern, Pattern)
    assert pattern.text == number


@pytest.mark.parametrize("text", ["1202555*", "202555*", "+1 202-555*", "011 1 202 555*"])
def test_an_american_beginning_has_its_1_once(text):
    pattern = read_pattern(text, AMERICA)

    assert isinstance(pattern, Pattern)
    assert pattern.text == "+1202555*"


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("02#*", "02*"),
        ("02#5*", "02?5*"),
        ("02xx5*", "02??5*"),
        ("02%5", "02?5"),
        ("0844*, 3331234567", "0844*, 3331234567"),
        ("0200001###", "0200001000..0200001999"),
        ("0200001xxx", "0200001000..0200001999"),
        ("+39-02,03*", "+3902*, 03*"),
        ("0844*, 0845*", "0844*, 0845*"),
        ("(02|03)*", "02*, 03*"),
        ("0844;0845", "0844*, 0845*"),
        ("3331234567;3337654321", "3331234567, 3337654321"),
        ("390844,390845*", "+390844*, +390845*"),
        ("0844-0845*", "0844*, 0845*"),
        ("0844 - 0845*", "0844*, 0845*"),
        ("0844/0845*", "0844*, 0845*"),
        ("0844 0845*", "0844*, 0845*"),
        ("0844-0845", "0844*, 0845*"),
        ("+390844-+390845*", "+390844*, +390845*"),
        ("333-345*", "333*, 345*"),
        ("0844*..0845*", "0844*, 0845*"),
        ("0844..0846*", "0844*, 0845*, 0846*"),
        ("02,00001234", "0200001234"),
        ("+39,02,00001234", "+390200001234"),
        ("800,123,456", "800123456"),
        ("0200001234,12", "0200001234"),
        ("0200001234; 0200005678; 12", "0200001234, 0200005678"),
        ("02,03", "02*, 03*"),
        ("02,00,03,04", "02000304"),
        ("0321,0322", "0321*, 0322*"),
        ("0200001234 #12", "0200001234"),
        ("[02] 00001234", "0200001234"),
        ("02 0000 1200-02 0000 1299", "0200001200..0200001299"),
        ("02 0000 1234 - 02 0000 5678", "0200001234, 0200005678"),
        ("0200001200..99", "0200001200..0200001299"),
        ("+390200001200..1299", "+390200001200..+390200001299"),
        ("02--00*", "0200*"),
        ("^0844.*", "0844*"),
        ("39+0844*", "+390844*"),
        ("0200001234 int. 12", "+390200001234"),
        ("0200001234;ext=12", "0200001234"),
        ("0200001234 x12", "0200001234"),
        ("tel:+390200001234;ext=12", "+390200001234"),
        ("#31#0200001234", "+390200001234"),
    ],
)
def test_what_would_lose_a_character_is_refused_with_what_can_be_kept(text, nearest):
    refusal = read_pattern(text, ITALY)

    assert isinstance(refusal, Refusal)
    assert str(refusal.reason) == f"this cannot be kept exactly; nearest: {nearest}"


@pytest.mark.parametrize(
    ("text", "places", "beginning"),
    [
        ("02*34*", "02??????34*", "02*"),
        ("02*34", "02??????34", "02*"),
        ("+39 02*34", "+3902??????34", "+3902*"),
        ("333*4567", "333???4567", "333*"),
        ("02*3*4", "02??????34", "02*"),
        ("*1234", "+39??????1234", ""),
        ("*0000 1234", "+39??00001234", ""),
        ("0200001*234567890", "0200001234567890", "0200001*"),
    ],
)
def test_a_star_within_is_refused_with_a_mark_for_each_digit(text, places, beginning):
    refusal = read_pattern(text, ITALY)

    assert isinstance(refusal, Refusal)
    either = f"{places}, or {beginning}" if beginning else places
    assert (
        str(refusal.reason)
        == f"a * can only end it; write a ? for each digit that it stands for, such as {either}"
    )


@pytest.mark.parametrize(
    "text",
    ["02[^1]*", "02[3-1]*", "02[]*", "02\\d*", "0844$", "*0844*", "**620*", "02(3|4)5*|", "02_5_*"],
)
def test_what_has_no_near_spelling_is_refused_too(text):
    assert isinstance(read_pattern(text, ITALY), Refusal)


@pytest.mark.parametrize(
    ("text", "plan", "meanings"),
    [
        ("390844*", ITALY, "390844* may mean +390844* or +39390844*"),
        ("393*", ITALY, "393* may mean +393* or +39393*"),
        ("39 02 00*", ITALY, "390200* may mean +390200* or +39390200*"),
        ("4930*", Plan("DE", "49"), "4930* may mean +4930* or +494930*"),
        ("8 495*", RUSSIA, "8495* may mean +7495* or +78495*"),
        ("7495*", RUSSIA, "7495* may mean +7495* or +77495*"),
    ],
)
def test_a_beginning_with_two_meanings_is_asked_about(text, plan, meanings):
    refusal = read_pattern(text, plan)

    assert isinstance(refusal, Refusal)
    assert str(refusal.reason) == f"{meanings}; write the one that you mean"


@pytest.mark.parametrize(
    ("text", "nearest"), [("+44 (0)20*", "+4420*"), ("0044 020*", "+4420*"), ("+36 06 1*", "+361*")]
)
def test_a_trunk_prefix_behind_a_calling_code_is_no_beginning(text, nearest):
    refusal = read_pattern(text, ITALY)

    assert isinstance(refusal, Refusal)
    assert str(refusal.reason) == f"this cannot be kept exactly; nearest: {nearest}"


@pytest.mark.parametrize("text", ["+2250708*", "+390844*", "+3780549*", "+106*"])
def test_a_0_behind_a_calling_code_stays_where_none_is_dialled(text):
    assert isinstance(read_pattern(text, Plan("DE", "49")), Pattern)


PATTERN_TEXTS = st.text("0123456789+*?#[]-/.,;|() xX", max_size=18)


@given(
    PATTERN_TEXTS,
    st.sampled_from([ITALY, Plan("DE", "49"), AMERICA, AUSTRALIA, HUNGARY, IVORY_COAST, RUSSIA]),
)
def test_every_digit_that_is_typed_is_kept(text, plan):
    pattern = read_pattern(text, plan)
    if isinstance(pattern, Refusal) or pattern.places:  # of those, test_choices tells
        return

    typed = ["".join(filter(str.isdigit, side)) for side in text.split("..")]
    kept = [side.strip("+*") for side in pattern.text.split("..")]
    for digits, number in zip(typed, kept, strict=True):
        # In front a prefix or trunk prefix goes and a calling code comes; behind these nothing changes.
        fronts = (plan.international_prefix, trunk_prefix(plan.country), "")
        assert any(
            number == code + digits.removeprefix(front)
            for front in fronts
            for code in (plan.calling_code, "")
        ) or digits.endswith(number[len(plan.calling_code) + 1 :])
    assert pattern.text.endswith("*") is ("*" in text)


@pytest.mark.parametrize("text", ["*1234", "02*34", "333*4567", "+39 02*34", "*0000 1234"])
def test_the_mark_for_each_digit_that_is_proposed_is_kept(text):
    proposed = proposed_for(text)

    assert proposed
    assert [one for one in proposed if isinstance(read_pattern(one, ITALY), Refusal)] == []


@given(st.one_of(PATTERN_TEXTS, st.from_regex(r"\+?[0-9]{0,4}\*[0-9]{1,6}\*?", fullmatch=True)))
@example("0031000*")
def test_who_takes_what_is_proposed_is_not_sent_round_in_circles(text):
    asked, steps = [text], 0

    while asked and steps < 4:
        asked, steps = [near for one in asked for near in proposed_for(one)], steps + 1

    assert steps < 4


def proposed_for(text):
    refusal = read_pattern(text, ITALY)
    if isinstance(refusal, Pattern):
        return []
    _, found, proposed = str(refusal.reason).rpartition("nearest: ")
    if not found:
        _, found, proposed = str(refusal.reason).rpartition("such as ")
    if not found or proposed.startswith("0844*, FIRST"):  # what can be kept at all
        return []
    return [one for one in re.split(r", (?:or )?", proposed.replace("…", "")) if one]


@pytest.mark.parametrize(
    ("pattern", "number", "covered"),
    [
        ("+390844*", "+390844123456", True),
        ("+390844*", "+390844", True),
        ("+390844*", "+390843999999", False),
        ("+390200001200..+390200001299", "+390200001250", True),
        ("+390200001200..+390200001299", "+390200001300", False),
        ("+390200001200..+390200001299", "+39020000125", False),
        ("+390200001234", "+390200001234", True),
        ("+390200001234", "+3902000012340", False),
    ],
)
def test_a_pattern_covers_what_it_says(pattern, number, covered):
    assert stored(pattern).covers(number) is covered


@pytest.mark.parametrize("text", ["+0844*", "+0*", "000844*", "+999*", "00 999 1*"])
def test_a_beginning_that_no_country_has_would_block_nobody(text):
    refusal = read_pattern(text, ITALY)

    assert isinstance(refusal, Refusal)
    assert str(refusal.reason) == "no country has this calling code"


@pytest.mark.parametrize("text", ["+1*", "+21*", "+213*", "+88*", "+7*", "+979*"])
def test_a_beginning_of_calling_codes_or_of_no_single_country_is_kept(text):
    assert isinstance(read_pattern(text, Plan("DE", "49")), Pattern)


@pytest.mark.parametrize("text", ["112", "+39112", "0039118", "+39*", "+391*", "+3911*", "+39112*"])
def test_no_pattern_may_catch_an_emergency_number(text):
    assert isinstance(read_pattern(text, ITALY), Refusal)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "*",
        "abc*",
        "040xxx",
        "+",
        "1*2",
        "02 0000 1299..02 0000 1200",
        "..",
        "+39020000123456789*",
    ],
)
def test_what_is_no_pattern_is_refused_with_a_reason(text):
    refusal = read_pattern(text, ITALY)

    assert isinstance(refusal, Refusal)
    assert str(refusal.reason)


@given(NUMBERS, NUMBERS)
def test_keys_sort_like_the_digits_and_are_unique(one, other):
    assert (key(one) < key(other)) == (one < other)


@given(NUMBERS, st.text("0123456789", max_size=6))
def test_a_beginning_covers_exactly_the_numbers_that_begin_so(beginning, rest):
    number = (beginning + rest)[:15]

    assert len(beginning) == 15 or stored(f"+{beginning}*").covers(f"+{number}")


@given(st.text(max_size=40))
def test_reading_a_pattern_never_raises(text):
    assert isinstance(read_pattern(text, ITALY), Pattern | Refusal)


@pytest.mark.parametrize("text", ["00000*", "^1000000000", "1000000000*", "0000000000*"])
@pytest.mark.parametrize("plan", [ITALY, AMERICA])
def test_zeros_alone_have_no_nearest_beginning(text, plan):
    read = read_pattern(text, plan)

    assert not isinstance(read, Refusal) or "+*" not in str(read.reason)
