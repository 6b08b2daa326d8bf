"""From INVITE to the final answer at growing rates, beside SIPp's own responder in the same run. Called by name.

At full size the daemon must reach what is promised of it, which wants a quiet machine with two processors.
"""

from __future__ import annotations

import asyncio
import math
import multiprocessing
import os
import time
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from daemon_world import ADaemon, until
from free_ports import free_port
from peers.rig import need, running, sipp
from portinaio.core.policy import Action
from sip_worlds import FakeCallHandler, serving, sip_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator
    from contextlib import AbstractAsyncContextManager

    Responder = Callable[[Path, int], AbstractAsyncContextManager["Answerer"]]

pytestmark = pytest.mark.peers

SMALL = os.environ.get("PORTINAIO_BENCH") == "small"
SECONDS = 2 if SMALL else 10
RATES = (200, 500, 1000)
MANY = 100_000
CONFIG = """
country = "IT"
[policy]
unknown = "reject"
[[line]]
name = "home"
kind = "sip"
listen = ["udp:127.0.0.1:{port}"]
"""


class Promise(NamedTuple):
    """What a run of the daemon must reach; what is not promised is infinite."""

    repeated: float = math.inf
    p99_ms: float = math.inf
    """Below it."""
    memory_mib: float = math.inf
    """Below it."""


PROMISED = {500: Promise(p99_ms=5.0), 1_000: Promise(repeated=0, p99_ms=50.0)}
"""By calls a second."""
PROMISED_BUSY = Promise(repeated=0)
PROMISED_AFTER_MANY = Promise(memory_mib=48.0)


class Run(NamedTuple):
    said: str
    repeated: int
    p99_ms: float
    memory_mib: float

    def keeps(self, promise: Promise) -> bool:
        return (
            self.repeated <= promise.repeated
            and self.p99_ms < promise.p99_ms
            and self.memory_mib < promise.memory_mib
        )


class Answerer(NamedTuple):
    code: int
    """That ends the measured time."""
    pid: int

    @property
    def cpu_s(self) -> float:
        """Processor time so far, of all its threads: what a call costs, however busy the machine is."""
        fields = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    @property
    def memory_mib(self) -> float:
        lines = Path(f"/proc/{self.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS"))


@asynccontextmanager
async def sipp_itself(folder: Path, port: int) -> AsyncIterator[Answerer]:
    """Answers 180 and 200 at once."""
    command = ["sipp", "-sn", "uas", "-i", "127.0.0.1", "-p", str(port), "-nostdin"]
    async with running(*command, cwd=folder) as process:
        await asyncio.sleep(0.5)
        yield Answerer(200, process.pid)


@asynccontextmanager
async def the_line(folder: Path, port: int) -> AsyncIterator[Answerer]:
    """The line alone, with a desk that rejects everybody."""
    del folder
    table = sip_settings(listen=(f"udp:127.0.0.1:{port}",))
    async with serving(table, FakeCallHandler(lambda _: Action.REJECT)):
        yield Answerer(607, os.getpid())


@asynccontextmanager
async def the_daemon(folder: Path, port: int) -> AsyncIterator[Answerer]:
    """All of it, as a process: judged, acted upon, logged; of a house that has been set up before."""
    with ADaemon(folder / "home", CONFIG.format(port=port)) as first:
        first.answers()
    with ADaemon(folder / "home", PORTINAIO_LOG="warning") as daemon:
        daemon.answers()
        until(lambda: [line["state"] for line in daemon.ask("/v1/lines")] == ["up"])
        yield Answerer(607, daemon.process.pid)


def _work() -> None:
    while True:
        pass


@contextmanager
def busy_loops(count: int) -> Iterator[None]:
    processes = [multiprocessing.Process(target=_work, daemon=True) for _ in range(count)]
    for process in processes:
        process.start()
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.join()


async def called(  # noqa: PLR0917  # the givens of a run
    folder: Path, responder: Responder, rate: int, calls: int, title: str, loops: int = 0
) -> Run:
    """The figures of one run; every call must have ended as it should."""
    need("sipp")
    port = free_port()
    async with responder(folder, port) as answerer:
        before, began = answerer.cpu_s, time.monotonic()
        with busy_loops(loops):
            load = await sipp(
                folder / "caller",
                port,
                "rejected",
                code=answerer.code,
                rate=rate,
                calls=calls,
                timeout_s=300,
                timed=True,
            )
        took_s = time.monotonic() - began
        cost_ms = (answerer.cpu_s - before) / calls * 1000
        memory_mib = answerer.memory_mib
    memory = f", {memory_mib:.0f} MiB" if responder is the_daemon else ""
    assert (load.ok, load.failed) == (calls, 0), load.lines
    said = (
        f"\n{title:12} {rate:4}/s: {load.ok} of {calls} ok, {load.retransmissions} repeated,"
        f" p50 {load.percentile_ms(50):.1f} ms, p99 {load.percentile_ms(99):.1f} ms,"
        f" {cost_ms:.2f} ms of processor time a call, {took_s:.0f} s{memory}"
    )
    return Run(said, load.retransmissions, load.percentile_ms(99), memory_mib)


@pytest.mark.parametrize("responder", [sipp_itself, the_line, the_daemon])
@pytest.mark.parametrize("rate", RATES)
async def test_from_invite_to_the_final_answer(
    tmp_path: Path, responder: Responder, rate: int, capsys: pytest.CaptureFixture[str]
):
    run = await called(tmp_path, responder, rate, SECONDS * rate, responder.__name__)

    with capsys.disabled():
        print(run.said, end="")
    if responder is the_daemon and not SMALL:
        assert run.keeps(PROMISED.get(rate, Promise())), run


@pytest.mark.parametrize("responder", [sipp_itself, the_daemon])
async def test_beside_two_busy_loops(
    tmp_path: Path, responder: Responder, capsys: pytest.CaptureFixture[str]
):
    title = f"{responder.__name__}, busy"
    run = await called(tmp_path, responder, 200, SECONDS * 200, title, loops=2)

    with capsys.disabled():
        print(run.said, end="")
    if responder is the_daemon and not SMALL:
        assert run.keeps(PROMISED_BUSY), run


@pytest.mark.skipif(SMALL, reason="takes two minutes; `.ci/run long`")
async def test_after_a_hundred_thousand_calls(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    run = await called(tmp_path, the_daemon, 800, MANY, "the_daemon")

    with capsys.disabled():
        print(run.said, end="")
    assert run.keeps(PROMISED_AFTER_MANY), run
