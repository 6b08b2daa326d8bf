"""What reading a large list costs, beside a bare `csv.reader` loop over the same file.

    pytest tests/benchmarks/test_import.py -q -s

Bounds at 5 million rows: 3 times the loop, and 64 MiB at the peak, whatever the numbers look like and whatever stands between them. What
costs more than that, for a reason of its own, has a bound of its own below. And 1 million rows cost `lists add` at most 3.5 seconds, all its processes together. `PORTINAIO_BENCH=small` reads 100,000, in which a start weighs more than the rows, so that its
bound finds a shape of file that is read row by row and nothing finer.

The rows are taken as the index takes them, many at a time.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

ROWS = 100_000 if os.environ.get("PORTINAIO_BENCH") == "small" else 5_000_000
SMALL = 60.0 if ROWS < 1_000_000 else 0.0
MOST_TIMES = 3.0
MOST_MIB = 64
MOST_SUBSCRIBED_S = 3.5
MOST_MIB_OF_WORKER = 100  # with an HTTP client, TLS and every format
FEWER = ROWS // 5  # distinct numbers

PEAK = """
def peak():
    with open("/proc/self/status") as file:  # ru_maxrss begins with the parent's
        return next(int(line.split()[1]) / 1024 for line in file if line.startswith("VmHWM"))
"""
BARE = """
import csv, json, sys, time
start = time.process_time()
with open(sys.argv[1], newline="", encoding=sys.argv[2]) as file:
    for row in csv.reader(file):
        pass
took = time.process_time() - start
print(json.dumps({"s": took, "mib": peak()}))
"""
OURS = """
import json, sys, time
from portinaio.core.evidence import Batch
from portinaio.countries.plans import plan_from, read_plan
from portinaio.lists.read_list import read_list
from functools import cache
plan_of = cache(lambda country: plan_from(read_plan(country)))
list(read_list(__import__("io").BytesIO(b"+390200001234\\n"), plan_of=plan_of))  # imports are no part of it
start = time.process_time()
entries = 0
with open(sys.argv[1], "rb") as file:
    reading = read_list(file, plan_of=plan_of, region=sys.argv[2], name=sys.argv[1])
    for rows in reading.batches():
        entries += len(rows) if isinstance(rows, Batch) else 1
took = time.process_time() - start
print(json.dumps({"s": took, "mib": peak(),
                  "format": reading.format.id, "entries": entries, "accepted": reading.accepted}))
"""


SUBSCRIBED = """
import json, resource, subprocess, sys, time
start = time.monotonic()
subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)  # with those of the process that reads the list
print(json.dumps({"s": used.ru_utime + used.ru_stime, "wall": time.monotonic() - start,
                  "mib": used.ru_maxrss / 1024}))
"""
PORTINAIO = Path(sys.executable).with_name("portinaio")


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


def national_snapshot(path: Path) -> None:
    chance = random.Random(42)
    numbers = [f"02{chance.randrange(10**8):08}" for _ in range(FEWER)]
    with path.open("w") as file:
        file.write("pattern\n")
        file.writelines(f"{chance.choice(numbers)}\n" for _ in range(ROWS))


def national_patterns(path: Path) -> None:
    """Nearly each once, in two lengths."""
    chance = random.Random(42)
    with path.open("w") as file:
        file.write("pattern\n")
        file.writelines(
            f"333{chance.randrange(10**7):07}\n" if n % 2 else f"0776{chance.randrange(10**5):05}\n"
            for n in range(ROWS)
        )


def national_alone(path: Path) -> None:
    chance = random.Random(42)
    with path.open("w") as file:
        file.write("pattern\n")
        file.writelines(f"02{chance.randrange(10**8):08}\n" for _ in range(ROWS))


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


def alone(path: Path) -> None:
    chance = random.Random(42)
    with path.open("w") as file:
        file.write("number\n")
        file.writelines(f"+3933{chance.randrange(10**8):08}\n" for n in range(ROWS))


def counted(path: Path) -> None:
    chance = random.Random(42)
    with path.open("w") as file:
        file.write("number,name,reports,last\n")
        file.writelines(
            f"+3933{chance.randrange(10**8):08},Energy {n % 997},{1 + n % 9},2026-11-{1 + n % 24:02}\n"
            for n in range(ROWS)
        )


def quoted(path: Path) -> None:
    chance = random.Random(42)
    with path.open("w") as file:
        file.write('"number";"name";"date"\n')
        file.writelines(
            f'"+3933{chance.randrange(10**8):08}";"Energy, {n % 997}";"2026-11-{1 + n % 24:02} 10:00:00"\n'
            for n in range(ROWS)
        )


def partly_quoted(path: Path) -> None:
    chance = random.Random(42)
    with path.open("w") as file:
        file.write("number,name,date\n")
        file.writelines(
            f'+3933{chance.randrange(10**8):08},"Energy, {n % 997}",2026-11-{1 + n % 24:02}\n'
            for n in range(ROWS)
        )


def rules(path: Path) -> None:
    chance = random.Random(42)
    with path.open("w") as file:
        file.write("pattern,description,priority,flags\n")
        file.writelines(
            f"+3933{chance.randrange(10**8):08},Energy {n % 997},0,1\n" for n in range(ROWS)
        )


def several(path: Path) -> None:
    chance = random.Random(42)
    with path.open("w") as file:
        file.write("name,phone,mobile,fax\n")
        file.writelines(
            f"Energy {n % 997},02{chance.randrange(10**8):08},333{chance.randrange(10**7):07},\n"
            for n in range(ROWS)
        )


def doubly_quoted(path: Path) -> None:
    chance = random.Random(42)
    with path.open("w") as file:
        file.write("number,name,date\n")
        file.writelines(
            f'+3933{chance.randrange(10**8):08},"The ""Energy"" {n % 997}",2026-11-{1 + n % 24:02}\n'
            for n in range(ROWS)
        )


def one_column(path: Path, title: str, row: Callable[[random.Random, int], str]) -> None:
    chance = random.Random(42)
    with path.open("w") as file:
        file.write(f"{title}\n")
        file.writelines(f"{row(chance, n)}\n" for n in range(ROWS))


def _any_length(chance: random.Random, n: int) -> str:
    if n % 3:
        size = chance.randrange(7, 10)
        return f"0{chance.randrange(1, 10)}{chance.randrange(10**size):0{size}}"
    beginning = ("+39333", "00390", "333")[n // 3 % 3]
    return f"{beginning}{chance.randrange(10**7):07}{'0' * (n // 3 % 3 == 1)}"


def any_length(path: Path) -> None:
    one_column(path, "number", _any_length)


def any_length_patterns(path: Path) -> None:
    one_column(path, "pattern", _any_length)


def spaced(path: Path) -> None:
    one_column(
        path,
        "number",
        lambda chance, _n: f"02 {chance.randrange(10**4):04} {chance.randrange(10**4):04}",
    )


def hyphens(path: Path) -> None:
    one_column(
        path,
        "number",
        lambda chance, _n: f"202-{200 + chance.randrange(800)}-{chance.randrange(10**4):04}",
    )


def brackets(path: Path) -> None:
    one_column(
        path,
        "number",
        lambda chance, _n: f"(202) {200 + chance.randrange(800)}-{chance.randrange(10**4):04}",
    )


def trunk(path: Path) -> None:
    one_column(
        path,
        "pattern",
        lambda chance, _n: f"1202{200 + chance.randrange(800)}{chance.randrange(10**4):04}",
    )


def quoted_patterns(path: Path) -> None:
    one_column(path, "pattern", lambda chance, _n: f'"02{chance.randrange(10**8):08}"')


def plain(path: Path) -> None:
    one_column(path, "# one a line", lambda chance, _n: f"02{chance.randrange(10**8):08}")


def table(path: Path, row: Callable[[str, int], str], encoding: str = "utf-8") -> None:
    chance = random.Random(42)
    with path.open("w", encoding=encoding) as file:
        file.write("number,name,date\n")
        file.writelines(row(f"02{chance.randrange(10**8):08}", n) for n in range(ROWS))


def number_quoted(path: Path) -> None:
    table(path, lambda number, n: f'"{number}",Energy {n % 997},2026-11-{1 + n % 24:02}\n')


def windows(path: Path) -> None:
    table(
        path,
        lambda number, n: f"{number},Societ\xe0 {n % 997},2026-11-{1 + n % 24:02}\n",
        "latin-1",
    )


def blank_lines(path: Path) -> None:
    one_column(
        path, "number", lambda chance, n: f"02{chance.randrange(10**8):08}" + "\n" * (n % 10 == 0)
    )


def remarks(path: Path) -> None:
    table(
        path,
        lambda number, n: (
            f"{number},Energy {n % 997},2026-11-{1 + n % 24:02}\n"
            + "# a remark\n" * (n % 1000 == 0)
        ),
    )


def measured(program: str, path: Path, argument: str) -> dict[str, float]:
    return told(PEAK + program, str(path), argument)


def told(program: str, *arguments: str, env: dict[str, str] | None = None) -> dict[str, float]:
    # A fresh process each: the peak of one must not hide in the other's.
    done = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env=env,
    )
    return json.loads(done.stdout)


DEARER = {
    # Rows of which some are wider than others: each is looked at to see which, and those that hold no number are told one by one.
    remarks: 4.2,
    # Rows of which one cell stands in quotation marks: it is taken out of the text and put back into its column.
    number_quoted: 3.6,
    # 2.6 where nothing else runs, and up to 3.1 beside busy neighbours: a day, a subject and a robocall of each complaint; two numbers a row.
    complaints: 3.4,
    several: 3.4,
}
ITALIAN = {
    *(national, several, national_snapshot, national_alone, national_patterns, any_length),
    *(
        any_length_patterns,
        spaced,
        quoted_patterns,
        plain,
        number_quoted,
        windows,
        blank_lines,
        remarks,
    ),
}
ENCODINGS = {windows: "latin-1"}
SHAPES = [
    *(
        complaints,
        snapshot,
        national_snapshot,
        national_alone,
        national_patterns,
        any_length_patterns,
    ),
    *(trunk, quoted_patterns, alone, any_length, spaced, hyphens, brackets, plain, blank_lines),
    *(counted, international, national, quoted, partly_quoted, doubly_quoted, number_quoted, rules),
    *(several, windows, remarks),
]


@pytest.mark.parametrize("write", SHAPES)
def test_import(write, tmp_path):
    path = tmp_path / "list.csv"
    write(path)

    region = "IT" if write in ITALIAN else "US"
    bare = measured(BARE, path, ENCODINGS.get(write, "utf-8"))
    ours = measured(OURS, path, region)

    print(
        f"\n{write.__name__}: {ROWS:,} rows as {ours['format']}, {ours['entries']:,} entries:"
        f" {ours['s']:.1f} s, {ours['s'] / bare['s']:.1f} x a bare csv.reader ({bare['s']:.1f} s),"
        f" peak {ours['mib']:.0f} MiB (bare {bare['mib']:.0f})"
    )
    assert ours["accepted"] == ROWS * (2 if write is several else 1)
    assert ours["mib"] <= MOST_MIB
    assert ours["s"] <= max(SMALL, DEARER.get(write, MOST_TIMES)) * bare["s"]


@pytest.mark.parametrize("write", [alone, counted, international])
def test_subscribed(write, tmp_path, monkeypatch):
    rows = min(ROWS, 1_000_000)
    monkeypatch.setitem(globals(), "ROWS", rows)
    path = tmp_path / "list.csv"
    write(path)

    environ = a_home(tmp_path)
    lists = (str(PORTINAIO), "lists")
    small = tmp_path / "small.csv"
    small.write_text("number\n+390200001234\n")
    subprocess.run((*lists, "add", str(small), "--yes"), env=environ, check=True)  # its bytecode
    ours = told(SUBSCRIBED, *lists, "add", str(path), "--region", "US", "--yes", env=environ)
    subscribed = json.loads(
        subprocess.run((*lists, "--json"), env=environ, check=True, stdout=subprocess.PIPE).stdout
    )

    print(
        f"\n{write.__name__}: {rows:,} rows subscribed by the command in {ours['s']:.1f} s"
        f" ({ours['wall']:.1f} s on the wall), peak {ours['mib']:.0f} MiB"
    )
    assert max(each["entries"] for each in subscribed) > rows * 0.98
    assert ours["mib"] <= MOST_MIB_OF_WORKER
    assert ours["s"] <= MOST_SUBSCRIBED_S


def a_home(folder: Path) -> dict[str, str]:
    """An empty one, and bytecode as an installed program has it."""
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PORTINAIO_HOME": str(folder / "house"), "PORTINAIO_LANG": "en"}
