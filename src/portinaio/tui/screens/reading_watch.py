"""How much of a file has been read, asked again and again while something reads one."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, TypeVar

from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.api.answers import BeingReadAnswer
    from portinaio.api.client import Client
    from portinaio.tui.screens.requests import RequestScreen

    Told = Callable[[list[BeingReadAnswer]], object]

LOOK_S = 0.5  # between two looks at how far it has come

T = TypeVar("T")


def watched(
    screen: RequestScreen, work: Callable[[Client], T], told: Told
) -> Callable[[Client], T]:
    """`work`, of which `told` hears on the screen's turn how far it is, and in the end that nothing is read any more."""
    done = Event()

    def look() -> None:
        if done.is_set():
            timer.stop()
            told([])
        else:
            screen.request(_how_far, said, "being-read", latest=True)

    def said(at: list[BeingReadAnswer]) -> None:
        if not done.is_set():
            told(at)

    def watching(client: Client) -> T:
        try:
            return work(client)
        finally:
            done.set()

    timer = screen.set_interval(LOOK_S, look)
    return watching


def _how_far(client: Client) -> list[BeingReadAnswer]:
    try:
        return client.being_read()
    except PortinaioError:  # what is wrong the work itself tells, if it is wrong for that
        return []


def percent(at: list[BeingReadAnswer]) -> int | None:
    """Of all that is being read; `None` where nothing is."""
    whole = sum(one["whole"] for one in at)
    return 100 * sum(one["bytes"] for one in at) // whole if whole else None
