"""Modems at the far end of a pty, each as its maker built it."""

from __future__ import annotations

import asyncio
import os
import tty
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT_S = 5.0


class Make(NamedTuple):
    """What one make of modem does."""

    who: str
    takes: frozenset[str]
    """Commands that it answers with OK, beside those that every one takes."""
    ring: bytes = b"\r\nRING\r\n"
    caller: str = "\r\nDATE = 1130\r\nTIME = 1930\r\nNMBR = {number}\r\nNAME = {name}\r\n"
    id_first: bool = False
    """As in Europe."""


EVERY = frozenset({"AT", "AT+FCLASS=0", "ATH0", "ATE0V1Q0", "ATS0=0", "ATM0L0"})
USR = Make("5601", EVERY | {"AT#CID=1", "ATH1"})
CONEXANT = Make(
    "56000",
    EVERY | {"AT+VCID=1", "AT+FCLASS=8;+VLS=1", "AT+VLS=0;+FCLASS=0", "AT+GCI=59"},
    caller="\r\nDATE=1130\r\nTIME=1930\r\nNMBR={number}\r\nNAME={name}\r\n",
    id_first=True,
)
GENERIC = Make("V1.0", EVERY | {"AT+FCLASS=8;+VCID=1", "ATA"}, caller="\r\nNMBR={number}\r\n")
DEAF = Make("DEAF", EVERY | {"ATH1"})
MAKES = {"usr": USR, "conexant": CONEXANT, "generic": GENERIC}


class AModem:
    """Plugged in at `device` until it is unplugged."""

    def __init__(self, make: Make, device: str, *, answers: bool = True) -> None:
        self._make = make
        self._device = device
        self._answers = answers
        self.heard: list[str] = []
        self.misses: list[str] = []
        """Commands that only stop what it does, each once."""
        self._changed = asyncio.Event()
        self._typed = b""
        self._echoes = True
        self.plug_in()

    def plug_in(self) -> None:
        self._here, there = os.openpty()
        tty.setraw(self._here)
        tty.setraw(there)
        os.set_blocking(self._here, False)
        self._there = there
        Path(self._device).symlink_to(os.ttyname(there))
        asyncio.get_running_loop().add_reader(self._here, self._hear)

    def unplug(self) -> None:
        asyncio.get_running_loop().remove_reader(self._here)
        Path(self._device).unlink()
        os.close(self._here)
        os.close(self._there)

    def ring(self) -> None:
        self.say(self._make.ring)

    def call(self, number: str, name: str = "ACME") -> None:
        """Up to where the caller is known, and before a second ring."""
        said = self._make.caller.format(number=number, name=name).encode()
        self.say(said + self._make.ring if self._make.id_first else self._make.ring + said)

    def say(self, data: bytes) -> None:
        assert os.write(self._here, data) == len(data)

    async def flood(self, data: bytes) -> None:
        """More than a line takes at once."""
        async with asyncio.timeout(WAIT_S):
            while data:
                with suppress(BlockingIOError):
                    data = data[os.write(self._here, data) :]
                await asyncio.sleep(0)

    async def until(self, true: Callable[[list[str]], object]) -> None:
        async with asyncio.timeout(WAIT_S):
            while not true(self.heard):
                self._changed.clear()
                await self._changed.wait()

    def _hear(self) -> None:
        try:
            data = os.read(self._here, 1024)
        except OSError:
            return
        *commands, self._typed = (self._typed + data).split(b"\r")
        for command in commands:
            self._obey(command.decode())

    def _obey(self, command: str) -> None:
        self.heard.append(command)
        self._changed.set()
        if not self._answers:
            return
        echo = f"{command}\r" if self._echoes else ""
        self._echoes = self._echoes and "E0" not in command
        if command == "ATI0":
            self.say(f"{echo}\r\n{self._make.who}\r\n\r\nOK\r\n".encode())
        else:
            answer = "OK" if command in self._make.takes else "ERROR"
            if command in self.misses:
                self.misses.remove(command)
                answer = "NO CARRIER"
            self.say(f"{echo}\r\n{answer}\r\n".encode())
