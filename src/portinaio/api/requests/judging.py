"""What would happen to a call."""

from __future__ import annotations

from portinaio.api.request import BUSY, FILE_BYTES, NOTHING, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.api.answers import CheckAnswer, ReplayedAnswer
    from portinaio.api.parameters import Days


class JudgingRequests(Requests):
    @request("GET", "/v1/check", "What would happen to a call")
    def check(
        self, number: str, *, line: str | None = None, name: str = "", at: str | None = None
    ) -> CheckAnswer:
        """`at` is ISO 8601; now where it is left out."""

    @request("GET", "/v1/check/trust", "How much each list is believed")
    def trust(self) -> dict[str, float]:
        """By its name, from 0 to 1. Of a list with a note the finding itself says with how much trust it counts."""

    @request(
        "POST",
        "/v1/replay",
        "What another policy or one list would have done to the calls of the log",
        pace=BUSY,
        most_bytes=FILE_BYTES,
    )
    def replay(
        self,
        policy: Mapping[str, str] = NOTHING,
        days: Days = 90,
        *,
        written: str = "",
        written_as: str = "",
        line: str = "",
        list_name: str = "",
        file: str = "",
        data: bytes = b"",
        format: str = "",  # the word of the command line
        region: str | None = None,
    ) -> ReplayedAnswer:
        """`policy` has what `[policy]` would say otherwise, such as `suspected = "reject"`; `written` is the text of another
        config.toml, of which the policies are tried, and `written_as` what an error calls it; with a `line` its `[policy]` is tried as
        that of this line. `file` and `data`, in base64, are a log of
        calls of elsewhere, in a `format` and with the national numbers of a `region`, which is read instead of the log of the
        house and not kept. Of a list that is subscribed, the log is judged without it and with it.
        Nothing is changed.
        """
