"""The address book."""

from __future__ import annotations

from portinaio.api.request import BUSY, FILE_BYTES, WAITING, Requests, request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from portinaio.api.answers import (
        BookAnswer,
        ContactAnswer,
        FollowedAnswer,
        ForgottenAnswer,
        ImportAnswer,
        SyncAnswer,
    )


class ContactRequests(Requests):
    @request("GET", "/v1/contacts", "The address book")
    def contacts(self) -> list[ContactAnswer]: ...

    @request("POST", "/v1/contacts", "Name a number")
    def add_contact(
        self,
        name: str,
        number: str,
        *,
        groups: Sequence[str] | None = None,
        source: str = "",
        beside: bool = False,
        sure: bool = False,
    ) -> ContactAnswer:
        """`groups` are left as they are where they are left out. It goes into the book `source`, the user's own where none is
        named; `beside` the names that the number has there already, and else in their place. A number that looks like a slip is
        refused unless one is `sure`.
        """

    @request("DELETE", "/v1/contacts", "Take a number out of the contacts")
    def forget_contact(self, number: str, *, name: str = "", source: str = "") -> ForgottenAnswer:
        """Out of all books and from under every name, or out of the one that is named."""

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

    @request("GET", "/v1/contacts/followed", "Address books that are followed")
    def books(self) -> list[BookAnswer]: ...

    @request(
        "POST",
        "/v1/contacts/followed",
        "Follow an address book",
        pace=WAITING,
        here_only=("source", "password", "file", "env", "keyring"),
        once_by=("source", "name"),
    )
    def follow_contacts(  # the keys of a book
        self,
        source: str,
        *,
        name: str = "",
        username: str = "",
        password: Mapping[str, str] | None = None,
        region: str | None = None,
        secret: str = "",
    ) -> FollowedAnswer:
        """`source` is the address of a CardDAV server, a word for one, or the path of a file. `password` says where the password
        lies: `keyring`, `env` or `file`; or `secret` is the password, which is kept under the name of the book.
        """

    @request(
        "DELETE",
        "/v1/contacts/followed/{name}",
        "Follow an address book no more, and forget its contacts",
        pace=BUSY,
    )
    def unfollow_contacts(self, name: str) -> BookAnswer: ...

    @request("POST", "/v1/contacts/sync", "Ask followed address books for news", pace=WAITING)
    def sync_contacts(
        self, names: Sequence[str] = (), accept: Sequence[str] = ()
    ) -> list[SyncAnswer]:
        """All of them where none is named; those in `accept` may, once, lose more than half of their numbers."""
