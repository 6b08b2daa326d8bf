"""What every part of the façade has: the house, the reader's language, and reading what the reader typed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, cast

from portinaio.core.message import msg
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from portinaio.core.message import Translation
    from portinaio.core.numbers.pattern import Pattern
    from portinaio.daemon.context import Context
    from portinaio.daemon.handlers.facade import Facade
    from portinaio.daemon.http.asker import Asker


class Part:
    """The acts on one thing. The façade is all parts together, so each may use the others' acts."""

    context: Context
    tongue: Translation | None
    asker: Asker | None = None
    """Who waits for the answer and may leave before; `None` where nobody can."""

    def _pattern(self, text: str) -> Pattern:
        from portinaio.core.numbers.pattern import Refusal, read_pattern  # as above

        pattern = read_pattern(text, self.context.config.plan)
        if isinstance(pattern, Refusal):
            raise UsageError(msg("%(text)s: %(reason)s", text=text[:60], reason=pattern.reason))
        return pattern

    def _number(self, text: str) -> str:
        """A number in any spelling; `UsageError` with the reason where there is none."""
        from portinaio.core.numbers.number import read  # as above

        reading = read(text, self.context.config.plan)
        if reading.number is None:
            reason = reading.hint or msg("this is not a telephone number")
            raise UsageError(msg("%(text)s: %(reason)s", text=text[:60], reason=reason))
        return self._pattern(text).text  # which refuses what would lose a part, such as 0844-0845

    def _config_changed(self) -> None:
        self.context.config_changed()
        self.context.on_config_changed()
        self.status_changed()

    def _entries_changed(self) -> None:
        self.context.changed()
        self.context.publish("entries", lambda tongue: self.in_tongue(tongue).entries())

    def lists_changed(self) -> None:
        """Tell listeners how the lists are now."""
        self.context.publish("lists", lambda tongue: self.in_tongue(tongue).lists())

    def status_changed(self) -> None:
        """Tell listeners how the house is now."""
        self.context.publish("status", lambda tongue: self.in_tongue(tongue).status())

    def in_tongue(self, tongue: Translation | None) -> Facade:
        """The whole façade in another language, its catalogue at hand."""
        facade = cast("type[Facade]", type(self))
        return facade(self.context, tongue)


def moment(text: str) -> datetime:
    """An ISO 8601 moment; in local time where it names no offset."""
    try:
        moment = datetime.fromisoformat(text)
        # At the ends of the calendar the next step, such as into another zone, leads nowhere.
        if 1900 <= moment.year <= 9000:
            return moment if moment.tzinfo else moment.astimezone()
    except (ValueError, OverflowError):
        pass
    raise UsageError(msg("%(text)r is not a time like 2026-11-24T14:02", text=text[:60]))
