"""The Update Framework's requests over our own server class. Loaded where a site is read: the library takes 100 ms."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface

from portinaio.errors import ListGoneError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from portinaio.lists.sync.site.server import SiteServer


class SiteFetcher(FetcherInterface):
    def __init__(self, server: SiteServer, most_bytes: Mapping[str, int]) -> None:
        """`most_bytes` by how a file's name ends."""
        self._server = server
        self._most_bytes = most_bytes

    def download_bytes(self, url: str, max_length: int) -> bytes:
        """The library takes as much as was signed; whoever has stolen the key of the timestamp could sign any length."""
        most = [n for ending, n in self._most_bytes.items() if url.endswith(ending)]
        return super().download_bytes(url, min((max_length, *most)))

    def _fetch(self, url: str) -> Iterator[bytes]:
        """The first piece is taken at once, so that what is wrong with the answer is told as the library wants it."""
        pieces = self._server.pieces(url)
        try:
            first = next(pieces, b"")
        except ListGoneError as error:
            raise DownloadHTTPError(str(error), 404) from error
        return chain((first,), pieces)
