"""`import --as calls`: what other logs remember comes into ours once, and nothing is made up."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import AClient, a_client, a_context, a_logged_call, a_rejected_call
from portinaio.core.logged import IMPORTED
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portinaio.api.answers import ImportAnswer

NOW = FROZEN_NOW.astimezone()  # on the wall of the house
CALLED = "+390200001235"


def fritzbox(*rows: tuple[str, timedelta, str]) -> bytes:
    """Kind, how long ago, and the number."""
    head = "sep=;\nTyp;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer\n"
    lines = [
        f"{kind};{NOW - ago:%d.%m.%y %H:%M};;{number};;0200005678;0:05\n"
        for kind, ago, number in rows
    ]
    return (head + "".join(lines)).encode()


def android(*rows: tuple[str, timedelta, str]) -> bytes:
    calls = "".join(
        f'<call type="{kind}" date="{int((NOW - ago).timestamp() * 1000)}" number="{number}"'
        ' duration="3" presentation="1"/>'
        for kind, ago, number in rows
    )
    return f"<calls>{calls}</calls>".encode()


HOUR = timedelta(hours=1)
BOX = fritzbox(("1", HOUR, "0200001234"), ("2", 2 * HOUR, "0200001234"), ("4", HOUR, CALLED))
TELEPHONE = android(("1", HOUR, "0200001234"), ("6", 2 * HOUR, STRANGER), ("2", HOUR, CALLED))


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(
        a_context(tmp_path, 'country = "IT"\n[[line]]\nname = "home"\nkind = "replay"\n')
    )
    client.context.home.make()
    yield client
    client.context.close()


def brings(client: AClient, data: bytes, **how: Any) -> ImportAnswer:
    return client.import_file("calls", data, "calls", **how)


def counts(answer: ImportAnswer) -> tuple[int, int, int]:
    return answer["accepted"], answer["updated"], len(answer["rejected"])


def test_a_caller_behind_a_code_has_his_number(client):
    brings(client, fritzbox(("1", HOUR, "*0200001234")))

    assert client.calls()[0]["number"] == STRANGER


def test_a_code_that_was_dialled_makes_nobody_known(client):
    answer = brings(client, fritzbox(("4", HOUR, "*21*0200001234#")))

    assert [bad["reason"] for bad in answer["rejected"]] == [
        "a code stands with the number; write +390200001234"
    ]


def test_a_call_that_nobody_judged_has_no_verdict(client):
    brings(client, BOX)

    call = client.calls()[0]
    assert {
        key: call[key] for key in ("label", "score", "suspected", "findings", "attestation")
    } == {
        "label": "unknown",
        "score": 0,
        "suspected": False,
        "findings": [],
        "attestation": "none",
    }
    assert (call["line"], call["action"], call["outcome"], call["because"]) == (
        IMPORTED,
        "ring",
        "done",
        "taken over from calls; nobody judged it then",
    )


def test_a_call_keeps_who_called_whom_when_and_for_how_long(client):
    brings(client, BOX)

    call = client.calls()[0]
    assert (call["number"], call["calling"], call["called"], call["talked_s"], call["at"]) == (
        STRANGER,
        "0200001234",
        "0200005678",
        300.0,
        (NOW - HOUR).isoformat(timespec="seconds"),
    )


def test_what_another_device_turned_away_is_said_to_be_its_deed(client):
    brings(client, TELEPHONE)

    call = client.calls()[1]
    assert (call["label"], call["action"], call["because"]) == (
        "unknown",
        "reject",
        "turned away by another device, as calls has it",
    )


def test_on_what_another_device_turned_away_nobody_talked_though_its_log_tells_no_lengths(client):
    log = "CallLogID,Name,Number,SystemDateTime,Action\n1,,0200001234,2026-11-24 13:00:00,Blocked\n"
    brings(client, log.encode())

    assert client.calls()[0]["talked_s"] == 0


@pytest.mark.parametrize("data", [BOX, TELEPHONE], ids=["a FRITZ!Box", "a telephone"])
def test_importing_twice_adds_nothing(client, data):
    first, again = brings(client, data), brings(client, data)

    assert (counts(first), counts(again), len(client.calls())) == ((3, 0, 0), (0, 0, 0), 2)


def test_our_own_log_adds_nothing_to_itself(client):
    for call_id, ms in ((1, 100_000), (2, 900_000)):
        at = FROZEN_NOW.replace(microsecond=ms)
        client.context.store.calls.record(a_rejected_call(call_id, at=at))

    assert counts(brings(client, json.dumps(client.calls()).encode())) == (0, 0, 0)


def test_our_own_log_brings_back_what_was_forgotten(client):
    client.context.store.calls.record(a_rejected_call(1, score=74, notes="again"))
    (before,) = client.calls()
    client.forget_call(1)

    brings(client, json.dumps([before]).encode())

    (after,) = client.calls()
    same = before | {"id": after["id"], "line": IMPORTED, "at": after["at"]}
    assert (after, after["id"]) == (same, 2)


def test_a_log_that_counts_minutes_may_hold_two_calls_of_one(client):
    twice = fritzbox(("2", HOUR, STRANGER), ("2", HOUR, STRANGER))
    at = (NOW - HOUR).replace(second=41)
    client.context.store.calls.record(a_logged_call(1, at=at, number=STRANGER))

    assert (counts(brings(client, twice)), len(client.calls())) == ((1, 0, 0), 2)


def test_whom_the_user_called_is_known(client):
    brings(client, BOX)

    check = client.check(CALLED)
    assert (check["label"], check["findings"][0]["code"], len(client.calls())) == (
        "known",
        "called_before",
        2,
    )


def test_a_later_call_to_somebody_changes_the_day(client):
    brings(client, android(("2", timedelta(days=9), CALLED)))

    assert [counts(brings(client, android(("2", HOUR, CALLED)))) for _ in range(2)] == [
        (0, 1, 0),
        (0, 0, 0),
    ]


def test_a_dry_run_changes_nothing(client):
    answer = brings(client, BOX, dry_run=True)

    check = client.check(CALLED)
    assert (counts(answer), client.calls(), check["label"]) == ((3, 0, 0), [], "unknown")


@pytest.mark.parametrize(
    ("ago", "reason"),
    [(timedelta(days=91), "90 days that the log is kept"), (timedelta(days=-3), "in the future")],
)
def test_what_the_log_would_not_keep_is_refused_with_its_row(client, ago, reason):
    (bad,) = brings(client, android(("1", HOUR, STRANGER), ("1", ago, STRANGER)))["rejected"]

    assert (bad["line"], bad["text"], reason in bad["reason"]) == (2, STRANGER, True)


def test_a_call_made_long_ago_still_counts_as_made(client):
    brings(client, android(("2", timedelta(days=400), CALLED)))

    assert client.check(CALLED)["label"] == "known"


def test_an_emergency_call_of_the_past_opens_nothing(client):
    answer = brings(client, android(("2", HOUR, "112")))

    assert (counts(answer), client.check(STRANGER)["label"]) == ((0, 0, 1), "unknown")


def test_a_file_that_breaks_off_leaves_nothing_behind(client):
    with pytest.raises(Exception, match="its end is missing"):
        brings(client, TELEPHONE[:-9])

    assert (client.calls(), client.check(CALLED)["label"]) == ([], "unknown")


def test_national_numbers_are_those_of_the_region(client):
    brings(client, android(("1", HOUR, "030 90181200")), region="de")

    assert [call["number"] for call in client.calls()] == ["+493090181200"]


def test_a_number_that_a_box_does_not_know_was_withheld(client):
    brings(client, fritzbox(("2", HOUR, "")))

    (call,) = client.calls()
    assert (call["number"], call["presentation"]) == (None, "restricted")


def test_a_call_that_rings_meanwhile_keeps_its_id_to_itself(client):
    calls = client.context.store.calls
    live = calls.next_id()
    brings(client, TELEPHONE)
    calls.record(a_logged_call(live))

    assert sorted([*(call["id"] for call in client.calls()), calls.next_id()]) == [1, 2, 3, 4]


def test_imported_calls_fit_the_seals_of_the_log(client):
    client.context.store.calls.record(a_logged_call(1))
    brings(client, BOX)

    assert client.context.store.seals.faults() == []


def test_listeners_read_the_log_anew(client):
    told = []
    client.context.publish = lambda name, content: told.append((name, content()))

    brings(client, BOX)

    assert ("forgotten", {"id": None}) in told


INTERNATIONAL = """country = "IT"
[[line]]
name = "home"
kind = "replay"
number = "+390200001235"
caller_numbers = "international"
[[line]]
name = "office"
kind = "replay"
number = "+390200001236"
"""


@pytest.mark.parametrize(
    ("line", "number"),
    [
        pytest.param("home", "+442079460123", id="a line whose foreign callers lack their +"),
        pytest.param("office", None, id="one whose callers have it"),
        pytest.param("", None, id="no line is said"),
    ],
)
def test_callers_are_read_as_the_line_on_which_they_came_has_them(tmp_path, line, number):
    client = a_client(a_context(tmp_path, INTERNATIONAL))
    client.context.home.make()
    brings(client, fritzbox(("1", HOUR, "442079460123")), line=line)

    assert (client.calls()[0]["number"] == number) is bool(number)
    client.context.close()


@pytest.mark.parametrize("line", ["home", "office"])
def test_national_callers_of_either_line_have_their_number(tmp_path, line):
    client = a_client(a_context(tmp_path, INTERNATIONAL))
    client.context.home.make()
    brings(client, fritzbox(("1", HOUR, "0200001234")), line=line)

    assert client.calls()[0]["number"] == STRANGER
    client.context.close()


@pytest.mark.parametrize("kind", ["1", "4"], ids=["who called", "whom the user called"])
def test_a_country_code_that_stood_twice_in_a_log_is_told(client, kind):
    answer = brings(client, fritzbox((kind, HOUR, "+39390200001234")), called=CALLED)

    assert answer["remarks"] == [
        "in 1 number the country code stood twice; it is kept with it once"
    ]


@pytest.mark.parametrize(
    ("region", "told"),
    [(None, ["of 6 numbers without a country code only 0 exist in IT"]), ("US", [])],
)
def test_a_log_of_another_country_is_told(client, region, told):
    rows = (("1", n * HOUR, f"202555010{n}") for n in range(1, 7))
    answer = brings(client, fritzbox(*rows), region=region, called="+12125550123")

    assert [said[: len(t)] for said, t in zip(answer["remarks"], told, strict=True)] == told
