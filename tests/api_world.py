"""Words for tests of the API: its requests by name, what they ask for, and another handler in the place of theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from portinaio.api.routes import REQUESTS
from portinaio.api.validation import signature
from portinaio.daemon import dispatch

if TYPE_CHECKING:
    from collections.abc import Callable

    import pytest

    from portinaio.api.request import Request

NAMED = {request.name: request for request in REQUESTS}


def asked_for(request: Request) -> tuple[msgspec.structs.FieldInfo, ...]:
    """The parameters that do not stand in the path."""
    return msgspec.structs.fields(signature(request).rest)


def has_body(request: Request) -> bool:
    return request.has_body and bool(asked_for(request))


def has_query(request: Request) -> bool:
    return not request.has_body and bool(asked_for(request))


def handle(monkeypatch: pytest.MonkeyPatch, name: str, handler: Callable[..., Any]) -> None:
    """From here on, the request is carried out by `handler`."""
    dispatch.handler(NAMED[name])  # loaded, so that it does not come later
    monkeypatch.setitem(dispatch._HANDLERS, name, handler)
