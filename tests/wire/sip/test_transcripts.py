"""Each file in `transcripts` is a talk with a caller; it is played by every transport and chunking that it names."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from itertools import count
from pathlib import Path

import pytest

from portinaio.wire.sip import party
from portinaio.wire.sip.dialogs.dialog import Local
from portinaio.wire.sip.digest import Login
from portinaio.wire.sip.flow import Flow, Send
from portinaio.wire.sip.message import Request, parse
from portinaio.wire.sip.stream import Framer
from portinaio.wire.sip.uas import Confirmed, Invited, Over, Uas

FOLDER = Path(__file__).parent / "transcripts"
START_LINE = re.compile(r"SIP/2\.0 \d|[A-Z]+ \S+ SIP/")
WHOLE = 1 << 20
TALKS = [
    pytest.param(path, transport, size, id=f"{path.stem}-{transport}-{how}")
    for path in sorted(FOLDER.glob("*.txt"))
    for transport, how, size in (
        ("UDP", "whole", WHOLE),
        ("TCP", "whole", WHOLE),
        ("TCP", "threes", 3),
        ("TCP", "bytes", 1),
    )
    if f" {transport}"
    in next(line for line in path.read_text().splitlines() if line.startswith("over"))
]


class Talk:
    def __init__(self, transport: str, size: int) -> None:
        numbers = count(1)
        self.uas = Uas(
            lambda: f"t{next(numbers)}",
            lambda _: Local("192.0.2.1", 5060, "portinaio"),
            Login("portinaio", "secret"),
            lambda _, offer: b"m=audio 40000 RTP/AVP 8\r\n" if b"AVP 8" in offer else None,
        )
        self._flow = Flow(transport, "192.0.2.9", 5066, 1)
        self._framer = Framer()
        self._size = size
        self._now = 0.0
        self._handle = ""
        self._out: list[object] = []

    def hears(self, lines: list[str]) -> None:
        data = "\r\n".join([*lines, *([] if "" in lines else [""]), ""]).encode()
        self._nothing_left()
        for message in self._messages(data):
            found = parse(message)
            if isinstance(found, Request):
                self._take(self.uas.receive(found, self._flow, self._now))
            else:
                self._take(self.uas.receive_response(found, self._now))

    def waits(self, until: float) -> None:
        self._nothing_left()
        while (due := self.uas.next_deadline()) is not None and due <= until and not self._out:
            self._now = due
            self._take(self.uas.wake(due))
        self._now = until

    def decides(self, action: str, value: str = "0", then: str = "480") -> None:
        self._nothing_left()
        match action:
            case "ring":
                self._take(self.uas.ring(self._handle, float(value), self._now, int(then)))
            case "hand_back":
                self._take(self.uas.hand_back(self._handle, self._now))
            case "refuse":
                self._take(self.uas.refuse(self._handle, int(value), self._now))
            case "hold":
                self._take(self.uas.answer(self._handle, self._now, b"", float(value)))
            case _:
                self._take(self.uas.answer(self._handle, self._now))

    def says(self, lines: list[str]) -> None:
        sent = self._out.pop(0)
        assert isinstance(sent, Send), (lines, sent)
        said = sent.data.decode().split("\r\n")
        assert fnmatchcase(said[0], lines[0])
        for line in lines[1:]:
            assert line in said or any(fnmatchcase(s, line) for s in said), (line, said)

    def tells(self, event: str, *values: str) -> None:
        told = self._out.pop(0)
        match told:
            case Invited():
                calling = party.caller(told.invite.headers, trusted=True).calling
                assert (event, *values) == ("invited", calling)
            case Confirmed():
                assert event == "kept"
            case Over():
                cause = (told.cause or "SIP -").removeprefix("SIP ")
                assert event == "over"
                assert values == (cause, f"{told.rang_s:.1f}", f"{told.talked_s:.1f}")
            case _:
                pytest.fail(f"{told} instead of {event}")

    def ends(self) -> None:
        self._nothing_left()
        assert (self.uas.calls, self.uas.transactions) == (0, 0)

    def _messages(self, data: bytes) -> list[bytes]:
        if not self._flow.reliable:
            return [data]
        chunks = [data[i : i + self._size] for i in range(0, len(data), self._size)]
        return [message for chunk in chunks for message in self._framer.feed(chunk)]

    def _take(self, outputs: list[object]) -> None:
        for output in outputs:
            if isinstance(output, Invited):
                self._handle = output.handle
        # What is sent and what is told go different ways, and their order among each other is nobody's business.
        self._out += [o for o in outputs if isinstance(o, Send)]
        self._out += [o for o in outputs if not isinstance(o, Send)]

    def _nothing_left(self) -> None:
        assert self._out == []


@pytest.mark.parametrize(("path", "transport", "size"), TALKS)
def test_a_talk_goes_as_it_is_written(path: Path, transport: str, size: int):
    talk = Talk(transport, size)

    for kind, lines in blocks(path.read_text()):
        match kind:
            case ">":
                talk.hears(lines)
            case "<":
                talk.says(lines)
            case "@":
                talk.waits(float(lines[0]))
            case "!":
                talk.decides(*lines[0].split())
            case "=":
                talk.tells(*lines[0].split())

    talk.ends()


def blocks(text: str) -> list[tuple[str, list[str]]]:
    """Lines of one kind that belong together; each message begins with a start line."""
    found: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        kind, said = line[:1], line[2:]
        if kind not in "><@!=" or not line:
            continue
        follows = bool(found) and found[-1][0] == kind and kind in "><"
        if follows and not START_LINE.match(said):
            found[-1][1].append(said)
        else:
            found.append((kind, [said]))
    return found
