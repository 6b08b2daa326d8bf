"""Patterns with a choice of digits in files of other programs: what a list gets of them, and what is written."""

from __future__ import annotations

import io
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from list_worlds import patterns, plan_of, reading_of, reasons
from portinaio.core.evidence import Evidence, LastKey
from portinaio.core.numbers.pattern import Pattern, key, stored
from portinaio.lists.formats import formats
from portinaio.lists.intake.expression import TOO_CLEVER, meant_by
from portinaio.lists.intake.numbering import Numbering
from worlds import a_pattern

TENS = [f"+3902{n}5*" for n in range(10)]
RULES = "pattern,description,priority\n{},ACME,0\n"
YACB = "ID,name,pattern,creationTimestamp,numberOfCalls,lastCallTimestamp\n1,ACME,{},,0,\n"
CALLATTENDANT = "blockednumbers:\n  {}: ACME\n"


def a_file(format_id: str, text: str) -> tuple[str, str]:
    match format_id:
        case "csv":
            return f"number,company\n{text},ACME\n", "csv"
        case "json":
            return f'[{{"number": "{text}"}}]', "json"
        case _:
            return f"{text}\n", "plain"


@pytest.mark.parametrize("format_id", ["plain", "csv", "json"])
@pytest.mark.parametrize(
    ("text", "comes_to"),
    [
        ("02?5*", TENS),
        ("02[13]*", ["+39021*", "+39023*"]),
        ("0200001[24]??", ["+390200001200..+390200001299", "+390200001400..+390200001499"]),
        ("020000123?", ["+390200001230..+390200001239"]),
        ("020000[13]234", ["+390200001234", "+390200003234"]),
    ],
)
def test_a_list_gets_what_a_pattern_comes_to(format_id, text, comes_to):
    data, name = a_file(format_id, text)

    assert patterns(data, format=name, region="IT") == comes_to


@pytest.mark.parametrize("format_id", ["plain", "csv", "json"])
def test_an_import_gets_the_pattern_itself(format_id):
    data, name = a_file(format_id, "02?5*")

    assert patterns(data, format=name, region="IT", whole=True) == ["+3902?5*"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("+390266????5*", "this comes to more than 1,000 beginnings; write fewer ? or [ ]"),
        ("+39?266*", None),
        ("+39?26*", None),
        ("+39?2*", "this would catch a whole country, or a large part of one"),
        ("+4420?*", None),
        ("+441?[19]*", "this would catch a whole country, or a large part of one"),
        ("+33[12]*", "this would catch a whole country, or a large part of one"),
        ("+331?2*", "this would also catch the emergency number 112"),
    ],
)
def test_a_list_is_spared_what_is_too_wide(text, reason):
    found = reasons(f"{text}\n0200001234\n", format="plain", region="IT")

    assert found == ([reason] if reason else [])


@pytest.mark.parametrize(
    ("pattern", "kept"),
    [
        (r"3902[13].*", "+3902[13]*"),
        (r"\+?3902[1-3].*", "+3902[1-3]*"),
        (r"^\+3902\d5.*$", "+3902?5*"),
        (r"390200\d{2}1234", "+390200??1234"),
        (r"\+390200001[24]\d{2}$", "+390200001[24]??"),
        ("+3902#5*", "+3902?5*"),
        ("3902.5.*", "+3902?5*"),
        (r"3902\d{3}.*", "+3902???*"),
    ],
)
def test_a_simple_expression_is_a_pattern(pattern, kept):
    assert patterns(RULES.format(pattern), region="IT", whole=True) == [kept]


@pytest.mark.parametrize(
    "pattern",
    [
        "(a+)+$",
        r"(\d+)+$",
        r"^(\d|\d\d)+$",
        r"39(02|03).*",
        r"3902[^1].*",
        r"3902\d{1,3}.*",
        r"3902\d+",
        r".*1234",
        r"39.*1234",
        "3902[" + "1" * 90 + "].*",
        "3902" + r"\d{99}" * 10,
    ],
)
def test_a_clever_expression_is_refused(pattern):
    assert meant_by(pattern, Numbering("IT", plan_of)) == TOO_CLEVER


@pytest.mark.parametrize(
    "piece", ["1", "(a+)+", r"\d", r"\d*", "[0-9]", ".*", "#", "[13]{2}", "39"]
)
@pytest.mark.parametrize("end", ["$", "!", "*"])
def test_no_expression_takes_long(piece, end):
    numbering = Numbering("IT", plan_of)
    texts = [("39" + piece * n)[:length] + end for n in (3, 30, 100_000) for length in (99, 10**6)]
    before = process_time()

    for text in texts:
        meant_by(text, numbering)

    assert process_time() - before < 0.5


@given(
    st.lists(st.sampled_from([*"0123456789", "?", "[13]", "[4-7]"]), min_size=2, max_size=6),
    st.sampled_from(["", "*"]),
    st.text("0123456789", min_size=6, max_size=9),
)
def test_a_list_answers_the_same_as_the_pattern(places, end, number):
    text = f"+3902{''.join(places)}{end}"
    reading = reading_of(f"{text}\n", format="plain")
    rows = list(reading.format.read(reading._source, reading._context))
    if not isinstance(rows[0], Evidence):
        return  # refused: too wide, too many or too short
    spread = list(reading_of(f"{text}\n", format="plain"))

    wanted = key("3902" + number)

    assert any(Pattern("", r.low, r.high).holds(wanted) for r in spread) is stored(text).holds(
        wanted
    )


def a_row(text: str) -> Evidence:
    pattern = a_pattern(text)
    return Evidence(pattern.low, LastKey.of(pattern), None)


@pytest.mark.parametrize(
    ("format_id", "text", "said"),
    [
        ("plain", "02?5*", "+3902?5*"),
        ("csv", "02[13]*", "+3902[13]*"),
        ("json", "02[13]00001", "+3902[13]00001"),
        ("spamblocker", "02[13]*", r"\+?3902[13].*"),
        ("spamblocker", "0200??1234", r"\+?390200\d\d1234"),
        ("yacb", "02?5*", "+3902#5*"),
        ("nophonespam", "020000?1234", "+39020000#1234"),
    ],
)
def test_a_format_that_has_such_patterns_says_them_exactly(format_id, text, said):
    out = io.BytesIO()

    list(formats()[format_id].write(iter([a_row(text)]), out))

    assert said in out.getvalue().decode()
    assert formats()[format_id].says(a_pattern(text))


@pytest.mark.parametrize(
    "format_id", ["plain", "csv", "json", "spamblocker", "yacb", "nophonespam"]
)
@pytest.mark.parametrize("text", ["02?5*", "0200??1234", "02[13]*", "+3902[1-35]00001?"])
def test_what_a_format_says_of_a_pattern_it_reads_again(format_id, text):
    format_, out = formats()[format_id], io.BytesIO()
    if not format_.says(a_pattern(text)):
        return
    list(format_.write(iter([a_row(text)]), out))

    assert patterns(out.getvalue(), format=format_id, whole=True) == [a_pattern(text).text]


@pytest.mark.parametrize("format_id", sorted(name for name, one in formats().items() if one.write))
@pytest.mark.parametrize("text", ["02[13]*", "02?5*", "0200001[13]?"])
def test_no_format_takes_all_between_for_meant(format_id, text):
    format_ = formats()[format_id]

    if format_.says(a_pattern(text)):
        out = io.BytesIO()
        list(format_.write(iter([a_row(text)]), out))
        meant = list(reading_of(out.getvalue(), format=format_id))
        between = key("390225000000") if text != "0200001[13]?" else key("390200001200")
        holds = any(Pattern("", r.low, r.high).holds(between) for r in meant)
        assert holds is a_pattern(text).holds(between)
