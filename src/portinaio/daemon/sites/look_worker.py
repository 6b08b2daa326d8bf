"""`python -m portinaio.daemon.sites.look_worker`: finds a list site and its first root, in a process of its own."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from portinaio.core.message import msg
from portinaio.daemon.errands.worker import answer_errand
from portinaio.errors import ListGoneError, UntrustedListError, UsageError
from portinaio.lists.site.fingerprint import shown
from portinaio.lists.sync.download import Limits
from portinaio.lists.sync.site.server import SiteServer
from portinaio.lists.sync.site.trust import fetched_root, need_tuf
from portinaio.lists.url import read_url, redirected

if TYPE_CHECKING:
    from collections.abc import Mapping

WELL_KNOWN = ".well-known/portinaio.json"
LIMITS = Limits(wire_bytes=1 << 20, total_s=60.0)
_LARGEST = 16 << 10


def found_site(url: str) -> dict[str, Any]:
    """Where the site is: at this address, or where the host says with its `.well-known` file."""
    need_tuf()
    try:
        return _answer(url, "")
    except ListGoneError as gone:
        try:
            told = _well_known(url)
        except ListGoneError:
            raise gone from None
        return _answer(told["site"], told["title"])


def _answer(url: str, title: str) -> dict[str, Any]:
    with _server(url) as server:
        root = fetched_root(server)
    _refuse_no_root(root)
    fingerprint = sha256(root).hexdigest()
    return {"url": server.base, "root": fingerprint, "shown": shown(fingerprint), "title": title}


def _refuse_no_root(root: bytes) -> None:
    from tuf.api.exceptions import RepositoryError  # noqa: PLC0415  # an extra
    from tuf.api.metadata import Metadata  # noqa: PLC0415  # as above

    try:
        Metadata.from_bytes(root).verify_delegate("root", Metadata.from_bytes(root))
    except (RepositoryError, ValueError) as error:
        raise UntrustedListError(
            msg("what lies there as a root is none: %(reason)s", reason=str(error)[:200])
        ) from error


def _well_known(url: str) -> Mapping[str, str]:
    base = urljoin(url, "/") if read_url(url).scheme != "file" else url
    with _server(base) as server:
        data = server.read(WELL_KNOWN, _LARGEST)
    place = server.answered  # a host may send us on to where it has the file
    try:
        told = json.loads(data)
        site = urljoin(place, str(told["site"]))
        if server.address.scheme != "file":
            site = redirected(read_url(place), site).url  # no host names what lies on this computer
        return {"site": site, "title": str(told.get("title", ""))[:200]}
    except (
        ValueError,
        LookupError,
        TypeError,
        AttributeError,
        RecursionError,
        UsageError,
        UntrustedListError,
    ) as error:
        raise UntrustedListError(msg("%(file)s names no list site", file=WELL_KNOWN)) from error


def _server(url: str) -> SiteServer:
    return SiteServer(url, LIMITS, datetime.now(UTC), lambda _so_far, _all: None)


if __name__ == "__main__":
    answer_errand(lambda asked: found_site(asked["url"]))
