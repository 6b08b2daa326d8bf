"""The address book."""

from __future__ import annotations

from portinaio.api.request import BUSY, FILE_BYTES, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import ContactAnswer, ForgottenAnswer, ImportAnswer


class ContactRequests(Requests):
    @request("GET", "/v1/contacts", "The address book")
    def contacts(self) -> list[ContactAnswer]: ...

    @request("POST", "/v1/contacts", "Name a number")
    def add_contact(
        self, name: str, number: str, *, groups: Sequence[str] | None = None
    ) -> ContactAnswer:
        """`groups` are left as they are where they are left out."""

    @request("DELETE", "/v1/contacts", "Take a number out of the contacts")
    def forget_contact(self, number: str) -> ForgottenAnswer: ...

    @request("PUT", "/v1/contacts", "Read an address book file", pace=BUSY, most_bytes=FILE_BYTES)
    def import_contacts(  # the options of the command
        self,
        source: str,
        data: bytes,
        *,
        region: str | None = None,
        accept: bool = False,
        dry_run: bool = False,
        format: str = "",  # the word of the command line
    ) -> ImportAnswer:
        """`data` is the file, in base64. `region` is that of its national numbers, the house's own where it is left out;
        `accept` takes it although it breaks off, or lacks more than half of what it replaces; `format` is for a file
        whose content does not tell.
        """
