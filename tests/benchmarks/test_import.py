"""What reading a large list costs, beside a bare `csv.reader` loop over the same file.

    pytest tests/benchmarks/test_import.py -q -s

Bounds at 5 million rows: 3 times the loop, and 64 MiB at the peak. `PORTINAIO_BENCH=small` reads 100,000, in which a start
weighs more than the rows, so that its bound finds a shape of file that is read row by row and nothing finer.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

ROWS = 100_000 if os.environ.get("PORTINAIO_BENCH") == "small" else 5_000_000
MOST_TIMES = 60.0 if ROWS < 1_000_000 else 3.0
MOST_MIB = 64
FEWER = ROWS // 5  # distinct numbers

PEAK = """
def peak():
    with open("/proc/self/status") as file:  # ru_maxrss begins with the parent's
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM"))
"""
BARE = """
import csv, json, sys, time
start = time.process_time()
with open(sys.argv[1], newline="", encoding="utf-8") as file:
    for row in csv.reader(file):
        pass
took = time.process_time() - start
print(json.dumps({"s": took, "mib": peak()}))
"""
OURS = """
import json, sys, time
from portinaio.countries.plans import plan_from, read_plan
from portinaio.lists.read_list import read_list
from functools import cache
plan_of = cache(lambda country: plan_from(read_plan(country)))
list(read_list(__import__("io").BytesIO(b"+390200001234\\n"), plan_of=plan_of))  # imports are no part of it
start = time.process_time()
entries = 0
with open(sys.argv[1], "rb") as file:
    reading = read_list(file, plan_of=plan_of, region=sys.argv[2], name=sys.argv[1])
    for row in reading:
        entries += 1
took = time.process_time() - start
print(json.dumps({"s": took, "mib": peak(),
                  "format": reading.format.id, "entries": entries, "accepted": reading.accepted}))
"""


def complaints(path: Path) -> None:
    chance = random.Random(42)
    numbers = [2_020_000_000 + chance.randrange(2_000_000, 10_000_000) for _ in range(FEWER)]
    subjects = ["Other", '"Calls pretending to be government, businesses, or family and friends"']
    with path.open("w") as file:
        file.write(
            "Company_Phone_Number,Created_Date,Violation_Date,Consumer_City,Consumer_State,"
            "Consumer_Area_Code,Subject,Recorded_Message_Or_Robocall\n"
        )
        for n in range(ROWS):
            day = f"2026-{1 + n % 11:02}-{1 + n % 28:02}"
            file.write(
                f"{chance.choice(numbers)},{day} 00:03:12,{day} 10:00:00,Springfield,Ohio,937,"
                f"{subjects[n & 1]},Y\n"
            )


def snapshot(path: Path) -> None:
    chance = random.Random(42)
    numbers = [2_020_000_000 + chance.randrange(2_000_000, 10_000_000) for _ in range(FEWER)]
    with path.open("w") as file:
        file.write("pattern\n")
        file.writelines(f"{chance.choice(numbers)}\n" for _ in range(ROWS))


def international(path: Path) -> None:
    chance = random.Random(42)
    with path.open("w") as file:
        file.write("number,category,last\n")
        file.writelines(
            f"+3933{chance.randrange(10**8):08},energy,2026-11-{1 + n % 24:02}\n"
            for n in range(ROWS)
        )


def national(path: Path) -> None:
    chance = random.Random(42)
    with path.open("w") as file:
        file.write("numero,categoria,data\n")
        file.writelines(
            f"02{chance.randrange(10**8):08},energy,2026-11-{1 + n % 24:02}\n" for n in range(ROWS)
        )


def measured(program: str, path: Path, region: str = "") -> dict[str, float]:
    # A fresh process each: the peak of one must not hide in the other's.
    done = subprocess.run(
        [sys.executable, "-c", PEAK + program, str(path), region],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize("write", [complaints, snapshot, international, national])
def test_import(write, tmp_path):
    path = tmp_path / "list.csv"
    write(path)

    region = "IT" if write is national else "US"
    bare, ours = measured(BARE, path), measured(OURS, path, region)

    print(
        f"\n{write.__name__}: {ROWS:,} rows as {ours['format']}, {ours['entries']:,} entries:"
        f" {ours['s']:.1f} s, {ours['s'] / bare['s']:.1f} x a bare csv.reader ({bare['s']:.1f} s),"
        f" peak {ours['mib']:.0f} MiB (bare {bare['mib']:.0f})"
    )
    assert ours["accepted"] == ROWS
    assert ours["mib"] <= MOST_MIB
    assert ours["s"] <= MOST_TIMES * bare["s"]
