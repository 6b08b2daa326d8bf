"""Header values as strangers write them."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.wire.sip import header


@pytest.mark.parametrize(
    ("value", "name", "uri", "tag"),
    [
        pytest.param(
            "sip:a@b;tag=1", "", "sip:a@b", "1", id="without brackets all is the header's"
        ),
        pytest.param("<sip:a@b;tag=no>;tag=1", "", "sip:a@b;tag=no", "1", id="with brackets"),
        pytest.param("caller<sip:a@b>;tag=1", "caller", "sip:a@b", "1", id="no space before it"),
        pytest.param('"A, B" <sip:a@b>', "A, B", "sip:a@b", "", id="comma in the name"),
        pytest.param('"A \\"B\\" <" <sip:a@b>', 'A "B" <', "sip:a@b", "", id="escapes"),
        pytest.param("Bell, A <sip:a@b>", "Bell, A", "sip:a@b", "", id="comma without quotes"),
        pytest.param("<sip:a@b> ;  TAG = 1", "", "sip:a@b", "1", id="spaces and capitals"),
        pytest.param("< tel:+390200001234 >", "", "tel:+390200001234", "", id="spaces in brackets"),
        pytest.param("<isbn:2983792873>", "", "isbn:2983792873", "", id="a scheme we do not know"),
    ],
)
def test_an_address_is_read(value: str, name: str, uri: str, tag: str):
    found = header.address(value)

    assert found is not None
    assert (found.name, found.uri, found.tag) == (name, uri, tag)


@pytest.mark.parametrize(
    "value",
    ["", '"Mr. J. User <sip:a@b>', "<sip:a@b", "<>", '"A"', "sip:a b", 'A "B" <sip:a@b>', ";tag=1"],
)
def test_a_broken_address_is_none(value: str):
    assert header.address(value) is None


@pytest.mark.parametrize(
    ("value", "sent_by", "branch"),
    [
        ("SIP/2.0/UDP 192.0.2.9;branch=z9hG4bK1", "192.0.2.9:5060", "z9hG4bK1"),
        (
            "SIP / 2.0 / TCP  Host.Example : 5070 ; branch = x , SIP/2.0/UDP b",
            "host.example:5070",
            "x",
        ),
        ("SIP/2.0/UDP [2001:db8::9]:5061", "[2001:db8::9]:5061", ""),
    ],
)
def test_a_via_is_read(value: str, sent_by: str, branch: str):
    found = header.via(value)

    assert found is not None
    assert (found.sent_by, found.branch) == (sent_by, branch)


@pytest.mark.parametrize(
    "value",
    ["", ",", "SIP/2.0/UDP 192.0.2.15;;,;,,", "SIP/2.0/UDP", "UDP a", "SIP/2.0/UDP a:99999"],
)
def test_a_broken_via_is_none(value: str):
    assert header.via(value) is None


@pytest.mark.parametrize("value", ["", "INVITE", "-1 INVITE", "2147483648 INVITE", "1", "¹ INVITE"])
def test_a_broken_cseq_is_none(value: str):
    assert header.cseq(value) is None


def test_commas_in_quotes_and_brackets_do_not_separate():
    assert header.elements('"a,b" <sip:x,y@c>, <tel:1>,') == ['"a,b" <sip:x,y@c>', "<tel:1>"]


@settings(deadline=None)
@given(st.text(alphabet=st.sampled_from('a ,;:<>"\\=/\t@é.%[]1'), max_size=60))
def test_no_value_makes_a_reader_raise(value: str):
    header.address(value)
    header.elements(value)
    header.parameters(value)
    header.via("SIP/2.0/UDP " + value)
    header.cseq(value)
    header.whole(value)


@pytest.mark.parametrize("piece", ['"', "<", "\\", '\\"', ";", ",", " ", "=", '"<', ";a="])
def test_a_long_value_takes_no_longer_than_its_length(piece: str):
    value = piece * (32_000 // len(piece))

    began = time.process_time()
    header.address(value)
    header.elements(value)
    header.parameters(value)
    header.via("SIP/2.0/UDP " + value)
    header.cseq(value)

    assert time.process_time() - began < 0.5  # a quadratic one takes many seconds
