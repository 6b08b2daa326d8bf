"""Tables of any titles and cells: what a row says stays within what a row can say, and nothing ends in a traceback."""

from __future__ import annotations

import csv
import io
import json
from contextlib import suppress
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from list_worlds import reading_of
from portinaio.core.evidence import CATEGORIES
from portinaio.errors import PortinaioError
from portinaio.lists.intake.column_names import _WORDS

TITLES = sorted(
    {word for words in _WORDS.values() for said in words.values() for word in said.split()}
)
CELLS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(["+390200001234", "02 0000 1235", "+390200001236, +390200001237", "3", "24/11/2026", "11/12/26",
                     "2026-11-24", "1795514400", "truffa", "allow", "112", "+39*"]),
)  # fmt: skip
TABLES = st.integers(1, 6).flatmap(
    lambda width: st.tuples(
        st.lists(st.sampled_from(TITLES), min_size=width, max_size=width),
        st.lists(st.lists(CELLS, max_size=width + 1), max_size=8),
    )
)


@given(TABLES, st.sampled_from(["IT", "US", None]), st.sampled_from(",;|\t"))
def test_no_table_raises_and_each_row_is_within_its_bounds(table, region, separator):
    titles, rows = table
    out = io.StringIO()
    csv.writer(out, delimiter=separator).writerows([titles, *rows])
    reading = reading_of(out.getvalue(), format="csv", region=region)

    with suppress(PortinaioError):
        for row in reading:
            assert row.low <= row.high
            assert row.category in CATEGORIES
            assert all(0 <= day <= date.max.toordinal() for day in (row.first_day, row.last_day))
            assert row.reporters is None or row.reporters >= 0


@given(st.lists(st.dictionaries(st.sampled_from(TITLES), CELLS, max_size=5), max_size=6))
def test_no_json_raises_either(items):
    with suppress(PortinaioError):
        for row in reading_of(json.dumps(items), region="IT"):
            assert (row.category in CATEGORIES, row.low <= row.high) == (True, True)
