"""The store: one file, and a room in it for each kind of thing that is kept."""

from __future__ import annotations

import os
from functools import cached_property

from portinaio.store.calls import Calls
from portinaio.store.connection import Connection
from portinaio.store.contacts import Contacts
from portinaio.store.entries import Entries
from portinaio.store.open_file import BrokenFileError, OpenFile, connect, new_file, open_file
from portinaio.store.outgoing import OutgoingCalls
from portinaio.store.profile import Profile
from portinaio.store.state import State

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path
    from typing import Self

    from portinaio.store.companies import Companies
    from portinaio.store.complaints import Complaints
    from portinaio.store.counts.insight import Insights
    from portinaio.store.devices.cards import Cards
    from portinaio.store.devices.handed_out import HandedOut
    from portinaio.store.devices.known_devices import Devices
    from portinaio.store.imports.imported_calls import ImportedCalls
    from portinaio.store.imports.last_import import LastImport
    from portinaio.store.lists import Lists
    from portinaio.store.recovery.recoveries import Recoveries
    from portinaio.store.seals import Seals
    from portinaio.store.shares import Shares


_PAGE = 1000


class Store:
    """What the house remembers. Fit for several threads; every write is on the disk when it returns.

    Each method raises `HomeError` with a sentence when the disk is full, read-only or damaged.
    """

    def __init__(self, file: OpenFile, path: str | Path, *, set_aside: Path | None = None) -> None:
        self.path = path
        self.read_only = file.read_only
        """The home cannot be written; reading works."""
        self.set_aside = set_aside
        """Where the broken file lies in whose place this one was begun."""
        self._connection = Connection(
            file.connection, path, (lambda: connect(file.uri)) if file.uri else None
        )
        self.calls = Calls(self._connection)
        self.entries = Entries(self._connection)
        self.contacts = Contacts(self._connection)
        self.outgoing = OutgoingCalls(self._connection)
        self.state = State(self._connection)
        self.profile = Profile(self._connection)

    @cached_property
    def companies(self) -> Companies:
        from portinaio.store.companies import Companies  # noqa: PLC0415  # a check has no use for it

        return Companies(self._connection)

    @cached_property
    def last_import(self) -> LastImport:
        from portinaio.store.imports.last_import import LastImport  # noqa: PLC0415  # a check has no use for it

        return LastImport(self._connection)

    @cached_property
    def complaints(self) -> Complaints:
        from portinaio.store.complaints import Complaints  # noqa: PLC0415  # a check has no use for it

        return Complaints(self._connection)

    @cached_property
    def insights(self) -> Insights:
        from portinaio.store.counts.insight import Insights  # noqa: PLC0415  # a check has no use for it

        return Insights(self._connection)

    @cached_property
    def lists(self) -> Lists:
        from portinaio.store.lists import Lists  # noqa: PLC0415  # a check has no use for it

        return Lists(self._connection)

    @cached_property
    def imported_calls(self) -> ImportedCalls:
        from portinaio.store.imports.imported_calls import ImportedCalls  # noqa: PLC0415  # a check has no use for it

        return ImportedCalls(self._connection, self.calls)

    @cached_property
    def recoveries(self) -> Recoveries:
        from portinaio.store.recovery.recoveries import Recoveries  # noqa: PLC0415  # a check has no use for it

        return Recoveries(self._connection)

    @cached_property
    def shares(self) -> Shares:
        from portinaio.store.shares import Shares  # noqa: PLC0415  # a check has no use for it

        return Shares(self._connection)

    @cached_property
    def devices(self) -> Devices:
        from portinaio.store.devices.known_devices import Devices  # noqa: PLC0415  # a check has no use for it

        return Devices(self._connection)

    @cached_property
    def cards(self) -> Cards:
        from portinaio.store.devices.cards import Cards  # noqa: PLC0415  # a check has no use for it

        return Cards(self._connection)

    @cached_property
    def handed_out(self) -> HandedOut:
        from portinaio.store.devices.handed_out import HandedOut  # noqa: PLC0415  # a check has no use for it

        return HandedOut(self._connection)

    @cached_property
    def seals(self) -> Seals:
        from portinaio.store.seals import Seals  # noqa: PLC0415  # a check has no use for it

        return Seals(self._connection)

    def version(self) -> int:
        """Changes when another process has written; our own writes leave it as it is."""
        row = self._connection.row("PRAGMA data_version")
        return int(row[0]) if row else 0

    @property
    def odd_rows(self) -> dict[str, int]:
        """By table, rows that were met and made no sense; a disk has spoilt them where SQLite does not look."""
        return self._connection.odd_rows.counts()

    def look_at_all_rows(self) -> dict[str, int]:
        """As `odd_rows`, after every row has been read; for a large log that takes seconds."""
        last: int | None = None
        while page := self.calls.page(before_id=last, limit=_PAGE):
            last = page[-1].id
        self.calls.counts()
        self.contacts.all()
        self.outgoing.days()
        self.entries.book()
        self.state.all()
        for room in (self.companies, self.complaints, self.lists, self.profile):
            room.all()
        return self.odd_rows

    def faults(self) -> list[str]:
        """What SQLite finds wrong with the whole file, in its words."""
        from portinaio.store.integrity_check import CHECK  # noqa: PLC0415  # a check has no use for it

        return [text for (text,) in self._connection.search(CHECK) if text != "ok"]

    def copy_to(self, path: str) -> None:
        """Write one moment of all this into a new file, while others go on writing here."""
        copy = new_file(path)
        try:
            self._connection.copy_to(copy)
        finally:
            copy.close()

    def become(self, other: Store) -> None:
        """Hold what the other one holds, and nothing of before; a failure leaves all as it was."""
        self._connection.become(other._connection)

    def close(self) -> None:
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_store(path: str | Path, now: datetime, *, thorough: bool = False) -> Store:
    """The store in the file at `path`, made when there is none. `HomeError` when a person has to mend something first.

    A broken file is set aside, named after `now`, and a new one begun with all that can be read of it. `thorough` reads
    the whole file to find out, which is for a program that stays: it takes two seconds for a million calls. It also takes
    back what a program of before set aside without need.
    """
    broken = None
    try:
        file = open_file(os.fspath(path), thorough=thorough)
    except BrokenFileError:
        from portinaio.store.recovery.repair import start_over  # noqa: PLC0415  # once in the life of a disk

        file, broken = start_over(os.fspath(path), now, thorough=thorough)
    if thorough and not file.read_only:
        from pathlib import Path  # noqa: PLC0415  # a check has no use for these

        from portinaio.store.recovery.take_back import take_back  # noqa: PLC0415  # as above

        take_back(file.connection, Path(path))
    return Store(file, path, set_aside=broken)
