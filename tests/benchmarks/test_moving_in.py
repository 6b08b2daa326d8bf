"""How long somebody waits who moves in with a log of years and an address book.

    pytest tests/benchmarks/test_moving_in.py -s

50,000 calls and 5,000 contacts, typed as two commands into an empty home, cost less than 20 seconds together.
`PORTINAIO_BENCH=small` brings a tenth of them, which is held to the same.
"""

from __future__ import annotations

import json
import os
import random
import resource
import subprocess
import sys
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

PORTINAIO = Path(sys.executable).with_name("portinaio")
SHARE = 10 if os.environ.get("PORTINAIO_BENCH") == "small" else 1
CALLS, CONTACTS = 50_000 // SHARE, 5_000 // SHARE
MOST_S = 20.0
CAME = CALLS - CALLS // 3  # the others were made, and only teach whom the user calls
KINDS = ("incoming", "missed", "outgoing")


class Cost(NamedTuple):
    cpu_s: float
    wall_s: float


def test_fifty_thousand_calls_and_five_thousand_contacts(tmp_path):
    kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environ = {**kept, "PORTINAIO_HOME": str(tmp_path / "house"), "PORTINAIO_LANG": "en"}
    book, log = a_book(tmp_path / "contacts.vcf"), a_log(tmp_path / "calls.csv")
    house = tmp_path / "house"
    house.mkdir(mode=0o700)
    (house / "config.toml").write_text('country = "IT"\n')

    costs = {
        "contacts": cost(environ, "contacts", "import", str(book)),
        "calls": cost(environ, "import", str(log), "--as", "calls"),
        "the same calls again": cost(environ, "import", str(log), "--as", "calls"),
    }

    for what, each in costs.items():
        print(f"\n{what}: {each.cpu_s:.1f} s of one core, {each.wall_s:.1f} s on the wall", end="")
    assert len(json.loads(run(environ, "contacts", "--json"))) == CONTACTS
    assert len(run(environ, "calls", "--csv").splitlines()) - 1 == CAME
    assert costs["contacts"].cpu_s + costs["calls"].cpu_s < MOST_S


def run(environ: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        [PORTINAIO, *arguments], env=environ, check=True, text=True, stdout=subprocess.PIPE
    ).stdout


def cost(environ: dict[str, str], *arguments: str) -> Cost:
    """Of one core: what others do on the same machine meanwhile is no part of it."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    run(environ, *arguments)
    after, wall_s = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - began
    return Cost(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall_s)


def a_book(path: Path) -> Path:
    cards = (
        f"BEGIN:VCARD\nVERSION:3.0\nFN:Anna {n}\nN:{n};Anna;;;\nTEL;TYPE=CELL:+39333{n:07}\n"
        f"TEL;TYPE=HOME:02 0000 {n:04}\nEMAIL:anna{n}@example.net\nCATEGORIES:Friends\nEND:VCARD\n"
        for n in range(CONTACTS)
    )
    path.write_text("".join(cards))
    return path


def a_log(path: Path) -> Path:
    """A call every two minutes, of the last 70 days: older ones are not kept. Every third is one that the user made."""
    chance, last = random.Random(7), datetime.now()  # noqa: DTZ005  # as a router writes it
    rows = [
        f"{last - timedelta(minutes=2 * n):%Y-%m-%d %H:%M:%S},{KINDS[n % 3]},"
        f"+3933{chance.randrange(10**8):08},Anna {n % 97},{chance.randrange(600)}\n"
        for n in range(CALLS)
    ]
    path.write_text("date,type,number,name,duration\n" + "".join(rows))
    return path
