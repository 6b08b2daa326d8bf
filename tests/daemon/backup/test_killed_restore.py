"""A restore that is killed at any of its steps: the next who opens the home finds all as it was, or all that is new."""

from __future__ import annotations

import json
import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from daemon_world import a_client, a_context, a_logged_call
from portinaio.core.contact import OWN
from worlds import FROZEN_NOW

OLD = 'country = "IT"\n\n[policy]\nunknown = "silence"\n'
NEW = 'country = "IT"\n\n[policy]\nunknown = "reject"\n'
LIST = "spam-it.nsx"
ATTACHED = "attachments/1/letter.txt"
STEPS = ("os.rename", "os.remove", "os.mkdir", "shutil.rmtree")
MOST_STEPS = 80


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch):
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)


def furnish(folder: Path, config: str, word: str, calls: int) -> None:
    client = a_client(a_context(folder, config))
    client.context.store.calls.record_many(
        a_logged_call(n, at=FROZEN_NOW, name=word) for n in range(calls)
    )
    client.context.store.contacts.add(word, "+390200000002", OWN)
    for place in (folder / "lists" / LIST, folder / ATTACHED):
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(word)
    client.close()


def found(folder: Path) -> dict[str, object]:
    """As the next one finds it who opens the home."""
    client = a_client(a_context(folder, (folder / "config.toml").read_text()))
    there = {
        "calls": [one["name"] for one in client.calls()],
        "contacts": [one["name"] for one in client.contacts()],
        "policy": client.check("+390200001234")["action"],
        "list": (folder / "lists" / LIST).read_text(),
        "attached": (folder / ATTACHED).read_text(),
    }
    client.close()
    return there


def left_behind(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir() if one.name.startswith((".backup-", "restoring"))]


class World:
    def __init__(self, folder: Path) -> None:
        self.home, self.file = folder / "home", folder / "b.zip"
        furnish(folder / "other", NEW, "new", 8)
        client = a_client(a_context(folder / "other", NEW))
        client.backup(str(self.file))
        client.close()
        self.after = found(folder / "other")
        furnish(self.home, OLD, "old", 3)
        self.before = found(self.home)

    def restore(self, stop_at: int, number: signal.Signals) -> tuple[bool, str]:
        """In a process of its own, which gets a signal at a step of it; whether it came to its end, and at which step."""
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            with suppress(BaseException):
                self._as_child(stop_at, number, write)
            os._exit(1)
        os.close(write)
        with os.fdopen(read) as said:
            step = said.read()
        _, status = os.waitpid(child, 0)
        return status == 0, step

    def _as_child(self, stop_at: int, number: signal.Signals, write: int) -> None:
        if number == signal.SIGINT:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        client = a_client(a_context(self.home, OLD))
        steps, begun = 0, False

        def look(event: str, given: tuple[object, ...]) -> None:
            nonlocal steps, begun
            begun = begun or (event == "os.mkdir" and str(given[0]).endswith("/before"))
            if event not in STEPS or not begun:
                return
            steps += 1
            if steps == stop_at:
                os.write(write, f"{event} {Path(os.fspath(str(given[0]))).name}".encode())
                os.kill(os.getpid(), number)

        sys.addaudithook(look)
        client.restore(str(self.file))
        os._exit(0)


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGINT], ids=["kill -9", "Ctrl-C"])
def test_whatever_the_step_at_which_it_is_stopped_all_is_as_before_or_all_is_new(world, number):
    stopped, wrong, ended = [], [], False
    for step in range(1, MOST_STEPS):
        ended, where = world.restore(step, number)
        there = found(world.home)
        if ended:
            assert (there, left_behind(world.home)) == (world.after, [])
            break
        stopped.append(where)
        if there not in (world.before, world.after) or "restoring.json" in left_behind(world.home):
            wrong.append((step, where, there))

    assert (wrong, ended) == ([], True), json.dumps(stopped)
    assert len(stopped) > 5
