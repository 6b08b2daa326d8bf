"""What a caller hears who shows a code of a telephone system: only the house's own system is believed."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from daemon_world import a_context
from portinaio.core.verdict import Label
from portinaio.daemon.screening import judge
from portinaio.wire.sip.message import Request, parse
from sip_worlds import FakeCallHandler, answer_to, calling, serving, sip_settings
from worlds import a_ring

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from portinaio.core.call import Ringing
    from portinaio.core.policy import Action

# Who is merely suspected is turned away, so that the caller's own ear tells trust from its absence.
CONFIG = 'country = "IT"\n[policy]\nsuspected = "reject"\n'
RINGING = 180
SALES = "0844123456"

CODES = ["**620", "**1", "*21", "#5", "*1234", "%2A%2A620"]
WITH_A_NUMBER = [
    f"*{SALES}",
    f"#{SALES}",
    f"**{SALES}",
    f"*#{SALES}",
    f"%2A{SALES}",
    f"#31#{SALES}",
    "*31#+390844123456",
    f"*67{SALES}",
    f"*67#{SALES}",
    f"*21*{SALES}#",
    f"#31#*{SALES}",
    "*+390844123456",
    "*123456",
    f"{SALES}#",
    f"{SALES}*",
]
OF_THE_HOUSE = {
    "a PBX calls": {},
    "a PBX calls a line among others": {"peer": "forked"},
    "a FRITZ!Box calls": {"mode": "registrar", "peer": "fritzbox"},
}
FROM_OUTSIDE = {
    "a provider calls": {"mode": "registrar"},
    "a provider with other telephones calls": {"mode": "registrar", "peer": "forked"},
    "somebody else in the network calls a line of a FRITZ!Box": {
        "mode": "registrar",
        "peer": "fritzbox",
        "registrar": "127.0.0.2",
    },
}


ALL = OF_THE_HOUSE | FROM_OUTSIDE


class _Registrar(asyncio.DatagramProtocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        request = parse(data)
        if isinstance(request, Request):
            answer = answer_to(request, "200 OK", f"Contact: {request.headers['Contact']}")
            self._transport.sendto(answer.encode(), addr)  # type: ignore[attr-defined]  # a datagram transport it is


@asynccontextmanager
async def _registrar(host: str) -> AsyncIterator[int]:
    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(_Registrar, local_addr=(host, 0))
    try:
        yield transport.get_extra_info("sockname")[1]
    finally:
        transport.close()
        await asyncio.sleep(0)


async def rings(folder: Path, caller: str, manner: dict[str, str], *headers: str) -> bool:
    """Whether the caller hears it ring, in a house without entries, contacts and lists."""
    context = a_context(folder, CONFIG)

    def action_for(ringing: Ringing) -> Action:
        return judge(ringing, context.rules, context.records).decision.action

    handler = FakeCallHandler(action_for)
    host = manner.get("registrar", "127.0.0.1")
    async with _registrar(host) as port:
        account = {"username": "me", "registrar": f"{host}:{port}"}
        table = sip_settings(**{**manner, **(account if "mode" in manner else {})})
        async with serving(table, handler) as line:
            await handler.until(lambda d: d.states)
            async with calling(line) as phone:
                phone.invite(*headers, caller=f"<sip:{caller}@net.example>")
                return (await phone.response()).code == RINGING


@pytest.mark.parametrize("manner", OF_THE_HOUSE.values(), ids=list(OF_THE_HOUSE))
@pytest.mark.parametrize("code", CODES)
async def test_a_telephone_of_the_house_rings(tmp_path: Path, manner: dict[str, str], code: str):
    assert await rings(tmp_path, code, manner)


@pytest.mark.parametrize("manner", FROM_OUTSIDE.values(), ids=list(FROM_OUTSIDE))
@pytest.mark.parametrize("code", CODES)
async def test_a_code_from_outside_is_suspected(tmp_path: Path, manner: dict[str, str], code: str):
    assert not await rings(tmp_path, code, manner)


@pytest.mark.parametrize("manner", ALL.values(), ids=list(ALL))
@pytest.mark.parametrize("caller", WITH_A_NUMBER)
async def test_a_code_before_a_number_opens_no_door(
    tmp_path: Path, manner: dict[str, str], caller: str
):
    assert not await rings(tmp_path, caller, manner)


@pytest.mark.parametrize("caller", [one for one in WITH_A_NUMBER if one != "*123456"])
def test_it_is_the_number_behind_the_code_that_is_judged(tmp_path: Path, caller: str):
    context = a_context(tmp_path, CONFIG)

    judgement = judge(a_ring(unquote(caller), own_system=True), context.rules, context.records)

    assert (judgement.call.caller, judgement.verdict.label) == ("+390844123456", Label.REPORTED)


@pytest.mark.parametrize("manner", ALL.values(), ids=list(ALL))
@pytest.mark.parametrize("caller", ["+390200001234", "620"])
async def test_a_stranger_without_a_code_rings(tmp_path: Path, manner: dict[str, str], caller: str):
    assert await rings(tmp_path, caller, manner)


@pytest.mark.parametrize(
    "identities",
    [
        pytest.param(["<sip:alice@net.example>"], id="a name"),
        pytest.param(["<sip:trunk-7@net.example>"], id="a trunk"),
        pytest.param(["<sip:trunk@net.example>, <tel:+390844123456>"], id="beside the number"),
        pytest.param(["<sip:trunk@net.example>", "<tel:+390844123456>"], id="in another header"),
        pytest.param(["<sip:000000@net.example>"], id="a row of zeros"),
        pytest.param(["<sip:net.example>"], id="a host alone"),
    ],
)
async def test_an_identity_without_a_number_hides_none(tmp_path: Path, identities: list[str]):
    headers = [f"P-Asserted-Identity: {value}" for value in identities]

    assert not await rings(tmp_path, "+390844123456", {}, *headers)
