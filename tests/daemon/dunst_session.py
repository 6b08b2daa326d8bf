"""Runs inside a D-Bus session of its own: a desktop, a notice of a rejected call, and its key pressed."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from daemon_world import AClient, a_client, a_context, a_rejected_call, until
from portinaio.daemon.answers import call_answer
from portinaio.daemon.desktop_notifications import DesktopNotifications
from portinaio.daemon.events import Hub


def main(folder: Path) -> None:
    display = a_display()
    dunst = subprocess.Popen(["dunst"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: dunstctl("is-paused").strip() == "false")
        client = a_client(a_context(folder))
        client.context.environ = os.environ
        asyncio.run(press_allow(client))
        dunstctl("close-all")
        (notice,) = json.loads(dunstctl("history"))["data"][0]
        (entry,) = client.entries()
        sys.stdout.write(f"{notice['summary']['data']}\n{entry['kind']} {entry['pattern']}\n")
        client.context.close()
    finally:
        for process in (dunst, display):
            process.terminate()
            process.wait()


async def press_allow(client: AClient) -> None:
    hub = Hub(asyncio.get_running_loop())
    running = asyncio.ensure_future(DesktopNotifications(client.context, hub, None).run())
    await asyncio.sleep(0)
    hub.publish("call", lambda: call_answer(a_rejected_call()))
    await asyncio.to_thread(until, lambda: dunstctl("count", "displayed").strip() == "1")
    dunstctl("action", "0")
    await asyncio.to_thread(until, client.entries)
    hub.close()
    await running


def a_display() -> subprocess.Popen[bytes]:
    with tempfile.TemporaryFile() as told:
        display = subprocess.Popen(
            ["Xvfb", "-displayfd", "1", "-screen", "0", "640x480x8"],
            stdout=told,
            stderr=subprocess.DEVNULL,
        )
        until(lambda: os.pread(told.fileno(), 20, 0).endswith(b"\n"))
        os.environ["DISPLAY"] = f":{os.pread(told.fileno(), 20, 0).decode().strip()}"
    return display


def dunstctl(*words: str) -> str:
    return subprocess.run(["dunstctl", *words], capture_output=True, text=True, check=False).stdout


if __name__ == "__main__":
    main(Path(sys.argv[1]))
