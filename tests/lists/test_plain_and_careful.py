"""What reads a table by the stretch says the same as what reads it row by row, whatever stands in it."""

from __future__ import annotations

import csv
import io
import itertools
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from list_worlds import reading_of
from portinaio.errors import PortinaioError
from portinaio.lists.intake.cells import block
from portinaio.lists.intake.keys import many_keys
from portinaio.lists.intake.keys.line_keys import LineKeys
from portinaio.lists.intake.keys.many_keys import Keys, ManyKeys

PLAIN = st.builds("0200{:06}".format, st.integers(0, 999_999)) | st.builds(
    "+39333{:07}".format, st.integers(0, 9_999_999)
)
GROUPED = st.builds(
    str.format,
    st.sampled_from(
        ["(02) {:04} {:04}", "02 {:04} {:04}", "+39 02-{:04}-{:04}", "003902{:04}{:04}"]
    ),
    st.integers(0, 9_999),
    st.integers(0, 9_999),
)
STRANGE = st.sampled_from(
    [
        *("", " ", "+", "0", "-", "anonymous", "112", "0844*", "02 0000 1234", '="0200001234"', "'0200001234"),
        *("+390200001234 / 0200001235", "39390200001234", "+39+33", "0200001234 int. 12", "2026-01-01", "1_000_000_000"),
        *("\u0660\u0661\u0662\u0663\u0664\u0665\u0666\u0667", "02\u00a00000\u00a01234", "266696687", "3906123456", "10.0.0.1"),
        *("1764000000", "+1 202 555 0123", "2025550123", "0200001234\n0200001235", 'a "b"', "+4930123456789012"),
    ]
)  # fmt: skip
CELLS = {
    "number": PLAIN | PLAIN | PLAIN | GROUPED | STRANGE,
    "phone": PLAIN | st.just("") | STRANGE,
    "company": st.sampled_from(["Gas", "Rossi, Anna", 'The "Gas", Ltd', '"', '"Gas"', " two  spaces ", "Luce\u0301", "'=1+1", "", "\x07"])
    | st.text(max_size=8),
    "reports": st.sampled_from(["1", "3", "1.200", "-2", "", "x"]),
    "last": st.sampled_from(["2026-11-24", "24/11/2026 10:00", "2026-11-24 10:00:00", "2026-02-30 10:00", "", "yes", "20261124"]),
    "category": st.sampled_from(["energy", "truffa", "?"]),
    "action": st.sampled_from(["block", "", "allow"]),
    "remark": st.sampled_from(["", "call 0200001239", "nothing"]),
}  # fmt: skip


@st.composite
def tables(draw):
    titles = ["number", *draw(st.lists(st.sampled_from([*CELLS][1:]), unique=True, max_size=4))]
    ragged = draw(st.booleans())
    rows = []
    for _ in range(draw(st.integers(1, 30))):
        row = [draw(CELLS[title]) for title in titles]
        if ragged:
            row = row[: draw(st.integers(1, len(row)))] + ["0200001238"] * draw(st.integers(0, 1))
        rows.append(row)
        if ragged and draw(st.booleans()):
            rows.append(draw(st.sampled_from([[], ["# a remark"], ["", ""]])))
    out = io.StringIO(newline="")
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]))
    end = draw(st.sampled_from(["\n", "\r\n"]))
    writer = csv.writer(
        out, delimiter=draw(st.sampled_from(",;")), quoting=quoting, lineterminator=end
    )
    writer.writerows([titles, *rows])
    text = out.getvalue()
    return text.removesuffix(end) if draw(st.booleans()) else text


def said(data: bytes, region: str, format_: str):
    reading = reading_of(data, region=region, format=format_, sure=True)
    try:
        rows = sorted(map(str, reading))
    except PortinaioError as error:
        return str(error)
    rejected = sorted(map(str, reading.rejected))
    return rows, rejected, sorted(map(str, reading.remarks)), reading.accepted


def carefully(data: bytes, region: str, format_: str):
    def none(_self, texts, _spelled):
        return Keys([0] * len(texts), [])

    def no_lines(_self, lines, _spelled):
        return np.zeros(lines.count("\n"), np.int64), np.zeros(0, np.intp)

    with (
        patch.object(block, "_block", lambda *_: None),
        patch.object(ManyKeys, "keys_of", none),
        patch.object(LineKeys, "keys_of", no_lines),
    ):
        return said(data, region, format_)


@pytest.fixture(params=[many_keys._MANY, 0], ids=["few", "many"], autouse=True, scope="module")
def _many(request):
    with patch.object(many_keys, "_MANY", request.param):
        yield


@settings(max_examples=60)
@given(tables(), st.sampled_from(["IT", "US", "DE"]))
def test_a_table_says_the_same_by_the_stretch_and_row_by_row(text, region):
    data = text.encode("utf-8", "replace")

    assert said(data, region, "csv") == carefully(data, region, "csv")


@pytest.mark.parametrize("length", range(1, 8))
def test_quotation_marks_anywhere_are_read_as_csv_reader_reads_them(length):
    for characters in itertools.product('a,"\n', repeat=length):
        text = "".join(characters).removesuffix("\n")
        found = block._partly_quoted(1, text, ",")

        if found is not None:
            rows = [row or [""] for row in csv.reader(text.split("\n"))]
            assert found.rows() == rows


@settings(max_examples=30)
@given(tables(), st.sampled_from(["freepbx", "spamblocker"]))
def test_so_does_a_table_of_another_program(text, format_):
    titles = {"freepbx": "description", "spamblocker": "description"}
    data = text.replace("company", titles[format_], 1).replace("number", "pattern", 1)
    data = data if format_ == "spamblocker" else data.replace("pattern", "number", 1)

    assert said(data.encode("utf-8", "replace"), "IT", format_) == carefully(
        data.encode("utf-8", "replace"), "IT", format_
    )


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
@pytest.mark.parametrize("size", [1, 3, 50])
def test_rows_on_several_lines_do_not_move_the_lines_of_others(quoting, size, monkeypatch):
    monkeypatch.setattr("portinaio.lists.intake.text.CHARACTERS", size)
    out = io.StringIO(newline="")
    rows = [["0200001234", "Gas"], ["0200001235", "Two\nlines"], ["0200001236", "Gas"], ["x", ""]]
    csv.writer(out, quoting=quoting, lineterminator="\n").writerows([["number", "name"], *rows])

    reading = reading_of(out.getvalue().encode(), region="IT", sure=True)

    assert len(list(reading)) == 3
    assert [bad.line for bad in reading.rejected] == [6]
