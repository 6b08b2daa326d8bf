"""Backups that are not what was written: each is told, and changes nothing."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from backed_up import a_furnished_house, backed_up, everything
from daemon_world import a_client, a_context
from portinaio import language
from portinaio.daemon.backup.archive import DATABASE, MANIFEST
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Callable


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
