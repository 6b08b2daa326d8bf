"""Companies whose own privacy notice names an address, as the country's pack has them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.complaints.filing import Company

if TYPE_CHECKING:
    from portinaio.countries.pack import Pack


def known_company(pack: Pack, name: str) -> Company | None:
    """The company that goes by `name`, a brand or the full name. Only the whole name counts: a guess could be another's."""
    wanted = name.strip().casefold()
    for known in pack.company:
        if wanted in {known.brand.casefold(), known.name.casefold()}:
            return Company(
                name=known.name,
                address=known.address,
                email=known.email,
                pec=known.pec,
                source=known.url or known.source,
                checked=known.checked,
            )
    return None
