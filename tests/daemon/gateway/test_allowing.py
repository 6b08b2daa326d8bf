"""The link of a notice allows the caller, once and only once."""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import a_context, ask
from portinaio.core.entry import EntryKind
from portinaio.daemon.gateway.app import DeviceApp
from portinaio.daemon.gateway.page import Door
from portinaio.daemon.http.gateway import Throttle
from portinaio.daemon.notices import allow_links
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portinaio.daemon.context import Context

OURS = {
    "host": "127.0.0.1:8765",
    "origin": "http://127.0.0.1:8765",
    "sec_fetch_site": "same-origin",
}


class AHouse:
    def __init__(self, context: Context) -> None:
        self.context = context
        self.app = DeviceApp(context, "secret", "en")
        self.door = Door("192.0.2.1", Throttle(), 0.0)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await self.app.serve_browser(scope, receive, send, self.door)

    async def get(self, path: str, headers: dict[str, str] = OURS) -> Any:
        return await ask(self, path, **headers)

    async def press(self, path: str, headers: dict[str, str] = OURS) -> Any:
        return await ask(self, path, "POST", **headers)

    def allowed(self) -> list[str]:
        return [
            one.pattern.text
            for one in self.context.store.entries.all(FROZEN_NOW)
            if one.kind is EntryKind.ALLOW and one.pattern
        ]


@pytest.fixture
def house(tmp_path: Path) -> Iterator[AHouse]:
    context = a_context(tmp_path)
    _ = context.store
    house = AHouse(context)
    yield house
    house.app.close()
    context.close()


def a_link(house: AHouse, number: str = STRANGER) -> str:
    return allow_links.PATH + allow_links.made(house.context, number)


async def test_a_link_allows_the_caller_once_and_only_once(house: AHouse) -> None:
    link = a_link(house)

    looked = [await house.get(link) for _ in range(3)]
    before = house.allowed()
    pressed = [await house.press(link) for _ in range(3)]

    assert [one.status for one in looked] == [200] * 3
    assert before == []
    assert [one.status for one in pressed] == [200, 404, 404]
    assert house.allowed() == [STRANGER]
    assert (await house.get(link)).status == 404


async def test_two_presses_at_once_are_one(house: AHouse) -> None:
    link = a_link(house)

    pressed = await asyncio.gather(*(house.press(link) for _ in range(4)))

    assert sorted(one.status for one in pressed) == [200, 404, 404, 404]
    assert house.allowed() == [STRANGER]


async def test_it_allows_whom_it_was_made_for_and_nobody_else(house: AHouse) -> None:
    first, second = a_link(house), a_link(house, "+390200001299")

    await house.press(second)

    assert house.allowed() == ["+390200001299"]
    assert (await house.get(first)).status == 200


@pytest.mark.parametrize(
    ("age", "status"), [(timedelta(days=2), 404), (timedelta(days=2, seconds=-1), 200)]
)
async def test_a_link_ends(house: AHouse, age: timedelta, status: int) -> None:
    link = a_link(house)
    house.context.now = lambda: FROZEN_NOW + age

    assert (await house.press(link)).status == status
    assert len(house.allowed()) == (status == 200)


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "127.0.0.1:8765", "origin": "http://evil.example", "sec_fetch_site": "cross-site"},
        {"host": "evil.example", "origin": "http://evil.example"},
    ],
)
async def test_a_page_of_somebody_else_presses_in_vain(
    house: AHouse, headers: dict[str, str]
) -> None:
    link = a_link(house)

    assert (await house.press(link, headers)).status in {403, 421}
    assert house.allowed() == []
    assert (await house.press(link)).status == 200


@pytest.mark.parametrize("token", ["x" * 32, "x", "../x" * 8, "%00" * 10, "é" * 20])
async def test_a_link_that_nobody_made_allows_nobody(house: AHouse, token: str) -> None:
    a_link(house)

    assert (await house.press(allow_links.PATH + token)).status in {401, 404}
    assert house.allowed() == []


async def test_the_page_tells_the_last_digits_alone(house: AHouse) -> None:
    page = (await house.get(a_link(house))).body.decode()

    assert STRANGER not in page
    assert f"…{STRANGER[-3:]}" in page
    assert len(re.findall("<button", page)) == 1


def test_links_have_an_end_in_number_and_are_kept_as_digests(house: AHouse) -> None:
    tokens = [allow_links.made(house.context, STRANGER) for _ in range(allow_links.MOST + 1)]

    kept = house.context.store.state.get(allow_links.KEPT) or ""
    assert kept.count(STRANGER) == allow_links.MOST
    assert not any(token in kept for token in tokens)
    assert allow_links.number_of(house.context, tokens[-1]) == STRANGER


async def test_strangers_that_guess_have_to_wait(house: AHouse) -> None:
    answers = [await house.get(allow_links.PATH + f"{number:032}") for number in range(130)]

    assert {one.status for one in answers} == {404, 429}
