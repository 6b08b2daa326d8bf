"""The whole program killed in the middle of a sync, again and again: what the next start finds."""

from __future__ import annotations

import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from threading import Event
from typing import TYPE_CHECKING

from daemon_world import DEADLINE_S, a_client, a_home, until
from list_server import AServer, head
from portinaio.core.numbers.pattern import key
from portinaio.daemon.context import Context
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.index.sightings import Sightings
from portinaio.lists.index.swap import verified
from portinaio.lists.sync.files import ListFiles

if TYPE_CHECKING:
    from pathlib import Path

HOMES = 2  # at the same time, as many as a small computer has cores
KILLS = 25  # in each of them
MOST_LEFT = 12  # files of one sync that was killed; the next one sweeps them away
ROWS = 1_000
DAY = 740_000
SYNC = ("-m", "portinaio", "sync")
DAEMON = ("-m", "portinaio.daemon")
ASKS_TO_SYNC = b"POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}"

# Of two generations that share half of their numbers.
GENERATIONS = tuple(
    [f"+3902000{n:05}" for n in range(first, first + ROWS)] for first in (0, ROWS // 2)
)
TELLTALE = (GENERATIONS[0][0], GENERATIONS[1][0], GENERATIONS[1][-1])
LISTED = {0: (True, True, False), 1: (False, True, True)}
"""By generation, which of the telltale numbers it holds."""


class Victim:
    """A home, its list on a server, and the processes that renew it."""

    def __init__(self, folder: Path, server: AServer, seed: int) -> None:
        self.asked = Event()
        self._path = f"/{folder.name}.txt"
        self._server = server
        self._chance = random.Random(seed)
        config = (
            f'country = "IT"\n[[list]]\nname = "spam-it"\nurl = "{server.url(self._path)}"\n'
            'format = "plain"\ntrust = 0.8\n'
        )
        self.home = a_home(folder, config)
        self._environ = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "PORTINAIO_HOME": str(folder),
        }
        self.folder = folder
        self.life_s = self.busy_s = 0.0

    def offers(self, generation: int) -> None:
        body = "\n".join(GENERATIONS[generation]).encode() + b"\n"
        cut = len(body) // 3

        def write(channel: socket.socket, over: Event) -> None:
            self.asked.set()
            channel.sendall(head("HTTP/1.1 200 OK", f"Content-Length: {len(body)}"))
            for piece in (body[:cut], body[cut : 2 * cut], body[2 * cut :]):
                channel.sendall(piece)
                over.wait(0.005)  # time to be killed in the middle of a download

        self._server.answers[self._path] = write

    def begins(self, command: tuple[str, ...]) -> subprocess.Popen[bytes]:
        self.asked.clear()
        return subprocess.Popen(
            (sys.executable, *command),
            env=self._environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def syncs(self) -> None:
        """To its end; how long that took is the measure of the moments to come."""
        began = time.monotonic()
        process = self.begins(SYNC)
        asked = self.asked.wait(DEADLINE_S)
        asked_s = time.monotonic()
        out, err = process.communicate(timeout=DEADLINE_S)
        self.life_s, self.busy_s = time.monotonic() - began, time.monotonic() - asked_s
        assert (process.returncode, asked) == (0, True), out + err

    def is_killed(self, round_: int) -> None:
        """At any moment of its life, or any moment after it has asked the server."""
        daemon = round_ % 10 == 9
        process = self.begins(DAEMON if daemon else SYNC)
        if daemon:
            until(self._daemon_is_asked)
        longest_s = self.life_s
        if round_ % 2:
            assert self.asked.wait(DEADLINE_S)
            longest_s = self.busy_s
        time.sleep(self._chance.random() * longest_s)
        # Not polled before: a process that is gone and waited for has left its number to another one.
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()  # until none of them holds the other end any more

    def _daemon_is_asked(self) -> bool:
        with socket.socket(socket.AF_UNIX) as channel:
            try:
                channel.connect(str(self.folder / "portinaio.sock"))
            except OSError:
                return False
            channel.sendall(ASKS_TO_SYNC)
            return self.asked.wait(DEADLINE_S)

    def generation(self) -> int:
        """Which one stands, whole; no other numbers may."""
        index = ListFiles(self.folder / "lists").index("spam-it")
        verified(index, "spam-it")
        numbers = [row.low for row in ListIndex.open(index).rows()]
        return [[key(n[1:]) for n in numbers] for numbers in GENERATIONS].index(numbers)

    def days_are_whole(self) -> bool:
        """Of the numbers, since when they are listed; the list gives none."""
        place, work = ListFiles(self.folder / "lists").sightings("spam-it"), self.folder / "tried"
        sightings = Sightings(place, work, self._server.url(self._path), DAY, DAY)
        sightings.close()
        work.unlink()
        return sightings.known

    def files(self) -> set[str]:
        return {
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if path.is_file() and path.name != "portinaio.lock"  # the daemon's; empty
        }


def told(context: Context) -> tuple[tuple[bool, ...], list[tuple[str, str | None]], list[str]]:
    """What check, lists and status say."""
    client = a_client(context)
    listed = tuple(
        any(f["code"] == "listed" for f in client.check(n)["findings"]) for n in TELLTALE
    )
    lists = [(each["state"], each["error"]) for each in client.lists()]
    return listed, lists, [each["code"] for each in client.status()["health"]]


def killed_and_started(victim: Victim) -> None:
    victim.offers(0)
    victim.syncs()
    clean = victim.files()
    standing = 0
    for round_ in range(KILLS):
        victim.offers(1 - standing)
        victim.is_killed(round_)

        standing = victim.generation()
        assert victim.days_are_whole()
        context = Context(victim.home, environ={})
        try:
            assert told(context) == (LISTED[standing], [("ok", None)], [])
            assert len(victim.files() - clean) <= MOST_LEFT
        finally:
            context.close()
        with closing(sqlite3.connect(victim.folder / "portinaio.db")) as database:
            assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    victim.offers(1 - standing)
    victim.syncs()
    assert (victim.generation(), victim.files() - clean) == (1 - standing, set())


def test_fifty_killed_syncs_leave_a_whole_list_each_time(tmp_path):
    seed = random.SystemRandom().getrandbits(32)
    with AServer() as server, ThreadPoolExecutor(HOMES) as homes:
        victims = [Victim(tmp_path / f"home{n}", server, seed + n) for n in range(HOMES)]
        fates = [homes.submit(killed_and_started, victim) for victim in victims]

    assert [fate.exception() for fate in fates] == [None] * HOMES, f"seed {seed}"
