"""From INVITE to the final answer at growing rates, beside SIPp's own responder in the same run. Called by name."""

from __future__ import annotations

import asyncio
import os
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from daemon_world import ADaemon, until
from peers.rig import free_port, need, running, sipp
from portinaio.core.policy import Action
from sip_worlds import FakeCallHandler, serving, sip_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from contextlib import AbstractAsyncContextManager
    from pathlib import Path

    Responder = Callable[[Path, int], AbstractAsyncContextManager[int]]

pytestmark = pytest.mark.peers

SECONDS = 2 if os.environ.get("PORTINAIO_BENCH") == "small" else 10
RATES = (50, 100, 200)
CONFIG = """
country = "IT"
[policy]
unknown = "reject"
[[line]]
name = "home"
kind = "sip"
listen = ["udp:127.0.0.1:{port}"]
"""


@asynccontextmanager
async def sipp_itself(folder: Path, port: int) -> AsyncIterator[int]:
    """Answers 180 and 200 at once; the code that ends the measured time."""
    command = ["sipp", "-sn", "uas", "-i", "127.0.0.1", "-p", str(port), "-nostdin"]
    async with running(*command, cwd=folder):
        await asyncio.sleep(0.5)
        yield 200


@asynccontextmanager
async def the_line(folder: Path, port: int) -> AsyncIterator[int]:
    """The line alone, with a desk that rejects everybody."""
    del folder
    table = sip_settings(listen=(f"udp:127.0.0.1:{port}",))
    async with serving(table, FakeCallHandler(lambda _: Action.REJECT)):
        yield 607


@asynccontextmanager
async def the_daemon(folder: Path, port: int) -> AsyncIterator[int]:
    """All of it, as a process: judged, acted upon, logged."""
    with ADaemon(folder / "home", CONFIG.format(port=port), PORTINAIO_LOG="warning") as daemon:
        daemon.answers()
        until(lambda: [line["state"] for line in daemon.ask("/v1/lines")] == ["up"])
        yield 607


@pytest.mark.parametrize("responder", [sipp_itself, the_line, the_daemon])
@pytest.mark.parametrize("rate", RATES)
async def test_from_invite_to_the_final_answer(
    tmp_path: Path, responder: Responder, rate: int, capsys: pytest.CaptureFixture[str]
):
    need("sipp")
    port, calls = free_port(), SECONDS * rate

    async with responder(tmp_path, port) as code:
        load = await sipp(
            tmp_path / "caller", port, "rejected", code=code, rate=rate, calls=calls, timed=True
        )

    with capsys.disabled():
        print(
            f"\n{responder.__name__:12} {rate:4}/s: {load.ok} of {calls} ok,"
            f" {load.retransmissions} repeated,"
            f" p50 {load.percentile_ms(50):.1f} ms, p99 {load.percentile_ms(99):.1f} ms",
            end="",
        )
    assert (load.ok, load.failed) == (calls, 0), load.lines
