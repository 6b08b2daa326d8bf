"""`lists add` of lists that other people wrote, beside what another hand counts in them."""

from __future__ import annotations

import json
import subprocess
import sys
import time

import pytest

from portinaio.core.numbers.pattern import key
from portinaio.lists.index.reader import ListIndex
from real_lists import REAL_LISTS, SNAPSHOTS, RealList, needs_samples

pytestmark = needs_samples

# Of a small process: the first moments of a child count as heavy as the process that it came from.
WEIGHED = """
import resource, subprocess, sys
done = subprocess.run([sys.executable, "-m", "portinaio", *sys.argv[1:]], stdout=subprocess.PIPE)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.stdout.write(done.stdout.decode())
"""


@pytest.mark.parametrize("real", REAL_LISTS, ids=lambda real: real.path)
def test_a_real_list_is_added_to_the_last_number(run, house, real: RealList):
    wanted = real.count()

    added = run("lists", "add", str(real.file), "--region", real.region, "--yes", "--json").json

    kept = {row.low for row in ListIndex.open(house / "lists" / f"{added['name']}.nsx").rows()}
    assert kept == {key(number[1:]) for number in wanted.times}
    assert {name: added[name] for name in ("accepted", "entries", "rejected")} == {
        "accepted": len(wanted.times),
        "entries": len(wanted.times),
        "rejected": wanted.rejected,
    }


@pytest.mark.usefixtures("run")
def test_a_quarter_of_a_million_rows_are_a_list_within_seconds():
    largest = max(SNAPSHOTS, key=lambda real: real.file.stat().st_size)
    arguments = ("lists", "add", str(largest.file), "--region", "US", "--yes", "--json")
    began = time.monotonic()

    done = subprocess.run(
        (sys.executable, "-c", WEIGHED, *arguments), capture_output=True, check=True
    )

    took_s = time.monotonic() - began
    peak_kib, _, answer = done.stdout.decode().partition("\n")
    assert json.loads(answer)["accepted"] == len(largest.count().times)
    assert (took_s < 10, int(peak_kib) < 300 << 10) == (True, True)
