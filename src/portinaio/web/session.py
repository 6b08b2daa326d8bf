"""One terminal app behind one page: a process of its own, fed by the page's websocket."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from textual_serve.app_service import AppService

from portinaio.config.interpreter import command

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Awaitable, Callable, Mapping

    from textual_serve.download_manager import DownloadManager

APP = command("portinaio")
DRIVER = "textual.drivers.web_driver:WebDriver"
FAREWELL_S = 3.0  # for the app to leave by itself
SIZES = {"width": (20, 500), "height": (5, 200)}
"""Cells; a page may say anything, and the app makes room for all of it."""


class Session(AppService):
    """Starts the app without a shell, and ends it whether it wants to or not."""

    def __init__(
        self,
        environ: Mapping[str, str],
        downloads: DownloadManager,
        *,
        write_bytes: Callable[[bytes], Awaitable[None]],
        write_str: Callable[[str], Awaitable[None]],
        close: Callable[[], Awaitable[object]],
    ) -> None:
        async def leave() -> None:
            await close()

        super().__init__(
            " ".join(APP),
            write_bytes=write_bytes,
            write_str=write_str,
            close=leave,
            download_manager=downloads,
        )
        self._environ = environ

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        return {
            **self._environ,
            "TEXTUAL_DRIVER": DRIVER,
            "TEXTUAL_COLOR_SYSTEM": "truecolor",
            "TERM_PROGRAM": "textual",
            "COLUMNS": str(bounded("width", width)),
            "ROWS": str(bounded("height", height)),
        }

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        self._process = process = await asyncio.create_subprocess_exec(
            *APP,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env=self._build_environment(width, height),
        )
        assert process.stdin is not None
        self._stdin = process.stdin
        return process

    async def run(self) -> None:
        """Until the app ends, however it does; then the page is told."""
        try:
            with suppress(OSError):  # the page has left while it was written to
                await super().run()
        finally:
            await self.remote_close()

    async def stop(self) -> None:
        """Ask the app to leave; insist after a while."""
        process, task = self._process, self._task
        if process is None or task is None:
            return
        self._task = None
        await self._download_manager.cancel_app_downloads(app_service_id=self.app_service_id)
        try:
            async with asyncio.timeout(FAREWELL_S):
                await self.send_meta({"type": "quit"})
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


def bounded(name: str, asked: object) -> int:
    """A width or height that an app can have."""
    least, most = SIZES[name]
    if isinstance(asked, str) and asked.isascii() and asked.isdigit() and len(asked) < 6:
        asked = int(asked)
    return max(least, min(most, asked)) if isinstance(asked, int) else least * 4
