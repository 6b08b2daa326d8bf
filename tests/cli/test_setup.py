"""`setup`: the first run at a shell, whatever is answered."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest

from portinaio.store.database import open_store
from worlds import a_logged_call
from written_config import config


def test_setup_says_what_the_new_line_does_in_place_of_the_wish(run, typed):
    typed("", "", "silence", "", "provider", "home", "fritz.box", "me", "", "")

    answer = run("setup")

    assert "line home: silence becomes ring, since other telephones ring on" in answer.out


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

    assert "nessuna: ancora niente" in told
    assert "#96*5*" in told
    assert "portinaio secret set phoneblock" in told
    assert told.index("#96*5*") < told.index("portinaio secret set phoneblock")


USUAL = (
    "fritzbox: a FRITZ!Box",
    "provider: a provider (SIP, VoIP)",
    "pbx: a PBX of your own",
    "modem: a USB modem on a landline",
    "telephone: a mobile telephone only",
    "none: nothing yet",
)


def test_setup_offers_what_a_house_may_have_by_name(run, typed):
    typed("", "", "", "", "", "", "")

    told = run("setup").out.splitlines()

    assert [line for line in told if line in USUAL] == list(USUAL)


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        pytest.param(("fritzbox", "box", ""), ({"kind": "fritzbox"}, "#96*5*"), id="a FRITZ!Box"),
        pytest.param(
            ("provider", "home", "sipgate", "", "", "me", ""),
            ({"kind": "sip", "mode": "registrar", "registrar": "sipgate.de"}, "sipgate"),
            id="a provider by its name",
        ),
        pytest.param(
            ("pbx", "home", "", ""), ({"kind": "sip", "peer": "pbx"}, "extensions.conf"), id="a PBX"
        ),
        pytest.param(("modem", "home", ""), ({"kind": "modem"}, "CLIP"), id="a USB modem"),
        pytest.param(("telephone", ""), (None, "SpamBlocker"), id="a mobile telephone only"),
        pytest.param(("none", ""), (None, ""), id="nothing yet"),
    ],
)
def test_setup_makes_a_line_of_what_the_house_has_and_says_what_to_do_at_the_other_side(
    run, house, typed, answers, wanted
):
    line, step = wanted
    typed("IT", "en", "", "", *answers)

    told = run("setup").out

    assert step in told
    written = config(house).get("line", [{}])[0]
    assert {key: written.get(key) for key in line or ()} == (line or {})
    assert bool(written) == bool(line)


def test_setup_tells_what_is_known_of_a_provider_that_is_named(run, typed):
    typed("IT", "en", "", "", "provider", "home", "sipgate", "", "", "me", "", "", "")

    assert "not tried by us" in run("setup").err


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
    "provider",
    "home",
    "sip.example.net",
    "several",
    "sole",
    "me",
    "pw",
    "",
)


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
