"""What the link of a notice opens: one page with one button, which allows the caller, once.

The link itself is all that opens it, so it tells no more of the number than its last digits. To look does nothing: programs that
show what is behind a link look at it before a person does.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from starlette.responses import Response

from portinaio.core.message import msg, render
from portinaio.daemon.gateway import page_text
from portinaio.daemon.gateway.browsers import comes_from_us
from portinaio.daemon.handlers.entries import add_entry
from portinaio.daemon.notices import allow_links
from portinaio.daemon.notices.notice import told_of

if TYPE_CHECKING:
    from portinaio.core.message import Message
    from portinaio.daemon.gateway.asked import Asked

_PATH = re.compile(re.escape(allow_links.PATH) + r"([A-Za-z0-9_-]{16,64})")
PAGE_POLICY = {"Referrer-Policy": "same-origin"}
"""Without any, browsers do not say either that a form is one of ours."""
_GONE = msg("This link was used already, or has ended.")
_ELSEWHERE = msg("open this page by itself, and press the button there")


def serves(method: str, path: str) -> bool:
    return method in {"GET", "HEAD", "POST"} and _PATH.fullmatch(path) is not None


def answer(asked: Asked, *, scope: Any) -> Response:
    """In a thread."""
    found = _PATH.fullmatch(asked.path)
    assert found is not None  # it serves no other
    if asked.method != "POST":
        return _page(asked, allow_links.number_of(asked.context, found[1]), found[0])
    if not comes_from_us(scope):
        return _html(page_text.notice(asked, _ELSEWHERE), 403)
    number = allow_links.used(asked.context, found[1])
    if number is None:
        return _html(page_text.notice(asked, _GONE), 404)
    note = render(msg("allowed from a notice"), asked.translation)
    add_entry(asked.context, number, kind="allow", note=note, sure=True)
    done = msg("%(number)s rings from now on.", number=told_of(number, "last"))
    return _html(page_text.notice(asked, done))


def _page(asked: Asked, number: str | None, path: str) -> Response:
    if number is None:
        return _html(page_text.notice(asked, _GONE), 404)
    question: Message = msg("Let %(number)s ring from now on?", number=told_of(number, "last"))
    return _html(page_text.notice(asked, question, button=path))


def _html(text: str, status: int = 200) -> Response:
    return Response(text, status, PAGE_POLICY, "text/html")
