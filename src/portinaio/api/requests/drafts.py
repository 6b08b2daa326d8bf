"""Drafts of complaints."""

from __future__ import annotations

from portinaio.api.request import BUSY, NOTHING, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portinaio.api.answers import JoiningAnswer, ReportAnswer
    from portinaio.api.parameters import Id


class DraftRequests(Requests):
    @request("POST", "/v1/report", "Draft a complaint about a call", pace=BUSY)
    def report(  # what a complaint is about, and what is said in it
        self,
        *,
        call: Id | None = None,
        number: str | None = None,
        calls: Sequence[Id] = (),
        recipient: str = "",
        values: Mapping[str, str] = NOTHING,
    ) -> ReportAnswer:
        """`calls` are several of one company, instead of one `call` or of a `number`."""

    @request("POST", "/v1/report/joining", "Say what draft the calls would come to", pace=BUSY)
    def joining(  # as `report` has them
        self,
        *,
        call: Id | None = None,
        number: str | None = None,
        calls: Sequence[Id] = (),
        recipient: str = "",
        values: Mapping[str, str] = NOTHING,
    ) -> JoiningAnswer:
        """Nothing is drafted or kept."""
