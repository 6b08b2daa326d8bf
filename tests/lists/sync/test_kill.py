"""A sync that is killed, and look-ups while one swaps: a whole list, old or new, and never a mix."""

from __future__ import annotations

import multiprocessing
import random
import threading
import time
from typing import TYPE_CHECKING

import pytest

from portinaio.core.evidence import Evidence
from portinaio.core.pattern import key
from portinaio.lists.index.build import build
from portinaio.lists.index.place import verified
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.shelf import Shelf
from portinaio.lists.sync.storeroom import Storeroom
from sync_victim import renew_at_once, renew_from
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from pathlib import Path

KILLS = 50
ROWS = 1_000
TODAY = FROZEN_NOW.date()


@pytest.fixture
def generations(tmp_path: Path) -> tuple[Path, Path]:
    """Two lists that share half of their numbers."""
    files = []
    for name, first in (("a", 0), ("b", ROWS // 2)):
        file = tmp_path / f"{name}.txt"
        file.write_text("".join(f"+3902000{n:05}\n" for n in range(first, first + ROWS)))
        files.append(file)
    return files[0], files[1]


def numbers(index: ListIndex) -> set[int]:
    return {row.low for row in index.rows()}


def test_fifty_killed_syncs_leave_a_whole_list_each_time(tmp_path, generations):
    folder = tmp_path / "lists"
    whole = []
    for file in generations:
        began = time.monotonic()
        renew_from(str(folder), str(file))
        whole.append(numbers(ListIndex.open(Storeroom(folder).index("spam-it"))))
    longest_s = 3 * (time.monotonic() - began)  # the first sync of a process takes longer
    processes = multiprocessing.get_context("forkserver")
    processes.set_forkserver_preload(["portinaio.lists.sync.subscription", "phonenumbers"])
    chance = random.Random(50)
    seen = []

    for round_ in range(KILLS):
        file = generations[round_ % 2]
        ready, told = processes.Pipe(duplex=False)
        child = processes.Process(target=renew_at_once, args=(told, str(folder), str(file)))
        child.start()
        ready.recv()
        child.join(chance.random() * longest_s)
        child.kill()
        child.join()
        child.close()
        ready.close()
        told.close()
        index = Storeroom(folder).index("spam-it")
        verified(index, "spam-it")
        seen.append(whole.index(numbers(ListIndex.open(index))))

    after = renew_from(str(folder), str(generations[0]))
    assert (len(seen), after.state.state, list(Storeroom(folder).work.iterdir())) == (
        KILLS,
        "ok",
        [],
    )


def test_a_damaged_file_is_rebuilt_from_the_last_good_download(tmp_path, generations):
    folder = tmp_path / "lists"
    renew_from(str(folder), str(generations[0]))
    index = Storeroom(folder).index("spam-it")
    data = bytearray(index.read_bytes())
    data[-9] ^= 0xFF
    index.unlink()
    index.write_bytes(data)
    generations[0].unlink()  # its server is away, too

    renew_from(str(folder), str(generations[0]))

    assert len(ListIndex.open(index)) == ROWS


def test_look_ups_during_a_swap_never_fail_and_never_mix_generations(tmp_path):
    """In generation g the caller has g reporters and g neighbours; anything else is a mix."""
    path = tmp_path / "spam-it.nsx"
    caller = key("390200001230")

    def neighbour(n: int) -> int:
        return key(f"39020000123{n}")

    def swap_to(generation: int) -> None:
        rows = [Evidence(neighbour(n), neighbour(n), generation) for n in range(generation + 1)]
        build(rows, path, list_date=TODAY.toordinal(), created=0)

    swap_to(1)
    shelf = Shelf(tmp_path)
    shelf.add("spam-it", 0.5, path)
    heard, over = [], threading.Event()

    def listen() -> None:
        while not over.is_set():
            found = shelf.heard(caller, TODAY)
            assert found.neighbours is not None
            heard.append((found.hits[0].reporters, found.neighbours.listed))

    listener = threading.Thread(target=listen)
    listener.start()
    for round_ in range(60):
        swap_to(1 + round_ % 8)
    over.set()
    listener.join()

    assert {reporters for reporters, listed in heard if reporters != listed} == set()
