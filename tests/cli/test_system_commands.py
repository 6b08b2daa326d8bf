"""Commands for the house itself: status, doctor, lines, secret, setup, service, completion."""

from __future__ import annotations

import io
import tomllib
from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from daemon_world import ADaemon
from portinaio.api.answers import DiagnosisAnswer, LineAnswer, StatusAnswer
from portinaio.cli.context import CommandContext
from portinaio.config.home import find_home
from portinaio.config.secrets import look_up
from portinaio.store.database import open_store
from worlds import a_logged_call

if TYPE_CHECKING:
    from pathlib import Path


def config(house: Path) -> dict[str, object]:
    return tomllib.loads((house / "config.toml").read_text())


# -- status and doctor


def test_status_says_that_nobody_screens(run):
    assert "not running: calls are not screened" in run("status").out


def test_the_status_has_the_keys_of_its_shape(run):
    assert list(run("status", "--json").json) == list(StatusAnswer.__annotations__)


def test_the_doctor_marks_each_thing_with_a_shape(run):
    answer = run("doctor")

    assert (answer.code, {line[0] for line in answer.out.splitlines()} <= {"\u2713", "!"}) == (
        0,
        True,
    )


def test_the_doctor_ends_with_1_where_something_is_wrong(run, house):
    run("setup", "--yes")
    (house / "config.toml").write_text(
        '[[line]]\nname = "x"\nkind = "sip"\npassword = { env = "NO" }\n'
    )

    answer = run("doctor", "--json")

    assert (answer.code, list(answer.json[0])) == (1, list(DiagnosisAnswer.__annotations__))


def test_colour_is_for_terminals_of_people_who_want_it(monkeypatch, house):  # noqa: ARG001  # the home
    monkeypatch.setattr("portinaio.cli.context.is_terminal", lambda _: True)

    assert [
        CommandContext({**environ, "HOME": "/"}).coloured("wrong", "31")
        for environ in ({}, {"NO_COLOR": "1"}, {"TERM": "dumb"})
    ] == ["\x1b[31mwrong\x1b[0m", "wrong", "wrong"]


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
    typed("", "", "", "", "sip", "home", *answers)
    run("setup")
    typed(*answers)

    run("lines", "add", "sip", "--name", "office")

    assert {line["name"]: line["peer"] for line in config(house)["line"]} == {
        "home": peer,
        "office": peer,
    }


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


def test_setup_says_what_the_new_line_does_in_place_of_the_wish(run, typed):
    typed("", "", "silence", "", "sip", "home", "registrar", "fritz.box", "me", "", "")

    answer = run("setup")

    assert "line home: silence becomes ring, since other telephones ring on" in answer.out


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


# -- secret


def test_a_password_comes_in_through_stdin(run, house, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cret pass\n"))

    answer = run("secret", "set", "home")

    assert ("s3cret" in answer.out, look_up("home", find_home({"PORTINAIO_HOME": str(house)}))) == (
        False,
        "s3cret pass",
    )


def test_a_password_is_typed_twice(run, typed, monkeypatch):
    typed("one", "another")
    monkeypatch.setattr("portinaio.cli.commands.secret.is_terminal", lambda _: True)

    answer = run("secret", "set", "home")

    assert (answer.code, "nothing was kept" in answer.err) == (1, True)


def test_a_password_that_nothing_reads_yet_says_what_to_add(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cret\n"))

    answer = run("secret", "set", "home")

    assert (answer.code, 'password = { keyring = "home" }' in answer.err) == (0, True)


def test_a_password_of_the_environment_is_refused(run, house, monkeypatch):
    run("lines", "add", "sip", "--name", "home", "--set", "password=env:SIP_PW")
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cret\n"))

    answer = run("secret", "set", "home")

    assert (answer.code, "SIP_PW" in answer.err) == (1, True)
    assert not (house / "secrets").exists()


@pytest.mark.parametrize("text", ["", "\n", "x" * 5000])
def test_no_password_is_kept_that_is_none(run, monkeypatch, text):
    monkeypatch.setattr("sys.stdin", io.StringIO(text))

    assert run("secret", "set", "home").code == 1


def test_a_password_is_forgotten_once(run, monkeypatch):
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cret\n"))
    run("secret", "set", "home")

    assert [run("secret", "remove", "home").code for _ in range(2)] == [0, 1]


def test_where_a_daemon_runs_it_keeps_and_forgets_the_passwords(run, house, typed, monkeypatch):
    def refuse(*_):
        raise AssertionError("the command writes behind the daemon")

    with ADaemon(house, PYTHON_KEYRING_BACKEND="keyring.backends.fail.Keyring") as daemon:
        daemon.answers()
        for name in ("store", "overwrite", "remove"):
            monkeypatch.setattr(f"portinaio.config.secrets.{name}", refuse)
        typed("registrar", "sip.example.net", "", "", "me", "s3cret")
        run("lines", "add", "sip", "--name", "office")
        kept = (house / "secrets" / "office").read_text()

        answer = run("secret", "remove", "office", "--json")

        assert (kept, answer.json) == ("s3cret", {"name": "office", "kept": None})
        assert not (house / "secrets" / "office").exists()


@pytest.mark.parametrize("name", ["../config.toml", "", ".", "a/b"])
def test_a_password_never_lies_outside_its_folder(run, monkeypatch, name):
    monkeypatch.setattr("sys.stdin", io.StringIO("s3cret\n"))

    assert run("secret", "set", name).code == 2


# -- setup


def test_setup_can_take_every_guess(run, house):
    answer = run("setup", "--yes", "--json")

    assert (answer.code, config(house)) == (
        0,
        {"country": "IT", "language": "en", "policy": {"reported": "reject"}},
    )


def test_setup_asks_with_enter_for_every_answer(run, house, typed):
    typed("", "", "", "", "", "", "")

    assert (run("setup").code, config(house)["country"]) == (0, "IT")


def test_setup_takes_other_answers(run, house, typed, tmp_path):
    (tmp_path / "a.vcf").write_text("BEGIN:VCARD\nFN:Anna\nTEL:+390200001234\nEND:VCARD\n")
    typed(
        "XX", "de", "it", "silence", "", "replay", "demo", "/nowhere.vcf", str(tmp_path / "a.vcf")
    )

    run("setup")

    assert config(house) == {
        "country": "DE",
        "language": "it",
        "policy": {"reported": "silence"},
        "line": [{"name": "demo", "kind": "replay"}],
    }
    assert [contact["name"] for contact in run("contacts", "--json").json] == ["Anna"]


def test_setup_writes_what_is_done_to_suspected_callers_only_where_it_is_another(run, house, typed):
    typed("", "", "", "reject", "")
    run("setup")
    asked = config(house)["policy"]

    typed("", "", "", "", "")
    run("setup")

    assert asked == config(house)["policy"] == {"reported": "reject", "suspected": "reject"}


def test_setup_asks_about_suspected_callers_without_a_log_and_says_nothing_of_one(run, typed):
    typed("", "", "", "", "")

    answer = run("setup")

    assert "it would have" not in answer.out


def test_setup_says_what_another_answer_would_have_done_to_the_log(run, house, typed):
    house.mkdir()
    (house / "list.csv").write_text("number,reporters\n+390200001234,2\n")
    url = (house / "list.csv").as_uri()
    (house / "config.toml").write_text(f'[[list]]\nname = "list"\nurl = "{url}"\n')
    run("sync")
    now = datetime.now(UTC)
    with closing(open_store(str(house / "portinaio.db"), now)) as store:
        number = {"number": "+390200001234", "calling": "+390200001234", "talked_s": 9.0}
        store.calls.record(a_logged_call(1, at=now - timedelta(days=1), **number))
    typed("", "", "", "", "")

    answer = run("setup")

    said = "of 1 call of the last 90 days it would have"
    assert f"silence: {said} silenced 1; of these you answered 1\n" in answer.out
    assert f"reject: {said} turned away 1; of these you answered 1\n" in answer.out


def test_setup_offers_the_lists_of_the_country_and_says_honestly_how_little_they_are(run, typed):
    typed("", "", "", "", "", "", "")

    told = run("setup").out

    assert "Blocklist telefonica Italia: Numbers with two reports" in told
    assert "only a few so far" in told
    assert "PhoneBlock community blocklist: Of Italian numbers it holds about two" in told
    assert "town-halls-it: " in told


def test_setup_subscribes_to_the_lists_that_are_named(run, house, typed):
    house.mkdir()
    (house / "numbers.txt").write_text("+390200001234\n")
    url = (house / "numbers.txt").as_uri()
    facts = 'publisher = "us"\nlicence = "CC0-1.0"\nformat = "plain"\ncountry = "IT"\nchecked = 2026-11-24'
    house.joinpath("catalog.toml").write_text(
        f'[[list]]\nname = "stairs"\ntitle = "Our stairs"\nurl = "{url}"\nhomepage = "{url}"\n{facts}\n'
        'every_hours = 24\ntrust = 0.9\nsays = "Numbers."\n'
    )
    typed("", "", "", "", "", "", "stares", "stairs")

    answer = run("setup")

    assert "stares is none of them" in answer.err
    assert "stairs is subscribed: 1 entry" in answer.out
    assert "stairs: alone, with trust 0.9, it makes callers reported" in answer.out
    assert [each["name"] for each in run("lists", "--json").json] == ["stairs"]


def test_setup_says_what_is_left_to_do_elsewhere_and_how_an_account_is_got(run, typed, monkeypatch):
    monkeypatch.setenv("PORTINAIO_LANG", "it")
    typed("IT", "it", "", "", "fritzbox", "", "", "", "")

    told = run("setup").out

    assert "nessuna: più tardi" in told
    assert "#96*5*" in told
    assert "portinaio secret set phoneblock" in told
    assert told.index("#96*5*") < told.index("portinaio secret set phoneblock")


def test_setup_says_that_a_country_has_no_list(run, typed):
    typed("CH", "", "", "", "", "")

    assert "no public list of callers is known for CH" in run("setup").out


def test_setup_keeps_what_was_written_by_hand(run, house):
    house.mkdir()
    (house / "config.toml").write_text('# mine\ncountry = "FR"\n[log]\nkeep_days = 7\n')

    run("setup", "--yes")

    text = (house / "config.toml").read_text()
    assert ("# mine" in text, config(house)["country"], config(house)["log"]) == (
        True,
        "FR",
        {"keep_days": 7},
    )


@pytest.mark.parametrize("command", [("setup",), ("lines", "add", "replay")])
def test_a_name_that_no_line_can_have_is_asked_again(run, house, typed, command):
    before = ("", "", "", "", "replay") if command == ("setup",) else ()
    typed(*before, "my home", "../home", "home", "")

    run(*command)

    assert [line["name"] for line in config(house)["line"]] == ["home"]


OF_SETUP = (
    "IT",
    "en",
    "reject",
    "ring",
    "sip",
    "home",
    "registrar",
    "sip.example.net",
    "several",
    "sole",
    "me",
    "pw",
    "",
)
"""An answer to each of its questions but the last."""


@pytest.mark.parametrize("answers", range(len(OF_SETUP) + 1))
def test_setup_says_truly_what_is_kept_when_nobody_answers_any_more(run, house, typed, answers):
    typed(*OF_SETUP[:answers])

    answer = run("setup")

    written = (house / "config.toml").exists()
    assert (answer.code, written, "nothing was changed" in answer.err, "bug" in answer.err) == (
        1,
        answers > 3,
        not written,
        False,
    )
    whole = len(OF_SETUP)
    assert ("without the line" in answer.err) == (written and answers < whole - 1)
    assert ("no address book was read" in answer.err) == (answers == whole - 1)
    assert ("no list was subscribed" in answer.err) == (answers == whole)
    assert ("line" in config(house) if written else False) == (answers >= whole - 1)


@pytest.mark.parametrize("answers", range(len(OF_SETUP) + 1))
def test_setup_can_be_interrupted_at_each_question(run, typed, answers):
    typed(*OF_SETUP[:answers], ending=KeyboardInterrupt)

    answer = run("setup")

    assert (answer.code, answer.err) == (130, "")


@pytest.mark.parametrize("answers", [0, 1])
def test_nobody_who_types_a_password_is_a_sentence(run, typed, monkeypatch, answers):
    typed(*["s3cret"][:answers])
    monkeypatch.setattr("portinaio.cli.commands.secret.is_terminal", lambda _: True)

    answer = run("secret", "set", "home")

    assert (answer.code, "nobody answers; nothing was changed" in answer.err) == (1, True)
