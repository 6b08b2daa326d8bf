"""The floors at run time: what each window loads, seen in a process of its own."""

from __future__ import annotations

import ast
import os
import re
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import portinaio
from portinaio.api.remote import CONTRACT, CONTRACT_HEADER

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = Path(portinaio.__file__).parent
HEAVY = (
    "textual",
    "httpx",
    "numpy",
    "asyncio",
    "msgspec",
    "babel",
    "logging",
    "importlib.metadata",
    "argparse",
    "starlette",
    "uvicorn",
    "email",
    "urllib.request",
    "platformdirs",
    "pathlib",
    "tomllib",
    "tomlkit",
    "keyring",
    "ssl",
    "subprocess",
    "typing",
    "gettext",
)
"""None of them on the way of `portinaio check`."""

SEE = """
import sys
from portinaio.cli import main
code = main(sys.argv[1:])
print(*sorted(sys.modules), file=sys.stderr)
sys.exit(code)
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {**os.environ, "PORTINAIO_HOME": str(tmp_path), "PORTINAIO_LANG": "it"}


def loaded_by(environ: dict[str, str], *arguments: str) -> set[str]:
    """Modules in a process that has run a command of ours, besides those of an empty one."""
    done = subprocess.run(
        (sys.executable, "-c", SEE, *arguments), env=environ, capture_output=True, check=True
    )
    return set(done.stderr.decode().split()) - loaded_at_rest()


def loaded_at_rest() -> set[str]:
    """An editable install or a `.pth` file may have loaded something before any program begins."""
    seen = "import sys; print(*sys.modules)"
    return set(subprocess.check_output((sys.executable, "-c", seen)).decode().split())


@pytest.mark.parametrize("arguments", [("+390200001234",), ("0200001234", "--json")])
def test_a_check_loads_nothing_heavy(environ, arguments):
    loaded_by(environ, "check", *arguments)  # the first reads config and plan, and keeps them

    assert loaded_by(environ, "check", *arguments) & set(HEAVY) == set()


def test_a_check_in_a_house_with_a_database_loads_nothing_heavy(environ):
    loaded_by(environ, "block", "0844*")

    assert loaded_by(environ, "check", "+390200001234") & set(HEAVY) == set()


def test_a_check_in_a_house_with_holidays_groups_and_names_loads_nothing_heavy(environ, tmp_path):
    hours = '{ from = "00:00", to = "24:00", days = ["holiday"], unknown = "silence", groups = ["work"] }'
    (tmp_path / "config.toml").write_text(f"[policy]\nhours = [ {hours} ]\n")
    loaded_by(environ, "block", "--name", "tellows*")
    loaded_by(environ, "check", "+390200001234")

    assert loaded_by(environ, "check", "+390200001234") & {*HEAVY, "holidays"} == set()


def test_a_check_of_the_own_country_does_without_the_number_library(environ):
    loaded_by(environ, "check", "+390200001234")

    assert "phonenumbers" not in loaded_by(environ, "check", "+390200001234")


def test_a_check_that_asks_the_daemon_loads_nothing_heavy(environ, tmp_path):
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(tmp_path / "portinaio.sock"))
        listener.listen()
        answering = threading.Thread(target=_answer_once, args=(listener,))
        answering.start()

        loaded = loaded_by(environ, "check", "+390200001234", "--json")
        answering.join()

    assert loaded & {*HEAVY, "phonenumbers", "portinaio.daemon.handlers.client"} == set()


def _answer_once(listener: socket.socket) -> None:
    """As the daemon does, in the least words; the first connection only knocks."""
    listener.accept()[0].close()
    channel, _ = listener.accept()
    with channel:
        channel.recv(1 << 16)
        channel.sendall(f"HTTP/1.0 200 OK\r\n{CONTRACT_HEADER}: {CONTRACT}\r\n\r\n{{}}".encode())


@pytest.mark.parametrize(
    "arguments",
    [("--help",), ("calls",), ("entries",), ("status",), ("completion", "bash"), ("contacts",)],
)
def test_no_command_loads_the_terminal_app_or_the_server(environ, arguments):
    loaded = loaded_by(environ, *arguments)

    assert (
        loaded & {"textual", "uvicorn", "starlette", "asyncio", "portinaio.daemon.http.server"}
        == set()
    )


def test_help_and_version_know_nothing_behind_the_api(environ):
    loaded = loaded_by(environ, "--version") | loaded_by(environ, "--help")

    rooms = {name.split(".")[1] for name in loaded if name.startswith("portinaio.")}
    assert rooms <= {"cli", "config", "core", "errors", "language"}


def test_the_terminal_app_knows_nothing_behind_the_api():
    seen = "import sys, portinaio.tui.app; print(*sys.modules)"
    loaded = subprocess.check_output((sys.executable, "-c", seen)).decode().split()

    rooms = {name.split(".")[1] for name in loaded if name.startswith("portinaio.")}
    assert rooms.isdisjoint({"cli", "daemon", "lines", "store", "complaints", "contacts", "wire"})


def imports_in_functions() -> Iterator[tuple[str, str, str]]:
    """Where each stands, itself, and the line before it."""
    for path in sorted(SOURCES.rglob("*.py")):
        before = ""
        for ordinal, line in enumerate(path.read_text().splitlines(), 1):
            if "PLC0415" in line:
                yield f"{path.relative_to(SOURCES)}:{ordinal}", line, before.strip()
            before = line


def test_an_import_in_a_function_says_what_it_spares():
    silent = [
        where
        for where, line, before in imports_in_functions()
        if not (
            re.search(r"PLC0415\S* +# \S", line) or before.startswith("#") or "PLC0415" in before
        )
    ]

    assert silent == []


FOLDERS = sorted({file.parent for file in SOURCES.rglob("*.py")})
PLUGS = ("cli/commands", "lists/formats")
"""Each file there is one thing of a kind, so there may be any number."""


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(SOURCES)))
def test_a_folder_says_who_lives_there_and_has_room_for_no_more_than_25(folder):
    files = list(folder.glob("*.py"))
    says = ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))

    assert says
    assert len(files) <= 25 or str(folder.relative_to(SOURCES)) in PLUGS
