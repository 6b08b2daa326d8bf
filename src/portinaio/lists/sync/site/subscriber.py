"""One site as the sync of a list sees it: what it has, whether that leads on from what is here, and the download of it."""

from __future__ import annotations

from contextlib import ExitStack
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, msg
from portinaio.errors import ListGoneError, PartGoneError, UntrustedListError
from portinaio.lists.site.seal import Seal
from portinaio.lists.sync.download import NOTHING_NEW, Fetched
from portinaio.lists.sync.site.parts import Parts
from portinaio.lists.sync.site.server import SiteServer
from portinaio.lists.sync.site.trust import Trust, with_slash
from portinaio.lists.url import read_url, redirected

if TYPE_CHECKING:
    from collections.abc import Collection
    from pathlib import Path

    from portinaio.lists.site.manifest import Manifest
    from portinaio.lists.site.shards import Told
    from portinaio.lists.sync.download import Limits, Progress

MOST_MOVES = 3
MOST_CHANGES = 50_000  # held in memory at once; who is further behind takes the snapshot
ATTEMPTS = (
    2  # a site that is published anew in the midst of a sync has taken away what the old one named
)


class WantedSite(NamedTuple):
    url: str
    root: str
    """Fingerprint, in hexadecimal."""
    codes: Collection[str]
    """Calling codes; all where none is named."""
    folder: Path
    """Of what is believed of it."""
    key: str = ""
    """Of a private one."""


class Subscriber:
    """For one sync; whoever has asked for anything closes it."""

    def __init__(
        self, wanted: WantedSite, limits: Limits, now: datetime, progress: Progress
    ) -> None:
        self.remarks: tuple[Message, ...] = ()
        self._wanted = wanted
        self._limits = limits
        self._now = now
        self._progress = progress
        self._ends = ExitStack()
        self._manifest: Manifest | None = None
        self._server: SiteServer | None = None
        self._seal = Seal(wanted.key) if wanted.key else None

    def close(self) -> None:
        self._ends.close()

    @property
    def manifest(self) -> Manifest:
        """As it is now, asked for once; `PortinaioError` where it cannot be believed."""
        if self._manifest is None:
            self._manifest = self._refreshed()
        return self._manifest

    def leads_on_from(self, version: str) -> bool:
        """Whether there are changes since, and fetching them is worth it."""
        if not version.isdigit():
            return False
        changes = self.manifest.since(int(version))
        if changes is None:
            return False
        operations = sum(change.rows + change.gone for change in changes)
        size = sum(one.size for one in changes)
        return operations <= MOST_CHANGES and size <= self.manifest.snapshot_bytes

    def fetch(self, into: Path, known: str) -> Fetched:
        """All of it, in the countries wanted; `NOTHING_NEW` where it is of the serial `known`."""
        if known == str(self.manifest.serial):
            return NOTHING_NEW
        for _ in range(ATTEMPTS - 1):
            try:
                return self._whole(into)
            except PartGoneError:
                self._manifest = None
        return self._whole(into)

    def fetch_changes(self, into: Path, version: str) -> Fetched:
        """Those since a version that it leads on from; `NOTHING_NEW` where there are none."""
        changes = self.manifest.since(int(version))
        if not changes:
            return NOTHING_NEW
        put = self._parts().changes(self.manifest, changes, into)
        return self._fetched(put.bytes, put.digest)

    def told_of(self, number: str) -> Told | None:
        """What it says of one E.164 number, which the host does not learn; `None` where it is not listed."""
        shards = self.manifest.shards
        if shards is None:
            raise UntrustedListError(
                msg(
                    "the site has nothing for those who ask about one number: its publisher adds --lookup"
                )
            )
        return self._parts().told_of(number, shards)

    def _whole(self, into: Path) -> Fetched:
        manifest = self.manifest
        put = self._parts().whole(manifest, into)
        return self._fetched(put.bytes, put.digest)

    def _fetched(self, size_bytes: int, digest: str) -> Fetched:
        assert self._server is not None  # what was fetched came from there
        day = _midnight(self.manifest.day)
        return Fetched(self._server.wire_bytes, size_bytes, digest, "", day)

    def _parts(self) -> Parts:
        assert self._manifest is not None  # whoever asks has looked at it
        assert self._server is not None  # as above
        return Parts(self._server, self._wanted.codes, self._seal)

    def _refreshed(self) -> Manifest:
        trust = Trust(self._wanted.folder, self._wanted.root, self._now, self._seal)
        trust.forget_others()
        begun = with_slash(self._wanted.url)
        url = trust.moved_to or begun
        for _ in range(MOST_MOVES + 1):
            self._ends.close()
            self._server = self._ends.enter_context(
                SiteServer(_address(begun, url), self._limits, self._now, self._progress)
            )
            try:
                manifest = _believed(trust, self._server)
            except (ListGoneError, UntrustedListError):
                # Who moves away may leave no more than the root that says so.
                if trust.moved_to in {"", url}:
                    raise
                manifest = None
            if trust.moved_to in {"", url}:
                if url != begun:
                    self.remarks = (_moved(url),)
                assert manifest is not None  # else it was raised above
                return manifest
            url = trust.moved_to
        raise UntrustedListError(
            msg("it says that it has moved, again and again; after %(n)d we gave up", n=MOST_MOVES)
        )


def _believed(trust: Trust, server: SiteServer) -> Manifest:
    for _ in range(ATTEMPTS - 1):
        try:
            return trust.manifest(server)
        except ListGoneError:
            if trust.moved_to not in {"", server.base}:
                raise
    return trust.manifest(server)


def _moved(url: str) -> Message:
    return msg("the list has moved to %(url)s, as its keys say; it is read there", url=url)


def _address(begun: str, url: str) -> str:
    """A site of the web moves to the web: not to a file of this computer, nor to what answers here alone."""
    asked = read_url(begun)
    try:
        return url if url == begun or asked.scheme == "file" else redirected(asked, url).url
    except UntrustedListError as error:
        raise UntrustedListError(
            msg("it has moved to an address that is not safe: %(url)s", url=url[:120])
        ) from error


def _midnight(day: int) -> str:
    try:
        return format_datetime(datetime.combine(date.fromordinal(day), time(), UTC), usegmt=True)
    except (ValueError, OverflowError):
        return ""
