"""Lines of NCID: bounds, and what is said to clients."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.call import Presentation
from portinaio.wire.ncid import lines
from portinaio.wire.ncid.calls import MOST_LINES, Began, Calls, Over
from portinaio.wire.ncid.lines import LONGEST_LINE, Label, LineReader, Said
from worlds import FROZEN_NOW

CALL = b"CID: *NMBR*0200001234*\r\n"


@pytest.mark.parametrize(
    ("length", "taken"),
    [(LONGEST_LINE, 1), (LONGEST_LINE + 1, 0), (1 << 20, 0)],
)
@pytest.mark.parametrize("size", [7, 1 << 21], ids=["in pieces", "at once"])
def test_a_line_has_a_longest_length(length: int, taken: int, size: int) -> None:
    reader = LineReader()
    long = b"CID: *NAME*".ljust(length - 1, b"x") + b"*\n"  # the longest holds its end alone

    data = long + CALL
    said = [one for at in range(0, len(data), size) for one in reader.feed(data[at : at + size])]

    assert [one.get("NMBR") for one in said] == [""] * taken + ["0200001234"]


@pytest.mark.parametrize("chunk", [b"\n" * 100_000, b"\0" * 100_000, b"*" * 100_000 + b"\n"])
def test_nonsense_leaves_no_memory_behind(chunk: bytes) -> None:
    reader = LineReader()

    for _ in range(20):
        assert list(reader.feed(chunk)) == []

    assert len(reader._rest) <= LONGEST_LINE


@given(st.binary(max_size=300), st.integers(1, 50))
def test_whatever_comes_is_read_the_same_in_any_pieces(data: bytes, size: int) -> None:
    whole, pieces = LineReader(), LineReader()

    at_once = list(whole.feed(data + b"\n"))

    cut = data + b"\n"
    assert at_once == [
        one for at in range(0, len(cut), size) for one in pieces.feed(cut[at : at + size])
    ]


@pytest.mark.parametrize(
    ("written", "number", "presentation"),
    [
        ("0200001234", "0200001234", Presentation.ALLOWED),
        ("+39 02 0000-1234", "+39 02 0000-1234", Presentation.ALLOWED),
        ("PRIVATE", "", Presentation.RESTRICTED),
        ("Restricted", "", Presentation.RESTRICTED),
        ("ANONYMOUS", "", Presentation.RESTRICTED),
        ("OUT-OF-AREA", "", Presentation.UNAVAILABLE),
        ("NO NUMBER", "", Presentation.UNAVAILABLE),
        ("RING", "", Presentation.UNAVAILABLE),
        ("ACME", "", Presentation.UNAVAILABLE),
        ("-", "", Presentation.UNAVAILABLE),
        ("", "", Presentation.UNAVAILABLE),
    ],
)
def test_a_number_may_be_a_word(written: str, number: str, presentation: Presentation) -> None:
    assert lines.caller(written) == (number, presentation)


@pytest.mark.parametrize(
    "name", ["NO NAME", "NONAME", "No Caller ID", "PRIVATE", "OUT-OF-AREA", ""]
)
def test_a_word_for_no_name_is_none(name: str) -> None:
    assert lines.caller_name(name) == ""


@pytest.mark.parametrize(("lines_there", "ended"), [(MOST_LINES, 0), (MOST_LINES + 1, 1)])
def test_a_server_with_endless_lines_has_its_oldest_calls_ended(
    lines_there: int, ended: int
) -> None:
    calls = Calls()

    news = [
        one
        for line in range(lines_there)
        for one in calls.take(
            Said(Label.CID, {"LINE": f"{line}", "NMBR": f"02000012{line:02}"}), line
        )
    ]

    assert sum(isinstance(one, Began) for one in news) == lines_there
    assert [one.handle for one in news if isinstance(one, Over)] == ["1"] * ended


def test_what_a_caller_is_called_ends_neither_value_nor_line() -> None:
    line = lines.call_line("CID", FROZEN_NOW, "home", "+390200001234", "A*NMBR*112*\r\nHUP: \x1b")

    assert line.count(b"\n") == 1
    (said,) = LineReader().feed(line)
    assert said.get("NMBR") == "+390200001234"
    assert said.get("NAME") == "A NMBR 112 HUP:"


def test_what_is_said_to_clients_is_what_a_server_says() -> None:
    said = [
        *LineReader().feed(
            lines.greeting("1.2.3")
            + lines.end_of_log(empty=False)
            + lines.ready()
            + lines.call_line("HUP", FROZEN_NOW, "home", "", "")
            + lines.ring_line(FROZEN_NOW, "home", -1)
        )
    ]

    assert [one.label for one in said] == ["200", "210", "300", "HUP", "CIDINFO"]
    assert said[-1].get("RING") == "-1"
    assert said[-2].get("NMBR") == "-"


@pytest.mark.parametrize(
    ("asked", "answered"),
    [
        (b"REQ: YO\r\n", b"ACK: REQ: YO\r\n"),
        (b"REQ: ACK", b"ACK: REQ: ACK\r\n"),
        (b"REQ: RELOAD", None),
        (b"MSG: hello", None),
        (b"", None),
    ],
)
def test_a_client_is_answered_what_it_may_ask(asked: bytes, answered: bytes | None) -> None:
    assert lines.acknowledged(asked) == answered
