"""Files that a command writes: for their owner only, whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from pathlib import Path


def write_private(path: Path, content: str | bytes) -> str:
    """Write through a file beside it, so that a full disk leaves what was there; the path. May raise `OSError`.

    A device or a pipe is written into, and not replaced by a file of its name.
    """
    data = content if isinstance(content, bytes) else content.encode("utf-8", "replace")
    if path.is_dir():
        raise PortinaioError(msg("%(path)s is a folder; name a file in it", path=str(path)))
    if path.exists() and not path.is_file():
        _write_into(path, data)
        return str(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fresh = path.with_name(path.name + ".new")
    descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
    fresh.replace(path)
    return str(path)


def _write_into(path: Path, data: bytes) -> None:
    """`OSError` at once where it is a pipe from which nobody reads: to open that would wait for ever."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC | os.O_NONBLOCK)
    os.set_blocking(descriptor, True)  # a reader may take its time
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
