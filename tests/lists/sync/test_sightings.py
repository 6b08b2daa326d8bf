"""A list that gives no days: since when its rows were seen to stand there so, and what that survives."""

from __future__ import annotations

import json
import os
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from list_server import ok
from portinaio.core import score
from portinaio.core.numbers.pattern import key, stored
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.lookup import OpenLists
from portinaio.lists.sync.files import SEEN_KEPT_S
from synced_list import phoneblock
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from portinaio.core.facts import Hit
    from synced_list import AList

TODAY = FROZEN_NOW.date()
LATER = "+390200001299"
OTHERS = "".join(f"+39020001{n:04}\n" for n in range(60))


def plain(*numbers: str) -> bytes:
    return ok("".join(f"{number}\n" for number in numbers).encode() + OTHERS.encode())


def after(a_list: AList, days: int) -> AList:
    a_list.now = FROZEN_NOW + timedelta(days=days)
    return a_list


def hit(a_list: AList, number: str = STRANGER) -> Hit:
    open_lists = OpenLists(a_list.list_files.folder)
    open_lists.add("spam-it", 0.8, a_list.list_files.index("spam-it"))
    (found,) = open_lists.look_up(key(number[1:]), a_list.now.date()).hits
    return found


def since(a_list: AList, number: str = STRANGER) -> int | None:
    """How many days after the beginning, as a look-up has it."""
    day = hit(a_list, number).since
    return None if day is None else (day - TODAY).days


def points(a_list: AList) -> int:
    return score.joined([score.weight_of(hit(a_list), a_list.now.date())])


@pytest.fixture
def counted(a_list):
    """Each row is a complaint."""
    a_list.wanted = a_list.wanted._replace(complaints=True)
    return a_list


def test_each_number_is_dated_by_the_sync_that_first_saw_it(a_list):
    a_list.renews(plain(STRANGER))
    after(a_list, 3).renews(plain(STRANGER, LATER))

    assert (since(a_list), since(a_list, LATER)) == (0, 3)


def test_a_beginning_and_a_stretch_are_dated_too(a_list):
    a_list.renews(plain("+390844*", STRANGER))
    after(a_list, 3).renews(plain("+390844*", "+390200001300..+390200001399", STRANGER))

    assert (since(a_list, "+390844000000"), since(a_list, "+390200001350")) == (0, 3)


def test_a_day_that_the_server_gives_its_list_is_that_of_what_is_new(a_list):
    a_list.renews(plain())
    answer = plain(STRANGER).replace(
        b"\r\n", b"\r\nLast-Modified: Wed, 25 Nov 2026 10:00:00 GMT\r\n", 1
    )

    after(a_list, 3).renews(answer)

    assert since(a_list) == 1


@pytest.mark.parametrize(
    ("modified", "dated"),
    [
        pytest.param("Thu, 01 Jan 1970 00:00:01 GMT", 0, id="the epoch of Unix"),
        pytest.param("Tue, 01 Jan 1980 00:00:00 GMT", 0, id="the epoch of DOS"),
        pytest.param("Sun, 31 Dec 1989 23:59:59 GMT", 0, id="before the web"),
        pytest.param("not a day", 0, id="no day"),
    ],
)
def test_a_day_that_no_server_can_mean_dates_nothing(a_list, modified, dated):
    answer = f"+390200001234\n{OTHERS}".encode()

    a_list.renews(ok(answer, f"Last-Modified: {modified}"))

    assert since(a_list) == dated


def test_a_row_keeps_its_day_though_its_server_calls_the_list_older(a_list):
    day = TODAY - timedelta(days=2)
    rows = f"number,reports,last\n{STRANGER},9,{day}\n+390200001299,9,\n".encode()

    a_list.renews(ok(rows, "Last-Modified: Sat, 01 Jan 2022 08:00:00 GMT"))

    assert hit(a_list).last == day


def test_a_day_to_come_makes_no_row_fresh_for_ever(counted):
    rows = f"number,reports,last\n{STRANGER},9,2099-01-01\n".encode()
    counted.renews(ok(rows))

    after(counted, 30).renews(ok(rows + OTHERS.encode()))

    assert since(counted) == 0


@pytest.mark.parametrize(
    ("times", "dated"),
    [
        pytest.param((1, 2), 3, id="one more"),
        pytest.param((2, 2), 0, id="as many"),
        pytest.param((3, 2), 0, id="one less, since a window passes on"),
    ],
)
def test_a_number_is_dated_anew_when_more_people_complain(counted, times, dated):
    before, now = times
    counted.renews(plain(*[STRANGER] * before))
    after(counted, 3).renews(plain(*[STRANGER] * now, LATER))

    assert since(counted) == dated


def test_a_count_that_fell_and_rises_again_is_a_further_complaint(counted):
    counted.renews(plain(*[STRANGER] * 3))
    after(counted, 3).renews(plain(*[STRANGER] * 2))
    after(counted, 5).renews(plain(*[STRANGER] * 3))

    assert since(counted) == 5


@pytest.mark.parametrize(
    ("days", "dated"), [(7, 0), (8, 9)], ids=["for a week", "for more than a week"]
)
def test_a_number_that_a_publisher_has_lost_and_found_is_as_old_as_before(a_list, days, dated):
    a_list.renews(plain(STRANGER))
    after(a_list, 1).renews(plain(LATER))
    after(a_list, 1 + days).renews(plain(STRANGER))

    assert since(a_list) == dated


def test_one_complaint_that_is_gone_and_there_again_is_another_one(counted):
    counted.renews(plain(STRANGER))
    after(counted, 1).renews(plain(LATER))
    after(counted, 2).renews(plain(STRANGER))

    assert since(counted) == 2


def test_complaints_that_are_counted_from_now_on_are_as_old_as_before(a_list):
    a_list.renews(plain(STRANGER, STRANGER))
    a_list.wanted = a_list.wanted._replace(complaints=True)

    after(a_list, 3).renews(plain(STRANGER, STRANGER))

    assert (hit(a_list).reporters, since(a_list)) == (2, 0)


DATED = ok(f"number,last\n{STRANGER},2026-11-20\n".encode())


def test_a_day_that_the_list_gives_is_believed_and_none_is_kept_beside_it(a_list):
    a_list.renews(DATED)

    assert (hit(a_list).last, since(a_list)) == (date(2026, 11, 20), None)
    assert not a_list.list_files.sightings("spam-it").exists()


def test_a_list_that_gives_days_from_now_on_is_dated_by_them(a_list):
    a_list.renews(ok(f"number,last\n{STRANGER},\n".encode()))
    after(a_list, 3).renews(DATED)

    assert (hit(a_list).last, since(a_list)) == (date(2026, 11, 20), None)


def test_nobody_else_may_read_since_when_numbers_are_listed(a_list):
    a_list.renews(plain(STRANGER))

    assert a_list.list_files.sightings("spam-it").stat().st_mode & 0o777 == 0o600


# -- what the days survive


def two_syncs(a_list: AList) -> AList:
    a_list.renews(plain(STRANGER))
    after(a_list, 3).renews(plain(STRANGER, LATER))
    return after(a_list, 9)


def days(a_list: AList) -> tuple[int | None, int | None]:
    return since(a_list), since(a_list, LATER)


def damage(a_list: AList) -> None:
    index = a_list.list_files.index("spam-it")
    index.unlink()
    index.write_bytes(b"torn")


@pytest.mark.parametrize("away", [True, False], ids=["with its server away", "and fetched again"])
def test_days_survive_that_a_list_is_built_anew(a_list, away):
    damage(two_syncs(a_list))

    a_list.renews(ok(b"", status="503 Service Unavailable") if away else None)

    assert days(a_list) == (0, 3)


def test_days_survive_that_a_list_is_taken_off_and_added_again(a_list):
    two_syncs(a_list).list_files.remove("spam-it")
    a_list.state = a_list.state._replace(updated=None, etag="", digest="", version="")

    a_list.renews()

    assert days(a_list) == (0, 3)


def test_another_list_of_the_same_name_does_not_inherit_them(a_list):
    two_syncs(a_list).list_files.remove("spam-it")
    a_list.wanted = a_list.wanted._replace(urls=(a_list.server.url("/other"),))
    a_list.server.answers["/other"] = plain(STRANGER, LATER)

    a_list.renews()

    assert days(a_list) == (9, 9)


@pytest.mark.parametrize(
    ("late_s", "kept"), [(-60, True), (60, False)], ids=["kept", "thrown away"]
)
def test_days_of_a_list_that_was_taken_off_are_kept_for_ninety_days(a_list, late_s, kept):
    two_syncs(a_list).list_files.remove("spam-it")
    file = a_list.list_files.sightings("spam-it")
    then = file.stat().st_mtime - SEEN_KEPT_S - late_s
    os.utime(file, (then, then))

    with a_list.list_files.sole("another"):
        pass

    assert file.exists() is kept


def test_days_of_a_list_that_is_there_are_kept_however_long_nothing_changes(a_list):
    file = two_syncs(a_list).list_files.sightings("spam-it")
    os.utime(file, (0, 0))

    with a_list.list_files.sole("spam-it"):
        pass

    assert file.exists()


@pytest.mark.parametrize("step", ["keep_sightings", "keep", "install"])
def test_a_sync_that_is_killed_between_its_steps_loses_no_day(a_list, step, monkeypatch):
    a_list.renews(plain(STRANGER))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(a_list.list_files, step, killed)
        with pytest.raises(KeyboardInterrupt):
            after(a_list, 3).renews(plain(STRANGER, LATER))
    after(a_list, 4).renews()

    assert days(a_list) == (0, 4 if step == "keep_sightings" else 3)  # the next sync is its first


def test_a_list_that_is_refused_dates_nothing(a_list):
    a_list.renews(plain(STRANGER))
    refused = after(a_list, 3).renews(ok(f"{STRANGER}\n{LATER}\n".encode())).state.state

    after(a_list, 5).renews(plain(STRANGER, LATER))

    assert (refused, days(a_list)) == ("refused", (0, 5))


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(lambda _: b"", id="empty"),
        pytest.param(lambda data: data[:40], id="cut off in its head"),
        pytest.param(lambda data: data[:-1], id="cut off"),
        pytest.param(lambda data: data + bytes(14), id="with something behind it"),
        pytest.param(lambda data: data[:70] + b"\xff" + data[71:], id="with another byte"),
        pytest.param(lambda data: b"NSS9" + data[4:], id="of another version"),
    ],
)
def test_days_that_are_damaged_begin_anew(a_list, damaged):
    file = two_syncs(a_list).list_files.sightings("spam-it")
    file.write_bytes(damaged(file.read_bytes()))

    state = a_list.renews(plain(STRANGER, LATER, "+390200001298")).state

    assert (state.state, days(a_list)) == ("ok", (9, 9))


def test_a_clock_that_was_years_ahead_leaves_no_days_to_come(a_list):
    after(a_list, 3000).renews(plain(STRANGER))
    after(a_list, 1).renews(plain(STRANGER, LATER))

    assert days(a_list) == (1, 1)


def test_days_survive_increments_and_what_those_bring_is_dated(a_list):
    a_list.wanted = a_list.wanted._replace(changes=a_list.server.url("/changes?since={version}"))
    a_list.renews(ok(phoneblock(7, n1234=10, n1235=10, n1236=10)))
    a_list.server.answers["/changes?since=7"] = ok(phoneblock(8, n1235=11, n1236=10, n1299=4))
    after(a_list, 3).renews()
    found = [since(a_list, f"+39020000{n}") for n in (1234, 1235, 1236, 1299)]

    damage(a_list)
    after(a_list, 9).renews()

    again = [since(a_list, f"+39020000{n}") for n in (1234, 1235, 1236, 1299)]
    assert (found, again) == ([0, 3, 0, 3], [0, 3, 0, 3])


def test_a_day_to_come_that_an_increment_brings_is_none(a_list):
    a_list.wanted = a_list.wanted._replace(changes=a_list.server.url("/changes?since={version}"))
    a_list.renews(ok(phoneblock(7, n1234=10, n1235=10)))
    tomorrow, later = (
        round((a_list.now + timedelta(days=days)).timestamp() * 1000) for days in (1, 400)
    )
    numbers = [
        {"phone": "+390200001234", "votes": 12, "lastActivity": later},
        {"phone": "+390200001235", "votes": 12, "lastActivity": tomorrow},
    ]
    changes = json.dumps({"numbers": numbers, "version": 8}).encode()
    a_list.server.answers["/changes?since=7"] = ok(changes)

    a_list.renews()

    found = [hit(a_list, number) for number in (STRANGER, "+390200001235")]
    assert [(each.since, each.last) for each in found] == [(TODAY, TODAY), (None, TODAY)]


# -- how long it counts


NOTHING_NEW = b"HTTP/1.1 304 Not Modified\r\n\r\n"


@pytest.mark.parametrize("answer", [None, NOTHING_NEW], ids=["the same bytes", "nothing new"])
def test_a_curated_list_that_is_checked_every_day_is_as_good_after_five_weeks(a_list, answer):
    a_list.renews(plain(STRANGER).replace(b"\r\n", b'\r\nETag: "v1"\r\n', 1))

    for day in range(1, 36):
        assert after(a_list, day).renews(answer).state.state == "ok"

    assert (points(a_list), since(a_list)) == (60, 0)


def test_a_curated_list_that_cannot_be_checked_fades(a_list):
    a_list.renews(plain(STRANGER))

    for day in range(1, 36):
        after(a_list, day).renews(ok(b"", status="503 Service Unavailable"))

    assert points(a_list) == 49


def test_complaints_fade_though_their_list_is_renewed(counted):
    counted.renews(plain(*[STRANGER] * 3))

    for day in range(1, 36):
        after(counted, day).renews()

    assert points(counted) == 49


def test_a_curated_list_that_is_built_anew_is_as_fresh_as_it_was_last_found(a_list):
    a_list.renews(plain(STRANGER))
    after(a_list, 35).renews()
    damage(a_list)

    a_list.renews(ok(b"", status="503 Service Unavailable"))

    assert points(a_list) == 60


def test_a_neighbour_on_a_curated_list_that_is_renewed_says_as_much_as_ever(a_list):
    a_list.renews(plain(*(f"+39020000123{n}" for n in range(10))))
    after(a_list, 250).renews()
    index = ListIndex.open(a_list.list_files.index("spam-it"))

    worths = index.near(key(STRANGER[1:]), a_list.now.date().toordinal())

    assert set(worths.values()) == {1.0}


def test_a_stretch_of_a_list_keeps_its_row_when_it_is_seen_again(a_list):
    a_list.renews(plain("+390200001300..+390200001399"))

    assert tuple(after(a_list, 3).renews(plain("+390200001300..+390200001399")).difference) == (
        0,
        0,
        0,
    )
    low = stored("+390200001300..+390200001399").low
    assert ListIndex.open(a_list.list_files.index("spam-it")).find(low).seen
