"""A backup holds the house as it was at one moment, and puts it back or changes nothing."""

from __future__ import annotations

import errno
import json
import os
import sqlite3
import stat
import threading
import zipfile
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_client, a_context, a_logged_call
from portinaio import language
from portinaio.core.contact import OWN
from portinaio.core.entry import EntryKind
from portinaio.core.numbers.pattern import read_pattern
from portinaio.daemon.asker import Asker, asked_by
from portinaio.daemon.backup.archive import DATABASE, MANIFEST, Backup
from portinaio.errors import PortinaioError, UsageError
from worlds import FROZEN_NOW, ITALY

if TYPE_CHECKING:
    from collections.abc import Callable

    from daemon_world import AClient

CONFIG = 'country = "IT"\n\n[policy]\nunknown = "reject"\n'
WITH_A_LINE = """
country = "IT"
[[line]]
name = "home"
kind = "sip"
registrar = "sip.example.net"
username = "portinaio"
password = { keyring = "home" }
"""


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch):
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)


def a_furnished_house(folder: Path, config: str = CONFIG) -> AClient:
    client = a_client(a_context(folder, config))
    store = client.context.store
    store.calls.record_many(
        a_logged_call(number, at=FROZEN_NOW - timedelta(minutes=number)) for number in range(1, 9)
    )
    store.entries.add(read_pattern("0200001234", ITALY), EntryKind.BLOCK, "", FROZEN_NOW)
    store.contacts.add("Anna", "+390200000002", OWN)
    return client


def everything(client: AClient) -> dict[str, object]:
    return {
        "calls": client.calls(),
        "entries": client.entries(),
        "contacts": client.contacts(),
        "settings": [one["value"] for one in client.settings()["keys"]],
        "check": client.check("+390200001234"),
    }


def backed_up(client: AClient, file: Path, passphrase: str = "") -> Path:
    client.backup(str(file), passphrase)
    return file


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


@pytest.fixture(scope="module")
def with_passwords(tmp_path_factory) -> Path:
    """A backup of which the passphrase is: correct horse."""
    folder = tmp_path_factory.mktemp("backup")
    old = a_furnished_house(folder / "old", WITH_A_LINE)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("portinaio.config.secrets._keyring", lambda: None)
        old.keep_secret("home", "open sesame")
        return backed_up(old, folder / "b.zip", "correct horse")


def test_passwords_are_in_it_only_where_they_are_asked_for(tmp_path):
    old = a_furnished_house(tmp_path / "old", WITH_A_LINE)
    old.keep_secret("home", "open sesame")

    file = backed_up(old, tmp_path / "b.zip")

    assert not old.restore_plan(str(file))["holds"]["passwords"]
    assert b"open sesame" not in file.read_bytes()


def test_passwords_come_back_by_their_passphrase(tmp_path, with_passwords):
    new = a_client(a_context(tmp_path / "new"))

    done = new.restore(str(with_passwords), "correct horse")

    assert done["passwords"] == 1
    assert (tmp_path / "new" / "secrets" / "home").read_text() == "open sesame"


def test_a_wrong_passphrase_changes_nothing(tmp_path, with_passwords):
    new = a_client(a_context(tmp_path / "new"))
    before = everything(new)

    with pytest.raises(UsageError, match="does not open"):
        new.restore(str(with_passwords), "wrong horse")

    assert everything(new) == before


def test_without_the_passphrase_the_rest_comes_back_and_the_passwords_are_told_of(
    tmp_path, with_passwords
):
    new = a_client(a_context(tmp_path / "new"))

    done = new.restore(str(with_passwords))

    assert done["remarks"] == [
        "the passwords were left in the backup; without its passphrase nobody reads them"
    ]
    assert len(new.calls()) == 8


def test_a_short_passphrase_is_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(UsageError, match="at least 8"):
        a_furnished_house(tmp_path / "old").backup(str(tmp_path / "b.zip"), "1234567")

    assert not (tmp_path / "b.zip").exists()


def rewritten(file: Path, **changed: bytes | None) -> None:
    """With some of its files other than they were; gone where they are `None`."""
    with zipfile.ZipFile(file) as archive:
        content = {name: archive.read(name) for name in archive.namelist()}
    names = {"database": DATABASE, "manifest": MANIFEST}
    for name, data in changed.items():
        content[names.get(name, name)] = data
    with zipfile.ZipFile(file, "w") as archive:
        for name, data in content.items():
            if data is not None:
                archive.writestr(name, data)


def manifest_of(file: Path) -> dict[str, object]:
    with zipfile.ZipFile(file) as archive:
        return json.loads(archive.read(MANIFEST))


def truncated(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-200])


def with_a_flipped_byte(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 0xFF
    file.write_bytes(data)


def of_a_newer_format(file: Path) -> None:
    rewritten(file, manifest=json.dumps({**manifest_of(file), "portinaio_backup": 2}).encode())


def with_a_file_too_many(file: Path) -> None:
    rewritten(file, extra=b"x")


def with_a_path_that_leads_out(file: Path) -> None:
    manifest = manifest_of(file)
    name = "lists/../../evil"
    manifest["files"] = [*manifest["files"], {"name": name, "bytes": 1, "sha256": "0" * 64}]
    rewritten(file, manifest=json.dumps(manifest).encode(), **{name: b"x"})


def without_the_database(file: Path) -> None:
    rewritten(file, database=None)


def with_another_database(file: Path) -> None:
    rewritten(file, database=b"SQLite format 3\0" + b"\0" * 100)


def of_something_else(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("photo.jpg", b"x")


def of_no_archive(file: Path) -> None:
    file.write_text("hello")


def forged(file: Path, name: str, data: bytes) -> None:
    """With this file in it, and a manifest that fits."""
    manifest = manifest_of(file)
    others = [one for one in manifest["files"] if one["name"] != name]
    its = {"name": name, "bytes": len(data), "sha256": sha256(data).hexdigest()}
    manifest["files"] = [*others, its]
    rewritten(file, manifest=json.dumps(manifest).encode(), **{name: data})


def saying(**said: object) -> Callable[[Path], None]:
    def of_itself(file: Path) -> None:
        rewritten(file, manifest=json.dumps({**manifest_of(file), **said}).encode())

    of_itself.__name__ = f"saying_{said}"
    return of_itself


def with_a_wrong_configuration(file: Path) -> None:
    forged(file, "config.toml", b"[policy]\nunknown = 'perhaps'\n")


def acting(statement: str) -> Callable[[Path], None]:
    def with_a_database_that_acts(file: Path) -> None:
        with zipfile.ZipFile(file) as archive:
            place = Path(archive.extract(DATABASE, file.parent / "forged"))
        with closing(sqlite3.connect(place)) as connection:
            connection.execute(statement)
            connection.commit()
        forged(file, DATABASE, place.read_bytes())

    return with_a_database_that_acts


def with_a_file_in_a_file(file: Path) -> None:
    forged(file, "lists/a", b"x")
    forged(file, "lists/a/b", b"x")


def with_deep_nonsense(file: Path) -> None:
    rewritten(file, manifest=b"[" * 100_000)


SPOILT = [
    truncated,
    with_a_flipped_byte,
    of_a_newer_format,
    with_a_file_too_many,
    with_a_path_that_leads_out,
    without_the_database,
    with_another_database,
    of_something_else,
    of_no_archive,
    with_a_wrong_configuration,
    with_deep_nonsense,
    with_a_file_in_a_file,
    pytest.param(
        acting("CREATE TRIGGER t AFTER INSERT ON calls BEGIN DELETE FROM entries; END"),
        id="with a trigger that takes the entries away",
    ),
    pytest.param(acting("CREATE VIEW v AS SELECT 1"), id="with a view"),
    pytest.param(acting("PRAGMA user_version = 999"), id="with a database of a newer schema"),
    saying(created="yesterday"),
    saying(created="2026-11-30T09:14:00"),
    saying(counts={"calls": -5}),
    saying(counts={"calls": 10**30}),
    saying(portinaio_backup=True),
    saying(portinaio_backup=0),
]


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda one: one.__name__)
def test_a_file_that_is_not_what_was_written_changes_nothing(tmp_path, spoil):
    file = backed_up(a_furnished_house(tmp_path / "old"), tmp_path / "b.zip")
    spoil(file)
    full = a_client(a_context(tmp_path / "full"))
    full.add_contact("Bea", "0200000003")
    before = everything(full)

    for act in (full.restore_plan, full.restore):
        with pytest.raises(PortinaioError):
            act(str(file))

    assert everything(full) == before
    assert [path.name for path in (tmp_path / "full").iterdir() if "backup" in path.name] == []


def test_a_wrong_configuration_in_a_backup_is_told_with_the_file_and_not_with_where_it_was_taken_out(
    tmp_path,
):
    file = backed_up(a_furnished_house(tmp_path / "old"), tmp_path / "b.zip")
    with_a_wrong_configuration(file)
    full = a_client(a_context(tmp_path / "full"))

    with pytest.raises(PortinaioError) as refused:
        full.restore(str(file))

    said = str(refused.value)
    assert said.startswith(f"in {file}, config.toml line 2")
    assert said.endswith("nothing was changed")
    assert "tmp" not in said.replace(str(tmp_path), "")
    language.use("de")
    assert "config.toml Zeile 2" in language.translate_error(refused.value)


def test_a_disk_that_fails_in_the_middle_leaves_everything_as_it_was(tmp_path, monkeypatch):
    file = backed_up(a_furnished_house(tmp_path / "old"), tmp_path / "b.zip")
    full = a_client(a_context(tmp_path / "full"))
    full.add_contact("Bea", "0200000003")
    before = everything(full)

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("portinaio.store.database.Store.become", fails)
    with pytest.raises(PortinaioError, match="nothing was changed"):
        full.restore(str(file))

    assert everything(full) == before


@pytest.mark.parametrize(
    "name", [".good/spam-it", "spam-it.nsx", "spam-it.nsx.changes", ".days/spam-it/2026-11-27"]
)
def test_a_list_speaks_before_anything_is_downloaded(tmp_path, name):
    old = a_furnished_house(tmp_path / "old")
    file = tmp_path / "old" / "lists" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(b"as it was")
    new = a_client(a_context(tmp_path / "new"))

    new.restore(str(backed_up(old, tmp_path / "b.zip")))

    assert (tmp_path / "new" / "lists" / name).read_bytes() == b"as it was"


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
