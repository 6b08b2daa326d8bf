"""Notices that wait, on the disk for as long as they do: a daemon that is started anew tells them as if it had never ended.

One small file of all `[[notify]]`. What cannot be written or read is told to the log alone: a notice is no reason to stop.
"""

from __future__ import annotations

import json
import logging
import threading
from typing import TYPE_CHECKING, Any

from portinaio.config.atomic_write import write_atomically
from portinaio.core.reason import reason
from portinaio.daemon.notices.notice import Notice
from portinaio.store.codec import micros, moment, offset, pack_message, unpack_message

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

LARGEST_BYTES = 1 << 20
MOST_KEPT = 50  # of one `[[notify]]`
log = logging.getLogger(__name__)


class KeptNotices:
    """Of any thread."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()

    def of(self, name: str) -> list[Notice]:
        with self._lock:
            packed = self._read().get(name)
        return list(_unpacked(packed)) if isinstance(packed, list) else []

    def keep(self, name: str, waiting: Iterable[Notice]) -> None:
        """These and no others."""
        packed = [_packed(each) for each in waiting]
        with self._lock:
            kept = self._read()
            if packed == kept.pop(name, []):
                return
            self._write(kept | ({name: packed} if packed else {}))

    def forget_others(self, names: Iterable[str]) -> None:
        wanted = set(names)
        with self._lock:
            kept = self._read()
            if kept.keys() - wanted:
                self._write({name: packed for name, packed in kept.items() if name in wanted})

    def _read(self) -> dict[str, Any]:
        try:
            if self._file.stat().st_size > LARGEST_BYTES:
                return {}
            kept = json.loads(self._file.read_bytes())
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            log.warning("notices that waited could not be read: %s", error)
            return {}
        return kept if isinstance(kept, dict) else {}

    def _write(self, kept: dict[str, Any]) -> None:
        try:
            if kept:
                write_atomically(self._file, json.dumps(kept, ensure_ascii=False).encode())
            else:
                self._file.unlink(missing_ok=True)
        except OSError as error:
            log.warning("notices that wait could not be kept: %s", reason(error))


def _packed(notice: Notice) -> list[Any]:
    at = notice.at
    return [
        notice.occasion,
        [micros(at), offset(at)],
        pack_message(notice.title),
        pack_message(notice.text),
        notice.number,
        dict(notice.facts),
    ]


def _unpacked(packed: list[Any]) -> Iterable[Notice]:
    """Without what another version, or somebody by hand, has written otherwise."""
    for each in packed[-MOST_KEPT:]:
        try:
            occasion, (since, minutes), title, text, number, facts = each
            yield Notice(
                str(occasion),
                moment(int(since), int(minutes)),
                unpack_message(title),
                unpack_message(text),
                str(number) if number else None,
                dict(facts),
            )
        except (TypeError, ValueError, OverflowError, AttributeError, RecursionError) as error:
            log.warning("a notice that waited could not be read: %s", error)
