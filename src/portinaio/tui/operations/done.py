"""What an operation answers, and how several become one that is undone as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from portinaio.api.client import Client


class Done(NamedTuple):
    sentence: str
    """What has happened, for the toast."""
    undo: Callable[[Client], object] | None = None
    """Takes it back."""
    slow: bool = False
    """Whether the way back waits for a server on the network."""
    share: bool = False
    """Whether a list takes a report of it."""
    share_all: tuple[int, ...] = ()
    """Calls of several numbers of which lists take reports."""


def together(sentence: str, done: Sequence[Done]) -> Done:
    """Several operations as one, which is taken back as one; the last first."""
    ways = [one.undo for one in reversed(done) if one.undo]

    def undo(client: Client) -> None:
        for way in ways:
            way(client)

    return Done(sentence, undo if ways else None, slow=any(one.slow for one in done))


def each(client: Client, operations: Iterable[Callable[[Client], Done]]) -> list[Done]:
    """All of them, or none: where one is refused, those before it are taken back."""
    done: list[Done] = []
    try:
        for operation in operations:
            done.append(operation(client))  # noqa: PERF401  # what was done before a refusal counts
    except PortinaioError:
        if undo := together("", done).undo:
            undo(client)
        raise
    return done
