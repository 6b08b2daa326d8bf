"""Giving reports back to lists: what would leave, what has left, and taking it back."""

from __future__ import annotations

from portinaio.api.request import WAITING, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import ShareAnswer, SharePreviewAnswer
    from portinaio.api.parameters import Id, Topic


class SharingRequests(Requests):
    @request("GET", "/v1/shares", "What was given to lists, and what waits")
    def shares(self) -> list[ShareAnswer]: ...

    @request("GET", "/v1/shares/preview", "Exactly what would leave")
    def preview_share(
        self,
        number: str | None = None,
        call: Id | None = None,
        *,
        topic: Topic = "other",
        company: str = "",
    ) -> SharePreviewAnswer:
        """Of a number or of a call of the log. Nothing leaves for it."""

    @request(
        "POST", "/v1/shares", "Give a report to lists", pace=WAITING, once_by=("number", "call")
    )
    def share(
        self,
        number: str | None = None,
        call: Id | None = None,
        *,
        topic: Topic = "other",
        company: str = "",
        targets: Sequence[str] = (),
    ) -> list[ShareAnswer]:
        """As `preview_share` shows it. Without `targets` to each that can take it; where nobody answers, it is kept and tried again."""

    @request("DELETE", "/v1/shares", "Take a report back", pace=WAITING, once_by=("number", "call"))
    def withdraw_share(
        self, number: str | None = None, call: Id | None = None
    ) -> list[ShareAnswer]:
        """From each list that it was given to. `NotFoundError` where nothing was."""
