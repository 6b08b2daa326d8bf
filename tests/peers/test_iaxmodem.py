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
from iax_caller import iax_caller
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
REPORTED, FRIEND = "0844000001", "0200001234"
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


async def test_a_reported_caller_is_picked_up_and_hung_up_and_others_ring(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The reported one comes last: once it has hung up by itself, iaxmodem takes no call more."""
    monkeypatch.setattr("ncid_world.WAIT_S", 30.0)  # that nobody rings any more shows after ten
    handler, loop = Chooses(), asyncio.get_running_loop()
    waited_s = []
    async with (
        iaxmodem() as (device, port),
        guarded(device, handler),
        iax_caller(port) as caller,
    ):
        for count, number in enumerate((FRIEND, "", REPORTED), 1):
            began_s = loop.time()
            caller.call(number, "ACME" if number else "")
            await handler.until(lambda count=count: len(handler.rang) == count)
            waited_s.append(loop.time() - began_s)
            await caller.hears("RINGING")
            if number == REPORTED:
                await caller.hears("ANSWER", "HANGUP")
            else:
                await handler.until(lambda count=count: len(handler.performed) == count)
                caller.hang_up()
            await handler.until(lambda count=count: len(handler.over) == count)
            assert ("ANSWER" in caller.heard) is (number == REPORTED)

    assert max(waited_s) < SECOND_RING_S
    assert caller.heard[-2:] == ["ANSWER", "HANGUP"]
    assert [(one.calling, one.presentation) for one in handler.rang] == [
        (FRIEND, Presentation.ALLOWED),
        ("", Presentation.UNAVAILABLE),  # it gives an empty number, and not why
        (REPORTED, Presentation.ALLOWED),
    ]
    assert [one.outcome for one in handler.performed] == [Outcome.DONE] * 3
