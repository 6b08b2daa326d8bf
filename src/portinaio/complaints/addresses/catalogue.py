"""A catalogue of companies' addresses: how it is kept, and who is found in it by a few words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.core.names import folded

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "datenanfragen/data (CC0-1.0)"
URL = "https://codeload.github.com/datenanfragen/data/zip/refs/heads/master"
"""The archive of the repository; branch and licence as read in July 2026. It has about 1.8 MiB."""
_VERSION = 1
EVERYWHERE = "all"


class ListedCompany(NamedTuple):
    name: str
    also: tuple[str, ...] = ()
    """Brands and services that it answers for."""
    address: str = ""
    email: str = ""
    countries: tuple[str, ...] = ()
    """ISO 3166-1 codes in small letters, or `all`."""
    language: str = ""
    """In which it wants to be written to, ISO 639-1; empty for any."""
    transport: str = ""
    """How it wants to be: `email`, `letter`, `fax`; empty where nobody says."""
    needs_id: bool = False
    source: str = ""
    """Page from which the record was made."""


class Catalogue(NamedTuple):
    revision: str
    """Seven digits of the commit; empty where the archive does not say."""
    day: str
    """Of the archive, ISO 8601."""
    companies: tuple[ListedCompany, ...]
    fetched: str = ""
    """The day on which it came here."""
    where: str = NAME
    """Who publishes it; the host, where it came from another place than that."""

    @property
    def source(self) -> str:
        """As it is cited in the company book."""
        return ", ".join(filter(None, (self.where, self.day, self.revision)))


def search(catalogue: Catalogue, words: str, country: str) -> list[ListedCompany]:
    """Those that have every word in their names, the likeliest first; none for no words."""
    wanted = folded(words)
    found = [
        (rank, company.name, company)
        for company in catalogue.companies
        if wanted and (rank := _rank(company, wanted, country)) is not None
    ]
    return [company for _, _, company in sorted(found, key=lambda one: one[:2])]


def named(catalogue: Catalogue, name: str) -> ListedCompany | None:
    """The one company of exactly this name, or brand; None where there are several, or none."""
    wanted = folded(name)
    same = [c for c in catalogue.companies if wanted and folded(c.name) == wanted]
    same = same or [c for c in catalogue.companies if wanted and wanted in map(folded, c.also)]
    return same[0] if len(same) == 1 else None


def to_json(catalogue: Catalogue) -> bytes:
    plain = {"version": _VERSION, **catalogue._asdict()}
    return json.dumps(plain | {"companies": [c._asdict() for c in catalogue.companies]}).encode()


def from_json(data: bytes) -> Catalogue | None:
    """None for what a disk has spoilt, or another version has written: it is fetched anew."""
    try:
        plain = json.loads(data)
        if plain.pop("version") != _VERSION:
            return None
        companies = tuple(map(_listed, plain.pop("companies")))
        return Catalogue(**{key: str(value) for key, value in plain.items()}, companies=companies)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _listed(plain: dict[str, Any]) -> ListedCompany:
    lists = {key: tuple(map(str, plain[key])) for key in ("also", "countries")}
    return ListedCompany(**{**plain, **lists})


def _rank(company: ListedCompany, wanted: str, country: str) -> tuple[int, int] | None:
    """The smaller, the likelier: by name, then by where it does business."""
    name, words = folded(company.name), wanted.split()
    if name == wanted:
        by_name = 0
    elif name.startswith(wanted):
        by_name = 1
    elif all(word in name for word in words):
        by_name = 2
    elif any(all(word in each for word in words) for each in _others(company)):
        by_name = 3
    else:
        return None
    here = country.casefold() in company.countries
    return by_name, 0 if here else 1 if EVERYWHERE in company.countries else 2


def _others(company: ListedCompany) -> Iterator[str]:
    return map(folded, company.also)
