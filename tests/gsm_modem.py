"""A mobile modem that speaks the AT commands of 3GPP TS 27.007, as far as ModemManager and oFono ask for them."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ANSWERS = {
    "+GCAP": "+GCAP: +CGSM,+DS,+ES",
    "I": "Manufacturer: Portinaio\r\nModel: Test\r\nRevision: 1\r\nIMEI: 001100110011002",
    "+WS46=?": "+WS46: (12,22)",
    "+CGMI": "Portinaio",
    "+CGMM": "Test",
    "+CGMR": "1",
    "+CGSN": "001100110011002",
    "+CIMI": "222019988998899",
    "+CPIN?": "+CPIN: READY",
    "+CFUN?": "+CFUN: 1",
    "+CSCS=?": '+CSCS: ("IRA","UCS2","GSM")',
    "+CSCS?": '+CSCS: "IRA"',
    "+CREG=?": "+CREG: (0-2)",
    "+CGREG=?": "+CGREG: (0-2)",
    "+CREG?": '+CREG: 2,1,"1234","001122BB"',
    "+CGREG?": '+CGREG: 2,1,"31C5","0083F7CD"',
    "+COPS=3,2;+COPS?": '+COPS: 0,2,"22201",2',
    "+COPS=3,0;+COPS?": '+COPS: 0,0,"TEST"',
    "+COPS?": '+COPS: 0,0,"TEST"',
    "+CSQ": "+CSQ: 17,99",
    "+CLCK=?": '+CLCK: ("SC","FD")',
    '+CLCK="SC",2': "+CLCK: 0",
    '+CLCK="FD",2': "+CLCK: 0",
    "+CMGF=?": "+CMGF: (0,1)",
    "+CNUM": '+CNUM: "","+393200000001",145',
    "+CGDCONT=?": '+CGDCONT: (1-11),"IP",,,(0-2),(0-3)',
    "+CLIP?": "+CLIP: 1,1",
}
FINE = re.compile(
    r"|[&EVXZ].*|\+(CMEE|IFC|CLIP|CRC|CLCC=\?|COLP|CSSN|CCWA|CSCS|CREG|CGREG|CFUN|CNMI|CMGF|CLIR|CSMS|CGEREP|CPBS|COPS=3|CTZU|CTZR|VTD).*"
)
HANG_UPS = frozenset({"+CHUP", "H", "H0", "+CHLD=0", "+CHLD=1"})
WAIT_S = 20.0


class GsmModem:
    def __init__(self) -> None:
        self.heard: list[str] = []
        self._caller: str | None = None
        """Who rings; `None` while nobody does, empty for one who hides the number."""
        self._writer: asyncio.StreamWriter | None = None
        self._changed = asyncio.Event()

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        while True:
            try:
                line = await reader.readuntil(b"\r")
            except (asyncio.IncompleteReadError, OSError):
                writer.close()
                return
            if command := line.decode("latin-1").strip():
                self._obey(command)

    def ring(self, number: str) -> None:
        """Once; `+CLIP` as a network sends it."""
        self._caller = number
        self._say("+CRING: VOICE")
        kind = 145 if number.startswith("+") else 128
        self._say(f'+CLIP: "{number}",{kind}' if number else '+CLIP: "",128,,,,1')

    def give_up(self) -> None:
        self._caller = None
        self._say("NO CARRIER")

    async def until(self, true: Callable[[list[str]], object]) -> None:
        async with asyncio.timeout(WAIT_S):
            while not true(self.heard):
                self._changed.clear()
                await self._changed.wait()

    async def settled(self) -> None:
        """Until nobody has asked anything for a while: who is still being set up misses a call."""
        before = -1
        async with asyncio.timeout(WAIT_S):
            while before != len(self.heard):
                before = len(self.heard)
                await asyncio.sleep(0.7)

    def _obey(self, command: str) -> None:
        self.heard.append(command)
        self._changed.set()
        asked = command[2:]
        if asked == "+CLCC":
            self._list_calls()
        elif asked in HANG_UPS and self._caller is not None:
            self._caller = None
            self._say("OK")
            self._say("NO CARRIER")
        elif asked in ANSWERS:
            self._say(ANSWERS[asked])
            self._say("OK")
        else:
            self._say("OK" if FINE.fullmatch(asked) or asked in HANG_UPS else "ERROR")

    def _list_calls(self) -> None:
        if self._caller is not None:
            kind = 145 if self._caller.startswith("+") else 129
            shown = f',"{self._caller}",{kind}' if self._caller else ""
            self._say(f"+CLCC: 1,1,4,0,0{shown}")
        self._say("OK")

    def _say(self, line: str) -> None:
        assert self._writer
        self._writer.write(f"\r\n{line}\r\n".encode())
