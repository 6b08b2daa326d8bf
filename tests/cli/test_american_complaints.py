"""A list of American complaints, added by the catalogue's own table from a server of the test: whom it suspects."""

from __future__ import annotations

import os
import re
import shutil
from collections import Counter
from itertools import islice
from pathlib import Path

import pytest

from list_server import AServer, ok
from portinaio.lists.catalogue import catalogue_file
from real_lists import needs_samples

pytestmark = [needs_samples, pytest.mark.usefixtures("added")]

SAMPLES = Path(os.environ.get("PORTINAIO_SAMPLES", ""))
SNAPSHOT = SAMPLES / "lists" / "dnc-snapshot" / "2025-10-28.csv"
AFTERNOON = ("--at", "2026-11-24T15:00")


@pytest.fixture(scope="module")
def times() -> Counter[int]:
    """How often each number of ten digits was complained of."""
    return Counter(
        int(row) for row in SNAPSHOT.read_text().split() if re.fullmatch(r"[2-9]\d{9}", row)
    )


@pytest.fixture(scope="module")
def once(tmp_path_factory) -> Path:
    """Where the house stays that the first test of a process has made."""
    return tmp_path_factory.mktemp("once") / "home"


@pytest.fixture
def added(run, house: Path, once: Path) -> None:
    if once.exists():
        shutil.copytree(once, house)
        return
    name = "dnc-90days"
    table = next(
        table
        for table in catalogue_file().read_text().split("[[list]]")
        if f'name = "{name}"' in table
    ).split("[[never]]")[0]
    with AServer() as server:
        server.answers["/list"] = ok(SNAPSHOT.read_bytes())
        house.mkdir()
        own = re.sub(r"(?m)^url = .*$", f'url = "{server.url("/list")}"', table)
        (house / "catalog.toml").write_text("[[list]]" + own)
        assert run("lists", "add", name, "--yes").code == 0
    shutil.copytree(house, once)


def judged(run, number: object):
    return run("check", str(number), *AFTERNOON, "--json").json


def test_a_number_beside_eleven_reported_ones_is_suspected(run, times):
    thousands = Counter(number // 100 for number in times)
    crowded = next(block for block, reported in sorted(thousands.items()) if reported == 11)
    beside = next(n for n in range(crowded * 100, crowded * 100 + 100) if n not in times)

    found = judged(run, f"+1{beside}")

    assert (found["label"], found["suspected"]) == ("unknown", True)


def test_a_business_with_one_complaint_rings(run, times):
    published = (SAMPLES / "innocents" / "us.txt").read_text().split()
    once = [number for number in published if times[int(number[2:])] == 1]

    found = [judged(run, number) for number in islice(once, 20)]

    assert {(one["action"], one["label"]) for one in found} == {("ring", "unknown")}
    assert {one["findings"][0]["weight"] for one in found} == {0}


def test_complaints_of_three_people_alone_are_suspicious_and_no_more(run, times):
    blocks = Counter(number // 1_000 for number in times)
    alone = next(n for n, often in sorted(times.items()) if often >= 9 and blocks[n // 1000] == 1)

    found = judged(run, f"+1{alone}")

    assert (found["label"], found["suspected"], found["score"] <= 40) == ("unknown", True, True)
