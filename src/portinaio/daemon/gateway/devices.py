"""Who asks: the device that a token or a cookie belongs to, as the store has it at this moment."""

from __future__ import annotations

import binascii
import hmac
from base64 import b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from portinaio.daemon.handlers.devices import digest_of
from portinaio.store.devices.device import Device  # noqa: TC001  # a field of a tuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.daemon.context import Context

LONGEST_PRESENTED = 400  # bytes of a header; a token has 43 characters
COOKIE_LASTS_S = 365 * 86400
_ID = 22  # characters of what a cookie names its device by


class _Known(NamedTuple):
    device: Device
    cookie_key: bytes


class Devices:
    """Asked in the loop's thread; a revoked device is unknown from the next request on."""

    def __init__(self, context: Context, secret: str) -> None:
        """`secret` is what cookies are made with; it lies where passwords do, and not beside the digests of tokens."""
        self._context = context
        self._secret = secret.encode()
        self._revision: int | None = None
        self._by_digest: dict[str, _Known] = {}
        self._by_id: dict[str, _Known] = {}

    def bearing(self, presented: Sequence[bytes]) -> Device | None:
        """Of the values of `Authorization`: `Bearer` and the token, or `Basic` with the token as password."""
        if len(presented) != 1 or len(presented[0]) > LONGEST_PRESENTED:
            return None
        scheme, _, rest = presented[0].decode("latin-1").partition(" ")
        match scheme.lower():
            case "bearer":
                return self.of_token(rest.strip())
            case "basic":
                return self.of_token(_password(rest.strip()))
            case _:
                return None

    def of_token(self, token: str) -> Device | None:
        # What is looked up is a digest of what was presented: how long that takes tells nothing of any token.
        known = self._by_digest.get(digest_of(token)) if token else None
        return known.device if known else None

    def cookie_of(self, device: Device, now_s: int) -> str:
        until = str(now_s + COOKIE_LASTS_S)
        known = self._known(device.digest, device)
        return f"{_id(device.digest)}.{until}.{_mac(known.cookie_key, until)}"

    def of_cookie(self, cookie: str, now_s: int) -> Device | None:
        id_, _, rest = cookie[:LONGEST_PRESENTED].partition(".")
        until, _, mac = rest.partition(".")
        known = self._by_id.get(id_)
        if known is None or not (until.isascii() and until.isdigit() and int(until) > now_s):
            return None
        same = hmac.compare_digest(mac.encode(), _mac(known.cookie_key, until).encode())
        return known.device if same else None

    def app_token(self, device: Device) -> str:
        """For an app on the telephone: the same every time, and worth nothing once the device is revoked."""
        key = self._known(device.digest, device).cookie_key
        return f"app-{_mac(key, 'app')}"

    @property
    def stale(self) -> bool:
        """Whether something has changed in the house since they were read."""
        return self._revision != self._context.revision

    def read(self) -> None:
        """In a thread, since the database may be at work for seconds."""
        revision = self._context.revision
        found = [self._known(each.digest, each) for each in self._context.store.devices.all()]
        self._by_digest = {each.device.digest: each for each in found}
        self._by_digest |= {digest_of(self.app_token(each.device)): each for each in found}
        self._by_id = {_id(each.device.digest): each for each in found}
        self._revision = revision  # last: what could not be read is tried again

    def _known(self, digest: str, device: Device) -> _Known:
        return _Known(device, hmac.digest(self._secret, digest.encode(), "sha256"))


def _password(encoded: str) -> str:
    try:
        return b64decode(encoded, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def _id(digest: str) -> str:
    return urlsafe_b64encode(sha256(f"id {digest}".encode()).digest()).decode()[:_ID]


def _mac(key: bytes, text: str) -> str:
    return urlsafe_b64encode(hmac.digest(key, text.encode(), "sha256")).decode().rstrip("=")
