"""Runs of syncs, with a process in them that does as it is told: who shares one, who ends one, and what is left of it."""

from __future__ import annotations

import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from daemon_world import DEADLINE_S, a_home, until
from portinaio.daemon.asker import Asker
from portinaio.daemon.sync_runs import runner
from portinaio.daemon.sync_runs.runner import SyncRunner
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from concurrent.futures import Future
    from pathlib import Path

    from portinaio.daemon.sync_runs.run import Progress
    from portinaio.daemon.sync_runs.synced import Synced

CHILD = """
import json, sys
asked = json.loads(sys.stdin.readline())
def say(**told):
    print(json.dumps(told), flush=True)
say(lists=asked["names"])
for name in asked["names"]:
    say(at=name, bytes=0, whole=None)
    if name.startswith("slow"):
        sys.stdin.read()
    if name.startswith("broken"):
        print('{"name": "bro', end="", flush=True)
        sys.exit(1)
    say(name=name, state="ok", error=None, bytes=1, accepted=1, updated=0, removed=0, rejected=0, rows=[], remarks=[])
"""


class Runs:
    def __init__(self, folder: Path) -> None:
        self.told: list[list[Progress]] = []
        self.syncs = SyncRunner(a_home(folder), self.told.append)
        self.threads = ThreadPoolExecutor(10)

    def ask(self, *names: str, asker: Asker | None = None) -> Future[list[Synced]]:
        return self.threads.submit(self.syncs.run, names, (), asker)

    @property
    def at(self) -> list[str]:
        return [at.name for at in self.syncs.progress]


@pytest.fixture
def runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runs]:
    monkeypatch.setattr(runner, "command", lambda _: (sys.executable, "-c", CHILD))
    runs = Runs(tmp_path)
    yield runs
    runs.syncs.stop()
    runs.threads.shutdown()


def outcome(asking: Future[list[Synced]]) -> list[tuple[str, str]] | str:
    error = asking.exception(DEADLINE_S)
    if isinstance(error, PortinaioError):
        return str(error)
    return [(one.name, one.state) for one in asking.result()]


def test_each_list_is_told_of_on_its_way_and_at_its_end(runs):
    told = outcome(runs.ask("a", "b"))

    assert told == [("a", "ok"), ("b", "ok")]
    assert [[at.name for at in each] for each in runs.told] == [["a"], ["b"], []]


def test_a_computer_without_a_thread_left_syncs_when_it_has_one_again(runs, monkeypatch):
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(threading.Thread, "start", Mock(side_effect=RuntimeError))
        with pytest.raises(PortinaioError, match="every list is as it was"):
            runs.syncs.run(("a",))

    assert outcome(runs.ask("a")) == [("a", "ok")]


def test_one_who_leaves_does_not_wait_and_the_other_still_does(runs):
    asker = Asker()
    leaving, staying = runs.ask("slow", asker=asker), runs.ask("slow")
    until(lambda: runs.at == ["slow"])
    until(lambda: len(runs.syncs._runs[0].askers) == 2)

    asker.leave()

    assert outcome(leaving) == "nobody waits for this sync any more"
    assert (runs.at, staying.done()) == (["slow"], False)


def test_the_last_who_leaves_ends_it(runs):
    askers = Asker(), Asker()
    asking = [runs.ask("slow", asker=asker) for asker in askers]
    until(lambda: runs.at and len(runs.syncs._runs[0].askers) == 2)

    for asker in askers:
        asker.leave()

    assert [outcome(each) for each in asking] == ["nobody waits for this sync any more"] * 2
    until(lambda: runs.syncs._runs == [])


def test_who_has_left_before_it_began_begins_nothing(runs):
    asker = Asker()
    asker.leave()

    assert outcome(runs.ask("slow", asker=asker)) == "nobody waits for this sync any more"
    until(lambda: runs.syncs._runs == [])
    assert runs.at == []


def test_a_list_that_is_taken_away_is_left_and_the_others_come(runs):
    asking = runs.ask("a", "slow", "b")
    until(lambda: runs.at == ["slow"])

    runs.syncs.end("slow")

    assert outcome(asking) == [("a", "ok"), ("slow", "never"), ("b", "ok")]


def test_the_last_list_that_is_taken_away_ends_the_run(runs):
    asking = runs.ask("slow")
    until(lambda: runs.at == ["slow"])

    runs.syncs.end("slow")

    assert outcome(asking) == [("slow", "never")]


def test_a_list_that_nobody_is_at_is_taken_away_without_harm(runs):
    asking = runs.ask("slow")
    until(lambda: runs.at == ["slow"])

    runs.syncs.end("other")

    assert (runs.at, asking.done()) == (["slow"], False)


def test_more_than_may_work_at_once_wait_their_turn(runs, monkeypatch):
    monkeypatch.setattr(runner, "MOST_AT_ONCE", 1)
    asker = Asker()
    first, second = runs.ask("slow", asker=asker), None
    until(lambda: runs.at == ["slow"])
    second = runs.ask("a")
    until(lambda: len(runs.syncs._runs) == 2)
    waits = not second.done()

    asker.leave()

    assert outcome(first) == "nobody waits for this sync any more"
    assert (waits, outcome(second)) == (True, [("a", "ok")])


def test_who_leaves_while_waiting_for_a_turn_is_not_served(runs, monkeypatch):
    monkeypatch.setattr(runner, "MOST_AT_ONCE", 1)
    first, asker = runs.ask("slow"), Asker()
    until(lambda: runs.at == ["slow"])
    second = runs.ask("a", asker=asker)
    until(lambda: len(runs.syncs._runs) == 2)

    asker.leave()

    assert outcome(second) == "nobody waits for this sync any more"
    until(lambda: len(runs.syncs._runs) == 1)
    assert not first.done()


def test_a_process_that_dies_in_the_middle_of_a_word_is_told(runs):
    said = "the sync ended before it was done; every list is as it was"

    assert outcome(runs.ask("a", "broken", "b")) == said


def test_the_end_of_the_daemon_ends_what_runs_and_what_waits(runs, monkeypatch):
    monkeypatch.setattr(runner, "MOST_AT_ONCE", 1)
    first = runs.ask("slow")
    until(lambda: runs.at == ["slow"])
    second = runs.ask("a")
    until(lambda: len(runs.syncs._runs) == 2)

    runs.syncs.stop()

    assert "ended before it was done" in outcome(first)
    assert "about to end" in outcome(second)


def test_an_asker_who_leaves_is_heard_of_once():
    asker, heard = Asker(), []
    asker.on_leaving(lambda: heard.append("before"))

    threads = [threading.Thread(target=asker.leave) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    asker.on_leaving(lambda: heard.append("after"))

    assert heard == ["before", "after"]
