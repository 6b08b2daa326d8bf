"""A backup holds the house as it was at one moment, and puts it back or changes nothing."""

from __future__ import annotations

import errno
import os
import stat
import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from backed_up import CONFIG, a_furnished_house, backed_up, everything
from daemon_world import a_client, a_context, a_logged_call
from portinaio.core.contact import OWN
from portinaio.daemon.asker import Asker, asked_by
from portinaio.daemon.backup.archive import Backup
from portinaio.errors import PortinaioError, UsageError
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from pathlib import Path


def test_a_revoked_telephone_stays_revoked_in_a_backup_of_before(tmp_path):
    house = a_furnished_house(tmp_path / "old")
    for name in ("lost-phone", "anna-phone"):
        house.add_device(name)
    file = backed_up(house, tmp_path / "b.zip")
    house.revoke_device("lost-phone")

    house.restore(str(file))
    restored = [one["name"] for one in house.devices()]
    again = backed_up(house, tmp_path / "again.zip")
    new = a_client(a_context(tmp_path / "new"))
    new.restore(str(again))
    new.restore(str(file))

    assert restored == ["anna-phone"]
    assert [one["name"] for one in new.devices()] == ["anna-phone"]


def test_a_new_house_is_what_the_old_one_was(tmp_path):
    old = a_furnished_house(tmp_path / "old")
    new = a_client(a_context(tmp_path / "new"))

    new.restore(str(backed_up(old, tmp_path / "b.zip")))

    assert everything(new) == everything(old)


@pytest.mark.parametrize("text", ["02[13]*", "02?5*", "0200001??4", "0844*"])
def test_a_pattern_means_the_same_in_the_new_house(tmp_path, text):
    old, new = a_client(a_context(tmp_path / "old")), a_client(a_context(tmp_path / "new"))
    made = old.add_entry(text, kind="block", sure=True)
    caller = made["pattern"].replace("[13]", "3").replace("?", "5").rstrip("*").ljust(13, "5")

    new.restore(str(backed_up(old, tmp_path / "b.zip")))

    assert new.entries() == [made]
    assert new.check(caller)["action"] == "reject"


def test_the_next_start_finds_it_too(tmp_path):
    old = a_furnished_house(tmp_path / "old")
    new = a_client(a_context(tmp_path / "new"))
    new.restore(str(backed_up(old, tmp_path / "b.zip")))
    new.close()

    assert everything(a_client(a_context(tmp_path / "new", CONFIG))) == everything(old)


def test_a_backup_is_its_owners_alone(tmp_path):
    file = backed_up(a_furnished_house(tmp_path / "old"), tmp_path / "b.zip")

    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_backup_takes_no_other_files_place(tmp_path):
    (tmp_path / "b.zip").write_text("somebody's")

    with pytest.raises(UsageError, match="there already"):
        a_furnished_house(tmp_path / "old").backup(str(tmp_path / "b.zip"))

    assert (tmp_path / "b.zip").read_text() == "somebody's"


@pytest.mark.parametrize(
    "number", [errno.EPERM, errno.ENOTSUP], ids=["a stick", "another computer"]
)
def test_a_disk_that_knows_no_second_name_of_a_file_takes_a_backup(tmp_path, monkeypatch, number):
    """FAT answers so, and so do folders of other computers."""

    def link(_file: object, _name: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("os.link", link)
    file = backed_up(a_furnished_house(tmp_path / "old"), tmp_path / "b.zip")
    new = a_client(a_context(tmp_path / "new"))
    new.restore(str(file))

    assert len(new.calls()) == 8
    assert [one.name for one in tmp_path.iterdir() if one.name.startswith(".")] == []


def test_a_file_that_came_meanwhile_keeps_its_place_there_too(tmp_path, monkeypatch):
    def link(_file: object, name: Path) -> None:
        name.write_text("somebody's")
        raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

    monkeypatch.setattr("os.link", link)
    with pytest.raises(PortinaioError, match=r"b\.zip cannot be written"):
        a_furnished_house(tmp_path / "old").backup(str(tmp_path / "b.zip"))

    assert (tmp_path / "b.zip").read_text() == "somebody's"


def test_whoever_leaves_while_a_backup_is_taken_finds_none(tmp_path):
    asker = Asker()
    asker.leave()

    with asked_by(asker), pytest.raises(PortinaioError, match="nobody waits"):
        a_furnished_house(tmp_path / "old").backup(str(tmp_path / "b.zip"))

    assert [one.name for one in tmp_path.iterdir()] == ["old"]


@pytest.mark.parametrize("there", [CONFIG, None], ids=["a full home", "an empty home"])
def test_whoever_leaves_while_a_backup_is_put_in_place_finds_all_as_it_was(tmp_path, there):
    file = backed_up(a_furnished_house(tmp_path / "old"), tmp_path / "b.zip")
    here = a_client(a_context(tmp_path / "here", there or 'country = "DE"\n'))
    if there:
        here.context.store.contacts.add("Ugo", "+390200000007", OWN)
    before, asker = everything(here), Asker()
    asker.leave()

    with asked_by(asker), pytest.raises(PortinaioError, match="nobody waits"):
        here.restore(str(file))

    assert (everything(here), list((tmp_path / "here").glob("backups/*"))) == (before, [])


def test_the_plan_says_what_would_go_and_changes_nothing(tmp_path):
    file = backed_up(a_furnished_house(tmp_path / "old"), tmp_path / "b.zip")
    full = a_client(a_context(tmp_path / "full"))
    full.add_contact("Bea", "0200000003")
    before = everything(full)

    plan = full.restore_plan(str(file))

    assert plan["holds"]["counts"] == {
        "calls": 8, "entries": 1, "contacts": 1, "complaints": 0, "lists": 0,
    }  # fmt: skip
    assert plan["present"]["contacts"] == 1
    assert everything(full) == before


def test_what_a_full_house_held_is_kept_and_can_be_put_back(tmp_path):
    file = backed_up(a_furnished_house(tmp_path / "old"), tmp_path / "b.zip")
    full = a_client(a_context(tmp_path / "full"))
    full.add_contact("Bea", "0200000003")
    before = everything(full)

    kept = full.restore(str(file))["kept"]
    assert everything(full) != before
    full.restore(kept)

    assert everything(full) == before


def test_one_moment_is_taken_while_calls_come_in(tmp_path):
    client = a_furnished_house(tmp_path / "old")
    other, done = a_context(tmp_path / "old", CONFIG), threading.Event()

    def ring() -> None:
        number = 100
        while not done.is_set():
            other.store.calls.record(a_logged_call(number))
            other.store.contacts.add(f"Call {number}", f"+39020001{number:04}", OWN)
            number += 1

    ringing = threading.Thread(target=ring)
    ringing.start()
    try:
        files = [backed_up(client, tmp_path / f"{n}.zip") for n in range(3)]
    finally:
        done.set()
        ringing.join()

    for place, file in enumerate(files):
        new = a_client(a_context(tmp_path / f"new{place}"))
        new.restore(str(file))
        counts = new.restore_plan(str(file))["present"]
        assert counts["calls"] - 8 - (counts["contacts"] - 1) in {0, 1}
        assert new.context.store.faults() == []


@pytest.mark.parametrize("name", [".work/spam-it.lock", "spam-it.nsx.tmp12"])
def test_what_is_only_being_made_of_a_list_stays_behind(tmp_path, name):
    old = a_furnished_house(tmp_path / "old")
    file = tmp_path / "old" / "lists" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(b"half of it")

    with Backup(backed_up(old, tmp_path / "b.zip")) as backup:
        assert set(backup.contents.files) == {"portinaio.db", "config.toml"}


def test_what_a_backup_says_of_itself_is_what_is_in_it(tmp_path):
    file = backed_up(a_furnished_house(tmp_path / "old"), tmp_path / "b.zip")

    with Backup(file) as backup:
        assert backup.contents.counts["calls"] == 8
        assert set(backup.contents.files) == {"portinaio.db", "config.toml"}


@pytest.mark.parametrize(
    ("calls", "days", "said"),
    [
        (99, None, []),
        (100, None, ["there is no backup yet; run portinaio backup FILE"]),
        (100, 31, ["the last backup is of 24 Oct 2026"]),
        (100, 32, ["the last backup is of 23 Oct 2026; run portinaio backup FILE"]),
    ],
)
def test_the_doctor_reminds_once_the_log_is_worth_it(tmp_path, calls, days, said):
    context = a_context(tmp_path / "home")
    context.store.calls.record_many(a_logged_call(number) for number in range(1, calls + 1))
    if days is not None:
        context.store.state.set("backed_up", (FROZEN_NOW - timedelta(days=days)).isoformat())

    found = a_client(context).doctor()

    assert [one["text"] for one in found if one["code"] == "backup"] == said
