"""What modems say of calls; each form whole, in threes and byte by byte."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.call import Presentation
from portinaio.wire.modem.caller_id import Caller, CallerId, read_number
from portinaio.wire.modem.ringing import NO_ID_S, RINGS_NO_MORE_S, SETTLED_S, Began, Over, Ringer
from portinaio.wire.modem.words import DLE, LONGEST_LINE, Line, Mark, WordReader

ACME = Caller("0844000001", Presentation.ALLOWED, "ACME")
NAMELESS = Caller("0844000001", Presentation.ALLOWED)
WITHHELD = Caller("", Presentation.RESTRICTED)
NOBODY = Caller()


def mdmf(*parameters: tuple[int, bytes]) -> str:
    """As `+VCID=2` gives it."""
    body = b"".join(bytes([kind, len(value)]) + value for kind, value in parameters)
    message = bytes([0x80, len(body)]) + body
    return (message + bytes([-sum(message) & 0xFF])).hex().upper()


def sdmf(text: bytes) -> str:
    message = bytes([0x04, len(text)]) + text
    return (message + bytes([-sum(message) & 0xFF])).hex().upper()


def tones(digits: str) -> bytes:
    return b"".join(bytes([DLE, ord(digit)]) for digit in digits)


FORMS = {
    "formatted, with a name": (b"DATE = 1130\r\nTIME = 1930\r\nNMBR = 0844000001\r\nNAME = ACME\r\n", ACME),
    "without spaces": (b"DATE=1130\r\nTIME=1930\r\nNMBR=0844000001\r\nNAME=ACME\r\n", ACME),
    "name first": (b"NAME=ACME\r\nNMBR=0844000001\r\n", ACME),
    "without a name": (b"DATE=1130\r\nTIME=1930\r\nNMBR=0844000001\r\n", NAMELESS),
    "empty date, as of a PBX": (b"DATE=\r\nTIME=\r\nNMBR=0844000001\r\nNAME=\r\n", NAMELESS),
    "of a number in a group": (b"DDN_NMBR=0844000001\r\n", NAMELESS),
    "stray marks before lines": (b"\x10X\x10NMBR=0844000001\r\n\x10NAME=ACME\r\n", ACME),
    "withheld, a letter": (b"NMBR=P\r\nNAME=P\r\n", WITHHELD),
    "withheld, a word": (b"NMBR=PRIVATE\r\n", WITHHELD),
    "unavailable, a letter": (b"NMBR=O\r\nNAME=O\r\n", NOBODY),
    "unavailable, words": (b"NMBR=OUT OF AREA\r\n", NOBODY),
    "none at all": (b"NMBR=<NONE>\r\nNAME=<NONE>\r\n", NOBODY),
    "masked afterwards": (b"NMBR=0844000001\r\nNMBR=O\r\nNAME=ACME\r\n", ACME),
    "MDMF": (mdmf((1, b"11301930"), (2, b"0844000001"), (7, b"ACME")).encode() + b"\r\n", ACME),
    "MDMF under MESG": (b"MESG = " + mdmf((2, b"0844000001"), (8, b"O")).encode() + b"\r\n", NAMELESS),
    "MDMF in small letters and with spaces": (b"80 0c 02 0a 30 38 34 34 30 30 30 30 30 31 77\r\n", NAMELESS),
    "MDMF without a check byte": (mdmf((2, b"0844000001"))[:-2].encode() + b"\r\n", NAMELESS),
    "MDMF, withheld": (mdmf((1, b"11301930"), (4, b"P"), (8, b"P")).encode() + b"\r\n", WITHHELD),
    "MDMF, unavailable": (mdmf((4, b"O")).encode() + b"\r\n", NOBODY),
    "SDMF": (sdmf(b"113019300844000001").encode() + b"\r\n", NAMELESS),
    "SDMF, withheld": (sdmf(b"11301930P").encode() + b"\r\n", WITHHELD),
    "DTMF as marks": (tones("A0844000001C"), NAMELESS),
    "DTMF with a diverted number": (tones("D0200001299A0844000001C"), NAMELESS),
    "DTMF, withheld": (tones("B10C"), WITHHELD),
    "DTMF, unavailable": (tones("B00C"), NOBODY),
    "DTMF as a number": (b"NMBR = A0844000001C\r\n", NAMELESS),
}  # fmt: skip
RING = {
    "RING": b"\r\nRING\r\n",
    "distinctive": b"RING A\r\n",
    "a figure": b"2\r",
    "a mark": b"\x10R",
}


def heard(*steps: tuple[float, bytes], size: int = 1 << 20) -> list[tuple[float, object]]:
    """What is told and when, from bytes at moments; whoever listens looks ten times a second."""
    reader, ringer = WordReader(), Ringer()
    told: list[tuple[float, object]] = []
    end = steps[-1][0] + 20
    for tick in range(round(end * 10)):
        now = tick / 10
        for at, data in steps:
            if round(at * 10) == tick:
                for start in range(0, len(data), size):
                    for word in reader.feed(data[start : start + size]):
                        told += [(now, one) for one in ringer.take(word, now)]
        told += [(now, one) for one in ringer.due(now)]
    return told


@pytest.mark.parametrize("size", [1 << 20, 3, 1], ids=["whole", "threes", "bytes"])
@pytest.mark.parametrize("ring", RING.values(), ids=RING)
@pytest.mark.parametrize("before", [True, False], ids=["before the first ring", "after it"])
@pytest.mark.parametrize(("form", "caller"), FORMS.values(), ids=FORMS)
def test_a_caller_is_known_before_the_second_ring(
    form: bytes, caller: Caller, before: bool, ring: bytes, size: int
) -> None:
    steps = [(0.0, form), (0.2, ring)] if before else [(0.0, ring), (1.0, form)]

    told = heard(*steps, (5.0, ring), size=size)

    (at, began), (_, over) = told
    assert began == Began("1", caller)
    assert at < 2.0
    assert over == Over("1", pytest.approx(5.0))


@pytest.mark.parametrize("ring", RING.values(), ids=RING)
def test_a_call_without_caller_id_is_one_of_whom_nothing_is_known(ring: bytes) -> None:
    (at, began), (ended, over) = heard((0.0, ring), (5.0, ring), (10.0, ring))

    assert (at, began) == (NO_ID_S, Began("1", NOBODY))
    assert (ended, over) == (pytest.approx(10 + RINGS_NO_MORE_S), Over("1", 10.0))


def test_two_quick_rings_tell_that_there_is_no_caller_id() -> None:
    told = heard((0.0, b"RING\r\n"), (2.0, b"RING\r\n"))

    assert told[0] == (2.0, Began("1", NOBODY))


def test_a_caller_who_gives_up_before_the_first_ring_was_there() -> None:
    told = heard((0.0, b"NMBR=0844000001\r\n"))

    assert [one for _, one in told] == [Began("1", NAMELESS), Over("1", 0.0)]
    assert told[0][0] == pytest.approx(SETTLED_S)


@pytest.mark.parametrize(("pause", "calls"), [(6.0, 1), (RINGS_NO_MORE_S + 0.1, 2)])
def test_a_pause_longer_than_between_rings_is_between_calls(pause: float, calls: int) -> None:
    told = heard((0.0, b"RING\r\n"), (pause, b"RING\r\n"))

    assert sum(isinstance(one, Began) for _, one in told) == calls


def test_the_next_call_has_its_own_caller() -> None:
    told = heard(
        (0.0, b"RING\r\nNMBR=0844000001\r\n"),
        (20.0, b"RING\r\nNMBR=0200001234\r\n"),
        (21.0, b"RING\r\n"),
    )

    assert [one.caller.number for _, one in told if isinstance(one, Began)] == [
        "0844000001", "0200001234",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "noise",
    [b"OK\r\n", b"MESG=820A0B\r\n", b"8203010100\r\n", b"NO CARRIER\r\n", b"\x10b\x10b\r\n", b"DATE=1130\r\n", b"VOICE=1\r\n", b"\r\n\r\n", b"ABCDEFG\r\n"],
)  # fmt: skip
def test_other_words_are_no_call(noise: bytes) -> None:
    assert heard((0.0, noise)) == []


@pytest.mark.parametrize(
    ("length", "kept"), [(LONGEST_LINE, 1), (LONGEST_LINE + 1, 0), (1 << 20, 0)]
)
def test_a_line_has_a_longest_length(length: int, kept: int) -> None:
    reader = WordReader()

    words = list(reader.feed(b"x" * length + b"\rRING\r"))

    assert len(words) == kept + 1
    assert words[-1] == Line("RING")


@pytest.mark.parametrize(
    "message",
    [
        "80",
        "8000",
        "800002FF",
        "80FF02FF3031",
        "800402",
        "0402",
        "040811301930",
        "FFFFFFFF",
        "80050208",
    ],
)
def test_a_message_whose_lengths_lie_tells_nobody(message: str) -> None:
    caller_id = CallerId()

    caller_id.take(message)

    assert caller_id.caller.number == ""


MESSAGES = {
    "MDMF": mdmf((1, b"11301930"), (2, b"0844000001"), (7, b"ACME")),
    "SDMF": sdmf(b"113019300844000001"),
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
@pytest.mark.parametrize("bit", [0, 3, 7])
def test_of_a_message_with_a_wrong_digit_nothing_is_believed(message: str, bit: int) -> None:
    whole = bytes.fromhex(message)

    for place in range(2, len(whole)):
        broken = bytearray(whole)
        broken[place] ^= 1 << bit
        caller_id = CallerId()
        caller_id.take(broken.hex())
        assert caller_id.caller in {NOBODY, Caller()}, place


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
def test_of_a_message_that_breaks_off_no_half_number_is_told(message: str) -> None:
    for length in range(4, len(message), 2):
        caller_id = CallerId()
        caller_id.take(message[:length])
        assert caller_id.caller.number in {"", "0844000001"}, length


@given(st.binary(max_size=400))
def test_whatever_a_modem_sends_harms_nobody(data: bytes) -> None:
    reader, ringer = WordReader(), Ringer()

    for now, byte in enumerate(data):
        for word in reader.feed(bytes([byte])):
            for one in ringer.take(word, now / 10):
                assert isinstance(one, Began | Over)


@given(st.lists(st.binary(max_size=40), max_size=8))
def test_words_are_the_same_in_any_pieces(pieces: list[bytes]) -> None:
    at_once, one_by_one = WordReader(), WordReader()

    words = list(at_once.feed(b"".join(pieces)))

    assert words == [word for piece in pieces for word in one_by_one.feed(piece)]
    assert all(isinstance(word, Line | Mark) for word in words)


@pytest.mark.parametrize("text", ["A", "B", "D", "A C", "ACME", "BOB1"])
def test_a_name_in_place_of_a_number_is_none(text: str) -> None:
    number, presentation = read_number(text)

    assert (number == "") or presentation is Presentation.ALLOWED
