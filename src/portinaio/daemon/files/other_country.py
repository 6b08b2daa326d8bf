"""Whether the national numbers of somebody's own file are of another country than the one they are read in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.lists.intake.region_check import strangers

if TYPE_CHECKING:
    from collections.abc import Iterable


def of_another_country(national: Iterable[str], home: str) -> Message | None:
    """What is to be said of numbers without a country code of which most do not exist in `home`."""
    found = strangers(list(dict.fromkeys(national)), home)
    if found is None:
        return None
    counts = {"n": found.looked_at, "here": found.here, "home": home}
    if not found.countries:
        return msg(
            "of %(n)d numbers without a country code only %(here)d exist in %(home)s; look whether they are of another"
            " country, which --region says",
            **counts,
        )
    return msg(
        "of %(n)d numbers without a country code only %(here)d exist in %(home)s; they would exist in %(countries)s: say it"
        " with --region, such as --region %(country)s",
        countries=", ".join(found.countries),
        country=found.countries[0],
        **counts,
    )
