"""The dial plan of an Asterisk asks the daemon, and does what the README has it do."""

from __future__ import annotations

import re
import socket
from pathlib import Path

import pytest

from daemon_world import ADaemon, until
from portinaio.core.policy import Action
from portinaio.lines.asterisk import AsteriskLine
from portinaio.lines.asterisk.settings import AsteriskSettings

README = Path(__file__).parents[2] / "README.md"
CONFIG = """country = "IT"
[policy]
reported = "reject"
[[line]]
name = "home"
kind = "asterisk"
listen = "127.0.0.1:{port}"
number = "+390200005678"
"""
FACTS = (
    "agi_network: yes\nagi_network_script: {script}\nagi_uniqueid: 1.7\nagi_callerid: {caller}\n"
    "agi_callingpres: 0\nagi_extension: {called}\n\n"
)


def a_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return int(taken.getsockname()[1])


def dial_plan(
    port: int, caller: str = "", *, script: str = "screen", called: str = "0200005678"
) -> str:
    """What PORTINAIO is set to; empty where nobody says anything."""
    with socket.create_connection(("127.0.0.1", port), timeout=10) as asking:
        asking.sendall(FACTS.format(script=script, caller=caller, called=called).encode())
        told = ""
        with asking.makefile("rb") as lines:
            for line in lines:
                told += line.decode()
                asking.sendall(b"200 result=1\n")
    found = re.search(r'SET VARIABLE PORTINAIO "(\w+)"', told)
    return found[1] if found else ""


def test_a_dial_plan_is_told_and_the_call_is_logged(tmp_path: Path) -> None:
    port = a_port()
    with ADaemon(tmp_path, CONFIG.format(port=port)) as daemon:
        daemon.answers()
        until(lambda: daemon.ask("/v1/lines")[0]["state"] == "up")
        daemon.ask("/v1/entries", "POST", {"pattern": "+390844000001", "kind": "block"})
        blocked, stranger = dial_plan(port, "0844000001"), dial_plan(port, "0200001234")
        dial_plan(port, script="dialled", called="0200000001")
        until(lambda: daemon.ask("/v1/check?number=%2B390200000001")["label"] == "known")
        until(lambda: all(call["outcome"] for call in daemon.ask("/v1/calls")))
        good, bad = daemon.ask("/v1/calls")
        daemon.end()

    assert (blocked, stranger) == ("reject", "ring")
    assert (bad["number"], bad["action"], bad["outcome"]) == ("+390844000001", "reject", "done")
    assert bad["cause"] == "SIP 603"
    assert (good["action"], good["rang_s"], good["talked_s"]) == ("ring", None, None)


def test_without_a_daemon_a_dial_plan_is_refused_at_once() -> None:
    with pytest.raises(ConnectionRefusedError):
        dial_plan(a_port())


def test_the_dial_plan_of_the_readme_knows_all_that_the_line_can() -> None:
    text = README.read_text()
    plan = text[text.index("AGI(agi://") :].partition("```")[0]
    can = AsteriskLine.can(AsteriskSettings(name="home", kind="asterisk", sound="x")) - {
        Action.RING
    }

    for action in can:
        assert f'"${{PORTINAIO}}" = "{action.value}"]?{action.value})' in plan
        assert f"n({action.value})," in plan
