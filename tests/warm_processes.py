"""Processes of our modules that begin in milliseconds: forked from one that has imported everything already.

What a worker is to its parent stays as it is: a process with pipes, an environment and a status, that is killed and dies. Only
the third of a second is left out in which Python imports the same modules again. A claim about starting itself needs `subprocess`.
"""

from __future__ import annotations

import atexit
import json
import os
import random
import runpy
import select
import signal
import socket
import subprocess
import sys
import time
import traceback
import warnings
from contextlib import suppress
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn, Self

if TYPE_CHECKING:
    from collections.abc import Sequence

PIPE = subprocess.PIPE
IMPORTED = (
    "httpx",
    "portinaio.daemon.companies.company_worker",
    "portinaio.daemon.companies.register_worker",
    "portinaio.daemon.sharing.lookup_worker",
    "portinaio.daemon.sites.look_worker",
    "portinaio.daemon.sites.publish_worker",
    "portinaio.daemon.sync.books",
    "portinaio.daemon.sync.worker",
    "portinaio.lists.sync.site.subscriber",
)
CLEAN = dict(os.environ)
"""From before any test has changed it."""
MOST_BYTES = 1 << 18  # of a question; an environment has some thousands


class Popen:
    """As `subprocess.Popen` of `python -P -m MODULE` with two pipes; the rest of this module takes the place of `subprocess`."""

    def __init__(self, command: Sequence[str], *, stdin: int, stdout: int) -> None:
        assert (tuple(command[1:3]), stdin, stdout) == (("-P", "-m"), PIPE, PIPE)
        their_in, our_in = os.pipe()
        our_out, their_out = os.pipe()
        ours, theirs = socket.socketpair()
        asked = {"module": command[3], "environ": dict(os.environ), "folder": os.getcwd()}  # noqa: PTH109  # as text
        with theirs:
            fds = [their_in, their_out, theirs.fileno()]
            socket.send_fds(_template(), [json.dumps(asked).encode()], fds)
        os.close(their_in)
        os.close(their_out)
        self.stdin = os.fdopen(our_in, "wb")
        self.stdout = os.fdopen(our_out, "rb")
        self.returncode: int | None = None
        self._told = ours.makefile("r")
        ours.close()
        self.pid = int(self._told.readline())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stdout.close()
        with suppress(BrokenPipeError):
            self.stdin.close()
        self.wait()

    def wait(self) -> int:
        if self.returncode is None:
            self.returncode = int(self._told.readline())
            self._told.close()
        return self.returncode

    def kill(self) -> None:
        if self.returncode is None:
            with suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)


@cache
def _template() -> socket.socket:
    """Leaves when this process does, which holds the other end."""
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    begin = f"import sys; sys.path.insert(0, {os.path.dirname(__file__)!r}); import warm_processes; warm_processes.serve({theirs.fileno()})"  # noqa: PTH120
    pid = os.posix_spawn(
        sys.executable,
        [sys.executable, "-P", "-c", begin],
        CLEAN,
        file_actions=[(os.POSIX_SPAWN_DUP2, theirs.fileno(), theirs.fileno())],
    )
    assert pid
    theirs.close()
    atexit.register(ours.close)
    return ours


def serve(fd: int) -> None:
    """In the process from which the others are forked: begin each that is asked for, and say how it ended."""
    for module in IMPORTED:
        import_module(module)
    sys.path.pop(0)
    warnings.simplefilter("ignore")
    asking = socket.socket(fileno=fd)
    ended, waking = os.pipe()
    for end in (ended, waking):
        os.set_blocking(end, False)
    signal.set_wakeup_fd(waking)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    children: dict[int, socket.socket] = {}
    while True:
        ready, _, _ = select.select([asking, ended], [], [])
        if ended in ready:
            os.read(ended, 4096)
            _say_who_ended(children)
        if asking in ready:
            asked, fds, _, _ = socket.recv_fds(asking, MOST_BYTES, 3)
            if not asked:
                return
            life = socket.socket(fileno=fds[2])
            pid = os.fork()
            if not pid:
                _become(json.loads(asked), fds)
            os.close(fds[0])
            os.close(fds[1])
            children[pid] = life
            life.sendall(f"{pid}\n".encode())


def _say_who_ended(children: dict[int, socket.socket]) -> None:
    while children:
        pid, status = os.waitpid(-1, os.WNOHANG)
        if not pid:
            return
        with children.pop(pid) as life, suppress(OSError):
            life.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _become(asked: dict[str, object], fds: list[int]) -> NoReturn:
    code: object = 1
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        os.dup2(fds[0], 0)
        os.dup2(fds[1], 1)
        os.closerange(3, 256)
        os.environ.clear()
        os.environ.update(asked["environ"])  # type: ignore[arg-type]  # a table of texts
        os.chdir(str(asked["folder"]))
        time.tzset()
        random.seed()
        sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stdout = sys.__stdout__ = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        runpy.run_module(str(asked["module"]), run_name="__main__", alter_sys=True)
        code = 0
    except SystemExit as leaving:
        code = leaving.code or 0
    except BaseException:  # noqa: BLE001  # as the interpreter itself
        traceback.print_exc()
    with suppress(OSError):
        sys.stdout.flush()
    os._exit(code if isinstance(code, int) else 1)
