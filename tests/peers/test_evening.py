"""An evening at the terminal, from the command to the shell's prompt: what is pressed, and what is read."""

from __future__ import annotations

import os
import signal
import subprocess

import pytest

from daemon_world import fill, mounted, until
from peers.household import PORTINAIO, a_house, daemon_of, patterns, told
from peers.tmux import Terminal

pytestmark = pytest.mark.peers

SALES = '{"after_s": 0, "calling": "+390844000001", "rings_s": 0}\n'
STRANGER = '{"after_s": 0.2, "calling": "+390200001234", "name": "Anna", "rings_s": 1}\n'
PLACES = (
    "Calls",
    "Lists",
    "Mine",
    "Cases",
    "Lines",
    "Insight",
    "Settings",
    "Help",
)  # as they fit into 80 columns


def test_an_evening_with_the_terminal_app(tmp_path):
    home = tmp_path / "h"
    with (
        a_house(home, SALES + STRANGER) as environ,
        Terminal(tmp_path, *PORTINAIO, environ=environ) as terminal,
    ):
        terminal.sees("+39 0844 000 001", "rejected", "+39 02 0000 1234")

        terminal.press("Home", "Enter")
        terminal.sees("+39 02 0000 1234", "nothing is known of this number", "esc Back")

        terminal.press("b")
        terminal.sees("is blocked", "u to undo")
        assert patterns(home) == ["+390200001234"]

        terminal.press("u")
        terminal.sees("Undone")
        assert patterns(home) == []

        terminal.press("Escape")
        terminal.sees("1 Calls", gone="esc Back")
        terminal.press("Down")
        terminal.insist("r", "Report › +39 0844 000 001")
        terminal.sees("artt. 15, 17 e 21")
        until(lambda: [one["state"] for one in told(home).complaints()] == ["draft"])

        terminal.press("Escape")
        terminal.sees("rejected", "1 Calls")
        terminal.press("q")
        terminal.sees("left with 0")
        assert told(home).status()["running"]


def test_a_demo_in_a_narrow_terminal_that_is_resized_like_a_storm(tmp_path_factory):
    tmp_path = tmp_path_factory.mktemp("d")  # whose path leaves room for that of a socket
    environ = {"HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    with Terminal(tmp_path, *PORTINAIO, "demo", environ=environ, size=(80, 24)) as terminal:
        terminal.sees("home", "Calls", "+39")
        for at, place in enumerate(PLACES, 1):
            terminal.press(str(at))
            terminal.sees(f"[{at} {place}]")
            for step in range(20):
                terminal.resize(1 + step * 37 % 140, 1 + step * 5 % 60)
            terminal.resize(80, 24)
            terminal.sees("portinaio", f"[{at} {place}]")

        terminal.press("q")
        terminal.sees("left with 0")

    assert [*tmp_path.glob("portinaio-demo-*")] == []


def test_the_app_lives_through_a_daemon_that_is_killed_and_comes_back(tmp_path):
    home = tmp_path / "h"
    with (
        a_house(home, SALES) as environ,
        Terminal(tmp_path, *PORTINAIO, environ=environ) as terminal,
    ):
        terminal.sees("rejected")
        for _time in range(3):
            os.kill(daemon_of(home) or 0, signal.SIGKILL)
            terminal.sees("The screener has stopped", "rejected")

            terminal.press("S")
            terminal.sees("rejected", gone="The screener has stopped")
        terminal.press("q")
        terminal.sees("left with 0")
        done = subprocess.run((*PORTINAIO, "calls", "--json"), env=environ, check=False)

    assert done.returncode == 0
    assert [*home.glob("*.broken-*")] == []


def test_the_app_lives_through_a_socket_that_is_taken_away(tmp_path):
    home = tmp_path / "h"
    with (
        a_house(home, SALES) as environ,
        Terminal(tmp_path, *PORTINAIO, environ=environ) as terminal,
    ):
        terminal.sees("1 today · 1 rejected")
        (home / "portinaio.sock").unlink()
        until(lambda: daemon_of(home) is not None)
        told(home).ring_line("home")
        terminal.sees("2 today · 2 rejected", gone="stopped")

        terminal.insist("b", "is blocked · u to undo")
        assert patterns(home) == ["+390844000001"]


@pytest.fixture
def small_disk(tmp_path):
    """A home on a disk of one megabyte."""
    folder = tmp_path / "h"
    folder.mkdir()
    yield from mounted(folder, "size=1m,mode=700")


def test_the_app_lives_through_a_full_disk_and_says_so(tmp_path, small_disk):
    with (
        a_house(small_disk, SALES) as environ,
        Terminal(tmp_path, *PORTINAIO, environ=environ) as terminal,
    ):
        terminal.sees("1 today · 1 rejected")
        fill(small_disk / "filler")
        rung = 1
        while "not written down yet: the disk is full" not in terminal.text():
            rung = a_call_more(terminal, small_disk, rung)

        (small_disk / "filler").unlink()
        terminal.sees(f"{rung} today · {rung} rejected", gone="not written down")
        assert len(told(small_disk).calls()) == rung


def a_call_more(terminal, home, rung):
    """It is turned away and shown, whether it can be written down or not."""
    told(home).ring_line("home")
    terminal.sees(f"{rung + 1} today · {rung + 1} rejected")
    return rung + 1
