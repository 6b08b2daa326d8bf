"""What would happen to a call."""

from __future__ import annotations

from portinaio.api.request import Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from portinaio.api.answers import CheckAnswer


class JudgingRequests(Requests):
    @request("GET", "/v1/check", "What would happen to a call")
    def check(
        self, number: str, *, line: str | None = None, name: str = "", at: str | None = None
    ) -> CheckAnswer:
        """`at` is ISO 8601; now where it is left out."""

    @request("GET", "/v1/check/trust", "How much each list is believed")
    def trust(self) -> dict[str, float]:
        """By its name, from 0 to 1. Of a list with a note the finding itself says with how much trust it counts."""
