"""A name for this line that outlives a restart, RFC 5626 4.1: by it a registrar lets a new contact replace the one of a program that died."""

from __future__ import annotations

import logging
import uuid
from pathlib import Path

from portinaio.config.atomic_write import write_atomically

log = logging.getLogger(__name__)


def instance(folder: str, line: str) -> str:
    """`urn:uuid:…`; a new one where none was kept. Without a folder it holds for as long as the program runs."""
    fresh = uuid.uuid4().urn
    if not folder:
        return fresh
    file = Path(folder, f"{line}.instance")
    try:
        return uuid.UUID(file.read_text(encoding="ascii")[:64].strip()).urn
    except (OSError, ValueError):
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_atomically(file, fresh.encode())
        except OSError as error:
            log.warning("line %s: its instance cannot be kept: %s", line, error)
    return fresh
