"""`blocklists/look.py`: what it says of each address of a catalogue, against servers of the test."""

from __future__ import annotations

import importlib.util
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from list_server import AServer, ok
from portinaio.lists.catalogue import catalogue_file, load_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPT = Path(__file__).parents[2] / "blocklists" / "look.py"  # of the sources: it is not installed
ITALIAN = "numero,ultima_attivita,segnalazioni\n+390200001234,2026-11-20,3\n+390200001235,2026-11-02,\n112,,\n"
PAGE = ok(b"<html>Numbers</html>", "Content-Type: text/html")
TABLE = """[[list]]
name = "{name}"
title = "Numbers"
publisher = "somebody"
homepage = "{here}/about"
url = "{here}/{name}.csv"
{more}
licence = "CC0-1.0"
format = "csv"
country = "IT"
region = "IT"
every_hours = 24
trust = 0.5
says = "Numbers."
checked = 2026-01-01

"""


@pytest.fixture(scope="module")
def look():
    spec = importlib.util.spec_from_file_location("look", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def server() -> Iterator[AServer]:
    with AServer() as server:
        server.answers = {"/about": PAGE, "/right.csv": ok(ITALIAN.encode())}
        yield server


@pytest.fixture
def catalogue(server, tmp_path):
    file = tmp_path / "catalog.toml"

    def catalogue(*names: str, more: str = "") -> Path:
        tables = [TABLE.format(name=n, here=server.url(""), more=more) for n in names]
        file.write_text("".join(tables))
        return file

    return catalogue


@pytest.fixture
def said(look, capsys):
    def said(file: Path, *arguments: str) -> tuple[int, list[str]]:
        code = look.main(["--catalogue", str(file), *arguments])
        return code, capsys.readouterr().out.splitlines()

    return said


def test_it_says_when_it_looked_and_what_stood_there(said, catalogue):
    code, lines = said(catalogue("right"))

    today = f"{datetime.now().astimezone():%Y-%m-%d}"
    assert (code, lines[0].startswith(today), lines[0].endswith("  right")) == (0, True, True)
    assert lines[1].startswith(
        "  list      2 entries as csv, 1 rows unusable, 1 with a count, 2 dated, the newest of 2026-11-20; "
    )
    assert lines[2:] == [
        "  row 4     an emergency number is never blocked or listed: 112",
        "  homepage  200",
    ]


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (ok(b"", status="404 Not Found"), "there is no such list any more"),
        (ok(b"", status="403 Forbidden"), "it refuses us"),
        (PAGE, "it sends text/html, and that is not a list"),
        (b"", "the connection ended before the list did, or spoke no HTTP"),
    ],
)
def test_an_address_that_gives_no_list_is_told_and_fails(said, catalogue, server, answer, words):
    server.answers["/wrong.csv"] = answer

    code, lines = said(catalogue("right", "wrong"))

    assert (code, f"  list      ! {words}" in lines) == (1, True)


def test_a_homepage_that_is_gone_fails_too(said, catalogue, server):
    server.answers["/about"] = ok(b"", status="410 Gone")

    code, lines = said(catalogue("right"))

    assert (code, lines[-1]) == (1, "  homepage  ! 410")


def test_each_mirror_is_opened_by_itself(said, catalogue, server):
    server.answers["/copy.csv"] = ok(b"", status="404 Not Found")

    code, lines = said(catalogue("right", more=f'mirrors = ["{server.url("/copy.csv")}"]'))

    assert (code, "  mirror 1  ! there is no such list any more" in lines) == (1, True)


def test_a_list_that_needs_an_account_is_asked_with_the_token_of_the_environment(
    said, catalogue, server, monkeypatch
):
    file = catalogue("right", more='account = "a token"')
    without = said(file)
    monkeypatch.setenv("PORTINAIO_TOKEN_RIGHT", "a-secret")

    code, lines = said(file)

    asked = [each for each in server.asked if "/right.csv" in each]
    assert (without[0], "  list      ! not asked, it needs a token" in without[1]) == (1, True)
    assert (code, len(asked), "Bearer a-secret" in asked[0]) == (0, 1, True)
    assert "a-secret" not in "".join(lines)


def test_the_day_is_written_where_all_was_right_and_nowhere_else(said, catalogue):
    file = catalogue("right", "wrong")

    said(file, "--write")

    today = f"{datetime.now().astimezone():%Y-%m-%d}"
    days = [line for line in file.read_text().splitlines() if line.startswith("checked")]
    assert days == [f"checked = {today}", "checked = 2026-01-01"]


def test_nothing_is_written_unasked(said, catalogue):
    file = catalogue("right")
    before = file.read_text()

    said(file)

    assert file.read_text() == before


def test_only_those_that_are_named_are_opened(said, catalogue, server):
    said(catalogue("right", "wrong"), "right")

    assert [each.split()[1] for each in server.asked] == ["/right.csv", "/about"]


def test_a_name_that_is_not_there_is_told(look, catalogue, capsys):
    with pytest.raises(SystemExit):
        look.main(["--catalogue", str(catalogue("right")), "left"])

    assert "there is no list called left" in capsys.readouterr().err


def test_the_shipped_catalogue_is_what_it_opens_by_itself(look):
    assert look._catalogue(catalogue_file()).list == load_catalogue().list


def test_the_words_on_adding_a_list_name_it():
    assert "python blocklists/look.py" in SCRIPT.with_name("README.md").read_text()
