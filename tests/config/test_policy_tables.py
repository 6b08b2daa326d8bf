"""Hours and groups in config.toml: what they become, and what is refused."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest

from portinaio.config.load import parse_settings
from portinaio.config.policies import from_plain, to_plain
from portinaio.core.names import folded
from portinaio.core.policy import KEYS, Action
from portinaio.errors import ConfigError

CHRISTMAS = date(2026, 12, 25)  # a Friday


def policy_of(text, holidays=()):
    return from_plain(to_plain(parse_settings(text, "config.toml")), holidays).policy


def hours_of(inside, holidays=()):
    (hours,) = policy_of(f"[policy]\nhours = [ {{ {inside} }} ]\n", holidays).hours
    return hours


@pytest.mark.parametrize("key", KEYS)
def test_each_key_may_stand_in_the_policy_and_in_hours(key):
    night = f'{{ from = "22:00", to = "07:00", {key} = "silence" }}'
    policy = policy_of(f'[policy]\n{key} = "answer"\nhours = [ {night} ]\n')

    assert (policy.actions[key], policy.hours[0].actions) == (
        Action.ANSWER,
        {key: Action.SILENCE},
    )


def test_24_00_is_the_end_of_a_day():
    hours = hours_of('from = "22:00", to = "24:00", unknown = "silence"')

    assert (hours.end, hours.span) == (time(0), "22:00-24:00")


def test_hours_on_holidays_alone_hold_on_no_other_day():
    hours = hours_of('from = "00:00", to = "24:00", days = ["holiday"]', {CHRISTMAS})
    noon = [datetime.combine(CHRISTMAS.replace(day=day), time(12)) for day in (24, 25, 26)]

    assert [hours.hold(at) for at in noon] == [False, True, False]


def test_hours_that_do_not_name_holidays_pay_no_heed_to_them():
    hours = hours_of('from = "00:00", to = "24:00", days = ["sun"]', {CHRISTMAS})

    assert not hours.hold(datetime.combine(CHRISTMAS, time(12)))


def test_groups_are_kept_as_they_are_written_each_once():
    hours = hours_of(
        'from = "22:00", to = "07:00", unknown = "silence", groups = ["Papà  e Mamma", "papa e mamma"]'
    )

    assert {*map(folded, hours.groups)} == {"papa e mamma"}
    assert len(hours.groups) == 1


GENERAL = """
[policy]
groups = ["family"]
hours = [ { from = "22:00", to = "07:00", unknown = "silence" } ]
[[line]]
name = "work"
kind = "replay"
"""


def line_of(own):
    text = f"{GENERAL}policy = {{ {own} }}\n"
    return from_plain(to_plain(parse_settings(text, "config.toml"))).lines["work"].policy


@pytest.mark.parametrize(
    ("own", "groups"),
    [
        pytest.param("", {"family"}, id="said nothing of"),
        pytest.param('groups = ["Office"]', {"Office"}, id="its own"),
        pytest.param("groups = []", set(), id="none"),
    ],
)
def test_a_line_may_have_groups_of_its_own(own, groups):
    assert line_of(own).groups == groups


@pytest.mark.parametrize(
    ("own", "spans"),
    [
        pytest.param("", ["22:00-07:00"], id="said nothing of"),
        pytest.param('hours = [ { from = "12:00", to = "13:00" } ]', ["12:00-13:00"], id="its own"),
        pytest.param("hours = []", [], id="none"),
    ],
)
def test_a_line_may_have_hours_of_its_own(own, spans):
    assert [hours.span for hours in line_of(own).hours] == spans


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            '[policy]\nhours = [{ from = "24:00", to = "07:00" }]',
            "config.toml line 2: from must be a time such as 22:00, not '24:00'",
        ),
        (
            '[policy]\nhours = [{ from = "22:00", to = "24:01" }]',
            "config.toml line 2: to must be a time such as 22:00, not '24:01'",
        ),
        (
            '[policy]\nhours = [{ from = "22:00", to = "07:00", groups = ["family"] }]',
            "config.toml line 2: groups need an action for unknown, as which contacts outside them count",
        ),
        ('[policy]\ngroups = [" "]', "config.toml line 2: a group needs a name"),
        (
            '[policy]\nhours = [{ from = "22:00", to = "07:00", days = ["feast"] }]',
            "config.toml line 2: days number 1 of policy.hours number 1 cannot be 'feast'; it is one of mon, tue, wed, thu, fri, sat, sun, holiday",
        ),
        (
            'country = "AC"\n[policy]\nhours = [{ from = "22:00", to = "07:00", days = ["holiday"] }]',
            "config.toml line 1: the public holidays of AC are not known; name days without holiday",
        ),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_line(text, sentence):
    with pytest.raises(ConfigError) as refused:
        parse_settings(text, "config.toml")

    assert str(refused.value) == sentence


def test_a_country_without_known_holidays_is_fine_where_no_hours_name_them():
    assert parse_settings('country = "AC"', "config.toml").country == "AC"


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(
    "text",
    [
        pytest.param('[policy]\n{key} = "hold"\n', id="of the house"),
        pytest.param(
            '[policy]\nhours = [ {{ from = "22:00", to = "07:00", {key} = "hold" }} ]\n', id="hours"
        ),
        pytest.param(
            '[[line]]\nname = "home"\nkind = "sip"\n[line.policy]\n{key} = "hold"\n', id="of a line"
        ),
    ],
)
def test_nobody_is_held_against_whom_nothing_is_said(key, text):
    if key in {"suspected", "reported", "forged"}:
        policy_of(text.format(key=key))
        return
    with pytest.raises(ConfigError, match="hold, which is for suspected, reported and forged"):
        policy_of(text.format(key=key))


@pytest.mark.parametrize("key", KEYS)
def test_nobody_without_a_number_is_asked_for_a_digit(key):
    text = f'[policy]\n{key} = "challenge"\n'
    if key not in {"withheld", "unavailable"}:
        policy_of(text)
        return
    with pytest.raises(ConfigError, match="challenge: who shows no number"):
        policy_of(text)


@pytest.mark.parametrize(
    ("written", "other"),
    [("", Action.RING), ('instead_of_silence = "hold"\n', Action.HOLD)],
)
def test_a_line_says_what_is_done_instead_of_silence(written, other):
    text = f'[[line]]\nname = "home"\nkind = "sip"\npeer = "forked"\n{written}'

    policies = from_plain(to_plain(parse_settings(text, "config.toml")), ())

    assert policies.lines["home"].policy.instead_of_silence is other
