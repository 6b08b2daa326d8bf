"""What the user wants: entries, pauses, expected calls."""

from __future__ import annotations

from portinaio.api.request import Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from portinaio.api.answers import EntryAnswer, PauseAnswer, PreviewAnswer
    from portinaio.api.parameters import EntryKind, PauseSeconds, PreviewKind


class EntryRequests(Requests):
    @request("GET", "/v1/entries", "Personal entries")
    def entries(self) -> list[EntryAnswer]: ...

    @request("POST", "/v1/entries", "Allow or block")
    def add_entry(
        self,
        pattern: str | None = None,
        *,
        kind: EntryKind,
        name: str | None = None,
        note: str = "",
        until: str | None = None,
        once: bool = False,
        sure: bool = False,
    ) -> EntryAnswer:
        """Of a pattern of numbers, or without one of a name. What `preview` doubts is refused unless one is `sure`."""

    @request("DELETE", "/v1/entries", "Take entries of a pattern or a name away")
    def forget_entry(
        self, pattern: str | None = None, *, name: str | None = None
    ) -> list[EntryAnswer]:
        """As `add_entry`."""

    @request("GET", "/v1/entries/preview", "What an entry would catch")
    def preview(
        self, pattern: str | None = None, *, name: str | None = None, kind: PreviewKind = "block"
    ) -> PreviewAnswer:
        """As `add_entry`; `contact` asks about a number that is to be named."""

    @request("POST", "/v1/pause", "Let everything ring for a while")
    def pause(self, for_s: PauseSeconds = 3600) -> PauseAnswer: ...

    @request("DELETE", "/v1/pause", "Screen again")
    def resume(self) -> PauseAnswer: ...

    @request("POST", "/v1/expect", "Let unknown, suspected and withheld callers ring for a while")
    def expect(self, for_s: PauseSeconds = 3600) -> PauseAnswer: ...

    @request("DELETE", "/v1/expect", "Expect no call any more")
    def expect_no_more(self) -> PauseAnswer: ...
