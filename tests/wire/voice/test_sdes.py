"""Keys in a session description."""

from __future__ import annotations

from base64 import b64encode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.wire.voice import sdes

KEY = bytes(range(30))
INLINE = "inline:" + b64encode(KEY).decode()
LONG, SHORT = "AES_CM_128_HMAC_SHA1_80", "AES_CM_128_HMAC_SHA1_32"


@pytest.mark.parametrize(
    "value",
    [
        f"1 {LONG} {INLINE}",
        f"1 {SHORT} {INLINE}|2^20",
        f"1 {LONG} {INLINE}|1048576 WSH=128",
        f"1  {LONG}   {INLINE} ",
    ],
)
def test_a_key_that_we_can_use_is_taken(value: str):
    found = sdes.crypto(value)

    assert found is not None
    assert (found.tag, found.key) == ("1", KEY)


@pytest.mark.parametrize(
    "value",
    [
        pytest.param(f"1 AES_256_CM_HMAC_SHA1_80 {INLINE}", id="another suite"),
        pytest.param(f"1 F8_128_HMAC_SHA1_80 {INLINE}", id="a suite that nobody has"),
        pytest.param(f"1 {LONG} {INLINE}|2^20|1:4", id="one of several keys"),
        pytest.param(f"1 {LONG} {INLINE}|1:4", id="one of several keys, without a lifetime"),
        pytest.param(f"1 {LONG} {INLINE};{INLINE}", id="several keys"),
        pytest.param(f"1 {LONG} {INLINE} UNENCRYPTED_SRTP", id="not encrypted"),
        pytest.param(f"1 {LONG} {INLINE} UNAUTHENTICATED_SRTP", id="not signed"),
        pytest.param(f"1 {LONG} {INLINE} KDR=1", id="keys that change"),
        pytest.param(f"1 {LONG} inline:{b64encode(KEY[1:]).decode()}", id="too short a key"),
        pytest.param(f"1 {LONG} inline:{b64encode(KEY + b'x').decode()}", id="too long a key"),
        pytest.param(f"1 {LONG} inline:AAA", id="no base64"),
        pytest.param(f"x {LONG} {INLINE}", id="no tag"),
        pytest.param(f"1 {LONG}", id="no key"),
        pytest.param("", id="nothing"),
    ],
)
def test_a_key_that_we_cannot_use_is_left(value: str):
    assert sdes.crypto(value) is None


def test_the_first_that_we_can_use_is_the_far_ends_wish():
    offered = [f"1 AES_256_CM_HMAC_SHA1_80 {INLINE}", f"2 {SHORT} {INLINE}", f"3 {LONG} {INLINE}"]

    found = sdes.taken(offered)

    assert found is not None
    assert (found.tag, found.tag_bytes) == ("2", 4)


def test_of_very_many_the_rest_is_not_looked_at():
    offered = [f"{n} nonsense" for n in range(sdes.MOST)]

    assert sdes.taken([*offered, f"1 {LONG} {INLINE}"]) is None
    assert sdes.taken([*offered[1:], f"1 {LONG} {INLINE}"]) is not None


def test_our_answer_has_their_tag_and_our_key():
    ours = bytes(30)
    found = sdes.crypto(f"7 {SHORT} {INLINE}|2^20")
    assert found is not None

    answer = found._replace(key=ours).line

    assert answer == f"a=crypto:7 {SHORT} inline:{'A' * 40}"
    assert sdes.crypto(answer.removeprefix("a=crypto:")) == found._replace(key=ours)


def test_a_key_stands_in_no_log():
    found = sdes.crypto(f"1 {LONG} {INLINE}")

    assert f"{found} {found!r} {[found]}" == " ".join(
        [f"Crypto(1 {LONG})"] * 2 + [f"[Crypto(1 {LONG})]"]
    )


@settings(deadline=None)
@given(st.lists(st.text(max_size=80)), st.text(max_size=60))
def test_no_line_raises(offered: list[str], after: str):
    sdes.taken([*offered, f"1 {LONG} {INLINE}{after}"])
