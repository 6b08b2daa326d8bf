"""The company book: who had somebody called, how they are reached, and by which numbers. The user fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.complaint import BookedCompany
from portinaio.store.codec import writable
from portinaio.store.rows import MAYBE_TEXT, TEXT

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable

    from portinaio.store.connection import Connection
    from portinaio.store.rows import Kinds, Row

_COLUMNS = "name, address, email, pec, source"
_KINDS: Kinds = (*[TEXT] * 5, MAYBE_TEXT)
_SELECT = f"""
    SELECT {_COLUMNS}, (SELECT group_concat(number, ' ') FROM
        (SELECT number FROM company_numbers WHERE company = folded ORDER BY number))
    FROM companies
"""  # noqa: S608  # our columns


class Companies:
    """A company is known by its name, whatever its case and spaces."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> list[BookedCompany]:
        """By name."""
        return self._understood(self._connection.rows(f"{_SELECT} ORDER BY folded"))

    def get(self, name: str) -> BookedCompany | None:
        row = self._connection.row(f"{_SELECT} WHERE folded = ?", (folded(name),))
        return next(iter(self._understood([row] if row else [])), None)

    def of_number(self, number: str) -> BookedCompany | None:
        row = self._connection.row(
            f"{_SELECT} WHERE folded = (SELECT company FROM company_numbers WHERE number = ?)",  # noqa: S608  # as above
            (writable(number),),
        )
        return next(iter(self._understood([row] if row else [])), None)

    def set(self, company: BookedCompany) -> None:
        """Write the company as it is here; its numbers are added to those that it has."""
        key = folded(company.name)
        values = [writable(value) for value in company[:5]]
        with self._connection.transaction() as transaction:
            transaction.execute(
                f"INSERT INTO companies (folded, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"  # noqa: S608  # our columns
                " ON CONFLICT (folded) DO UPDATE SET name = excluded.name, address = excluded.address,"
                " email = excluded.email, pec = excluded.pec, source = excluded.source",
                (key, *values),
            )
            _add_numbers(transaction, key, company.numbers)

    def _understood(self, rows: list[Row]) -> list[BookedCompany]:
        return self._connection.odd_rows.understood("companies", rows, _KINDS, _company)

    def remove(self, name: str) -> bool:
        with self._connection.transaction() as transaction:
            gone = transaction.execute("DELETE FROM companies WHERE folded = ?", (folded(name),))
            return gone.rowcount > 0


def folded(name: str) -> str:
    """As names of companies are compared."""
    return " ".join(writable(name).casefold().split())


def _add_numbers(transaction: sqlite3.Connection, key: str, numbers: Iterable[str]) -> None:
    transaction.executemany(
        "INSERT OR REPLACE INTO company_numbers (number, company) VALUES (?, ?)",
        [(writable(number), key) for number in numbers],
    )


def _company(row: Row) -> BookedCompany:
    name, address, email, pec, source, numbers = row
    return BookedCompany(name, address, email, pec, source, tuple((numbers or "").split()))
