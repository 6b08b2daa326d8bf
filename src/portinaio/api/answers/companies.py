"""Companies: those of the book, and what registers and catalogues say of others."""

from __future__ import annotations

from typing import TypedDict


class CompanyAnswer(TypedDict):
    name: str
    address: str
    email: str
    pec: str
    source: str
    numbers: list[str]


class RegisterAnswer(TypedDict):
    """The public register that can say whose a number is. Who asks it tells its keeper that the number has called."""

    number: str
    register: str
    keeper: str
    host: str
    """Whose server is asked."""


class ListedCompanyAnswer(TypedDict):
    """A company as a published catalogue has it. The user enters it, or nobody."""

    name: str
    also: list[str]
    """Brands and services that it answers for."""
    address: str
    email: str
    countries: list[str]
    language: str
    """In which it wants to be written to, ISO 639-1; empty for any."""
    transport: str
    """How it wants to be: `email`, `letter`, `fax`; empty where nobody says."""
    needs_id: bool
    source: str
    """Page from which the record was made."""


class CompanyCatalogueAnswer(TypedDict):
    source: str
    """Name, licence, day and revision, as the company book cites it."""
    day: str
    """Of the catalogue; empty where it was never fetched."""
    fetched: str
    """The day on which it came here."""
    host: str
    """Whose server it is fetched from."""
    total: int
    """How many companies have all the words."""
    companies: list[ListedCompanyAnswer]
    """The likeliest of them."""


class SuggestedCompanyAnswer(TypedDict):
    """What a register said of a number. The user enters it, or nobody."""

    number: str
    companies: list[str]
    """None where the number stands in no register."""
    source: str
    """Keeper and name of the register."""
    day: str
