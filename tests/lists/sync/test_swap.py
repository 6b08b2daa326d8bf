"""Look-ups while a list is swapped, and a list that is damaged where it stands: a whole one, and never a mix."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from portinaio.core.evidence import Evidence
from portinaio.core.list_state import ListState
from portinaio.core.numbers.pattern import key
from portinaio.lists.catalogue import Subscription
from portinaio.lists.index.build import build
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.index.swap import announce
from portinaio.lists.lookup import OpenLists
from portinaio.lists.sync.context import SyncContext
from portinaio.lists.sync.files import ListFiles
from portinaio.lists.sync.renew import renew
from worlds import FROZEN_NOW, ITALY

ROWS = 1_000
TODAY = FROZEN_NOW.date()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "spam-it.txt"
    file.write_text("".join(f"+3902000{n:05}\n" for n in range(ROWS)))
    return file


def renew_from(folder: Path, file: Path) -> ListState:
    list_files = ListFiles(folder)
    list_files.make()
    wanted = Subscription("spam-it", "Spam", (file.as_uri(),), "plain", None, 0.5, 24, "", None)
    sync_context = SyncContext(list_files, lambda _: ITALY, ITALY, FROZEN_NOW)
    return renew(wanted, ListState("spam-it"), sync_context).state


@pytest.mark.parametrize(
    ("put", "said"),
    [
        (os.mkfifo, "it is a pipe"),
        (lambda place: place.symlink_to("/dev/zero"), "it is a device"),
        (Path.mkdir, "it is a folder"),
    ],
    ids=["a pipe", "a device", "a folder"],
)
def test_what_is_no_file_is_not_waited_for_and_the_list_of_before_stays(tmp_path, file, put, said):
    folder = tmp_path / "lists"
    renew_from(folder, file)
    file.unlink()
    put(file)

    state = renew_from(folder, file)

    assert (state.state, said in str(state.error)) == ("never", True)
    assert len(ListIndex.open(ListFiles(folder).index("spam-it"))) == ROWS


def test_a_damaged_file_is_rebuilt_from_the_last_good_download(tmp_path, file):
    folder = tmp_path / "lists"
    renew_from(folder, file)
    index = ListFiles(folder).index("spam-it")
    data = bytearray(index.read_bytes())
    data[-9] ^= 0xFF
    index.unlink()
    index.write_bytes(data)
    file.unlink()  # its server is away, too

    renew_from(folder, file)

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

    swap_to(2)
    open_lists = OpenLists(tmp_path)
    open_lists.add("spam-it", 0.5, path)
    heard, over = [], threading.Event()

    def listen() -> None:
        while not over.is_set():
            found = open_lists.look_up(caller, TODAY)
            assert found.density is not None
            heard.append((found.hits[0].reporters, found.density.numbers))

    listener = threading.Thread(target=listen)
    listener.start()
    for round_ in range(60):
        swap_to(2 + round_ % 8)
    over.set()
    listener.join()

    assert {reporters for reporters, listed in heard if reporters != listed} == set()


def test_two_lists_that_are_swapped_in_one_tick_of_the_clock_are_both_seen(tmp_path):
    tick_ns = tmp_path.stat().st_mtime_ns
    seen = []

    for _ in range(2):
        os.utime(tmp_path, ns=(tick_ns, tick_ns))  # what the kernel writes at a rename
        announce(tmp_path, tick_ns)
        seen.append(tmp_path.stat().st_mtime_ns)

    assert tick_ns < seen[0] < seen[1]
