"""What two files remember is brought together in one."""

import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta

import pytest

from portinaio.core.complaint import Complaint
from portinaio.core.contact import Contact
from portinaio.core.entry import EntryKind
from portinaio.daemon.clock import PAUSES, note_pause
from portinaio.store.database import open_store
from portinaio.store.recovery.recoveries import KNOWN, TAKEN_BACK
from recovery_world import STAMP, begun_since, missing, opened, saved, set_aside, without_news
from store_world import (
    DAY,
    rows_of,
)
from worlds import FROZEN_NOW, a_logged_call, a_pattern


def test_what_was_written_since_stays_beside_what_is_taken_back(path):
    set_aside(5, path)
    begun_since(path)

    with opened(path) as store:
        assert len(store.calls.page(limit=1000)) == 45
        assert {e.pattern.text: (e.kind, e.note) for e in store.entries.all(FROZEN_NOW)} == {
            "+390844123456": (EntryKind.ALLOW, "after all"),
            "+390200005555": (EntryKind.ALLOW, ""),
            "+390200007777": (EntryKind.BLOCK, ""),
        }
        assert set(store.contacts.names().values()) == {"Anna", "Berta", "Carla"}
        assert store.profile.all() == {"name": "Anna Nuova", "email": "a@example.com"}
        old, new = store.complaints.all()
        assert (old.id, old.calls, old.sent) == (1, (3, 2), date(2026, 11, 24))
        assert (new.recipient, new.attachments) == ("garante", ("b.pdf",))
        assert [store.calls.get(call).notes for call in new.calls] == ["new 2", "new 5"]
        assert store.seals.faults() == []
        assert store.calls.next_id() > max(call.id for call in store.calls.page())


def test_it_is_said_what_came_back_and_what_moved(path):
    set_aside(5, path)
    begun_since(path)

    recovery = saved(path)

    assert recovery.way == TAKEN_BACK
    assert recovery.rows["calls"] == 40
    assert recovery.rows["entries"] == 1
    assert recovery.moved == {"1": 2}
    assert recovery.sealed_anew == 5


def test_calls_of_the_file_keep_the_seals_that_letters_show(path):
    aside = set_aside(5, path)
    with closing(sqlite3.connect(aside)) as file:
        (chain,) = file.execute("SELECT chain FROM seals WHERE call = 3").fetchone()
    begun_since(path)

    with opened(path) as store:
        assert store.seals.of_calls([3]) == {3: chain}


@pytest.mark.parametrize("about", ["unconfirmed", "mail", "noted"])
def test_what_is_kept_of_a_complaint_moves_with_it(path, about):
    set_aside(5, path)
    begun_since(path)
    with open_store(path, FROZEN_NOW) as store:
        store.state.set(f"{about}.1", "2026-11-24T14:02:00+00:00")

    with opened(path) as store:
        assert store.state.get(f"{about}.1") is None
        assert store.state.get(f"{about}.2") == "2026-11-24T14:02:00+00:00"


def test_the_later_day_of_a_number_that_was_called_before_and_since_counts(path):
    aside = set_aside(5, path)
    with closing(sqlite3.connect(aside)) as file:
        number, day = file.execute("SELECT number, day FROM dialled").fetchone()
    assert day < "2026-11-30"
    open_store(path, FROZEN_NOW).close()
    with closing(sqlite3.connect(path)) as file, file:
        file.execute("INSERT INTO dialled VALUES (?, '2026-11-30')", (number,))

    opened(path).close()

    assert rows_of(path)["dialled"] == {("2026-11-30", number)}


@pytest.mark.parametrize("key", PAUSES)
def test_a_pause_of_then_does_not_open_the_door_again(path, key):
    with open_store(path, FROZEN_NOW) as store:
        note_pause(store.state, key, FROZEN_NOW, timedelta(days=7))
        store.state.set("wizard", "done")
    path.rename(path.with_name(f"portinaio.db.{STAMP}"))

    with opened(path) as store:
        assert {**store.state.all(), "recoveries": ""} == {"wizard": "done", "recoveries": ""}


def test_an_id_of_a_complaint_that_was_discarded_before_is_not_given_again(path):
    complaint = Complaint(0, "IT", "x", "A", (), {}, FROZEN_NOW)
    with open_store(path, FROZEN_NOW) as store:
        for _ in range(3):
            last = store.complaints.add(complaint)
        store.complaints.remove(last.id)
    path.rename(path.with_name(f"portinaio.db.{STAMP}"))

    with opened(path) as store:
        assert store.complaints.add(complaint).id == last.id + 1


def test_a_past_that_has_gone_two_ways_is_brought_together(path):
    """An older copy was put back by hand, and since then each of the two files has had a call of its own."""
    aside = set_aside(5, path)
    shutil.copyfile(aside, path)
    for file, days in ((aside, 1), (path, 2)):
        with open_store(file, FROZEN_NOW) as store:
            store.calls.record(a_logged_call(store.calls.reserve(1), at=FROZEN_NOW + days * DAY))

    with opened(path) as store:
        assert {call.at for call in store.calls.page(limit=2)} == {
            FROZEN_NOW + DAY,
            FROZEN_NOW + 2 * DAY,
        }
        assert store.seals.faults() == []


def test_an_address_book_that_was_imported_again_since_is_as_it_is_now(path):
    anna, bruno = (
        Contact(name, (f"+39020000010{n}",), "book", ("work",)) for n, name in enumerate("AB")
    )
    with open_store(path, FROZEN_NOW) as store:
        store.contacts.replace_source("book", [anna, bruno])
        store.contacts.replace_source("other", [bruno._replace(name="C", source="other")])
    path.rename(path.with_name(f"portinaio.db.{STAMP}"))
    with open_store(path, FROZEN_NOW) as store:
        store.contacts.replace_source("book", [anna])

    with opened(path) as store:
        assert [(one.source, one.name, one.groups) for one in store.contacts.all()] == [
            ("book", "A", ("work",)),
            ("other", "C", ("work",)),
        ]


def put_back_by_hand(path):
    """He has copied what was set aside over the empty file of a program of before."""
    aside = set_aside(5, path)
    shutil.copyfile(aside, path)


def test_what_was_forgotten_since_a_file_was_put_back_by_hand_stays_forgotten(path):
    put_back_by_hand(path)
    with open_store(path, FROZEN_NOW) as store:
        store.calls.forget(3)
        store.entries.remove("+390200005555")
        store.complaints.remove(1)
        store.profile.set(dict.fromkeys(store.profile.all(), ""))
        for number in store.contacts.names():
            store.contacts.remove(number)
    before = rows_of(path)

    opened(path).close()

    assert without_news(rows_of(path)) == without_news(before)
    assert [(each.way, each.seen) for each in news_of(path)] == [(KNOWN, True)]


@pytest.mark.parametrize(
    "add",
    [
        pytest.param(lambda s: s.calls.record(a_logged_call(99)), id="a call"),
        pytest.param(
            lambda s: s.entries.add(a_pattern("+390844*"), EntryKind.BLOCK, "", FROZEN_NOW),
            id="an entry",
        ),
        pytest.param(
            lambda s: s.complaints.add(Complaint(0, "IT", "x", "Y", (), {}, FROZEN_NOW)),
            id="a complaint",
        ),
    ],
)
def test_a_file_that_has_something_newer_than_what_was_put_back_is_taken_back(path, add):
    put_back_by_hand(path)
    with open_store(path.with_name(f"portinaio.db.{STAMP}"), FROZEN_NOW) as newer:
        add(newer)
    everything = rows_of(path.with_name(f"portinaio.db.{STAMP}"))

    opened(path).close()

    assert missing(everything, rows_of(path)) == {}
    assert [each.way for each in news_of(path)] == [TAKEN_BACK]


def news_of(path):
    with open_store(path, FROZEN_NOW) as store:
        return store.recoveries.all()


@pytest.mark.parametrize(
    ("told", "moved"),
    [
        pytest.param(False, [{"1": 4}, {"1": 3}], id="while nobody knows of it"),
        pytest.param(True, [{"1": 2}, {"1": 3, "2": 4}], id="after somebody was told"),
    ],
)
def test_it_is_said_where_a_complaint_that_moved_twice_is_now(path, told, moved):
    for company, stamp in (("A", "20261101"), ("B", "20261110"), ("C", None)):
        with open_store(path, FROZEN_NOW) as store:
            store.complaints.add(Complaint(0, "IT", "x", company, (), {}, FROZEN_NOW))
        if stamp:
            path.rename(path.with_name(f"portinaio.db.broken-{stamp}-000000"))
    oldest = path.with_name("portinaio.db.broken-20261101-000000")
    if told:
        oldest.rename(path.with_name("later"))
        with opened(path) as store:
            store.recoveries.see()
        path.with_name("later").rename(oldest)

    with opened(path) as store:
        assert [each.moved for each in store.recoveries.all()] == moved
        assert [one.company for one in store.complaints.all()] == ["A", "B", "C"]
