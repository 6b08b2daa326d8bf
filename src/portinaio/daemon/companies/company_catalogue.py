"""The catalogue of companies' addresses in this house: fetched when the user says so, kept with its day, read from the disk.

Nobody learns by a search whom it was for; who publishes the catalogue learns that somebody fetched it.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.complaints.addresses.catalogue import URL, from_json, named
from portinaio.core.message import msg
from portinaio.daemon.asker import Asker
from portinaio.daemon.errands.errand import run_errand
from portinaio.errors import PortinaioError
from portinaio.lists.url import read_url

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.complaints.addresses.catalogue import Catalogue
    from portinaio.daemon.context import Context

MODULE = "portinaio.daemon.companies.company_worker"
LARGEST_BYTES = 64 << 20  # of the file that is kept; of July 2026 it has 1.4 MiB
PATIENCE_S = 180.0  # for the whole process; the download itself has 120
_BROKEN = msg("it broke off")


def kept(context: Context) -> Catalogue | None:
    """None where it was never fetched, or cannot be read."""
    with suppress(OSError), Path(context.home.company_catalogue).open("rb") as file:
        data = file.read(LARGEST_BYTES + 1)
        return from_json(data) if len(data) <= LARGEST_BYTES else None
    return None


def host_of(url: str) -> str:
    return read_url(url or URL).host


def fetch(context: Context, url: str, asker: Asker | None) -> None:
    """`PortinaioError` where nothing came; then what was there before stays."""
    day = context.now().date().isoformat()
    asked = {"url": read_url(url or URL).url, "file": context.home.company_catalogue, "day": day}
    try:
        run_errand(MODULE, asked, asker or Asker(), PATIENCE_S, _BROKEN)
    except PortinaioError as error:
        raise PortinaioError(
            msg("the catalogue could not be fetched: %(reason)s", reason=error.sentence)
        ) from error


def addresses_of(context: Context, company: str) -> Iterator[tuple[str, str, str]]:
    """Key, value and source of what the catalogue has of a company of exactly this name, for one of which no address is known."""
    booked = context.store.companies.get(company) if company else None
    if not company or (booked and (booked.email or booked.address or booked.pec)):
        return
    catalogue = kept(context)
    found = named(catalogue, company) if catalogue else None
    if catalogue and found:
        yield "company_email", found.email, catalogue.source
        yield "company_address", found.address, catalogue.source
