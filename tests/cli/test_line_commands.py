"""`lines`: added, asked about, refused, tried and removed; what a line will do in place of a wish is said with it."""

from __future__ import annotations

import pytest

from portinaio.api.answers import LineAnswer
from portinaio.config.home import find_home
from portinaio.config.secrets import look_up
from written_config import config

# -- lines


def test_a_line_is_added_with_its_keys(run, house):
    answer = run(
        *("lines", "add", "sip", "--name", "home", "--set", "mode=registrar"),
        *("--set", "registrar=sip.example.net", "--set", "username=me", "--set", "ring_s=20"),
        *("--set", "password=keyring:home", "--set", "trusted=10.0.0.0/8, 127.0.0.0/8", "--json"),
    )

    assert (list(answer.json), config(house)["line"]) == (
        list(LineAnswer.__annotations__),
        [
            {
                "name": "home",
                "kind": "sip",
                "mode": "registrar",
                "registrar": "sip.example.net",
                "username": "me",
                "ring_s": 20,
                "password": {"keyring": "home"},
                "trusted": ["10.0.0.0/8", "127.0.0.0/8"],
            }
        ],
    )


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["teapot"], "there are: ", id="a kind that is none"),
        pytest.param(["sip", "--set", "pear=sole"], "did you mean peer", id="a key with a slip"),
        pytest.param(["sip", "--set", "xyzzy=1"], "no key xyzzy", id="a key of nobody"),
        pytest.param(["sip", "--set", "ring_s=long"], "must be a number", id="no number"),
        pytest.param(["sip", "--set", "peer"], "KEY=VALUE", id="no value"),
        pytest.param(["replay", "--set", "file=\udcff"], "UTF-8", id="bytes that are no text"),
        pytest.param(["sip", "--set", "password=1234"], "where it lies", id="a bare password"),
    ],
)
def test_a_line_that_cannot_be_meant_is_refused(run, house, arguments, said):
    answer = run("lines", "add", *arguments)

    assert (answer.code, said in answer.err, (house / "config.toml").exists()) == (2, True, False)


@pytest.mark.parametrize(
    ("text", "key", "code"),
    [
        ("mode=ascolta", "mode", "listen"),
        ("peer=centralino", "peer", "pbx"),
        ("peer=Telefonanlage", "peer", "pbx"),
        ("peer=pbx", "peer", "pbx"),
    ],
)
def test_a_key_of_a_line_is_answered_in_any_language(run, house, text, key, code):
    run("lines", "add", "sip", "--name", "home", "--set", text)

    assert config(house)["line"][0][key] == code


def test_a_refusal_names_the_words_of_the_reader(run, monkeypatch):
    monkeypatch.setenv("PORTINAIO_LANG", "it")

    answer = run("lines", "add", "sip", "--set", "mode=boh")

    assert (answer.code, "ascolta, registra" in answer.err) == (2, True)


def test_a_line_is_asked_for_what_it_lacks(run, house, typed):
    typed("office", "registrar", "", "sip.example.net", "several", "sole", "me", "s3cret")

    run("lines", "add", "sip")

    assert (
        config(house)["line"],
        look_up("office", find_home({"PORTINAIO_HOME": str(house)})),
    ) == (
        [
            {
                "name": "office",
                "kind": "sip",
                "mode": "registrar",
                "registrar": "sip.example.net",
                "registrations": "several",
                "peer": "sole",
                "username": "me",
                "password": {"keyring": "office"},
            }
        ],
        "s3cret",
    )


@pytest.mark.parametrize(
    ("answers", "peer"),
    [
        pytest.param(["listen", ""], "pbx", id="a PBX asks us first, as a guess"),
        pytest.param(["listen", "sole"], "sole", id="a PBX, and nobody else"),
        pytest.param(["registrar", "sip.example.net", "", "", "me", ""], "forked", id="a guess"),
        pytest.param(["registrar", "sip.example.net", "", "no", "sole", "me", ""], "sole", id="no"),
        pytest.param(["registrar", "fritz.box", "me", ""], "fritzbox", id="a box is not asked"),
        pytest.param(["registrar", "192.168.178.1", "me", ""], "fritzbox", id="by its address"),
    ],
)
def test_a_person_says_who_else_rings_on_a_line(run, house, typed, answers, peer):
    typed(*answers)

    run("lines", "add", "sip", "--name", "office")

    assert [line["peer"] for line in config(house)["line"]] == [peer]


@pytest.mark.parametrize(
    ("first", "answers", "peer"),
    [
        pytest.param("pbx", ["listen"], "pbx", id="a PBX asks us first, as was said"),
        pytest.param("provider", ["sip.example.net", "", "", "me", ""], "forked", id="a guess"),
        pytest.param("provider", ["sip.example.net", "", "sole", "me", ""], "sole", id="no"),
        pytest.param("provider", ["fritz.box", "me", ""], "fritzbox", id="a box is not asked"),
    ],
)
def test_setup_asks_who_else_rings_where_nobody_has_said_it(  # noqa: PLR0917  # the givens
    run, house, typed, first, answers, peer
):
    typed("", "", "", "", first, "home", *answers)

    run("setup")

    assert [line["peer"] for line in config(house)["line"]] == [peer]


@pytest.mark.parametrize("where", ["registrar=fritz.box", "proxy=sip:192.168.178.1"])
def test_a_fritzbox_that_is_not_called_one_is_refused_where_nobody_can_be_asked(run, house, where):
    answer = run(
        *("lines", "add", "sip", "--set", "mode=registrar", "--set", "registrar=sip.example.net"),
        *("--set", "username=me", "--set", where),
    )

    assert (answer.code, "add peer=fritzbox" in answer.err) == (2, True)
    assert not (house / "config.toml").exists()


@pytest.mark.parametrize("peer", ["fritzbox", "sole"])
def test_what_was_said_of_a_fritzbox_is_taken(run, house, peer):
    run(
        *("lines", "add", "sip", "--set", "mode=registrar", "--set", "registrar=fritz.box"),
        *("--set", "username=me", "--set", f"peer={peer}"),
    )

    assert [line["peer"] for line in config(house)["line"]] == [peer]


def test_who_adds_a_line_without_a_word_on_others_hears_what_is_taken(run):
    answer = run("lines", "add", "sip", "--name", "home")

    assert "line home: peer is not given, so nobody else is taken to ring on it" in answer.err


SHARED = '[policy]\n{policy}\n[[line]]\nname = "home"\nkind = "sip"\npeer = "forked"\n'


FALLS = "line home: silence becomes ring, since other telephones ring on"


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        pytest.param('unknown = "silence"', True, id="wished"),
        pytest.param('unknown = "reject"', False, id="not wished"),
        pytest.param(
            'hours = [{ from = "22:00", to = "07:00", unknown = "silence" }]', True, id="at night"
        ),
    ],
)
@pytest.mark.parametrize("command", ["doctor", "status", "lines"])
def test_what_a_line_cannot_do_is_said_beforehand(run, house, command, policy, said):
    house.mkdir()
    (house / "config.toml").write_text(SHARED.format(policy=policy))

    answer = run(command)

    assert (FALLS in answer.out, answer.code) == (said, 0)


def test_the_check_of_a_line_says_that_it_cannot_silence(run, house):
    house.mkdir()
    (house / "config.toml").write_text(SHARED.format(policy='unknown = "silence"'))

    checked = run("check", "+390200001234", "--line", "home", "--json").json

    assert (checked["action"], checked["because"]) == (
        "ring",
        "nothing is known of this number; it cannot be silenced, since other telephones ring on",
    )


BOX = (
    '[[line]]\nname = "home"\nkind = "sip"\nmode = "registrar"\nregistrar = "fritz.box"\n'
    'username = "me"\n'
)


@pytest.mark.parametrize(
    ("peer", "said"),
    [
        pytest.param("", True, id="as it was set up before there was the question"),
        pytest.param('peer = "forked"\n', True, id="no other manner will do"),
        pytest.param('peer = "fritzbox"\n', False, id="as it should be"),
    ],
)
@pytest.mark.parametrize("command", ["doctor", "status", "lines"])
def test_a_fritzbox_that_is_not_called_one_is_told_with_the_key_to_change(
    run, house, command, peer, said
):
    house.mkdir()
    (house / "config.toml").write_text(BOX + peer)

    answer = run(command)

    assert ('set line.home.peer to "fritzbox"' in answer.out) == said
    assert (house / "config.toml").read_text() == BOX + peer


ALONE = (
    '[[line]]\nname = "home"\nkind = "sip"\npeer = "sole"\nring_s = 20\n'
    '[[line]]\nname = "mobile"\nkind = "replay"\n'
)


@pytest.mark.parametrize("policy", ["", '[policy]\nreported = "announce"\n'])
def test_what_a_good_caller_hears_where_nothing_else_rings_is_told_without_a_mark(
    run, house, policy
):
    house.mkdir()
    (house / "config.toml").write_text(policy + ALONE)

    shown = run("lines").out.splitlines()

    (said,) = [text for text in shown if "a good caller hears it ring for 20 s" in text]
    assert said.startswith("  line home: ")
    assert shown.index(said) == len(shown) - 1


def test_whether_we_are_asked_first_is_for_doctor_to_tell(run, house):
    house.mkdir()
    (house / "config.toml").write_text(
        '[[line]]\nname = "home"\nkind = "sip"\nmode = "registrar"\nregistrar = "sip.example.net"\n'
        'username = "me"\npeer = "serial"\n'
    )

    assert "is not proved" not in run("lines").out
    assert "is not proved" in run("doctor").out


def test_a_name_that_is_taken_leaves_the_password_of_the_other_line(run, typed, house):
    typed("registrar", "sip.example.net", "", "", "me", "s3cret")
    run("lines", "add", "sip", "--name", "office")
    typed("registrar", "sip.example.org", "", "", "you", "another")

    answer = run("lines", "add", "sip", "--name", "office")

    assert (answer.code, "a line called office already" in answer.err) == (2, True)
    assert look_up("office", find_home({"PORTINAIO_HOME": str(house)})) == "s3cret"


def test_lines_are_a_table_and_can_be_removed(run):
    run("lines", "add", "replay", "--name", "demo")
    shown = run("lines").out
    run("lines", "remove", "demo")

    assert (shown.splitlines()[1].split()[:2], run("lines", "--json").json) == (
        ["demo", "replay"],
        [],
    )


def test_a_line_is_tried_by_the_daemon_only(run):
    run("lines", "add", "replay", "--name", "demo")

    answer = run("lines", "test", "demo")

    assert (answer.code > 0, "portinaio daemon" in answer.err) == (True, True)


def test_every_kind_of_line_explains_its_keys(run):
    assert "registrar" in run("lines", "kinds").out


"""An answer to each of its questions but the last."""
