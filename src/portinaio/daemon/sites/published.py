"""What was published last from this home, so that an unchanged source is seen before it is read: `published.json`."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portinaio.config.atomic_write import write_atomically

if TYPE_CHECKING:
    from portinaio.config.home import Home

_LARGEST = 1 << 20


class Note(NamedTuple):
    source: str = ""
    """Digest of the source, and of how it was read; empty where nobody took it."""
    manifest: str = ""
    """Digest of what the site said then."""
    url: str = ""
    """Where it is served."""


def noted(home: Home, site: str) -> Note:
    with suppress(ValueError, TypeError, RecursionError):
        return Note(*_read(home).get(site, ()))
    return Note()


def write_note(home: Home, site: str, note: Note) -> None:
    told = {**_read(home), site: note}
    write_atomically(_file(home), json.dumps(told).encode())


def _read(home: Home) -> dict[str, list[str]]:
    try:
        told = json.loads(_file(home).read_bytes()[:_LARGEST])
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _file(home: Home) -> Path:
    return Path(home.state, "published.json")
