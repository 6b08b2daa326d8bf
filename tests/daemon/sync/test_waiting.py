"""A list whose server keeps silent holds up nobody but itself: the daemon answers, calls are written down, others sync."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import DEADLINE_S, ADaemon, a_client, a_home, until
from list_server import AServer, ok
from portinaio.daemon.context import Context
from portinaio.daemon.http import operations
from portinaio.daemon.lists import subscriptions
from portinaio.daemon.sync.worker import sync_lists
from portinaio.daemon.sync_runs.runner import MOST_AT_ONCE
from portinaio.errors import HomeError
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.sync.files import ListFiles
from worlds import STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator

GOOD = ok(f"{STRANGER}\n".encode())
LINE = '[[line]]\nname = "demo"\nkind = "replay"\nfile = "calls.jsonl"\n'
ONE_CALL = '{"after_s": 0, "calling": "+390844000001", "rings_s": 0}\n'


class Silent:
    """A server of lists, most of which it never sends."""

    def __init__(self, server: AServer) -> None:
        self.server = server
        self.answers = threading.Event()

    def config(self, *names: str) -> str:
        for name in names:
            self.server.answers[f"/{name}.txt"] = GOOD if name == "good" else self._wait
        return 'country = "IT"\n' + "".join(
            f'[[list]]\nname = "{name}"\nurl = "{self.server.url(f"/{name}.txt")}"\n'
            for name in names
        )

    def fetched(self, folder: Path, *names: str, more: str = "") -> str:
        """The config of a home that has had each list once, so that the daemon's own timer leaves them alone."""
        self.answers.set()
        config = self.config(*names) + more
        context = Context(a_home(folder, config), environ={})
        sync_lists(context, (), (), lambda _: None)
        context.close()
        self.answers.clear()
        self.server.asked.clear()
        return config

    def asked(self, name: str) -> int:
        return sum(f"GET /{name}.txt" in head for head in self.server.asked)

    def _wait(self, channel: socket.socket, over: threading.Event) -> None:
        while not over.wait(0.01) and not self.answers.is_set():
            pass
        channel.sendall(GOOD)


@pytest.fixture
def silent() -> Iterator[Silent]:
    with AServer() as server:
        yield Silent(server)


@contextmanager
def asking(daemon: ADaemon, *names: str) -> Iterator[socket.socket]:
    """A client that has asked for a sync, and waits."""
    content = json.dumps({"names": names}).encode()
    head = f"POST /v1/sync HTTP/1.0\r\nHost: x\r\nContent-Length: {len(content)}\r\n\r\n"
    with socket.socket(socket.AF_UNIX) as channel:
        channel.settimeout(DEADLINE_S)
        channel.connect(daemon.socket)
        channel.sendall(head.encode() + content)
        yield channel


def answer(channel: socket.socket) -> Any:
    received = b""
    while piece := channel.recv(65536):
        received += piece
    return json.loads(received.partition(b"\r\n\r\n")[2])


def children(parent: int) -> list[int]:
    """Processes that `parent` has begun and that live."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent and fields[0] != "Z":
            found.append(int(status.parent.name))
    return found


@pytest.mark.parametrize("alike", [True, False], ids=["for the same list", "each for another"])
def test_however_many_syncs_wait_the_daemon_answers_and_writes_its_calls(tmp_path, silent, alike):
    most = operations.THREADS["waiting"] + 4
    names = [f"slow-{n}" for n in range(1 if alike else most)]
    with (
        ADaemon(tmp_path, silent.fetched(tmp_path, *names, more=LINE)) as daemon,
        ExitStack() as clients,
    ):
        daemon.answers()
        for n in range(most):
            clients.enter_context(asking(daemon, names[n % len(names)]))
        until(lambda: silent.asked("slow-0"))

        (tmp_path / "calls.jsonl").write_text(ONE_CALL)
        daemon.ask("/v1/lines/demo/ring", "POST")
        until(lambda: [call["outcome"] for call in daemon.ask("/v1/calls")] == ["done"])

        assert daemon.status()["running"]
        assert daemon.ask("/v1/check?number=%2B390200005678")["action"] == "ring"
        assert daemon.ask("/v1/pause", "POST", {"for_s": 60})["until"]
        sent = daemon.ask("/v1/complaints/1/send", "POST", {"confirmed": True})
        assert "[mail]" in sent["error"]
        assert 1 <= len(children(daemon.process.pid)) <= MOST_AT_ONCE


def test_who_asks_for_what_is_under_way_waits_for_the_same(tmp_path, silent):
    with ADaemon(tmp_path, silent.fetched(tmp_path, "slow")) as daemon, ExitStack() as clients:
        daemon.answers()
        waiting = [clients.enter_context(asking(daemon, "slow")) for _ in range(3)]
        until(lambda: silent.asked("slow"))

        silent.answers.set()

        told = [[(one["state"], one["accepted"]) for one in answer(each)] for each in waiting]
        assert (told, silent.asked("slow")) == ([[("ok", 0)]] * 3, 1)


def test_another_list_is_fetched_meanwhile(tmp_path, silent):
    with ADaemon(tmp_path, silent.fetched(tmp_path, "slow", "good")) as daemon:
        daemon.answers()
        with asking(daemon, "slow"):
            until(lambda: silent.asked("slow"))

            (told,) = daemon.ask("/v1/sync", "POST", {"names": ["good"]})

        assert (told["name"], told["state"]) == ("good", "ok")


def test_a_list_that_is_removed_while_it_is_fetched_is_left_and_the_others_come(tmp_path, silent):
    with ADaemon(tmp_path, silent.fetched(tmp_path, "slow", "good")) as daemon:
        daemon.answers()
        with asking(daemon) as client:
            until(lambda: [at["name"] for at in daemon.ask("/v1/sync")] == ["slow"])

            gone = daemon.ask("/v1/lists/slow", "DELETE")

            told = [(one["name"], one["state"], one["error"]) for one in answer(client)]
        assert (gone["name"], told) == (
            "slow",
            [("slow", "never", "it was removed meanwhile"), ("good", "ok", None)],
        )
        until(lambda: not children(daemon.process.pid))
        assert [one["name"] for one in daemon.ask("/v1/lists")] == ["good"]


def test_a_list_that_is_removed_while_it_is_added_is_not_subscribed(tmp_path, silent):
    url = silent.config("slow").split('"')[5]
    with ADaemon(tmp_path, 'country = "IT"\n') as daemon, ThreadPoolExecutor(1) as window:
        daemon.answers()
        adding = window.submit(daemon.ask, "/v1/lists", "POST", {"source": url})
        until(lambda: [at["name"] for at in daemon.ask("/v1/sync")] == ["slow"])

        daemon.ask("/v1/lists/slow", "DELETE")

        assert adding.result()["error"] == "slow was not added: it was removed meanwhile"
        assert daemon.ask("/v1/lists") == []


def test_a_list_that_another_process_fetches_is_not_half_removed(tmp_path, silent, monkeypatch):
    monkeypatch.setattr(subscriptions, "TRIES", 2)
    monkeypatch.setattr(subscriptions, "TRY_S", 0.01)
    silent.fetched(tmp_path, "slow")
    context = Context(a_home(tmp_path), environ={})

    with ListFiles(tmp_path / "lists").sole("slow"), pytest.raises(HomeError, match="another sync"):
        subscriptions.remove(context, "slow")

    assert [one["name"] for one in a_client(context).lists()] == ["slow"]
    assert len(ListIndex.open(tmp_path / "lists" / "slow.nsx")) == 1
    context.close()


def test_a_daemon_that_is_told_to_stop_ends_the_sync_and_its_process(tmp_path, silent):
    with ADaemon(tmp_path, silent.fetched(tmp_path, "slow")) as daemon:
        daemon.answers()
        with asking(daemon, "slow"):
            until(lambda: silent.asked("slow"))
            (child,) = children(daemon.process.pid)

            status, told = daemon.end()

    assert (status, "Traceback" in told) == (0, False)
    until(lambda: not Path(f"/proc/{child}").exists())


def test_the_last_client_who_leaves_ends_the_work_and_its_process(tmp_path, silent):
    with ADaemon(tmp_path, silent.fetched(tmp_path, "slow")) as daemon:
        daemon.answers()
        with asking(daemon, "slow"):
            with asking(daemon, "slow"):
                until(lambda: silent.asked("slow"))
            daemon.status()
            assert len(children(daemon.process.pid)) == 1

        until(lambda: not children(daemon.process.pid))
        until(lambda: daemon.ask("/v1/sync") == [])


def test_a_list_whose_adding_is_given_up_is_not_subscribed(tmp_path, silent):
    config = silent.config("slow")
    with ADaemon(tmp_path, 'country = "IT"\n') as daemon:
        daemon.answers()
        content = json.dumps({"source": config.split('"')[5]}).encode()
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(daemon.socket)
            client.sendall(
                f"POST /v1/lists HTTP/1.0\r\nContent-Length: {len(content)}\r\n\r\n".encode()
                + content
            )
            until(lambda: silent.asked("slow"))

        until(lambda: daemon.ask("/v1/lists") == [])
        until(lambda: not children(daemon.process.pid))


def test_ctrl_c_on_the_command_line_ends_the_work_of_the_daemon(tmp_path, silent):
    environ = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PORTINAIO_HOME": str(tmp_path)}
    with ADaemon(tmp_path, silent.fetched(tmp_path, "slow")) as daemon:
        daemon.answers()
        with subprocess.Popen(
            (sys.executable, "-m", "portinaio", "sync"), env=environ, stderr=subprocess.DEVNULL
        ) as window:
            until(lambda: silent.asked("slow"))
            window.send_signal(signal.SIGINT)

        until(lambda: not children(daemon.process.pid))


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_command_line_without_a_daemon_takes_its_process_with_it(tmp_path, silent, number):
    a_home(tmp_path, silent.config("slow"))
    environ = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "PORTINAIO_HOME": str(tmp_path)}
    with subprocess.Popen(
        (sys.executable, "-m", "portinaio", "sync"), env=environ, stderr=subprocess.DEVNULL
    ) as window:
        until(lambda: silent.asked("slow"))
        (child,) = children(window.pid)
        window.send_signal(number)

    until(lambda: not Path(f"/proc/{child}").exists())
