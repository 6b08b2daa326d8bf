"""The log of calls."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portinaio.core.call import Attestation, Presentation
from portinaio.core.checks.finding import Finding
from portinaio.core.logged import Heard
from portinaio.core.message import counted, msg, render
from portinaio.core.policy import Action, Outcome
from portinaio.core.verdict import Label
from portinaio.store.calls import _RECENT, Attempt, DayCount
from portinaio.store.codec import micros, moment, offset
from worlds import FROZEN_NOW, a_logged_call

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
JUDGED = a_logged_call(
    called="+390200000000",
    name="Luce & Gas",
    presentation=Presentation.RESTRICTED,
    attestation=Attestation.FAILED,
    label=Label.REPORTED,
    score=74,
    suspected=True,
    findings=(
        Finding(
            "listed",
            counted(
                "%(n)d reporter on %(list)s", "%(n)d reporters on %(list)s", 42, list="spam-it"
            ),
            73.5,
            source="spam-it",
        ),
        Finding("reserved_range", msg("range: %(meaning)s", meaning=msg("sales")), final=True),
    ),
    action=Action.REJECT,
    because=msg("quiet hours; %(because)s", because=msg("on %(list)s", list="spam-it")),
    outcome=Outcome.DONE,
    cause="SIP 607",
    acted_ms=1.25,
    rang_s=0.0,
    talked_s=12.5,
    notes="said nothing",
)


def ids(calls):
    return [call.id for call in calls]


@pytest.fixture
def week(store):
    """Seven calls, one a day, the last now; the reported one with id 3 is of the line "office"."""
    store.calls.record_many(
        a_logged_call(i, at=FROZEN_NOW - (7 - i) * DAY, number=f"+39020000000{i}")
        for i in range(1, 8)
    )
    third = store.calls.get(3)
    store.calls.record(
        third._replace(label=Label.REPORTED, line="office", name="LUCE È GAS", notes="Rang twice")
    )
    return store


def test_a_call_is_read_as_it_was_written(store):
    store.calls.record(JUDGED)

    assert store.calls.get(JUDGED.id) == JUDGED


@pytest.mark.parametrize(
    ("row", "times"),
    [
        pytest.param({"cause": "SIP 480", "rang_s": 3.001}, (None, None), id="our branch ended"),
        pytest.param({"cause": "SIP 480", "rang_s": 3.5}, (3.5, 0.0), id="not after three seconds"),
        pytest.param({"cause": "SIP 480", "rang_s": 2.9}, (2.9, 0.0), id="nor before"),
        pytest.param({"cause": "SIP 480", "rang_s": None}, (None, 0.0), id="unknown as it is"),
        pytest.param({"cause": "SIP 487", "rang_s": 3.0}, (3.0, 0.0), id="it was cancelled"),
        pytest.param(
            {"cause": "SIP 480", "rang_s": 3.0, "action": Action.REJECT}, (3.0, 0.0), id="rejected"
        ),
    ],
)
def test_the_seconds_of_a_branch_are_never_read_as_those_of_the_call(store, row, times):
    store.calls.record(a_logged_call(1, talked_s=0.0, **row))

    call = store.calls.get(1)
    assert (call.rang_s, call.talked_s) == times


def test_a_reason_can_still_be_said_in_another_language(store):
    store.calls.record(JUDGED)

    assert render(store.calls.get(1).because, None) == "quiet hours; on spam-it"


@pytest.mark.parametrize(
    "written",
    [
        "2026-11-24T09:30:00.000001+01:00",
        "2026-07-01T00:00:00+05:45",
        "1969-12-31T23:59:59.999999-03:30",
        "2026-11-24T09:30:00+00:00",
    ],
)
def test_the_time_comes_back_with_its_offset(store, written):
    store.calls.record(a_logged_call(at=datetime.fromisoformat(written)))

    assert store.calls.get(1).at.isoformat() == written


@pytest.mark.parametrize(
    ("number", "year"), [(2**62, 9999), (-(2**62), 1), (253402300799999999, 9999)]
)
def test_a_row_beyond_the_calendar_hides_no_other(number, year):
    assert moment(number, 1439).year == year


@given(
    st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1)),  # noqa: DTZ001  # hypothesis wants them bare
    st.integers(-14 * 60, 14 * 60),
)
def test_any_moment_comes_back(at, minutes):
    aware = at.replace(tzinfo=timezone(minutes * MINUTE) if minutes else UTC)

    assert moment(micros(aware), offset(aware)).isoformat() == aware.isoformat()


@pytest.mark.parametrize("place", ["name", "calling", "called", "notes", "line", "cause", "number"])
@pytest.mark.parametrize("odd", ["\ud800", "a\0b", "x" * 100_000, "'; DROP TABLE calls; --", "🦊"])
def test_odd_texts_survive(store, place, odd):
    store.calls.record(a_logged_call(**{place: odd}))

    came_back = getattr(store.calls.get(1), place)
    assert came_back == odd.replace("\ud800", "\ufffd").replace("\0", "\ufffd")


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.characters(), max_size=20), st.floats(0, 100), st.booleans())
def test_any_finding_can_be_written_and_read(store, text, weight, final):
    call = a_logged_call(
        findings=(Finding(text, msg(text, place=msg(text, n=3)), weight, final, text),),
        because=msg(text, **{text or "x": text}),
    )

    store.calls.record(call)

    assert store.calls.get(1).findings[0].weight == weight
    str(store.calls.get(1).because).encode()


def test_writing_a_call_again_replaces_it(store):
    store.calls.record(a_logged_call(1))
    store.calls.record(a_logged_call(1, outcome=Outcome.DONE, rang_s=12.0))

    assert store.calls.page() == [a_logged_call(1, outcome=Outcome.DONE, rang_s=12.0)]


def test_a_note_made_while_the_call_rings_stays_when_it_ends(store):
    store.calls.record(a_logged_call(1))
    store.calls.note(1, "the plumber")
    store.calls.record(a_logged_call(1, outcome=Outcome.DONE))

    assert store.calls.get(1).notes == "the plumber"


def test_a_note_can_be_taken_back(store):
    store.calls.record(a_logged_call(1, notes="a mistake"))

    assert (store.calls.note(1, ""), store.calls.get(1).notes) == (True, "")


def test_a_note_on_no_call_says_so(store):
    assert store.calls.note(9, "x") is False


def test_ids_go_up_and_are_not_given_again(store):
    first, second = store.calls.next_id(), store.calls.next_id()
    store.calls.record(a_logged_call(second))
    store.calls.forget(second)

    assert (first, second, store.calls.next_id()) == (1, 2, 3)


def test_an_error_among_many_calls_writes_none(store):
    with pytest.raises(AttributeError):
        store.calls.record_many([a_logged_call(1), a_logged_call(2, label=None)])

    assert store.calls.page() == []


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        pytest.param({}, [7, 6, 5, 4, 3, 2, 1], id="newest first"),
        pytest.param({"limit": 2}, [7, 6], id="only so many"),
        pytest.param({"before_id": 6, "limit": 2}, [5, 4], id="the next page"),
        pytest.param({"since": FROZEN_NOW - 2 * DAY}, [7, 6, 5], id="since a time"),
        pytest.param({"number": "+390200000004"}, [4], id="of a number"),
        pytest.param({"label": Label.REPORTED}, [3], id="of a label"),
        pytest.param({"label": Label.UNKNOWN, "before_id": 5}, [4, 2, 1], id="both"),
        pytest.param({"line": "office"}, [3], id="of a line"),
        pytest.param({"text": "0000005"}, [5], id="part of the number"),
        pytest.param({"text": "02 0000-0005"}, [5], id="as a person writes it"),
        pytest.param({"text": "luce è"}, [3], id="part of the name, whatever its case"),
        pytest.param({"text": "TWICE"}, [3], id="part of the note"),
        pytest.param({"text": "%"}, [], id="a percent sign is only a percent sign"),
        pytest.param({"text": "-"}, [], id="punctuation alone is no number"),
        pytest.param({"text": "\ud800"}, [], id="text that nothing can hold"),
    ],
)
def test_calls_are_found(week, wanted, expected):
    assert ids(week.calls.page(**wanted)) == expected


def test_pages_go_by_time_even_where_older_calls_were_imported_later(store):
    store.calls.record_many(
        [a_logged_call(1), a_logged_call(2), a_logged_call(3, at=FROZEN_NOW - DAY)]
    )

    assert ids(store.calls.page()) == [2, 1, 3]
    assert ids(store.calls.page(before_id=2)) == [1, 3]
    assert ids(store.calls.page(before_id=1)) == [3]


def test_the_next_page_is_found_when_the_last_call_of_this_one_was_forgotten(week):
    week.calls.forget(5)

    assert ids(week.calls.page(before_id=5)) == [4, 3, 2, 1]


def test_forgetting_a_call_leaves_nothing(week):
    forgot = week.calls.forget(3)

    assert (forgot, week.calls.get(3), week.calls.counts()) == (True, None, [])


def test_a_call_that_is_not_there_cannot_be_forgotten(store):
    assert store.calls.forget(1) is False


def test_an_id_beyond_all_counting_is_no_call(store):
    beyond = 10**30
    store.calls.record(a_logged_call())

    assert store.calls.get(beyond) is None
    assert (store.calls.note(beyond, "x"), store.calls.forget(beyond)) == (False, False)
    assert ids(store.calls.page(before_id=beyond, limit=beyond)) == [1]


def test_forgetting_older_calls_leaves_nothing_of_them(week):
    forgot = week.calls.forget_older(FROZEN_NOW - 2 * DAY)

    assert (forgot, ids(week.calls.page()), week.calls.counts()) == (4, [7, 6, 5], [])


def test_after_their_shelf_life_calls_are_counts_but_for_those_in_a_complaint(week):
    pruned = week.calls.prune(FROZEN_NOW - 3 * DAY, keep_ids={2})

    assert pruned == 2
    assert ids(week.calls.page()) == [7, 6, 5, 4, 2]
    assert week.calls.counts() == [
        DayCount(date(2026, 11, 18), Label.UNKNOWN, 1),
        DayCount(date(2026, 11, 20), Label.REPORTED, 1),
    ]


def test_counts_of_a_day_add_up_over_several_prunings(week):
    week.calls.prune(FROZEN_NOW - 3 * DAY, keep_ids=[1, 2])
    week.calls.record(a_logged_call(9, at=FROZEN_NOW - 4 * DAY, label=Label.REPORTED))
    week.calls.prune(FROZEN_NOW - 3 * DAY, keep_ids=[1, 2])

    assert week.calls.counts() == [DayCount(date(2026, 11, 20), Label.REPORTED, 2)]


def test_a_call_just_after_midnight_counts_for_the_day_on_the_wall(store):
    store.calls.record(a_logged_call(at=datetime.fromisoformat("2026-11-24T00:10:00+01:00")))
    store.calls.prune(FROZEN_NOW)

    assert store.calls.counts() == [DayCount(date(2026, 11, 24), Label.UNKNOWN, 1)]


def test_calls_are_counted_since_a_time(week):
    assert week.calls.count_since(FROZEN_NOW - DAY) == 2


def test_earlier_calls_of_a_number_are_known_newest_first(store):
    store.calls.record_many(
        [
            a_logged_call(1, at=FROZEN_NOW - 2 * MINUTE, rang_s=2.0, talked_s=0.0),
            a_logged_call(2, at=FROZEN_NOW - MINUTE, action=Action.REJECT),
            a_logged_call(3, number="+390200005678"),
            a_logged_call(4, at=FROZEN_NOW - DAY),
        ]
    )

    assert store.calls.recent("+390200001234", FROZEN_NOW - 3 * MINUTE, FROZEN_NOW) == [
        Attempt(FROZEN_NOW - MINUTE, None, None, Action.REJECT),
        Attempt(FROZEN_NOW - 2 * MINUTE, 2.0, 0.0, Action.RING),
    ]


def test_a_caller_who_never_stops_is_known_by_the_last_twenty_calls(store):
    store.calls.record_many(a_logged_call(i, at=FROZEN_NOW + i * MINUTE) for i in range(1, 31))

    attempts = store.calls.recent("+390200001234", FROZEN_NOW, FROZEN_NOW + DAY)
    assert [a.at for a in attempts] == [FROZEN_NOW + i * MINUTE for i in range(30, 10, -1)]


def test_calls_of_later_hide_none_that_were_earlier(store):
    store.calls.record_many(a_logged_call(i, at=FROZEN_NOW + i * MINUTE) for i in range(31))

    attempts = store.calls.recent("+390200001234", FROZEN_NOW - DAY, FROZEN_NOW + 2 * MINUTE)
    assert [a.at for a in attempts] == [FROZEN_NOW + MINUTE, FROZEN_NOW]


def test_earlier_calls_are_one_look_into_an_index(store):
    plan = store._connection.rows(f"EXPLAIN QUERY PLAN {_RECENT}", ("+390200001234", 0, 9, 10))

    assert [step[3] for step in plan] == [
        "SEARCH calls USING INDEX calls_number (number=? AND at>? AND at<?)"
    ]


def test_a_search_reads_an_index_and_not_the_findings(store):
    plan = store._connection.rows(
        "EXPLAIN QUERY PLAN SELECT id FROM calls WHERE instr(name_folded, 'x') ORDER BY at DESC, id DESC"
    )

    assert plan[0][3] == "SCAN calls USING COVERING INDEX calls_searched"


@pytest.mark.parametrize(
    ("rang_s", "talked_s", "after_s"),
    [(5.0, 7.5, 12.5), (0.0, 0.0, 0.0), (None, 7.5, None), (5.0, None, None), (None, None, None)],
)
def test_a_try_is_over_when_it_has_rung_and_been_talked_on_where_both_were_seen(rang_s, talked_s, after_s):  # fmt: skip
    tried = Attempt(FROZEN_NOW, rang_s, talked_s, Action.RING)

    assert tried.ended == (None if after_s is None else FROZEN_NOW + timedelta(seconds=after_s))


def test_calls_are_counted_from_a_moment_on_and_with_it(store):
    assert store.calls.count_since(FROZEN_NOW) == 0

    store.calls.record_many([a_logged_call(1, at=FROZEN_NOW - MINUTE), a_logged_call(2)])

    counts = [store.calls.count_since(FROZEN_NOW + ago) for ago in (-MINUTE, 0 * DAY, MINUTE)]
    assert counts == [2, 1, 0]


def test_the_files_with_what_callers_said_are_those_of_calls_that_have_one(store):
    store.calls.record(a_logged_call(1, heard=Heard(notice="hello.wav", message="caller.wav")))
    store.calls.record(a_logged_call(2, heard=Heard(notice='"message": "no"')))
    store.calls.record(a_logged_call(3))

    assert store.calls.messages() == {"caller.wav"}
