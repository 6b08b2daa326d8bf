"""Lines of a vCard, whatever program folded, encoded and ended them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.wire.vcard.properties import properties

CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Società\r\nTEL;TYPE=CELL:+39 02 0000\r\n  1234\r\nEND:VCARD\r\n"


def found(data):
    return [(p.line, p.name, p.value) for p in properties(data)]


WANTED = [
    (1, "BEGIN", "VCARD"),
    (2, "VERSION", "3.0"),
    (3, "FN", "Società"),
    (4, "TEL", "+39 02 0000 1234"),
    (6, "END", "VCARD"),
]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_a_card_is_read_in_any_character_set(encoding):
    assert found(CARD.encode(encoding)) == WANTED


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r\r\n", "\r"], ids=repr)
def test_a_card_is_read_with_any_end_of_line(end):
    assert found(CARD.replace("\r\n", end).encode()) == WANTED


def test_a_photograph_is_passed_over():
    data = b"PHOTO;ENCODING=b:" + b"A" * 500_000 + b"\r\nTEL:+390200001234\r\n"

    assert found(data) == [(2, "TEL", "+390200001234")]


@given(st.binary(max_size=300))
def test_no_bytes_bring_it_down(data):
    found(data)
