"""Whether a line is asked first, at a provider that asks its telephones in order and at one that rings them all."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from peers.rig import Baresip, baresip, kamailio
from sip_worlds import FakeCallHandler, serving, sip_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from portinaio.lines.sip import SipLine

pytestmark = pytest.mark.peers


@asynccontextmanager
async def an_account(
    folder: Path,
    handler: FakeCallHandler,
    *,
    in_order: bool,
    listen: str = "udp",
    alone: bool = False,
) -> AsyncIterator[tuple[SipLine, Baresip | None]]:
    """Our line, and another telephone on its account unless we are `alone`."""
    async with kamailio(folder / "kamailio", in_order=in_order) as port:
        table = sip_settings(
            mode="registrar",
            registrar="sip.test",
            proxy=f"sip:127.0.0.1:{port};transport={listen}",
            username="portinaio",
            trusted=(),
            peer="serial",
        )
        async with serving(table, handler, "s3cret pass") as line:
            await handler.until(lambda d: d.states)
            if alone:
                yield line, None
                return
            other = baresip(folder / "other", port, "portinaio", parameters=";regq=0.5")
            async with other as telephone:
                yield line, telephone


@pytest.mark.parametrize("listen", ["udp", "tcp"])
@pytest.mark.parametrize(("in_order", "first"), [(True, True), (False, False)])
async def test_a_call_of_ones_own_shows_who_is_asked_first(
    tmp_path: Path, listen: str, *, in_order: bool, first: bool
):
    handler = FakeCallHandler()
    async with an_account(tmp_path, handler, in_order=in_order, listen=listen) as (line, other):
        shown = await line.try_order()
        assert other is not None
        await other.event("CALL_INCOMING")
        await other.event("CALL_CLOSED")

    assert shown.first is first


async def test_where_nobody_else_is_on_the_account_nothing_is_proved(tmp_path: Path):
    handler = FakeCallHandler()
    async with an_account(tmp_path, handler, in_order=True, alone=True) as (line, _):
        shown = await line.try_order()

    assert shown.first is None


async def test_a_call_of_ones_own_is_nobodys_call(tmp_path: Path):
    handler = FakeCallHandler()
    async with an_account(tmp_path, handler, in_order=True) as (line, _):
        await line.try_order()

    assert (handler.rung, handler.over) == ({}, {})
