"""Run the app in memory, with a clock that stands, and wait for what it does without sleeping."""

from __future__ import annotations

import asyncio
import threading
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING, Any

from textual import _wait
from textual.css.stylesheet import Stylesheet
from textual.widgets import Input
from textual.widgets._toast import Toast
from textual.worker import WorkerCancelled, WorkerFailed

from portinaio.tui.app import PortinaioApp
from portinaio.tui.screens.requests import SLOW
from portinaio.tui.state import Connection
from tui.house import FakeClient, now

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from textual.app import App
    from textual.css.model import RuleSet
    from textual.pilot import Pilot

# Textual's pilot watches the processor for 20 ms around each key; `settled` waits for the work itself.
_wait.SLEEP_GRANULARITY = 0.002
_wait.SLEEP_IDLE = 0.001


_parsed: dict[tuple[Any, ...], list[RuleSet]] = {}
_parse_rules = Stylesheet._parse_rules


def _parsed_once(self: Stylesheet, *given: Any, **named: Any) -> list[RuleSet]:
    """Each app would parse the same style sheets three times, a fifth of what it takes to come up."""
    key = (*given, *sorted(named.items()), frozenset(self._variables.items()))
    if key not in _parsed:
        _parsed[key] = _parse_rules(self, *given, **named)
    return _parsed[key]


Stylesheet._parse_rules = _parsed_once  # type: ignore[method-assign]

NARROW = (80, 24)
WIDE = (120, 36)
LONGEST_S = 20.0  # a busy machine is no reason to fail


def an_app(house: FakeClient, **given: Any) -> PortinaioApp:
    app = PortinaioApp(house.connect, **({"now": now} | given))
    app.animation_level = "none"
    app.NOTIFICATION_TIMEOUT = 3600.0  # type: ignore[misc]  # a toast stays until the test has looked
    return app


@asynccontextmanager
async def visiting(
    house: FakeClient,
    *,
    size: tuple[int, int] = NARROW,
    notifications: bool = False,
    **given: Any,
) -> AsyncIterator[Pilot[int]]:
    """The app in front of `house`, once it has heard how things stand; with toasts on the screen where they are wanted."""
    app = an_app(house, **given)
    try:
        async with app.run_test(size=size, notifications=notifications) as pilot:
            await until(pilot, lambda: app.session.state.connection is not Connection.CONNECTING)
            await settled(pilot)
            yield pilot
    finally:
        app.event_stream.stop()
        house.leave()


async def settled(pilot: Pilot[Any]) -> None:
    """Until nobody is asking, no answer is on its way and nothing is left to paint."""
    await until(pilot, lambda: not any(thread.name == SLOW for thread in threading.enumerate()))
    quiet = 0
    async with asyncio.timeout(LONGEST_S) as span:
        while (
            quiet < 3
        ):  # an answer may make another question, and a new screen asks once it is there
            await pilot._wait_for_screen()  # `pause` would wait for the whole process to be idle
            # a later question made an earlier one idle; a refusal is told on the screen
            with suppress(WorkerCancelled, WorkerFailed):
                await pilot.app.workers.wait_for_complete()
            quiet = 0 if _at_work(pilot.app) else quiet + 1
    # Textual keeps the end of this wait to itself; a question that nobody answers waits for ever.
    asking = [worker.name for worker in pilot.app.workers if worker.is_running]
    assert not (span.expired() and asking), asking
    await pilot._wait_for_screen()
    await painted(pilot)


def _at_work(app: App[Any]) -> bool:
    """Whether a question runs, a screen is still coming up, or somebody has a message to read."""
    if app._exit:
        return False
    readers = [app, *app.screen.walk_children(with_self=True)]
    return (
        not app.screen.is_mounted
        or getattr(app, "flooded", False)  # calls that have come meanwhile are shown in a moment
        or any(worker.is_running for worker in app.workers)
        or any(reader.message_queue_size for reader in readers)
    )


async def painted(pilot: Pilot[Any]) -> None:
    """Until the screen shows what it knows; Textual paints at its own pace, after a change of place somewhat later."""
    await until(pilot, lambda: not _to_paint(pilot.app))


def _to_paint(app: App[Any]) -> bool:
    if app._exit:
        return False
    screen = app.screen
    if app._batch_count or screen._layout_required or screen._dirty_widgets:
        return True
    return not app._disable_notifications and len(screen.query(Toast)) != len(app._notifications)


async def until(pilot: Pilot[Any], told: Callable[[], bool]) -> None:
    try:
        async with asyncio.timeout(LONGEST_S):
            while not told():
                await pilot.pause(0.005)
    except TimeoutError:
        raise AssertionError("it did not come about") from None


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Key after key, as somebody presses them who looks at the screen; only text is typed blindly."""
    for key in keys:
        await pilot.press(key)
        if not isinstance(pilot.app.focused, Input):
            await settled(pilot)
    await settled(pilot)


def words_on(pilot: Pilot[Any]) -> str:
    """Everything on the screen, as a person would read it."""
    app = pilot.app
    lines = app.screen._compositor.render_strips(app.size)
    return "\n".join(line.text for line in lines)


def toasts(pilot: Pilot[Any]) -> list[str]:
    return [note.message for note in pilot.app._notifications]
