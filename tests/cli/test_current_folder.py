"""The folder in which somebody types `portinaio` may come from anybody: nothing in it is run."""

from __future__ import annotations

import asyncio
import os
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from daemon_world import until
from peers.household import end_daemon
from portinaio.api.remote import reachable
from portinaio.cli.commands import daemon
from portinaio.cli.commands.service import unit_file
from portinaio.cli.house.service_units import user_unit
from portinaio.daemon.sync_runs import runner
from portinaio.tui import desktop
from portinaio.web import session

LIBRARIES = (
    "aiohttp",
    "babel",
    "dbus_fast",
    "h11",
    "holidays",
    "httpx",
    "keyring",
    "msgspec",
    "phonenumbers",
    "platformdirs",
    "starlette",
    "textual",
    "textual_serve",
    "tomli_w",
    "tomlkit",
    "typst",
    "uvicorn",
)
PROGRAMS = ("systemctl", "xdg-open", "wl-copy", "xclip", "xsel", "pbcopy", "www-browser", "python3")
AS_A_SCRIPT = (sys.executable, "-P", "-c", "import sys, portinaio.cli as c; sys.exit(c.main())")
"""As the installed `portinaio` begins: the current folder is not where it looks for modules."""
AS_A_MODULE = (sys.executable, "-m", "portinaio")
LOADED_BY_DASH_M = subprocess.check_output(
    (
        sys.executable,
        "-c",
        "import runpy, sys; print(*{name.split('.')[0] for name in sys.modules})",
    ),
    text=True,
).split()
"""What Python itself needs to find us; of a folder that holds one of these, `python -m` runs it before any of ours."""
LOADED_BY_THE_PROGRAM = subprocess.check_output(
    (sys.executable, "-c", "import re, sys; print(*sys.modules)"), text=True
).split()
"""What the installed program, which pip has written, begins with before it comes to us."""
A_LINE = '[[line]]\nname = "home"\nkind = "replay"\n'


class Hostile(NamedTuple):
    folder: Path
    marks: Path
    home: Path
    environ: dict[str, str]

    @property
    def run(self) -> list[str]:
        """What of the folder was run."""
        return self.marks.read_text().split() if self.marks.exists() else []

    @property
    def daemon_answers(self) -> bool:
        return reachable(str(self.home / "portinaio.sock"))


@pytest.fixture
def hostile(tmp_path: Path) -> Hostile:
    """A folder that has a file for whatever could be looked for in it, and each leaves a mark."""
    folder, marks, home = (tmp_path / name for name in ("downloads", "marks", "home"))
    folder.mkdir()
    home.mkdir(mode=0o700)
    (home / "config.toml").write_text(A_LINE)
    for name in {*sys.stdlib_module_names, *LIBRARIES, "portinaio_line"} - {*LOADED_BY_DASH_M}:
        (folder / f"{name}.py").write_text(f"open({str(marks)!r}, 'a').write('{name}\\n')\n")
    for name in PROGRAMS:
        (folder / name).write_text(f"#!/bin/sh\necho {name} >> {shlex.quote(str(marks))}\n")
        (folder / name).chmod(0o755)
    plugged = folder / "portinaio_line-1.0.dist-info"
    plugged.mkdir()
    (plugged / "METADATA").write_text("Metadata-Version: 2.1\nName: portinaio-line\nVersion: 1.0\n")
    plug = "= portinaio_line:Line\n"
    (plugged / "entry_points.txt").write_text(
        f"[portinaio.lines]\nreplay {plug}sip {plug}[keyring.backends]\nx {plug}"
    )
    environ = {**os.environ, "PORTINAIO_HOME": str(home), "PORTINAIO_LANG": "en"}
    environ.pop("PYTHONSAFEPATH", None)
    return Hostile(folder, marks, home, environ)


def as_systemd_has_it() -> tuple[str, ...]:
    (begins,) = (line for line in user_unit({}).splitlines() if line.startswith("ExecStart="))
    return tuple(shlex.split(begins.removeprefix("ExecStart=")))


@pytest.mark.parametrize("begin", [AS_A_SCRIPT, AS_A_MODULE, session.APP])
@pytest.mark.parametrize(
    "words",
    [
        ("check", "+390200001234"),
        ("status",),
        ("doctor",),
        ("sync",),
        ("--help",),
        ("demo", "--for", "1s", "--json"),
    ],
    ids=" ".join,
)
def test_a_command_runs_nothing_of_the_current_folder(hostile, begin, words):
    subprocess.run(
        (*begin, *words), cwd=hostile.folder, env=hostile.environ, capture_output=True, check=True
    )

    assert hostile.run == []


@pytest.mark.parametrize("path", ["", ":/nowhere", "/nowhere:", ".", ":", "/nowhere::/there"])
@pytest.mark.parametrize("words", [("status",), ("sync",)], ids=" ".join)
def test_a_part_of_the_search_path_that_is_empty_is_not_the_current_folder(hostile, path, words):
    program = str(Path(sys.executable).with_name("portinaio"))
    for name in LOADED_BY_THE_PROGRAM:
        (hostile.folder / f"{name}.py").unlink(missing_ok=True)
    for begin in ((program,), AS_A_MODULE):
        subprocess.run(
            (*begin, *words),
            cwd=hostile.folder,
            env=hostile.environ | {"PYTHONPATH": path},
            capture_output=True,
            check=True,
        )

    assert hostile.run == []


@pytest.mark.parametrize(
    "begin",
    [
        (*AS_A_SCRIPT, "daemon"),
        (*AS_A_MODULE, "daemon"),
        (sys.executable, "-m", "portinaio.daemon"),
        daemon.DAEMON,
        as_systemd_has_it(),
    ],
    ids=["script", "module", "its own module", "the start by a window", "unit"],
)
def test_a_daemon_runs_nothing_of_the_folder_that_it_was_started_in(hostile, begin):
    process = subprocess.Popen(
        begin, cwd=hostile.folder, env=hostile.environ, stderr=subprocess.DEVNULL
    )
    until(lambda: hostile.daemon_answers or process.poll() is not None)
    subprocess.run(
        (*AS_A_SCRIPT, "sync"),
        cwd=hostile.folder,
        env=hostile.environ,
        capture_output=True,
        check=True,
    )
    process.send_signal(signal.SIGTERM)

    assert (process.wait(20), hostile.run) == (0, [])


def test_the_page_server_runs_nothing_of_the_current_folder(hostile):
    process = subprocess.Popen(
        (*AS_A_MODULE, "serve", "--listen", "0", "--json"),
        cwd=hostile.folder,
        env=hostile.environ,
        stdout=subprocess.PIPE,
    )
    assert process.stdout is not None
    process.stdout.readline()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=20)

    assert (process.returncode, hostile.run) == (0, [])


async def test_the_app_behind_a_page_runs_nothing_of_the_current_folder(hostile, monkeypatch):
    monkeypatch.chdir(hostile.folder)
    served = session.Session(
        hostile.environ,
        None,
        write_bytes=asyncio.sleep,
        write_str=asyncio.sleep,
        close=asyncio.sleep,
    )

    process = await served._open_app_process()
    painted = await process.stdout.read(10)
    await asyncio.to_thread(until, lambda: hostile.daemon_answers)
    process.kill()
    await process.communicate()
    end_daemon(hostile.home)

    assert (painted, hostile.run) == (b"__GANGLION", [])


def test_a_sync_is_a_process_that_runs_nothing_of_the_current_folder(hostile):
    done = subprocess.run(
        runner.command(runner.MODULE),
        cwd=hostile.folder,
        env=hostile.environ,
        input=b"{}",
        capture_output=True,
        check=False,
    )

    assert (done.stdout[:10], hostile.run) == (b"", [])


@pytest.mark.parametrize(
    "path", ["{path}:", ":{path}", ".:{path}", "{here}:{path}", "..", "", None]
)
@pytest.mark.parametrize(
    "asks",
    [
        pytest.param("portinaio.cli.main(['service', 'status'])", id="service"),
        pytest.param(
            "portinaio.cli.main(['--version']); desktop.copy_to_desktop('x')", id="clipboard"
        ),
        pytest.param(
            "portinaio.cli.main(['--version']); desktop.open_in_browser('https://x.example/')",
            id="browser",
        ),
    ],
)
def test_no_program_is_looked_for_in_the_current_folder(hostile, asks, path):
    unit = unit_file({"HOME": str(hostile.home)})
    unit.parent.mkdir(parents=True)
    unit.touch()
    environ = {
        **hostile.environ,
        "HOME": str(hostile.home),
        "DISPLAY": ":9",
        "WAYLAND_DISPLAY": "w",
    }
    for variable in ("PATH", "XDG_CONFIG_HOME", "BROWSER"):
        environ.pop(variable, None)
    if path is not None:
        here = f"../{hostile.folder.name}"
        environ["PATH"] = path.format(path=hostile.home, here=here)

    subprocess.run(
        (
            sys.executable,
            "-P",
            "-c",
            f"import portinaio.cli\nfrom portinaio.tui import desktop\n{asks}",
        ),
        cwd=hostile.folder,
        env=environ,
        capture_output=True,
        check=True,
    )

    assert hostile.run == []


def test_programs_of_whole_paths_are_found(tmp_path, run, monkeypatch):
    (tmp_path / "xclip").write_text('#!/bin/sh\ncat > "$0.got"\n')
    (tmp_path / "xclip").chmod(0o755)
    monkeypatch.setenv("PATH", f".:{tmp_path}:/usr/bin:/bin")
    run("--version")

    desktop.copy_to_desktop("a text", {"DISPLAY": ":9"})

    assert (tmp_path / "xclip.got").read_text() == "a text"


@pytest.mark.parametrize("named", ["", "config", "./config"])
def test_the_unit_never_goes_into_the_current_folder(named):
    home = {"HOME": "/home/anna", "XDG_CONFIG_HOME": named}

    assert str(unit_file(home)) == "/home/anna/.config/systemd/user/portinaio.service"
