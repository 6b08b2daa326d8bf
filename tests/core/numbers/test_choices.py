"""Patterns with a choice of digits at some places."""

from __future__ import annotations

import re
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.entry import EntryBook, EntryKind
from portinaio.core.numbers.choices import places_in, stretches, written
from portinaio.core.numbers.pattern import Pattern, Refusal, key, read_pattern, stored
from portinaio.core.numbers.plan import Plan
from worlds import FROZEN_NOW, ITALY, a_pattern, an_entry

AMERICA = Plan("US", "1", international_prefix="011")
GERMANY = Plan("DE", "49")
HUNGARY = Plan("HU", "36")
ALLOW, BLOCK = EntryKind.ALLOW, EntryKind.BLOCK


@pytest.mark.parametrize(
    ("text", "plan", "kept"),
    [
        ("02?5*", ITALY, "+3902?5*"),
        ("02 ? 5 *", ITALY, "+3902?5*"),
        ("02[13]*", ITALY, "+3902[13]*"),
        ("02[31]*", ITALY, "+3902[13]*"),
        ("02[1,3]*", ITALY, "+3902[13]*"),
        ("02[1-3]*", ITALY, "+3902[1-3]*"),
        ("02[123]*", ITALY, "+3902[1-3]*"),
        ("02[1-35]*", ITALY, "+3902[1-35]*"),
        ("02[0-9]*", ITALY, "+3902?*"),
        ("02[1]*", ITALY, "+39021*"),
        ("02[13][24]*", ITALY, "+3902[13][24]*"),
        ("02[13]00001", ITALY, "+3902[13]00001"),
        ("02 0000 12??", ITALY, "+3902000012??"),
        ("+39 02-0000 12??", ITALY, "+3902000012??"),
        ("0039 02 0000 12??", ITALY, "+3902000012??"),
        ("3331234?67", ITALY, "+393331234?67"),
        ("\uff10\uff12\uff1f\uff15*", ITALY, "+3902?5*"),
        ("+4[45]*", ITALY, "+4[45]*"),
        ("030 [12]*", GERMANY, "+4930[12]*"),
        ("0[23]0*", GERMANY, "+49[23]0*"),
        ("202 555 01??", AMERICA, "+120255501??"),
        ("1 202 555 01??", AMERICA, "+120255501??"),
        ("06 1?*", HUNGARY, "+361?*"),
    ],
)
def test_a_choice_of_digits_is_kept_as_one_pattern(text, plan, kept):
    pattern = read_pattern(text, plan)

    assert isinstance(pattern, Pattern)
    assert pattern.text == kept


@pytest.mark.parametrize(
    ("text", "plan", "reason"),
    [
        (
            "?2*",
            ITALY,
            "the first digit, or the calling code behind a +, has to stand there plainly",
        ),
        (
            "+?9*",
            ITALY,
            "the first digit, or the calling code behind a +, has to stand there plainly",
        ),
        (
            "390844?*",
            ITALY,
            "390844?* may mean +390844?* or +39390844?*; write the one that you mean",
        ),
        (
            "4930[12]*",
            GERMANY,
            "4930[12]* may mean +4930[12]* or +494930[12]*; write the one that you mean",
        ),
        ("0?1*", HUNGARY, "write it with + and the calling code: +36…"),
        ("02?", ITALY, "too short for a telephone number; a * behind it means all that begin so"),
        ("1?*", ITALY, "this would also catch the emergency number 112"),
        ("11[2-8]", ITALY, "an emergency number is never blocked or listed"),
        ("+3911[0-4]*", ITALY, "this would also catch the emergency number 112"),
        ("2025550123?", AMERICA, "this cannot be kept exactly; nearest: 2025550123"),
        ("+999?*", ITALY, "no country has this calling code"),
        ("+39020000????????", ITALY, "too long for a telephone number"),
    ],
)
def test_what_is_no_plain_choice_is_refused_with_a_reason(text, plan, reason):
    refusal = read_pattern(text, plan)

    assert isinstance(refusal, Refusal)
    assert str(refusal.reason) == reason


PLACES = st.lists(
    st.one_of(
        st.sampled_from("0123456789"),
        st.just("?"),
        st.sets(st.sampled_from("0123456789"), min_size=2).map(lambda s: f"[{''.join(s)}]"),
        st.sampled_from(["[1-3]", "[0-9]", "[4-79]"]),
    ),
    min_size=1,
    max_size=7,
).map("".join)
TYPED = st.builds("+3902{}{}".format, PLACES, st.sampled_from(["", "*"]))
NUMBERS = st.builds("+3902{}".format, st.text("0123456789", min_size=1, max_size=9))


def by_hand(text: str) -> re.Pattern[str]:
    """What the notation says, told by another machine."""
    return re.compile(
        re.escape(text)
        .replace(r"\?", r"\d")
        .replace(r"\*", r"\d*")
        .replace(r"\[", "[")
        .replace(r"\]", "]")
        .replace(r"\-", "-")
    )


@given(TYPED, NUMBERS)
def test_a_pattern_means_exactly_the_numbers_that_its_notation_says(text, number):
    pattern = read_pattern(text, ITALY)
    if isinstance(pattern, Refusal):
        return

    # A beginning also means itself, and a number has all digits of what it begins with.
    assert pattern.covers(number) is bool(by_hand(text).fullmatch(number)) or not pattern.places


@given(TYPED, st.data())
def test_a_number_made_of_a_pattern_is_meant(text, data):
    pattern = read_pattern(text, ITALY)
    number = data.draw(st.from_regex(by_hand(text), fullmatch=True))
    if isinstance(pattern, Refusal) or len(number) > 16 or not number.isascii():
        return

    assert pattern.covers(number)


@given(TYPED, NUMBERS)
def test_what_a_pattern_comes_to_answers_the_same(text, number):
    pattern = read_pattern(text, ITALY)
    if isinstance(pattern, Refusal) or not pattern.places:
        return
    parts = stretches(pattern.places, open_ended=pattern.open, most=10_000)
    if parts is None:
        return

    each = [stored(part.text) for part in parts]

    long_enough = len(number) - 1 >= len(pattern.places)
    assert any(one.covers(number) for one in each) is pattern.covers(number) or not long_enough


@given(TYPED, NUMBERS)
def test_among_many_entries_the_same_ones_speak(text, number):
    pattern = read_pattern(text, ITALY)
    if isinstance(pattern, Refusal):
        return

    book = EntryBook([an_entry(pattern.text), an_entry("+3903?1*"), an_entry("+39029[0-4]??")])

    found = book.find(key(number[1:]), FROZEN_NOW)
    expected = pattern.covers(number) or stored("+39029[0-4]??").covers(number)
    assert (found is not None) is expected


@given(TYPED)
def test_what_is_stored_is_read_back_the_same(text):
    pattern = read_pattern(text, ITALY)

    assert isinstance(pattern, Refusal) or stored(pattern.text) == pattern


@given(PLACES)
def test_places_are_written_in_one_way(text):
    places = places_in(text)

    assert places_in(written(places)) == places


@pytest.mark.parametrize(
    ("text", "firsts"),
    [
        ("02[13]*", ["+39021*", "+39023*"]),
        ("02?5*", [f"+3902{n}5*" for n in range(10)]),
        ("0200001[2-4]??", ["+390200001200..+390200001499"]),
        ("0200001[24]??", ["+390200001200..+390200001299", "+390200001400..+390200001499"]),
        ("0200001???", ["+390200001000..+390200001999"]),
        ("02?00001", [f"+3902{n}00001" for n in range(10)]),
    ],
)
def test_a_pattern_comes_to_few_stretches(text, firsts):
    pattern = a_pattern(text)

    found = [one.text for one in stretches(pattern.places, open_ended=pattern.open)]

    assert found == firsts


@pytest.mark.parametrize(("most", "given_up"), [(99, True), (100, False)])
def test_what_comes_to_too_many_is_given_up(most, given_up):
    found = stretches(a_pattern("02??5*").places, open_ended=True, most=most)

    assert (found is None) is given_up


@pytest.mark.parametrize(
    ("entries", "speaks"),
    [
        ([("+3902*", BLOCK), ("+3902[13]*", ALLOW)], ALLOW),
        ([("+3902[13]*", BLOCK), ("+39021*", ALLOW)], ALLOW),
        ([("+39021*", BLOCK), ("+3902[13]*", ALLOW)], BLOCK),
        ([("+3902??????34", BLOCK), ("+3902*", ALLOW)], BLOCK),
        ([("+3902[13]*", BLOCK), ("+3902[14]*", ALLOW)], ALLOW),
        ([("+3902?5*", BLOCK), ("+39021*", ALLOW)], ALLOW),
        ([("+390215000034", BLOCK), ("+3902150000??", ALLOW)], BLOCK),
    ],
    ids=[
        "a choice before the whole",
        "one digit before two",
        "two digits behind one",
        "an end before a beginning",
        "allow on a tie",
        "allow on a tie with a beginning",
        "a number before all",
    ],
)
@pytest.mark.parametrize("order", [1, -1])
def test_what_means_fewer_numbers_speaks_first(entries, speaks, order):
    made = [an_entry(text, kind) for text, kind in entries]

    found = EntryBook(made[::order]).find(key("390215000034"), FROZEN_NOW)

    assert found.kind is speaks


def test_the_width_of_a_choice_is_that_of_all_it_comes_to():
    whole = stored("+390200001??")

    assert whole.width == stored("+39020000100..+39020000199").width


@pytest.mark.parametrize("text", ["+39?2[*", "39?2*", "+?*?", "+" + "?" * 16])
def test_a_spoilt_row_is_no_pattern(text):
    with pytest.raises(ValueError, match=re.escape(text)):
        stored(text)


def test_every_number_of_a_small_pattern_is_meant_and_no_other():
    pattern = a_pattern("0200001[24]?")

    meant = {
        n for n in map("".join, product("0123456789", repeat=2)) if pattern.covers("+390200001" + n)
    }

    assert meant == {a + b for a in "24" for b in "0123456789"}
