"""The files that lie beside the database while it is mended, and afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

ASIDE = ".broken-"
COPY = ".mending-copy"
_COMPANIONS = ("", "-wal", "-shm", "-journal")


def set_aside_files(path: Path) -> list[str]:
    """Names of the files that were set aside from `path`, newest first."""
    return sorted(
        (
            found.name
            for found in path.parent.iterdir()
            if found.name.startswith(path.name + ASIDE)
            and not found.name.endswith(_COMPANIONS[1:])
            and found.is_file()  # a pipe would keep the daemon from starting
        ),
        reverse=True,
    )


def remove(path: Path) -> None:
    for suffix in _COMPANIONS:
        beside(path, suffix).unlink(missing_ok=True)


def beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)
