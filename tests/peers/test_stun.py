"""A router that forgets: a real registrar answers STUN, and shows a line that it comes from another port now."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from peers.rig import baresip, kamailio
from peers.test_sip_registrar import AGENT, an_account
from portinaio.core.policy import Action
from portinaio.lines.sip.registrar import keep_alive
from sip_worlds import FakeCallHandler, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

pytestmark = pytest.mark.peers

Address = tuple[str, int]


class Side(asyncio.DatagramProtocol):
    def __init__(self, hand_on: Router, *, inside: bool) -> None:
        self._router = hand_on
        self._inside = inside
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport  # type: ignore[assignment]  # a datagram transport it is

    def datagram_received(self, data: bytes, addr: Address) -> None:
        self._router.hand_on(data, addr, inside=self._inside)

    @property
    def port(self) -> int:
        assert self.transport is not None
        return int(self.transport.get_extra_info("sockname")[1])


class Router:
    """Between a line and its registrar; what comes by a port that it has forgotten reaches nobody."""

    def __init__(self, registrar: int) -> None:
        self._registrar = registrar
        self._behind: Address | None = None
        self.inside = Side(self, inside=True)
        self.outside = Side(self, inside=False)

    async def open(self) -> None:
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self.inside, local_addr=("127.0.0.1", 0))
        await self.forget()

    async def forget(self) -> None:
        """From now on it is another port, as after a line that was away for a moment."""
        self.close_outside()
        self.outside = Side(self, inside=False)
        loop = asyncio.get_running_loop()
        await loop.create_datagram_endpoint(lambda: self.outside, local_addr=("127.0.0.1", 0))

    def hand_on(self, data: bytes, addr: Address, *, inside: bool) -> None:
        if inside:
            self._behind = addr
            if self.outside.transport:
                self.outside.transport.sendto(data, ("127.0.0.1", self._registrar))
        elif self._behind and self.inside.transport:
            self.inside.transport.sendto(data, self._behind)

    def close_outside(self) -> None:
        if self.outside.transport:
            self.outside.transport.close()

    def close(self) -> None:
        self.close_outside()
        if self.inside.transport:
            self.inside.transport.close()


@asynccontextmanager
async def a_router(registrar: int) -> AsyncIterator[Router]:
    router = Router(registrar)
    await router.open()
    try:
        yield router
    finally:
        router.close()
        await asyncio.sleep(0)


async def test_a_call_comes_through_a_router_that_has_forgotten_long_before_the_registration_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keep_alive, "KEEP_ALIVE_S", 0.3)
    desk = FakeCallHandler(lambda _: Action.REJECT)
    async with (
        kamailio(tmp_path / "kamailio", stun=True) as provider,
        a_router(provider) as router,
        serving(an_account(router.inside.port), desk, "s3cret pass") as line,
    ):
        await desk.until(lambda d: d.states)
        account = line._account
        assert account is not None
        seen = account._way._keep_alive
        async with asyncio.timeout(20):
            while seen._seen != ("127.0.0.1", router.outside.port):  # noqa: ASYNC110 -- nobody is told
                await asyncio.sleep(0.05)
            await router.forget()
            while seen._seen != ("127.0.0.1", router.outside.port):  # noqa: ASYNC110 -- as above
                await asyncio.sleep(0.05)
        await asyncio.sleep(1)  # a registration is two questions and their answers
        async with baresip(tmp_path / "baresip", provider, AGENT) as phone:
            phone.command("dial", "sip:portinaio@sip.test")
            told = await phone.event("CALL_CLOSED")

    assert told == "607 Unwanted"
    (ringing,) = desk.rung.values()
    assert ringing.calling == AGENT
