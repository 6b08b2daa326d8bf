"""How the daemon and its house are."""

from __future__ import annotations

from portinaio.api.request import BUSY, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from portinaio.api.answers import DiagnosisAnswer, OperationAnswer, StatusAnswer


class ServiceRequests(Requests):
    @request("GET", "/v1/status", "How the house is")
    def status(self) -> StatusAnswer: ...

    @request("GET", "/v1/operations", "What goes on and waits for somebody else")
    def operations(self) -> list[OperationAnswer]: ...

    @request("GET", "/v1/doctor", "Look at everything", pace=BUSY)
    def doctor(self, *, mail: bool = False) -> list[DiagnosisAnswer]:
        """`mail`: ask the mail server of config.toml too, as far as the log-in; nothing is sent."""
