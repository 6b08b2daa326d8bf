"""The way to the facade when no daemon runs: a call in this process. The one import that goes up."""

from __future__ import annotations

from portinaio.api import routes
from portinaio.core.message import msg
from portinaio.daemon.handlers.facade import Facade
from portinaio.errors import DaemonAwayError, NotFoundError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any

    from portinaio.config.home import Home


class Local:
    daemon = False

    def __init__(self, home: Home, language: str) -> None:
        self._facade = Facade(home).speaking(language)

    def ask(
        self, method: str, path: str, query: Mapping[str, Any], body: Mapping[str, Any] | None
    ) -> Any:
        found = routes.find(method, path)
        if found is None:
            raise NotFoundError(msg("there is no %(path)s", path=path))
        route, parameters = found
        return self._facade.act(route.act, {**parameters, **query, **(body or {})})

    def close(self) -> None:
        """The house is left; it opens again for whoever asks on."""
        self._facade.context.close()

    def events(self) -> Iterator[tuple[str, Any]]:
        raise DaemonAwayError(msg("the daemon is not running; start it with portinaio daemon"))
