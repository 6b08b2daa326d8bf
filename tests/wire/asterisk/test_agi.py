"""FastAGI as an Asterisk 22 speaks it, whole, in threes and byte by byte; and as no Asterisk does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.call import Presentation
from portinaio.wire.asterisk.agi import (
    LONGEST_LINE,
    MOST_FACTS,
    Agi,
    AgiError,
    Facts,
    HungUp,
    Reply,
    set_variable,
)

ENVIRONMENT = """\
agi_network: yes
agi_network_script: screen?line=1
agi_request: agi://127.0.0.1:4573/screen?line=1
agi_channel: PJSIP/provider-00000000
agi_language: en
agi_type: PJSIP
agi_uniqueid: 1795525320.7
agi_version: 22.8.2
agi_callerid: +390200001234
agi_calleridname: Anna: at home
agi_callingpres: 0
agi_callingani2: 0
agi_callington: 0
agi_callingtns: 0
agi_dnid: unknown
agi_rdnis: unknown
agi_context: from-provider
agi_extension: 0200005678
agi_priority: 1
agi_enhanced: 0.0
agi_accountcode:
agi_threadid: 140

"""


def facts_of(text: str = ENVIRONMENT) -> Facts:
    (found,) = Agi().receive(text.encode())
    assert isinstance(found, Facts)
    return found


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("size", [5000, 3, 1])
def test_a_call_is_said_fact_by_fact(size: int, ending: str) -> None:
    agi, data, found = Agi(), ENVIRONMENT.replace("\n", ending).encode(), []

    for start in range(0, len(data), size):
        found += agi.receive(data[start : start + size])

    (facts,) = found
    assert isinstance(facts, Facts)
    assert (facts.script, facts.caller, facts.name) == ("screen", "+390200001234", "Anna: at home")
    assert (facts.called, facts.unique_id) == ("0200005678", "1795525320.7")


@pytest.mark.parametrize(
    ("octet", "shown"),
    [
        ("0", Presentation.ALLOWED),
        ("3", Presentation.ALLOWED),
        ("32", Presentation.RESTRICTED),
        ("35", Presentation.RESTRICTED),
        ("67", Presentation.UNAVAILABLE),
        ("", Presentation.ALLOWED),
        ("many", Presentation.ALLOWED),
    ],
)
def test_the_octet_of_presentation_tells_who_hides_a_number(
    octet: str, shown: Presentation
) -> None:
    text = ENVIRONMENT.replace("agi_callingpres: 0", f"agi_callingpres: {octet}")

    assert facts_of(text).presentation is shown


def test_what_asterisk_calls_unknown_is_nothing() -> None:
    text = ENVIRONMENT.replace("+390200001234", "unknown").replace("Anna: at home", "unknown")

    assert (facts_of(text).caller, facts_of(text).name) == ("", "")
    assert facts_of(text).presentation is Presentation.UNAVAILABLE


def test_replies_come_on_one_line_or_on_several() -> None:
    agi = Agi()
    agi.receive(ENVIRONMENT.encode())

    found = agi.receive(
        b"200 result=1\n510 Invalid or unknown command\n520-Invalid command syntax\n"
        b"Usage: SET VARIABLE\n520 End of proper usage.\nHANGUP\n"
    )

    assert found == [
        Reply(200, "result=1"),
        Reply(510, "Invalid or unknown command"),
        Reply(520, "End of proper usage."),
        HungUp(),
    ]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", id="a browser"),
        pytest.param(b"200 result=1\n", id="a reply before anything"),
        pytest.param(b"\n", id="nothing said"),
        pytest.param(b"agi_x\n\n", id="no value"),
        pytest.param(
            b"".join(b"agi_%d: 1\n" % n for n in range(MOST_FACTS + 1)), id="too many facts"
        ),
        pytest.param(b"agi_x: 1\n" * (MOST_FACTS + 2), id="too many of one name"),
        pytest.param(b"agi_x: 1\n" + b"y\n" * (MOST_FACTS + 1), id="too much that is no fact"),
        pytest.param(b"agi_x: " + b"y" * LONGEST_LINE + b"\n", id="too long"),
        pytest.param(b"y" * (LONGEST_LINE + 1), id="too long, and without an end"),
    ],
)
def test_what_is_no_asterisk_is_refused(data: bytes) -> None:
    with pytest.raises(AgiError):
        Agi().receive(data)


@pytest.mark.parametrize(
    "name",
    [
        "ACME\nagi_callerid: 0200000101",
        "ACME\nagi_calleridname: Mother",
        "ACME\nHANGUP",
        "ACME\nnonsense",
        "ACME\n200 result=1",
        "ACME\n\nagi_callerid: 0200000101",
        "ACME\n\nnonsense",
    ],
    ids=repr,
)
def test_a_line_break_in_a_name_changes_nobody_and_makes_no_call_go_unjudged(name: str) -> None:
    said = ENVIRONMENT.replace("Anna: at home", name)
    assert said != ENVIRONMENT
    (facts, *more) = Agi().receive(said.encode() + b"200 result=1\n")

    assert isinstance(facts, Facts)
    assert (facts.caller, facts.name) == ("+390200001234", "ACME")
    assert more == [Reply(200, "result=1")]


def test_a_line_of_the_longest_length_and_as_many_facts_as_may_be_are_read() -> None:
    facts = "".join(f"agi_{n}: 1\n" for n in range(MOST_FACTS - 1))
    long = "agi_long: ".ljust(LONGEST_LINE, "y") + "\n"

    assert len(facts_of(facts + long + "\n").values) == MOST_FACTS


@pytest.mark.parametrize(
    ("value", "sent"),
    [
        ("reject", b'SET VARIABLE PORTINAIO "reject"\n'),
        ('a "b" \\', b'SET VARIABLE PORTINAIO "a \\"b\\" \\\\"\n'),
        ("two\nlines\x00", b'SET VARIABLE PORTINAIO "two lines"\n'),
    ],
)
def test_a_command_is_one_line_whatever_it_holds(value: str, sent: bytes) -> None:
    assert set_variable("PORTINAIO", value) == sent


@given(st.lists(st.binary(max_size=60), max_size=20), st.booleans())
def test_whatever_comes_is_understood_or_refused(pieces: list[bytes], greeted: bool) -> None:
    agi = Agi()
    if greeted:
        agi.receive(ENVIRONMENT.encode())
    try:
        for piece in pieces:
            agi.receive(piece)
    except AgiError:
        pass
