"""`lists`: subscribing, and what a list is before it speaks."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from list_server import AServer, ok
from portinaio.api.answers import (
    AddedListAnswer,
    CatalogueAnswer,
    ListAnswer,
    ListDetailAnswer,
    SyncAnswer,
)

if TYPE_CHECKING:
    from pathlib import Path


NUMBERS = "+390200001234 # energy contracts\n+390200001235\n+390844*\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    file = tmp_path / "spam-it.txt"
    file.write_text(NUMBERS)
    return file


@pytest.fixture
def added(run, file: Path):
    return run("lists", "add", str(file), "--yes", "--json")


def test_a_file_becomes_a_list(added, run, file):
    lists = run("lists", "--json").json

    assert (added.code, [(each["name"], each["entries"], each["url"]) for each in lists]) == (
        0,
        [("spam-it", 3, file.as_uri())],
    )


def an_own_catalogue(house: Path, text: str = "") -> None:
    (house / "spam-it.txt").write_text(NUMBERS)
    url = (house / "spam-it.txt").as_uri()
    facts = 'publisher = "us"\nlicence = "CC0-1.0"\nformat = "plain"\ncountry = "IT"\nchecked = 2026-11-24'
    offer = f'[[list]]\nname = "stairs"\ntitle = "Our stairs"\nurl = "{url}"\nhomepage = "{url}"\n{facts}\n'
    house.joinpath("catalog.toml").write_text(
        text or offer + 'every_hours = 24\ntrust = 0.8\nsays = "Ours."\n'
    )


def test_a_list_of_the_own_catalogue_is_added_by_its_name(run, house):
    house.mkdir()
    an_own_catalogue(house)

    added = run("lists", "add", "stairs", "--yes")

    assert (added.code, "Our stairs" in run("lists", "show", "stairs").out) == (0, True)


def test_a_broken_own_catalogue_is_told_and_its_list_speaks_on(run, house):
    house.mkdir()
    an_own_catalogue(house)
    run("lists", "add", "stairs", "--yes")

    an_own_catalogue(house, "[[list]]\nnaem = 1\n")

    judged = run("check", "+390200001234", "--json").json
    assert "catalog.toml line 2: there is no key naem" in run("lists", "catalog").err
    assert "catalog.toml line 2: there is no key naem" in run("lists").out
    assert judged["findings"][0]["source"] == "stairs"


def test_answers_have_the_keys_of_their_shapes(added, run):
    shapes = [
        (added.json, AddedListAnswer),
        (run("lists", "--json").json[0], ListAnswer),
        (run("lists", "show", "spam-it", "--json").json, ListDetailAnswer),
        (run("lists", "catalog", "--json").json, CatalogueAnswer),
        (run("sync", "--json").json[0], SyncAnswer),
    ]

    assert [set(answer) ^ set(shape.__annotations__) for answer, shape in shapes] == [set()] * 5


def test_nothing_is_subscribed_unasked(run, file):
    answer = run("lists", "add", str(file))

    assert (answer.code, "--yes" in answer.err, run("lists", "--json").json) == (2, True, [])


@pytest.mark.parametrize(("typed", "lists"), [("y", 1), ("n", 0), ("", 0)])
def test_who_is_asked_decides(run, file, monkeypatch, typed, lists):
    monkeypatch.setattr("portinaio.cli.commands.lists.may_ask", lambda _window: True)
    monkeypatch.setattr("builtins.input", lambda _question: typed)

    run("lists", "add", str(file))

    assert len(run("lists", "--json").json) == lists


@pytest.mark.parametrize("typed", ["n", ""])
def test_a_list_that_is_not_wanted_then_leaves_nothing_behind_but_when_it_was_seen(
    run, house, file, monkeypatch, typed
):
    monkeypatch.setattr("portinaio.cli.commands.lists.may_ask", lambda _window: True)
    monkeypatch.setattr("builtins.input", lambda _question: typed)

    answer = run("lists", "add", str(file))

    left = [each.parent.name for each in (house / "lists").rglob("spam-it*")]
    assert (answer.code, answer.err, left) == (1, "nothing was subscribed\n", [".seen"])
    assert not house.joinpath("config.toml").exists()


@pytest.mark.parametrize(
    "before", ['country = "IT"\n', 'country = "IT"\n# mine\n\n[policy]\nunknown = "ring"\n', ""]
)
def test_a_list_that_comes_and_goes_leaves_the_configuration_as_it_was(run, house, file, before):
    house.mkdir(mode=0o700)
    (house / "config.toml").write_text(before)

    for _ in range(2):
        run("lists", "add", str(file), "--name", "mine", "--yes")
        run("lists", "remove", "mine")

    assert (house / "config.toml").read_text() == before


def test_who_is_asked_sees_licence_and_publisher(run, monkeypatch):
    monkeypatch.setattr("portinaio.cli.commands.lists.may_ask", lambda _window: True)
    monkeypatch.setattr("builtins.input", lambda _question: "n")

    answer = run("lists", "add", "dnc-90days")

    assert ("MIT" in answer.out, "Federal Trade Commission" in answer.out) == (True, True)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("phoneblok", "phoneblock"),
        ("http://example.org/list.csv", "https://"),
        ("https://www.tellows.de/list", "never subscribed"),
        ("ftp://example.org/list.csv", "https://"),
        ("phoneblock", "portinaio secret set phoneblock"),
    ],
)
def test_what_cannot_be_subscribed_is_explained(run, source, reason):
    answer = run("lists", "add", source, "--yes")

    assert (answer.code in {1, 2}, reason in answer.err) == (True, True)


BOOK = "BEGIN:VCARD\nVERSION:3.0\nFN:{name}\nTEL:+390200001234\nEND:VCARD\n"


@pytest.mark.parametrize("said", [[], ["--format"]], ids=["as it is", "said to be a list"])
@pytest.mark.parametrize(
    ("form", "text", "is_list"),
    [
        pytest.param("vcard", BOOK.format(name="Anna"), False, id="an address book"),
        pytest.param("vcard", BOOK.format(name="SPAM"), True, id="contacts called spam"),
        pytest.param("csv", "name,number\nAnna,+390200001234\n", False, id="a table of contacts"),
        pytest.param("csv", "number,duration\n+390200001234,65\n", False, id="a table of calls"),
        pytest.param("csv", "nome,numero\nACME,+390200001234\n", True, id="a table of names"),
        pytest.param("csv", "number,time,reports\n+390200001234,12,4\n", True, id="with reports"),
        pytest.param(
            "csv",
            "Typ;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer\n1;24.11.26 14:02;A;+390200001234;T;;0:05\n",
            False,
            id="the call list of a FRITZ!Box",
        ),
        pytest.param(
            "csv",
            "sep=;\nTyp;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer\n"
            "1;24.11.26 14:02;A;+390200001234;T;;0:05\n2;24.11.26 15:02;;+390200001235;;;0:00\n",
            False,
            id="the same behind the line that names its separator",
        ),
        pytest.param(
            "json",
            '[{"id": 1, "number": "+390200001234", "name": "Anna", "acted_ms": 3}]',
            False,
            id="calls --json",
        ),
    ],
)
def test_nobody_is_reported_for_standing_in_an_address_book_or_a_log_of_calls(  # noqa: PLR0917  # the table's columns
    run, tmp_path, form, text, is_list, said
):
    file = tmp_path / "some.file"
    file.write_text(text)

    answer = run("lists", "add", str(file), "--yes", *said, *([form] if said else []))

    listed = [one["name"] for one in run("lists", "--json").json]
    taken = is_list or bool(said)
    assert (answer.code, f"--format {form}" in answer.err, listed) == (
        int(not taken),
        not taken,
        ["some"] * taken,
    )


def test_a_list_that_is_refused_at_once_is_not_subscribed(run, house):
    with AServer() as server:
        server.answers["/spam.csv"] = ok(b"<html>", "Content-Type: text/html")
        answer = run("lists", "add", server.url("/spam.csv"), "--yes")

    assert (
        answer.code,
        "text/html" in answer.err,
        "list" in (house / "config.toml").read_text(),
    ) == (
        1,
        True,
        False,
    )


def test_an_unknown_list_is_named(run):
    assert "nobody" in run("sync", "nobody").err


# -- the whole way, in processes of their own


def test_a_check_with_lists_loads_nothing_heavy(added, house):
    assert added.code == 0
    see = "import sys\nfrom portinaio.cli import main\nmain(sys.argv[1:])\nprint(*sys.modules)"
    environ = {**os.environ, "PORTINAIO_HOME": str(house)}
    for _ in range(2):  # the first reads config.toml and the catalogue, and keeps them
        told = subprocess.check_output(
            (sys.executable, "-c", see, "check", "+390200001234"), env=environ, text=True
        )
    empty = subprocess.check_output(
        (sys.executable, "-c", "import sys; print(*sys.modules)"), text=True
    )

    loaded = set(told.split()) - set(empty.split())
    assert loaded & {"httpx", "msgspec", "tomllib", "pathlib", "asyncio", "logging", "csv"} == set()


def test_a_column_of_days_that_nobody_knows_is_said_when_a_list_is_added(run, tmp_path):
    (tmp_path / "mine.csv").write_text("number,bescheid\n+390200001234,2026-11-24\n")

    added = run("lists", "add", str(tmp_path / "mine.csv"), "--yes")

    assert "mine: the column bescheid holds days, and nobody knows what they say" in added.out


def test_a_row_that_means_a_country_is_told_and_the_rest_of_the_list_speaks(run, tmp_path):
    rows = "".join(f"+39020000{n:04},\n" for n in range(100)) + "+355*,whole country\n"
    (tmp_path / "spam-it.csv").write_text("number,note\n" + rows)

    added = run("lists", "add", str(tmp_path / "spam-it.csv"), "--yes")

    assert (added.code, "100 entries" in added.out) == (0, True)
    assert "line 102: this would catch a whole country, or a large part of one: +355*" in added.err


def test_a_list_of_a_file_a_day_is_subscribed_and_removed(run, house, tmp_path):
    today = datetime.now(UTC).astimezone().date()
    for back, number in ((1, "2025550101"), (2, "2125550102"), (40, "3125550103")):
        (tmp_path / f"calls-{today - timedelta(days=back)}.csv").write_text(f"number\n{number}\n")

    added = run("lists", "add", f"file://{tmp_path}/calls-{{date}}.csv", "--region", "US", "--yes")
    run("lists", "remove", "calls")

    assert "calls is subscribed: 2 entries" in added.out
    assert list((house / "lists" / ".days").iterdir()) == []
