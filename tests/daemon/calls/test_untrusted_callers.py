"""A PBX that is not trusted is dropped, and every window says so, with what to write."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import ADaemon, until
from free_ports import free_port
from portinaio.daemon.calls import untrusted_callers
from portinaio.daemon.calls.line_status import LineStatuses
from portinaio.daemon.calls.untrusted_callers import joined, notes
from portinaio.lines.line import UntrustedCall
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from pathlib import Path

PBX = UntrustedCall("192.168.1.20", ("127.0.0.0/8", "192.168.1.20/32"))
SCANNER = UntrustedCall("203.0.113.5", ())
LINE = '[[line]]\nname = "home"\nkind = "sip"\nlisten = ["udp:127.0.0.1:{}"]\ntrusted = {}\n'
SAID = (
    "127.0.0.2 is not trusted, so 1 call from there, on {}, was neither answered nor screened; if it"
    ' is your PBX, give this line in config.toml: trusted = ["192.0.2.0/24", "127.0.0.2/32"]'
)


def callers(*calls: UntrustedCall) -> Any:
    found: Any = ()
    for minute, call in enumerate(calls):
        found = joined(found, call, FROZEN_NOW + timedelta(minutes=minute))
    return found


def test_callers_are_counted_newest_first():
    told = callers(PBX, SCANNER, PBX)

    assert [(one.call, one.calls) for one in told] == [(PBX, 2), (SCANNER, 1)]
    assert told[0].last - told[1].last == timedelta(minutes=1)


@pytest.mark.parametrize(("n", "there"), [(7, True), (8, True), (1000, True)])
def test_no_number_of_scanners_hides_a_pbx(n: int, there: bool):
    told = callers(PBX, *(UntrustedCall(f"203.0.113.{k}", ()) for k in range(n)))

    assert (PBX in [one.call for one in told]) is there
    assert len(told) == min(n + 1, untrusted_callers.MOST)


def test_of_many_private_addresses_the_oldest_goes():
    many = [UntrustedCall(f"10.0.0.{k}", (f"10.0.0.{k}/32",)) for k in range(9)]

    assert [one.call for one in callers(*many)] == list(reversed(many[1:]))


def test_scanners_are_one_sentence_and_each_pbx_has_its_own():
    told = notes(callers(SCANNER, PBX, UntrustedCall("203.0.113.9", ()), SCANNER, PBX))

    assert [str(note) for note in told] == [
        (
            "192.168.1.20 is not trusted, so 2 calls from there, the last on 2026-11-24 14:06, were"
            " neither answered nor screened; if it is your PBX, give this line in config.toml:"
            ' trusted = ["127.0.0.0/8", "192.168.1.20/32"]'
        ),
        (
            "3 calls from the internet got no answer, the last on 2026-11-24 14:05 from 203.0.113.5:"
            " most likely scanners, for which the router should keep the port of this line closed; if"
            " it is your provider, add that address to trusted of this line"
        ),
    ]


def test_nobody_is_no_sentence():
    assert notes(()) == []


def test_a_line_that_is_no_longer_served_is_not_noted():
    statuses = LineStatuses(lambda: None)

    statuses.note_untrusted("home", PBX, FROZEN_NOW)

    assert statuses.answers() == []


def an_invite(port: int, source: str = "127.0.0.2") -> None:
    with socket.socket(type=socket.SOCK_DGRAM) as caller:
        caller.bind((source, 0))
        host, own = caller.getsockname()
        caller.sendto(
            (
                f"INVITE sip:me@127.0.0.1 SIP/2.0\r\nVia: SIP/2.0/UDP {host}:{own};branch=z9hG4bK1\r\n"
                f"Max-Forwards: 70\r\nFrom: <sip:+390200001234@a>;tag=1\r\nTo: <sip:me@a>\r\n"
                f"Call-ID: {own}\r\nCSeq: 1 INVITE\r\nContact: <sip:a@{host}:{own}>\r\n\r\n"
            ).encode(),
            ("127.0.0.1", port),
        )


def portinaio(home: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-P", "-m", "portinaio", *words],
        env={"PORTINAIO_HOME": str(home), "PATH": "", "LANG": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_every_window_says_which_pbx_was_dropped_until_it_is_trusted(tmp_path: Path):
    port = free_port()
    with ADaemon(tmp_path, LINE.format(port, '["192.0.2.0/24"]')) as daemon:
        daemon.answers()
        until(lambda: daemon.ask("/v1/lines")[0]["state"] == "up")
        an_invite(port)
        until(lambda: daemon.ask("/v1/lines")[0]["untrusted"])

        (line,) = daemon.ask("/v1/lines")
        (caller,) = line["untrusted"]
        said = SAID.format(f"{caller['last'][:10]} {caller['last'][11:16]}")
        assert (line["state"], line["error"], line["notes"]) == ("up", None, [said])
        assert (caller["address"], caller["calls"]) == ("127.0.0.2", 1)
        assert {"code": "untrusted", "text": f"line home: {said}"} in daemon.status()["health"]
        assert daemon.ask("/v1/calls") == []
        for words, code in ((("status",), 0), (("lines",), 0), (("lines", "test", "home"), 1)):
            assert portinaio(tmp_path, *words)[0] == code
            assert f"! line home: {said}" in portinaio(tmp_path, *words)[1]
        assert f"! line home: {said}" in portinaio(tmp_path, "doctor")[1]

        daemon.ask("/v1/settings", "PUT", {"values": {"line.home.trusted": caller["trusted"]}})
        until(lambda: daemon.ask("/v1/lines")[0]["state"] == "up")

        assert daemon.ask("/v1/lines")[0]["notes"] == []
        assert portinaio(tmp_path, "lines", "test", "home") == (0, "line home: up\n")
        an_invite(port)
        until(lambda: daemon.ask("/v1/calls"))


def test_a_line_without_a_daemon_has_no_notes(tmp_path: Path):
    (tmp_path / "config.toml").write_text(LINE.format(5060, "[]"))

    told = json.loads(portinaio(tmp_path, "lines", "--json")[1])

    assert [(line["untrusted"], line["notes"]) for line in told] == [([], [])]
