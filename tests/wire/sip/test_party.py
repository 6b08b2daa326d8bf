"""Who calls, as networks write it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portinaio.core.call import Attestation, Presentation
from portinaio.wire.sip import identity, party
from portinaio.wire.sip.header import Headers

FROM = '"An agent" <sip:+390844123456@192.0.2.9>;tag=1'
ASSERTED = '"Telecom" <sip:+390200001234;verstat=TN-Validation-Passed-B@net.example;user=phone>'


def seen(*lines: tuple[str, str], trusted: bool = True, origin: str = FROM) -> party.Party:
    headers = Headers()
    for name, value in (("From", origin), ("To", "<tel:+390200005678>"), *lines):
        headers.add(name, value)
    return party.caller(headers, trusted=trusted)


def test_the_network_knows_better_than_the_caller():
    found = seen(("P-Asserted-Identity", ASSERTED))

    assert (found.calling, found.name, found.called) == (
        "+390200001234",
        "Telecom",
        "+390200005678",
    )


def test_a_stranger_cannot_speak_for_the_network():
    found = seen(("P-Asserted-Identity", ASSERTED), trusted=False)

    assert (found.calling, found.attestation) == ("+390844123456", Attestation.NONE)


@pytest.mark.parametrize(
    ("value", "calling"),
    [
        ("<tel:+390200001234>, <sip:other@net.example>", "+390200001234"),
        ("<sip:other@net.example>, <tel:+390200001234>", "+390200001234"),
        ("<sip:trunk-7@net.example>", "+390844123456"),
        ("<sip:0000000@net.example>", "+390844123456"),
        ("<sip:7@net.example>", "+390844123456"),
        ("<sip:(21@net.example>", "+390844123456"),
        ("<sip:000021@net.example>", "+390844123456"),
        ("<sip:100@net.example>", "100"),
        ("<sip:**1@net.example>", "+390844123456"),
        ("<sip:**620@net.example>, <tel:+390200001234>", "+390200001234"),
        ("<sip:810390200001234567@net.example>", "810390200001234567"),
        ("<sip:1234567890123456789@net.example>", "+390844123456"),
        ("<sip:02-0000.1234@net.example;user=phone>", "02-0000.1234"),
        ("<sip:a@b>, <sip:c@b>, <sip:d@b>, <tel:+390200001234>", "+390200001234"),
        ("<sip:a@b>, <sip:c@b>, <sip:d@b>, <sip:e@b>, <tel:+390200001234>", "+390844123456"),
        ("<sip:anonymous@anonymous.invalid>", "anonymous"),
        ("<sip:Restricted@net.example>", "anonymous"),
        ("<sip:net.example>, <tel:+390200001234>", "+390200001234"),
        ("<sip:net.example>", "+390844123456"),
        ("broken <", "+390844123456"),
    ],
)
def test_the_first_identity_with_a_number_counts(value: str, calling: str):
    assert seen(("P-Asserted-Identity", value)).calling == calling


def test_several_headers_are_several_identities():
    found = seen(
        ("P-Asserted-Identity", "<sip:trunk@net.example>"),
        ("P-Asserted-Identity", "<tel:+390200001234>"),
    )

    assert found.calling == "+390200001234"


def test_what_the_caller_prefers_is_not_believed():
    assert seen(("P-Preferred-Identity", "<tel:+390200001234>")).calling == "+390844123456"


@pytest.mark.parametrize(
    ("asserted", "origin", "calling"),
    [
        ("<sip:**622@pbx.example>", "<sip:**1@pbx.example>", "**622"),
        ("<sip:**622@pbx.example>", "<sip:alice@pbx.example>", "**622"),
        ("<sip:trunk@pbx.example>", "<sip:**1@pbx.example>", "**1"),
        ("<sip:**622@pbx.example>", "<sip:anonymous@anonymous.invalid>", "**622"),
        ("<sip:anonymous@anonymous.invalid>", "<sip:**622@pbx.example>", "anonymous"),
    ],
)
def test_a_code_of_the_house_counts_where_nobody_has_a_number(
    asserted: str, origin: str, calling: str
):
    assert seen(("P-Asserted-Identity", asserted), origin=origin).calling == calling


@pytest.mark.parametrize(
    ("origin", "calling"),
    [
        ("<sip:bob@net.example>;tag=1", "alice"),
        ("<sip:192.0.2.9>;tag=1", "alice"),
        ("<sip:anonymous@anonymous.invalid>;tag=1", "anonymous"),
    ],
)
def test_where_nobody_has_a_number_the_network_names_the_caller(origin: str, calling: str):
    found = seen(("P-Asserted-Identity", "<sip:alice@net.example>"), origin=origin)

    assert found.calling == calling


@pytest.mark.parametrize(
    ("uri", "user"),
    [
        ("sip:+390200001234@net.example;user=phone", "+390200001234"),
        ("sip:%2B390200001234@net.example", "+390200001234"),
        ("sip:+390200001234;npdi;rn=39@net.example", "+390200001234"),
        ("sip:+390200001234:secret@net.example", "+390200001234"),
        ("SIPS:a%20b@net.example", "a b"),
        ("tel:+39-02-0000-1234;phone-context=+39", "+39-02-0000-1234"),
        ("sip:**622@fritz.box", "**622"),
        ("sip:null-%00-null@net.example", "null- -null"),
        ("sip:%ff%fe@net.example", "\N{REPLACEMENT CHARACTER}" * 2),
        ("sip:net.example", ""),
        ("isbn:123", ""),
        ("+390200001234", "+390200001234"),
        ("sip:" + "1" * 400 + "@net.example", "1" * 128),
    ],
)
def test_the_user_part_is_the_number(uri: str, user: str):
    assert identity.user_of(uri) == user


@pytest.mark.parametrize("privacy", ["id", "ID", "user;id", "header; critical", " none ; id"])
def test_a_caller_who_hides_is_nobody_though_the_network_knows(privacy: str):
    found = seen(("P-Asserted-Identity", ASSERTED), ("Privacy", privacy))

    assert found[:4] == ("anonymous", "+390200005678", "", Presentation.RESTRICTED)


def test_privacy_none_hides_nothing():
    found = seen(("P-Asserted-Identity", ASSERTED), ("Privacy", "none"))

    assert found.presentation is Presentation.ALLOWED


def test_an_anonymous_from_hides_too():
    found = seen(origin='"Anonymous" <sip:anonymous@anonymous.invalid>;tag=1')

    assert (found.calling, found.presentation) == ("anonymous", Presentation.RESTRICTED)


def test_a_caller_without_a_number_is_unavailable():
    found = seen(origin="<sip:192.0.2.9>;tag=1")

    assert (found.calling, found.presentation) == ("", Presentation.UNAVAILABLE)


@pytest.mark.parametrize(
    ("headers", "attestation"),
    [
        ([("P-Asserted-Identity", ASSERTED)], Attestation.PARTIAL),
        (
            [("P-Asserted-Identity", "<sip:0844123456@a;verstat=TN-Validation-Passed>")],
            Attestation.FULL,
        ),
        (
            [("P-Asserted-Identity", "<tel:0844123456;verstat=TN-Validation-Passed-C>")],
            Attestation.GATEWAY,
        ),
        (
            [("P-Asserted-Identity", "<tel:0844123456>;verstat=TN-Validation-Passed-A")],
            Attestation.FULL,
        ),
        ([("P-Asserted-Identity", "<tel:0844123456;VERSTAT=no-tn-validation>")], Attestation.NONE),
        ([("Verstat", "TN-Validation-Failed")], Attestation.FAILED),
        (
            [("P-Asserted-Identity", ASSERTED), ("Verstat", "TN-Validation-Failed")],
            Attestation.FAILED,
        ),
        ([], Attestation.NONE),
    ],
)
def test_attestation_is_where_networks_put_it(
    headers: list[tuple[str, str]], attestation: Attestation
):
    assert seen(*headers).attestation is attestation


def test_whose_call_it_was_before_does_not_matter():
    found = seen(
        ("Diversion", "<sip:+390200009999@a>"),
        ("History-Info", "<sip:+390200008888@a>;index=1"),
        ("P-Called-Party-ID", "<sip:+390200007777@a>"),
    )

    assert found.calling == "+390844123456"


@settings(deadline=None)
@given(st.text(max_size=80), st.text(max_size=80), st.text(max_size=40))
def test_no_text_makes_it_raise(origin: str, asserted: str, privacy: str):
    seen(("P-Asserted-Identity", asserted), ("Privacy", privacy), origin=origin)
