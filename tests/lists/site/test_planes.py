"""Rows as they travel: the same there and back, and nothing that is torn or endless gets through."""

from __future__ import annotations

import struct
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.errors import UntrustedListError
from portinaio.lists.site.planes import Rows, decode, encode

_day = st.integers(0, 0xFFFF)
_rows = st.lists(
    st.tuples(
        st.integers(1, (1 << 54) - 1),
        st.integers(0, 1 << 20),
        _day,
        _day,
        _day,
        st.integers(0, 0xFFFF_FFFF),
        _day,
        st.integers(0, 255),
        st.text(
            st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=20
        ),
    ),
    max_size=30,
)


def as_rows(drawn):
    return sorted((low, low + span, *rest) for low, span, *rest in drawn)


@given(_rows)
def test_rows_come_back_as_they_went(drawn):
    rows = as_rows(drawn)

    assert list(decode(encode(Rows.of(rows)), len(rows))) == rows


@given(_rows)
def test_the_same_rows_are_the_same_bytes(drawn):
    rows = as_rows(drawn)

    assert encode(Rows.of(rows)) == encode(Rows.of(list(rows)))


A_ROW = (5 << 4 | 11, 5 << 4 | 11, 20_000, 19_000, 3, 4, 0, 2, "Acme")
BODY = encode(Rows.of([A_ROW, (9 << 4 | 11, 9 << 4 | 11, 20_000, 0, 65535, 1, 0, 130, "")]))
PLAIN = zlib.decompress(BODY)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(BODY[:-1], id="a byte short"),
        pytest.param(BODY + b"\0", id="a byte more"),
        pytest.param(b"\x1f\x8b" + BODY[2:], id="gzip"),
        pytest.param(zlib.compress(b"PLN1" + PLAIN[4:]), id="another kind"),
        pytest.param(zlib.compress(PLAIN[:40]), id="planes cut off"),
        pytest.param(zlib.compress(PLAIN + b"x\0"), id="more texts than it says"),
        pytest.param(zlib.compress(PLAIN[:-1]), id="a text without its end"),
        pytest.param(
            zlib.compress(PLAIN[:20] + struct.pack("<10H", *[511] * 10)), id="masks alone"
        ),
        pytest.param(
            zlib.compress(b"PLN2" + b"\xff" * 4 + PLAIN[8:]), id="four thousand million rows"
        ),
        pytest.param(zlib.compress(bytes(200 << 20)), id="a bomb"),
    ],
)
def test_a_body_that_is_none_is_refused(body):
    with pytest.raises(UntrustedListError, match="not what the parts of a list site are"):
        decode(body, 32_768)


@pytest.mark.parametrize(("most", "fits"), [(2, True), (1, False)])
def test_a_body_has_no_more_rows_than_were_signed(most, fits):
    if fits:
        assert len(decode(BODY, most)) == 2
    else:
        with pytest.raises(UntrustedListError):
            decode(BODY, most)
