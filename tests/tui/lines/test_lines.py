"""The lines: how each is, and whether it works."""

from __future__ import annotations

import pytest

from portinaio.errors import LineError, UsageError
from tui.configuring import a_setting
from tui.house import a_house, a_line, a_sales_call
from tui.shelf_scenes import with_lines
from tui.terminal import NARROW, WIDE, press, toasts, until, visiting, words_on


async def asked_for_a_line(pilot) -> None:
    """Until the dialog knows which kinds there are."""
    await press(pilot, "5", "plus")
    await until(pilot, lambda: "a SIP account" in words_on(pilot))


def a_replay(**other):
    return a_line("demo", kind="replay", **other)


async def test_5_shows_how_each_line_is():
    async with visiting(a_house(lines=[a_line(calls=3)])) as pilot:
        await press(pilot, "5")

        assert "● home                SIP           up                  3 calls" in words_on(pilot)


async def test_the_last_error_stands_below_its_line_in_words():
    async with visiting(with_lines()) as pilot:
        await press(pilot, "5")

        assert "↳ the SIP provider did not answer for 40 s" in words_on(pilot)


async def test_calls_that_nobody_trusts_stand_below_their_line():
    note = 'not trusted; give this line: trusted = ["192.168.1.20/32"]'

    async with visiting(a_house(lines=[a_line(notes=[note])])) as pilot:
        await press(pilot, "5")
        shown = words_on(pilot)
        await press(pilot, "t")

        assert f"↳ {note}" in shown
        assert toasts(pilot) == [f"Line home: up; {note}"]


async def test_what_is_as_it_should_be_stands_beside_the_line():
    key = {"code": "key", "text": "whom it asks is known by the key sha256:abab"}

    async with visiting(a_house(lines=[a_line(asides=[key])]), size=WIDE) as pilot:
        await press(pilot, "5")
        lines = pilot.app.screen

        assert "sha256:abab" in lines.detail(lines.under_cursor).plain


async def test_t_says_how_a_line_is():
    async with visiting(a_house()) as pilot:
        await press(pilot, "5", "t")

        assert toasts(pilot) == ["Line home: up"]


async def test_t_says_what_is_wrong_with_a_line():
    house = a_house(lines=[a_line(state="refused", error="the password is wrong")])

    async with visiting(house) as pilot:
        await press(pilot, "5", "t")

        assert toasts(pilot) == ["Line home: the password is wrong"]


async def test_r_lets_a_simulated_line_ring():
    house = a_house(lines=[a_replay()])

    async with visiting(house) as pilot:
        await press(pilot, "5", "C")

    assert house.rung == ["demo"]


async def test_no_other_line_rings_by_itself_and_the_key_says_so():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "5", "C")

        assert house.rung == []
        assert "Only a simulated line rings by itself" in toasts(pilot)[0]


async def test_a_refused_test_says_why():
    house = a_house(lines=[a_replay()])
    house.refuse = UsageError("the script cannot be read")

    async with visiting(house) as pilot:
        await press(pilot, "5", "C")

        assert toasts(pilot) == ["the script cannot be read"]


async def test_a_line_that_goes_down_is_shown_at_once():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "5")
        house.tell("lines", [a_line(state="retrying", error="no route")])
        await until(pilot, lambda: "↳ no route" in words_on(pilot))


async def test_a_call_is_counted_on_its_line():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "5")
        house.lines_ = [a_line(calls=1)]
        house.ring(a_sales_call(1))
        await until(pilot, lambda: "1 call" in words_on(pilot))


async def test_without_a_daemon_no_line_is_tested_and_the_key_says_so():
    house = a_house()
    house.daemon = False

    async with visiting(house) as pilot:
        await press(pilot, "5")
        await until(pilot, lambda: "● home" in words_on(pilot))
        await press(pilot, "t")

        assert toasts(pilot) == ["The screener is not running"]


TRACE = {
    "at": "2026-10-05T09:15:00.000+02:00",
    "text": "INVITE sip:me@192.0.2.1 SIP/2.0\nFrom: [bold]<sip:+39020000••••@sip.example>",
}


async def test_h_shows_the_headers_of_the_latest_calls():
    house = a_house()
    house.traces = {"home": [TRACE]}

    async with visiting(house) as pilot:
        await press(pilot, "5", "h")
        await until(pilot, lambda: "Latest calls on line home" in words_on(pilot))

        assert "From: [bold]<sip:+39020000••••@sip.example>" in words_on(pilot)
        await press(pilot, "y")
        assert pilot.app.clipboard == f"-- 5 Oct 2026, 09:15\n{TRACE['text']}\n"


async def test_h_says_where_no_call_has_come():
    async with visiting(a_house()) as pilot:
        await press(pilot, "5", "h")

        assert toasts(pilot)[0].startswith("No headers of a call have come on line home")


async def test_capital_q_has_a_line_call_itself_only_after_a_yes():
    house = a_house(lines=[a_line(kind="sip")])

    async with visiting(house) as pilot:
        await press(pilot, "5", "Q")
        await until(pilot, lambda: "They may ring for a moment." in words_on(pilot))
        before = list(house.tried)
        await press(pilot, "y")
        await until(pilot, lambda: len(toasts(pilot)) == 2)

        assert (before, house.tried) == ([], ["home"])
        assert toasts(pilot) == [
            "Calling. It takes up to twenty seconds.",
            "Line home: we are asked first",
        ]


async def test_a_line_that_can_call_nobody_says_so_on_capital_q():
    async with visiting(a_house(lines=[a_line(kind="replay")])) as pilot:
        await press(pilot, "5", "Q")

        assert toasts(pilot) == ["Only a SIP line can call itself"]


async def test_plus_adds_a_sip_line_and_its_password_lies_elsewhere():
    house = a_house(lines=[])

    async with visiting(house) as pilot:
        await asked_for_a_line(pilot)
        await press(pilot, *"mobile", "tab", *"sip.example.net", "tab", *"ada")
        await press(pilot, "tab", *"secret", "enter", "enter", "enter")
        await until(pilot, lambda: bool(toasts(pilot)))

        assert toasts(pilot) == ["Line mobile is in config.toml · u to undo"]
    keys = {"mode": "registrar", "registrar": "sip.example.net", "username": "ada"}
    keys |= {"registrations": "unknown", "peer": "forked"}
    assert house.added_lines == [("sip", "mobile", keys | {"password": {"keyring": "mobile"}})]
    assert house.passwords == {"mobile": "secret"}


@pytest.mark.parametrize(
    ("turns", "peer"),
    [
        pytest.param([], "forked", id="the guess does the least harm"),
        pytest.param(["down"], "fritzbox", id="a box"),
        pytest.param(["down", "down"], "sole", id="nobody else"),
    ],
)
async def test_plus_asks_who_else_rings(turns, peer):
    house = a_house(lines=[])

    async with visiting(house) as pilot:
        await asked_for_a_line(pilot)
        await press(pilot, *"mobile", "tab", *"sip.example.net", "enter", "enter")
        shown = words_on(pilot)
        await press(pilot, *turns, "enter")
        await until(pilot, lambda: bool(house.added_lines))

    assert "Does another telephone ring on this line?" in shown
    assert house.added_lines[0][2]["peer"] == peer


@pytest.mark.parametrize(
    ("turns", "registrations", "asked_on"),
    [
        pytest.param([], "unknown", True, id="not known"),
        pytest.param(["up"], "one", False, id="one telephone at a time, so nobody else rings"),
        pytest.param(["up", "up"], "several", True, id="several"),
    ],
)
async def test_plus_asks_whether_the_account_may_be_registered_twice(
    turns, registrations, asked_on
):
    house = a_house(lines=[])

    async with visiting(house) as pilot:
        await asked_for_a_line(pilot)
        await press(pilot, *"mobile", "tab", *"sip.example.net", "enter")
        shown = words_on(pilot)
        await press(pilot, *turns, "enter", *(["enter"] if asked_on else []))
        await until(pilot, lambda: bool(house.added_lines))

    keys = house.added_lines[0][2]
    assert "May this account be registered twice at the same time?" in shown
    assert "Many providers take one telephone a number" in shown
    assert keys["registrations"] == registrations
    assert keys["peer"] == ("forked" if asked_on else "sole")


async def test_plus_knows_a_fritzbox_by_its_name_and_asks_nothing():
    house = a_house(lines=[])

    async with visiting(house) as pilot:
        await asked_for_a_line(pilot)
        await press(pilot, *"mobile", "tab", *"fritz.box", "enter")
        await until(pilot, lambda: bool(house.added_lines))

    assert house.added_lines[0][2]["peer"] == "fritzbox"


KEY = "0123456789abcdef" * 4


async def with_a_box(house, pilot) -> None:
    """As far as the question about its key."""
    await asked_for_a_line(pilot)
    await press(pilot, *"mobile", "tab", *"sips:box.example.net", "enter", "enter", "enter")
    if house.certificate:
        await until(pilot, lambda: "Is it a box of your own" in words_on(pilot))


async def test_a_box_that_nobody_vouches_for_shows_its_key_and_is_known_by_it():
    house = a_house(lines=[])
    house.certificate = KEY

    async with visiting(house) as pilot:
        await with_a_box(house, pilot)
        shown = words_on(pilot)
        before = list(house.added_lines)
        await press(pilot, "y")
        await until(pilot, lambda: bool(house.added_lines))

    assert f"sha256:{KEY[:32]}" in shown
    assert KEY[32:] in shown
    assert before == []
    assert house.added_lines[0][2]["tls_pin"] == f"sha256:{KEY}"


async def test_who_does_not_know_the_key_gets_no_line_and_keeps_what_was_typed():
    house = a_house(lines=[])
    house.certificate = KEY

    async with visiting(house) as pilot:
        await with_a_box(house, pilot)
        await press(pilot, "escape")

        assert "sips:box.example.net" in words_on(pilot)
    assert house.added_lines == []


@pytest.mark.parametrize(
    "certificate", [None, LineError("box.example.net does not answer")], ids=["vouched for", "away"]
)
async def test_a_box_that_is_vouched_for_or_away_is_added_without_a_key(certificate):
    house = a_house(lines=[])

    async with visiting(house) as pilot:
        await asked_for_a_line(pilot)
        house.certificate = certificate
        await press(pilot, *"mobile", "tab", *"sips:box.example.net", "enter", "enter", "enter")
        await until(pilot, lambda: bool(house.added_lines))
        await until(pilot, lambda: bool(toasts(pilot)))

        assert ("does not answer" in " ".join(toasts(pilot))) is bool(certificate)
    assert "tls_pin" not in house.added_lines[0][2]


async def test_who_does_not_say_who_else_rings_gets_no_line_and_keeps_what_was_typed():
    house = a_house(lines=[])

    async with visiting(house) as pilot:
        await asked_for_a_line(pilot)
        await press(pilot, *"mobile", "tab", *"sip.example.net", "enter", "escape")

        assert "sip.example.net" in words_on(pilot)
    assert house.added_lines == []


async def test_a_line_says_what_becomes_of_a_wish_that_it_cannot_do():
    remark = {"code": "instead", "text": "silence becomes ring"}

    async with visiting(a_house(lines=[a_line(remarks=[remark])])) as pilot:
        await press(pilot, "5")

        assert "↳ silence becomes ring" in words_on(pilot)
        await press(pilot, "t")
        assert toasts(pilot) == ["Line home: up; silence becomes ring"]


@pytest.mark.parametrize(("code", "told"), [("peer", True), ("instead", False)])
async def test_a_fritzbox_that_is_not_called_one_is_told_on_every_screen(code, told):
    house = a_house()
    house.health.append({"code": code, "text": "line home: something"})

    async with visiting(house) as pilot:
        assert ("! line home: something" in words_on(pilot)) == told


async def test_a_password_is_not_shown_while_a_line_is_added():
    async with visiting(a_house(lines=[])) as pilot:
        await asked_for_a_line(pilot)
        await press(pilot, "tab", "tab", "tab", *"secret")

        assert "secret" not in words_on(pilot)


async def test_down_turns_to_a_simulated_line_which_needs_only_enter():
    house = a_house(lines=[])

    async with visiting(house) as pilot:
        await asked_for_a_line(pilot)
        await press(pilot, "down", "enter")
        await until(pilot, lambda: bool(house.added_lines))

    assert house.added_lines == [("replay", "demo", {})]


async def test_a_name_that_is_taken_is_told_at_the_field_and_the_other_password_stays():
    house = a_house()
    house.passwords["home"] = "before"

    async with visiting(house) as pilot:
        await asked_for_a_line(pilot)
        await press(pilot, "tab", "tab", "tab", *"secret", "enter", "enter")
        await until(pilot, lambda: "a line called home already" in words_on(pilot))

    assert (house.added_lines, house.passwords) == ([], {"home": "before"})


async def test_a_line_that_the_house_refuses_leaves_no_password_behind(monkeypatch):
    house = a_house(lines=[])

    def refuse(*_given):
        raise UsageError("registrar must be a host name")

    monkeypatch.setattr(house, "add_line", refuse)

    async with visiting(house) as pilot:
        await asked_for_a_line(pilot)
        await press(pilot, "tab", "tab", "tab", *"secret", "enter", "enter")
        await until(pilot, lambda: "must be a host name" in words_on(pilot))

    assert house.passwords == {}


async def test_a_password_that_cannot_be_kept_leaves_no_line_behind(monkeypatch):
    house = a_house(lines=[])

    def refuse(*_given):
        raise UsageError("home may mean two passwords")

    monkeypatch.setattr(house, "keep_secret", refuse)

    async with visiting(house) as pilot:
        await asked_for_a_line(pilot)
        await press(pilot, "tab", "tab", "tab", *"secret", "enter", "enter")
        await until(pilot, lambda: "may mean two passwords" in words_on(pilot))

    assert house.lines() == []


async def test_u_takes_a_new_line_out_again():
    house = a_house(lines=[])

    async with visiting(house) as pilot:
        await asked_for_a_line(pilot)
        await press(pilot, "tab", "tab", "tab", *"secret", "enter", "enter")
        await until(pilot, lambda: bool(toasts(pilot)))
        await press(pilot, "u")
        await until(pilot, lambda: not house.lines())

    assert house.passwords == {}


async def test_d_removes_a_line_only_after_a_yes():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "5", "d")
        before = list(house.lines())
        await press(pilot, "y")
        await until(pilot, lambda: not house.lines())

    assert len(before) == 1


async def test_esc_keeps_the_line():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "5", "d", "escape")

    assert len(house.lines()) == 1


async def test_w_gives_a_line_another_password_and_config_toml_says_where_it_lies():
    house = a_house()

    async with visiting(house) as pilot:
        await press(pilot, "5", "P", *"secret", "enter")
        await until(pilot, lambda: bool(house.written))

    assert house.passwords == {"home": "secret"}
    assert house.written == [{"line.home.password": {"keyring": "home"}}]


@pytest.mark.parametrize("place", [{"keyring": "k"}, {"file": "own.txt"}])
async def test_w_leaves_in_config_toml_where_a_password_lies(place):
    house = a_house()
    house.config["line.home.password"] = a_setting("line.home.password", "", "table", place)

    async with visiting(house) as pilot:
        await press(pilot, "5", "P", *"secret", "enter")
        await until(pilot, lambda: "is kept" in str(toasts(pilot)))

    assert (house.passwords, house.written) == ({"home": "secret"}, [])


async def test_a_simulated_line_needs_no_password_and_the_key_says_so():
    async with visiting(a_house(lines=[a_replay()])) as pilot:
        await press(pilot, "5", "P")

        assert toasts(pilot) == ["A simulated line needs no password"]


async def test_lines_are_added_and_removed_without_a_daemon_too():
    house = a_house(lines=[a_replay()])
    house.daemon = False

    async with visiting(house) as pilot:
        await press(pilot, "5")
        await until(pilot, lambda: "demo" in words_on(pilot))
        await press(pilot, "d", "y")
        await until(pilot, lambda: "demo" not in words_on(pilot))
        await press(pilot, "plus")
        await until(pilot, lambda: "a SIP account" in words_on(pilot))
        await press(pilot, "down", "enter")
        await until(pilot, lambda: bool(house.added_lines))

        assert "The screener is not running." not in toasts(pilot)


def test_lines_new_80(picture):
    assert picture(a_house(), NARROW, "5", "plus", *"office", "tab", *"sip.example.net")


def test_lines_removal_asked_80(picture):
    assert picture(a_house(), NARROW, "5", "d")


def test_lines_others_asked_80(picture):
    asked = ["5", "plus", *"office", "tab", *"sip.example.net", "enter", "enter"]
    assert picture(a_house(), NARROW, *asked)


def test_lines_twice_asked_80(picture):
    asked = ["5", "plus", *"office", "tab", *"sip.example.net", "enter"]
    assert picture(a_house(), NARROW, *asked)


async def test_e_asks_the_questions_of_the_line_again():
    house = a_house(lines=[a_line("box"), a_line("other")])
    house.guessed["has_line"] = True

    async with visiting(house) as pilot:
        await press(pilot, "5", "down", "e")
        await until(pilot, lambda: "other · SIP" in words_on(pilot))


async def test_l_shows_what_is_done_on_the_other_side():
    house = a_house(lines=[a_line("box", kind="fritzbox")])

    async with visiting(house) as pilot:
        await press(pilot, "5", "l")
        shown = words_on(pilot)

    assert "On the other side of box" in shown
    assert "dial  #96*5*" in shown


async def test_l_says_so_where_nothing_need_be_done():
    async with visiting(a_house(lines=[a_line("demo", kind="replay")])) as pilot:
        await press(pilot, "5", "l")

        assert toasts(pilot) == ["Nothing need be done on the other side."]
