"""Who speaks for a site: The Update Framework's workflow, with our fetcher, our clock, and its refusals in sentences.

Trust begins with the first root, whose fingerprint somebody has confirmed. From then on the newest root that was reached is
where each refresh begins, so that a site may change its keys for years and cost no more. What was believed once lies in a
folder of the list; it is what a rollback is measured by.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from hashlib import sha256
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.errors import ConfigError, ListGoneError, PortinaioError, UntrustedListError
from portinaio.lists.site import manifest as site_manifest
from portinaio.lists.site.fingerprint import shown
from portinaio.lists.site.seal import SEALED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from tuf.api.metadata import Root
    from tuf.ngclient import Updater

    from portinaio.lists.site.manifest import Manifest
    from portinaio.lists.site.seal import Seal
    from portinaio.lists.sync.site.server import SiteServer

ROOT_BYTES = 64 << 10
TIMESTAMP_BYTES = 16 << 10
SNAPSHOT_BYTES = 64 << 10
TARGETS_BYTES = 256 << 10
LARGEST = {".snapshot.json": SNAPSHOT_BYTES, ".targets.json": TARGETS_BYTES}
"""Whatever length is signed."""
MOVED = "x-portinaio-moved"
"""Field of a root that says where the site is now."""


class Trust:
    """What is believed of one site."""

    def __init__(self, folder: Path, root: str, now: datetime, seal: Seal | None = None) -> None:
        """`root` is the fingerprint of the first one, in hexadecimal; `seal` opens what a private site says of its parts."""
        need_tuf()
        self._folder = folder
        self._root = root
        self._now = now
        self._seal = seal
        self._history = folder / "root_history"

    def forget_others(self) -> None:
        """What was believed of another root says nothing of this one."""
        note = self._folder / "fingerprint"
        with suppress(OSError):
            if note.read_text("ascii") == self._root:
                return
        shutil.rmtree(self._folder, ignore_errors=True)
        self._folder.mkdir(mode=0o700, parents=True)
        note.write_text(self._root, "ascii")

    @property
    def moved_to(self) -> str:
        """Where the newest root that is known says that the site is; empty where it says nothing."""
        root = self._newest_root()
        return moved(root[1]) if root else ""

    def manifest(self, server: SiteServer) -> Manifest:
        """`UntrustedListError` with why it is not believed. Where the site has moved, `moved_to` says it afterwards."""
        from tuf.ngclient import Updater, UpdaterConfig  # noqa: PLC0415  # 100 ms

        from portinaio.lists.sync.site.fetcher import SiteFetcher  # noqa: PLC0415  # as above

        with _explained(self._now):
            updater = Updater(
                str(self._folder),
                f"{server.base}metadata/",
                str(self._folder),
                f"{server.base}targets/",
                fetcher=SiteFetcher(server, LARGEST),
                config=UpdaterConfig(
                    max_delegations=0,  # the one target is signed by targets itself
                    root_max_length=ROOT_BYTES,
                    timestamp_max_length=TIMESTAMP_BYTES,
                    snapshot_max_length=SNAPSHOT_BYTES,
                    targets_max_length=TARGETS_BYTES,
                ),
                bootstrap=self._bootstrap(server),
            )
            updater._trusted_set.reference_time = self._now  # noqa: SLF001  # it has no other place for a clock
            updater.refresh()
            data = self._target(updater)
        self._forget_old_roots()
        return site_manifest.read_manifest(self._opened(data))

    def _opened(self, data: bytes) -> bytes:
        if self._seal:
            return self._seal.open(data)
        if data[:1] == SEALED:
            raise UntrustedListError(
                msg("it is a private site; portinaio family join takes the invitation to it")
            )
        return data

    def _target(self, updater: Updater) -> bytes:
        target = updater.get_targetinfo(site_manifest.TARGET)
        if target is None or target.length > site_manifest.LARGEST_BYTES:
            raise UntrustedListError(msg("the site signs no list"))
        here = str(self._folder / site_manifest.TARGET)
        path = updater.find_cached_target(target, here) or updater.download_target(target, here)
        with open(path, "rb") as file:  # noqa: PTH123  # as the library names it
            return file.read()

    def _bootstrap(self, server: SiteServer) -> bytes:
        newest = self._newest_root()
        return newest[0] if newest else first_root(server, self._root)

    def _newest_root(self) -> tuple[bytes, Root] | None:
        """Of those that were believed; one that is torn is passed over."""
        from tuf.api.exceptions import RepositoryError  # noqa: PLC0415  # as above
        from tuf.api.metadata import Metadata  # noqa: PLC0415  # as above

        for file in sorted(self._history.glob("*.root.json"), key=_version, reverse=True):
            try:
                data = file.read_bytes()
                metadata = Metadata["Root"].from_bytes(data)
                metadata.verify_delegate("root", metadata)
            except (OSError, RepositoryError, ValueError):
                file.unlink(missing_ok=True)
                continue
            return data, metadata.signed
        return None

    def _forget_old_roots(self) -> None:
        files = sorted(self._history.glob("*.root.json"), key=_version)
        for file in files[:-2]:
            file.unlink(missing_ok=True)


def _version(file: Path) -> int:
    text = file.name.partition(".")[0]
    return int(text) if text.isascii() and text.isdigit() else -1


def moved(root: Root) -> str:
    said = root.unrecognized_fields.get(MOVED)
    return with_slash(said) if isinstance(said, str) and said else ""


def with_slash(url: str) -> str:
    return url if url.endswith("/") else f"{url}/"


def first_root(server: SiteServer, fingerprint: str) -> bytes:
    """`UntrustedListError` where it is another one than somebody has confirmed."""
    data = fetched_root(server)
    found = sha256(data).hexdigest()
    if found != fingerprint:
        raise UntrustedListError(
            msg(
                "its root is %(found)s, and not the %(wanted)s that was confirmed: somebody else answers there, or it was begun"
                " anew",
                found=shown(found),
                wanted=shown(fingerprint),
            )
        )
    return data


def fetched_root(server: SiteServer) -> bytes:
    try:
        return server.read("metadata/1.root.json", ROOT_BYTES)
    except ListGoneError as error:
        raise ListGoneError(
            msg("there is no list site at %(url)s", url=server.base[:120])
        ) from error


def need_tuf() -> None:
    """`ConfigError` says what is missing where list sites cannot be read."""
    try:
        import cryptography  # noqa: F401, PLC0415  # an extra
        import tuf  # noqa: F401, PLC0415  # as above
    except ImportError as error:
        raise ConfigError(
            msg("list sites need tuf and cryptography: pip install 'portinaio[sites]'")
        ) from error


@contextmanager
def _explained(now: datetime) -> Iterator[None]:
    from tuf.api import exceptions  # noqa: PLC0415  # as above

    try:
        yield
    except exceptions.DownloadHTTPError as error:
        raise ListGoneError(
            msg("a file of the site is missing: %(reason)s", reason=error)
        ) from error
    except exceptions.DownloadLengthMismatchError as error:
        raise UntrustedListError(
            msg("a file of the site is larger than it may be: %(reason)s", reason=error)
        ) from error
    except exceptions.DownloadError as error:
        if isinstance(error.__cause__, PortinaioError):
            raise error.__cause__ from error
        raise UntrustedListError(
            msg("a file of the site could not be fetched: %(reason)s", reason=error)
        ) from error
    except (exceptions.RepositoryError, RecursionError) as error:
        raise UntrustedListError(_doubt(error, now)) from error


def _doubt(error: Exception, now: datetime) -> Message:
    """Why what was fetched is not believed."""
    from tuf.api import exceptions  # noqa: PLC0415  # as above

    match error:
        case exceptions.ExpiredMetadataError():
            return msg(
                "its promise has run out (%(reason)s): nobody publishes any more, somebody holds newer files back, or the clock"
                " of this computer is wrong, which says %(day)s",
                reason=error,
                day=now.date().isoformat(),
            )
        case exceptions.BadVersionNumberError():
            return msg(
                "it shows something older than it has shown before: %(reason)s", reason=error
            )
        case exceptions.UnsignedMetadataError():
            return msg(
                "a file of the site is not signed by those who may: %(reason)s", reason=error
            )
        case exceptions.LengthOrHashMismatchError():
            return msg(
                "a file of the site is another one than was signed: %(reason)s", reason=error
            )
        case _:
            return msg("a file of the site cannot be believed: %(reason)s", reason=str(error)[:200])
