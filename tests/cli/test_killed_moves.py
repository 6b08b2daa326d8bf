"""The whole program killed in the middle of an import or an export: all is as it was before, or all is done."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

import pytest

from daemon_world import DEADLINE_S, a_home
from portinaio.clock import local_now
from portinaio.store.database import open_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

KILLS = 3  # of each kind, at moments spread over its life
NUMBERS = 3_000
CALLS = 1_500


class Move(NamedTuple):
    """What is brought in or taken out, and what can be seen of it."""

    arguments: tuple[str, ...]
    seen: Callable[[Path], object]


def numbers(folder: Path) -> Move:
    file = folder / "blocked.txt"
    file.write_text("".join(f"+3902000{n:05}\n" for n in range(NUMBERS)))
    return Move(("import", str(file), "--as", "block", "--yes"), _counts)


def people(folder: Path) -> Move:
    file = folder / "people.vcf"
    file.write_text(
        "".join(
            f"BEGIN:VCARD\nVERSION:3.0\nFN:N{n}\nTEL:+3902000{n:05}\nEND:VCARD\n"
            for n in range(NUMBERS)
        )
    )
    return Move(("import", str(file), "--as", "contacts"), _counts)


def calls(folder: Path) -> Move:
    now = int(time.time())
    rows = "".join(
        f'<call number="+3902000{n:05}" duration="5" date="{1000 * (now - 60 * n)}" type="1" presentation="1" />\n'
        for n in range(CALLS)
    )
    (folder / "calls.xml").write_text(f"<calls>{rows}</calls>")
    return Move(("import", str(folder / "calls.xml"), "--as", "calls"), _counts)


def outgoing(folder: Path) -> Move:
    """Over a file of before."""
    with closing(open_store(folder / "home" / "portinaio.db", local_now())) as store:
        store.contacts.add("Anna", "+390200000001", "own")
    out = folder / "contacts.vcf"
    out.write_text("of before")
    whole = ("export", "vcard", "--what", "contacts", "--out", str(out))
    return Move(whole, lambda _folder: out.read_text())


def _counts(folder: Path) -> tuple[int, int, int]:
    now = local_now()
    with closing(open_store(folder / "home" / "portinaio.db", now)) as store:
        return (
            len(store.entries.all(now)),
            len(store.contacts.names()),
            len(store.calls.page(limit=2 * CALLS)),
        )


def begins(folder: Path, arguments: tuple[str, ...]) -> subprocess.Popen[bytes]:
    environ = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PORTINAIO_HOME": f"{folder}/home"}
    return subprocess.Popen(
        (sys.executable, "-m", "portinaio", *arguments),
        env=environ,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
@pytest.mark.parametrize("kind", [numbers, people, calls, outgoing], ids=lambda kind: kind.__name__)
def test_whenever_it_is_stopped_all_is_as_before_or_all_is_done(
    tmp_path: Path, kind: Callable[[Path], Move], number: signal.Signals
):
    for folder in (tmp_path / "measured", tmp_path / "stopped"):
        (folder / "home").mkdir(parents=True)
        a_home(folder / "home", 'country = "IT"\n')
    measured, move = kind(tmp_path / "measured"), kind(tmp_path / "stopped")
    before = move.seen(tmp_path / "stopped")
    began = time.monotonic()
    _, err = begins(tmp_path / "measured", measured.arguments).communicate(timeout=DEADLINE_S)
    life_s = time.monotonic() - began
    after = measured.seen(tmp_path / "measured")
    assert after != before, err
    chance, found = random.Random(number), []

    for n in range(KILLS):
        process = begins(tmp_path / "stopped", move.arguments)
        time.sleep(life_s * (n + chance.random()) / KILLS)
        process.send_signal(number)
        _, err = process.communicate(timeout=DEADLINE_S)
        found.append((process.returncode, move.seen(tmp_path / "stopped"), err))

    assert [one for one in found if one[1] not in (before, after)] == []
    assert [err for _, _, err in found if b"Traceback" in err] == []
