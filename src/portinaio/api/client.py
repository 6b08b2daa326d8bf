"""What a window can ask and do; one method for each act of the route table."""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Any, Protocol, Self

    from portinaio.api.answers import (
        AddedListAnswer,
        CalendarAnswer,
        CallAnswer,
        CatalogueAnswer,
        CheckAnswer,
        CompanyAnswer,
        ComplaintAnswer,
        ContactAnswer,
        CountAnswer,
        DiagnosisAnswer,
        EntryAnswer,
        ExportAnswer,
        FiledAnswer,
        ForgottenAnswer,
        GuessesAnswer,
        ImportAnswer,
        InsightAnswer,
        LetterAnswer,
        LineAnswer,
        LineKindAnswer,
        ListAnswer,
        ListDetailAnswer,
        ListRowsAnswer,
        PauseAnswer,
        PreviewAnswer,
        RehearsalAnswer,
        ReportAnswer,
        SecretAnswer,
        SettingsAnswer,
        StatusAnswer,
        SyncAnswer,
        SyncingAnswer,
    )

    class Transport(Protocol):
        """The way to the facade: through the daemon's socket, or by a call in this process."""

        def ask(
            self, method: str, path: str, query: Mapping[str, Any], body: Mapping[str, Any] | None
        ) -> Any:
            """The answer of one act. A `PortinaioError` with a sentence when it is refused."""

        def events(self) -> Iterator[tuple[str, Any]]:
            """Name and content of each event: first `state`, then changes. `DaemonAwayError` without a daemon."""

        def close(self) -> None:
            """Let go of what is held, such as the database."""

        @property
        def daemon(self) -> bool:
            """Whether a daemon answers."""


class Client:
    """Typed acts over a transport. Every method may raise `PortinaioError`."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._transport.close()

    @property
    def daemon(self) -> bool:
        return self._transport.daemon

    def events(self) -> Iterator[tuple[str, Any]]:
        return self._transport.events()

    def status(self) -> StatusAnswer:
        return self._get("/v1/status")

    def doctor(self) -> list[DiagnosisAnswer]:
        return self._get("/v1/doctor")

    def check(
        self, number: str, *, line: str | None = None, name: str = "", at: str | None = None
    ) -> CheckAnswer:
        return self._get("/v1/check", number=number, line=line, name=name or None, at=at)

    def calls(self, **query: Any) -> list[CallAnswer]:
        """Keywords: since, number, label, line, text, before, limit."""
        return self._get("/v1/calls", **query)

    def call(self, call_id: int) -> CallAnswer:
        return self._get(f"/v1/calls/{call_id}")

    def note_call(self, call_id: int, notes: str) -> CallAnswer:
        return self._send("PUT", f"/v1/calls/{call_id}", notes=notes)

    def forget_call(self, call_id: int) -> ForgottenAnswer:
        return self._drop(f"/v1/calls/{call_id}")

    def forget_calls(self, before: str) -> ForgottenAnswer:
        return self._drop("/v1/calls", before=before)

    def entries(self) -> list[EntryAnswer]:
        return self._get("/v1/entries")

    def add_entry(
        self,
        pattern: str,
        kind: str,
        *,
        note: str = "",
        until: str | None = None,
        once: bool = False,
    ) -> EntryAnswer:
        return self._send(
            "POST", "/v1/entries", pattern=pattern, kind=kind, note=note, until=until, once=once
        )

    def forget_entry(self, pattern: str) -> list[EntryAnswer]:
        return self._drop("/v1/entries", pattern=pattern)

    def preview(self, pattern: str) -> PreviewAnswer:
        return self._get("/v1/entries/preview", pattern=pattern)

    def contacts(self) -> list[ContactAnswer]:
        return self._get("/v1/contacts")

    def add_contact(self, name: str, number: str) -> ContactAnswer:
        return self._send("POST", "/v1/contacts", name=name, number=number)

    def forget_contact(self, number: str) -> ForgottenAnswer:
        return self._drop("/v1/contacts", number=number)

    def import_contacts(self, source: str, data: bytes, **wanted: Any) -> ImportAnswer:
        """Keywords: region, accept, dry_run, format."""
        return self._send("PUT", "/v1/contacts", source=source, data=data, **wanted)

    def lists(self) -> list[ListAnswer]:
        return self._get("/v1/lists")

    def catalogue(self) -> CatalogueAnswer:
        return self._get("/v1/lists/catalog")

    def caught(self, days: int = 30) -> list[CountAnswer]:
        return self._get("/v1/lists/caught", days=days)

    def list_rows(self, name: str, number: str = "", limit: int = 100) -> ListRowsAnswer:
        return self._get(f"/v1/lists/{name}/rows", number=number or None, limit=limit)

    def show_list(self, name: str) -> ListDetailAnswer:
        return self._get(f"/v1/lists/{name}")

    def add_list(self, source: str, **wanted: Any) -> AddedListAnswer:
        """Keywords: format, region, trust, origin, complaints, token."""
        return self._send("POST", "/v1/lists", source=source, **wanted)

    def remove_list(self, name: str) -> ListAnswer:
        return self._drop(f"/v1/lists/{name}")

    def sync(self, names: Sequence[str] = (), accept: Sequence[str] = ()) -> list[SyncAnswer]:
        return self._send("POST", "/v1/sync", names=list(names), accept=list(accept))

    def syncing(self) -> list[SyncingAnswer]:
        return self._get("/v1/sync")

    def import_file(self, name: str, data: bytes, kind: str = "", **wanted: Any) -> ImportAnswer:
        """Keywords: format, region, dry_run, accept."""
        return self._send("POST", "/v1/import", name=name, data=data, kind=kind, **wanted)

    def export(self, format: str, what: str, name: str = "") -> ExportAnswer:  # noqa: A002  # the word of the command line
        return self._get("/v1/export", format=format, what=what, name=name)

    def lines(self) -> list[LineAnswer]:
        return self._get("/v1/lines")

    def line_kinds(self) -> list[LineKindAnswer]:
        return self._get("/v1/lines/kinds")

    def add_line(self, kind: str, name: str, keys: Mapping[str, Any]) -> LineAnswer:
        return self._send("POST", "/v1/lines", kind=kind, name=name, keys=dict(keys))

    def test_line(self, name: str) -> LineAnswer:
        return self._send("POST", f"/v1/lines/{name}/test")

    def ring_line(self, name: str) -> LineAnswer:
        """Of a simulated line only."""
        return self._send("POST", f"/v1/lines/{name}/ring")

    def rehearse(self) -> RehearsalAnswer:
        """A simulated call comes, whatever lines there are."""
        return self._send("POST", "/v1/rehearsal")

    def remove_line(self, name: str) -> LineAnswer:
        return self._drop(f"/v1/lines/{name}")

    def keep_secret(self, name: str, password: str) -> SecretAnswer:
        return self._send("PUT", "/v1/secrets", name=name, password=password)

    def forget_secret(self, name: str) -> ForgottenAnswer:
        return self._drop("/v1/secrets", name=name)

    def pause(self, for_s: int) -> PauseAnswer:
        return self._send("POST", "/v1/pause", for_s=for_s)

    def resume(self) -> PauseAnswer:
        return self._drop("/v1/pause")

    def expect(self, for_s: int) -> PauseAnswer:
        return self._send("POST", "/v1/expect", for_s=for_s)

    def expect_no_more(self) -> PauseAnswer:
        return self._drop("/v1/expect")

    def insight(self, days: int = 30) -> InsightAnswer:
        return self._get("/v1/insight", days=days)

    def profile(self) -> dict[str, str]:
        return self._get("/v1/profile")

    def set_profile(self, values: Mapping[str, str]) -> dict[str, str]:
        return self._send("PUT", "/v1/profile", values=dict(values))

    def companies(self) -> list[CompanyAnswer]:
        return self._get("/v1/companies")

    def complaints(self) -> list[ComplaintAnswer]:
        return self._get("/v1/complaints")

    def complaint(self, complaint_id: int) -> FiledAnswer:
        return self._get(f"/v1/complaints/{complaint_id}")

    def mark_complaint(
        self, complaint_id: int, event: str, *, on: str | None = None, means: str | None = None
    ) -> FiledAnswer:
        return self._send("POST", f"/v1/complaints/{complaint_id}", event=event, on=on, means=means)

    def unmark_complaint(self, complaint_id: int, event: str) -> FiledAnswer:
        """Take back what `mark_complaint` wrote down."""
        return self._drop(f"/v1/complaints/{complaint_id}/events/{event}")

    def discard_complaint(self, complaint_id: int) -> ForgottenAnswer:
        return self._drop(f"/v1/complaints/{complaint_id}")

    def letter(self, complaint_id: int, kind: str) -> LetterAnswer:
        """Kinds: txt, md, pdf, eml, evidence."""
        return self._get(f"/v1/complaints/{complaint_id}/letter", kind=kind)

    def attach(self, complaint_id: int, name: str, data: bytes) -> FiledAnswer:
        path = f"/v1/complaints/{complaint_id}/attachments"
        return self._send("POST", path, name=name, data=data)

    def send_complaint(
        self, complaint_id: int, *, confirmed: bool, again: bool = False
    ) -> FiledAnswer:
        path = f"/v1/complaints/{complaint_id}/send"
        return self._send("POST", path, confirmed=confirmed, again=again)

    def calendar(self) -> CalendarAnswer:
        return self._get("/v1/complaints/calendar")

    def set_company(
        self, name: str, values: Mapping[str, str], numbers: list[str] | None = None
    ) -> CompanyAnswer:
        return self._send(
            "PUT", "/v1/companies", name=name, values=dict(values), numbers=numbers or []
        )

    def remove_company(self, name: str) -> ForgottenAnswer:
        return self._drop("/v1/companies", name=name)

    def report(
        self,
        *,
        call: int | None = None,
        number: str | None = None,
        calls: Sequence[int] = (),
        recipient: str = "controller",
        values: Mapping[str, str] | None = None,
    ) -> ReportAnswer:
        return self._send(
            "POST",
            "/v1/report",
            call=call,
            number=number,
            calls=list(calls) or None,
            recipient=recipient,
            values=dict(values or {}),
        )

    def settings(self) -> SettingsAnswer:
        return self._get("/v1/settings")

    def set_settings(self, values: Mapping[str, Any]) -> SettingsAnswer:
        """By key such as `policy.reported`; `None` takes a key out of the file."""
        return self._send("PUT", "/v1/settings", values=dict(values))

    def guesses(self, country: str, language: str) -> GuessesAnswer:
        """`country` and `language` are those of the window's locale."""
        return self._get("/v1/setup", country=country, language=language)

    def _get(self, path: str, **query: Any) -> Any:
        return self._transport.ask("GET", path, _given(query), None)

    def _send(self, method: str, path: str, **body: Any) -> Any:
        return self._transport.ask(method, path, {}, _given(body))

    def _drop(self, path: str, **query: Any) -> Any:
        return self._transport.ask("DELETE", path, _given(query), None)


def _given(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}
