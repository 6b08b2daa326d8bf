"""Every request there is, and the one that a method and a path name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.api.client import Client
from portinaio.api.request import declarations

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.request import Request

EVENTS = "/v1/events"
OPENAPI = "/v1/openapi.json"

REQUESTS = tuple(declarations(Client))
_BY_STEPS = sorted(
    ((request.path.split("/"), request) for request in REQUESTS),
    key=lambda pair: "{" in pair[1].path,  # a fixed path comes before one with parameters
)


def find(method: str, steps: Sequence[str]) -> tuple[Request, dict[str, str]] | None:
    """The request, and the parameters in its path as text. `steps` are what stands between the slashes."""
    for wanted, request in _BY_STEPS:
        if request.method == method and len(wanted) == len(steps):
            pairs = list(zip(wanted, steps, strict=True))
            if all(w == s or w.startswith("{") for w, s in pairs):
                return request, {w[1:-1]: s for w, s in pairs if w.startswith("{")}
    return None
