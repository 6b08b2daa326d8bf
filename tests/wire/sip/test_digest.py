"""Digest answers, against the examples of the standards."""

from __future__ import annotations

import re

import pytest

from portinaio.wire.sip.digest import Login, authorization, challenge

# RFC 7616 3.9.1
EXAMPLE = (
    'Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={},'
    ' nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",'
    ' opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"'
)
MUFASA = Login("Mufasa", "Circle of Life")
CNONCE = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"


@pytest.mark.parametrize(
    ("algorithm", "response"),
    [
        ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
        ("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"),
    ],
)
def test_the_examples_of_rfc_7616_come_out(algorithm: str, response: str):
    asked = challenge([EXAMPLE.format(algorithm)], proxy=False)
    assert asked is not None

    name, value = authorization(asked, MUFASA, "GET", "/dir/index.html", CNONCE)

    assert name == "Authorization"
    assert f'response="{response}"' in value
    assert "nc=00000001" in value
    assert 'opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"' in value


def test_a_server_of_old_gets_the_answer_without_qop():
    asked = challenge(['Digest realm="r", nonce="n"'], proxy=True)
    assert asked is not None

    name, value = authorization(asked, Login("u", "p"), "REGISTER", "sip:r", "c")

    assert name == "Proxy-Authorization"
    assert re.search(r'response="[0-9a-f]{32}"', value)
    assert "qop" not in value


def test_the_first_challenge_that_we_know_is_answered():
    asked = challenge(
        [
            'Basic realm="r"',
            'Digest realm="r", nonce="1", algorithm=SHA3-512',
            'Digest realm="r", nonce="2", qop="auth-int"',
            'Digest realm="r", nonce="3", algorithm=sha-256, stale=TRUE',
            'Digest realm="r", nonce="4"',
        ],
        proxy=False,
    )

    assert asked is not None
    assert (asked.parameters["nonce"], asked.stale) == ("3", True)


@pytest.mark.parametrize(
    "value", ["", "Digest", 'Digest realm="r"', 'Digest nonce="n"', "x" * 9999]
)
def test_a_challenge_that_says_too_little_is_none(value: str):
    assert challenge([value], proxy=False) is None


def test_quotes_in_a_user_name_stay_inside_it():
    asked = challenge(['Digest realm="a \\"b\\"", nonce="n"'], proxy=False)
    assert asked is not None

    _, value = authorization(asked, Login('u"x', "p"), "REGISTER", "sip:r", "c")

    assert 'username="u\\"x", realm="a \\"b\\""' in value
