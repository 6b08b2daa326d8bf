"""The way to the handlers when no daemon runs: a call in this process. The one import that goes up."""

from __future__ import annotations

from portinaio import language
from portinaio.core.message import msg, rendered
from portinaio.daemon.context import Context
from portinaio.daemon.dispatch import handler
from portinaio.errors import DaemonAwayError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from portinaio.api.request import Request
    from portinaio.config.home import Home


class Local:
    daemon = False

    def __init__(self, context: Context, code: str) -> None:
        """`code` is that of the language that answers are in."""
        self.context = context
        self._translation = language.translation(code)

    @classmethod
    def at(cls, home: Home, code: str) -> Local:
        return cls(Context(home), code)

    def ask(self, request: Request, arguments: Mapping[str, Any]) -> Any:
        if not request.takes(arguments):
            from portinaio.api.validation import checked  # noqa: PLC0415  # `check` asks with text alone

            arguments = checked(request, arguments)
        return rendered(handler(request)(self.context, **arguments), self._translation)

    def close(self) -> None:
        """The house is left; it opens again for whoever asks on."""
        self.context.close()

    def events(self) -> Iterator[tuple[str, Any]]:
        raise DaemonAwayError(msg("the daemon is not running; start it with portinaio daemon"))
