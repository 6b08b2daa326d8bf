"""The head of a call as it may go into a report: what a fault can be seen by, and no number that can be called."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caller_forms import FORMS, Form
from portinaio.core.numbers.masking import without_numbers
from portinaio.lines.sip.trace import LONGEST, traced

HEAD = b"INVITE sip:0200005678@192.168.178.20:5060 SIP/2.0\r\n"


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("<sip:+390200001234@net.example;user=phone>", "<sip:+390•••••••••@net.example;user=phone>"),
        ("<sip:00390200001234@a>", "<sip:003•••••••••••@a>"),
        ("<tel:+39-02-0000.1234>", "<tel:+39-0•-••••.••••>"),
        ('"02 0000 1234"', '"02 0••• ••••"'),
        ("*67#0200001234", "*67#020•••••••"),
        ("**622", "**622"),
        ("sip:44444@a", "sip:44444@a"),
        ("192.168.178.20:5060", "192.168.178.20:5060"),
        ("CSeq: 1 INVITE", "CSeq: 1 INVITE"),
        ("021234", "021•••"),
    ],
)  # fmt: skip
def test_of_a_number_stays_how_it_is_written(text: str, masked: str):
    assert without_numbers(text) == masked


@pytest.mark.parametrize("form", FORMS, ids=[form.id for form in FORMS])
def test_no_number_is_told(form: Form):
    text = traced(HEAD + form.headers + b"\r\n\r\nbody 0200001234")

    assert "0001234" not in re.sub(r"\D", "", text)
    assert "9460000" not in re.sub(r"\D", "", text)
    assert "body" not in text


def test_a_signed_token_is_left_out_with_its_further_lines():
    text = traced(
        HEAD + b"y: e30.eyJvcmlnIjp7InRuIjoi\r\n\tMzkwMjAwMDAxMjM0In19\r\nTo: <sip:a@b>\r\n"
    )

    assert text.split("\n")[1:3] == ["y: …", "To: <sip:a@b>"]


def test_folds_and_odd_bytes_are_shown_as_they_came():
    text = traced(HEAD + b'From: "M\xfcller"\r\n\t<sip:a@b>;tag=1\r\nX: \x1b[31m')

    assert text.split("\n")[1:] == ['From: "M\\xfcller"', "\t<sip:a@b>;tag=1", "X: \N{REPLACEMENT CHARACTER}[31m"]  # fmt: skip


@given(st.binary(max_size=200), st.text("0123456789+ ()/.-", max_size=40))
def test_nothing_makes_it_raise_or_tell_six_digits_in_a_row(data: bytes, digits: str):
    text = traced(HEAD + b"X: " + digits.encode() + b"\r\n" + data)

    assert not re.search(r"[0-9]{6}", text)
    assert len(text) <= 4 * LONGEST
