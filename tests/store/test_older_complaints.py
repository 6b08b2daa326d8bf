"""Complaints that a version of before has written down mean what they meant."""

import sqlite3
from contextlib import closing
from datetime import date

import pytest

from portinaio.complaints.deadlines import status_on
from portinaio.core.complaint import State
from portinaio.countries.pack import read_pack
from portinaio.store.database import open_store
from store_world import a_furnished_file_of, tables
from worlds import FROZEN_NOW

BEFORE_RECEIPT = 8
"""The last shape that knew no day of receipt."""
SENT = date(2026, 11, 24)


@pytest.fixture
def older(path):
    a_furnished_file_of(BEFORE_RECEIPT, path)
    return path


def with_days(path, **days):
    with closing(sqlite3.connect(path, isolation_level=None)) as file:
        for day, value in days.items():
            file.execute(f"UPDATE complaints SET {day} = ?", (value,))


def test_the_older_file_has_rows_in_every_table(older):
    with closing(sqlite3.connect(older)) as file:
        empty = [t for t, _c in tables(file) if not file.execute(f"SELECT 1 FROM {t}").fetchone()]

    assert empty == []


@pytest.mark.parametrize(
    ("days", "today", "state"),
    [
        ({"sent": None}, SENT, State.DRAFT),
        ({}, SENT, State.SENT),
        ({}, date(2027, 2, 1), State.OVERDUE),
        ({"extended": "2026-12-01"}, date(2027, 2, 1), State.SENT),
        ({"answered": "2026-12-01"}, date(2027, 2, 1), State.ANSWERED),
        ({"refused": "2026-12-01"}, date(2027, 2, 1), State.REFUSED),
        ({"closed": "2026-12-01"}, date(2027, 2, 1), State.CLOSED),
    ],
)
def test_an_older_complaint_is_in_the_state_in_which_it_was(older, days, today, state):
    with_days(older, **days)

    with open_store(older, FROZEN_NOW) as store:
        (one,) = store.complaints.all()

    assert (one.received, one.receipt, one.insufficient, one.point) == (None, "", None, "")
    assert status_on(one, [one], read_pack("IT"), today).state is state


@pytest.mark.parametrize("means", ["", "email", "pec", "post", "web"])
def test_an_older_way_is_told_as_it_was_written_down(older, means):
    with_days(older, means=means)

    with open_store(older, FROZEN_NOW) as store:
        assert store.complaints.all()[0].means == means
