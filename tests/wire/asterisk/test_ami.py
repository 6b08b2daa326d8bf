"""The manager of an Asterisk: the login that tells no password, and what its events say of calls."""

from __future__ import annotations

from hashlib import md5
from pathlib import Path

import pytest

from portinaio.wire.asterisk.ami import (
    LONGEST_LINE,
    Ami,
    AmiError,
    Challenged,
    Dialled,
    HungUp,
    LoggedIn,
    PickedUp,
    Refused,
    login,
)

FOLDER = Path(__file__).parent / "transcripts" / "manager"
TALK = b"""Asterisk Call Manager/11.0.0\r
Response: Success\r
Challenge: 123456789\r
\r
Response: Success\r
Message: Authentication accepted\r
\r
Event: Newchannel\r
Channel: PJSIP/provider-00000007\r
Context: from-provider\r
Exten: 0200005678\r
Uniqueid: 1795525320.7\r
\r
Event: DialEnd\r
Uniqueid: 1795525320.7\r
DestChannel: PJSIP/phone-00000008\r
DialStatus: NOANSWER\r
\r
Event: DialEnd\r
Uniqueid: 1795525320.7\r
DestChannel: PJSIP/living-room-00000009\r
DialStatus: ANSWER\r
\r
Event: Hangup\r
Uniqueid: 1795525320.7\r
Cause: 16\r
\r
Event: Newchannel\r
Context: from-internal\r
Exten: 0200000001\r
Uniqueid: 1795525399.1\r
\r
Event: Newchannel\r
Context: from-internal\r
Exten: s\r
Uniqueid: 1795525399.2\r
\r
"""


@pytest.mark.parametrize("size", [5000, 3, 1])
def test_its_events_tell_of_calls(size: int) -> None:
    ami, found = Ami({"from-internal"}), []

    for start in range(0, len(TALK), size):
        found += ami.receive(TALK[start : start + size])

    assert found == [
        Challenged("123456789"),
        LoggedIn(),
        PickedUp("1795525320.7", "living-room"),
        HungUp("1795525320.7"),
        Dialled("0200000001"),
    ]


def test_a_wrong_password_is_refused() -> None:
    ami = Ami(())

    (found,) = ami.receive(
        b"Asterisk Call Manager/1.1\r\nResponse: Error\r\nMessage: Authentication failed\r\n\r\n"
    )

    assert found == Refused("Authentication failed")


def test_the_password_is_not_told() -> None:
    said = login("portinaio\r\nAction: Command", "s3cret", "42")

    assert b"s3cret" not in said
    assert md5(b"42s3cret", usedforsecurity=False).hexdigest().encode() in said
    assert said.count(b"\r\nAction:") == 0


@pytest.mark.parametrize(
    "data", [b"HTTP/1.1 400 Bad Request\r\n", b"\r\n", b"x" * (LONGEST_LINE + 1)]
)
def test_what_is_no_manager_is_refused(data: bytes) -> None:
    with pytest.raises(AmiError):
        Ami(()).receive(data)


@pytest.mark.parametrize("size", [1 << 20, 3, 1])
def test_a_real_one_tells_who_picked_up_and_that_the_call_is_over(size: int) -> None:
    lines = (FOLDER / "asterisk_ring.txt").read_text(encoding="utf-8").splitlines()
    data = "".join(f"{line[2:]}\r\n" for line in lines if line[:1] == "<").encode()
    ami, found = Ami({"from-phones"}), []

    for start in range(0, len(data), size):
        found += ami.receive(data[start : start + size])

    assert [type(each) for each in found[:2]] == [Challenged, LoggedIn]
    assert found[2] == PickedUp("1796105954.0", "phone")
    assert HungUp("1796105954.0") in found[3:]
    assert not any(isinstance(each, Dialled) for each in found)
