"""The first run: what is guessed, what is written, and what one sees first."""

from __future__ import annotations

import pytest

from portinaio import language
from portinaio.errors import UsageError
from portinaio.lists.catalogue import load_catalogue
from portinaio.tui.calls.number_screen import NumberScreen
from portinaio.tui.setup.answers import Offered
from portinaio.tui.setup.screen import SetupScreen
from tui.first_run import (
    CONTACTS,
    LINE,
    LISTS,
    SUSPECTED,
    TO_PROVIDER,
    a_fresh_house,
    come,
    names,
)
from tui.house import a_house
from tui.shelving import an_offer
from tui.terminal import NARROW, press, settled, toasts, until, visiting, words_on

CARD = "BEGIN:VCARD\nFN:Ada\nTEL:+390200005678\nEND:VCARD\n"


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
    assert house.added_lines == []


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param([], id="without any line"),
        pytest.param(["enter", "end", "enter"], id="of a simulated line"),
        pytest.param(["enter", "up", "enter"], id="of a mobile telephone only"),
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


async def test_who_looks_at_the_simulated_call_hears_nothing_of_a_call_that_is_missing():
    house = a_fresh_house()

    async with visiting(house, notifications=True) as pilot:
        await come(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: "0844" in words_on(pilot))
        await press(pilot, "enter")

        assert isinstance(pilot.app.screen, NumberScreen)
        assert [said for said in toasts(pilot) if "no call" in said] == []


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("example.org is not to be reached", "example.org is not to be reached."),
        ("example.org: is it spelt so?", "example.org: is it spelt so?"),
    ],
)
async def test_lists_that_do_not_come_are_told_with_the_way_to_try_again(monkeypatch, why, said):
    house = a_fresh_house()
    house.offers = [an_offer("spam-it"), an_offer("more-it")]

    def refuse(*_given, **_more):
        raise UsageError(why)

    monkeypatch.setattr(house, "add_list", refuse)

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: any("Not fetched" in one for one in toasts(pilot)))

        (told,) = [one for one in toasts(pilot) if "Not fetched" in one]
    assert told == f"Not fetched: more-it, spam-it. {said} Lists → + takes them later."


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

    assert house.imported == [("c.vcf", b"")]


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
    sip = TO_PROVIDER
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
