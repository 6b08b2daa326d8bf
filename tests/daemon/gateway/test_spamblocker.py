"""What SpamBlocker imports, played as its own source plays it: what it asks is answered right, what it reports is blocked."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from gateway_world import ANNA, HOUSE, SALES, SOLD, AHouse
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

GATEWAY = '[gateway]\nlisten = "192.0.2.2:8765"\n'
GIVEN = {"method": 0, "body": ""}
"""What SpamBlocker has where a text says nothing, as its classes have it."""


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[AHouse]:
    house = AHouse(tmp_path, HOUSE + GATEWAY)
    yield house
    house.devices.close()
    house.context.close()


class SpamBlocker:
    """With the texts that it has imported."""

    def __init__(self, house: AHouse, name: str | None = None) -> None:
        self._house = house
        self.told = house.client.export_device("spamblocker", name)
        self._texts = {which: json.loads(text) for which, text in self.told["texts"].items()}

    async def turns_away(self, shown: str) -> bool:
        actions = self._actions("query")
        body = await self._ask(actions["HttpDownload"], shown)
        return bool(re.search(actions["ParseQueryResult"]["negativeSig"], body))

    async def report(self, shown: str, category: str, comment: str) -> None:
        actions = self._actions("report")
        rating = actions["CategoryConfig"]["map"][category]
        await self._ask(actions["HttpDownload"], shown, category=rating, comment=comment)

    async def fetches(self) -> list[str]:
        body = await self._ask(self._actions("workflow")["HttpDownload"], "")
        return [row["pattern"] for row in csv.DictReader(io.StringIO(body))]

    def _actions(self, which: str) -> dict[str, Any]:
        return {action["type"]: action for action in self._texts[which]["actions"]}

    async def _ask(self, action: dict[str, Any], shown: str, **tags: str) -> str:
        action = GIVEN | action
        tags["raw_number"] = shown.replace(" ", "")
        header = re.sub(r"\{bearer_auth\((.+?)\)\}", r"Authorization: Bearer \1", action["header"])
        name, value = (part.strip() for part in header.split(":"))
        target = _filled(action["url"], tags).removeprefix("http://192.0.2.2:8765")
        answer = await self._house.ask(
            ("GET", "POST")[action["method"]],
            target,
            _filled(action["body"], tags).encode(),
            **{name.lower(): value},
        )
        assert answer.status == 200
        return answer.body.decode()


def _filled(text: str, tags: dict[str, str]) -> str:
    for name, value in tags.items():
        text = text.replace(f"{{{name}}}", value)
    return text


@pytest.mark.parametrize("shown", ["+390200004321", "0200004321", "02 0000 4321"])
async def test_whom_the_house_blocks_is_turned_away_however_the_network_shows_the_number(
    house: AHouse, shown: str
) -> None:
    app = SpamBlocker(house)
    house.client.add_entry(SOLD, "block")

    assert await app.turns_away(shown)
    assert house.calls[0].line == "spamblocker"


async def test_everybody_else_rings_and_a_sales_range_does_not(house: AHouse) -> None:
    house.client.add_contact("Anna", ANNA)
    app = SpamBlocker(house)

    assert not await app.turns_away(ANNA)
    assert not await app.turns_away("0200009999")
    assert await app.turns_away(SALES)


@pytest.mark.parametrize(
    ("category", "kind"), [("{marketing}", "block"), ("{fraud}", "block"), ("{valid}", "allow")]
)
async def test_what_is_reported_on_the_telephone_holds_in_the_house(
    house: AHouse, category: str, kind: str
) -> None:
    app = SpamBlocker(house, "anna-phone")
    await app.report("0200004321", category, 'said "free of charge"')

    assert [(one["pattern"], one["kind"]) for one in house.client.entries()] == [(SOLD, kind)]
    assert [each["kind"] for each in house.client.device("anna-phone")["deeds"]] == [kind]
    assert await app.turns_away(SOLD) is (kind == "block")


async def test_once_a_day_it_fetches_what_the_house_blocks(house: AHouse) -> None:
    app = SpamBlocker(house)
    house.client.add_entry(SOLD, "block")

    assert await app.fetches() == [SOLD.removeprefix("+")]


async def test_without_a_gateway_no_device_is_made(tmp_path: Path) -> None:
    house = AHouse(tmp_path)
    with pytest.raises(UsageError, match=r"write \[gateway\]"):
        house.client.export_device("spamblocker")

    assert house.client.devices() == []
    house.devices.close()
    house.context.close()
