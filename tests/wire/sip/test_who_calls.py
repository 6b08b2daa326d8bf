"""From the headers of an INVITE to number, presentation, attestation and name; and what no header can bring about."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caller_forms import ASSERTED, ATTESTED, CODES, FORMS, HIDING, NOTATIONS, Form
from portinaio.core.call import Attestation, Presentation, Ringing
from portinaio.core.facts import NO_FACTS, Call
from portinaio.core.numbers.number import read_caller
from portinaio.core.verdict import Label, Verdict, classify
from portinaio.wire.sip import message, party
from worlds import ITALY

NOW = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)


def rung(headers: bytes, *, trusted: bool = True) -> Call:
    """The call that an INVITE with these headers is."""
    data = b"INVITE sip:0200005678@127.0.0.1 SIP/2.0\r\n" + headers
    found = message.parse(data + b"\r\nTo: <sip:0200005678@net.example>\r\n\r\n")
    assert isinstance(found, message.Request)
    seen = party.caller(found.headers, trusted=trusted)
    ringing = Ringing("home", NOW, *seen)
    return Call(ringing, read_caller(ringing.calling, ITALY))


def verdict(call: Call) -> Verdict:
    return classify(call, NO_FACTS)


@pytest.mark.parametrize("form", FORMS, ids=[form.id for form in FORMS])
def test_it_means(form: Form):
    call = rung(form.headers)

    assert (call.caller, call.presentation) == (form.number, form.presentation)
    assert (call.ringing.attestation, call.ringing.name) == (form.attestation, form.name)


def test_there_are_forms_of_every_kind():
    groups = NOTATIONS, ASSERTED, HIDING, CODES, ATTESTED

    assert min(map(len, groups)) > 5
    assert len({form.id for form in FORMS}) == len(FORMS) >= 60


@pytest.mark.parametrize("form", HIDING, ids=[form.id for form in HIDING])
def test_who_hides_is_told_apart_from_whom_the_network_lost(form: Form):
    codes = {finding.code for finding in verdict(rung(form.headers)).findings}

    assert codes == {
        Presentation.RESTRICTED: {"withheld"},
        Presentation.UNAVAILABLE: {"unavailable"},
        Presentation.ALLOWED: set(),
    }.get(form.presentation)


@pytest.mark.parametrize("form", CODES, ids=[form.id for form in CODES])
def test_no_sign_in_a_number_passes_every_rule(form: Form):
    found = verdict(rung(form.headers))

    assert (found.label, found.settled) == (Label.UNKNOWN, None)


@pytest.mark.parametrize("form", ATTESTED, ids=[form.id for form in ATTESTED])
def test_what_a_stranger_asserts_is_not_believed(form: Form):
    call = rung(form.headers, trusted=False)

    assert call.ringing.attestation is Attestation.NONE


_NAMES = ["From", "P-Asserted-Identity", "Remote-Party-ID", "Privacy", "Verstat", "P-Attestation-Indicator"]  # fmt: skip
_PIECES = ["sip:", "tel:", "<", ">", '"', "\\", ",", ";", "=", "@", "?", "*", "#", "+", "00", "622", "**622", "0200001234",
           "anonymous", "unknown", "verstat=", "TN-Validation-Passed-A", "phone-context=", "+39", "privacy=full", "screen=yes",
           "party=calling", "=?utf-8?Q?=41?=", "=?x?B?/?=", "%", "%2B", "%00", " ", "\t", "\r\n ", "é", "A", ":"]  # fmt: skip
_VALUES = st.lists(st.sampled_from(_PIECES) | st.text(max_size=3), max_size=14).map("".join)
_HEADERS = st.lists(st.tuples(st.sampled_from(_NAMES), _VALUES), max_size=6)


@settings(deadline=None)
@given(_HEADERS, st.sampled_from(["utf-8", "latin-1", "utf-16"]))
def test_no_headers_make_it_raise_or_a_stranger_known(headers: list[tuple[str, str]], codec: str):
    lines = [f"{name}: {value}".encode(codec, "replace") for name, value in headers]

    call = rung(b"\r\n".join([b"X: y", *lines]))
    found = verdict(call)

    assert found.label is not Label.KNOWN or call.reading.kind == "emergency"
    assert call.presentation is Presentation.ALLOWED or call.ringing.calling != "0200001234"


@settings(deadline=None)
@given(_VALUES, st.sampled_from(FORMS))
def test_a_broken_header_beside_them_changes_no_assertion(value: str, form: Form):
    plain = "".join(c for c in value if c not in "\r\n")

    with_it = rung(form.headers + f"\r\nX-Anything: {plain}\r\nCall-Info: {plain}".encode())

    assert with_it == rung(form.headers)
