"""The first run: what is guessed, what is written, and what one sees first."""

from __future__ import annotations

import pytest

from portinaio import language
from portinaio.errors import UsageError
from portinaio.lists.catalogue import load_catalogue
from portinaio.tui.setup.answers import Offered
from portinaio.tui.setup.screen import SetupScreen
from portinaio.tui.setup.trial_call import TrialCallScreen
from tui.configuring import a_setting
from tui.house import a_call, a_house, a_line, ago
from tui.shelving import an_offer
from tui.terminal import NARROW, WIDE, press, settled, toasts, until, visiting, words_on

CARD = "BEGIN:VCARD\nFN:Ada\nTEL:+390200005678\nEND:VCARD\n"
COUNTRY, TONGUE, LINE, ACTION, SUSPECTED, CONTACTS, LISTS = range(7)


@pytest.fixture(autouse=True)
def english():
    yield
    language.use("en")


def a_fresh_house():
    house = a_house(lines=[], lists=[])
    house.guessed["fresh"] = True
    house.offers = [an_offer("spam-it"), an_offer("spam-de")]
    return house


def names(house) -> list[str]:
    return [one["name"] for one in house.lists()]


async def come(pilot) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, SetupScreen))
    await settled(pilot)


async def test_a_house_without_a_configuration_is_welcomed():
    async with visiting(a_fresh_house()) as pilot:
        await come(pilot)

        assert "Calls you do not want will not ring." in words_on(pilot)


async def test_a_house_with_a_configuration_begins_with_its_calls():
    async with visiting(a_house()) as pilot:
        assert "1 Calls" in words_on(pilot)


async def test_b_takes_every_guess():
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: names(house) == ["spam-it"])

        assert "1 Calls" in words_on(pilot)
    assert house.written == [{"country": "IT", "language": "en", "policy.reported": "reject"}]
    assert house.added_lines == [("replay", "demo", {})]


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param([], id="of a simulated line"),
        pytest.param(["enter", "end", "enter"], id="without any line"),
        pytest.param(["enter", "end", "up", "enter"], id="of a mobile telephone only"),
    ],
)
async def test_it_ends_with_a_call_that_is_turned_away_before_ones_eyes(keys: list[str]):
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * LINE, *keys, "ctrl+s")
        await until(pilot, lambda: "■  +39 0844 123 456" in words_on(pilot))

    assert house.rehearsed == 1


async def test_a_call_that_cannot_be_simulated_is_no_reason_to_begin_anew(monkeypatch):
    house = a_fresh_house()

    def rehearse():
        raise UsageError("no daemon is running that could ring")

    monkeypatch.setattr(house, "rehearse", rehearse)

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: bool(toasts(pilot)))

        await until(pilot, lambda: len(toasts(pilot)) > 1)
        assert "No call could be simulated: no daemon is running" in toasts(pilot)[1]
        assert "1 Calls" in words_on(pilot)


async def test_the_screener_is_started_for_the_call_where_none_runs():
    house = a_fresh_house()
    house.daemon = False

    async with visiting(house, start_daemon=house.come_back) as pilot:
        await come(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "■  +39 0844 123 456" in words_on(pilot))


async def test_the_question_about_suspected_callers_says_what_an_answer_would_have_done():
    house = a_fresh_house()
    house.past_calls = 112

    async with visiting(house) as pilot:
        await come(pilot)
        await until(pilot, lambda: len(house.replayed) == 2)
        await settled(pilot)
        await press(pilot, *["down"] * SUSPECTED, "enter")

        assert "reject it: of 112 calls it would have rejected 3" in words_on(pilot)
        await press(pilot, "down", "down", "enter", "ctrl+s")
        await until(pilot, lambda: bool(house.written))

    assert house.written[0]["policy.suspected"] == "reject"


async def test_without_a_log_the_question_about_suspected_callers_stands_alone():
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await until(pilot, lambda: len(house.replayed) == 2)
        await press(pilot, *["down"] * SUSPECTED, "enter")

        assert "What happens to suspected callers?" in words_on(pilot)
        assert "it would have" not in words_on(pilot)


async def test_where_there_is_little_the_first_run_says_so_and_of_another_country_something_else():
    house = a_fresh_house()
    house.remarks = {
        "IT": "Blocklist: only a few numbers so far",
        "DE": "PhoneBlock: most are German",
    }

    async with visiting(house) as pilot:
        await come(pilot)
        italian = words_on(pilot)
        await press(pilot, "enter", *"germ", "enter")
        await until(pilot, lambda: "PhoneBlock: most are German" in words_on(pilot))

        assert "Blocklist: only a few numbers so far" in italian
        assert "only a few numbers" not in words_on(pilot)


async def test_the_lists_are_those_of_the_country():
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, "enter", *"germ", "enter")

        assert "✓ Spam of DE" in words_on(pilot)
        assert "Spam of IT" not in words_on(pilot)


async def test_a_list_can_be_left_out():
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * LISTS, "enter", "ctrl+s")
        await until(pilot, lambda: bool(house.rehearsed))

    assert names(house) == []


async def test_a_provider_is_asked_for_where_the_line_is_sip():
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * LINE, "enter", "down", "enter")
        await press(pilot, "down", "enter", *"sip.example.net", "enter")
        await press(pilot, "down", "down", "enter", "down", "down", "enter")
        await press(pilot, "down", "enter", *"ada", "enter")
        await press(pilot, "down", "enter", *"pa ss", "enter")
        shown = words_on(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: bool(house.added_lines))

    assert ("•••••" in shown, "pa ss" in shown) == (True, False)
    assert house.passwords == {"home": "pa ss"}
    assert house.added_lines == [
        (
            "sip",
            "home",
            {
                "mode": "registrar",
                "registrar": "sip.example.net",
                "username": "ada",
                "registrations": "unknown",
                "peer": "sole",
                "password": {"keyring": "home"},
            },
        )
    ]


@pytest.mark.parametrize(
    ("registrar", "peer", "said"),
    [
        pytest.param("sip.example.net", "forked", "ring too", id="a provider"),
        pytest.param("fritz.box", "fritzbox", "FRITZ!Box", id="a box by its name"),
        pytest.param("192.168.178.1", "fritzbox", "FRITZ!Box", id="a box by its address"),
        pytest.param("", "pbx", "PBX asks us first", id="a PBX"),
    ],
)
async def test_who_else_rings_is_guessed_so_that_the_least_harm_is_done(registrar, peer, said):
    house = a_fresh_house()

    async with visiting(house, size=WIDE) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * LINE, "enter", "down", "enter")
        await press(pilot, "down", "enter", *registrar, "enter")
        shown = words_on(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: bool(house.added_lines))

    assert said in shown
    assert house.added_lines[0][2]["peer"] == peer


async def test_another_provider_is_guessed_anew():
    house = a_fresh_house()

    async with visiting(house, size=WIDE) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * LINE, "enter", "down", "enter")
        await press(pilot, "down", "down", "enter", "down", "enter")
        shown = words_on(pilot)
        await press(pilot, "up", "enter", *"fritz.box", "enter", "ctrl+s")
        await until(pilot, lambda: bool(house.added_lines))

    assert "ring after us" in shown
    assert house.added_lines[0][2]["peer"] == "fritzbox"


@pytest.mark.parametrize("answer", ["y", "escape"])
async def test_a_box_that_nobody_vouches_for_is_known_by_the_key_that_somebody_has_compared(answer):
    house = a_fresh_house()
    house.certificate = "0123456789abcdef" * 4

    async with visiting(house, size=WIDE) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * LINE, "enter", "down", "enter")
        await press(pilot, "down", "enter", *"sips:box.example.net", "enter", "ctrl+s")
        await until(pilot, lambda: "Is it a box of your own" in words_on(pilot))
        before = [*house.written, *house.added_lines]
        await press(pilot, answer)
        if answer == "y":
            await until(pilot, lambda: bool(house.added_lines))

    pins = [keys.get("tls_pin") for _kind, _name, keys in house.added_lines]
    assert (before, pins) == ([], [f"sha256:{house.certificate}"] if answer == "y" else [])


async def test_an_account_that_takes_one_telephone_has_no_other_on_it():
    house = a_fresh_house()

    async with visiting(house, size=WIDE) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * LINE, "enter", "down", "enter")
        await press(pilot, "down", "enter", *"sip.example.net", "enter")
        await press(pilot, "down", "enter", "up", "enter")
        shown = words_on(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: bool(house.added_lines))

    assert "may not be" in shown
    assert "nobody else" in shown
    keys = house.added_lines[0][2]
    assert (keys["registrations"], keys["peer"]) == ("one", "sole")


@pytest.mark.parametrize(
    ("peer", "said"),
    [
        pytest.param([], True, id="other telephones"),
        pytest.param(["down", "down"], False, id="nobody else"),
    ],
)
async def test_what_a_new_line_cannot_do_is_said_before_it_is_written(peer, said):
    async with visiting(a_fresh_house(), size=WIDE) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * LINE, "enter", "down", "enter")
        await press(pilot, "down", "enter", *"sip.example.net", "enter")
        await press(pilot, "down", "down", "enter", *peer, "enter")
        await press(pilot, "down", "down", "down", "enter")
        before = words_on(pilot)
        await press(pilot, "up", "enter")

        assert ("→ let it ring" in words_on(pilot)) == said
    assert ("silence becomes ring, since other telephones ring on" in before) == said


async def test_a_provider_that_wants_no_password_gets_none():
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * LINE, "enter", "down", "enter")
        await press(pilot, "down", "enter", *"sip.example.net", "enter", "ctrl+s")
        await until(pilot, lambda: bool(house.added_lines))

    assert "password" not in house.added_lines[0][2]
    assert house.passwords == {}


async def test_a_password_is_hidden_while_it_is_typed():
    async with visiting(a_fresh_house()) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * LINE, "enter", "down", "enter")
        await press(pilot, "down", "enter", *"sip.example.net", "enter")
        await press(pilot, *["down"] * 4, "enter", *"secret")

        assert "••••••" in words_on(pilot)
        assert "secret" not in words_on(pilot)


async def test_contacts_are_read_from_a_file(tmp_path):
    house = a_fresh_house()
    file = tmp_path / "c.vcf"
    file.write_text(CARD)

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * CONTACTS, "enter")
        pilot.app.screen.query_one("Input").value = str(file)
        await press(pilot, "enter", "ctrl+s")

        told = " ".join(toasts(pilot))
        assert "config.toml is written. 1 contact is known." in told
    assert house.imported == [("c.vcf", CARD.encode())]


async def test_a_file_that_is_not_there_is_told_and_nothing_is_written():
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * CONTACTS, "enter", *"/no", "enter", "ctrl+s")

        assert "/no cannot be read" in toasts(pilot)[0]
    assert house.written == []


async def test_after_a_book_that_is_refused_the_same_answers_can_be_given_again(
    tmp_path, monkeypatch
):
    house = a_fresh_house()
    file = tmp_path / "c.vcf"
    file.write_text("")
    take = house.import_contacts

    def refuse(*_):
        raise UsageError("c.vcf holds no number")

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * CONTACTS, "enter")
        pilot.app.screen.query_one("Input").value = str(file)
        monkeypatch.setattr(house, "import_contacts", refuse)
        await press(pilot, "enter", "ctrl+s")
        assert toasts(pilot)[0] == "c.vcf holds no number"
        monkeypatch.setattr(house, "import_contacts", take)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: house.imported)

    assert [name for _, name, _ in house.added_lines] == ["demo"]


async def test_esc_writes_nothing():
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, "escape")

        assert "1 Calls" in words_on(pilot)
    assert house.written == []


@pytest.mark.parametrize(
    ("code", "asked"), [("it", "Lingua"), ("de", "Sprache")], ids=["italian", "german"]
)
async def test_the_questions_are_asked_in_the_language_that_was_chosen(code, asked):
    house = a_fresh_house()
    further = language.LANGUAGES.index(code)

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, "down", "enter", *["down"] * further, "enter")
        await until(pilot, lambda: asked in words_on(pilot))


async def test_f2_asks_again_at_any_time():
    async with visiting(a_house()) as pilot:
        await press(pilot, "f2")

        assert isinstance(pilot.app.screen, SetupScreen)


def test_first_run_sip_80(picture):
    sip = [*["down"] * LINE, "enter", "down", "enter"]
    provider = ["down", "enter", *"sip.example.net", "enter"]
    login = [*["down"] * 3, "enter", *"ada", "enter", "down", "enter", *"secret", "enter"]
    assert picture(a_fresh_house(), NARROW, *sip, *provider, *login)


def test_first_run_in_italian_80(picture):
    language.use("it")

    assert picture(a_fresh_house(), NARROW)


@pytest.mark.parametrize(
    ("country", "name"), [("IT", "blocklist-italia"), ("US", "ftc-complaints")]
)
def test_a_first_run_offers_the_lists_of_the_catalogue_that_need_no_account(country, name):
    shipped = load_catalogue().list
    offers = [{"name": o.name, "country": o.country, "account": o.account} for o in shipped]

    offered = Offered([], offers)
    found = {one["name"] for one in offered.of(country)}
    told = {one["name"] for one in offered.with_account(country)}

    assert (name in found, "phoneblock" in found) == (True, False)
    assert "phoneblock" in told


# -- the country


async def test_the_country_is_chosen_from_a_list_that_what_is_typed_makes_shorter():
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, "enter")
        before = words_on(pilot)
        await press(pilot, *"fran")
        found = words_on(pilot)
        await press(pilot, "enter")
        after = words_on(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: bool(house.written))

    assert "Italy (IT)" in before
    assert "France (FR)" in found
    assert "Italy (IT)" not in found
    assert "France" in after
    assert house.written[0]["country"] == "FR"


@pytest.mark.parametrize(
    ("typed", "country"),
    [
        pytest.param([*"at"], "AT", id="its two letters come first"),
        pytest.param([*"osterr"], "AT", id="without accents"),
        pytest.param([*"fra", "down", "up"], "FR", id="up and down move in the list"),
    ],
)
async def test_a_country_is_found_by(typed, country):
    language.use("de")
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, "enter", *typed, "enter", "ctrl+s")
        await until(pilot, lambda: bool(house.written))

    assert house.written[0]["country"] == country


async def test_a_country_that_there_is_not_is_said_and_esc_leaves_the_one_of_before():
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, "enter", *"xyzzy", "enter", "down")
        assert "None of them holds that." in words_on(pilot)
        await press(pilot, "escape", "ctrl+s")
        await until(pilot, lambda: bool(house.written))

    assert house.written[0]["country"] == "IT"


# -- the other side


def to_sip(*registrar: str) -> list[str]:
    keys = [*["down"] * LINE, "enter", "down", "enter"]
    return [*keys, "down", "enter", *registrar, "enter"] if registrar else keys


@pytest.mark.parametrize(
    ("keys", "seen"),
    [
        pytest.param(to_sip(*"fritz.box"), "Telephony → Telephony Devices", id="a FRITZ!Box"),
        pytest.param(
            to_sip(*"sip.example.net"), "Portal or letter of your provider", id="provider"
        ),
        pytest.param(to_sip(), "extensions.conf", id="a PBX"),
        pytest.param([*["down"] * LINE, "enter", "end", "up", "enter"], "SpamBlocker", id="mobile"),
    ],
)
async def test_l_shows_what_to_click_on_the_other_side(keys, seen):
    async with visiting(a_fresh_house(), size=WIDE) as pilot:
        await come(pilot)
        await press(pilot, *keys, "l")
        shown = words_on(pilot)
        await press(pilot, "escape")

        assert "On the other side" in shown
        assert seen in shown
        assert isinstance(pilot.app.screen, SetupScreen)


async def test_l_says_so_where_nothing_need_be_done():
    async with visiting(a_fresh_house()) as pilot:
        await come(pilot)
        await press(pilot, "l")

        assert toasts(pilot) == ["Nothing need be done on the other side."]


# -- the test call


async def await_call(pilot) -> None:
    await come(pilot)
    await press(pilot, *to_sip(*"sip.example.net"), "ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, TrialCallScreen))
    await settled(pilot)


async def test_a_real_line_is_called_once_and_what_it_heard_is_said():
    house = a_fresh_house()

    async with visiting(house, size=WIDE) as pilot:
        await await_call(pilot)
        asked = words_on(pilot)
        house.ring(a_call(1, at=ago(), outcome=None, line="other"))
        house.ring(a_call(2, at=ago(minutes=5)))
        await settled(pilot)
        waiting = words_on(pilot)
        house.ring(a_call(3, at=ago()))
        await until(pilot, lambda: "◉ heard: +39 02 0000 1234" in words_on(pilot))
        heard = words_on(pilot)
        await press(pilot, "enter")

        assert "1 Calls" in words_on(pilot)
    assert "Call home now from another telephone" in asked
    assert "● the line is up" in asked
    assert "Portal or letter of your provider" in asked
    assert "waiting for a call" in waiting
    assert "nothing is known of this number" in heard
    assert house.rehearsed == 0


async def test_a_test_call_may_be_skipped():
    async with visiting(a_fresh_house()) as pilot:
        await await_call(pilot)
        await press(pilot, "enter")

        assert "1 Calls" in words_on(pilot)
        assert not isinstance(pilot.app.screen, TrialCallScreen)


@pytest.mark.parametrize(
    ("call", "said"),
    [
        pytest.param({"presentation": "restricted"}, "the caller hides it", id="hidden"),
        pytest.param({"presentation": "unavailable"}, "ask the provider for CLIP", id="not there"),
    ],
)
async def test_a_test_call_without_a_number_says_whom_to_ask(call, said):
    house = a_fresh_house()

    async with visiting(house, size=WIDE) as pilot:
        await await_call(pilot)
        house.ring(a_call(3, None, at=ago(), **call))
        await until(pilot, lambda: "It came without a number" in words_on(pilot))

        assert said in words_on(pilot)


async def test_while_no_call_comes_the_trouble_of_the_line_is_said():
    house = a_fresh_house()

    async with visiting(house, size=WIDE) as pilot:
        await await_call(pilot)
        house.lines_[0] |= {"state": "refused", "error": "the registrar refuses the password"}
        house.ring(a_call(1, at=ago(), line="other"))
        await until(pilot, lambda: "refuses the password" in words_on(pilot))

        assert "✕ the line is not up" in words_on(pilot)


async def test_l_and_e_from_the_test_call():
    house = a_fresh_house()

    async with visiting(house, size=WIDE) as pilot:
        await await_call(pilot)
        await press(pilot, "l")
        assert "On the other side of home" in words_on(pilot)
        house.guessed["has_line"] = True
        await press(pilot, "escape", "e")
        await come(pilot)

        assert "home · SIP" in words_on(pilot)


# -- a line that there is


def a_house_with_a_line(**keys: str):
    house = a_house(lines=[a_line("box"), a_line("demo", kind="replay")], lists=[])
    house.guessed |= {"has_line": True}
    for key, value in keys.items():
        house.config[f"line.box.{key}"] = a_setting(f"line.box.{key}", "", value=value)
    house.config["line.box.peer"] = house.config.get("line.box.peer") or a_setting(
        "line.box.peer", "", "choice", default="sole"
    )
    return house


async def test_a_saved_line_is_shown_and_stays_as_it_is_where_nobody_touches_it():
    house = a_house_with_a_line(mode="registrar", registrar="sip.example.net", username="ada")

    async with visiting(house) as pilot:
        await press(pilot, "f2")
        await come(pilot)
        shown = words_on(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: bool(house.rehearsed))

    assert "box · SIP" in shown
    assert "sip.example.net" in shown
    assert "nobody else" in shown
    assert house.written == [{"country": "IT", "language": "en", "policy.reported": "reject"}]
    assert house.added_lines == []


async def test_a_saved_line_is_corrected_and_called_again():
    house = a_house_with_a_line(mode="registrar", registrar="fritz.bxo", username="ada")

    async with visiting(house) as pilot:
        await press(pilot, "f2")
        await come(pilot)
        await press(pilot, *["down"] * LINE, "down", "enter", *["backspace"] * 3, *"box", "enter")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: isinstance(pilot.app.screen, TrialCallScreen))

    written = house.written[0]
    assert written["line.box.registrar"] == "fritz.box"
    assert written["line.box.peer"] == "fritzbox"
    assert "line.box.username" not in written
    assert house.added_lines == []


async def test_what_is_emptied_goes_out_of_the_configuration_and_a_new_password_to_the_keyring():
    house = a_house_with_a_line(mode="registrar", registrar="sip.example.net", peer="forked")

    async with visiting(house) as pilot:
        await press(pilot, "f2")
        await come(pilot)
        await press(pilot, *["down"] * LINE, *["down"] * 5, "enter", *"new", "enter")
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: bool(house.written))
    assert house.passwords == {"box": "new"}
    assert house.written[0]["line.box.password"] == {"keyring": "box"}


async def test_no_line_need_be_corrected():
    house = a_house_with_a_line(mode="registrar", registrar="fritz.box")

    async with visiting(house) as pilot:
        await press(pilot, "f2")
        await come(pilot)
        await press(pilot, *["down"] * LINE, "enter", "end", "enter", "ctrl+s")
        await until(pilot, lambda: bool(house.rehearsed))

    assert not any(key.startswith("line.") for key in house.written[0])


# -- lists that need an account


def an_account():
    return an_offer(
        "phoneblock",
        account="a token, free, from the settings of an account",
        homepage="https://phoneblock.example/",
    )


async def test_a_list_that_needs_an_account_says_how_to_get_it_and_takes_its_token():
    house = a_fresh_house()
    house.offers.append(an_account() | {"country": "IT"})

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * (LISTS + 1), "enter")
        shown = words_on(pilot)
        await press(pilot, *"secret", "enter")
        taken = words_on(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "phoneblock" in names(house))

    assert "https://phoneblock.example/" in shown
    assert "from the settings of an account" in shown
    assert "its token is here" in taken
    assert "secret" not in taken
    assert house.passwords == {"phoneblock": "secret"}


async def test_without_a_token_such_a_list_is_left_out():
    house = a_fresh_house()
    house.offers.append(an_account() | {"country": "IT"})

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, *["down"] * (LISTS + 1), "enter", "enter", "ctrl+s")
        await until(pilot, lambda: "spam-it" in names(house))

    assert "phoneblock" not in names(house)
    assert house.passwords == {}


async def test_the_simulated_call_is_no_call_of_today():
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "■  +39 0844 123 456" in words_on(pilot))

        assert "0 today" in words_on(pilot)
