"""How long `portinaio check` takes from a cold start, beside `python -c pass` in the same interpreter.

Rounds are interleaved, so a busy machine slows all of them alike; the ratios of the medians are printed.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROUNDS = int(os.environ.get("COLD_START_ROUNDS", "15"))
LISTS = 5
PORTINAIO = str(Path(sys.executable).with_name("portinaio"))
BARE = (sys.executable, "-c", "pass")
COMMANDS = {
    "international": (PORTINAIO, "check", "+390200001234"),
    "international --json": (PORTINAIO, "check", "+390200001234", "--json"),
    "national": (PORTINAIO, "check", "02 0000 1234"),
}


@pytest.fixture
def bare_home(tmp_path: Path) -> dict[str, str]:
    """No PORTINAIO_HOME: the folders of the system, below a HOME of our own."""
    unset = (
        "PYTHONDONTWRITEBYTECODE",  # an installed program has its bytecode; a checkout gets it in the first round
        "PORTINAIO_HOME",
        "PORTINAIO_LANG",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "XDG_STATE_HOME",
        "XDG_CACHE_HOME",
    )
    kept = {key: value for key, value in os.environ.items() if key not in unset}
    return {**kept, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path / "run")}


@pytest.fixture
def chosen_home(bare_home: dict[str, str], tmp_path: Path) -> dict[str, str]:
    return {**bare_home, "PORTINAIO_HOME": str(tmp_path / "house")}


@pytest.fixture
def lived_in_home(chosen_home: dict[str, str]) -> dict[str, str]:
    """With a database and an Italian speaker."""
    for arguments in (
        ("setup", "--yes"),
        ("block", "0844*"),
        ("contacts", "add", "A", "+390200000101"),
    ):
        subprocess.run((PORTINAIO, *arguments), env=chosen_home, check=True, capture_output=True)
    return {**chosen_home, "PORTINAIO_LANG": "it"}


@pytest.fixture
def home_with_lists(lived_in_home: dict[str, str], tmp_path: Path) -> dict[str, str]:
    """And five lists, each of which knows the caller."""
    for n in range(LISTS):
        rows = "".join(f"+3902{(i * 7919 + n) % 10**8:08},3,2026-11-20\n" for i in range(20_000))
        file = tmp_path / f"list{n}.csv"
        file.write_text(f"number,reporters,last\n+390200001234,5,2026-11-20\n{rows}")
        add = (PORTINAIO, "lists", "add", str(file), "--yes", "--region", "IT")
        subprocess.run(add, env=lived_in_home, check=True, capture_output=True)
    return lived_in_home


@pytest.fixture
def home_with_daemon(chosen_home: dict[str, str]) -> Iterator[dict[str, str]]:
    house = Path(chosen_home["PORTINAIO_HOME"])
    house.mkdir(mode=0o700)
    with subprocess.Popen(
        (sys.executable, "-m", "portinaio.daemon"), env=chosen_home, stderr=subprocess.DEVNULL
    ) as daemon:
        deadline = time.monotonic() + 10
        while not (house / "portinaio.sock").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        time.sleep(0.5)
        yield chosen_home
        daemon.terminate()


@pytest.mark.parametrize(
    "home", ["bare_home", "chosen_home", "lived_in_home", "home_with_lists", "home_with_daemon"]
)
def test_cold_start(home: str, request: pytest.FixtureRequest, capsys: pytest.CaptureFixture[str]):
    environ = request.getfixturevalue(home)

    medians = _medians({"bare": BARE, **COMMANDS}, environ)

    with capsys.disabled():
        print(  # the ratios are what this is for
            f"\n{home}: python -c pass {medians['bare'] * 1000:.1f} ms"
        )
        for name in COMMANDS:
            ratio = medians[name] / medians["bare"]
            print(  # the ratios are what this is for
                f"  check {name:<22} {medians[name] * 1000:6.1f} ms  {ratio:.2f} x"
            )


def _medians(commands: dict[str, tuple[str, ...]], environ: dict[str, str]) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(ROUNDS + 1):
        for name, command in commands.items():
            begun = time.perf_counter()
            subprocess.run(command, env=environ, check=True, capture_output=True)
            if turn:  # the first fills caches
                times[name].append(time.perf_counter() - begun)
    return {name: statistics.median(each) for name, each in times.items()}
