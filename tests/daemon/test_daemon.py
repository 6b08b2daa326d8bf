"""The daemon as a user meets it: a process in a home."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from daemon_world import ADaemon, fill, mounted, until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DEMO = '[[line]]\nname = "demo"\nkind = "replay"\nfile = "calls.jsonl"\n'
ONE_CALL = '{"after_s": 0, "calling": "+390844000001", "rings_s": 0}\n'


def a_line(folder: Path, script: str = ONE_CALL) -> str:
    folder.mkdir(exist_ok=True)
    (folder / "calls.jsonl").write_text(script, encoding="utf-8")
    return DEMO


def test_a_daemon_screens_a_line_and_answers(tmp_path: Path) -> None:
    with ADaemon(tmp_path, a_line(tmp_path)) as daemon:
        daemon.answers()

        until(lambda: [call["outcome"] for call in daemon.ask("/v1/calls")] == ["done"])

        (call,) = daemon.ask("/v1/calls")
        assert (call["label"], call["action"], call["cause"]) == ("reported", "reject", "SIP 607")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_daemon_that_is_told_to_stop_ends_well_within_five_seconds(
    tmp_path: Path, number: int
) -> None:
    with ADaemon(tmp_path) as daemon, socket.socket(socket.AF_UNIX) as listener:
        daemon.answers()
        listener.connect(daemon.socket)
        listener.sendall(b"GET /v1/events HTTP/1.0\r\n\r\n")
        assert listener.recv(100).startswith(b"HTTP/1.1 200")
        told = time.monotonic()

        status, _ = daemon.end(number)

        assert status == 0
        assert time.monotonic() - told < 5


def test_a_daemon_that_ends_takes_its_socket_away(tmp_path: Path) -> None:
    with ADaemon(tmp_path) as daemon:
        daemon.answers()

        daemon.end()

    assert not (tmp_path / "portinaio.sock").exists()


def test_a_line_that_clings_does_not_hold_up_the_end(tmp_path: Path) -> None:
    program = (
        "import asyncio; from portinaio.daemon import __main__ as room; from portinaio.daemon.calls import lines;"
        "from portinaio.lines.replay import ReplayLine;"
        "room.HARD_END_S = lines.FAREWELL_S = 0.2\n"
        "async def run(self, handler):\n"
        "    while True:\n"
        "        try: await asyncio.sleep(60)\n"
        "        except asyncio.CancelledError: pass\n"
        "ReplayLine.run = run; room.main()"
    )
    with ADaemon(tmp_path, a_line(tmp_path), program=program) as daemon:
        daemon.answers()

        status, told = daemon.end()

    assert status == 1
    assert "the daemon leaves without it" in told


def test_a_daemon_that_ends_says_so_to_who_listens(tmp_path: Path) -> None:
    with ADaemon(tmp_path) as daemon, socket.socket(socket.AF_UNIX) as listener:
        daemon.answers()
        listener.connect(daemon.socket)
        listener.sendall(b"GET /v1/events HTTP/1.0\r\n\r\n")
        stream = listener.makefile("rb")
        assert any(line.startswith(b"data:") for line in stream)
        daemon.end()

        assert stream.read().endswith(b"\n")
        stream.close()


def test_a_second_daemon_in_a_home_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with ADaemon(tmp_path) as first:
        first.answers()

        with ADaemon(tmp_path) as second:
            status, told = second.ended()

        assert (status, told) == (
            1,
            f"portinaio: a daemon is running already for the home {tmp_path}\n",
        )
        assert first.status()["running"]


def test_a_daemon_without_streams_keeps_its_files_out_of_their_places(tmp_path: Path) -> None:
    program = "import os; os.closerange(0, 3); from portinaio.daemon.__main__ import main; main()"
    with ADaemon(tmp_path, program=program) as daemon:
        daemon.answers()

        held = Path("/proc", str(daemon.process.pid), "fd")
        places = [str((held / str(number)).readlink()) for number in range(3)]
        assert places == ["/dev/null"] * 3


def test_the_socket_is_for_its_owner_only(tmp_path: Path) -> None:
    with ADaemon(tmp_path) as daemon:
        daemon.answers()

        assert (tmp_path / "portinaio.sock").stat().st_mode & 0o777 == 0o600


def test_a_daemon_that_was_killed_is_followed_by_another(tmp_path: Path) -> None:
    with ADaemon(tmp_path) as first:
        first.answers()
        first.process.kill()
        first.process.wait()

    with ADaemon(tmp_path) as second:
        assert second.answers().status()["running"]


def test_a_wrong_config_ends_with_its_line_and_no_traceback(tmp_path: Path) -> None:
    with ADaemon(tmp_path, 'country = "IT"\nlanguge = "it"\n') as daemon:
        status, told = daemon.ended()

    assert status == 1
    assert told == (
        f"portinaio: {tmp_path}/config.toml line 2: there is no key languge; did you mean language?\n"
    )


def test_a_socket_path_that_is_too_long_is_refused_with_a_sentence(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    with ADaemon(folder) as daemon:
        status, told = daemon.ended()

    assert status == 1
    assert told.startswith("portinaio: the path of the socket is longer than the system allows")


def test_a_level_of_the_log_that_there_is_not_is_refused(tmp_path: Path) -> None:
    with ADaemon(tmp_path, PORTINAIO_LOG="loud") as daemon:
        status, told = daemon.ended()

    assert (status, told.startswith("portinaio: PORTINAIO_LOG is debug")) == (1, True)


def test_a_line_whose_port_is_in_use_leaves_the_daemon_alive(tmp_path: Path) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]
        config = f'[[line]]\nname = "home"\nkind = "sip"\nlisten = ["udp:127.0.0.1:{port}"]\n'
        with ADaemon(tmp_path, config) as daemon:
            daemon.answers()

            until(lambda: daemon.health() == ["line"])

            (line,) = daemon.status()["lines"]
            assert line["state"] == "retrying"
            assert f"port {port}" in line["error"]
            _, told = daemon.end()
            assert line["error"] in told


def test_lines_come_and_go_while_the_daemon_runs(tmp_path: Path) -> None:
    with ADaemon(tmp_path, a_line(tmp_path)) as daemon:
        daemon.answers()

        body = {"kind": "replay", "name": "new", "keys": {"file": "calls.jsonl"}}
        added = daemon.ask("/v1/lines", "POST", body)
        daemon.ask("/v1/lines/demo", "DELETE")

        assert added["name"] == "new"
        assert [line["name"] for line in daemon.ask("/v1/lines")] == ["new"]


def test_config_is_read_anew_on_sighup_and_a_wrong_one_changes_nothing(tmp_path: Path) -> None:
    with ADaemon(tmp_path, a_line(tmp_path)) as daemon:
        daemon.answers()
        (tmp_path / "config.toml").write_text('country = "Italy"\n')

        daemon.process.send_signal(signal.SIGHUP)
        until(lambda: "config" in daemon.health())

        assert [line["name"] for line in daemon.ask("/v1/lines")] == ["demo"]


def a_pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def text(content: str) -> Callable[[Path], None]:
    return lambda path: path.write_text(content, encoding="utf-8") and None


BAD = {
    "a million days": text(DEMO + "[log]\nkeep_days = 1000000\n"),
    "five thousand digits": text(DEMO + f"[log]\nkeep_days = {'9' * 5000}\n"),
    "no number": text(DEMO + "speed = nan\n"),
    "infinite": text(DEMO + "speed = 1e999\n"),
    "deep": text("x = " + "[" * 50_000),
    "half a megabyte": text(f'country = "{"x" * (1 << 19)}"'),
    "more than a megabyte": text("#" * (1 << 20) + "#"),
    "a null character": text('country = "I\0T"'),
    "an unknown country": text('country = "XX"'),
    "no UTF-8": lambda path: path.write_bytes(b'country = "\xff"') and None,
    "a pipe": a_pipe,
    "a folder": a_folder,
}


def test_a_bad_edit_leaves_everything_as_it_was_whatever_it_holds(tmp_path: Path) -> None:
    good = a_line(tmp_path) + '[policy]\nreported = "silence"\n'
    config = tmp_path / "config.toml"
    with ADaemon(tmp_path, good) as daemon:
        daemon.answers()
        seen = {}
        for kind, write in BAD.items():
            write(config)
            daemon.process.send_signal(signal.SIGHUP)
            until(lambda: "config" in daemon.health())

            lines = [line["name"] for line in daemon.ask("/v1/lines")]
            action = daemon.ask("/v1/check?number=%2B390844000001")["action"]
            seen[kind] = (lines, action, str(config) in daemon.status()["health"][-1]["text"])

            config.rmdir() if config.is_dir() else config.unlink()
            config.write_text(good)
            daemon.process.send_signal(signal.SIGHUP)
            until(lambda: daemon.health() == [])

        assert seen == dict.fromkeys(BAD, (["demo"], "silence", True))
        config.write_text(good.replace("silence", "answer"))
        until(lambda: daemon.ask("/v1/check?number=%2B390844000001")["action"] == "answer")
        assert daemon.end()[0] == 0


def test_a_fault_in_reading_a_new_configuration_leaves_the_old_one(tmp_path: Path) -> None:
    program = """
import sys
from portinaio.daemon import context
from portinaio.daemon.__main__ import main
real, read = context.load_config, []
def failing(*given):
    read.append(None)
    return real(*given) if len(read) == 1 else 1 // 0
context.load_config = failing
sys.exit(main())
"""
    with ADaemon(tmp_path, a_line(tmp_path), program=program) as daemon:
        daemon.answers()
        (tmp_path / "config.toml").write_text(DEMO.replace("demo", "office"))

        until(lambda: "config" in daemon.health())

        assert [line["name"] for line in daemon.ask("/v1/lines")] == ["demo"]
        assert daemon.ask("/v1/check?number=%2B390844000001")["action"] == "reject"
        assert daemon.end()[0] == 0


def test_a_configuration_that_is_changed_while_the_daemon_starts_counts_too(
    tmp_path: Path,
) -> None:
    """To look through a large database takes seconds."""
    program = (
        "from pathlib import Path\n"
        "from portinaio.daemon import __main__ as daemon\n"
        "open_store = daemon.open_store\n"
        "def edited(file, *more):\n"
        f"    Path(file).with_name('config.toml').write_text({DEMO.replace('demo', 'office')!r})\n"
        "    return open_store(file, *more)\n"
        "daemon.open_store = edited\n"
        "raise SystemExit(daemon.main())"
    )
    with ADaemon(tmp_path, DEMO, program=program) as daemon:
        daemon.answers()

        until(lambda: [line["name"] for line in daemon.ask("/v1/lines")] == ["office"])


def test_a_configuration_that_is_changed_in_an_editor_counts_by_itself(tmp_path: Path) -> None:
    with ADaemon(tmp_path, a_line(tmp_path)) as daemon:
        daemon.answers()
        (tmp_path / "config.toml").write_text(DEMO.replace("demo", "office"))

        until(lambda: [line["name"] for line in daemon.ask("/v1/lines")] == ["office"])


def test_an_own_catalogue_counts_when_it_is_written(tmp_path: Path) -> None:
    with ADaemon(tmp_path, a_line(tmp_path) + '[[list]]\nname = "stairs"\n') as daemon:
        daemon.answers()
        assert "no list called stairs" in daemon.ask("/v1/lists")[0]["error"]
        (tmp_path / "catalog.toml").write_text("lists = 5")

        until(lambda: "no key lists" in daemon.ask("/v1/lists")[0]["error"])


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    yield from mounted(folder, "size=1m")


def test_a_full_disk_is_one_sentence_and_the_calls_before_it_remain(small_disk: Path) -> None:
    calls = '{"after_s": 0.05, "calling": "+390844000001", "rings_s": 0}\n' * 1000
    with ADaemon(small_disk, a_line(small_disk, calls)) as daemon:
        daemon.answers()
        until(lambda: daemon.ask("/v1/calls"))
        fill(small_disk / "filler")

        until(lambda: daemon.health() == ["log"])

        assert "the disk is full" in daemon.status()["health"][0]["text"]
        assert daemon.ask("/v1/calls/1")["action"] == "reject"
        assert "not written down yet" in daemon.ask("/v1/calls/1000")["error"]


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "data"
    folder.mkdir()
    for disk in mounted(folder, "size=1m"):
        (disk / "portinaio").mkdir(mode=0o700)
        subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
        yield disk


def test_a_read_only_home_screens_and_says_so(tmp_path: Path, read_only: Path) -> None:
    run, config = tmp_path / "run", tmp_path / "config"
    (config / "portinaio").mkdir(parents=True)
    run.mkdir(mode=0o700)
    (config / "portinaio" / "config.toml").write_text(a_line(config / "portinaio"))
    places = {
        "PORTINAIO_HOME": "",
        "XDG_CONFIG_HOME": str(config),
        "XDG_DATA_HOME": str(read_only),
        "XDG_STATE_HOME": str(tmp_path),
        "XDG_CACHE_HOME": str(tmp_path),
        "XDG_RUNTIME_DIR": str(run),
    }
    with ADaemon(tmp_path, **places) as daemon:
        daemon.socket = str(run / "portinaio" / "portinaio.sock")
        daemon.answers()

        until(lambda: daemon.ask("/v1/lines")[0]["calls"] == 1)

        assert daemon.health() == ["read_only"]


def test_a_daemon_at_whose_line_it_rings_asks_no_register_whose_a_number_is(tmp_path: Path) -> None:
    script = tmp_path / "calls.jsonl"
    script.write_text('{"calling": "+390200001234", "after_s": 0, "rings_s": 60}\n')
    home = tmp_path / "home"
    line = f'[[line]]\nname = "demo"\nkind = "replay"\nfile = "{script}"\n'
    of_no_register = {"number": "+12025550101"}  # so that nobody is asked, whatever goes wrong here
    with ADaemon(home, line) as daemon:
        daemon.answers()
        until(lambda: daemon.status()["calls_today"] == 1)

        refused = daemon.ask("/v1/companies/ask", "POST", of_no_register)

    assert refused == {"error": "a call is under way; ask when it is over"}
