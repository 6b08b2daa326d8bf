"""The pure pieces of a download: addresses, heads of answers, unpacking."""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.errors import ListAwayError, UntrustedListError, UsageError
from portinaio.lists.sync import inflate
from portinaio.lists.sync.inflate import Bound, inflation, unpacking
from portinaio.lists.sync.response import check_response, wait_s
from portinaio.lists.url import read_url, redirected
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from portinaio.lists.sync.inflate import Inflation

ZEROS = bytes(3 << 20)


def unpacked(packed: bytes, inflation: Inflation, step: int = 4096) -> bytes:
    whole = b""
    for place in range(0, len(packed), step):
        whole += b"".join(inflation.feed(packed[place : place + step]))
    inflation.finish()
    return whole


@pytest.mark.parametrize(
    ("text", "scheme", "here"),
    [
        ("https://example.org/list.csv", "https", False),
        ("http://127.0.0.1:8000/list", "http", True),
        ("http://[::1]/list", "http", True),
        ("http://localhost/list", "http", True),
        ("file:///home/me/list.csv", "file", True),
    ],
)
def test_these_are_addresses_of_lists(text, scheme, here):
    address = read_url(text)

    assert (address.scheme, address.here) == (scheme, here)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "list.csv",
        "http://example.org/",
        "http://127.0.0.1.example.org/",
        "ftp://example.org/",
        "javascript:alert(1)",
        "https://",
        "https://me:secret@example.org/",
        "https://example.org:port/",
        "https://example.org/a b",
        "https://example.org/\r\nHost: x",
        "file://fileserver/share",
        "https://example.org/" + "x" * 2000,
        "https://[::1",
    ],
)
def test_these_are_none_and_a_sentence_says_so(text):
    with pytest.raises(UsageError, match=r"\w+ \w+"):
        read_url(text)


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_refused(text):
    try:
        address = read_url(text)
    except UsageError:
        return
    assert address.scheme in {"https", "http", "file"}


def test_a_path_with_spaces_is_the_file_that_the_user_named():
    assert read_url("file:///home/me/my%20list.csv").path == "/home/me/my list.csv"


def test_a_part_of_a_page_is_not_sent():
    assert read_url("https://example.org/list#top").url == "https://example.org/list"


def test_a_redirect_may_be_relative():
    asked = read_url("https://example.org/a/list")

    assert redirected(asked, "../b/list").url == "https://example.org/b/list"


def test_nobody_is_sent_from_https_to_http():
    with pytest.raises(UntrustedListError):
        redirected(read_url("https://example.org/"), "http://127.0.0.1/")


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        ("Tue, 24 Nov 2026 14:03:00 GMT", 60),
        ("Tue, 24 Nov 2020 14:03:00 GMT", 0),
        ("999999999999", 7 * 86400),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_a_server_says_when_to_come_again(text, seconds):
    assert wait_s({"retry-after": text}, FROZEN_NOW) == seconds


def test_a_head_is_kept_for_the_next_time():
    head = check_response(
        200, {"etag": '"x"', "last-modified": "then", "content-length": "12"}, 100
    )

    assert (head.length, head.etag, head.last_modified) == (12, '"x"', "then")


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (500, ListAwayError),
        (404, ListAwayError),
        (206, UntrustedListError),
        (100, UntrustedListError),
    ],
)
def test_a_status_says_whose_fault_it_is(status, error):
    with pytest.raises(error):
        check_response(status, {}, 100)


@pytest.mark.parametrize("step", [1, 7, 4096])
def test_what_is_packed_comes_out_whole_whatever_the_pieces(step):
    text = b"+390200001234\n" * 500

    assert unpacked(zlib.compress(text), inflation("deflate"), step) == text


def test_deflate_without_a_header_is_understood():
    packer = zlib.compressobj(wbits=-15)
    packed = packer.compress(b"+390200001234") + packer.flush()

    assert unpacked(packed, inflation("deflate")) == b"+390200001234"


def test_no_step_makes_more_than_it_may():
    pieces = list(inflation("gzip").feed(zlib.compress(ZEROS)))

    assert max(map(len, pieces)) <= 1 << 18


def test_a_little_that_becomes_far_too_much_is_a_bomb():
    bound = Bound(1 << 40)
    bound.packed_bytes = 1000

    with pytest.raises(UntrustedListError, match="bomb"):
        bound.check(100 << 20)


def test_zstandard_is_understood_where_the_library_is_there():
    frames = inflate._zstd()
    if frames is None:
        pytest.skip("no library for Zstandard is installed")
    packed = frames.compress(b"+390200001234\n" * 500)

    assert unpacked(packed, unpacking(packed)) == b"+390200001234\n" * 500


def test_zstandard_that_is_cut_short_is_refused():
    frames = inflate._zstd()
    if frames is None:
        pytest.skip("no library for Zstandard is installed")
    packed = frames.compress(b"+390200001234\n" * 500)

    with pytest.raises(UntrustedListError, match="cut short"):
        unpacked(packed[:-3], inflation("zstd"))


def test_without_the_library_zstandard_is_not_asked_for(monkeypatch):
    monkeypatch.setattr(inflate, "_zstd", lambda: None)

    assert inflate.encodings() == "gzip, deflate"
