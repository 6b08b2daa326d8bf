"""The log of calls, and what it amounts to."""

from __future__ import annotations

from portinaio.api.request import BUSY, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from portinaio.api.answers import (
        CallAnswer,
        DialledAnswer,
        ForgottenAnswer,
        InsightAnswer,
        MessageAnswer,
    )
    from portinaio.api.parameters import CallsOnPage, Days, Id, Label


class CallRequests(Requests):
    @request("GET", "/v1/calls", "The log, newest first")
    def calls(  # the filters of the log
        self,
        *,
        since: str | None = None,
        number: str | None = None,
        label: Label | None = None,
        line: str | None = None,
        text: str | None = None,
        before: Id | None = None,
        limit: CallsOnPage = 100,
    ) -> list[CallAnswer]:
        """`before`: calls with a smaller id, for the next page."""

    @request("GET", "/v1/calls/{call_id}", "One logged call")
    def call(self, call_id: Id) -> CallAnswer: ...

    @request("PUT", "/v1/calls/{call_id}", "Write a note to a call")
    def note_call(self, call_id: Id, notes: str) -> CallAnswer: ...

    @request("GET", "/v1/calls/{call_id}/message", "What a caller said after the tone", pace=BUSY)
    def message(self, call_id: Id, *, playable: bool = False) -> MessageAnswer:
        """As it came, in A-law; `playable`: twice as large, for players that do not know that."""

    @request("DELETE", "/v1/calls/{call_id}/message", "Delete what a caller said; the call stays")
    def forget_message(self, call_id: Id) -> ForgottenAnswer: ...

    @request("DELETE", "/v1/calls/{call_id}", "Forget a call")
    def forget_call(self, call_id: Id) -> ForgottenAnswer: ...

    @request("DELETE", "/v1/calls", "Forget old calls", pace=BUSY)
    def forget_calls(self, before: str) -> ForgottenAnswer:
        """`before` is ISO 8601; calls older than this go."""

    @request("POST", "/v1/dialled", "Tell that the user has called a number")
    def dialled(self, number: str) -> DialledAnswer:
        """From then on it is known; after a call for help everybody rings for an hour."""

    @request("GET", "/v1/insight", "What the log amounts to")
    def insight(self, days: Days = 30) -> InsightAnswer: ...
