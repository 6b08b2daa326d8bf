"""A list on trial, with the questions that it leaves open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.cli.file_questions import columns_of, country_of
from portinaio.cli.progress import with_progress
from portinaio.cli.prompts import may_ask
from portinaio.errors import CountryWantedError

if TYPE_CHECKING:
    from portinaio.api.answers import AddedListAnswer
    from portinaio.cli.context import CommandContext


def tried_out(context: CommandContext, source: str, wanted: dict[str, Any]) -> AddedListAnswer:
    """The list on trial. Whoever sits at a terminal is asked what it leaves open, which stands in `wanted` then."""

    def tried() -> AddedListAnswer:
        return with_progress(context, lambda client: client.try_list(source, **wanted))

    try:
        found = tried()
    except CountryWantedError as error:
        if not (error.countries and may_ask(context)):
            raise
        wanted["region"] = country_of(source.rpartition("/")[2], error.countries)
        found = tried()
    if found["seen"] and may_ask(context) and (columns := columns_of(found["seen"])):
        context.client.give_up_list(found["name"])
        wanted["columns"] = columns
        found = tried()
    return found
