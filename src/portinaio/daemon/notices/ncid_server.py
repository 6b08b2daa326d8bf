"""Calls for programs that speak NCID: televisions, desktops, the `ncid` client. They are told who calls and what is thought of it.

The protocol knows no password, so who may listen is said by address.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
from collections import OrderedDict, deque
from datetime import datetime
from typing import TYPE_CHECKING, Any

from portinaio import __version__
from portinaio.core.listen import host_and_port
from portinaio.core.message import msg, render, rendered
from portinaio.core.policy import TURNS_AWAY
from portinaio.core.reason import reason
from portinaio.errors import HomeError, PortinaioError
from portinaio.language.terms import LABELS
from portinaio.wire.ncid import lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.api.answers import CallAnswer
    from portinaio.config.settings import NcidTable
    from portinaio.core.message import Translation
    from portinaio.daemon.context import Context
    from portinaio.daemon.events import Hub

    Trouble = Callable[[str, PortinaioError | None], None]
    """Code, and what is wrong; `None` when it is mended."""

log = logging.getLogger(__name__)

MOST_CLIENTS = 25  # as the real server has it
MOST_BEHIND = 64 << 10  # bytes; a client that takes no more is let go
LONGEST_LINE = 512
LOGGED = 20  # calls that a client is shown when it comes
RETRY_S = 60.0  # an address of the LAN is often there a while after the daemon
MOST_REMEMBERED = 200
GAVE_UP, ANSWERED, RINGS_NO_MORE = -1, -2, 0


class NcidServer:
    """All of it runs in the loop's thread."""

    def __init__(
        self, context: Context, hub: Hub, table: NcidTable, translation: Translation | None
    ) -> None:
        self._context = context
        self._hub = hub
        self._table = table
        self._translation = translation
        self._trusted = [ipaddress.ip_network(one, strict=False) for one in table.trusted]
        self._clients: set[asyncio.StreamWriter] = set()
        self._told: OrderedDict[int, str] = OrderedDict()
        """By id of the call, the label of the last line of it; `END` once that was told, too."""
        self._log: deque[bytes] = deque(maxlen=LOGGED)

    async def run(self, trouble: Trouble) -> None:
        """Until cancelled; an address that cannot be had is tried again."""
        address = host_and_port(self._table.listen)
        assert address is not None  # config.toml was looked at
        while True:
            try:
                server = await asyncio.start_server(self._welcome, *address, limit=LONGEST_LINE)
            except OSError as error:
                trouble("ncid", self._unheard(error))
                await asyncio.sleep(RETRY_S)
                continue
            trouble("ncid", None)
            try:
                await self._tell_calls()
                return
            finally:
                server.close()
                for client in list(self._clients):
                    client.close()

    def _unheard(self, error: OSError) -> PortinaioError:
        return HomeError(
            msg(
                "NCID clients cannot be heard at %(listen)s: %(reason)s",
                listen=self._table.listen,
                reason=reason(error),
            )
        )

    async def _welcome(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        host = (writer.get_extra_info("peername") or ("",))[0]
        if not self._trusts(host) or len(self._clients) >= MOST_CLIENTS:
            log.info("an NCID client from %s is not told of calls", host)
            writer.close()
            return
        self._clients.add(writer)
        try:
            writer.write(lines.greeting(__version__))
            for line in self._log:
                writer.write(line)
            writer.write(lines.end_of_log(empty=not self._log) + lines.ready())
            while line := await reader.readline():
                if answer := lines.acknowledged(line):
                    writer.write(answer)
                    await writer.drain()
        except (OSError, ValueError):  # it has gone, or says a line without an end
            log.debug("an NCID client from %s has gone", host)
        finally:
            self._clients.discard(writer)
            writer.close()

    def _trusts(self, host: str) -> bool:
        try:
            found = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return False
        found = getattr(found, "ipv4_mapped", None) or found
        return any(found in network for network in self._trusted)

    async def _tell_calls(self) -> None:
        while not self._hub.closed:
            with self._hub.subscription() as subscriber:
                while news := await subscriber.next():
                    name, content = news
                    if name == "call":
                        await self._look_at(content)

    async def _look_at(self, content: Callable[[], object]) -> None:
        try:
            call, contact = await asyncio.to_thread(self._read, content)
        except PortinaioError as error:
            log.debug("a call has gone before it was told: %s", error)
            return
        self._tell(call, contact or call["name"])

    def _read(self, content: Callable[[], object]) -> tuple[CallAnswer, str | None]:
        """In a thread: the call, and the caller's name among the contacts."""
        call: Any = rendered(content(), self._translation)
        number = call["number"]
        return call, self._context.store.contacts.name_of(number) if number else None

    def _tell(self, call: CallAnswer, name: str) -> None:
        """Once as it comes, and once as it ends; a call that is turned away waits for what became of that."""
        told, at = self._told.get(call["id"]), datetime.fromisoformat(call["at"])
        if told is None and (call["outcome"] or call["action"] not in TURNS_AWAY):
            away = call["action"] in TURNS_AWAY and call["outcome"] == "done"
            told = "HUP" if away else "CID"
            line = (call["line"], call["number"] or self._hidden(call), self._named(call, name))
            self._log.append(lines.call_line(f"{told}LOG", at, *line))
            self._say(lines.call_line(told, at, *line))
            if told == "CID":
                self._say(lines.ring_line(at, call["line"], 1))
            self._remember(call["id"], told)
        if told == "CID" and (over := _over(call)) is not None:
            self._remember(call["id"], "END")
            self._say(lines.ring_line(self._context.now(), call["line"], over))

    def _named(self, call: CallAnswer, name: str) -> str:
        """What is thought of it, and what it is called: `reported: Acme`."""
        label = "suspected" if call["suspected"] else call["label"]
        known = LABELS.get(label)
        shown = render(known, self._translation) if known else label
        return f"{shown}: {name}" if name else shown

    @staticmethod
    def _hidden(call: CallAnswer) -> str:
        """As the protocol has it, which clients translate themselves."""
        if call["calling"]:
            return call["calling"]
        return "PRIVATE" if call["presentation"] == "restricted" else "OUT-OF-AREA"

    def _remember(self, call_id: int, told: str) -> None:
        self._told[call_id] = told
        if len(self._told) > MOST_REMEMBERED:
            self._told.popitem(last=False)

    def _say(self, line: bytes) -> None:
        for client in list(self._clients):
            if client.transport.get_write_buffer_size() > MOST_BEHIND:
                client.transport.abort()
            else:
                client.write(line)


def _over(call: CallAnswer) -> int | None:
    """What is told of the end; `None` while it rings, or nobody has seen the end."""
    rang_s, talked_s = call["rang_s"], call["talked_s"]
    if rang_s is None and talked_s is None:
        return None
    if talked_s is None:
        return RINGS_NO_MORE
    return ANSWERED if talked_s else GAVE_UP
