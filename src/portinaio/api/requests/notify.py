"""Notices that leave the house."""

from __future__ import annotations

from portinaio.api.request import WAITING, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from portinaio.api.answers import NotifiedAnswer, NotifyAnswer


class NotifyRequests(Requests):
    @request("GET", "/v1/notify", "How notices by each [[notify]] of config.toml do")
    def notify(self) -> list[NotifyAnswer]: ...

    @request("POST", "/v1/notify/{name}/test", "Send a notice for a trial", pace=WAITING)
    def test_notify(self, name: str) -> NotifiedAnswer:
        """Quiet hours or not; waits for the far end to take it."""
