"""The line of an Asterisk: a scripted dial plan asks it, kindly or not, and a scripted manager tells how calls go on."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from typing import Any

import pytest

from asterisk_house import ENVIRONMENT, OK, a_house
from portinaio.core.message import msg
from portinaio.core.policy import Action, Decision, Outcome
from portinaio.errors import LineError
from portinaio.lines.asterisk import AsteriskLine
from portinaio.lines.asterisk import line as module
from portinaio.lines.asterisk.settings import AsteriskSettings, problems
from portinaio.lines.line import CallEnded


@pytest.mark.parametrize("action", [Action.RING, Action.SILENCE, Action.REJECT, Action.ANSWER])
async def test_a_dial_plan_is_told_what_to_do_and_why(action: Action) -> None:
    async with a_house(action) as house:
        told = await house.dial_plan()
        ended = await house.ears.hear()

    assert told == [
        f'SET VARIABLE PORTINAIO "{action.value}"',
        'SET VARIABLE PORTINAIO_WHY "so it is"',
    ]
    (performed,) = house.ears.performed
    assert performed.outcome is Outcome.DONE
    assert performed.cause == ("SIP 603" if action is Action.REJECT else None)
    assert ended.talked_s == (0.0 if action is Action.REJECT else None)
    (ringing,) = house.ears.rang
    assert (ringing.calling, ringing.called, ringing.own_system) == (
        "+390200001234",
        "0200005678",
        True,
    )


async def test_a_sound_is_named_to_who_shall_hear_it() -> None:
    async with a_house(Action.ANNOUNCE, sound="portinaio/notice") as house:
        told = await house.dial_plan()

    assert told[-1] == 'SET VARIABLE PORTINAIO_SOUND "portinaio/notice"'


@pytest.mark.parametrize(("sound", "able"), [("", False), ("notice", True)])
def test_it_can_announce_where_the_asterisk_has_a_sound(sound: str, able: bool) -> None:
    can = AsteriskLine.can(AsteriskSettings(name="home", kind="asterisk", sound=sound))

    assert (Action.ANNOUNCE in can) is able


async def test_a_call_that_goes_out_makes_its_number_known() -> None:
    async with a_house() as house:
        told = await house.dial_plan(script="dialled")
        called = await house.ears.hear()

    assert (told, called) == ([], "0200005678")
    assert house.ears.rang == []


async def test_where_nothing_is_decided_in_time_the_dial_plan_goes_on() -> None:
    async with a_house(None) as house:
        began = time.monotonic()
        told = await house.dial_plan()
        took_s = time.monotonic() - began
        ended = await house.ears.hear()

    assert told == []
    assert took_s < 3
    assert ended == CallEnded(None, None)


async def test_a_decision_that_comes_later_is_too_late() -> None:
    async with a_house(None) as house:
        await house.dial_plan()
    line = AsteriskLine(AsteriskSettings(name="home", kind="asterisk"))

    performed = await line.perform("1", Decision(Action.REJECT, msg("so it is")))

    assert performed.outcome is Outcome.TOO_LATE


@pytest.mark.parametrize(
    "more", ["agi_callerid: 0200000101", "HANGUP", "\nHANGUP", "\nnonsense", "\n200 result=1"]
)
async def test_a_caller_whose_number_has_a_line_break_is_turned_away_as_others_are(
    more: str,
) -> None:
    async with a_house() as house:
        told = await house.dial_plan(caller=f"0844000001\n{more}")
        await house.ears.hear()

    assert told[0] == 'SET VARIABLE PORTINAIO "reject"'
    assert [one.calling for one in house.ears.rang] == ["0844000001"]


@pytest.mark.parametrize(
    ("replies", "outcome"),
    [
        pytest.param(b"510 Invalid or unknown command\n", Outcome.UNABLE, id="does not know it"),
        pytest.param(b"520-Usage\n520 End\n", Outcome.UNABLE, id="does not understand it"),
        pytest.param(b"HANGUP\n200 result=0\n", Outcome.TOO_LATE, id="the caller has gone"),
        pytest.param(b"", Outcome.UNABLE, id="says nothing"),
        pytest.param(b"hello\n", Outcome.UNABLE, id="talks nonsense"),
        pytest.param(b"x" * 100_000, Outcome.TOO_LATE, id="talks without an end"),
        pytest.param(OK * 100, Outcome.DONE, id="says it a hundred times"),
    ],
)
async def test_what_an_asterisk_answers_is_what_became_of_it(
    replies: bytes, outcome: Outcome
) -> None:
    async with a_house() as house:
        with suppress(ConnectionError):
            await house.dial_plan(replies=replies)
        await house.ears.hear()

    assert [one.outcome for one in house.ears.performed] in ([outcome], [Outcome.TOO_LATE])
    if outcome is Outcome.UNABLE:
        assert house.ears.performed[0].outcome is outcome


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", id="a browser"),
        pytest.param(b"200 result=1\n" * 10, id="replies before anything"),
        pytest.param(b"agi_x: 1\n" * 10_000, id="facts without an end"),
        pytest.param(b"x" * 1_000_000, id="a line without an end"),
        pytest.param(b"agi_callerid: 1\n", id="breaks off"),
        pytest.param(b"\x00\xff" * 50 + b"\n", id="bytes"),
    ],
)
async def test_whoever_is_no_asterisk_is_left_alone_and_the_next_call_is_screened(
    data: bytes,
) -> None:
    async with a_house() as house:
        answered = await house.says(data)
        told = await house.dial_plan()

    assert answered == b""
    assert told[0] == 'SET VARIABLE PORTINAIO "reject"'
    assert len(house.ears.rang) == 1


async def test_whoever_says_a_byte_now_and_then_is_not_waited_for() -> None:
    async with a_house() as house:
        _, writer = await asyncio.open_connection("127.0.0.1", house.port)
        began = time.monotonic()
        with suppress(ConnectionError):
            for _ in range(100):
                writer.write(b"a")
                await writer.drain()
                await asyncio.sleep(0.02)
        took_s = time.monotonic() - began
        writer.transport.abort()
        told = await house.dial_plan()

    assert told
    assert took_s < 3
    assert len(house.ears.rang) == 1


async def test_a_flood_of_questions_lets_calls_ring_and_the_house_live(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_AT_ONCE", 3)
    async with a_house() as house:
        silent = [await asyncio.open_connection("127.0.0.1", house.port) for _ in range(3)]
        flooded = await house.says(b"agi_callerid: 1\n\n")
        for _, writer in silent:
            writer.transport.abort()
        await asyncio.sleep(0.05)
        told = await house.dial_plan()

    assert flooded == b""
    assert told


async def test_fifty_dial_plans_at_once_are_each_told_of_their_own() -> None:
    async with a_house() as house:
        told = await asyncio.gather(
            *(house.dial_plan(caller=f"+39020000{n:04}", unique_id=f"1.{n}") for n in range(50))
        )

    assert all(one[0] == 'SET VARIABLE PORTINAIO "reject"' for one in told)
    assert len({one.calling for one in house.ears.rang}) == 50


async def test_whoever_is_not_trusted_gets_no_answer_and_is_told() -> None:
    async with a_house(trusted=("192.168.1.0/24",)) as house:
        told = await house.says(ENVIRONMENT.format(script="screen", caller="1", id="1").encode())
        (refused,) = house.ears.refused

    assert told == b""
    assert house.ears.rang == []
    assert refused.address == "127.0.0.1"
    assert refused.trusted == ("192.168.1.0/24", "127.0.0.1/32")


async def test_a_port_that_is_taken_is_said() -> None:
    async with a_house() as house:
        line = AsteriskLine(
            AsteriskSettings(name="home", kind="asterisk", listen=f"127.0.0.1:{house.port}")
        )
        with pytest.raises(LineError, match="give line home another port"):
            await line.run(house.ears)  # type: ignore[arg-type]  # as above


@pytest.mark.parametrize(
    ("keys", "wrong"),
    [
        ({}, []),
        ({"listen": "4573"}, ["listen"]),
        ({"listen": ""}, ["listen"]),
        ({"manager": "pbx", "username": "x"}, ["manager"]),
        ({"manager": "pbx:5038"}, ["username"]),
        ({"trusted": ("pbx",)}, ["trusted"]),
    ],
)
def test_what_cannot_be_meant_is_said(keys: dict[str, Any], wrong: list[str]) -> None:
    found = problems(AsteriskSettings(name="home", kind="asterisk", **keys))

    assert [problem.key for problem in found] == wrong
