"""From a request to the function that carries it out.

A handler is a plain function in the file of `daemon.handlers` that is named as the file which declares its request. It takes
the context and the request's parameters, and answers with messages where text is said: whoever gives the answer out puts
them into the reader's language. A file is loaded when one of its requests is first made, since `check` comes through here.
"""

from __future__ import annotations

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Concatenate, ParamSpec, TypeVar

    from portinaio.api.request import Request
    from portinaio.daemon.context import Context

    P = ParamSpec("P")
    R = TypeVar("R")
    Handler = Callable[Concatenate[Context, P], R]

_HANDLERS: dict[str, Callable[..., Any]] = {}
"""By name of the request."""


def handles(
    request: Callable[Concatenate[Any, P], R],
) -> Callable[[Handler[P, R]], Handler[P, R]]:
    """Bind a function to a request. Parameters and answer of both are the same; the type checker sees to it."""

    def bind(handler: Handler[P, R]) -> Handler[P, R]:
        declared: Request = request  # type: ignore[assignment]  # to the type checker it is a method
        _HANDLERS[declared.name] = handler
        return handler

    return bind


def handler(request: Request) -> Callable[..., Any]:
    """Takes the context and arguments that fit. A `PortinaioError` with a sentence where it refuses."""
    found = _HANDLERS.get(request.name)
    if found is None:
        __import__(
            f"portinaio.daemon.handlers.{request.noun}"
        )  # `importlib` costs `check` half a millisecond
        found = _HANDLERS[request.name]
    return found
