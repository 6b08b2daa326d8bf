"""A backup as a file: a ZIP with the database, the configuration, the lists and, where they were asked for, the passwords.

    manifest.json      what follows, each with its size and SHA-256; the version that wrote it, and what it counted
    portinaio.db       one moment of the database
    config.toml, catalog.toml
    lists/…            every list as it was, so that the same calls are answered alike before anything is downloaded
    attachments/…      what was filed with complaints
    passwords.age      encrypted with a passphrase (age-encryption.org/v1, scrypt), by the library pyrage

Whoever reads one believes nothing of it: names, sizes and sums have to be those of the manifest, and only such names as
stand above are taken out.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
from datetime import datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, NamedTuple, Self

from portinaio.config.regular_file import open_regular
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from typing import Any, BinaryIO

FORMAT = 1
"""Goes up when an older program could no longer read what a newer one has written."""
MANIFEST, DATABASE, PASSWORDS = "manifest.json", "portinaio.db", "passwords.age"
CONFIGURATION = ("config.toml", "catalog.toml")
LISTS, ATTACHMENTS = "lists", "attachments"
LARGEST_MANIFEST_BYTES = 4 << 20
LARGEST_BYTES = 16 << 30  # of all that is taken out; ten lists of ten million take two
MOST_FILES = 4000
MOST_COUNTED = 10**12  # of calls and the like; what says more has been made up
_IN_A_FOLDER = re.compile(
    r"lists/(?:\.[a-z]{1,20}/)?(?:[\w-][\w.-]{0,120}/)?[\w-][\w.-]{0,120}|attachments/\d{1,18}/(?!\.)[^/\\\x00-\x1f\x7f]{1,200}",
    re.ASCII,
)
_PIECE_BYTES = 1 << 20


class Contents(NamedTuple):
    """What a backup says of itself."""

    version: str
    """Of the program that wrote it."""
    created: str
    """ISO 8601 with offset."""
    counts: Mapping[str, int]
    """How many there are of calls, entries, contacts, complaints, lists."""
    files: Mapping[str, tuple[int, str]]
    """By name: size in bytes and SHA-256."""

    @property
    def has_passwords(self) -> bool:
        return PASSWORDS in self.files


def pack(into: BinaryIO, members: Mapping[str, Path], contents: Contents) -> Contents:
    """Write a backup of these files; sizes and sums of `contents` are taken from them. May raise `OSError`."""
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        files = {name: _measured(path) for name, path in members.items()}
        manifest = {
            "portinaio_backup": FORMAT,
            "version": contents.version,
            "created": contents.created,
            "counts": contents.counts,
            "files": [
                {"name": name, "bytes": size, "sha256": digest}
                for name, (size, digest) in files.items()
            ],
        }
        archive.writestr(MANIFEST, json.dumps(manifest, indent=1))
        for name, path in members.items():
            archive.write(path, name)
    return contents._replace(files=files)


def _measured(path: Path) -> tuple[int, str]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
        return file.tell(), digest


class Backup:
    """One that is open for reading. `PortinaioError` where it is none, is damaged, or of a newer program."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file = open_regular(path)
        except OSError as error:
            raise PortinaioError(
                msg("%(file)s cannot be read: %(reason)s", file=str(path), reason=reason(error))
            ) from error
        try:
            self._archive = zipfile.ZipFile(self._file)
            self.contents = self._read_contents()
        except (OSError, zipfile.BadZipFile, NotImplementedError) as error:
            self._file.close()
            raise PortinaioError(
                msg("%(file)s is no backup of Portinaio, or breaks off", file=str(path))
            ) from error
        except BaseException:
            self._file.close()
            raise

    def _read_contents(self) -> Contents:
        try:
            info = self._archive.getinfo(MANIFEST)
            if info.file_size > LARGEST_MANIFEST_BYTES:
                raise self.damaged(MANIFEST)
            manifest = json.loads(self._archive.read(info))
        except (KeyError, ValueError, RecursionError, RuntimeError) as error:
            raise PortinaioError(
                msg("%(file)s is no backup of Portinaio", file=str(self.path))
            ) from error
        return self._checked(manifest)

    def _checked(self, manifest: Any) -> Contents:
        made = manifest.get("portinaio_backup") if isinstance(manifest, dict) else None
        if type(made) is not int or made < 1:
            raise PortinaioError(msg("%(file)s is no backup of Portinaio", file=str(self.path)))
        if made > FORMAT:
            raise self.newer()
        try:
            files = {
                str(one["name"]): (int(one["bytes"]), str(one["sha256"]))
                for one in manifest["files"]
            }
            contents = Contents(
                str(manifest["version"])[:40],
                str(manifest["created"])[:40],
                {str(name): int(count) for name, count in manifest["counts"].items()},
                files,
            )
            if not datetime.fromisoformat(contents.created).tzinfo:
                raise self.damaged(MANIFEST)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise self.damaged(MANIFEST) from error
        if any(not 0 <= count <= MOST_COUNTED for count in contents.counts.values()):
            raise self.damaged(MANIFEST)
        self._hold_to(contents)
        return contents

    def _hold_to(self, contents: Contents) -> None:
        """The archive has just the files that the manifest names, and none that may not be there."""
        inside = [info.filename for info in self._archive.infolist()]
        if sorted(inside) != sorted([MANIFEST, *contents.files]) or len(inside) > MOST_FILES:
            raise self.damaged(MANIFEST)
        if DATABASE not in contents.files:
            raise self.damaged(DATABASE)
        folders = {str(place) for name in contents.files for place in PurePosixPath(name).parents}
        whole = 0
        for name, (size, _) in contents.files.items():
            whole += size
            known = name in {DATABASE, PASSWORDS, *CONFIGURATION} or _IN_A_FOLDER.fullmatch(name)
            if (
                not known
                or name in folders
                or size < 0
                or self._archive.getinfo(name).file_size != size
            ):
                raise self.damaged(name)
        if whole > LARGEST_BYTES:
            raise PortinaioError(msg("%(file)s holds more than a house can", file=str(self.path)))

    def newer(self) -> PortinaioError:
        return PortinaioError(
            msg(
                "%(file)s is from a newer version of Portinaio; update the program",
                file=str(self.path),
            )
        )

    def damaged(self, name: str) -> PortinaioError:
        return PortinaioError(
            msg(
                "%(file)s is damaged: %(name)s is not what was written; nothing was changed",
                file=str(self.path),
                name=name[:80],
            )
        )

    def take_out(self, name: str, place: Path) -> None:
        """Write one of its files, for its owner alone. `PortinaioError` where it is not what was written."""
        size, digest = self.contents.files[name]
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        summed, left = hashlib.sha256(), size
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            try:
                with self._archive.open(name) as source:
                    while piece := source.read(_PIECE_BYTES):
                        left -= len(piece)
                        if left < 0:
                            break
                        summed.update(piece)
                        out.write(piece)
            except (zipfile.BadZipFile, EOFError, RuntimeError, NotImplementedError) as error:
                raise self.damaged(name) from error
            except Exception as error:
                if isinstance(error, OSError):
                    raise
                raise self.damaged(
                    name
                ) from error  # zlib and its like each have an error of their own
        if left or summed.hexdigest() != digest:
            raise self.damaged(name)

    def read(self, name: str, most_bytes: int) -> bytes:
        """One of its files that is small."""
        size, digest = self.contents.files[name]
        if size > most_bytes:
            raise self.damaged(name)
        try:
            content = self._archive.read(name)
        except (zipfile.BadZipFile, EOFError, RuntimeError) as error:
            raise self.damaged(name) from error
        if hashlib.sha256(content).hexdigest() != digest:
            raise self.damaged(name)
        return content

    def close(self) -> None:
        self._archive.close()
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
