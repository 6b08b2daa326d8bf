"""What the doctor looks at in the house itself: configuration, folders, database, clock, backup, passwords."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.config.app_names import remarks as remarks_of_app
from portinaio.config.secrets import reveal
from portinaio.core.message import Message, msg
from portinaio.daemon.clock import doubt, moment_of
from portinaio.daemon.diagnosis.recoveries import examined, odd_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.daemon.context import Context

LEAST_FREE_BYTES = (
    50 << 20
)  # a year of calls is some megabytes; below this something else fills the disk
MANY_CALLS = 100  # of a log that somebody would miss
OLD_BACKUP = timedelta(days=31)


def config(context: Context) -> Iterator[tuple[str, Message]]:
    from portinaio.config.load import load_settings  # noqa: PLC0415  # its ConfigError is the finding
    from portinaio.lists.catalogue import load_catalogue  # noqa: PLC0415  # for the doctor alone

    settings = load_settings(context.home.config_file)
    if fault := load_catalogue(context.home.catalogue_file).fault:
        raise fault
    for key, remark in remarks_of_app(settings.tui):
        yield "warning", msg("%(key)s: %(what)s", key=key, what=remark)
    if Path(context.home.config_file).exists():
        yield "ok", msg("%(file)s is right", file=context.home.config_file)
    else:
        yield (
            "ok",
            msg("there is no %(file)s; everything has its default", file=context.home.config_file),
        )


def home(context: Context) -> Iterator[tuple[str, Message]]:
    for folder in dict.fromkeys(context.home):
        path = Path(folder)
        if not path.exists():
            continue
        if path.stat().st_mode & 0o077:
            yield (
                "warning",
                msg("others may look into %(path)s; run chmod 700 %(path)s", path=folder),
            )
        if not os.access(path, os.W_OK):
            yield (
                "wrong",
                msg("%(path)s cannot be written; calls would not be logged", path=folder),
            )
    free = shutil.disk_usage(_existing(context.home.data)).free
    if free < LEAST_FREE_BYTES:
        yield "wrong", msg("the disk of %(path)s is nearly full; make room", path=context.home.data)
    else:
        yield "ok", msg("the home is %(path)s", path=context.home.data)


def _existing(folder: str) -> Path:
    path = Path(folder)
    while not path.exists():
        path = path.parent
    return path


def store(context: Context) -> Iterator[tuple[str, Message]]:
    if faults := context.store.faults():
        yield (
            "wrong",
            msg(
                "the database is damaged (%(fault)s); restart the daemon, which saves what can be read",
                fault=faults[0],
            ),
        )
        return
    if context.store.calls.page(limit=1):
        yield "ok", msg("the database is sound")
    else:
        yield "ok", msg("the database is sound; no call is logged yet")
    yield from odd_rows(context)
    yield from examined(context)


def clock(context: Context) -> Iterator[tuple[str, Message]]:
    if said := doubt(context.store, context.now()):
        yield "warning", said


def backup(context: Context) -> Iterator[tuple[str, Message]]:
    """Once the log is worth one."""
    from portinaio.daemon.backup.take import BACKED_UP  # noqa: PLC0415  # for the doctor alone

    store, now = context.store, context.now()
    if (
        not store.complaints.all()
        and store.calls.count_since(datetime.fromtimestamp(0, UTC)) < MANY_CALLS
    ):
        return
    last = moment_of(store.state.get(BACKED_UP))
    if last is None:
        yield "warning", msg("there is no backup yet; run portinaio backup FILE")
    elif now - last > OLD_BACKUP:
        yield (
            "warning",
            msg(
                "the last backup is of %(day)s; run portinaio backup FILE",
                day=last.date().isoformat(),
            ),
        )
    else:
        yield "ok", msg("the last backup is of %(day)s", day=last.date().isoformat())


def seals(context: Context) -> Iterator[tuple[str, Message]]:
    faults = context.store.seals.faults()
    for fault in faults:
        yield "warning", fault
    if not faults:
        yield "ok", msg("nobody has changed the log of calls")


def attachments(context: Context) -> Iterator[tuple[str, Message]]:
    from portinaio.daemon.complaints.follow_up import not_as_attached, spoilt_attachments  # noqa: PLC0415  # few have any

    for complaint_id, file in spoilt_attachments(context):
        yield "warning", not_as_attached(complaint_id, file)


def secrets(context: Context) -> Iterator[tuple[str, Message]]:
    from portinaio.config.load import load_settings  # noqa: PLC0415  # its errors are the finding

    settings = load_settings(context.home.config_file)
    for line in settings.line:
        if password := getattr(line, "password", None):
            reveal(password, context.home)
            yield "ok", msg("the password of line %(name)s is there", name=line.name)
    for table in settings.list:
        if table.token:
            reveal(table.token, context.home)
            yield "ok", msg("the token of list %(name)s is there", name=table.name)
    for book in settings.contacts:
        if book.password:
            reveal(book.password, context.home)
            yield "ok", msg("the password of the contacts %(name)s is there", name=book.name)
    if settings.mail and settings.mail.password:
        reveal(settings.mail.password, context.home)
        yield "ok", msg("the password of the mail server is there")
