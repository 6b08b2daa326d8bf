"""Each file in `transcripts` is what a box wrote, and when; it is read whole, in threes and byte by byte."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.wire.fritzbox.call_monitor import (
    LONGEST_LINE,
    MOST_CALLS,
    CallMonitor,
    Dialled,
    Over,
    PickedUp,
    Rang,
)

FOLDER = Path(__file__).parent / "transcripts"
RING = b"24.11.26 14:02:05;RING;0;0200001234;0200005678;SIP0;\r\n"


def said(event: object) -> str:
    match event:
        case Rang(handle, caller, called):
            return f"rang {handle} {caller} {called}"
        case Dialled(called):
            return f"dialled {called}"
        case PickedUp(handle, by):
            return f"picked up {handle} {by}"
        case Over(handle, rang_s, talked_s):
            return f"over {handle} {rang_s} {talked_s}"
        case _:
            raise AssertionError(event)


@pytest.mark.parametrize("ending", [b"\n", b"\r\n"], ids=["lf", "crlf"])
@pytest.mark.parametrize("size", [1000, 3, 1], ids=["whole", "threes", "bytes"])
@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.txt")), ids=lambda path: path.stem)
def test_a_monitor_is_understood(path: Path, size: int, ending: bytes) -> None:
    monitor, heard, expected = CallMonitor(), [], []

    for line in path.read_text().splitlines():
        if line.startswith("> "):
            expected.append(line[2:])
        elif not line.startswith("#"):
            at, _, text = line.partition(" ")
            data = text.strip().encode() + ending
            for start in range(0, len(data), size):
                found = monitor.receive(data[start : start + size], float(at))
                heard += map(said, found)

    assert heard == expected


@pytest.mark.parametrize("cut", range(len(RING)))
def test_a_line_that_breaks_off_with_its_connection_is_no_call(cut: int) -> None:
    monitor = CallMonitor()

    before = monitor.receive(RING[:cut].rstrip(b"\r\n"), 0.0)
    lost = monitor.lost()

    assert (before, lost) == ([], [])
    assert monitor.receive(RING, 1.0) == [Rang("1", "0200001234", "0200005678")]


def test_calls_that_ring_when_the_connection_is_lost_are_over_and_nobody_knows_how() -> None:
    monitor = CallMonitor()
    monitor.receive(RING, 0.0)
    monitor.receive(RING.replace(b";0;", b";1;"), 0.0)
    monitor.receive(b"24.11.26 14:02:06;CALL;2;11;0200005678;0200000001;SIP0;\n", 0.0)

    lost = monitor.lost()

    assert lost == [Over("1", None, None), Over("2", None, None)]
    assert monitor.lost() == []


def test_an_old_box_writes_latin_1() -> None:
    monitor = CallMonitor()

    (rang,) = monitor.receive(
        "24.11.26 14:02:05;RING;0;0200001234;Büro;SIP0;\n".encode("latin-1"), 0.0
    )

    assert rang == Rang("1", "0200001234", "Büro")


def test_a_character_of_two_bytes_may_come_in_two_pieces() -> None:
    monitor, data = CallMonitor(), "24.11.26 14:02:05;RING;0;0200001234;Büro;SIP0;\n".encode()
    middle = data.index("ü".encode()) + 1

    events = monitor.receive(data[:middle], 0.0) + monitor.receive(data[middle:], 0.0)

    assert events == [Rang("1", "0200001234", "Büro")]


def test_nothing_in_a_line_turns_the_screen_around() -> None:
    monitor = CallMonitor()

    (rang,) = monitor.receive("24.11.26 14:02:05;RING;0;02\x1b[31m\u202e00;x;SIP0;\n".encode(), 0.0)

    assert isinstance(rang, Rang)
    assert rang.caller.isprintable()


@pytest.mark.parametrize(("length", "heard"), [(LONGEST_LINE, 2), (LONGEST_LINE + 1, 1)])
@pytest.mark.parametrize("size", [10_000, 7])
def test_a_line_of_the_longest_length_is_read_and_a_longer_one_passed_over(
    length: int, heard: int, size: int
) -> None:
    monitor = CallMonitor()
    long = RING.rstrip().ljust(length, b"x")
    data = long + b"\n" + RING.replace(b";0;", b";1;")

    events = [
        event
        for start in range(0, len(data), size)
        for event in monitor.receive(data[start : start + size], 0.0)
    ]

    assert len(events) == heard


def test_a_flood_without_end_of_line_costs_no_memory() -> None:
    monitor = CallMonitor()

    for _ in range(100):
        assert monitor.receive(b"x" * 10_000, 0.0) == []

    assert len(monitor._buffer) <= LONGEST_LINE
    assert len(monitor.receive(b"\n" + RING, 0.0)) == 1


@pytest.mark.parametrize(("calls", "over"), [(MOST_CALLS, 0), (MOST_CALLS + 1, 1)])
def test_the_oldest_of_far_too_many_calls_is_let_go(calls: int, over: int) -> None:
    monitor = CallMonitor()
    lines = [RING.replace(b";0;", f";{n};".encode()) for n in range(calls)]

    events = monitor.receive(b"".join(lines), 0.0)

    assert [event for event in events if isinstance(event, Over)] == [Over("1", None, None)] * over


@given(st.lists(st.binary(max_size=80), max_size=20))
def test_whatever_comes_is_no_error(pieces: list[bytes]) -> None:
    monitor = CallMonitor()

    for piece in pieces:
        monitor.receive(piece, 0.0)

    assert all(isinstance(event, Over) for event in monitor.lost())
