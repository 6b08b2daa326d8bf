"""What only the invited read: it comes back as it went, and not a bit of it may be another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.errors import ConfigError, UntrustedListError
from portinaio.lists.site.seal import OVERHEAD_BYTES, Seal, new_key

KEY = new_key()


@given(st.binary(max_size=5000))
def test_what_was_sealed_is_opened(data):
    sealed = Seal(KEY).close(data)

    assert Seal(KEY).open(sealed) == data
    assert len(sealed) <= len(data) + OVERHEAD_BYTES


def test_the_same_part_is_the_same_file():
    assert Seal(KEY).close(b"part") == Seal(KEY).close(b"part") != Seal(KEY).close(b"trap")


@pytest.mark.parametrize(("size", "blocks"), [(0, 1), (1020, 1), (1021, 2), (2044, 2), (2045, 3)])
def test_its_size_says_no_more_than_kilobytes(size, blocks):
    assert len(Seal(KEY).close(bytes(size))) == 29 + 1024 * blocks


@pytest.mark.parametrize("place", [0, 1, 12, 13, 500, -1])
def test_a_bit_that_is_another_is_refused(place):
    data = bytearray(Seal(KEY).close(b"part"))
    data[place] ^= 1

    with pytest.raises(UntrustedListError, match="does not open it"):
        Seal(KEY).open(bytes(data))


@pytest.mark.parametrize("size", [0, 1, 13, 28, 32])
def test_a_part_cut_short_is_refused(size):
    with pytest.raises(UntrustedListError, match="does not open it"):
        Seal(KEY).open(Seal(KEY).close(b"part")[:size])


def test_another_key_opens_nothing():
    with pytest.raises(UntrustedListError, match="does not open it"):
        Seal(new_key()).open(Seal(KEY).close(b"part"))


@pytest.mark.parametrize(
    "key",
    ["", "x", "A" * 43, KEY + "AAAA", "é"],
    ids=["none", "a letter", "without its end", "too long", "no ASCII"],
)
def test_what_is_no_key_is_told(key):
    with pytest.raises(ConfigError, match="not the key of a private site"):
        Seal(key)
