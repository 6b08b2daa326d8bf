"""What a user sees of the headers of his calls, for a report of what went wrong."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from daemon_world import ADaemon, a_client, a_context, until
from free_ports import free_port
from portinaio.cli.context import CommandContext
from portinaio.daemon.calls.line_status import MOST_TRACED, LineStatuses
from portinaio.errors import NotFoundError, UsageError
from sip_worlds import FakeCallHandler, calling, serving, sip_settings
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import Any

LINE = '[[line]]\nname = "home"\nkind = "sip"\nlisten = ["udp:127.0.0.1:{}"]\n'
INVITE = (
    'INVITE sip:portinaio@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP 127.0.0.1:9;branch=z9hG4bK-{0}\r\nMax-Forwards: 70\r\n'
    'From: "Anna" <sip:+390200001234@net.example>;tag=a\r\nTo: <sip:0200005678@net.example>\r\nCall-ID: {0}@net.example\r\n'
    "CSeq: 1 INVITE\r\nContact: <sip:a@127.0.0.1:9>\r\nContent-Length: 0\r\n\r\n"
)  # fmt: skip


def test_the_headers_of_a_call_can_be_asked_for_with_its_numbers_masked(tmp_path: Path):
    port = free_port()
    with (
        ADaemon(tmp_path, LINE.format(port)) as daemon,
        socket.socket(type=socket.SOCK_DGRAM) as caller,
    ):
        daemon.answers()
        until(lambda: daemon.ask("/v1/lines")[0]["state"] == "up")
        assert daemon.ask("/v1/lines/home/trace") == []

        caller.sendto(INVITE.format("one").encode(), ("127.0.0.1", port))
        until(lambda: daemon.ask("/v1/lines/home/trace"))

        (trace,) = daemon.ask("/v1/lines/home/trace")
        lines = trace["text"].split("\n")
        assert 'From: "Anna" <sip:+390•••••••••@net.example>;tag=a' in lines
        assert "To: <sip:020•••••••@net.example>" in lines


async def test_each_call_is_traced_and_nothing_else():
    handler = FakeCallHandler()

    async with serving(sip_settings(), handler) as line, calling(line) as phone:
        phone.invite()
        await handler.until(lambda d: d.rung)
        phone.send(phone.request("OPTIONS"))
        await phone.final()

    (text,) = handler.traces
    assert text().startswith("INVITE sip:portinaio@127.0.0.1 SIP/2.0\n")


def test_the_latest_are_kept_until_the_line_is_another():
    statuses = LineStatuses(lambda: None)
    statuses.enter("home", "sip", frozenset())
    for n in range(MOST_TRACED + 1):
        statuses.trace("home", lambda n=n: f"call {n}", FROZEN_NOW)  # type: ignore[misc]  # of this n
    statuses.trace("gone", lambda: "", FROZEN_NOW)

    kept = [trace["text"] for trace in statuses.traces("home")]
    statuses.leave("home")

    assert kept == [f"call {n}" for n in range(1, MOST_TRACED + 1)]
    assert (statuses.traces("home"), statuses.traces("gone")) == ([], [])


def test_a_line_that_is_not_there_has_none(tmp_path: Path):
    context = a_context(tmp_path / "home")
    context.line_traces = lambda _: []

    with pytest.raises(NotFoundError):
        a_client(context).line_trace("home")
    context.close()


def test_without_a_daemon_nobody_has_seen_any(tmp_path: Path):
    context = a_context(tmp_path / "home", LINE.format(5060))

    with pytest.raises(UsageError, match="portinaio daemon"):
        a_client(context).line_trace("home")
    context.close()


class _Client:
    """Of a daemon where one call has come, and two more come on two lines."""

    def __init__(self) -> None:
        self._traces: list[dict[str, str]] = []
        self._come("one")

    def _come(self, text: str) -> None:
        self._traces.append({"at": FROZEN_NOW.isoformat(), "text": f"{text}\nTo: b"})

    def line_trace(self, name: str) -> list[dict[str, str]]:
        assert name == "home"
        return self._traces[-MOST_TRACED:]

    def events(self) -> Iterator[tuple[str, Any]]:
        yield "state", {}
        yield "call", {"line": "home"}
        self._come("two")
        yield "call", {"line": "office"}
        yield "call", {"line": "home"}
        yield "call", {"line": "home"}
        raise KeyboardInterrupt


@pytest.fixture
def shown(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    def shown(*words: str, client: Any) -> str:
        from portinaio.cli import main  # noqa: PLC0415  # after the client is another

        monkeypatch.setattr(CommandContext, "client", client)
        with pytest.raises(SystemExit) as left:
            raise SystemExit(main(["lines", "trace", "home", *words]))
        assert left.value.code == 0
        return capsys.readouterr().out

    return shown


def test_watching_shows_each_call_once(shown):
    lines = shown("--watch", client=_Client()).splitlines()

    assert [line for line in lines if line and not line.startswith("--")] == ["one", "To: b", "two", "To: b"]  # fmt: skip


def test_one_who_has_no_call_yet_is_told_what_to_do(shown):
    client = _Client()
    client._traces.clear()

    assert "Call it from another telephone." in shown(client=client)


def test_programs_get_them_as_json(shown):
    assert '"text": "one\\nTo: b"' in shown("--json", client=_Client())
