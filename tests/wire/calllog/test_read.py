"""Logs of calls that other devices have kept: what is taken from each, and what is refused with its row."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.call import Presentation
from portinaio.core.evidence import Rejected
from portinaio.core.policy import Action
from portinaio.core.verdict import Label
from portinaio.errors import UsageError
from portinaio.wire.calllog import android, read
from portinaio.wire.calllog.past_call import CallType, PastCall
from portinaio.wire.calllog.read import READERS, read_calls

FRITZBOX = """sep=;
Typ;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer
1;24.11.26 14:02;Jürgen Maß;0200001234;Telefon;Internet: 0200005678;1:05
2;24.11.26 13:00;;;;0200005678;0:00
4;23.11.26 09:08;;0200001235;Telefon;Internet: 0200005678;0:02
3;22.11.26 09:08;;0200001236;;0200005678;0:00
"""
ANDROID = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<calls count="4">
  <call number="0200001234" duration="63" date="1795525320000" type="1" presentation="1" contact_name="(Unknown)" />
  <call number="" duration="0" date="1795525320000" type="3" presentation="2" />
  <call number="-1" duration="0" date="1795525320000" type="5" presentation="1" />
  <call number="+390200001236" duration="0" date="1795525320000" type="6" presentation="1" contact_name="Nobody" />
  <call number="0200001235" duration="9" date="1795525320000" type="2" presentation="1" />
</calls>
"""
OWN = {
    "id": 3,
    "at": "2026-11-24T14:02:00+01:00",
    "line": "home",
    "number": "+390200001234",
    "calling": "0200001234",
    "called": "",
    "name": "",
    "presentation": "allowed",
    "attestation": "none",
    "label": "reported",
    "score": 74,
    "suspected": False,
    "findings": [
        {"code": "listed", "weight": 74, "final": False, "text": "100 % bad", "source": "spam-it"}
    ],
    "action": "reject",
    "because": "100 % bad",
    "outcome": "done",
    "cause": "SIP 607",
    "acted_ms": 3.5,
    "rang_s": None,
    "talked_s": None,
    "notes": "again",
}

OTHERS = [
    json.dumps(
        [
            {
                "phone_number": "0200001234",
                "type": "MISSED",
                "date": "2026-11-24 14:02:00",
                "duration": "0",
            }
        ]
    ),
    "Call type,Date,Duration,Number\nIncoming,24/11/2026 14:02,1:03,0200001234\n",
    "CID: *DATE*11242026*TIME*1402*LINE*POTS*NMBR*0200001234*MESG*NONE*NAME*ANNA*\n",
    "INSERT INTO `CallLog` (Number, SystemDateTime, Action) VALUES ('0200001234','2026-11-24 14:02:00','Blocked');\n",
    "calldate,src,dst,disposition,uniqueid\n2026-11-24 14:02:00,0200001234,200,BUSY,1795525320.7\n",
    f"{','.join(OWN)}\n3,2026-11-24T14:02:00+01:00,home,,,,,allowed,none,known,0,false,[],ring,x,done,,,,,\n",
]


def calls(text: str | bytes, format_: str = "") -> list[PastCall]:
    data = text if isinstance(text, bytes) else text.encode()
    found = list(read_calls(data, "calls", format_))
    assert [row for row in found if isinstance(row, Rejected)] == []
    return [row for row in found if isinstance(row, PastCall)]


def reasons(text: str) -> list[tuple[int, str]]:
    found = read_calls(text.encode(), "calls")
    return [(row.line, str(row.reason)) for row in found if isinstance(row, Rejected)]


def test_a_fritzbox_tells_who_called_when_and_for_how_long():
    answered = calls(FRITZBOX)[0]

    assert (answered.at, answered.party, answered.own, answered.name, answered.talked_s) == (
        datetime(2026, 11, 24, 14, 2),  # noqa: DTZ001  # a clock on the wall
        "0200001234",
        "0200005678",
        "Jürgen Maß",
        3900.0,
    )


def test_a_fritzbox_tells_what_became_of_each_call():
    deeds = [(call.call_type, call.talked_s, call.exact) for call in calls(FRITZBOX)]

    assert deeds == [
        (CallType.INCOMING, 3900.0, False),
        (CallType.INCOMING, 0.0, False),
        (CallType.OUTGOING, 0.0, False),
        (CallType.BLOCKED, 0.0, False),
    ]


@pytest.mark.parametrize(
    "header",
    [
        "Type;Date;Name;Telephone number;Extension;Telephone number;Duration",
        "Tipo;Data;Nome;Numero di telefono;Interno;Proprio numero;Durata",
    ],
)
def test_the_language_of_the_box_does_not_matter(header):
    text = FRITZBOX.replace("Typ;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer", header)

    assert calls(text) == calls(FRITZBOX)


def test_newer_boxes_put_the_area_between_number_and_extension():
    area = "sep=;\nTyp;Datum;Name;Rufnummer;Landes-/Ortsnetzbereich;Nebenstelle;Eigene Rufnummer;Dauer\n"
    row = "1;24.11.26 14:02;;0200001234;Milano;Telefon;0200005678;0:05\n"

    (call,) = calls(area + row)

    assert (call.party, call.own, call.talked_s) == ("0200001234", "0200005678", 300.0)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_a_box_may_write_in_the_character_set_of_windows(encoding, ends):
    assert calls(FRITZBOX.replace("\n", ends).encode(encoding)) == calls(FRITZBOX)


def test_a_file_may_be_separated_by_tabs():
    assert calls(FRITZBOX.replace("sep=;", r"sep=\t").replace(";", "\t")) == calls(FRITZBOX)


def test_without_a_4_nobody_knows_what_a_3_means():
    text = "".join(line for line in FRITZBOX.splitlines(True) if not line.startswith("4"))

    assert reasons(text) == [
        (5, "older boxes write 3 for calls made, newer ones for calls turned away")
    ]


def test_a_3_that_lasted_is_a_call_that_an_old_box_saw_being_made():
    old = "".join(line for line in FRITZBOX.splitlines(True) if not line.startswith("4"))
    made = "3;21.11.26 09:08;;0200001235;Telefon;0200005678;0:02\n"

    assert [call.call_type for call in calls(old + made)] == [
        CallType.INCOMING,
        CallType.INCOMING,
        CallType.OUTGOING,
        CallType.OUTGOING,
    ]


def test_a_10_tells_that_a_3_was_turned_away():
    new = "".join(line for line in FRITZBOX.splitlines(True) if not line.startswith("4"))

    assert [c.call_type for c in calls(new + "10;21.11.26 09:08;;0200001235;;0200005678;0:00\n")][
        2:
    ] == [CallType.BLOCKED, CallType.BLOCKED]


def test_an_android_telephone_tells_who_called_when_and_for_how_long():
    answered = calls(ANDROID)[0]

    assert (answered.at, answered.party, answered.name, answered.talked_s, answered.exact) == (
        datetime(2026, 11, 24, 13, 2, tzinfo=UTC),
        "0200001234",
        "",
        63.0,
        True,
    )


def test_an_android_telephone_tells_what_became_of_each_call():
    assert [(call.call_type, call.presentation, call.party) for call in calls(ANDROID)[1:]] == [
        (CallType.INCOMING, Presentation.RESTRICTED, ""),
        (CallType.INCOMING, Presentation.UNAVAILABLE, ""),
        (CallType.BLOCKED, Presentation.ALLOWED, "+390200001236"),
        (CallType.OUTGOING, Presentation.ALLOWED, "0200001235"),
    ]


@pytest.mark.parametrize(
    "text",
    [json.dumps([OWN, OWN]), json.dumps([OWN, OWN], indent=2), f"{json.dumps(OWN)}\n" * 2],
    ids=["a list", "a tidy list", "one a line"],
)
def test_our_own_log_brings_back_what_was_decided(text):
    judged = [call.judged for call in calls(text)]

    assert [
        (call.label, call.score, call.action, str(call.because), call.findings[0].source)
        for call in judged
        if call
    ] == [(Label.REPORTED, 74, Action.REJECT, "100 % bad", "spam-it")] * 2


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        pytest.param("1;24.11.26;;;;;0:01", "no date and time", id="no time"),
        pytest.param("1;31.02.26 10:00;;;;;0:01", "no date and time", id="no day"),
        pytest.param("7;24.11.26 10:00;;;;;0:01", "kind of call", id="no kind"),
        pytest.param("1;24.11.26 10:00;;;", "7 or 8 columns", id="cut short"),
        pytest.param("1;24.11.26 10:00;a;b;c;d;e;f;g", "7 or 8 columns", id="too wide"),
    ],
)
def test_a_row_of_a_box_that_is_no_call_is_refused(row, reason):
    assert reason in reasons(FRITZBOX + row)[0][1]


@pytest.mark.parametrize(
    "attributes",
    ['type="1"', 'type="1" date="soon"', 'type="1" date="9999999999999"', 'type="x" date="1"', ""],
)
def test_an_entry_of_a_telephone_that_is_no_call_is_refused(attributes):
    assert [row for row, _ in reasons(f"<calls><call {attributes}/></calls>")] == [1]


@pytest.mark.parametrize("key", [key for key in OWN if key not in {"id", "line", "suspected"}])
def test_a_call_of_ours_with_an_odd_value_is_refused_by_its_key(key):
    odd = json.dumps([OWN, OWN | {key: {"x": 1}}])

    assert [(row, reason.rpartition(" ")[2]) for row, reason in reasons(odd)] == [(2, key)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(json.dumps([OWN])[:-1], id="a list without its end"),
        pytest.param(json.dumps([OWN, OWN])[:-40], id="a call cut short"),
        pytest.param(json.dumps([OWN]) + "]", id="an end too many"),
        pytest.param(f"[{json.dumps(OWN)}, {'[' * 100_000}", id="too deep"),
        pytest.param(ANDROID[:-12], id="XML without its end"),
        pytest.param(
            '<!DOCTYPE calls [<!ENTITY a "b">]><calls><call number="&a;"/></calls>', id="an entity"
        ),
        pytest.param("<html><body>calls</body></html>", id="a web page"),
        pytest.param("", id="nothing"),
        pytest.param("number,reports\n+390200001234,3\n", id="numbers without calls"),
    ],
)
def test_a_file_that_is_no_whole_log_of_calls_is_refused(text):
    with pytest.raises(UsageError):
        list(read_calls(text.encode(), "calls"))


@pytest.mark.parametrize("length", [1 << 19, 3 << 20], ids=["long", "far too long"])
def test_a_tag_of_a_telephone_has_an_end(length):
    text = ANDROID.replace('"Nobody"', '"' + "a" * length + '"')

    if length < android.LONGEST_TAG:
        assert len(list(read_calls(text.encode(), "calls.xml"))) == 5
    else:
        with pytest.raises(UsageError, match="has a tag that is far too long"):
            list(read_calls(text.encode(), "calls.xml"))


@pytest.mark.parametrize(
    "declared",
    ['<!ENTITY a "b">', '<!ATTLIST call a1 CDATA "b" a2 CDATA "b">', "<!ELEMENT call ANY>"],
    ids=["entities", "attributes of every tag", "anything"],
)
def test_a_log_that_declares_a_language_of_its_own_is_refused(declared):
    text = ANDROID.replace("<calls", f"<!DOCTYPE calls [{declared}]><calls")

    with pytest.raises(UsageError, match="asks for entities"):
        list(read_calls(text.encode(), "calls.xml"))


def test_a_log_has_an_end(monkeypatch):
    monkeypatch.setattr(read, "MOST_CALLS", 3)

    with pytest.raises(UsageError, match="more than 3"):
        list(read_calls(FRITZBOX.encode(), "calls"))


@given(st.sampled_from(sorted(READERS)), st.binary(max_size=400))
def test_whatever_the_bytes_there_is_no_other_error(format_, data):
    try:
        rows = list(read_calls(data, "calls", format_))
    except UsageError:
        return

    assert all(isinstance(row, PastCall | Rejected) for row in rows)


@given(st.data())
def test_a_damaged_log_gives_calls_and_refusals(data):
    text = data.draw(st.sampled_from([FRITZBOX, ANDROID, json.dumps([OWN]), *OTHERS]))
    at = data.draw(st.integers(0, len(text)))
    damaged = text[:at] + data.draw(st.text(max_size=8)) + text[at + 3 :]
    try:
        rows = list(read_calls(damaged.encode("utf-8", "surrogatepass"), "calls"))
    except UsageError:
        return

    assert all(isinstance(row, PastCall | Rejected) for row in rows)


@pytest.mark.parametrize("text", OTHERS)
def test_a_file_of_each_kind_holds_one_call(text):
    assert len(calls(text)) == 1


def test_a_day_of_calls_is_read_in_the_order_of_the_file():
    moment = datetime(2026, 11, 24, 14, 2, tzinfo=UTC)
    rows = [OWN | {"at": (moment + timedelta(hours=n)).isoformat()} for n in range(24)]

    assert [call.at.hour for call in calls(json.dumps(rows))] == [(14 + n) % 24 for n in range(24)]
