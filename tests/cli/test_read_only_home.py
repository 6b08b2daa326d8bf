"""A home on a disk that can only be read: its daemon screens, and every window finds it."""

from __future__ import annotations

import fcntl
import json
import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from daemon_world import ADaemon, mounted, until
from portinaio.api.remote import answering
from portinaio.config import runtime_dir
from portinaio.config.home import find_home
from portinaio.core.message import rendered
from portinaio.daemon.context import Context
from portinaio.daemon.diagnosis.health import health
from portinaio.errors import HomeError

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFIG = '[[line]]\nname = "demo"\nkind = "replay"\nfile = "calls.jsonl"\n'
ONE_CALL = '{"after_s": 0, "calling": "+390844000001", "rings_s": 0}\n'


def remount(folder: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", str(folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Can only be read; a home lies on it."""
    folder = tmp_path / "disk"
    folder.mkdir()
    for disk in mounted(folder, "size=4m"):
        home = disk / "home"
        home.mkdir(mode=0o700)
        (home / "config.toml").write_text(CONFIG)
        (home / "calls.jsonl").write_text(ONE_CALL)
        remount(disk, "ro")
        yield disk


@contextmanager
def a_daemon(folder: Path) -> Iterator[ADaemon]:
    with ADaemon(folder) as daemon:
        until(lambda: daemon.process.poll() is not None or answering(daemon.home))
        yield daemon
        for path in daemon.home.sockets[1:]:
            daemon.socket = path
        daemon.process.terminate()
        daemon.process.wait(20)


def typed(folder: Path, *words: str) -> tuple[int, str]:
    """Exit status and what a command prints."""
    environ = {"PATH": os.environ["PATH"], "PORTINAIO_HOME": str(folder), "PORTINAIO_LANG": "en"}
    done = subprocess.run(
        (sys.executable, "-P", "-m", "portinaio", *words),
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_every_window_finds_a_daemon_whose_home_can_only_be_read(disk: Path) -> None:
    home = disk / "home"
    with a_daemon(home):
        until(lambda: json.loads(typed(home, "lines", "--json")[1])[0]["calls"] == 1)

        status = json.loads(typed(home, "status", "--json")[1])
        _, doctor = typed(home, "doctor")
        checked = typed(home, "check", "+390844000001", "--json")
        calls = typed(home, "calls")

        assert (status["running"], [each["code"] for each in status["health"]]) == (
            True,
            ["read_only"],
        )
        assert "✓ the daemon is running" in doctor
        assert json.loads(checked[1])["action"] == "reject"
        assert calls[0] == 0


def test_a_second_daemon_is_refused_there_too(disk: Path) -> None:
    with a_daemon(disk / "home"), ADaemon(disk / "home") as second:
        assert second.ended()[0] == 1


def test_a_daemon_that_ends_there_leaves_no_socket(disk: Path) -> None:
    home = find_home({"PORTINAIO_HOME": str(disk / "home")})
    with a_daemon(disk / "home"):
        assert Path(home.sockets[-1]).is_socket()
        assert Path(home.sockets[-1]).parent.stat().st_mode & 0o777 == 0o700

    assert not Path(home.sockets[-1]).exists()
    status = json.loads(typed(disk / "home", "status", "--json")[1])
    assert status["running"] is False
    assert [each["text"] for each in status["health"]] == [
        f"the home {disk / 'home'} cannot be written"
    ]


def test_a_window_starts_a_daemon_there(disk: Path) -> None:
    home = disk / "home"
    program = (
        "import os; from portinaio.cli.start_daemon import start_daemon;"
        "from portinaio.config.home import find_home;"
        "process = start_daemon(find_home(os.environ), os.environ);"
        "process.terminate(); print(process.wait())"
    )
    environ = {"PATH": os.environ["PATH"], "PORTINAIO_HOME": str(home)}

    told = subprocess.run(
        (sys.executable, "-P", "-c", program), env=environ, capture_output=True, check=True
    )

    assert told.stdout == b"0\n"


def test_a_daemon_is_found_while_its_disk_becomes_writable_and_unwritable(disk: Path) -> None:
    home = disk / "home"
    with a_daemon(home) as daemon:
        assert answering(daemon.home) == daemon.home.sockets[-1]
        remount(disk, "rw")
        until(lambda: answering(daemon.home) == f"{home}/portinaio.sock")
        remount(disk, "ro")
        until(lambda: answering(daemon.home) == daemon.home.sockets[-1] != daemon.home.socket)

        assert json.loads(typed(home, "status", "--json")[1])["running"] is True


@pytest.fixture
def shared(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for everybody, and no session."""
    monkeypatch.setattr(runtime_dir, "SHARED", str(tmp_path))
    monkeypatch.setattr(runtime_dir, "SESSIONS", str(tmp_path / "none"))
    return tmp_path / f"portinaio-{os.getuid()}"


def test_a_shelter_is_its_owner_s_alone(shared: Path) -> None:
    runtime_dir.make()

    assert (shared.stat().st_mode & 0o777, runtime_dir.is_ours()) == (0o700, True)


def open_to_others(folder: Path) -> None:
    folder.mkdir()
    folder.chmod(0o770)


def somebody_elses(folder: Path) -> None:
    folder.mkdir(mode=0o700)
    if os.geteuid():
        pytest.skip("only root can give a folder away")
    os.chown(folder, 12345, 12345)


def a_link(folder: Path) -> None:
    (folder.parent / "elsewhere").mkdir(mode=0o700)
    folder.symlink_to(folder.parent / "elsewhere")


@pytest.mark.parametrize("made", [open_to_others, somebody_elses, a_link, Path.touch])
def test_a_shelter_that_another_may_have_made_is_not_used(shared: Path, made: object) -> None:
    made(shared)  # type: ignore[operator]

    assert runtime_dir.is_ours() is False
    with pytest.raises(HomeError, match=str(shared)):
        runtime_dir.make()


def test_a_lock_or_link_in_a_shelter_of_somebody_else_keeps_no_calls_unscreened(
    disk: Path, tmp_path: Path
) -> None:
    """It holds the lock of a daemon that is none, or leads to a file that the user never asked for."""
    home = find_home({"PORTINAIO_HOME": str(disk / "home")})
    taken, mark = tmp_path / f"portinaio-{os.getuid()}", tmp_path / "mark"
    open_to_others(taken)
    name = Path(home.lock).name
    program = (
        "from portinaio.config import runtime_dir\n"
        f"runtime_dir.SHARED, runtime_dir.SESSIONS = {str(tmp_path)!r}, 'none'\n"
        "from portinaio.daemon.__main__ import main\n"
        "raise SystemExit(main())"
    )

    with (taken / name).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with ADaemon(disk / "home", program=program) as locked_out:
            told = locked_out.process.stderr
            assert told is not None
            until(lambda: "ERROR" in told.readline())
            locked_out.process.terminate()
            ended = locked_out.process.wait(20)
    (taken / name).unlink()
    (taken / name).symlink_to(mark)
    with ADaemon(disk / "home", program=program) as misled:
        told = misled.process.stderr
        assert told is not None
        until(lambda: "ERROR" in told.readline())

    assert (ended, mark.exists()) == (0, False)


def test_status_says_where_nobody_can_see_whether_a_daemon_runs(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = Context(find_home({"PORTINAIO_HOME": str(tmp_path / "home")}), environ={})
    _ = context.store
    before = rendered(health(context, [], []), None)
    open_to_others(shared)
    beside = rendered(health(context, [], []), None)
    monkeypatch.setattr("os.access", lambda *_: False)
    taken = rendered(health(context, [], []), None)
    shared.chmod(0o700)
    ours = rendered(health(context, [], []), None)

    assert (before, beside, ours) == ([], [], [])
    assert [each["code"] for each in taken] == ["socket"]
    assert str(shared) in taken[0]["text"]


def test_a_socket_in_a_folder_of_somebody_else_is_not_asked(
    shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = find_home({"PORTINAIO_HOME": str(tmp_path)})
    monkeypatch.setattr("os.access", lambda *_: False)
    monkeypatch.setattr("portinaio.api.remote.reachable", lambda path: path == home.sockets[-1])

    open_to_others(shared)
    before = answering(home)
    shared.chmod(0o700)

    assert (before, answering(home)) == (None, home.sockets[-1])


def test_a_home_that_can_be_written_has_one_socket(tmp_path: Path) -> None:
    home = find_home({"PORTINAIO_HOME": str(tmp_path)})

    assert home.sockets == (home.socket,)
