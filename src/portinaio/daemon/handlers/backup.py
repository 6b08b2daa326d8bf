"""The whole house in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.api.requests.backup import BackupRequests
from portinaio.api.requests.service import ServiceRequests
from portinaio.core.message import msg, untranslated
from portinaio.daemon.backup.restore import plan
from portinaio.daemon.backup.restore import restore as put_in_place
from portinaio.daemon.backup.take import take
from portinaio.daemon.dispatch import handles
from portinaio.daemon.handlers.entries import publish_entries
from portinaio.daemon.handlers.settings_changed import settings_changed
from portinaio.daemon.publishing import publish
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from portinaio.api.answers import BackupAnswer, RestoredAnswer, RestorePlanAnswer
    from portinaio.daemon.backup.archive import Contents
    from portinaio.daemon.context import Context

LONGEST_PATH = 4000  # characters; the system allows 4,096 bytes


@handles(BackupRequests.backup)
def backup(context: Context, file: str, passphrase: str = "") -> BackupAnswer:
    path = _whole(file)
    return _answer(path, take(context, path, passphrase))


@handles(BackupRequests.restore_plan)
def restore_plan(context: Context, file: str) -> RestorePlanAnswer:
    path = _whole(file)
    found = plan(context, path)
    return {"holds": _answer(path, found.holds), "present": dict(found.present)}


@handles(BackupRequests.restore)
def restore(context: Context, file: str, passphrase: str = "") -> RestoredAnswer:
    path = _whole(file)
    done = put_in_place(context, path, passphrase)
    settings_changed(context)
    publish_entries(context)
    context.publish("contacts", lambda: {"count": len(context.store.contacts.names())})
    context.publish("forgotten", lambda: {"id": None})  # read the log anew
    publish(context, ServiceRequests.status)
    return {
        "holds": _answer(path, done.holds),
        "kept": str(done.kept) if done.kept else None,
        "passwords": done.passwords,
        "remarks": [untranslated(remark) for remark in done.remarks],
    }


def _whole(file: str) -> Path:
    """The daemon stands in another folder than the window that names a file."""
    path = Path(file)
    if not path.is_absolute() or len(file) > LONGEST_PATH or "\0" in file:
        raise UsageError(msg("name the file with its whole path, not %(file)r", file=file[:80]))
    return path


def _answer(path: Path, contents: Contents) -> BackupAnswer:
    return {
        "file": str(path),
        "bytes": path.stat().st_size,
        "created": contents.created,
        "version": contents.version,
        "counts": dict(contents.counts),
        "passwords": contents.has_passwords,
    }
