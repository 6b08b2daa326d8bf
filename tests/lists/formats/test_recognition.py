"""Which format a file is taken for: its own and no other, whatever the file is called; and what JSON may look like."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from list_worlds import pattern_of, reading_of
from portinaio.errors import UntrustedListError, UsageError
from portinaio.lists.formats import formats, recognised

SAMPLES = Path(__file__).parents[1] / "samples"
NAMES = ["download", "a.csv", "a.txt", "a.list", "a.json", "a.xml", "a.vcf", "a.dat"]
THREE = ["+390200001234", "+390200001235", "+390200001236"]
DIGITS = ", ".join(number[1:] for number in THREE)


def sample(format_id: str) -> bytes:
    (path,) = (p for p in SAMPLES.glob(f"{format_id}.*") if p.suffix != ".expected")
    return path.read_bytes()


def said(text: str | bytes, **how: object) -> tuple[str, list[str], list[tuple[str, str]]]:
    """The format that it was taken for, its rows, and what was refused."""
    reading = reading_of(text, **how)
    rows = [pattern_of(row) for row in reading]
    return reading.format.id, rows, [(bad.text, str(bad.reason)) for bad in reading.rejected]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("format_id", formats())
def test_a_sample_is_recognised_as_its_own_format_and_surer_than_as_any_other(
    format_id: str, name: str
):
    head = sample(format_id)[: 64 * 1024]

    sure = {other: found.sniff(head, name) for other, found in formats().items()}

    assert [other for other in sure if sure[other] >= sure[format_id]] == [format_id]


@pytest.mark.parametrize("name", NAMES)
def test_xml_of_another_kind_on_one_line_is_no_list(name: str):
    text = '<?xml version="1.0"?><smses><sms address="+390200001234" body="ciao"/></smses>'

    assert recognised(text.encode(), name) is None


@pytest.mark.parametrize("name", ["download", "a.csv", "a.txt"])
@pytest.mark.parametrize("start", ["", "\n \r\n\n"], ids=["at once", "after empty lines"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"[{DIGITS}]", id="whole numbers on one line"),
        pytest.param(f"[\n{DIGITS.replace(' ', chr(10))}\n]", id="whole numbers, one a line"),
        pytest.param(json.dumps(THREE), id="texts"),
        pytest.param(json.dumps(THREE, indent=1), id="texts, one a line"),
        pytest.param(f'{{"numbers": [{DIGITS}]}}', id="whole numbers in an object"),
        pytest.param(json.dumps({"numbers": THREE}), id="texts in an object"),
        pytest.param(json.dumps({"numbers": THREE, "version": 3}), id="with a version"),
        pytest.param(json.dumps({"version": 3, "list": THREE}), id="under another name"),
        pytest.param(json.dumps([{"number": n} for n in THREE]), id="objects"),
        pytest.param(
            json.dumps([{"phone": int(n), "name": "INCIDENTE, ncid #1"} for n in THREE]),
            id="objects with words that other formats have",
        ),
    ],
)
def test_text_that_begins_as_json_is_read_as_json_to_its_last_number(
    text: str, encoding: str, start: str, name: str
):
    found = said((start + text).encode(encoding), region="IT", name=name)

    assert found == ("json", THREE, [])


@pytest.mark.parametrize(
    "text", [f"[{DIGITS}]", f'{{"numbers": [{DIGITS}]}}', f'[{{"number": {DIGITS[:12]}}}]']
)
def test_whole_numbers_of_no_country_are_not_guessed_at(text: str):
    with pytest.raises(UsageError, match="--region"):
        said(text)


LOST_ZERO = (
    "a number whose 0 in front may have been lost; write it in quotes, with + and its country code"
)


@pytest.mark.parametrize(
    ("number", "region", "wanted"),
    [
        (390200001234, "IT", "+390200001234"),
        (3331234567, "IT", "+393331234567"),
        (200001234, "IT", LOST_ZERO),
        (844123456, "IT", LOST_ZERO),
        (2025550101, "US", "+12025550101"),
        (12025550101, "US", "+12025550101"),
        (3023125000, "DE", "+493023125000"),
        (493023125000, "DE", "+493023125000"),
        (900000000, "DE", "+49900000000"),  # no number of the plan, but its 0 was not a part of it
    ],
)
def test_a_whole_number_is_read_where_no_0_can_be_missing_in_front(
    number: int, region: str, wanted: str
):
    _, rows, refused = said(f'["+390200001239", {number}]', region=region)

    assert (rows[1:] or [refused[0][1]]) == [wanted]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[[1, 2], true, null, 1.5, 39020000123456789012]", 6),
        ('[{"name": "x"}]', 1),
        ('{"data": {"numbers": ["Anna", "12"]}}', 2),
    ],
)
def test_json_in_which_nothing_can_be_used_is_refused_and_each_part_of_it_counted(
    text: str, wanted: int
):
    told = "its only row holds" if wanted == 1 else f"none of the {wanted} rows"
    with pytest.raises(UntrustedListError, match=told):
        said(text, region="IT")


@pytest.mark.parametrize("name", ["allowed", "whitelist", "White List", "allowlist", "permitted"])
def test_whom_a_json_list_allows_nobody_blocks(name: str):
    _, rows, refused = said(json.dumps({name: THREE[:1], "blocked": THREE[1:]}))

    assert (rows, [text for text, _ in refused]) == (THREE[1:], THREE[:1])


@pytest.mark.parametrize("name", ["disallowed", "untrusted", "blocked", "numbers"])
def test_whom_a_json_list_does_not_allow_is_read(name: str):
    assert said(json.dumps({name: THREE})) == ("json", THREE, [])


def test_json_that_was_said_to_be_a_table_is_refused():
    with pytest.raises(UntrustedListError, match="JSON"):
        said(f"[{DIGITS}]", format="csv", region="IT")


def test_entries_of_ones_own_come_back_as_what_was_blocked_for_good():
    entries = [
        {"pattern": THREE[0], "kind": "allow"},
        {"pattern": THREE[1], "kind": "block", "until": None, "once": False},
        {"pattern": "+390844*", "kind": "block", "until": "2026-11-24T14:00:00+01:00"},
        {"pattern": THREE[2], "kind": "block", "once": True},
        {"pattern": None, "name": "CALL CENTER", "kind": "block"},
    ]

    format_id, rows, refused = said(json.dumps(entries))

    assert (format_id, rows, [reason[:9] for _, reason in refused]) == (
        "json",
        THREE[1:2],
        ["this list", "this entr", "this entr", "no teleph"],
    )


@pytest.mark.parametrize(
    ("text", "format_id"),
    [
        pytest.param(f"number,company\n{THREE[0]},INCIDENTI STRADALI\n", "csv", id="Incidenti"),
        pytest.param(f"number,company\n{THREE[0]},NCID\n", "csv", id="a company named NCID"),
        pytest.param(f"# sales calls\n{THREE[0]}\n", "plain", id="another comment"),
        pytest.param(f"# of ncidd\n{THREE[0]}\n", "ncid", id="its own comment"),
    ],
)
def test_only_a_comment_that_names_ncid_makes_a_file_one_of_ncid(text: str, format_id: str):
    found = recognised(text.encode(), "a.txt")

    assert found
    assert found.id == format_id


ONE_LINE = "[" + ",".join(f'{{"number":"{number}","votes":3}}' for number in THREE) + "]"


@pytest.mark.parametrize("name", ["", "list", "list.csv", "list.txt", "list.json"])
@pytest.mark.parametrize("text", [ONE_LINE, f"\ufeff {ONE_LINE}\n", f'{{"numbers":{ONE_LINE}}}'])
def test_json_in_one_line_is_no_table_whatever_it_is_called(text, name):
    reading = reading_of(text, name=name)

    assert ([row.reporters for row in reading], reading.format.id) == ([3, 3, 3], "json")
