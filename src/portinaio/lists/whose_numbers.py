"""Of which country the national numbers of a list are: what nobody has said is asked, and what somebody has said wrong is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import Message, counted
from portinaio.errors import NoCountryError, OtherCountryError
from portinaio.lists.intake import region_check
from portinaio.lists.intake.row import digits_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.core.evidence import Evidence
    from portinaio.lists.intake.numbering import Numbering

MOST_STRAY = 0.1  # of all rows: national numbers in a list whose other numbers need no region


def are_many(numbering: Numbering, rows: int) -> bool:
    """Whether so many of its rows are in national notation that it must say whose."""
    return numbering.national > MOST_STRAY * rows


def refuse_unsaid(numbering: Numbering, rows: int, first: Sequence[Evidence]) -> None:
    """`NoCountryError` for a list of many national numbers of which nobody has said the country; `first` are some of its rows."""
    if not are_many(numbering, rows) or numbering.plan.calling_code:
        return
    household = numbering.household
    countries = region_check.likely_countries(numbering.sample, _beside(first), household)
    national = min(numbering.national, rows)  # one of several in a cell is looked at twice
    error = NoCountryError(_question(national, rows, countries, household))
    error.countries = countries
    raise error


def other_country(numbering: Numbering, first: Sequence[Evidence]) -> Message | None:
    """Why the list is not of the country that somebody has said; `OtherCountryError` unless that one is sure."""
    other = region_check.better_country(numbering, _beside(first))
    if other and not numbering.sure:
        raise OtherCountryError(other)
    return other


def _beside(first: Sequence[Evidence]) -> str:
    """The country of most of its numbers that need no region."""
    alone = [digits_of(row.low) for row in first if row.low == row.high]
    return region_check.main_country(alone)


def _question(n: int, rows: int, countries: Sequence[str], household: str) -> Message:
    if countries:
        return counted(
            "one of %(rows)d numbers has no country code, and the list does not say which country it is of;"
            " it would exist in %(countries)s: say it with --region, such as --region %(country)s",
            "%(n)d of %(rows)d numbers have no country code, and the list does not say which country it is of;"
            " they would exist in %(countries)s: say it with --region, such as --region %(country)s",
            n,
            rows=rows,
            countries=", ".join(countries),
            country=countries[0],
        )
    return counted(
        "one of %(rows)d numbers has no country code, and the list does not say which country"
        " it is of; say it with --region, such as --region %(country)s",
        "%(n)d of %(rows)d numbers have no country code, and the list does not say which country"
        " it is of; say it with --region, such as --region %(country)s",
        n,
        rows=rows,
        country=household or "DE",
    )
