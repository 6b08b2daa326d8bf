"""The call list that a FRITZ!Box gives by TR-064, of new boxes and of old ones."""

from __future__ import annotations

from datetime import datetime

import pytest

from portinaio.core.evidence import Rejected
from portinaio.errors import UsageError
from portinaio.wire.calllog.fritzbox_xml import read, sniff
from portinaio.wire.calllog.past_call import CallType, PastCall
from portinaio.wire.calllog.read import read_calls, which_log
from portinaio.wire.fritzbox.records import LONGEST_TEXT


def a_call(**fields: str) -> str:
    known = {
        "Id": "7",
        "Type": "1",
        "Caller": "0200001234",
        "Called": "SIP: 0200005678",
        "CalledNumber": "0200005678",
        "Name": "Anna",
        "Port": "10",
        "Date": "24.11.26 14:02",
        "Duration": "0:05",
        **fields,
    }
    return "".join(["<Call>", *(f"<{k}>{v}</{k}>" for k, v in known.items()), "</Call>"])


def a_list(*calls: str) -> str:
    return f'<?xml version="1.0" encoding="utf-8"?>\n<root><timestamp>1</timestamp>{"".join(calls)}</root>'


def one(**fields: str) -> PastCall | Rejected:
    (found,) = read(a_list(a_call(**fields)), "calls.xml")
    return found


def test_a_call_has_what_the_box_knows_of_it() -> None:
    at = datetime(2026, 11, 24, 14, 2)  # noqa: DTZ001  # a clock on the wall

    assert one() == PastCall(
        1, at, "0200001234", own="0200005678", name="Anna", talked_s=300.0, exact=False
    )


@pytest.mark.parametrize(
    ("kind", "call_type", "talked_s"),
    [
        ("1", CallType.INCOMING, 300.0),
        ("2", CallType.INCOMING, 0.0),
        ("10", CallType.BLOCKED, 0.0),
    ],
)
def test_each_kind_that_comes_in_is_what_it_was(
    kind: str, call_type: CallType, talked_s: float
) -> None:
    call = one(Type=kind)

    assert isinstance(call, PastCall)
    assert (call.call_type, call.talked_s) == (call_type, talked_s)


@pytest.mark.parametrize("kind", ["3", "11"])
def test_whom_the_house_called_stands_in_the_other_field(kind: str) -> None:
    call = one(Type=kind, Caller="SIP: 0200005678", Called="0200000001", CallerNumber="0200005678")

    assert isinstance(call, PastCall)
    assert (call.call_type, call.party, call.own) == (
        CallType.OUTGOING,
        "0200000001",
        "0200005678",
    )


def test_an_old_box_names_the_account_before_the_number_that_was_called() -> None:
    call = one(CalledNumber="", Called="Internet: 0200005678")

    assert isinstance(call, PastCall)
    assert call.own == "0200005678"


@pytest.mark.parametrize("port", ["6", "40", "44"])
def test_whoever_spoke_to_the_answering_machine_spoke_to_nobody(port: str) -> None:
    call = one(Port=port)

    assert isinstance(call, PastCall)
    assert call.talked_s == 0


@pytest.mark.parametrize(
    "fields", [{"Type": "77"}, {"Type": "9"}, {"Date": "yesterday"}, {"Type": ""}]
)
def test_a_row_that_says_nothing_is_told(fields: dict[str, str]) -> None:
    assert isinstance(one(**fields), Rejected)


def test_a_list_is_known_by_its_look() -> None:
    data = a_list(a_call(), a_call(Type="3")).encode()

    assert which_log(data) == "fritzbox-xml"
    assert len(list(read_calls(data, "calls.xml"))) == 2
    assert sniff(a_list())


@pytest.mark.parametrize(
    "text",
    [
        a_list(a_call())[:-9],
        "<root><Call>",
        '<!DOCTYPE root [<!ENTITY a "b">]><root><Call><Name>&a;</Name></Call></root>',
        "",
    ],
)
def test_what_breaks_off_or_declares_anything_is_refused(text: str) -> None:
    with pytest.raises(UsageError):
        list(read(text, "calls.xml"))


@pytest.mark.parametrize("length", [LONGEST_TEXT, 100_000])
def test_a_text_that_never_ends_is_cut(length: int) -> None:
    call = one(Name="x" * length)

    assert isinstance(call, PastCall)
    assert len(call.name) == 200
