"""The terminal app in Debian's Chromium: keys go in, acts come out."""

from __future__ import annotations

import asyncio
import json
import shutil
import sys
import zlib
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from daemon_world import ADaemon
from peers.rig import need, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable
    from pathlib import Path

    from playwright.async_api import Page

pytestmark = pytest.mark.peers

DEADLINE_S = 60.0  # a browser on a busy machine
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LINE = '[[line]]\nname = "home"\nkind = "replay"\nfile = "calls.jsonl"\n'
CALL = '{"after_s": 0, "calling": "+390200001234", "rings_s": 0}\n'


@asynccontextmanager
async def served(folder: Path) -> AsyncIterator[str]:
    """The address that `portinaio serve` prints."""
    said = folder / "said"
    said.mkdir()
    command = (sys.executable, "-u", "-m", "portinaio", "serve", "--listen", "0", "--json")
    env = {"PORTINAIO_HOME": str(folder), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}
    async with running(*command, cwd=said, env=env):
        await came(lambda: "}" in (said / "out").read_text())
        yield str(json.loads((said / "out").read_text())["address"])


async def came(true: Callable[[], object]) -> None:
    async with asyncio.timeout(DEADLINE_S):
        while not true():  # noqa: ASYNC110  # another program tells nobody
            await asyncio.sleep(0.05)


def colours(png: bytes) -> int:
    """How many different bytes the pixels have; a blank picture has a handful."""
    at, packed = 8, b""
    while at < len(png):
        length = int.from_bytes(png[at : at + 4])
        if png[at + 4 : at + 8] == b"IDAT":
            packed += png[at + 8 : at + 8 + length]
        at += 12 + length
    return len(set(zlib.decompress(packed)))


@dataclass
class Browser:
    """A page that is open, and what it did."""

    page: Page
    hosts: set[str] = field(default_factory=set)
    """Whom it asked for anything."""
    errors: list[str] = field(default_factory=list)

    async def press(self, key: str, told: Callable[[], bool]) -> None:
        """Again, while the screen may still be on its way."""
        async with asyncio.timeout(DEADLINE_S):
            while not told():
                await self.page.keyboard.press(key)
                await asyncio.sleep(1)


@asynccontextmanager
async def looking(at: str, profile: Path) -> AsyncIterator[Browser]:
    """Chromium at an address, once the app has painted something."""
    need("chromium")
    playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
    async with playwright.async_playwright() as driver:
        context = await driver.chromium.launch_persistent_context(
            profile, executable_path=shutil.which("chromium"), args=FLAGS
        )
        browser = Browser(await context.new_page())
        browser.page.on("request", lambda request: browser.hosts.add(urlsplit(request.url).netloc))
        browser.page.on("pageerror", lambda error: browser.errors.append(str(error)))
        await browser.page.goto(at)
        await browser.page.wait_for_selector("body.-first-byte")
        yield browser
        await context.close()


async def test_keys_in_the_browser_block_and_undo(tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    (home / "calls.jsonl").write_text(CALL)

    def patterns() -> list[str]:
        return [entry["pattern"] for entry in daemon.ask("/v1/entries")]

    with ADaemon(home, LINE) as daemon:
        daemon.answers()
        await came(lambda: daemon.ask("/v1/calls"))
        async with served(home) as address, looking(address, tmp_path / "profile") as browser:
            await browser.press("b", lambda: patterns() == ["+390200001234"])
            picture = await browser.page.screenshot()
            await browser.press("u", lambda: patterns() == [])
            await browser.page.keyboard.press("q")
            await browser.page.wait_for_selector("body.-closed")

    assert (browser.hosts, browser.errors) == ({urlsplit(address).netloc}, [])
    assert colours(picture) > 100
