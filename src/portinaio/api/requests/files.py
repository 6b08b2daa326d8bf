"""Files of other programs, in and out."""

from __future__ import annotations

from portinaio.api.request import BUSY, FILE_BYTES, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import (
        BeingReadAnswer,
        ExportAnswer,
        ImportAnswer,
        LastImportAnswer,
        UndoneImportAnswer,
    )
    from portinaio.api.parameters import ExportKind, ImportKind


class FileRequests(Requests):
    @request(
        "POST",
        "/v1/import",
        "Read a file into your own entries or contacts",
        pace=BUSY,
        most_bytes=FILE_BYTES,
    )
    def import_file(  # the options of the command
        self,
        name: str,
        data: bytes,
        kind: ImportKind = "",
        *,
        format: str = "",  # the word of the command line
        region: str | None = None,
        dry_run: bool = False,
        accept: bool = False,
        called: str = "",
        line: str = "",
        sure: bool = False,
        own: bool = False,
        columns: Sequence[str] = (),
    ) -> ImportAnswer:
        """`data` is the file, in base64. `kind` is what its numbers become; where it is left out, only a block list is taken,
        and blocked. `accept`, of an address book: take it although much is missing.
        `called` or `line`, of a log of calls: the number of the house that was called where the log does not say which.
        `sure` insists on the region, although the numbers look like those of another country.
        Numbers of the house are blocked only with `own`. `columns` are those in which the numbers stand, by title or by place from 1.
        """

    @request("GET", "/v1/import", "How far the reading of files has come")
    def being_read(self) -> list[BeingReadAnswer]:
        """Of those that are being brought in; a file that has been read whole is being kept."""

    @request("GET", "/v1/import/last", "What was brought in last")
    def last_import(self) -> LastImportAnswer:
        """What `undo_import` would take back."""

    @request("POST", "/v1/import/undo", "Take the last import back as one", pace=BUSY)
    def undo_import(self, *, file: str = "") -> UndoneImportAnswer:
        """What was changed by hand since stays. With `file` only where that is what was imported last."""

    @request(
        "GET",
        "/v1/export",
        "Entries, a list, callers or contacts in another program's format",
        pace=BUSY,
    )
    def export(
        self,
        format: str,  # the word of the command line
        what: ExportKind = "block",
        name: str = "",
    ) -> ExportAnswer:
        """`name` is that of the list."""
