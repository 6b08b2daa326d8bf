"""A list format that another package brings, through the command line: used like ours, and no trouble for others."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from plugged_format import ACME, LIST, bring

if TYPE_CHECKING:
    from pathlib import Path


class Stranger:
    """A house, and beside it a package of somebody else."""

    def __init__(self, folder: Path) -> None:
        self._home = folder / "home"
        self._packages = folder / "packages"
        self.list = folder / "numbers"
        self.list.write_text(LIST)
        self.plain = folder / "plain.txt"
        self.plain.write_text("+390200001299\n")

    def bring(self, source: str) -> None:
        bring(self._packages, "acme", source)

    def run(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        environ = {
            **os.environ,
            "PORTINAIO_HOME": str(self._home),
            "PORTINAIO_LANG": "en",
            "LANG": "it_IT.UTF-8",
            "PYTHONPATH": str(self._packages),
            "PYTHONDONTWRITEBYTECODE": "1",  # the module is written anew within a second
        }
        return subprocess.run(
            (sys.executable, "-m", "portinaio", *map(str, arguments)),
            env=environ,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def json(self, *arguments: object):
        return json.loads(self.run(*arguments, "--json").stdout)


@pytest.fixture
def stranger(tmp_path: Path) -> Stranger:
    return Stranger(tmp_path)


def test_a_list_in_the_format_of_another_package_is_subscribed_looked_up_renewed_and_written(
    stranger: Stranger,
) -> None:
    stranger.bring(ACME)

    added = stranger.json("lists", "add", stranger.list, "--trust", "0.9", "--yes")
    checked = stranger.json("check", "+390200001235")
    stranger.list.write_text(LIST + "+390200001236 = Esempio Acqua\n")
    synced = stranger.json("sync")
    written = stranger.run("export", "acme", "--list", "numbers")
    again = stranger.json("export", "acme", "--list", "numbers")

    assert (added["entries"], added["rejected"]) == (2, 1)
    assert [f["source"] for f in checked["findings"] if f["code"] == "listed"] == ["numbers"]
    assert [(one["state"], one["accepted"]) for one in synced] == [("ok", 1)]
    assert written.stdout.splitlines() == [
        "ACME 1",
        "+390200001234 = Esempio Luce",
        "+390200001235 = Esempio Gas",
        "+390200001236 = Esempio Acqua",
    ]
    assert again["name"] == "numbers.acm"
    assert {
        "id": "acme",
        "title": "Acme call blocker",
        "writes": ["block", "list"],
        "error": None,
    } in stranger.json("lists", "formats")
    assert re.search(r"'export '\*\) words=.*\bacme\b", stranger.run("completion", "bash").stdout)


def test_a_format_that_begins_to_fail_leaves_the_other_lists_alone(stranger: Stranger) -> None:
    stranger.bring(ACME)
    stranger.run("lists", "add", stranger.list, "--format", "acme", "--yes")
    stranger.run("lists", "add", stranger.plain, "--yes")
    stranger.list.write_text(LIST + "+390200001236 = Esempio Acqua\n")

    stranger.bring(ACME.replace("        number, _", "        1 / (line - 3)\n        number, _"))
    failing = {one["name"]: one for one in stranger.json("sync")}
    stranger.bring("import no_such_library")
    gone = {one["name"]: one for one in stranger.json("sync")}

    assert [one["plain"]["state"] for one in (failing, gone)] == ["ok", "ok"]
    assert (failing["numbers"]["state"], gone["numbers"]["state"]) == ("refused", "refused")
    assert failing["numbers"]["error"] == (
        "the list format acme, which another package brings, fails: ZeroDivisionError: division by zero"
    )
    assert "No module named 'no_such_library'" in gone["numbers"]["error"]


def test_a_format_that_cannot_be_used_is_told_to_who_asks_for_it(stranger: Stranger) -> None:
    stranger.bring("import no_such_library")

    refused = stranger.run("export", "acme")

    assert refused.returncode == 2
    assert (
        "cannot be used: ModuleNotFoundError: No module named 'no_such_library'" in refused.stderr
    )
    assert stranger.json("import", stranger.plain, "--as", "block")["accepted"] == 1
    (told,) = [one for one in stranger.json("lists", "formats") if one["id"] == "acme"]
    examined = [one["text"] for one in stranger.json("doctor") if one["code"] == "formats"]
    assert examined == [told["error"]]
    assert " acme " not in stranger.run("completion", "bash").stdout
