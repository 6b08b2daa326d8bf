"""The modem line at iaxmodem, which a caller rings over IAX2: a modem of software, with the number before the ring."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from free_ports import free_port
from iax_caller import IaxCaller, iax_caller
from ncid_world import AHandler
from portinaio.core.call import Presentation
from portinaio.core.message import msg
from portinaio.core.policy import Action, Decision, Outcome
from portinaio.errors import LineError
from portinaio.lines.line import LineState
from portinaio.lines.modem import ModemLine, ModemSettings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from portinaio.lines.line import Line

pytest.importorskip("serialx", reason="serialx is not installed")
pytestmark = pytest.mark.peers

ITS_FILES = Path("/etc/iaxmodem")
REPORTED = "0844000001"
BUSY_S, AGAIN_S = 30.0, 0.5
SECOND_RING_S = 4.0  # after the first; it rings every five or so
START_S = 20.0
CONFIG = """\
device {device}
owner root:root
mode 600
port {port}
refresh 0
server 127.0.0.1
peername portinaio
secret none
codec slinear
"""


class Chooses(AHandler):
    async def _act(self, line: Line[Any], handle: str) -> None:
        action = Action.REJECT if self.rang[-1].calling == REPORTED else Action.RING
        self.performed.append(await line.perform(handle, Decision(action, msg("so it is"))))
        self._changed.set()


@asynccontextmanager
async def iaxmodem() -> AsyncIterator[tuple[Path, int]]:
    """Its device, and where it is called. Its file is named from the folder of its files, where only root may write."""
    if shutil.which("iaxmodem") is None or not _is_folder(ITS_FILES):
        pytest.skip("iaxmodem is not installed")
    if os.geteuid():
        pytest.skip("iaxmodem writes a log of root's")
    folder = Path(tempfile.mkdtemp())  # longer names than about sixty letters it does not take
    device, port = folder / "modem", free_port()
    (folder / "iax").write_text(CONFIG.format(device=device, port=port))
    up = "../" * (len(ITS_FILES.parts) - 1)
    quiet = asyncio.subprocess.DEVNULL
    program = await asyncio.create_subprocess_exec(
        "iaxmodem", f"{up}{folder}/iax".replace("//", "/"), stdout=quiet, stderr=quiet
    )
    try:
        async with asyncio.timeout(START_S):
            while not device.exists():  # it tells nobody
                assert program.returncode is None
                await asyncio.sleep(0.05)
        yield device, port
    finally:
        with suppress(ProcessLookupError):
            program.kill()
        await program.wait()
        shutil.rmtree(folder)


def _is_folder(path: Path) -> bool:
    return path.is_dir()


@asynccontextmanager
async def guarded(device: Path, handler: AHandler) -> AsyncIterator[None]:
    line = ModemLine(ModemSettings(name="home", kind="modem", device=str(device)))
    task = asyncio.ensure_future(line.run(handler))
    try:
        await handler.until(lambda: LineState.UP in handler.states)
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError, LineError):
            await task


async def rung(caller: IaxCaller, number: str) -> None:
    """For five seconds after it has hung up iaxmodem is busy, so callers try again."""
    async with asyncio.timeout(BUSY_S):
        while True:
            caller.call(number, "ACME" if number else "")
            await caller.hears_one_of("RINGING", "REJECT")
            if "RINGING" in caller.heard:
                return
            await asyncio.sleep(AGAIN_S)


@asynccontextmanager
async def a_household(handler: AHandler) -> AsyncIterator[IaxCaller]:
    async with (
        iaxmodem() as (device, port),
        guarded(device, handler),
        iax_caller(port) as caller,
    ):
        yield caller


async def is_hung_up_twice(handler: AHandler) -> None:
    async with a_household(handler) as caller:
        for count in (1, 2):
            await rung(caller, REPORTED)
            await caller.hears("ANSWER", "HANGUP")
            await handler.until(lambda count=count: len(handler.over) == count)


async def rings(handler: AHandler) -> None:
    async with a_household(handler) as caller:
        await rung(caller, "")
        await handler.until(lambda: handler.performed)
        caller.hang_up()
        await handler.until(lambda: handler.over)
        assert "ANSWER" not in caller.heard


async def test_two_reported_callers_in_a_row_are_picked_up_and_hung_up_and_others_ring(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ncid_world.WAIT_S", 30.0)
    monkeypatch.setattr("portinaio.wire.modem.ringing.RINGS_NO_MORE_S", 1.0)
    reported, hidden = Chooses(), Chooses()
    await asyncio.gather(is_hung_up_twice(reported), rings(hidden))

    assert [(one.calling, one.presentation) for one in (*reported.rang, *hidden.rang)] == [
        (REPORTED, Presentation.ALLOWED),
        (REPORTED, Presentation.ALLOWED),
        ("", Presentation.UNAVAILABLE),  # it gives an empty number, and not why
    ]
    assert {one.outcome for one in (*reported.performed, *hidden.performed)} == {Outcome.DONE}
    assert all(one.rang_s is not None and one.rang_s < SECOND_RING_S for one in reported.over)
