"""A notice for ntfy (ntfy.sh, or one's own server), published as JSON so that any letter may stand in it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from portinaio.core.message import msg, render
from portinaio.daemon.notices.http_post import post
from portinaio.daemon.notices.sender import Unconnected

if TYPE_CHECKING:
    from portinaio.core.message import Translation
    from portinaio.daemon.notices.notice import Shown

TAGS = {"rejected": ["no_entry_sign"], "line": ["warning"], "deadline": ["calendar"]}
"""Short names of emoji, as ntfy draws them before the title."""


class Ntfy(Unconnected):
    def __init__(self, url: str, token: str, translation: Translation | None) -> None:
        parts = urlsplit(url)
        self._url = urlunsplit((parts.scheme, parts.netloc, "/", "", ""))
        self._topic = parts.path.strip("/")
        self._token = token
        self._translation = translation

    async def send(self, notice: Shown) -> None:
        told: dict[str, object] = {
            "topic": self._topic,
            "title": notice.title,
            "message": notice.text or notice.title,
            "tags": TAGS.get(notice.occasion, []),
        }
        if notice.allow:
            label = render(msg("Allow"), self._translation)
            told["actions"] = [{"action": "view", "label": label, "url": notice.allow}]
        headers = {"Content-Type": "application/json"}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        await post(self._url, json.dumps(told, ensure_ascii=False).encode(), headers)
