"""A household's evening at a FRITZ!Box that is simulated, at one terminal: set up, a listed caller, one at night, a friend, and a block from the handset."""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import until
from free_ports import free_port
from fritzbox_tr064 import PASSWORD, USER, ABox
from fritzbox_world import AMonitorApart
from peers.household import a_house, patterns, told
from peers.shell import PROMPT, at_a_shell
from portinaio.wire.sip.message import Request, Response, UnreadableError, parse
from sip_worlds import Phone, answer_to, to_tag_of

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterator

    from peers.tmux import Terminal
pytestmark = pytest.mark.peers

LISTED, STRANGER, FRIEND = "0200001234", "0200007777", "0200004321"
HANDSET = "**622"
SDP = (
    "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\n"
    "m=audio 9 RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n"
)


class BoxSide(Phone):
    """The SIP of a box: takes whoever registers, and calls there."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 9))
        self.registered = threading.Event()

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        try:
            request = parse(data)
        except UnreadableError:
            return  # what keeps its way through a router open
        if isinstance(request, Request) and request.method == "REGISTER":
            self._peer = addr
            contact = f"Contact: {request.headers['Contact']};expires=600"
            self.send(answer_to(request, "200 OK", contact))
            self.registered.set()
        else:
            self._messages.put_nowait(request)

    async def rings(self, caller: str) -> int:
        """How the branch of our telephone ends."""
        self.invite(caller=f"<sip:{caller}@fritz.box>", body=SDP)
        final = await self._answer()
        self.ack(final)
        if final.code == 200:
            await self._until_bye()
        return final.code

    async def calls_from_inside(self, digit: str) -> None:
        """A telephone of the house calls ours, and presses a key once it hears something."""
        self.invite(caller=f"<sip:{HANDSET}@fritz.box>", body=SDP)
        final = await self._answer()
        assert final.code == 200
        self.ack(final)
        await asyncio.sleep(0.5)  # a person hears first
        info = self.request(
            "INFO",
            branch=f"z9hG4bK-info-{self.sent['n']}",
            to_tag=to_tag_of(final),
            cseq="2 INFO",
            body=f"Signal={digit}\r\nDuration=200\r\n",
        )
        self.send(info.replace("application/sdp", "application/dtmf-relay"))
        await self._until_bye()

    async def _answer(self) -> Response:
        async with asyncio.timeout(20):
            while True:
                found = await self._messages.get()
                if isinstance(found, Response) and found.code >= 200:
                    return found

    async def _until_bye(self) -> None:
        async with asyncio.timeout(40):
            while True:
                found = await self._messages.get()
                if isinstance(found, Request):
                    self.send(answer_to(found))
                    if found.method == "BYE":
                        return


class Evening:
    """The box with all of its sides, and the terminal."""

    def __init__(self, box: ABox, monitor: AMonitorApart, sip: BoxSide, loop: Any) -> None:
        self.box, self.monitor, self.sip = box, monitor, sip
        self.home = Path()
        self._loop = loop
        self._ringing = 0

    def do(self, deed: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(deed, self._loop).result(60)

    def call(self, caller: str, *, answered_s: int = 0) -> int:
        """Somebody calls: the monitor tells of it, and so does our telephone."""
        at, self._ringing = self._ringing % 4, self._ringing + 1
        self.monitor.say(f";RING;{at};{caller};0200005678;SIP0;")
        code = self.do(self.sip.rings(caller))
        if code == 200:  # our own telephone has picked up
            self.monitor.say(f";CONNECT;{at};20;{caller};", f";DISCONNECT;{at};1;")
        elif answered_s:
            self.monitor.say(f";CONNECT;{at};10;{caller};", f";DISCONNECT;{at};{answered_s};")
        else:
            self.monitor.say(f";DISCONNECT;{at};0;")
        # Nobody calls again before the box has told of the end, by another way than the next ring comes.
        until(lambda: len(told(self.home).calls()) == self._ringing)
        until(lambda: [one["talked_s"] for one in told(self.home).calls()].count(None) == 0)
        return int(code)


@contextmanager
def an_evening() -> Iterator[Evening]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    async def side() -> BoxSide:
        _, found = await asyncio.get_running_loop().create_datagram_endpoint(
            BoxSide, local_addr=("127.0.0.1", 0)
        )
        return found

    async def leave(found: BoxSide) -> None:
        found.close()
        await asyncio.sleep(0)  # a socket is closed by the next turn of the loop

    try:
        sip = asyncio.run_coroutine_threadsafe(side(), loop).result(5)
        try:
            with ABox() as box, AMonitorApart() as monitor:
                yield Evening(box, monitor, sip, loop)
        finally:
            asyncio.run_coroutine_threadsafe(leave(sip), loop).result(5)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def test_an_evening_at_a_fritzbox(tmp_path: Path) -> None:
    home = tmp_path / "h"
    (tmp_path / "list.csv").write_text(
        f"number,reporters,last\n+39{LISTED},12,{datetime.now().astimezone():%Y-%m-%d}\n"
    )
    with (
        an_evening() as evening,
        a_house(home) as environ,
        at_a_shell(tmp_path, environ, "A FRITZ!Box", (140, 40)) as shell,
    ):
        evening.home, terminal = home, shell.terminal
        with shell.step("the box is a line, and makes a telephone"):
            set_up(terminal, evening, home)
        with shell.step("a listed caller is turned away, a stranger rings"):
            by_day(terminal, evening, home, tmp_path)
        with shell.step("by night"):
            by_night(evening, home)
        with shell.step("who called last is blocked from the handset"):
            from_the_handset(terminal, evening, home)
        with shell.step("the app shows it all"):
            on_the_screen(terminal)


def typed(terminal: Terminal, line: str, *wanted: str) -> None:
    terminal.type(line)
    terminal.press("Enter")
    terminal.sees(*wanted)


def set_up(terminal: Terminal, evening: Evening, home: Path) -> None:
    """The box is a line, its phonebook is known, and it has made a telephone, which somebody confirmed at it."""
    keys = (
        f"--set address=127.0.0.1 --set monitor_port={evening.monitor.port} --set port={evening.box.port}"
        " --set tls=false"
    )
    typed(terminal, f"portinaio lines add fritzbox --name box {keys}", "User name at the box")
    typed(terminal, USER, "Password (Enter for none):")
    typed(terminal, PASSWORD, "Shall the box itself bar the numbers that you block?")
    typed(terminal, "own", "line box is in config.toml")
    assert PASSWORD not in terminal.text() + (home / "config.toml").read_text()

    typed(
        terminal, "portinaio contacts follow line:box", "box is followed; 1 number is known by it"
    )
    typed(terminal, "portinaio lines telephone box", "press any button of the box", "dial *12345")
    evening.box.state = "authenticated"
    terminal.sees("line box-phone is in config.toml", "internal number **620")

    # The box of this test has its SIP at a port of its own.
    config = (home / "config.toml").read_text()
    port = evening.sip.address[1]
    config = config.replace(
        'registrar = "127.0.0.1"',
        f'registrar = "127.0.0.1:{port}"\nlisten = ["udp:127.0.0.1:{free_port()}"]\nhandset = true',
    )
    (home / "config.toml").write_text(f'country = "IT"\nlanguage = "en"\n{config}')


def by_day(terminal: Terminal, evening: Evening, home: Path, folder: Path) -> None:
    """Whom a list knows is picked up and hung up; a stranger rings, and somebody talks to him."""
    typed(terminal, f"portinaio lists add {folder}/list.csv --yes", "list", PROMPT.strip())
    terminal.type("portinaio daemon > $HOME/daemon.log 2>&1 &")
    terminal.press("Enter")
    until((home / "portinaio.sock").exists)
    assert evening.sip.registered.wait(20)
    until(lambda: all(line["state"] == "up" for line in told(home).lines()))

    assert evening.call(LISTED) == 200
    assert evening.call(STRANGER, answered_s=42) == 480
    until(lambda: len(told(home).calls()) == 2 and told(home).calls()[0]["talked_s"] == 42)
    stranger, listed = told(home).calls()
    assert (listed["label"], listed["action"], listed["outcome"]) == ("reported", "reject", "done")
    assert (stranger["action"], stranger["answered_by"]) == ("ring", "10")


def by_night(evening: Evening, home: Path) -> None:
    """The night has begun: strangers are picked up, and a friend of the phonebook rings, however often."""
    now = datetime.now().astimezone()
    hours = f'{{ from = "{now - timedelta(hours=1):%H:%M}", to = "{now + timedelta(hours=1):%H:%M}", unknown = "answer" }}'
    config = (home / "config.toml").read_text()
    (home / "config.toml").write_text(
        f"{config}\n[policy]\nhours = [{hours}]\nrepeated = {{ times = 0 }}\n"
    )
    until(lambda: told(home).check("+390200008888")["action"] == "answer")

    assert evening.call("0200008888") == 200
    assert evening.call(FRIEND) == 480
    assert evening.call(FRIEND, answered_s=600) == 480
    until(lambda: len(told(home).calls()) == 5 and told(home).calls()[0]["talked_s"] == 600)
    again, first, night, *_ = told(home).calls()
    assert (night["action"], night["label"]) == ("answer", "unknown")
    assert [(one["label"], one["action"]) for one in (first, again)] == [("known", "ring")] * 2
    assert (first["talked_s"], again["answered_by"]) == (0, "10")


def from_the_handset(terminal: Terminal, evening: Evening, home: Path) -> None:
    """Who called last is blocked by a digit, at the box too."""
    assert evening.call(STRANGER) == 200
    until(lambda: len(told(home).calls()) == 6 and told(home).calls()[0]["talked_s"] is not None)
    evening.do(evening.sip.calls_from_inside("1"))
    until(lambda: patterns(home) == [f"+39{STRANGER}"])
    until(lambda: evening.box.barred_numbers == [f"+39{STRANGER}"])
    assert len(told(home).calls()) == 6
    typed(terminal, "portinaio entries", f"+39{STRANGER}", "from telephone **622")


def on_the_screen(terminal: Terminal) -> None:
    typed(terminal, "portinaio", "6 today", "Anna", "+39 02 0000 1234", "rejected")
    terminal.press("q")
    terminal.sees(PROMPT.strip(), gone="6 today")
