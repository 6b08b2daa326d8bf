"""Where a list may come from: `https:` anywhere, `http:` on this computer alone, and files.

What comes over plain HTTP could be changed by anybody on the way, and a list decides who may ring.
"""

from __future__ import annotations

from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urljoin, urlsplit, urlunsplit

from portinaio.core.message import msg
from portinaio.errors import UntrustedListError, UsageError

if TYPE_CHECKING:
    from datetime import date

DATE = "{date}"
"""The place of a day in the address of a list that comes as a file a day."""
LONGEST = 2000  # characters; what proxies and servers agree on


class ListUrl(NamedTuple):
    scheme: str
    """`https`, `http` or `file`."""
    host: str
    url: str
    path: str
    """Of a file, as the system writes it."""

    @property
    def here(self) -> bool:
        """Whether this computer serves it, so that no proxy is asked."""
        return self.scheme == "file" or _is_loopback(self.host)


def read_url(text: str) -> ListUrl:
    """`UsageError` says why a text is no address of a list."""
    text = text.strip()
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        _ = parts.port  # raises for one that is no number
    except ValueError:
        raise UsageError(msg("%(url)s is not a web address", url=text[:80])) from None
    if DATE in host or len(text) > LONGEST or not text.isprintable() or " " in text:
        raise UsageError(msg("%(url)s is not a web address", url=text[:80]))
    if parts.scheme == "file" and host in {"", "localhost"} and parts.path:
        return ListUrl("file", "", text, unquote(parts.path))
    if parts.scheme not in {"https", "http"} or not host:
        raise UsageError(
            msg("the address of a list begins with https:// or file://, not %(url)s", url=text[:80])
        )
    if parts.username or parts.password:
        raise UsageError(
            msg("no password belongs into an address; keep it with the key token of the list")
        )
    if parts.scheme == "http" and not _is_loopback(host):
        raise UsageError(
            msg(
                "%(host)s is asked over https:// only, so that nobody on the way changes the list",
                host=host,
            )
        )
    whole = urlunsplit(parts._replace(fragment=""))
    return ListUrl(parts.scheme, host, whole, "")


def on_day(url: str, day: date) -> str:
    """Where the file of a day is; any other address stays as it is."""
    return url.replace(DATE, day.isoformat())


def redirected(asked: ListUrl, location: str) -> ListUrl:
    """Where a server sends us on; `UntrustedListError` where we do not go."""
    try:
        target = read_url(urljoin(asked.url, location))
    except (UsageError, ValueError):
        target = None
    if (
        target is None
        or target.scheme == "file"
        or (asked.scheme, target.scheme) == ("https", "http")
    ):
        raise UntrustedListError(
            msg("%(host)s sends us on to an address that is not safe", host=asked.host)
        )
    return target


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
