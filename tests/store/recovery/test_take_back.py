"""A sound file that was set aside without need is taken back, once."""

import os
import sqlite3
from contextlib import closing

import pytest

from portinaio.store.database import open_store
from portinaio.store.folder_lock import folder_lock
from portinaio.store.recovery import take_back
from portinaio.store.recovery.recoveries import LEFT, TAKEN_BACK
from portinaio.store.schema.scripts import SCRIPTS
from recovery_world import HARDWARE, STAMP, begun_since, failing, missing, opened, saved, set_aside
from store_world import (
    DAY,
    a_furnished_file,
    rows_of,
    scrambled,
)
from worlds import FROZEN_NOW, a_logged_call


@pytest.mark.parametrize("version", range(2, len(SCRIPTS)))
def test_a_sound_file_that_was_set_aside_is_taken_back_whole(path, version):
    aside = set_aside(version, path)
    before = rows_of(aside)

    opened(path).close()

    after = rows_of(path)
    assert missing(before, after) == {}


def test_a_file_is_taken_back_once(path):
    set_aside(5, path)
    opened(path).close()
    with open_store(path, FROZEN_NOW) as store:
        store.calls.forget(3)
        store.entries.remove("+390200005555")
    before = rows_of(path)

    opened(path).close()

    assert rows_of(path) == before


def test_a_file_that_is_taken_back_again_doubles_nothing(path):
    """The news of it may get lost together with another file."""
    set_aside(5, path)
    begun_since(path)
    opened(path).close()
    with open_store(path, FROZEN_NOW) as store:
        before = {**rows_of(path), "seals": None, "state": None}
        store.state.set("recoveries", None)

    opened(path).close()

    assert {**rows_of(path), "seals": None, "state": None} == before


def test_several_files_are_taken_back_the_oldest_with_its_own_ids(path):
    with open_store(path, FROZEN_NOW) as store:
        store.calls.record(a_logged_call(1, at=FROZEN_NOW - 2 * DAY, notes="oldest"))
    path.rename(path.with_name("portinaio.db.broken-20261101-000000"))
    set_aside(5, path, "broken-20261110-000000")
    begun_since(path)

    with opened(path) as store:
        assert store.calls.get(1).notes == "oldest"
        assert len(store.calls.page(limit=1000)) == 46
        assert len(store.complaints.all()) == 2
        assert store.seals.faults() == []
        assert [each.way for each in store.recoveries.all()] == [TAKEN_BACK, TAKEN_BACK]


@pytest.mark.parametrize("code", HARDWARE)
@pytest.mark.parametrize("step", ["faults", "migrate"])
def test_a_file_that_the_disk_had_no_room_to_look_at_is_looked_at_again(
    path, monkeypatch, step, code
):
    set_aside(5, path)
    with monkeypatch.context() as patched:
        patched.setattr(take_back, step, failing(code))
        with opened(path) as store:
            assert store.recoveries.all() == []

    assert saved(path).way == TAKEN_BACK


def test_two_programs_do_not_take_the_same_file_back_at_once(path, monkeypatch):
    set_aside(5, path)
    monkeypatch.setattr("portinaio.store.folder_lock.WAIT_S", 0.05)
    open_store(path, FROZEN_NOW).close()

    with folder_lock(str(path)), opened(path) as store:
        assert store.recoveries.all() == []

    assert saved(path).way == TAKEN_BACK


def test_what_a_killed_program_has_left_of_its_work_is_cleared_away(path):
    opened(path).close()
    for name in (".mending", ".mending-journal", ".mending-copy", ".mending-copy-wal"):
        path.with_name(path.name + name).write_bytes(b"calls of before")

    opened(path).close()

    assert [file.name for file in path.parent.iterdir()] == ["portinaio.db"]


def of_another_program(aside):
    aside.unlink()
    with closing(sqlite3.connect(aside)) as file:
        file.execute("CREATE TABLE calls (id INTEGER PRIMARY KEY)")
        file.execute(f"PRAGMA user_version = {len(SCRIPTS)}")


def test_what_is_no_file_is_not_looked_at(path):
    pipe = path.with_name("portinaio.db.broken-pipe")
    os.mkfifo(pipe)
    end = os.open(pipe, os.O_RDWR | os.O_CLOEXEC)  # who opens it all the same waits for nobody
    path.with_name("portinaio.db.broken-folder").mkdir()
    path.with_name("portinaio.db.broken-nowhere").symlink_to(path.with_name("nowhere"))

    with opened(path) as store:
        assert store.recoveries.all() == []
    os.close(end)


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda aside: scrambled(aside, "entries"), id="a destroyed page"),
        pytest.param(lambda aside: aside.write_bytes(b"<html>" * 1000), id="not a database"),
        pytest.param(lambda aside: aside.write_bytes(b""), id="empty"),
        pytest.param(of_another_program, id="of another program"),
    ],
)
def test_a_file_that_is_damaged_indeed_is_left_where_it_lies(path, spoil):
    aside = set_aside(5, path)
    spoil(aside)
    content = aside.read_bytes()

    assert saved(path).way == LEFT
    assert aside.read_bytes() == content
    with opened(path) as store:
        assert store.calls.page() == []


def test_a_file_is_left_alone_until_a_daemon_starts(path):
    set_aside(5, path)

    with open_store(path, FROZEN_NOW) as store:
        assert (store.calls.page(), store.recoveries.all()) == ([], [])


def test_what_fails_in_the_middle_leaves_everything_as_it_was_and_is_tried_again(path, monkeypatch):
    aside = set_aside(5, path)
    begun_since(path)
    before = rows_of(path)

    def fail(*_args, **_kwargs):
        raise sqlite3.OperationalError

    with monkeypatch.context() as patch:
        patch.setattr("portinaio.store.recovery.merge.seal_again", fail)
        opened(path).close()
    assert rows_of(path) == before
    assert {file.name for file in path.parent.iterdir()} == {path.name, aside.name}

    assert saved(path).way == TAKEN_BACK


def test_the_last_words_of_a_file_that_lie_beside_it_come_back_too(path):
    source = path.with_name("source.db")
    aside = path.with_name(f"portinaio.db.{STAMP}")
    with open_store(source, FROZEN_NOW) as store:
        store.profile.set({"name": "Anna"})
        for suffix in ("", "-wal"):
            aside.with_name(aside.name + suffix).write_bytes(
                source.with_name(source.name + suffix).read_bytes()
            )

    with opened(path) as store:
        assert store.profile.all() == {"name": "Anna"}


def test_news_that_make_no_sense_are_no_news(store):
    store.state.set("recoveries", "[[[")

    assert store.recoveries.all() == []


def test_news_are_news_until_somebody_has_seen_them(path):
    a_furnished_file(path)
    scrambled(path, "calls_label")
    with opened(path) as store:
        first = store.recoveries.see()

    with opened(path) as store:
        assert [each.seen for each in store.recoveries.all()] == [True]
        assert (first, store.recoveries.see()) == (True, False)
