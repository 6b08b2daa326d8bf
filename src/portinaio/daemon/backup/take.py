"""Taking a backup, while calls come in and lists are synced: one moment of everything."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio import __version__
from portinaio.config.load import load_settings
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.daemon.backup import passwords
from portinaio.daemon.backup.archive import (
    ATTACHMENTS,
    CONFIGURATION,
    DATABASE,
    LISTS,
    PASSWORDS,
    Contents,
    pack,
)
from portinaio.daemon.backup.work_folder import work_folder
from portinaio.daemon.files.still_wanted import still_wanted
from portinaio.errors import HomeError, PortinaioError, UsageError
from portinaio.lists.sync.files import ListFiles
from portinaio.store.database import open_store

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.daemon.context import Context
    from portinaio.store.database import Store

BACKED_UP = "backed_up"
"""Of the state: when the last backup was taken, in ISO 8601."""
_WORKING = ".tmp"  # files that a sync is just making


def take(context: Context, file: Path, passphrase: str = "") -> Contents:
    """Write a backup into `file`, which is new; with the passwords where there is a passphrase. `PortinaioError` otherwise."""
    if file.exists():
        raise UsageError(msg("%(file)s is there already; name a file that is not", file=str(file)))
    settings = load_settings(context.home.config_file)
    found = passwords.collected(settings, context.home) if passphrase else []
    if passphrase:
        passwords.refuse_short(passphrase)
    kept = passwords.locked(found, passphrase) if found else b""
    try:
        with work_folder(_folder_of(file)) as work:
            members = _database(context, work)
            members |= _configuration(context)
            members |= _attachments(context)
            members |= _lists(context, work)
            if kept:
                (work / PASSWORDS).write_bytes(kept)
                members[PASSWORDS] = work / PASSWORDS
            with open_store(work / DATABASE, context.now()) as copy:
                counts = counted(copy, context.now())
            contents = Contents(
                __version__, context.now().isoformat(timespec="seconds"), counts, {}
            )
            contents = _write(file, work, members, contents)
    except OSError as error:
        raise PortinaioError(
            msg("%(file)s cannot be written: %(reason)s", file=str(file), reason=reason(error))
        ) from error
    with suppress(HomeError):  # a home that can only be read has its backup all the same
        context.store.state.set(BACKED_UP, contents.created)
    return contents


def counted(store: Store, now: datetime) -> dict[str, int]:
    """What a person would miss."""
    return {
        "calls": store.calls.count_since(datetime.fromtimestamp(0, UTC)),
        "entries": len(store.entries.all(now)),
        "contacts": len(store.contacts.names()),
        "complaints": len(store.complaints.all()),
        "lists": len(store.lists.all()),
    }


def _folder_of(file: Path) -> Path:
    if not file.parent.is_dir():
        raise UsageError(msg("there is no folder %(folder)s", folder=str(file.parent)))
    return file.parent


def _write(file: Path, work: Path, members: Mapping[str, Path], contents: Contents) -> Contents:
    fresh = work / "backup"
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        written = pack(out, members, contents)
        out.flush()
        os.fsync(descriptor)
    still_wanted()()
    _name(fresh, file)
    return written


def _name(fresh: Path, file: Path) -> None:
    """Unlike a rename alone it takes no other file's place. `OSError` where there is one, or the disk fails."""
    try:
        os.link(fresh, file)
    except FileExistsError:
        raise
    except (
        OSError
    ):  # a stick, or a folder of another computer, often knows no second name of a file
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            fresh.replace(file)
        except BaseException:
            file.unlink(missing_ok=True)
            raise


def _database(context: Context, work: Path) -> dict[str, Path]:
    place = work / DATABASE
    context.store.copy_to(str(place))
    return {DATABASE: place}


def _configuration(context: Context) -> dict[str, Path]:
    places = (Path(context.home.config, name) for name in CONFIGURATION)
    return {place.name: place for place in places if place.is_file()}


def _attachments(context: Context) -> dict[str, Path]:
    folder = Path(context.home.data, ATTACHMENTS)
    found = sorted(folder.glob("*/*")) if folder.is_dir() else []
    return {
        f"{ATTACHMENTS}/{file.parent.name}/{file.name}": file for file in found if file.is_file()
    }


def _lists(context: Context, work: Path) -> dict[str, Path]:
    """Copies, each list's made while nobody works on it."""
    list_files = ListFiles(Path(context.home.lists))
    if not list_files.folder.is_dir():
        return {}
    list_files.make()
    members: dict[str, Path] = {}
    with ExitStack() as held:
        for name in list_files.names():
            held.enter_context(list_files.sole(name))
        for file in sorted(list_files.folder.rglob("*")):
            inside = file.relative_to(list_files.folder)
            if (
                file.is_file()
                and inside.parts[0] != list_files.work.name
                and _WORKING not in file.name
            ):
                place = work / LISTS / inside
                place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
                shutil.copyfile(file, place)
                members[f"{LISTS}/{inside.as_posix()}"] = place
    return members
