"""Callers who come while a line still prepares what it says."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest

from lines.test_hold import an_ear, offer
from portinaio.core.policy import Action, Outcome
from portinaio.lines.voice import notice, sentences
from portinaio.wire.voice import g711
from sip_worlds import FakeCallHandler, calling, serving, sip_settings

if TYPE_CHECKING:
    from pathlib import Path

SPEAKS = (Action.ANNOUNCE, Action.CHALLENGE, Action.MESSAGE)


@pytest.fixture
def spoken(monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Set once espeak-ng is through."""
    through = asyncio.Event()

    async def of_text(text: str, voice: str) -> notice.Notice:
        del voice
        await through.wait()
        return notice.of_samples(text, b"\0\0" * (g711.RATE // 20))

    monkeypatch.setattr(notice, "of_text", of_text)
    return through


@pytest.mark.parametrize("named", [True, False], ids=["named by the policy", "asked for later"])
@pytest.mark.parametrize("action", SPEAKS)
async def test_a_caller_who_comes_before_the_sentence_is_ready_hears_it_when_it_is(
    spoken: asyncio.Event, tmp_path: Path, action: Action, named: bool
):
    handler = FakeCallHandler(lambda _: action)
    wanted = (action,) if named else ()

    async with (
        serving(sip_settings(text="No."), handler, wanted=wanted, keeps=str(tmp_path)) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        phone.invite(body=offer(ear))
        trying = await phone.response()
        early = dict(handler.performed)
        spoken.set()
        final = await phone.final()
        phone.ack(final)
        await ear.hears(2)

    (performed,) = handler.performed.values()
    assert (trying.code, early, final.code) == (100, {}, 200)
    assert (performed.outcome, performed.instead) == (Outcome.DONE, None)


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize(
    ("action", "code", "instead"),
    [
        (Action.ANNOUNCE, 200, Action.ANSWER),
        (Action.CHALLENGE, 180, Action.RING),
        (Action.MESSAGE, 180, Action.RING),
    ],
)
async def test_who_has_waited_long_enough_is_turned_away_or_rings_and_the_log_says_why(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    action: Action,
    code: int,
    instead: Action,
):
    monkeypatch.setattr(sentences, "PATIENCE_S", 0.05)
    handler = FakeCallHandler(lambda _: action)

    async with (
        serving(sip_settings(text="No."), handler, wanted=(action,), keeps=str(tmp_path)) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        phone.invite(body=offer(ear))
        response = await phone.response()
        if code == 200:
            phone.ack(response)
        await handler.until(lambda d: d.performed)

    (performed,) = handler.performed.values()
    assert response.code == code
    assert performed.instead == (instead, sentences.NOT_YET)


async def test_who_gives_up_while_he_waits_is_no_call_that_was_answered(
    spoken: asyncio.Event, tmp_path: Path
):
    handler = FakeCallHandler(lambda _: Action.ANNOUNCE)

    async with (
        serving(sip_settings(text="No."), handler, keeps=str(tmp_path)) as line,
        calling(line) as phone,
        an_ear() as ear,
    ):
        phone.invite(body=offer(ear))
        await phone.response()
        phone.send(phone.request("CANCEL"))
        await handler.until(lambda d: d.over)
        spoken.set()
        await handler.until(lambda d: d.performed)

    (performed,) = handler.performed.values()
    assert (performed.outcome, ear.heard) == (Outcome.TOO_LATE, [])
