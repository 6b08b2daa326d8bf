"""Our line and another telephone on one account of a Kamailio, somebody who calls it, and what he has recorded."""

from __future__ import annotations

import heapq
import math
import struct
import wave
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, NamedTuple

from peers.rig import Baresip, baresip, kamailio
from sip_worlds import FakeCallHandler, serving, sip_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from portinaio.core.policy import Action
    from portinaio.lines.sip import SipLine

CALLER = "+390200001234"
ASKS_IN_ORDER = {"serial", "pbx"}
LEVEL = 8
"""Beyond what a quiet line has."""


class Household(NamedTuple):
    caller: Baresip
    other: Baresip
    handler: FakeCallHandler
    line: SipLine


@asynccontextmanager
async def an_account(
    folder: Path,
    peer: str,
    action: Action,
    how: str = "",
    speaks: Path | None = None,
    *,
    keeps: Path | None = None,
    **keys: object,
) -> AsyncIterator[Household]:
    """`how` are parameters of the caller's telephone, `keys` further ones of our line; the caller says what is in `speaks`."""
    in_order = peer in ASKS_IN_ORDER
    handler = FakeCallHandler(lambda _: action)
    async with kamailio(folder / "kamailio", in_order=in_order) as port:
        table = sip_settings(
            mode="registrar",
            registrar="sip.test",
            proxy=f"sip:127.0.0.1:{port}",
            username="portinaio",
            trusted=(),
            peer=peer,
            ring_s=1,
            **keys,
        )
        async with (
            serving(
                table, handler, "s3cret pass", wanted=(action,), keeps=str(keeps or "")
            ) as line,
            baresip(folder / "other", port, "portinaio", parameters=";regq=0.5") as other,
            baresip(folder / "caller", port, CALLER, parameters=how, speaks=speaks) as caller,
        ):
            await handler.until(lambda d: d.states)
            await line._sentences.ready.wait()
            yield Household(caller, other, handler, line)


def recorded(folder: Path) -> tuple[int, ...]:
    """What came to the telephone, without the silence before and after."""
    (file,) = folder.glob("*-dec.wav")
    with wave.open(str(file)) as sound:
        data = sound.readframes(sound.getnframes())
    samples = struct.unpack(f"<{len(data) // 2}h", data)
    loud = [place for place, sample in enumerate(samples) if abs(sample) > LEVEL]
    return samples[loud[0] : loud[-1]]


def level(samples: tuple[int, ...]) -> float:
    """In dBFS."""
    return 20 * math.log10(math.sqrt(sum(s * s for s in samples) / len(samples)) / 32768)


def likeness(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Correlation: 1 where both are the same sound, however loud."""
    shared = sum(a * b for a, b in zip(one, other, strict=True))
    own = math.sqrt(sum(a * a for a in one) * sum(b * b for b in other))
    return shared / own if own else 0.0


def place_of(piece: tuple[int, ...], sound: tuple[int, ...]) -> int:
    """Where in a sound a piece of it lies most likely: a hundred samples of it choose ten places, and all of them choose one."""
    apart = max(len(piece) // 100, 1)
    few = piece[::apart]

    def at_first_sight(place: int) -> float:
        return likeness(few, sound[place : place + len(piece) : apart])

    places = heapq.nlargest(10, range(len(sound) - len(piece)), key=at_first_sight)
    return max(places, key=lambda place: likeness(piece, sound[place : place + len(piece)]))
