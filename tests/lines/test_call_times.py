"""Times of a call are the call's, or nobody's: who else rings on the line decides what our branch has seen."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import pytest
from msgspec import structs

from portinaio.core.policy import Action, Outcome
from portinaio.lines.sip import SipLine, responses
from portinaio.lines.sip.call_times import SEEN, call_ended
from portinaio.lines.sip.settings import SipSettings
from portinaio.wire.sip.dialogs import dialogs
from portinaio.wire.sip.dialogs.call_events import Over
from portinaio.wire.sip.dialogs.end import End
from sip_worlds import FakeCallHandler, Phone, calling, serving, sip_settings, to_tag_of

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Event = Callable[[SipLine, Phone], Awaitable[None]]

BOTH, RINGING, NONE = (True, True), (True, False), (False, False)
PEERS = next(get_args(key.type) for key in structs.fields(SipSettings) if key.name == "peer")
ELSEWHERE = 'Reason: SIP;cause=200;text="Call completed elsewhere"'


def cancels(*reason: str) -> Event:
    async def cancel(_line: SipLine, phone: Phone) -> None:
        await phone.response()
        phone.send(phone.request("CANCEL", *reason))

    return cancel


async def waits(_line: SipLine, phone: Phone) -> None:
    await phone.final()


async def acknowledges(_line: SipLine, phone: Phone) -> None:
    phone.ack(await phone.final())


async def says_bye(_line: SipLine, phone: Phone) -> None:
    """Before the 180 is followed by anything, or in place of the ACK of a 200."""
    while (response := await phone.response()).code == 100:
        pass
    bye = phone.request("BYE", branch="z9hG4bK-bye", to_tag=to_tag_of(response), cseq="2 BYE")
    phone.send(bye)


async def acknowledges_and_leaves(_line: SipLine, phone: Phone) -> None:
    response = await phone.final()
    phone.ack(response)
    tag = to_tag_of(response)
    phone.send(phone.request("BYE", branch="z9hG4bK-bye", to_tag=tag, cseq="2 BYE"))


async def closes(line: SipLine, phone: Phone) -> None:
    await phone.response()
    await line._close()


EVENTS: dict[str, tuple[Action, Event, tuple[tuple[bool, bool], ...]]] = {
    # what is decided, what happens, and which times are seen: sole, forked, serial, FRITZ!Box, PBX
    "the caller gives up": (
        Action.RING, cancels("Reason: SIP;cause=487"), (BOTH, BOTH, BOTH, BOTH, BOTH)
    ),
    "another telephone takes it": (
        Action.RING, cancels(ELSEWHERE), (RINGING, RINGING, RINGING, RINGING, RINGING)
    ),
    "of two reasons one says elsewhere": (
        Action.RING, cancels("Reason: SIP;cause=487", "Reason: Q.850;cause=26"), (RINGING,) * 5
    ),
    "a cancel without a reason": (Action.RING, cancels(), (BOTH, RINGING, NONE, RINGING, NONE)),
    "a bye before any answer": (Action.RING, says_bye, (BOTH, RINGING, NONE, RINGING, NONE)),
    "it rang here for long enough": (Action.RING, waits, (BOTH, NONE, NONE, NONE, NONE)),
    "it was silent here for long enough": (Action.SILENCE, waits, (BOTH, NONE, BOTH, NONE, BOTH)),
    "the line goes away": (Action.RING, closes, (BOTH, NONE, NONE, NONE, NONE)),
    "rejected": (Action.REJECT, acknowledges, (BOTH,) * 5),
    "picked up": (Action.ANSWER, acknowledges, (BOTH,) * 5),
    "picked up, and left without an ACK": (
        Action.ANSWER, says_bye, (BOTH, NONE, NONE, NONE, NONE)
    ),
    "picked up, and nobody is there": (Action.ANSWER, waits, (BOTH, NONE, NONE, NONE, NONE)),
    "held": (Action.HOLD, acknowledges, (BOTH,) * 5),
    "held, and another telephone answered at that moment": (
        Action.HOLD, acknowledges_and_leaves, (BOTH, NONE, NONE, NONE, NONE)
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("peer", "event", "seen"),
    [
        pytest.param(peer, event, seen, id=f"{peer}: {event}")
        for event, (_, _, each) in EVENTS.items()
        for peer, seen in zip(PEERS, each, strict=True)
    ],
)
async def test_the_times_of_a_call_are_its_own_or_unknown(
    monkeypatch: pytest.MonkeyPatch, peer: str, event: str, seen: tuple[bool, bool]
):
    action, happens, _ = EVENTS[event]
    if action is Action.RING and peer in {"serial", "pbx"} and happens is not waits:
        action = Action.SILENCE  # what is let through is given back at once
    monkeypatch.setattr(responses, "HOLD_S", 0.05)
    monkeypatch.setattr(dialogs, "GIVE_UP", 0.05)
    monkeypatch.setattr(responses, "FRITZBOX_RING_S", 0.0 if happens is waits else 9.0)
    table = sip_settings(peer=peer, ring_s=0 if happens is waits else 9)
    handler = FakeCallHandler(lambda _: action)

    async with serving(table, handler) as line, calling(line) as phone:
        phone.invite()
        await happens(line, phone)
        await handler.until(lambda d: d.over)

    (ended,) = handler.over.values()
    assert (ended.rang_s is not None, ended.talked_s is not None) == seen


LEAVES_TOO_SOON = {  # of a call that is kept silent: another telephone has it, or may ring by now
    *((peer, End.ELSEWHERE) for peer in PEERS),
    ("serial", End.CANCELLED),
    ("pbx", End.CANCELLED),
}


@pytest.mark.parametrize("action", [Action.SILENCE, Action.RING])
@pytest.mark.parametrize("end", [end for end in End if end is not End.LOST])
@pytest.mark.parametrize("peer", PEERS)
def test_silenced_is_only_what_stayed_silent_to_the_end(peer: str, end: End, action: Action):
    ended = call_ended(Over("a call", 2.0, 0.0, None, end), peer, silenced=action is Action.SILENCE)

    too_soon = action is Action.SILENCE and (peer, end) in LEAVES_TOO_SOON
    assert ended.outcome == (Outcome.TOO_LATE if too_soon else None)


@pytest.mark.parametrize(
    ("reasons", "too_soon"),
    [
        pytest.param((ELSEWHERE,), {*PEERS}, id="another telephone takes it"),
        pytest.param((), {"serial", "pbx"}, id="nobody says why"),
        pytest.param(("Reason: SIP;cause=487",), set(), id="the caller gives up"),
    ],
)
@pytest.mark.parametrize("action", [Action.SILENCE, Action.RING])
@pytest.mark.parametrize("peer", PEERS)
async def test_a_silenced_call_that_is_cancelled_tells_what_became_of_it(
    peer: str, action: Action, reasons: tuple[str, ...], too_soon: set[str]
):
    handler = FakeCallHandler(lambda _: action)
    table = sip_settings(peer=peer)
    silenced = action is Action.SILENCE and Action.SILENCE in SipLine.can(table)

    async with serving(table, handler) as line, calling(line) as phone:
        phone.invite()
        await cancels(*reasons)(line, phone)
        await handler.until(lambda d: d.over)
        assert line._performing._silenced == set()

    (ended,) = handler.over.values()
    expected = Outcome.TOO_LATE if silenced and peer in too_soon else None
    assert ended.outcome == expected


@pytest.mark.parametrize("end", End)
@pytest.mark.parametrize("peer", PEERS)
def test_every_manner_knows_what_it_sees_of_every_end(peer: str, end: End):
    assert end in SEEN[peer]
