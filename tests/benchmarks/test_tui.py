"""How long one waits for the first screen with 100,000 calls logged, and for a key to show.

Called by name: `pytest tests/benchmarks/test_tui.py -s`. It prints what it finds; the targets are 500 ms after Textual's
import and 50 ms.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from functools import partial

from textual.app import App

from tui.house import a_call, a_house, a_sales_call, ago
from tui.terminal import WIDE, an_app, settled, until, words_on

CALLS = 100_000
KEYS = 40


def test_the_first_screen_and_a_key_to_its_paint():
    house = a_house(calls=[_call(n) for n in range(CALLS, 0, -1)])
    house.calls = partial(_page, house)
    quiet = house.status()
    house.status = lambda: quiet

    bare_ms = asyncio.run(_bare())
    first_ms, key_ms, event_ms = asyncio.run(_measured(house))

    print(f"\na bare Textual app              {bare_ms:6.0f} ms")
    print(f"first screen with {CALLS:,} calls  {first_ms:6.0f} ms   of 500")
    print(f"a key to its paint, median      {key_ms:6.1f} ms   of 50")
    print(f"an event to its paint, median   {event_ms:6.1f} ms")


def test_the_imports_beside_textual():
    textual = _import_ms("import textual.app, textual.widgets, textual.command")
    ours = _import_ms("import portinaio.tui.app")

    told = f"import of Textual {textual:.0f} ms, ours on top {ours - textual:.0f} ms"
    print(f"\n{told}")


async def _bare() -> float:
    begun = time.perf_counter()
    app = App()
    async with app.run_test(size=WIDE) as pilot:
        await pilot._wait_for_screen()
        return 1000 * (time.perf_counter() - begun)


async def _measured(house) -> tuple[float, float, float]:
    begun = time.perf_counter()
    app = an_app(house)
    async with app.run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "rejected" in words_on(pilot))
        first_ms = 1000 * (time.perf_counter() - begun)
        await settled(pilot)
        keys, events = [], []
        for n in range(KEYS):
            before = words_on(pilot)
            started = time.perf_counter()
            app.post_message(_key("down", app))
            await _painted(pilot, before)
            keys.append(time.perf_counter() - started)
            before = words_on(pilot)
            started = time.perf_counter()
            house.tell("call", a_call(CALLS + n + 1, at=ago(seconds=KEYS - n)))
            await _painted(pilot, before)
            events.append(time.perf_counter() - started)
        await settled(pilot)  # a key that is still on its way would find no screen
        app.event_stream.stop()
        house.leave()
    return first_ms, 1000 * statistics.median(keys), 1000 * statistics.median(events)


async def _painted(pilot, before: str) -> None:
    while words_on(pilot) == before:  # noqa: ASYNC110  # a paint has no event
        await asyncio.sleep(0)


def _page(house, number=None, before=None, limit=100, **_query):
    """As the store answers: from an index, without looking at the other calls."""
    if number is not None:
        return [call for call in house.log[:200] if call["number"] == number][:limit]
    start = CALLS - before + 1 if before is not None else 0
    return house.log[start : start + limit]


def _key(name: str, app):
    from textual.events import Key  # noqa: PLC0415

    key = Key(name, None)
    key.set_sender(app)
    return key


def _call(n: int):
    make = a_sales_call if n % 3 == 0 else a_call
    number = f"+39020000{n % 10_000:04d}" if n % 3 else f"+390844{n % 1_000_000:06d}"
    return make(n, number, at=ago(minutes=7 * (CALLS - n) + 5))


def _import_ms(line: str) -> float:
    timed = f"import time; t = time.perf_counter(); {line}; print(time.perf_counter() - t)"
    found = [float(subprocess.check_output([sys.executable, "-c", timed])) for _ in range(3)]
    return 1000 * min(found)
