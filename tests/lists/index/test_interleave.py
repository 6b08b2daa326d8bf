"""Columns become rows of bytes as `struct` packs them, and come apart again."""

from __future__ import annotations

import struct
from array import array

import pytest

from portinaio.lists.index.interleave import Rows, bytes_of, interleaved

KINDS = "QHIB"


@pytest.mark.parametrize("count", [0, 1, 2, 127, 128, 129, 300])
@pytest.mark.parametrize("big", [True, False])
def test_columns_are_packed_as_each_row_would_be(count, big):
    columns = [
        [(1 << 54) - n for n in range(count)],
        [n * 97 % 65_536 for n in range(count)],
        [7],
        [n % 256 for n in range(count)],
    ]

    packed = interleaved(columns, KINDS, count, big=big)

    order = ">" if big else "="
    assert packed == b"".join(
        struct.pack(f"{order}{KINDS}", a, b, 7, c)
        for a, b, c in zip(columns[0], columns[1], columns[3], strict=True)
    )
    assert Rows(15).apart(packed) == [
        bytes(packed[at : at + 15]) for at in range(0, 15 * count, 15)
    ]


def test_a_byte_of_each_is_counted_from_the_lowest():
    assert bytes_of(array("Q", [0x0102, 0x0304]), "Q", 0) == b"\x02\x04"
    assert bytes_of([0x0102, 0x0304], "Q", 1) == b"\x01\x03"
