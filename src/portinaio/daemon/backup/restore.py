"""Putting a backup in place of what there is: first what would happen, then all of it or nothing.

Everything is taken out, held against its sums and opened before anything here is touched. What a full home held is kept
as a backup of its own beside it.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import AbstractContextManager, ExitStack, closing
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portinaio.config.atomic_write import write_atomically
from portinaio.config.load import load_settings
from portinaio.config.passwords import passwords_of
from portinaio.core.message import Message, msg
from portinaio.core.reason import reason
from portinaio.daemon import restore_journal
from portinaio.daemon.backup import passwords
from portinaio.daemon.backup.archive import (
    ATTACHMENTS,
    CONFIGURATION,
    DATABASE,
    LISTS,
    PASSWORDS,
    Backup,
    Contents,
)
from portinaio.daemon.backup.take import BACKED_UP, counted, take
from portinaio.daemon.backup.work_folder import work_folder
from portinaio.daemon.files.still_wanted import still_wanted
from portinaio.errors import ConfigError, HomeError
from portinaio.lists.catalogue import load_catalogue
from portinaio.lists.sync.files import ListFiles
from portinaio.store.database import open_store
from portinaio.store.open_file import is_newer

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.config.settings import Settings
    from portinaio.daemon.backup.passwords import Password
    from portinaio.daemon.context import Context

KEPT = "backups"
"""Folder of the home: what was there before each restore."""


class Plan(NamedTuple):
    holds: Contents
    present: Mapping[str, int]
    """What the home has now, counted as the backup counts."""

    @property
    def replaces(self) -> bool:
        return any(self.present.values())


class Restored(NamedTuple):
    holds: Contents
    kept: Path | None
    """Where that lies which was here before; `None` for an empty home."""
    passwords: int
    remarks: list[Message]


def plan(context: Context, file: Path) -> Plan:
    """What a restore would do; changes nothing. `PortinaioError` where the file cannot be used."""
    with Backup(file) as backup, _work(context) as work:
        _taken_out(backup, work, context)
        return Plan(backup.contents, counted(context.store, context.now()))


def restore(context: Context, file: Path, passphrase: str = "") -> Restored:
    """The home is what the backup holds. `PortinaioError`, and nothing has changed."""
    if context.store.read_only:
        raise HomeError(msg("the home %(path)s cannot be written", path=context.home.data))
    wanted = still_wanted()
    with Backup(file) as backup, _work(context) as work:
        try:
            taken = _taken_out(backup, work, context)
            opened = _unlocked(backup, passphrase)
            wanted()
            kept = _keep_present(context)
            _put_in_place(context, work)
        except OSError as error:
            raise HomeError(
                msg(
                    "the backup cannot be put in place: %(reason)s; nothing was changed",
                    reason=reason(error),
                )
            ) from error
        put = passwords.put_back(opened, taken, context.home)
        remarks = [*put.remarks, *_left_out(backup.contents, passphrase, taken)]
        return Restored(backup.contents, kept, put.kept, remarks)


def _work(context: Context) -> AbstractContextManager[Path]:
    context.home.make()
    data = Path(context.home.data)  # what is taken out moves into its place by a rename
    return work_folder(data, needed=Path(context.home.restoring))


def _taken_out(backup: Backup, work: Path, context: Context) -> Settings:
    """All of it, looked at as a start of the daemon looks at it."""
    needed = 2 * sum(size for size, _ in backup.contents.files.values())
    if shutil.disk_usage(work).free < needed:
        raise HomeError(
            msg(
                "the disk of %(path)s is too full for this backup; make room",
                path=context.home.data,
            )
        )
    for name in backup.contents.files:
        if name != PASSWORDS:
            backup.take_out(name, work / name)
    settings = _configuration(backup, work)
    if is_newer(str(work / DATABASE)):
        raise backup.newer()
    if not _is_ours(work / DATABASE):
        raise backup.damaged(DATABASE)
    with open_store(work / DATABASE, context.now(), thorough=True) as store:
        if store.set_aside:
            raise backup.damaged(DATABASE)
        store.state.set(BACKED_UP, backup.contents.created)
        store.devices.revoke(context.store.devices.revoked())
    return settings


def _configuration(backup: Backup, work: Path) -> Settings:
    """`ConfigError` where the configuration in the backup is wrong; nobody knows where it was taken out to."""
    try:
        settings = load_settings(str(work / CONFIGURATION[0]))
        fault = load_catalogue(str(work / CONFIGURATION[1])).fault
    except ConfigError as error:
        raise _in_backup(backup, work, error) from error
    if fault:
        raise _in_backup(backup, work, fault)
    return settings


def _in_backup(backup: Backup, work: Path, error: ConfigError) -> ConfigError:
    said = _without(f"{work}{os.sep}", error.sentence)
    return ConfigError(
        msg("in %(file)s, %(reason)s; nothing was changed", file=str(backup.path), reason=said)
    )


def _without(folder: str, said: object) -> object:
    """A sentence that names its files as they are called in the backup; it is put into a language later."""
    if isinstance(said, Message):
        return said._replace(
            values={key: _without(folder, one) for key, one in said.values.items()}
        )
    return said.replace(folder, "") if isinstance(said, str) else said


def _is_ours(database: Path) -> bool:
    """Whether it is whole, and holds nothing that acts by itself: a trigger of a stranger would change what we write."""
    try:
        with closing(sqlite3.connect(f"{database.as_uri()}?mode=ro", uri=True)) as connection:
            (sound,) = connection.execute("PRAGMA quick_check(1)").fetchone()
            acting = connection.execute(
                "SELECT count(*) FROM sqlite_master WHERE type IN ('trigger', 'view')"
            ).fetchone()
    except sqlite3.DatabaseError:
        return False
    return bool(sound == "ok" and acting == (0,))


def _unlocked(backup: Backup, passphrase: str) -> list[Password]:
    if not (passphrase and backup.contents.has_passwords):
        return []
    return passwords.unlocked(backup.read(PASSWORDS, passwords.LARGEST_BYTES), passphrase)


def _left_out(contents: Contents, passphrase: str, settings: Settings) -> list[Message]:
    if contents.has_passwords and not passphrase:
        return [
            msg("the passwords were left in the backup; without its passphrase nobody reads them")
        ]
    wanted = any(one.secret for one in passwords_of(settings))
    if wanted and not contents.has_passwords:
        return [msg("the backup has no passwords; store each with portinaio secret set NAME")]
    return []


def _keep_present(context: Context) -> Path | None:
    """A backup of what is about to go; `None` where nothing is here."""
    settings = Path(context.home.config_file)
    if not any(counted(context.store, context.now()).values()) and not settings.exists():
        return None
    folder = Path(context.home.data, KEPT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    stamp = context.now().strftime("%Y%m%d-%H%M%S")
    names = (f"before-{stamp}{suffix}.zip" for suffix in ("", *(f"-{n}" for n in range(2, 1000))))
    file = next(folder / name for name in names if not (folder / name).exists())
    take(context, file)
    return file


def _put_in_place(context: Context, work: Path) -> None:
    """Files first, since they can be put back; the database last, in one transaction."""
    state = context.store.state
    list_files = ListFiles(Path(context.home.lists))
    list_files.make()
    with ExitStack() as held:
        for name in list_files.names():
            held.enter_context(list_files.sole(name))
        moves = _moves(context, work)
        with restore_journal.journal_of(
            Path(context.home.restoring), work, moves, lambda: state.get(restore_journal.MARK)
        ) as written:
            for move in moves:
                _move(move, work)
            with open_store(work / DATABASE, context.now()) as store:
                store.state.set(restore_journal.MARK, written.mark)
                context.store.become(store)


def _moves(context: Context, work: Path) -> list[restore_journal.Move]:
    """What will take the place of what; files are copied aside already."""
    before = work / restore_journal.BEFORE
    before.mkdir()
    files = [Path(context.home.config, name) for name in CONFIGURATION]
    for place in files:
        if place.exists():
            write_atomically(before / place.name, place.read_bytes())
    folders = {LISTS: Path(context.home.lists), ATTACHMENTS: Path(context.home.data, ATTACHMENTS)}
    return [
        *(restore_journal.Move(str(place), place.name, place.exists(), False) for place in files),
        *(
            restore_journal.Move(str(place), name, place.exists(), True)
            for name, place in folders.items()
        ),
    ]


def _move(move: restore_journal.Move, work: Path) -> None:
    place, fresh = Path(move.place), work / move.name
    if move.is_folder:
        if move.was_there:
            place.rename(work / restore_journal.BEFORE / move.name)
        if fresh.exists():
            fresh.rename(place)
    elif fresh.exists():
        write_atomically(place, fresh.read_bytes())  # the configuration may lie on another disk
    else:
        place.unlink(missing_ok=True)
