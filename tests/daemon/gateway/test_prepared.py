"""What all numbers of the house are in is made once for as long as they are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from daemon_world import a_client, a_context
from gateway_world import HOUSE, SALES, SOLD, AHouse
from portinaio.daemon.gateway.derived import prepared as room
from portinaio.daemon.gateway.derived.prepared import Answer, Prepared

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATHS = [
    "/lists/block/plain",
    "/lists/block/pbbl",
    "/phoneblock/api/blocklist?format=json",
    "/phoneblock/api/blocklist?format=xml&since=0",
    "/phoneblock/api/blocklist?format=binary",
]


class AHouseOfNumbers:
    def __init__(self) -> None:
        self.revision = 0
        self.made = 0
        self.prepared = Prepared(lambda: self.revision)

    def make(self, data: bytes) -> Callable[[], bytes]:
        def made() -> bytes:
            self.made += 1
            return data

        return made

    def ask(self, what: str, data: bytes = b"1", known: str = "") -> Answer | str:
        return self.prepared.get(what, {known}, self.make(data))

    def tag(self, what: str, data: bytes = b"1") -> str:
        found = self.ask(what, data)
        assert isinstance(found, Answer)
        return found.tag


def test_what_has_not_changed_is_not_made_again() -> None:
    house = AHouseOfNumbers()
    tag = house.tag("plain")

    assert house.ask("plain") == Answer(b"1", tag)
    assert house.ask("plain", known=tag) == tag
    assert house.made == 1


def test_what_has_changed_is_made_anew_and_told() -> None:
    house = AHouseOfNumbers()
    tag = house.tag("plain")
    house.revision += 1

    assert house.ask("plain", b"2", known=tag) == Answer(b"2", house.tag("plain"))
    assert house.made == 2


def test_another_change_of_the_house_does_not_make_a_device_fetch_all_again() -> None:
    house = AHouseOfNumbers()
    tag = house.tag("plain")
    house.revision += 1

    assert house.ask("plain", known=tag) == tag


def test_of_a_large_one_the_tag_is_kept_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MOST_BYTES", 3)
    house = AHouseOfNumbers()
    tag = house.tag("plain", b"1234")

    assert house.ask("plain", known=tag) == tag
    assert house.made == 1
    assert house.tag("plain", b"1234") == tag
    assert house.made == 2


@pytest.mark.parametrize(("name", "most"), [("MOST_BYTES", 2), ("MOST_ANSWERS", 2)])
def test_the_oldest_goes_first_where_there_is_no_room(
    name: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, name, most)
    house = AHouseOfNumbers()
    for what in "abc":
        house.ask(what)
    house.made = 0
    house.ask("b")
    house.ask("c")
    still = house.made
    house.ask("a")

    assert (still, house.made) == (0, 1)


@pytest.mark.parametrize("path", PATHS)
async def test_a_device_hears_of_a_new_number_and_else_that_nothing_has_changed(
    house: AHouse, path: str
) -> None:
    house.client.add_entry(SALES, kind="block")
    phone = house.telephone()
    first = await phone.get(path)
    tag = first.headers["etag"]
    same = await phone.get(path, if_none_match=f'"x", W/{tag}')
    house.client.add_entry(SOLD, kind="block")
    other = await phone.get(path, if_none_match=tag)

    assert (first.status, same.status, same.body) == (200, 304, b"")
    assert (other.status, len(other.body) > len(first.body)) == (200, True)


async def test_a_device_hears_of_a_number_that_another_process_has_blocked(
    house: AHouse, tmp_path: Path
) -> None:
    house.client.add_entry(SALES, kind="block")
    phone = house.telephone()
    tag = (await phone.get(PATHS[0])).headers["etag"]
    other = a_context(tmp_path, HOUSE, now=lambda: house.now)
    a_client(other).add_entry(SOLD, kind="block")
    other.close()

    told = await phone.get(PATHS[0], if_none_match=tag)

    assert (told.status, SOLD.encode() in told.body) == (200, True)


@pytest.mark.parametrize("path", PATHS)
async def test_a_device_that_is_not_given_the_numbers_gets_none_that_another_has_fetched(
    house: AHouse, path: str
) -> None:
    house.client.add_entry(SALES, kind="block")
    tag = (await house.telephone().get(path)).headers["etag"]
    stranger = house.telephone("tablet", given=[])

    assert [(await stranger.get(path, **more)).status for more in ({}, {"if_none_match": tag})] == [
        403,
        403,
    ]
