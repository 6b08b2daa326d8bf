"""The lists that a device is given: whole, to whom they are given, and again only once they are others."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gateway_world import AHouse
from portinaio.daemon.gateway import given_lists
from portinaio.daemon.gateway.derived import list_files, list_worker
from portinaio.daemon.gateway.derived.list_formats import TYPES
from portinaio.errors import UsageError
from portinaio.lists.formats import format_named

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

MEMBERS = ["+390200007777", "+4915100000001", *(f"+3902000055{n:02d}" for n in range(20))]


def publish(folder: Path, numbers: list[str], version: int = 1) -> None:
    rows = [{"phone": number, "votes": 50, "rating": "G_FRAUD"} for number in numbers]
    (folder / "spam.json").write_text(json.dumps({"numbers": rows, "version": version}))


def kept(house: AHouse) -> list[Path]:
    return list(Path(house.context.home.cache, "given").iterdir())


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[AHouse]:
    publish(tmp_path, MEMBERS)
    table = f'[[list]]\nname = "spam"\nurl = "file://{tmp_path}/spam.json"\ntrust = 1.0\nregion = "IT"\n'
    house = AHouse(tmp_path / "home", f'country = "IT"\n{table}')
    assert [one["state"] for one in house.client.sync()] == ["ok"]
    yield house
    house.devices.close()
    house.context.close()


async def test_a_list_comes_whole_to_whom_it_is_given(house: AHouse, monkeypatch) -> None:
    monkeypatch.setattr(given_lists, "PIECE_BYTES", 16)
    given = house.telephone("given", given=[], lists=["spam"])
    other = house.telephone("other", given=["block", "contacts"])

    answer = await given.get("/lists/spam/plain")

    numbers = sorted(line.partition(b" ")[0].decode() for line in answer.body.splitlines())
    assert (answer.status, numbers) == (200, sorted(MEMBERS))
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert (await other.get("/lists/spam/plain")).status == 403
    assert (await given.get("/lists/block/plain")).status == 403


@pytest.mark.parametrize("format_id", TYPES)
async def test_a_list_comes_in_every_format_that_our_own_numbers_come_in(
    house: AHouse, format_id: str
) -> None:
    phone = house.telephone(given=["block"], lists=["spam"])

    answer = await phone.get(f"/lists/spam/{format_id}")

    assert (answer.status, (await phone.get(f"/lists/block/{format_id}")).status) == (200, 200)
    assert answer.headers["content-type"].startswith(TYPES[format_id])
    if format_id != "pbbl":
        assert b"390200007777" in answer.body.replace(b"+", b"").replace(b" ", b"")


async def test_a_file_is_written_once_for_each_generation_of_its_list(
    house: AHouse, tmp_path: Path, monkeypatch
) -> None:
    phone = house.telephone(lists=["spam"])
    first = await phone.get("/lists/spam/numbers")
    begun: list[str] = []
    begin = list_files.ListFiles._begin
    monkeypatch.setattr(
        list_files.ListFiles,
        "_begin",
        lambda self, *a: begun.append(a[1]) or begin(self, *a),
    )

    again = await phone.get("/lists/spam/numbers")
    same = await phone.get("/lists/spam/numbers", if_none_match=first.headers["etag"])
    weak = await phone.get("/lists/spam/numbers", if_none_match=f'"x", W/{first.headers["etag"]}')
    head = await phone.ask("HEAD", "/lists/spam/numbers")
    before = list(begun)
    publish(tmp_path, MEMBERS[:15], 2)
    house.client.sync()
    changed = await phone.get("/lists/spam/numbers", if_none_match=first.headers["etag"])

    assert (again.body, before) == (first.body, [])
    assert (same.status, same.body, weak.status) == (304, b"", 304)
    assert (head.body, head.headers["content-length"]) == (b"", str(len(first.body)))
    assert (changed.status, len(changed.body.splitlines()), begun) == (200, 16, ["numbers"])


async def test_a_list_that_takes_long_is_told_to_be_asked_for_again(
    house: AHouse, monkeypatch
) -> None:
    monkeypatch.setattr(list_files, "WAIT_S", 0.01)
    phone = house.telephone(lists=["spam"])

    later = await phone.get("/lists/spam/plain")
    monkeypatch.undo()
    there = await phone.get("/lists/spam/plain")

    assert (later.status, later.headers["retry-after"]) == (503, "30")
    assert (there.status, len(there.body.splitlines())) == (200, len(MEMBERS))


async def test_who_waits_for_lists_leaves_threads_to_those_who_ask_about_calls(
    house: AHouse,
) -> None:
    phone = house.telephone(lists=["spam"])
    waiting = house.devices._house.list_files._waiting
    for _ in range(list_files.MOST_WAITING):
        waiting.acquire()
    began = time.monotonic()

    answer = await phone.get("/lists/spam/plain")

    assert answer.status == 503
    assert time.monotonic() - began < list_files.WAIT_S / 2


@pytest.mark.parametrize(("most", "status"), [(100, 503), (100_000, 200)])
async def test_a_file_has_a_bound(
    house: AHouse, monkeypatch, tmp_path: Path, most: int, status: int
) -> None:
    """Of a process of its own, so the bound is written into what that runs."""
    script = tmp_path / "bounded.py"
    script.write_text(
        "import sys\nfrom portinaio.daemon.gateway.derived import list_worker as w\n"
        f"w._Bounded.left = {most}\nsys.exit(w.main(sys.argv[1:]))\n"
    )
    monkeypatch.setattr(list_files, "command", lambda _module: (sys.executable, str(script)))
    phone = house.telephone(lists=["spam"])

    answer = await phone.get("/lists/spam/plain")

    assert answer.status == status
    assert not any(one.name.endswith(".new") for one in kept(house))
    if status == 503:
        assert b"too large for this format" in answer.body


async def test_files_that_are_kept_have_a_bound_together(house: AHouse, monkeypatch) -> None:
    phone = house.telephone(lists=["spam"])
    first = await phone.get("/lists/spam/plain")
    monkeypatch.setattr(list_files, "MOST_BYTES", len(first.body) + 1)

    await phone.get("/lists/spam/vcard")
    left = sum(one.stat().st_size for one in kept(house))

    assert left <= len(first.body) + 1
    assert (await phone.get("/lists/spam/plain")).body == first.body


@pytest.mark.parametrize(
    "path",
    [
        "/lists/spam/exe",
        "/lists/spam/..%2Fplain",
        "/lists/..%2Fspam/plain",
        "/lists/spam/",
        "/lists/nothing/plain",
    ],
)
async def test_no_other_file_comes_out(house: AHouse, path: str) -> None:
    phone = house.telephone(given=["block"], lists=["spam"])

    answer = await phone.get(path)

    assert 400 <= answer.status < 405


@pytest.mark.parametrize("name", ["nothing", "block", "../spam", ""])
def test_a_list_that_is_not_there_is_given_to_nobody(house: AHouse, name: str) -> None:
    with pytest.raises(UsageError, match="no list called"):
        house.client.add_device("phone", None, None, [name])

    assert house.client.devices() == []


async def test_what_is_said_of_the_formats_is_true(house: AHouse) -> None:
    answer = await house.telephone(lists=["spam"]).get("/lists/spam/x")

    assert all(one in answer.body.decode() for one in TYPES)
    assert all(format_named(one).write for one in TYPES if one != "numbers")
    assert list_worker.LARGEST_BYTES <= list_files.MOST_BYTES
