"""The event stream: first how things are, then each change, and an end when the daemon ends."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import a_context
from portinaio.daemon import events
from portinaio.daemon.events import Hub, stream
from portinaio.daemon.handlers.facade import Facade
from portinaio.errors import NotFoundError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path

    from portinaio.core.message import Translation


@pytest.fixture
def facade(tmp_path: Path) -> Iterator[Facade]:
    facade = Facade(a_context(tmp_path))
    _ = facade.context.store
    yield facade
    facade.context.close()


@pytest.fixture
async def hub() -> Hub:
    return Hub(asyncio.get_running_loop())


async def heard(subscription: AsyncIterator[bytes]) -> tuple[str, Any]:
    async with asyncio.timeout(20):
        piece = await anext(subscription)
    name, data = piece.decode().rstrip("\n").split("\n")
    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


async def test_a_listener_first_hears_how_things_are(hub: Hub, facade: Facade) -> None:
    name, state = await heard(stream(hub, facade))

    assert (name, state["status"]["running"], state["calls"]) == ("state", True, [])


async def test_a_listener_hears_changes_in_order(hub: Hub, facade: Facade) -> None:
    subscription = stream(hub, facade)
    await heard(subscription)

    for n in (1, 2):
        hub.publish("forgotten", lambda _, n=n: {"id": n})  # type: ignore[misc]  # its default is its value

    assert [await heard(subscription), await heard(subscription)] == [
        ("forgotten", {"id": 1}),
        ("forgotten", {"id": 2}),
    ]


async def test_each_listener_hears_in_its_own_language(hub: Hub, facade: Facade) -> None:
    class Catalogue:
        def gettext(self, message: str) -> str:
            return message

        def ngettext(self, one: str, more: str, n: int) -> str:
            return one if n == 1 else more

    def render(tongue: Translation | None) -> str:
        return "it" if tongue else "en"

    english, italian = stream(hub, facade), stream(hub, facade.in_tongue(Catalogue()))
    await heard(english)
    await heard(italian)
    hub.publish("status", render)

    assert (await heard(english))[1] == "en"
    assert (await heard(italian))[1] == "it"


async def test_a_listener_that_is_too_slow_is_cut_off(
    hub: Hub, facade: Facade, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST_WAITING", 2)
    subscription = stream(hub, facade)
    await heard(subscription)

    for _ in range(3):
        hub.publish("status", lambda _: None)
    await asyncio.sleep(0)

    assert [piece async for piece in subscription] == []


async def test_all_streams_end_when_the_daemon_does(hub: Hub, facade: Facade) -> None:
    subscription = stream(hub, facade)
    await heard(subscription)

    hub.close()

    assert [piece async for piece in subscription] == []


async def test_who_comes_while_the_daemon_ends_hears_the_state_and_no_more(
    hub: Hub, facade: Facade
) -> None:
    hub.close()

    assert len([piece async for piece in stream(hub, facade)]) == 1


async def test_a_quiet_stream_has_a_heartbeat(hub: Hub, facade: Facade) -> None:
    subscription = stream(hub, facade, heartbeat_s=0.001)
    await anext(subscription)

    assert await anext(subscription) == b":\n\n"


async def test_a_change_of_what_has_gone_meanwhile_is_passed_over(hub: Hub, facade: Facade) -> None:
    def gone(_: object) -> object:
        raise NotFoundError

    subscription = stream(hub, facade)
    await heard(subscription)
    hub.publish("call", gone)
    hub.publish("status", lambda _: "next")

    assert await heard(subscription) == ("status", "next")


async def test_a_listener_that_leaves_is_forgotten(hub: Hub, facade: Facade) -> None:
    subscription = stream(hub, facade)
    await heard(subscription)
    await subscription.aclose()  # type: ignore[attr-defined]  # a generator

    assert hub._subscribers == []


async def test_a_house_may_tell_after_the_loop_has_ended() -> None:
    loop = asyncio.new_event_loop()
    hub = Hub(loop)
    loop.close()

    with hub.subscription():
        hub.publish("status", lambda _: None)
