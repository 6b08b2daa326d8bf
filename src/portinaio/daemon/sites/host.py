"""Whether a host serves a site as its readers need it. It is asked where somebody has said its address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.errors import ListGoneError, PortinaioError
from portinaio.lists.sync.download import Limits
from portinaio.lists.sync.site.server import SiteServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from portinaio.lists.publish.signed import Signed

LIMITS = Limits(wire_bytes=1 << 20, total_s=60.0)
_LARGEST = 64 << 10


def host_remarks(url: str, signed: Signed, now: datetime) -> list[Message]:
    """What is to be said of it; nothing where all is well."""
    try:
        with SiteServer(url, LIMITS, now, lambda _so_far, _all: None) as server:
            return list(_looked(server, signed))
    except PortinaioError as error:
        return [msg("%(url)s was not looked at: %(reason)s", url=url[:120], reason=error.sentence)]


def _looked(server: SiteServer, signed: Signed) -> Iterator[Message]:
    behind = signed.root().signed.version + 1
    try:
        page = server.read(f"metadata/{behind}.root.json", _LARGEST)
    except ListGoneError:
        page = b""
    if page:
        yield msg(
            "%(url)s answers for a file that is not there, metadata/%(n)d.root.json; it must say 404, or readers take it for a new"
            " root",
            url=server.base[:120],
            n=behind,
        )
    try:
        there = server.read("metadata/timestamp.json", _LARGEST)
    except ListGoneError:
        yield msg("nothing is at %(url)s yet; bring the folder there", url=server.base[:120])
        return
    if there != signed.folder.read("metadata/timestamp.json"):
        yield msg(
            "%(url)s still has the site of before; bring the folder there, timestamp.json last",
            url=server.base[:120],
        )
