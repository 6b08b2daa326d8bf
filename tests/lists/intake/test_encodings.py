"""Bytes that are no UTF-8 are what Windows wrote, wherever they stand and however the blocks of a file divide them."""

from __future__ import annotations

import codecs
import io

from hypothesis import given
from hypothesis import strategies as st

from portinaio.lists.intake.text import lines_of, opened

PIECES = st.sampled_from(
    [
        *(b"a", b"0200001234", b"\n", "è".encode(), "€".encode(), "😀".encode(), b"\xe0", b"\xe8a"),
        *(b"\xe2\x82", b"\xc3", b"\x80", b"\x81", b"\xff", b"\xf0\x9f", b"\xed\xa0\x80", b"\xc0\xaf"),
    ]
)  # fmt: skip


def one_by_one(error):
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("one-by-one", one_by_one)


@given(st.lists(PIECES, max_size=40).map(b"".join), st.sampled_from([0, 8180, 8190]))
def test_they_are_read_as_one_after_the_other(data, before):
    data = b"a" * before + b"\n" + data

    read = "".join(lines_of(opened(io.BytesIO(data))))

    assert read == data.decode("utf-8", "one-by-one")
