"""The address book of the telephone system behind a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.config.load import load_settings
from portinaio.core.message import Message, msg
from portinaio.errors import LineError, ListAwayError, ListGoneError, UntrustedListError
from portinaio.lines.line import Line
from portinaio.lines.line_builder import line_builder

if TYPE_CHECKING:
    from portinaio.daemon.context import Context
    from portinaio.lists.url import ListUrl


def book_of_line(context: Context, address: ListUrl) -> bytes:
    """`ListGoneError` for a line that is none, `ListAwayError` where it cannot be asked now, `UntrustedListError` where it says no."""
    for settings in load_settings(context.home.config_file).line:
        if settings.name == address.host:
            line = line_builder(context.home)(settings)
            break
    else:
        raise ListGoneError(msg("there is no line called %(name)s", name=address.host))
    if not isinstance(line, Line):
        raise ListGoneError(msg("line %(name)s has no address book", name=address.host))
    try:
        return line.address_book(address.path)
    except LineError as error:
        said = error.sentence if isinstance(error.sentence, Message) else Message(str(error))
        kind = UntrustedListError if getattr(error, "refused", False) else ListAwayError
        raise kind(said) from error
