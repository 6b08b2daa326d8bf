"""When hours hold, and who of the known counts as such in them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portinaio.core.call import Attestation
from portinaio.core.decide import decide
from portinaio.core.entry import EntryKind
from portinaio.core.facts import Facts
from portinaio.core.policy import Action, Hours, Policy
from portinaio.core.verdict import Label, classify
from worlds import FROZEN_NOW, a_call, an_entry

ALL = frozenset(Action)
TUESDAY = date(2026, 11, 24)
IMMACULATE = date(2026, 12, 8)  # a Tuesday, and a holiday in Italy
NIGHT = FROZEN_NOW.replace(hour=23)
FAVOURITES = frozenset({"favourites"})


def span(start, end, **more):
    return Hours(start, end, {"unknown": Action.SILENCE}, **more)


def at(day, clock):
    return datetime.combine(day, time.fromisoformat(clock))


@pytest.mark.parametrize(
    ("hours", "holding", "not_holding"),
    [
        pytest.param(
            span(time(0), time(0), days=frozenset({1})),
            [at(TUESDAY, "00:00"), at(TUESDAY, "12:00"), at(TUESDAY, "23:59:59")],
            [at(TUESDAY - timedelta(1), "23:59:59"), at(TUESDAY + timedelta(1), "00:00")],
            id="from midnight to midnight is its day",
        ),
        pytest.param(
            span(time(7), time(7), days=frozenset({1})),
            [at(TUESDAY, "07:00"), at(TUESDAY + timedelta(1), "06:59:59")],
            [at(TUESDAY, "06:59:59"), at(TUESDAY + timedelta(1), "07:00")],
            id="from seven to seven is a day that begins at seven",
        ),
        pytest.param(
            span(time(22), time(0), days=frozenset({1})),
            [at(TUESDAY, "22:00"), at(TUESDAY, "23:59:59")],
            [at(TUESDAY, "21:59:59"), at(TUESDAY + timedelta(1), "00:00")],
            id="to midnight ends with the day",
        ),
        pytest.param(
            span(time(22), time(7), days=frozenset(), holidays={IMMACULATE}),
            [at(IMMACULATE, "22:00"), at(IMMACULATE + timedelta(1), "06:59:59")],
            [
                at(IMMACULATE, "06:59:59"),
                at(IMMACULATE - timedelta(1), "23:00"),
                at(IMMACULATE + timedelta(1), "07:00"),
                at(IMMACULATE + timedelta(1), "22:00"),
            ],
            id="the night that a holiday begins",
        ),
        pytest.param(
            span(time(0), time(0), days=frozenset({6}), holidays={IMMACULATE}),
            [at(IMMACULATE, "12:00"), at(IMMACULATE + timedelta(5), "12:00")],
            [at(IMMACULATE + timedelta(1), "12:00"), at(IMMACULATE + timedelta(4), "12:00")],
            id="Sundays and holidays",
        ),
    ],
)
def test_hours_hold_from_their_first_minute_to_before_their_last(hours, holding, not_holding):
    assert [hours.hold(one) for one in holding] == [True] * len(holding)
    assert [hours.hold(one) for one in not_holding] == [False] * len(not_holding)


clocks = st.times().map(lambda one: one.replace(second=0, microsecond=0))


@given(clocks, clocks, st.times())
def test_hours_and_the_rest_of_the_day_share_each_moment_among_them(start, end, now):
    spans = [span(start, end), span(end, start)]

    held = [one.hold(datetime.combine(TUESDAY, now)) for one in spans]

    assert held == [True, True] if start == end else sum(held) == 1


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        (span(time(0), time(0)), "00:00-24:00"),
        (span(time(22), time(0)), "22:00-24:00"),
        (span(time(7), time(7)), "07:00-07:00"),
        (span(time(0), time(7)), "00:00-07:00"),
    ],
)
def test_midnight_is_written_as_the_end_of_a_day_where_hours_end(hours, shown):
    assert hours.span == shown


# -- groups


def known_by(what, groups=frozenset()):
    facts = {
        "contact": Facts(contact="Anna", groups=groups),
        "called_before": Facts(called_by_user=TUESDAY),
        "personal": Facts(entry=an_entry(kind=EntryKind.ALLOW), contact="Anna", groups=groups),
    }[what]
    return classify(a_call(), facts)


def at_night(verdict, **more):
    night = span(time(22), time(7), groups=FAVOURITES)
    return decide(verdict, Policy(hours=(night,), **more), NIGHT, ALL)


@pytest.mark.parametrize(
    ("verdict", "action"),
    [
        pytest.param(known_by("contact", FAVOURITES), Action.RING, id="a favourite"),
        pytest.param(known_by("contact", FAVOURITES | {"work"}), Action.RING, id="and colleague"),
        pytest.param(known_by("contact", frozenset({"work"})), Action.SILENCE, id="a colleague"),
        pytest.param(known_by("contact"), Action.SILENCE, id="a contact in no group"),
        pytest.param(known_by("called_before"), Action.SILENCE, id="who was only called"),
        pytest.param(known_by("personal"), Action.RING, id="whom the user allows himself"),
        pytest.param(classify(a_call(), Facts()), Action.SILENCE, id="a stranger"),
    ],
)
def test_where_hours_name_groups_only_their_contacts_are_known(verdict, action):
    assert at_night(verdict).action is action


def test_by_day_every_contact_is_known_again():
    night = span(time(22), time(7), groups=FAVOURITES)
    policy = Policy({"known": Action.RING, "unknown": Action.REJECT}, (night,))

    assert decide(known_by("contact"), policy, FROZEN_NOW, ALL).action is Action.RING


def test_who_is_outside_the_groups_stays_known_and_is_told_why():
    verdict = known_by("contact")

    assert verdict.label is Label.KNOWN
    assert str(at_night(verdict).because) == (
        "quiet hours 22:00-07:00; in contacts: Anna, but in none of the groups: favourites"
    )


@pytest.mark.parametrize(("groups", "action"), [(FAVOURITES, Action.RING), ((), Action.REJECT)])
def test_the_policy_itself_may_name_groups_for_all_hours(groups, action):
    policy = Policy({"known": Action.RING, "unknown": Action.REJECT}, groups=FAVOURITES)
    verdict = known_by("contact", frozenset(groups))

    assert decide(verdict, policy, FROZEN_NOW, ALL).action is action


def test_a_contact_outside_the_groups_is_judged_by_unknown_and_not_by_where_the_number_is_from():
    verdict = classify(a_call("+41440000000"), Facts(contact="Anna", abroad="41"))

    decision = at_night(verdict, actions={"unknown": Action.RING, "abroad": Action.REJECT})

    assert decision.action is Action.SILENCE


def test_a_persistent_contact_rings_at_night_though_in_no_group():
    verdict = classify(a_call(), Facts(contact="Anna", tries=2))

    assert at_night(verdict).action is Action.RING


def test_a_line_has_the_groups_of_the_house_unless_it_names_its_own():
    house, own = Policy(groups=FAVOURITES), Policy(groups=frozenset({"work"}))

    assert (Policy().over(house).groups, own.over(house).groups) == (FAVOURITES, {"work"})


def test_a_forged_favourite_is_no_favourite():
    verdict = classify(
        a_call(attestation=Attestation.FAILED), Facts(contact="Anna", groups=FAVOURITES)
    )

    assert at_night(verdict).action is Action.SILENCE


def test_of_several_hours_each_with_groups_a_contact_must_be_in_all():
    hours = tuple(
        span(time(22), time(7), groups=frozenset({name})) for name in ("favourites", "work")
    )
    groups = [frozenset(), FAVOURITES, frozenset({"work"}), frozenset({"favourites", "work"})]

    actions = [
        decide(known_by("contact", its), Policy(hours=hours), NIGHT, ALL).action for its in groups
    ]

    assert actions == [Action.SILENCE, Action.SILENCE, Action.SILENCE, Action.RING]


@pytest.mark.parametrize(
    ("groups", "its"), product([set(), {"a"}, {"a", "b"}], [set(), {"a"}, {"c"}, {"a", "c"}])
)
def test_one_group_in_common_is_enough(groups, its):
    policy = Policy({"known": Action.RING, "unknown": Action.REJECT}, groups=frozenset(groups))

    decision = decide(known_by("contact", frozenset(its)), policy, FROZEN_NOW, ALL)

    assert (decision.action is Action.RING) == (not groups or bool(groups & its))


def test_windows_that_touch_leave_no_minute_out():
    windows = [span(a, b) for a, b in pairwise([time(0), time(9), time(18), time(0)])]
    minutes = [at(TUESDAY, "00:00") + timedelta(minutes=n) for n in range(24 * 60)]

    assert {sum(one.hold(minute) for one in windows) for minute in minutes} == {1}


def test_a_group_is_named_as_the_user_wrote_it_and_meant_however_it_is_spelled():
    night = span(time(0), time(23, 59), groups=frozenset({"Papà"}))
    policy = Policy({"known": Action.RING, "unknown": Action.RING}, (night,))
    stranger = decide(known_by("contact"), policy, FROZEN_NOW, ALL)
    own = known_by("contact", frozenset({"papa"}))

    assert "in none of the groups: Papà" in str(stranger.because)
    assert decide(own, policy, FROZEN_NOW, ALL).action is Action.RING
