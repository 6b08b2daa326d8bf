"""The doors: for the owner only, and never two daemons behind one."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from portinaio.daemon.http.sockets import systemd_socket, tcp_socket, unix_socket
from portinaio.daemon.process.lock import sole
from portinaio.errors import HomeError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_socket_that_was_left_behind_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(path))

    with unix_socket(str(path)), socket.socket(socket.AF_UNIX) as visitor:
        visitor.connect(str(path))


def test_a_socket_at_which_somebody_answers_stays_theirs(tmp_path: Path) -> None:
    path = str(tmp_path / "s")

    with unix_socket(path), pytest.raises(HomeError, match="already in use"):
        unix_socket(path)


def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(HomeError, match=r"the socket .* cannot be opened: no such file"):
        unix_socket(str(tmp_path / "none" / "s"))


def test_the_mask_of_the_process_is_left_as_it_was(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with unix_socket(str(tmp_path / "s")):
            after = os.umask(0o022)
    finally:
        os.umask(before)

    assert after == 0o022


def test_a_socket_that_systemd_holds_is_taken_over(tmp_path: Path) -> None:
    program = (
        "import os, socket; from portinaio.daemon.http.sockets import systemd_socket;"
        "s = socket.socket(socket.AF_UNIX); s.bind('held'); s.listen(); os.dup2(s.fileno(), 3);"
        "sock = systemd_socket({'LISTEN_PID': str(os.getpid()), 'LISTEN_FDS': '1'});"
        "print(sock.getsockname(), os.get_inheritable(3))"
    )

    told = subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, check=True, capture_output=True, text=True
    )

    assert told.stdout == "held False\n"


@pytest.mark.parametrize(
    "environ",
    [
        {},
        {"LISTEN_PID": "1", "LISTEN_FDS": "1"},
        {"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "0"},
    ],
    ids=["no systemd", "for another process", "none"],
)
def test_a_socket_that_is_not_for_us_is_not_taken(environ: dict[str, str]) -> None:
    assert systemd_socket(environ) is None


def test_an_address_that_is_taken_is_a_sentence_with_the_key_to_change() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as other,
        pytest.raises(HomeError, match=r"change listen under \[gateway\]"),
    ):
        tcp_socket(*other.getsockname())


def test_a_home_has_one_daemon(tmp_path: Path) -> None:
    lock = str(tmp_path / "lock")

    with (
        sole(lock, "/home"),
        pytest.raises(HomeError, match="a daemon is running already for the home /home"),
        sole(lock, "/home"),
    ):
        raise AssertionError


def test_a_lock_that_cannot_be_made_does_not_stop_the_screening(tmp_path: Path) -> None:
    with sole(str(tmp_path / "none" / "lock"), "/home"):
        entered = True

    assert entered


def test_an_answer_does_not_wait_for_its_head_to_be_confirmed() -> None:
    with (
        tcp_socket("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
    ):
        connection, _ = listening.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
