"""`import --as calls` from several logs: one call is one, at the time it was, of the number that was called."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import AClient, a_client, a_context, a_logged_call
from portinaio.core.call import Presentation
from portinaio.countries.plans import plan_from, read_plan
from portinaio.daemon.asker import Asker, asked_by
from portinaio.daemon.files.log_sides import sided
from portinaio.daemon.files.wall_clock import zoned
from portinaio.errors import PortinaioError, UsageError
from portinaio.wire.calllog.past_call import CallType, PastCall
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = FROZEN_NOW.astimezone()
AT = (NOW - timedelta(hours=1)).replace(second=30, microsecond=0)
HOME, MOBILE = "+390200005678", "+393330000001"
CALLED = "+390200001235"
CONFIG = f'country = "IT"\n[[line]]\nname = "home"\nkind = "replay"\nnumber = "{HOME}"\n'
S, M = timedelta(seconds=1), timedelta(minutes=1)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path, CONFIG))
    client.context.home.make()
    yield client
    client.context.close()


@pytest.fixture
def rome(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Rome")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def fritzbox(*moments: datetime, number: str = STRANGER, own: str = "0200005678") -> bytes:
    head = "sep=;\nTyp;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer\n"
    return (
        head + "".join(f"2;{at:%d.%m.%y %H:%M};;{number};;{own};0:00\n" for at in moments)
    ).encode()


def table(*moments: datetime, number: str = STRANGER, kind: str = "Missed") -> bytes:
    rows = "".join(f"{kind},{at:%Y-%m-%d %H:%M:%S},{number}\n" for at in moments)
    return f"Call type,Date,Number\n{rows}".encode()


def ncid(*moments: datetime, number: str = STRANGER) -> bytes:
    return "".join(
        f"CID: *DATE*{at:%m%d%Y}*TIME*{at:%H%M}*LINE*-*NMBR*{number}*MESG*NONE*NAME*NO NAME*\n"
        for at in moments
    ).encode()


def asterisk(src: str, dst: str, context: str = "") -> bytes:
    return (
        f'"","{src}","{dst}","{context}","","SIP/1","","Dial","","{AT:%Y-%m-%d %H:%M:%S}","","",5,0,"NO ANSWER",'
        '"DOCUMENTATION","",""\n'
    ).encode()


def brings(client: AClient, *files: bytes, **how: Any) -> int:
    """How many calls there are afterwards."""
    for data in files:
        client.import_file("calls", data, "calls", **how)
    return len(client.calls())


@pytest.mark.parametrize("one", [fritzbox, table, ncid])
@pytest.mark.parametrize("other", [fritzbox, table, ncid])
def test_the_same_call_in_two_logs_is_one(client, one, other):
    assert brings(client, one(AT), other(AT)) == 1


@pytest.mark.parametrize("log", [fritzbox, table, ncid])
def test_a_call_that_a_line_of_ours_saw_is_no_other_in_another_log(client, log):
    client.context.store.calls.record(a_logged_call(1, at=AT + 3 * S, number=STRANGER))

    assert brings(client, log(AT)) == 1


@pytest.mark.parametrize(("apart", "count"), [(10 * S, 1), (11 * S, 2), (-10 * S, 1), (-11 * S, 2)])
def test_clocks_may_differ_by_ten_seconds(client, apart, count):
    client.context.store.calls.record(a_logged_call(1, at=AT, number=STRANGER))

    assert brings(client, table(AT + apart)) == count


@pytest.mark.parametrize(
    ("seconds", "count"), [(-11, 2), (-10, 1), (0, 1), (59, 1), (70, 1), (71, 2)]
)
@pytest.mark.parametrize("minutes_first", [True, False])
def test_a_log_of_minutes_means_any_moment_of_one(client, seconds, count, minutes_first):
    minute = AT.replace(second=0)
    files = [fritzbox(minute), table(minute + seconds * S)]

    assert brings(client, *(files if minutes_first else files[::-1])) == count


def test_two_logs_of_minutes_agree_on_the_minute(client):
    assert brings(client, fritzbox(AT), ncid(AT + M)) == 2


def test_two_calls_a_moment_apart_stay_two_in_each_log(client):
    calls = AT, AT + 8 * S

    assert brings(client, table(*calls), table(*calls), fritzbox(*calls)) == 2


def test_of_two_calls_the_nearer_one_is_the_same(client):
    client.context.store.calls.record(a_logged_call(1, at=AT + 8 * S, number=STRANGER))
    brings(client, table(AT, AT + 8 * S))

    assert sorted(call["at"] for call in client.calls()) == [
        at.isoformat(timespec="seconds") for at in (AT, AT + 8 * S)
    ]


def test_a_log_that_has_grown_adds_what_is_new(client):
    assert brings(client, table(AT), table(AT, AT + 8 * S), table(AT + 8 * S, AT)) == 2


def test_who_called_two_numbers_of_the_house_has_called_twice(client):
    assert brings(client, fritzbox(AT), fritzbox(AT, own="3330000001")) == 2


def test_who_calls_is_not_mixed_up(client):
    assert brings(client, table(AT), table(AT, number=CALLED)) == 2


@pytest.mark.parametrize("hidden", ["", "Anonym", "anonymous", "unknown", "000000"])
def test_logs_have_different_words_for_a_number_that_is_not_shown(client, hidden):
    assert brings(client, fritzbox(AT, number=""), table(AT, number=hidden)) == 1
    assert {call["number"] for call in client.calls()} == {None}


@pytest.mark.parametrize("code", ["*1919", "#########8", "**622"])
def test_a_code_in_a_log_is_nobody_who_was_called(client, code):
    answer = client.import_file("calls", table(AT, number=code, kind="Outgoing"), "calls")

    assert [bad["reason"] for bad in answer["rejected"]] in (
        ["no number that anybody could have called"],
        ["a code of a telephone, not a number"],
    )


@pytest.mark.parametrize("code", ["*1919", "#########8"])
def test_a_code_that_called_is_no_number_and_no_telephone_of_the_house(client, code):
    brings(client, table(AT, number=code))

    (call,) = client.calls()
    assert (call["number"], call["calling"], call["label"], call["findings"]) == (
        None,
        code,
        "unknown",
        [],
    )


@pytest.mark.parametrize(
    "data",
    [
        table(AT, number=CALLED, kind="Outgoing"),
        b"OUT: *DATE*%s*TIME*%s*NMBR*%s*"
        % (
            f"{AT:%m%d%Y}".encode(),
            f"{AT:%H%M}".encode(),
            CALLED.encode(),
        ),
        asterisk("200", CALLED),
        asterisk(HOME, CALLED),
    ],
    ids=["table", "ncid", "asterisk, a telephone", "asterisk, the number of the house"],
)
def test_whom_the_user_called_is_known_from_any_log(client, data):
    brings(client, data)

    assert client.check(CALLED)["findings"][0]["code"] == "called_before"


@pytest.mark.parametrize(
    ("src", "dst", "context", "seen"),
    [
        (STRANGER, HOME, "", (CallType.INCOMING, STRANGER, HOME)),
        (HOME, STRANGER, "", (CallType.OUTGOING, STRANGER, HOME)),
        (STRANGER, "200", "", (CallType.INCOMING, STRANGER, "")),
        (STRANGER, "s", "", (CallType.INCOMING, STRANGER, "")),
        ("200", STRANGER, "", (CallType.OUTGOING, STRANGER, "")),
        ("", "200", "", (CallType.INCOMING, "", "")),
        ("anonymous", HOME, "", (CallType.INCOMING, "anonymous", HOME)),
        ("200", "112", "", (CallType.OUTGOING, "112", "")),
        (STRANGER, CALLED, "from-trunk", (CallType.INCOMING, STRANGER, CALLED)),
        (STRANGER, CALLED, "from-internal", (CallType.OUTGOING, CALLED, STRANGER)),
        ("4000", "200", "from-trunk", (CallType.INCOMING, "4000", "")),
        ("201", "200", "from-internal", "a call between two telephones of the house"),
        (STRANGER, CALLED, "default", "neither is known to be yours"),
        (HOME, HOME, "", "neither is known to be yours"),
    ],
)
def test_a_telephone_system_tells_which_end_is_the_house(src, dst, context, seen):
    plan = plan_from(read_plan("IT"))
    row = PastCall(1, AT, src, CallType.THROUGH, own=dst, context=context)

    found = sided(row, plan, {HOME})

    if isinstance(seen, str):
        assert seen in str(found)
    else:
        assert isinstance(found, PastCall)
        assert (found.call_type, found.party, found.own) == seen


@pytest.mark.parametrize("how", [{"called": "02 0000 5678"}, {"line": "home"}])
def test_the_number_that_was_called_is_said_where_the_log_does_not(client, how):
    brings(client, table(AT), **how)

    assert client.calls()[0]["called"] == HOME


def test_a_number_that_the_log_says_stays(client):
    brings(client, fritzbox(AT, own="3330000001"), line="home")

    assert client.calls()[0]["called"] == "3330000001"


def test_without_it_nothing_is_assumed_and_that_is_said(client):
    (remark,) = client.import_file("calls", table(AT), "calls")["remarks"]

    assert client.calls()[0]["called"] is None
    assert "--called NUMBER or --line NAME" in str(remark)


def test_the_number_that_was_called_tells_the_sides_of_a_telephone_system(client):
    assert brings(client, asterisk(STRANGER, MOBILE)) == 0
    assert brings(client, asterisk(STRANGER, MOBILE), called=MOBILE) == 1


def test_a_number_of_the_house_is_one_of_the_country_of_the_log(client):
    log = asterisk("202-555-0101", "202-555-0199")

    assert brings(client, log, called="202-555-0199", region="us") == 1
    assert client.calls()[0]["number"] == "+12025550101"


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        ({"called": "home"}, "no number that could have been called"),
        ({"line": "attic"}, "there is no line attic"),
        ({"called": HOME, "line": "home"}, "not with both"),
    ],
)
def test_a_number_that_nobody_could_have_called_is_refused(client, how, sentence):
    with pytest.raises(UsageError, match=sentence):
        brings(client, table(AT), **how)


def test_the_number_that_was_called_belongs_to_a_log(client):
    with pytest.raises(UsageError, match="--as calls"):
        client.import_file("list.txt", b"+390200001234\n", "block", called=HOME)


def test_an_import_whose_asker_has_left_changes_nothing(client):
    asker = Asker()
    asker.leave()

    with asked_by(asker), pytest.raises(PortinaioError, match="nothing was changed"):
        brings(client, table(AT))

    assert client.calls() == []


def test_an_asker_who_leaves_while_it_is_written_leaves_what_was(client):
    asked = []

    def wanted() -> None:
        asked.append(1)
        if len(asked) == 2:
            raise PortinaioError("left")

    with pytest.raises(PortinaioError, match="left"):
        client.context.store.imported_calls.add(
            [a_logged_call(0)], {CALLED: AT.date()}, exact=True, wanted=wanted
        )

    assert (client.calls(), client.check(CALLED)["label"]) == ([], "unknown")
    assert client.context.store.seals.faults() == []


def wall(hour: int, minute: int = 0, day: int = 25, month: int = 10) -> datetime:
    return datetime(2026, month, day, hour, minute)  # noqa: DTZ001  # a clock on the wall


@pytest.mark.usefixtures("rome")
@pytest.mark.parametrize("newest_first", [False, True])
def test_the_hour_that_comes_twice_is_told_by_its_neighbours(newest_first):
    walls = [wall(1, 30), wall(2, 10), wall(2, 50), wall(2, 20), wall(2, 40), wall(3, 0)]
    offsets = [2, 2, 2, 1, 1, 1]
    way = slice(None, None, -1 if newest_first else 1)

    assert [at.utcoffset() for at in zoned(walls[way])] == [
        timedelta(hours=hours) for hours in offsets[way]
    ]


@pytest.mark.usefixtures("rome")
@pytest.mark.parametrize(
    ("at", "offset"),
    [
        (wall(14, month=7), 2),
        (wall(14, month=1), 1),
        (wall(2, 30), 2),  # nothing tells which; the first
        (wall(3, 30, day=29, month=3), 2),
        (datetime(2026, 7, 1, 12, tzinfo=UTC), 2),
    ],
)
def test_a_clock_on_the_wall_has_the_offset_of_its_day(at, offset):
    assert zoned([at])[0].utcoffset() == timedelta(hours=offset)


def test_a_withheld_word_is_presentation(client):
    brings(client, table(AT, number="Numero privato"))

    (call,) = client.calls()
    assert (call["number"], call["presentation"]) == (None, Presentation.RESTRICTED.value)


@pytest.mark.parametrize("offset", [-5, 2])
def test_a_zone_that_the_log_says_is_kept(client, offset):
    at = AT.astimezone(timezone(timedelta(hours=offset)))
    data = f"Call type,Date,Number\nMissed,{at:%Y-%m-%d %H:%M:%S%z},{STRANGER}\n".encode()

    brings(client, data)

    assert client.calls()[0]["at"] == at.isoformat(timespec="seconds")
