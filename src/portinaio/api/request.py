"""A request: everything about one thing that can be asked or done, told once.

A declaration is a method of a class in `api.requests`. Its signature says the parameters with their types, limits and
defaults, and the answer; `@request` says the rest. From it follow the client's method, the call in this process, the
server's route, what a wrong value is told, the OpenAPI description, how long a client waits, how large a body may be
and who may ask. In `daemon.handlers`, in the file of the same name, a function carries it out.

Annotations are evaluated by `api.validation` only when a value is checked: `portinaio check` has no time for it.
"""

from __future__ import annotations

from types import MappingProxyType, MethodType

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping
    from types import FunctionType
    from typing import Any, Protocol, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])

    class Transport(Protocol):
        """The way to the handlers: through the daemon's socket, or by a call in this process."""

        def ask(self, request: Request, arguments: Mapping[str, Any]) -> Any:
            """The answer to one request. A `PortinaioError` with a sentence when it is refused."""

        def events(self) -> Iterator[tuple[str, Any]]:
            """Name and content of each event: first `state`, then changes. `DaemonAwayError` without a daemon."""

        def close(self) -> None:
            """Let go of what is held, such as the database."""

        @property
        def daemon(self) -> bool:
            """Whether a daemon answers."""


QUICK = "quick"
"""Milliseconds, on this computer alone."""
BUSY = "busy"
"""Works for seconds or minutes: a file, a letter, the whole log, lines that end and begin."""
WAITING = "waiting"
"""Waits for somebody else: the server of a list, a mail server."""
PATIENCE_S = {QUICK: 10.0, BUSY: 600.0, WAITING: 3600.0}
"""How long a client waits; never less than the server may take, or it would tell of a failure that is none."""

PAGE_BYTES = 1 << 20
"""Of a body that somebody has typed."""
FILE_BYTES = 64 << 20
"""Of one that holds a file; the handler itself says how large that may be, and base64 takes a third more."""

HERE = "here"
"""Who asks: a window of this computer, by the socket or in its own process."""
DEVICE = "device"
"""A telephone or a router of the house, through the gateway."""

NOTHING: Mapping[str, Any] = MappingProxyType({})
"""Default of a parameter that is a table."""
_TEXT = frozenset({"str", "str | None"})


class Request:
    """One declaration. As an attribute of a client it is a method of it; of its class, itself."""

    __slots__ = (
        "callers",
        "declared",
        "here_only",
        "method",
        "most_bytes",
        "name",
        "noun",
        "once_by",
        "pace",
        "parameters",
        "path",
        "summary",
    )

    def __init__(  # noqa: PLR0913  # all that is to be said of a request
        self,
        declared: FunctionType,
        method: str,
        path: str,
        summary: str,
        *,
        pace: str,
        most_bytes: int,
        callers: Collection[str],
        here_only: Collection[str],
        once_by: tuple[str, ...] | None,
    ) -> None:
        code = declared.__code__
        self.declared = declared
        self.name = declared.__name__
        self.noun = declared.__module__.rpartition(".")[2]
        """Name of the file that declares it, and of that in `daemon.handlers` which carries it out."""
        self.parameters = code.co_varnames[1 : code.co_argcount + code.co_kwonlyargcount]
        self.method = method
        self.path = path
        """From the root; `{call_id}` is the parameter of that name."""
        self.summary = summary
        self.pace = pace
        self.most_bytes = most_bytes
        """Of its body."""
        self.callers = callers
        """Who may ask: `HERE`, `DEVICE`."""
        self.here_only = here_only
        """Keys anywhere in its body that are named on this computer alone."""
        self.once_by = once_by
        """Parameters that say what is the same: asked for again while it goes on, it is waited for, not done twice."""

    def __repr__(self) -> str:
        return f"<{self.method} {self.path}: {self.name}>"

    def __get__(self, client: Requests | None, owner: object = None) -> Any:
        return self if client is None else MethodType(self, client)

    def __call__(self, client: Requests, *given: object, **named: object) -> Any:
        """Ask, through a client. What is `None` is left out."""
        if len(given) > len(self.parameters):
            raise TypeError(f"{self.name} takes {len(self.parameters)} arguments")
        named.update(zip(self.parameters, given, strict=False))
        return client.transport.ask(self, {k: v for k, v in named.items() if v is not None})

    @property
    def changes(self) -> bool:
        """Whether anything is another after it."""
        return self.method != "GET"

    @property
    def in_path(self) -> list[str]:
        """Names of the parameters that stand in the path."""
        return [step[1:-1] for step in self.path.split("/") if step.startswith("{")]

    @property
    def has_body(self) -> bool:
        """Whether its other parameters are a body, and no query."""
        return self.method in {"POST", "PUT"}

    def takes(self, arguments: Mapping[str, object]) -> bool:
        """Whether these can only be right: text where nothing but text is asked for."""
        asked = self.declared.__annotations__
        return (
            arguments.keys() <= asked.keys()
            and all(type(value) is str for value in arguments.values())
            and all(asked[name] in _TEXT for name in arguments)
            and self._needs() <= arguments.keys()
        )

    def _needs(self) -> set[str]:
        """Parameters without a default."""
        named = self.declared.__kwdefaults__ or {}
        positional = self.declared.__code__.co_argcount - 1
        some = positional - len(self.declared.__defaults__ or ())
        return {
            name
            for place, name in enumerate(self.parameters)
            if (place < some if place < positional else name not in named)
        }


def request(  # noqa: PLR0913  # as above
    method: str,
    path: str,
    summary: str,
    *,
    pace: str = QUICK,
    most_bytes: int = PAGE_BYTES,
    callers: Collection[str] = (HERE, DEVICE),
    here_only: Collection[str] = (),
    once_by: tuple[str, ...] | None = None,
) -> Callable[[F], F]:
    """Declare a request by the method that asks for it."""

    def declare(declared: Any) -> Any:
        return Request(
            declared,
            method,
            path,
            summary,
            pace=pace,
            most_bytes=most_bytes,
            callers=callers,
            here_only=here_only,
            once_by=once_by,
        )

    return declare


class Requests:
    """Those of one noun, asked over a transport; `api.client.Client` is all of them. Every one may raise `PortinaioError`."""

    def __init__(self, transport: Transport) -> None:
        self.transport = transport


def declarations(owner: type[Requests]) -> Iterator[Request]:
    """Those of a class and of its bases, in the order in which they are written."""
    for base in reversed(owner.__mro__):
        for value in vars(base).values():
            if isinstance(value, Request):
                yield value
