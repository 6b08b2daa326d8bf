"""How much memory the app takes that was left open while a flood of calls came.

Called by name: `pytest tests/benchmarks/test_tui_memory.py -s`. Daemon and app are real ones, and the app stands at a terminal of its own. It
prints what it finds; the target is 120 MB after 30,000 calls.
"""

from __future__ import annotations

import fcntl
import json
import os
import pty
import struct
import subprocess
import sys
import termios
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from daemon_world import ADaemon

if TYPE_CHECKING:
    from collections.abc import Iterator

SMALL = os.environ.get("PORTINAIO_BENCH") == "small"
LINES = 3  # a script has at most 10,000 calls
EACH = 150 if SMALL else 10_000
BETWEEN_S = RINGS_S = 0.01  # a line plays its calls one after the other: 10,000 take 200 s at least
MOST_MB = 120.0
DEADLINE_S = 1200.0
SIZE = struct.pack("HHHH", 36, 120, 0, 0)


def test_an_app_that_is_left_open_in_a_flood(tmp_path):
    config = "".join(
        f'[[line]]\nname = "line{n}"\nkind = "replay"\nfile = "{n}.jsonl"\n' for n in range(LINES)
    )
    for n in range(LINES):
        (tmp_path / f"{n}.jsonl").write_text("\n".join(_calls(n)))
    with ADaemon(tmp_path, config) as daemon, an_app(tmp_path, daemon) as app:
        _until(lambda: _logged(daemon) > 0)
        before = memory_mb(app)
        began = time.monotonic()
        _until(lambda: _logged(daemon) >= LINES * EACH)
        took_s = time.monotonic() - began
        time.sleep(3)  # what was told is on the screen
        after, most = memory_mb(app), memory_mb(app, "VmHWM")

    print(f"\nthe app with its first calls      {before:6.1f} MB")
    print(f"after {LINES * EACH:,} calls in {took_s:.0f} s       {after:6.1f} MB   of 120")
    print(f"at most                           {most:6.1f} MB")
    if not SMALL:
        assert after < MOST_MB


def _calls(line: int) -> Iterator[str]:
    """Each from another number than any other, since one caller on two lines at once is one call; a third of them are sellers. The first
    comes once the app has.
    """
    for n in range(EACH):
        number = f"+390844{line}{n:05d}" if n % 3 == 0 else f"+3902{line:02d}{n:06d}"
        after_s = BETWEEN_S if n else 12
        yield json.dumps({"after_s": after_s, "calling": number, "rings_s": RINGS_S})


@contextmanager
def an_app(folder: Path, daemon: ADaemon) -> Iterator[int]:
    """Its process, at a terminal that nobody reads from but us."""
    daemon.answers()
    ours, its = pty.openpty()
    fcntl.ioctl(its, termios.TIOCSWINSZ, SIZE)
    environ = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "TERM": "xterm-256color"}
    process = subprocess.Popen(
        [sys.executable, "-m", "portinaio"],
        env=environ | {"PORTINAIO_HOME": str(folder)},
        stdin=its,
        stdout=its,
        stderr=its,
    )
    os.close(its)
    reader = threading.Thread(target=_drained, args=(ours,), daemon=True)
    reader.start()
    try:
        yield process.pid
    finally:
        process.kill()
        process.wait()
        reader.join(5)
        os.close(ours)


def _drained(terminal: int) -> None:
    with suppress(OSError):  # its other end is closed
        while os.read(terminal, 65536):
            pass


def memory_mb(process: int, what: str = "VmRSS") -> float:
    told = Path(f"/proc/{process}/status").read_text()
    return int(told.partition(f"{what}:")[2].split()[0]) / 1024


def _logged(daemon: ADaemon) -> int:
    newest = daemon.ask("/v1/calls?limit=1", timeout_s=60)
    return newest[0]["id"] if newest else 0


def _until(true) -> None:
    deadline = time.monotonic() + DEADLINE_S
    while not true():
        assert time.monotonic() < deadline
        time.sleep(0.5)
