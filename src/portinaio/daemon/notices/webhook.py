"""A notice as JSON, by POST; signed where there is a key, so that its taker knows who sent it and when."""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import TYPE_CHECKING

from portinaio.daemon.notices.http_post import post
from portinaio.daemon.notices.sender import Unconnected

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.daemon.notices.notice import Shown

STAMP, SIGNATURE = "X-Portinaio-Timestamp", "X-Portinaio-Signature"


class Webhook(Unconnected):
    def __init__(self, url: str, key: str, now_s: Callable[[], float]) -> None:
        """`now_s` is in seconds since 1970; an empty `key` signs nothing."""
        self._url = url
        self._key = key
        self._now_s = now_s

    async def send(self, notice: Shown) -> None:
        body = json.dumps(notice.answer, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json"}
        if self._key:
            stamp = f"{int(self._now_s())}"
            headers |= {STAMP: stamp, SIGNATURE: signature(self._key, stamp, body)}
        await post(self._url, body, headers)


def signature(key: str, stamp: str, body: bytes) -> str:
    """`sha256=` and the HMAC of the time, a dot and the body: neither can be sent again with another."""
    digest = hmac.new(key.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"sha256={digest}"
