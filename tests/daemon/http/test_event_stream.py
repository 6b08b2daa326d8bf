"""The event stream: first how things are, then each change, and an end when the daemon ends."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import AClient, a_client, a_context, a_logged_call
from portinaio.core.message import msg, render
from portinaio.daemon import events
from portinaio.daemon.events import Hub
from portinaio.daemon.http.event_stream import FIRST_CALLS, stream
from portinaio.errors import NotFoundError
from portinaio.language import translation

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator
    from pathlib import Path


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path))
    _ = client.context.store
    yield client
    client.context.close()


@pytest.fixture
async def hub() -> Hub:
    return Hub(asyncio.get_running_loop())


async def heard(subscription: AsyncIterator[bytes]) -> tuple[str, Any]:
    async with asyncio.timeout(20):
        piece = await anext(subscription)
    name, data = piece.decode().rstrip("\n").split("\n")
    return name.removeprefix("event: "), json.loads(data.removeprefix("data: "))


async def test_a_listener_first_hears_how_things_are(hub: Hub, client: AClient) -> None:
    name, state = await heard(stream(hub, client.context, "en"))

    assert (name, state["status"]["running"], state["calls"]) == ("state", True, [])


async def test_a_listener_hears_of_calls_that_are_on_their_way_to_the_disk(
    hub: Hub, client: AClient
) -> None:
    client.context.store.calls.record_many([a_logged_call(1), a_logged_call(2)])
    client.context.unwritten = lambda: [a_logged_call(3), a_logged_call(2, rang_s=4.0)]

    _, state = await heard(stream(hub, client.context, "en"))

    assert [(call["id"], call["rang_s"]) for call in state["calls"]] == [
        (3, None),
        (2, 4.0),
        (1, None),
    ]


@pytest.mark.parametrize("more", [0, 1])
async def test_a_listener_first_hears_of_a_screenful(hub: Hub, client: AClient, more: int) -> None:
    client.context.unwritten = lambda: [a_logged_call(n) for n in range(1, FIRST_CALLS + more + 1)]

    _, state = await heard(stream(hub, client.context, "en"))

    assert [call["id"] for call in state["calls"]] == list(range(FIRST_CALLS + more, more, -1))


async def test_a_listener_hears_changes_in_order(hub: Hub, client: AClient) -> None:
    subscription = stream(hub, client.context, "en")
    await heard(subscription)

    for n in (1, 2):
        hub.publish("forgotten", lambda n=n: {"id": n})  # type: ignore[misc]  # its default is its value

    assert [await heard(subscription), await heard(subscription)] == [
        ("forgotten", {"id": 1}),
        ("forgotten", {"id": 2}),
    ]


async def test_each_listener_hears_in_its_own_language(hub: Hub, client: AClient) -> None:
    english, italian = stream(hub, client.context, "en"), stream(hub, client.context, "it")
    await heard(english)
    await heard(italian)
    hub.publish("status", lambda: msg("retrying"))

    assert (await heard(english))[1] == "retrying"
    assert (await heard(italian))[1] == render(msg("retrying"), translation("it"))


async def test_a_listener_that_is_too_slow_is_cut_off(
    hub: Hub, client: AClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "MOST_WAITING", 2)
    subscription = stream(hub, client.context, "en")
    await heard(subscription)

    for _ in range(3):
        hub.publish("status", lambda: None)
    await asyncio.sleep(0)

    assert [piece async for piece in subscription] == []


async def test_all_streams_end_when_the_daemon_does(hub: Hub, client: AClient) -> None:
    subscription = stream(hub, client.context, "en")
    await heard(subscription)

    hub.close()

    assert [piece async for piece in subscription] == []


async def test_who_comes_while_the_daemon_ends_hears_the_state_and_no_more(
    hub: Hub, client: AClient
) -> None:
    hub.close()

    assert len([piece async for piece in stream(hub, client.context, "en")]) == 1


async def test_a_quiet_stream_has_a_heartbeat(hub: Hub, client: AClient) -> None:
    subscription = stream(hub, client.context, "en", heartbeat_s=0.001)
    await anext(subscription)

    assert await anext(subscription) == b":\n\n"


async def test_a_change_of_what_has_gone_meanwhile_is_passed_over(
    hub: Hub, client: AClient
) -> None:
    def gone() -> object:
        raise NotFoundError

    subscription = stream(hub, client.context, "en")
    await heard(subscription)
    hub.publish("call", gone)
    hub.publish("status", lambda: "next")

    assert await heard(subscription) == ("status", "next")


async def test_a_listener_that_leaves_is_forgotten(hub: Hub, client: AClient) -> None:
    subscription = stream(hub, client.context, "en")
    await heard(subscription)
    await subscription.aclose()  # type: ignore[attr-defined]  # a generator

    assert hub._subscribers == []


async def test_a_house_may_tell_after_the_loop_has_ended() -> None:
    loop = asyncio.new_event_loop()
    hub = Hub(loop)
    loop.close()

    with hub.subscription():
        hub.publish("status", lambda: None)
