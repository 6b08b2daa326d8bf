"""What a list may not do between one download and the next: shrink, go back, or swallow a country.

Each refusal is a sentence; the list of before stays. A publisher's mistake and an attacker's success look alike here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.words import Words, words
from portinaio.errors import UntrustedListError
from portinaio.lists.index.guard import refuse_swallowing
from portinaio.lists.intake.numbering import WHOLE_COUNTRY

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from portinaio.core.evidence import Evidence
    from portinaio.core.plan import Plan

LEAST_SHARE = 0.5  # a list that lost more than half of its entries has usually been cut off, or emptied by mistake
_SWALLOWING = str(words("this would also catch the emergency number %(number)s", number=""))


def harmless(rows: Iterable[Evidence], plan: Plan) -> Iterator[Evidence]:
    """The rows as they are; `UntrustedListError` at a range that cuts off a country or an emergency number of `plan`."""
    for row in rows:
        if row.low != row.high and (reason := refuse_swallowing(row, plan)):
            raise UntrustedListError(
                words("one of its ranges means too much: %(reason)s", reason=reason)
            )
        yield row


def refuse_ranges(reasons: Mapping[str, int]) -> None:
    """As `harmless`, of the rows that were not even read; `reasons` counts them by their English reason."""
    for reason in reasons:
        if reason == str(WHOLE_COUNTRY) or reason.startswith(_SWALLOWING):
            raise UntrustedListError(
                words("one of its ranges means too much: %(reason)s", reason=Words(reason))
            )


def refuse_older(version: str, before: str) -> None:
    if version.isdigit() and before.isdigit() and int(version) < int(before):
        raise UntrustedListError(
            words(
                "it is version %(version)s, older than the %(before)s that is here already",
                version=version,
                before=before,
            )
        )


def refuse_shrunken(name: str, entries: int, before: int) -> None:
    """`before` is 0 where the user has said that it may shrink."""
    if not entries:
        raise UntrustedListError(words("it holds no number"))
    if entries < LEAST_SHARE * before:
        raise UntrustedListError(
            words(
                "it has %(entries)d entries and had %(before)d, less than half; portinaio sync --accept %(list)s takes it",
                entries=entries,
                before=before,
                list=name,
            )
        )
