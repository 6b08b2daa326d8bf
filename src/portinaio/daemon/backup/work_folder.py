"""Folders in which a backup is put together or taken apart; what a process that was killed has left of them is swept away."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.config.atomic_write import lives

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEFT = re.compile(r"\.backup-(\d{1,10})-.+")


@contextmanager
def work_folder(parent: Path, needed: Path | None = None) -> Iterator[Path]:
    """A new one in `parent`, for its owner only, and gone in the end. While the file `needed` is there it is kept, and so is
    what others have left.
    """
    if not (needed and needed.exists()):
        _sweep(parent)
    folder = Path(tempfile.mkdtemp(prefix=f".backup-{os.getpid()}-", dir=parent))
    try:
        yield folder
    finally:
        if not (needed and needed.exists()):
            shutil.rmtree(folder, ignore_errors=True)


def _sweep(parent: Path) -> None:
    with suppress(OSError):
        for folder in parent.iterdir():
            found = _LEFT.fullmatch(folder.name)
            if found and folder.is_dir() and not lives(int(found[1])):
                shutil.rmtree(folder, ignore_errors=True)
