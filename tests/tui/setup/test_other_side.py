"""What to do on the other side of a line, and the test call that shows whether it was right."""

from __future__ import annotations

import pytest

from portinaio.config.line_kind import Step
from portinaio.core.message import Message
from portinaio.tui.setup.other_side_screen import drawn_steps
from portinaio.tui.setup.screen import SetupScreen
from portinaio.tui.setup.trial_call import TrialCallScreen
from tui.first_run import LINE, TO_PBX, a_fresh_house, await_call, come, to_sip
from tui.house import a_call, ago
from tui.terminal import WIDE, press, settled, toasts, until, visiting, words_on


@pytest.mark.parametrize(
    ("keys", "seen"),
    [
        pytest.param(to_sip(*"fritz.box"), "Telephony → Telephony Devices", id="a FRITZ!Box"),
        pytest.param(
            to_sip(*"sip.example.net"), "Portal or letter of your provider", id="provider"
        ),
        pytest.param(TO_PBX, "extensions.conf", id="a PBX"),
        pytest.param([*["down"] * LINE, "enter", "up", "enter"], "SpamBlocker", id="mobile"),
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
    assert "Call line home now from another telephone" in asked
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


@pytest.mark.parametrize("width", [32, 40, 64])
def test_what_takes_more_than_a_line_stays_beside_its_bar(width):
    seen = "the box asks to confirm: press a button of it, or dial the code"
    steps = [Step(Message("The box"), (Message(seen), Message("  same => n,Hangup()")))]

    drawn = [line.plain for line in drawn_steps(steps, width)]

    assert drawn[0] == "1 The box"
    assert all(line.startswith("  │ ") and len(line) <= width for line in drawn[1:])
    assert " ".join(line[4:] for line in drawn[1:-1]) == seen
    assert drawn[-1] == "  │   same => n,Hangup()"


@pytest.mark.parametrize("state", ["up", "refused"])
async def test_while_nobody_calls_it_is_said_what_happens_next(state):
    """Nobody waits for ever: what goes on without a call, and what corrects a line that is not up."""
    house = a_fresh_house()

    async with visiting(house, size=WIDE) as pilot:
        await await_call(pilot)
        house.lines_[0] |= {"state": state, "error": None if state == "up" else "wrong password"}
        house.ring(a_call(1, at=ago(), line="other"))
        await until(pilot, lambda: ("● the line is up" in words_on(pilot)) == (state == "up"))
        await settled(pilot)
        shown = words_on(pilot)

    assert ("waiting for a call… ⏎ goes on without one" in shown) == (state == "up")
    assert ("tries again by itself; e corrects it, ⏎ goes on" in shown) == (state != "up")


async def test_esc_leaves_the_test_call_as_enter_does():
    async with visiting(a_fresh_house()) as pilot:
        await await_call(pilot)
        await press(pilot, "escape")

        assert "1 Calls" in words_on(pilot)
        assert not isinstance(pilot.app.screen, TrialCallScreen)


async def test_who_comes_to_correct_a_line_stands_on_it():
    house = a_fresh_house()

    async with visiting(house, size=WIDE) as pilot:
        await await_call(pilot)
        house.guessed["has_line"] = True
        await press(pilot, "e")
        await come(pilot)

        (under,) = [one for one in words_on(pilot).splitlines() if "▌" in one and "▐" in one]
        assert "home · SIP" in under
