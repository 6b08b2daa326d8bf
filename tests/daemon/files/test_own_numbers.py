"""The numbers of the house in a file that is blocked: nobody means to turn those away."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from daemon_world import AClient, a_client, a_context

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LINE, MOBILE, CALLER = "+390200000001", "+393330000456", "+390200001234"
CONFIG = """country = "IT"
[[line]]
name = "home"
kind = "replay"
number = "02 0000 0001"
"""


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path, CONFIG))
    client.context.home.make()
    client.context.store.profile.set({"line": "333 000 0456"})
    yield client
    client.context.close()


def brought(client: AClient, *numbers: str, kind: str = "block", own: bool = False) -> list[str]:
    data = "\n".join(numbers).encode()
    return client.import_file("list.txt", data, kind, format="plain", own=own)["own"]


def blocked(client: AClient) -> list[str]:
    return sorted(each["pattern"] for each in client.entries())


@pytest.mark.parametrize("own", [LINE, MOBILE])
@pytest.mark.parametrize("kind", ["block", ""])
def test_a_number_of_the_house_is_left_out_and_named(client, own, kind):
    assert brought(client, own, CALLER, kind=kind) == [own]

    assert blocked(client) == [CALLER]


def test_who_says_so_blocks_it_all_the_same(client):
    assert brought(client, LINE, CALLER, own=True) == []

    assert blocked(client) == sorted([LINE, CALLER])


def test_a_number_of_the_house_may_be_allowed(client):
    assert brought(client, LINE, kind="allow") == []

    assert blocked(client) == [LINE]


def test_a_beginning_may_hold_a_number_of_the_house(client):
    assert brought(client, LINE[:-3] + "*") == []

    assert blocked(client) == [LINE[:-3] + "*"]


def test_the_number_beside_it_is_a_strangers(client):
    assert brought(client, LINE[:-1] + "2") == []


def test_a_table_of_my_number_company_and_caller_blocks_the_callers(client):
    rows = [f"02 0000 0001,Firm {n},02 0000 123{n}" for n in range(3)]
    table = "\n".join(["my number,company,caller", *rows]).encode()

    client.import_file("calls.csv", table, "block", region="IT")

    assert blocked(client) == [f"+39020000123{n}" for n in range(3)]
