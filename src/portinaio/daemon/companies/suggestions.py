"""What registers, the network and the lists say of a caller: shown beside a question, and entered only if the user says that it is so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.numbers.pattern import key
from portinaio.core.safe_text import one_line
from portinaio.daemon.companies.company_catalogue import addresses_of
from portinaio.daemon.companies.suggested_companies import suggested_for

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.api.answers import SuggestionAnswer
    from portinaio.core.complaint import Complaint
    from portinaio.core.logged import LoggedCall
    from portinaio.countries.pack_schema import Pack
    from portinaio.daemon.context import Context

LONGEST = 80  # characters; comments in lists can be essays
MOST = 10
NETWORK = "name"
"""Source of what the caller's network sent as a display name."""
OF_CATEGORY = {
    "robocall": ("kind", "automated"),
    "silent": ("kind", "silent"),
    "scam": ("nature", "scam"),
}
"""Answer that a list's category stands for in every country."""


def suggestions(
    context: Context, complaint: Complaint, calls: tuple[LoggedCall, ...], pack: Pack
) -> list[SuggestionAnswer]:
    """For keys that the user has not answered; each value once, with the first who said it."""
    found: dict[tuple[str, str], str] = {}
    told = (
        *_of_registers(context, calls),
        *_of_network(calls),
        *_of_lists(context, calls, pack),
        *addresses_of(context, complaint.company),
    )
    for name, value, source in told:
        answered = complaint.company if name == "company" else complaint.answers.get(name)
        if value and not answered:
            found.setdefault((name, value), source)
    return [
        {"key": name, "value": value, "source": source}
        for (name, value), source in list(found.items())[:MOST]
    ]


def _of_registers(
    context: Context, calls: tuple[LoggedCall, ...]
) -> Iterator[tuple[str, str, str]]:
    """What the user has asked for comes first: whoever keeps a register was told by the company itself."""
    for number in dict.fromkeys(call.number for call in calls if call.number):
        if found := suggested_for(context.store, number):
            for company in found.companies:
                yield "company", company, f"{found.source}, {found.day}"


def _of_network(calls: tuple[LoggedCall, ...]) -> Iterator[tuple[str, str, str]]:
    for call in calls:
        yield "company", one_line(call.name, LONGEST), NETWORK


def _of_lists(
    context: Context, calls: tuple[LoggedCall, ...], pack: Pack
) -> Iterator[tuple[str, str, str]]:
    if context.open_lists is None:
        return
    numbers = dict.fromkeys(call.number for call in calls if call.number)
    for open_list in context.open_lists.all():
        for number in numbers:
            hit = open_list.opened.find(key(number[1:])) if open_list.opened else None
            if hit is None or open_list.opened is None:
                continue
            yield "company", one_line(open_list.opened.detail(hit).company, LONGEST), open_list.name
            for answer in _of_category(hit.category, pack):
                yield (*answer, open_list.name)


def _of_category(category: str, pack: Pack) -> Iterator[tuple[str, str]]:
    if category in OF_CATEGORY:
        yield OF_CATEGORY[category]
    for question, asked in pack.answer.items():
        if choice := asked.of_category.get(category):
            yield question, choice
