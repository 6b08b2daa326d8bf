"""What is known of providers: whole, with its source, and only of keys that there are."""

from __future__ import annotations

import re
import tomllib

import msgspec
import pytest

from portinaio.config.line_kinds import problems_of
from portinaio.lines.sip import SipLine
from portinaio.lines.sip.presets import (
    CERTAINTY,
    FOLDER,
    FORMS,
    Provider,
    form_of_user,
    keys_of,
    named,
    presets,
    providers,
)
from portinaio.lines.sip.questions import keys_of_form, questions
from portinaio.lines.sip.settings import SipSettings

FILES = sorted(FOLDER.glob("*/*.toml"))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_every_file_says_from_where_and_when_and_how_surely(file):
    provider = msgspec.convert(tomllib.loads(file.read_text("utf-8")), Provider)

    assert provider.source
    assert re.fullmatch(r"20\d\d-(0[1-9]|1[0-2])", provider.date)
    assert provider.mark in CERTAINTY
    assert provider.title


@pytest.mark.parametrize("preset", presets(), ids=lambda preset: preset.name)
def test_every_preset_makes_a_line_once_its_customer_adds_what_is_theirs(preset):
    mine = {"registrar": "pbx.example.net", "username": "me"}
    keys = {"name": "home", "kind": "sip", **mine, **preset.keys}

    settings = msgspec.convert(keys, SipSettings)

    assert list(problems_of(settings)) == []


def test_each_name_stands_once():
    assert len(providers()) == len(FILES)


@pytest.mark.parametrize("name", [one.name for one in presets() if one.mark == "C"])
def test_of_what_is_old_or_second_hand_nothing_is_set(name: str):
    assert keys_of(providers()[name]) == {"mode": "registrar"}


@pytest.mark.parametrize("name", ["tim", "vodafone"])
def test_a_personal_proxy_is_asked_for_and_never_guessed(name: str):
    keys = keys_of(providers()[name])

    assert "proxy" not in keys
    (asked,) = [one for one in questions({"name": "home", **keys}) if one.key == "proxy"]
    assert providers()[name].title in str(asked.said)
    assert "proxy" not in {
        one.key for one in questions({"name": "h", **keys, "proxy": "p.example"})
    }


def test_who_may_not_register_twice_is_told_what_to_do_before_anything_else():
    keys = {"name": "home", "mode": "registrar", "registrar": "sip.example.net"}

    first = next(iter(questions(keys)))

    assert first.key == "registrations"
    assert "telephone at the router falls silent" in str(first.said)
    assert "let the router or a PBX keep the account" in str(first.said)


def test_on_an_account_for_one_nobody_else_rings():
    keys = {"name": "h", "mode": "registrar", "registrar": "a.example", "registrations": "one"}

    (asked,) = [one for one in questions(keys) if one.key == "peer"]

    assert (asked.certain, asked.guess) == (True, "sole")


@pytest.mark.parametrize("text", ["TIM", "tim", "WindTre", "wind tre", "1&1", "1und1", "FRITZ!Box"])
def test_a_provider_is_known_by_its_name_however_it_is_written(text: str):
    assert named(text) is not None


@pytest.mark.parametrize("text", ["", "fritz.box", "sip.example.net", "nobody"])
def test_a_host_is_no_name(text: str):
    assert named(text) is None


def test_a_name_in_the_form_of_the_app_stands_for_what_is_known():
    assert keys_of_form({"registrar": "WindTre", "username": "me"}) == {
        "mode": "registrar",
        "registrar": "windtre.it",
        "proxy": "sip:voip.windtre.it;transport=udp",
        "expires_s": 3600,
        "username": "me",
    }


def test_every_form_of_a_user_name_is_said():
    said = [str(text) for one in providers().values() for text in form_of_user(one)]

    assert all(any(str(form) in text for text in said) for form in FORMS.values())


def test_the_line_shows_the_providers_that_there_are():
    assert [one.name for one in SipLine.presets()] == list(providers())
