"""The torture messages of RFC 4475, sent to a line by UDP and by TCP, round after round."""

from __future__ import annotations

import asyncio
import gc
import os
import tracemalloc
from pathlib import Path

import pytest

from portinaio.core.policy import Action
from sip_worlds import PATIENCE_S, FakeCallHandler, calling, serving, sip_settings, tcp_address

SAMPLES = os.environ.get("PORTINAIO_SAMPLES", "")
FOLDER = Path(SAMPLES) / "sip" / "rfc4475"

pytestmark = pytest.mark.skipif(
    not SAMPLES or not FOLDER.is_dir(),
    reason="PORTINAIO_SAMPLES does not name a folder with sip/rfc4475 in it",
)

NO_CALLS = ("badinv01", "insuf", "ltgtruri", "lwsruri", "multi01", "ncl", "quotbal")
ROUNDS = 3


def torture(*names: str) -> list[bytes]:
    return [
        path.read_bytes()
        for path in sorted(FOLDER.glob("*/*.dat"))
        if not names or path.stem in names
    ]


async def by_tcp(line: object, data: bytes) -> None:
    """On a connection of its own, which is closed as soon as all was sent."""
    _, writer = await asyncio.open_connection(*tcp_address(line))
    writer.write(data)
    await writer.drain()
    writer.close()
    await writer.wait_closed()


@pytest.mark.parametrize("name", NO_CALLS)
async def test_a_broken_invite_is_no_call(name: str):
    handler = FakeCallHandler(lambda _: Action.REJECT)
    table = sip_settings(listen=("udp:127.0.0.1:0", "tcp:127.0.0.1:0"))

    async with serving(table, handler) as line, calling(line) as phone:
        (data,) = torture(name)
        phone.send(data)
        await by_tcp(line, data)
        phone.invite()
        await handler.until(lambda d: d.rung)

    assert [ringing.calling for ringing in handler.rung.values()] == ["+390200001234"]


async def test_a_datagram_whose_length_is_larger_than_it_is_a_call_all_the_same():
    """RFC 4475 3.1.2.2 would have it refused; routers that rewrite a body and not its length exist."""
    handler = FakeCallHandler(lambda _: Action.REJECT)

    async with serving(sip_settings(), handler) as line, calling(line) as phone:
        phone.send(*torture("clerr"))
        await handler.until(lambda d: d.rung)

    assert [ringing.calling for ringing in handler.rung.values()] == ["caller"]


async def test_the_line_lives_through_all_of_them_and_its_memory_stays_flat():
    handler = FakeCallHandler(lambda _: Action.REJECT)
    table = sip_settings(listen=("udp:127.0.0.1:0", "tcp:127.0.0.1:0"))
    after_two = 0

    async with serving(table, handler) as line, calling(line) as phone:
        tracemalloc.start()
        for _ in range(ROUNDS):
            gc.collect()
            after_two = tracemalloc.get_traced_memory()[0]
            for data in torture():
                phone.send(data)
                await by_tcp(line, data)
            phone.invite()
            phone.ack(await phone.final())
        # Connections hold a buffer each until they have ended, and circles until Python looks for them, which it does
        # the more rarely the more tests have run before.
        async with asyncio.timeout(PATIENCE_S):
            while tracemalloc.get_traced_memory()[0] > after_two + 64 * 1024:
                await asyncio.sleep(0.01)
                gc.collect()
        tracemalloc.stop()

    assert len(torture()) == 50
