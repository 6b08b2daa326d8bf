"""Tables of random shapes: nothing is kept that is no telephone number of the file, and nothing is lost without a word."""

from __future__ import annotations

import csv
import io
import json

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from list_worlds import pattern_of, reading_of
from portinaio.errors import UsageError
from random_tables import ENCODINGS, OWN, tables


def read(data: bytes):
    reading = reading_of(
        data, region="IT", sure=True, name="a.csv" if data[:1] not in b"[{" else "a.json"
    )
    kept = {pattern_of(row) for row in reading}
    return reading, kept


@settings(max_examples=40)
@given(
    tables(),
    ENCODINGS,
    st.sampled_from(",;\t|"),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.booleans(),
)  # fmt: skip
def test_a_table_with_titles_is_read_whole_and_nothing_else_of_it(  # noqa: PLR0917  # all that may differ
    made, encoding, separator, end, quoting, named
):
    out = io.StringIO(newline="")
    if named:
        out.write(f"sep={separator}{end}")
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows(
        [made.titles, *made.rows]
    )

    reading, kept = read(out.getvalue().encode(encoding))

    told = {bad.line - 2 - named for bad in reading.rejected}
    left = {column.place - 1 for column in reading.columns.left}
    assert kept == {e164 for _, _, e164 in made.numbers}
    assert [each for each in made.others if each[0] not in told and each[1] not in left] == []
    assert min(told, default=0) >= 0


@settings(max_examples=40)
@given(tables(), ENCODINGS, st.sampled_from(",;\t|"))
def test_of_a_table_without_titles_nothing_is_lost_without_a_word(made, encoding, separator):
    assume(not made.others)  # of few rows without a title nobody can tell which is the stray one
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(made.rows)

    try:
        reading, kept = read(out.getvalue().encode(encoding))
    except UsageError:  # it has few numbers, and is refused whole
        return

    left = {column.place - 1 for column in reading.columns.left}
    told = {bad.line - 1 for bad in reading.rejected}
    assert kept <= {e164 for _, _, e164 in made.numbers} | {OWN}
    assert [
        n for n in made.numbers if n[2] not in kept and n[0] not in told and n[1] not in left
    ] == []


SHAPES = {
    "array": json.dumps,
    "indented": lambda items: json.dumps(items, indent=1, ensure_ascii=False),
    "lines": lambda items: "\n".join(map(json.dumps, items)) + "\n",
    "member": lambda items: json.dumps({"list": items, "version": 3}),
    "deep": lambda items: json.dumps({"data": {"items": [{"entry": item} for item in items]}}),
}


@settings(max_examples=40)
@given(tables(), ENCODINGS, st.sampled_from(sorted(SHAPES)))
def test_the_same_in_json_is_read_whole_and_nothing_else_of_it(made, encoding, shape):
    items = [dict(zip(made.titles, row, strict=True)) for row in made.rows]

    reading, kept = read(SHAPES[shape](items).encode(encoding, "replace"))

    assert kept == {e164 for _, _, e164 in made.numbers}
    assert reading.rejected_count <= len(items) + len(made.others)
    assert {text for _, _, text in made.others} <= {bad.text for bad in reading.rejected}


@settings(max_examples=40)
@given(tables(), st.sampled_from(sorted(SHAPES)))
def test_lists_of_numbers_in_objects_are_read_whole(made, shape):
    numbers = [c for c, kind in enumerate(made.kinds) if kind == "number"]
    items = [{"company": "Gas", "phones": [row[c] for c in numbers if row[c]]} for row in made.rows]

    _, kept = read(SHAPES[shape](items).encode())

    assert kept == {e164 for _, _, e164 in made.numbers}
