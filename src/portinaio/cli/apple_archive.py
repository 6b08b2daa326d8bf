"""The archive of a Mac's address book, a folder called `….abbu`, as one file."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from pathlib import Path

_BOOKS, _CARDS = "*.abcddb*", "*.abcdp"  # what SQLite keeps beside a database comes with it
MOST_FILES = 50_000


def is_archive(folder: Path) -> bool:
    return folder.is_dir() and (folder.suffix == ".abbu" or any(folder.glob("*.abcddb")))


def packed_archive(folder: Path, most_bytes: int) -> bytes:
    """Without its pictures. `PortinaioError` where it cannot be read or is too large."""
    packed, size_bytes = BytesIO(), 0
    try:
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            files = [file for kind in (_BOOKS, _CARDS) for file in sorted(folder.rglob(kind))]
            for file in files[:MOST_FILES]:
                if file.is_symlink() or not file.is_file():
                    continue
                size_bytes += file.stat().st_size
                if size_bytes > most_bytes:
                    raise PortinaioError(
                        msg(
                            "%(file)s is larger than %(n)d MiB",
                            file=folder.name[:200],
                            n=most_bytes >> 20,
                        )
                    )
                archive.write(file, file.relative_to(folder))
    except OSError as error:
        raise PortinaioError(
            msg("%(file)s cannot be read: %(reason)s", file=folder.name[:200], reason=reason(error))
        ) from error
    return packed.getvalue()
