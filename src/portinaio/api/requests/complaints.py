"""Complaints after they are drafted: sent, answered, closed."""

from __future__ import annotations

from portinaio.api.request import BUSY, FILE_BYTES, WAITING, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from portinaio.api.answers import (
        AttachedAnswer,
        CalendarAnswer,
        ComplaintAnswer,
        FiledAnswer,
        ForgottenAnswer,
        LetterAnswer,
        ReportAnswer,
        YearAnswer,
    )
    from portinaio.api.parameters import Event, Id, LetterKind, Means, Year


class ComplaintRequests(Requests):
    @request("GET", "/v1/complaints", "Complaints and their state")
    def complaints(self) -> list[ComplaintAnswer]: ...

    @request("GET", "/v1/complaints/calendar", "The deadlines for a calendar")
    def calendar(self) -> CalendarAnswer: ...

    @request("GET", "/v1/complaints/year", "A year on one page", pace=BUSY)
    def year(self, *, year: Year | None = None, share: bool = False) -> YearAnswer:
        """`year` is this one where it is left out; `share`: without numbers and names of persons."""

    @request("GET", "/v1/complaints/year/file", "A year on one page, as PDF", pace=BUSY)
    def year_file(self, *, year: Year | None = None, share: bool = False) -> LetterAnswer: ...

    @request("GET", "/v1/complaints/{complaint_id}", "A complaint with its letter")
    def complaint(self, complaint_id: Id) -> FiledAnswer: ...

    @request(
        "POST",
        "/v1/complaints/{complaint_id}",
        "Write down what happened to a complaint: sent, received, extended, answered, insufficient, refused or closed",
    )
    def mark_complaint(  # what can be said of an event
        self,
        complaint_id: Id,
        event: Event,
        *,
        on: str | None = None,
        means: Means | None = None,
        point: str = "",
        signed: bool = False,
        sure: bool = False,
    ) -> FiledAnswer:
        """`on` is an ISO 8601 day; today where it is left out. `point`: what the answer leaves open, of `insufficient`;
        `signed`: the letter bears the signature that it needs, of `sent`; `sure`: it was, although it tells of a later call.
        """

    @request(
        "DELETE",
        "/v1/complaints/{complaint_id}/events/{event}",
        "Take back what was written down of a complaint",
    )
    def unmark_complaint(self, complaint_id: Id, event: Event) -> FiledAnswer: ...

    @request("DELETE", "/v1/complaints/{complaint_id}", "Take a draft away")
    def discard_complaint(self, complaint_id: Id) -> ForgottenAnswer: ...

    @request("GET", "/v1/complaints/{complaint_id}/letter", "A complaint as a file", pace=BUSY)
    def letter(self, complaint_id: Id, kind: LetterKind = "pdf") -> LetterAnswer: ...

    @request(
        "POST",
        "/v1/complaints/{complaint_id}/attachments",
        "Put a file to a complaint",
        pace=BUSY,
        most_bytes=FILE_BYTES,
    )
    def attach(self, complaint_id: Id, name: str, data: bytes) -> AttachedAnswer:
        """`data` is the file, in base64. A receipt of certified mail sets the clock of the mail that it is about."""

    @request(
        "POST",
        "/v1/complaints/{complaint_id}/send",
        "Send a complaint by mail",
        pace=WAITING,
        once_by=("complaint_id",),
    )
    def send_complaint(
        self, complaint_id: Id, *, confirmed: bool = False, again: bool = False
    ) -> FiledAnswer:
        """`confirmed`: the user has seen the letter and said yes; `again`: although a mail server was given it before, and has
        not said whether it took it.
        """

    @request(
        "DELETE",
        "/v1/complaints/{complaint_id}/calls/{call_id}",
        "Take a call out of a draft",
        pace=BUSY,
    )
    def take_out(self, complaint_id: Id, call_id: Id) -> ReportAnswer:
        """It stays in the log, and the letter is written anew. The last one stays: discard the draft instead."""

    @request(
        "PUT",
        "/v1/complaints/{complaint_id}/calls/{call_id}",
        "Put a call into a draft",
        pace=BUSY,
    )
    def put_in(self, complaint_id: Id, call_id: Id) -> ReportAnswer:
        """As one that was taken out of it."""
