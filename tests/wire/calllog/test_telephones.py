"""Logs of telephones: an Android's by other programs, an iPhone's, and what their dates and words mean."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.call import Presentation
from portinaio.core.evidence import Rejected
from portinaio.errors import UsageError
from portinaio.wire.calllog.moments import Moments, seconds_of
from portinaio.wire.calllog.past_call import CallType, PastCall
from portinaio.wire.calllog.read import read_calls, which_log

SUPER_BACKUP = """<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>
<alllogs count="2">
  <log number="0200001234" time="24 nov 2026 14:02:00" date="1795525320000" type="1" name="Anna" new="1" dur="63" />
  <log number="0200001235" time="24 nov 2026 14:02:00" date="1795525320000" type="2" name="null" new="0" dur="9" />
</alllogs>
"""
TERMUX = [
    {
        "name": "Anna",
        "phone_number": "0200001234",
        "type": "INCOMING",
        "date": "2026-11-24 14:02:00",
        "duration": "01:03",
        "sim_id": "1",
    },
    {
        "name": "UNKNOWN_CALLER",
        "phone_number": "",
        "type": "MISSED",
        "date": "2026-11-24 13:00:00",
        "duration": "00:00",
    },
    {
        "name": "UNKNOWN_CALLER",
        "phone_number": "0200001236",
        "type": "BLOCKED",
        "date": "2026-11-24 12:00:00",
        "duration": "00:00",
    },
    {
        "name": "UNKNOWN_CALLER",
        "phone_number": "0200001235",
        "type": "OUTGOING",
        "date": "2026-11-24 11:00:00",
        "duration": "01:00:09",
    },
]
IMAZING = """Call type,Date,Duration,Number,Contact,Location,Service
Incoming,2026-11-24 14:02:00,00:01:03,0200001234,Anna,Milano,Phone
Missed,2026-11-24 13:00:00,00:00:00,,,,Phone: +390200005678
Outgoing,2026-11-24 11:00:00,01:00:09,0200001235,,,Phone
"""
ANSWERED = (datetime(2026, 11, 24, 14, 2), "0200001234", "Anna", 63.0)  # noqa: DTZ001  # a clock on the wall


def found(text: str) -> list[PastCall | Rejected]:
    return list(read_calls(text.encode(), "calls"))


def calls(text: str) -> list[PastCall]:
    rows = found(text)
    assert [row for row in rows if isinstance(row, Rejected)] == []
    return [row for row in rows if isinstance(row, PastCall)]


def answered(text: str) -> tuple[object, ...]:
    call = calls(text)[0]
    return call.at, call.party, call.name, call.talked_s


def table(kind: str, *, day: str = "2026-11-24 14:02:00") -> str:
    return f"Call type,Date,Duration,Number\n{kind},{day},1:03,0200001234\n"


def test_super_backup_tells_what_sms_backup_and_restore_does():
    assert [(call.at, call.party, call.name, call.talked_s) for call in calls(SUPER_BACKUP)] == [
        (datetime(2026, 11, 24, 13, 2, tzinfo=UTC), "0200001234", "Anna", 63.0),
        (datetime(2026, 11, 24, 13, 2, tzinfo=UTC), "0200001235", "", 0.0),
    ]


@pytest.mark.parametrize(("lasted", "talked_s"), [("63", 63.0), ("0", None)])
def test_of_a_call_that_another_device_answered_nought_is_no_length(lasted, talked_s):
    log = SUPER_BACKUP.replace('type="1"', 'type="7"').replace('dur="63"', f'dur="{lasted}"')

    assert calls(log)[0].talked_s == talked_s


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(json.dumps(TERMUX), id="termux"),
        pytest.param(json.dumps(TERMUX, indent=2), id="termux, tidy"),
        pytest.param("\n".join(map(json.dumps, TERMUX)), id="termux, one a line"),
        pytest.param(IMAZING, id="imazing"),
        pytest.param(IMAZING.replace(",", ";"), id="a table with semicolons"),
        pytest.param(IMAZING.replace(",", "\t").replace("\n", "\r\n"), id="a table with tabs"),
        pytest.param("sep=,\n" + IMAZING, id="a table for a spreadsheet"),
        pytest.param(
            "Direction,Name,Phone number,Date,Time,Duration (s)\nReceived,Anna,0200001234,24/11/2026,14:02:00,63\n",
            id="time in a column of its own",
        ),
        pytest.param(
            "Tipo;Data;Ora;Nome;Numero;Durata\nIn arrivo;24/11/2026;14:02:00;Anna;0200001234;1 min 3 s\n",
            id="in Italian",
        ),
        pytest.param(
            'Type,Date,Name,Number,Duration\nIncoming,"Nov 24, 2026 2:02:00 PM",Anna,0200001234,1:03\n',
            id="a month by its name",
        ),
    ],
)
def test_a_telephone_tells_who_called_when_and_for_how_long(text):
    assert answered(text) == ANSWERED


def test_termux_tells_what_became_of_each_call():
    assert [(c.call_type, c.presentation, c.talked_s) for c in calls(json.dumps(TERMUX))[1:]] == [
        (CallType.INCOMING, Presentation.UNAVAILABLE, 0.0),
        (CallType.BLOCKED, Presentation.ALLOWED, 0.0),
        (CallType.OUTGOING, Presentation.ALLOWED, 0.0),
    ]


@pytest.mark.parametrize(
    ("number", "presentation"),
    [
        ("-1", Presentation.UNAVAILABLE),
        ("-2", Presentation.RESTRICTED),
        ("-3", Presentation.UNAVAILABLE),
        ("Private", Presentation.RESTRICTED),
        ("0200001234", Presentation.ALLOWED),
    ],
)
def test_an_old_telephone_tells_a_hidden_number_from_a_lost_one(number, presentation):
    past = "0200001234" if number == "0200001234" else ""
    android = f'<calls count="1"><call number="{number}" duration="0" date="1795525320000" type="3" presentation="1" /></calls>'
    termux = json.dumps([{**TERMUX[0], "phone_number": number}])

    for text in (android, termux):
        (call,) = calls(text)
        assert (call.presentation, call.party) == (presentation, past)


@pytest.mark.parametrize(
    ("word", "call_type", "talked_s"),
    [
        ("Incoming", CallType.INCOMING, 63.0),
        ("Received call", CallType.INCOMING, 63.0),
        ("In entrata", CallType.INCOMING, 63.0),
        ("Eingehend", CallType.INCOMING, 63.0),
        ("Missed", CallType.INCOMING, 0.0),
        ("Incoming, no answer", CallType.INCOMING, 0.0),
        ("Senza risposta", CallType.INCOMING, 0.0),
        ("Persa", CallType.INCOMING, 0.0),
        ("Declined", CallType.INCOMING, 0.0),
        ("Outgoing", CallType.OUTGOING, 0.0),
        ("Outgoing (cancelled)", CallType.OUTGOING, 0.0),
        ("In uscita", CallType.OUTGOING, 0.0),
        ("Ausgehend", CallType.OUTGOING, 0.0),
        ("Blocked", CallType.BLOCKED, 0.0),
        ("Bloccata", CallType.BLOCKED, 0.0),
    ],
)
def test_a_word_tells_what_became_of_a_call(word, call_type, talked_s):
    (call,) = calls(table(f'"{word}"'))

    assert (call.call_type, call.talked_s) == (call_type, talked_s)


def test_a_row_with_another_word_is_refused():
    rows = found(table("Incoming") + "Video,2026-11-24 14:02:00,1:03,0200001234\n")

    assert [str(row.reason) for row in rows if isinstance(row, Rejected)] == [
        "this kind of call is not known"
    ]


@pytest.mark.parametrize("service", ["WhatsApp Video", "FaceTime Audio", "Signal Audio"])
def test_what_was_no_telephone_call_is_named(service):
    rows = found(IMAZING.replace("Milano,Phone", f"Milano,{service}"))

    assert [(row.line, str(row.reason)) for row in rows if isinstance(row, Rejected)] == [
        (2, f"not by telephone, but by {service}")
    ]


@pytest.mark.parametrize(
    ("days", "read"),
    [
        (["03/04/2026 10:00", "24/11/2026 10:00"], (3, 4)),
        (["03/04/2026 10:00", "11/24/2026 10:00"], (4, 3)),
        (["03/04/2026 10:00 AM"], (4, 3)),
        (["03/04/2026 10:00 AM", "24/11/2026 1:00 PM"], (3, 4)),
        (["03.04.2026 10:00"], (3, 4)),
        (["03-04-26 10:00"], (3, 4)),
        (["2026-04-03 10:00"], (3, 4)),
    ],
)
def test_the_other_rows_tell_whether_the_day_or_the_month_stands_first(days, read):
    at = Moments.of(days, "calls").read(days[0])

    assert at is not None
    assert (at.day, at.month) == read


@pytest.mark.parametrize(
    "days",
    [["03/04/2026 10:00"], ["24/11/2026 10:00", "11/24/2026 10:00"]],
    ids=["nothing tells", "both"],
)
def test_where_nothing_tells_day_from_month_the_file_is_refused(days):
    with pytest.raises(UsageError, match="the day or the month"):
        Moments.of(days, "calls")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2026-11-24T14:02:00Z", datetime(2026, 11, 24, 14, 2, tzinfo=UTC)),
        (
            "2026-11-24 14:02:00 +0100",
            datetime(2026, 11, 24, 14, 2, tzinfo=timezone(timedelta(hours=1))),
        ),
        ("24/11/2026, 12:02 AM", datetime(2026, 11, 24, 0, 2)),  # noqa: DTZ001  # a clock on the wall
        ("24/11/2026, 12:02 PM", datetime(2026, 11, 24, 12, 2)),  # noqa: DTZ001
        ("24 novembre 2026 alle 14:02", datetime(2026, 11, 24, 14, 2)),  # noqa: DTZ001
        ("24. Mai 2026 14:02", datetime(2026, 5, 24, 14, 2)),  # noqa: DTZ001
        ("2026-02-30 14:02", None),
        ("2026-11-24 13:02 PM", None),
        ("2026-11-24", None),
        ("soon", None),
    ],
)
def test_a_moment_is_read_as_it_was_meant_or_not_at_all(text, at):
    assert Moments.of([text, "24/11/2026 10:00"], "calls").read(text) == at


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("63", 63), ("1:03", 63), ("0:01:03", 63), ("1 min 3 s", 63), ("1h 2m", 3720), ("", None)],
)
def test_a_duration_is_seconds(text, seconds):
    assert seconds_of(text) == seconds


def test_a_table_of_something_else_is_no_log():
    assert which_log(b"Type,Date,Number\nspam,2026-11-24,0200001234\n") == ""


@given(st.text(max_size=70))
def test_whatever_stands_there_a_moment_is_one_or_none(text):
    at = Moments(day_first=True).read(text)

    assert at is None or isinstance(at, datetime)
