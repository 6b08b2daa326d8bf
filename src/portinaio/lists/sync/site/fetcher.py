"""The Update Framework's requests over our own server class. Loaded where a site is read: the library takes 100 ms."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface

from portinaio.errors import ListGoneError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.lists.sync.site.server import SiteServer


class SiteFetcher(FetcherInterface):
    def __init__(self, server: SiteServer) -> None:
        self._server = server

    def _fetch(self, url: str) -> Iterator[bytes]:
        """The first piece is taken at once, so that what is wrong with the answer is told as the library wants it."""
        pieces = self._server.pieces(url)
        try:
            first = next(pieces, b"")
        except ListGoneError as error:
            raise DownloadHTTPError(str(error), 404) from error
        return chain((first,), pieces)
