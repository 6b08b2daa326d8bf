"""config.toml through the API: every key has its sentence, and a change keeps what somebody wrote around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from complaint_world import Clock, a_context
from daemon_world import a_client
from portinaio.config.descriptions import DESCRIPTIONS
from portinaio.core.policy import KEYS
from portinaio.errors import ConfigError, NotFoundError, UsageError

CONFIG = """\
country = "IT"  # where we live

[policy]
reported = "answer"  # let them pay

[[line]]
name = "home"
kind = "replay"

[[list]]
name = "spam-it"
"""


@pytest.fixture
def client(tmp_path):
    context = a_context(tmp_path, Clock(), CONFIG)
    yield a_client(context)
    context.close()


def written(client) -> str:
    return Path(client.context.home.config_file).read_text()


def by_key(client):
    return {one["key"]: one for one in client.settings()["keys"]}


def test_every_sentence_of_the_configuration_is_told(client):
    told = {one["text"] for one in client.settings()["keys"]}

    untold = {key for key, text in DESCRIPTIONS.items() if str(text) not in told}
    of_other_kinds = {
        key for key in untold if key.startswith(("line.sip.", "hours.", "contacts.", "notify."))
    }
    assert untold - of_other_kinds == {"line.name", "line.kind", "line.policy", "list.name"}


def test_a_key_says_what_stands_in_the_file_and_what_holds_without(client):
    keys = by_key(client)

    found = keys["policy.reported"]
    assert (found["value"], found["default"]) == ("answer", "reject")
    assert (keys["policy.unknown"]["value"], keys["policy.unknown"]["default"]) == (None, "ring")


@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("language", "choice"),
        ("log.keep_days", "number"),
        ("line.home.file", "text"),
        ("policy.hours", "table"),
        ("mail.password", "table"),
        ("tui.keys", "table"),
    ],
)
def test_a_key_says_what_kind_of_value_it_takes(client, key, kind):
    assert by_key(client)[key]["kind"] == kind


def test_the_persistent_caller_has_keys_of_his_own_and_what_holds_without(client):
    keys = by_key(client)

    found = {key: keys[f"policy.repeated.{key}"] for key in ("times", "within", "not_before")}
    assert {key: (one["kind"], one["default"]) for key, one in found.items()} == {
        "times": ("number", 2),
        "within": ("text", "3m"),
        "not_before": ("text", "10s"),
    }


def test_a_key_of_the_persistent_caller_has_a_table_that_goes_with_it(client):
    client.set_settings({"policy.repeated.times": 3, "policy.repeated.within": "5m"})
    both = by_key(client)["policy.repeated.within"]["value"], "[policy.repeated]" in written(client)
    client.set_settings({"policy.repeated.times": None, "policy.repeated.within": None})

    assert (both, "repeated" in written(client)) == (("5m", True), False)


def test_a_change_keeps_the_comments(client):
    client.set_settings({"policy.reported": "silence", "line.home.number": "+390200000001"})

    assert "# where we live" in written(client)
    assert 'reported = "silence"  # let them pay' in written(client)
    assert by_key(client)["line.home.number"]["value"] == "+390200000001"


def test_a_change_counts_at_once(client):
    client.set_settings({"policy.unknown": "silence"})

    assert client.check("+12025550147")["action"] == "silence"


def test_a_key_that_is_taken_out_goes_with_its_table(client):
    client.set_settings({"policy.reported": None})

    assert "[policy]" not in written(client)


def test_tables_inside_a_value_stay_on_its_line(client):
    hours = [{"from": "22:00", "to": "07:00", "unknown": "silence"}]

    client.set_settings({"policy.hours": hours, "policy.unknown": "ring"})

    assert by_key(client)["policy.hours"]["value"] == hours
    assert "[[policy.hours]]" not in written(client)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"log.keep_days": 0}, "^keep_days must be 1 to 36500"),
        ({"policy.repeated.times": 1}, "^times must be 2 or more"),
        ({"policy.repeated.within": "2h"}, "^within must be at most 1h"),
        ({"policy.repeated.not_before": "soon"}, "^not_before must be a span"),
        ({"country": "XX"}, "^country must be two letters"),
        ({"log.keep_days": "many"}, "^log.keep_days must be a whole number"),
        ({"policy.reported": "shout"}, "^policy.reported cannot be"),
        ({"mail.port": 25}, "^the key host is missing"),
        ({"colour": "red"}, "^there is no key colour"),
        ({"country.code": "IT"}, "^there is no key country.code"),
        ({"tui.keys": {"block": None}}, "^nothing cannot be a part"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_written(client, values, sentence):
    before = written(client)

    with pytest.raises(UsageError, match=sentence):
        client.set_settings(values)
    assert written(client) == before


@pytest.mark.parametrize(
    ("general", "own", "value", "default"),
    [
        pytest.param({}, {}, None, "ring", id="nothing said"),
        pytest.param({"unknown": "silence"}, {}, None, "silence", id="as unknown of the house"),
        pytest.param(
            {"unknown": "silence"}, {"unknown": "reject"}, None, "reject", id="or the line"
        ),
        pytest.param({"abroad": "answer"}, {"unknown": "reject"}, None, "answer", id="or as there"),
        pytest.param({"abroad": "answer"}, {"abroad": "ring"}, "ring", "answer", id="its own"),
    ],
)
def test_each_key_of_a_lines_policy_tells_what_holds_without_it(
    client, general, own, value, default
):
    client.set_settings({f"policy.{key}": action for key, action in general.items()})
    client.set_settings({f"line.home.policy.{key}": action for key, action in own.items()})

    found = by_key(client)["line.home.policy.abroad"]
    assert (found["value"], found["default"], found["kind"]) == (value, default, "choice")


def test_a_lines_policy_is_made_and_goes_with_its_last_key(client):
    before = written(client)

    client.set_settings({"line.home.policy.abroad": "silence"})
    client.set_settings({"line.home.policy.repeated.times": 3, "line.home.number": "+390200000001"})

    assert 'policy = {abroad = "silence", repeated = {times = 3}}' in written(client)
    client.set_settings(
        dict.fromkeys(
            ("line.home.policy.abroad", "line.home.policy.repeated.times", "line.home.number")
        )
    )
    assert written(client) == before


def test_a_line_whose_name_has_a_dot_in_it_has_a_policy_too(client):
    file = Path(client.context.home.config_file)
    file.write_text(
        '[[line]]\nname = "home.policy"\nkind = "replay"\n[line.policy]\nunknown = "ring"\n'
    )

    client.set_settings({"line.home.policy.policy.unknown": "silence"})

    assert by_key(client)["line.home.policy.policy.unknown"]["value"] == "silence"
    assert "[line.policy]" in written(client)


def test_nothing_is_made_to_take_a_key_out(client):
    before = written(client)

    client.set_settings({"line.home.policy.abroad": None})

    assert written(client) == before


def test_a_line_that_is_not_there_has_no_keys(client):
    with pytest.raises(NotFoundError, match="no line called office"):
        client.set_settings({"line.office.number": ""})


def test_a_file_that_is_wrong_already_is_told_with_its_line(client):
    Path(client.context.home.config_file).write_text('country = "XX"\n')

    with pytest.raises(ConfigError, match="line 1: country"):
        client.set_settings({"log.keep_days": 30})


def test_a_first_run_guesses_from_the_locale_of_the_window(tmp_path):
    context = a_context(tmp_path, Clock())
    Path(context.home.config_file).unlink()

    guessed = a_client(context).guesses("DE", "en")

    assert (guessed["fresh"], guessed["country"], guessed["reported"]) == (True, "DE", "reject")
    context.close()


def test_what_config_says_is_better_than_a_guess(client):
    guessed = client.guesses("DE", "it")

    assert guessed == {
        "fresh": False,
        "country": "IT",
        "language": "it",
        "suspected": "ring",
        "reported": "answer",
        "has_line": True,
    }


@pytest.mark.parametrize(
    ("line", "remark"),
    [
        pytest.param("", "", id="a simulated line does everything"),
        pytest.param(
            '[[line]]\nname = "office"\nkind = "sip"\npeer = "sole"\n',
            "line office: announce becomes hold for suspected and reported callers and answer for all others,"
            " since it has no sentence to say, which announcement or text of the line would be",
            id="nobody else rings",
        ),
        pytest.param(
            '[[line]]\nname = "office"\nkind = "sip"\npeer = "forked"\n',
            "line office: silence becomes ring, since other telephones ring on\n"
            "line office: announce becomes hold for suspected and reported callers and answer for all others,"
            " since it has no sentence to say, which announcement or text of the line would be",
            id="other telephones ring",
        ),
    ],
)
def test_an_action_says_beforehand_what_becomes_of_it_on_a_line_that_cannot(tmp_path, line, remark):
    context = a_context(tmp_path, Clock(), CONFIG + line)

    keys = by_key(a_client(context))

    context.close()
    told = {key: one["remark"] for key, one in keys.items() if one["remark"]}
    actions = {f"policy.{key}" for key in (*KEYS, "hours")}
    own = {f"line.office.{key}" for key in actions}
    assert told == dict.fromkeys(actions | own if remark else (), remark)


def test_the_keys_of_a_followed_address_book_are_told_and_can_be_changed(client):
    file = Path(client.context.home.config_file)
    file.write_text('[[contacts]]\nname = "family"\nurl = "file:///nowhere.vcf"\n')
    client.context.config_changed()

    client.set_settings({"contacts.family.region": "DE"})

    told = by_key(client)
    assert {key for key in told if key.startswith("contacts.")} == {
        f"contacts.family.{key}" for key in ("url", "username", "password", "region")
    }
    assert (told["contacts.family.region"]["value"], told["contacts.family.url"]["remark"]) == (
        "DE",
        "nothing of it has been fetched yet",
    )
