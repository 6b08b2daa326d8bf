"""What is asked about a line, and what is guessed of it."""

from __future__ import annotations

import pytest

from tui.first_run import TO_PBX, TO_PROVIDER, a_fresh_house, come, to_sip
from tui.terminal import WIDE, press, toasts, until, visiting, words_on


async def test_a_provider_is_asked_for_where_the_line_is_sip():
    house = a_fresh_house()

    async with visiting(house) as pilot:
        await come(pilot)
        await press(pilot, *TO_PROVIDER)
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
    ],
)
async def test_who_else_rings_is_guessed_so_that_the_least_harm_is_done(registrar, peer, said):
    house = a_fresh_house()

    async with visiting(house, size=WIDE) as pilot:
        await come(pilot)
        await press(pilot, *TO_PROVIDER)
        await press(pilot, "down", "enter", *registrar, "enter")
        shown = words_on(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: bool(house.added_lines))

    assert said in shown
    assert house.added_lines[0][2]["peer"] == peer


async def test_a_pbx_needs_no_registrar_and_asks_us_first():
    house = a_fresh_house()

    async with visiting(house, size=WIDE) as pilot:
        await come(pilot)
        await press(pilot, *TO_PBX)
        shown = words_on(pilot)
        await press(pilot, "ctrl+s")
        await until(pilot, lambda: bool(house.added_lines))

    assert "a PBX of your own" in shown
    assert house.added_lines == [("sip", "home", {"peer": "pbx"})]


async def test_a_provider_that_nobody_has_named_is_asked_for_before_anything_is_written():
    house = a_fresh_house()

    async with visiting(house, size=WIDE) as pilot:
        await come(pilot)
        await press(pilot, *TO_PROVIDER)
        shown = words_on(pilot)
        await press(pilot, "ctrl+s")
        said = toasts(pilot)

    assert "still missing" in shown
    assert said == ["Still missing: Provider or router"]
    assert (house.added_lines, house.written) == ([], [])


async def test_another_provider_is_guessed_anew():
    house = a_fresh_house()

    async with visiting(house, size=WIDE) as pilot:
        await come(pilot)
        await press(pilot, *to_sip(*"sip.example.net"))
        await press(pilot, "down", "down", "enter", *["down"] * 4, "enter")
        shown = words_on(pilot)
        await press(
            pilot, "up", "up", "enter", *["backspace"] * 20, *"fritz.box", "enter", "ctrl+s"
        )
        await until(pilot, lambda: bool(house.added_lines))

    assert "ring after us" in shown
    assert house.added_lines[0][2]["peer"] == "fritzbox"


@pytest.mark.parametrize("answer", ["y", "escape"])
async def test_a_box_that_nobody_vouches_for_is_known_by_the_key_that_somebody_has_compared(answer):
    house = a_fresh_house()
    house.certificate = "0123456789abcdef" * 4

    async with visiting(house, size=WIDE) as pilot:
        await come(pilot)
        await press(pilot, *TO_PROVIDER)
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
        await press(pilot, *TO_PROVIDER)
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
        await press(pilot, *TO_PROVIDER)
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
        await press(pilot, *TO_PROVIDER)
        await press(pilot, "down", "enter", *"sip.example.net", "enter", "ctrl+s")
        await until(pilot, lambda: bool(house.added_lines))

    assert "password" not in house.added_lines[0][2]
    assert house.passwords == {}


async def test_a_password_is_hidden_while_it_is_typed():
    async with visiting(a_fresh_house()) as pilot:
        await come(pilot)
        await press(pilot, *TO_PROVIDER)
        await press(pilot, "down", "enter", *"sip.example.net", "enter")
        await press(pilot, *["down"] * 4, "enter", *"secret")

        assert "••••••" in words_on(pilot)
        assert "secret" not in words_on(pilot)
