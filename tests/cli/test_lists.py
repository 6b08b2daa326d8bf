"""`lists`, `sync`, `import` and `export`, as a person and a program see them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_rejected_call
from list_server import AServer, ok
from portinaio.api.answers import (
    AddedListAnswer,
    CatalogueAnswer,
    ImportAnswer,
    ListAnswer,
    ListDetailAnswer,
    SyncAnswer,
)
from portinaio.store.database import open_store

if TYPE_CHECKING:
    from pathlib import Path

NUMBERS = "+390200001234 # energy contracts\n+390200001235\n+390844*\n"
GERMAN = "".join(f"030 9018{n:04}\n" for n in range(1200, 1240))
COUNTS = ("accepted", "updated", "removed", "rejected")


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


def test_who_is_asked_sees_licence_and_publisher(run, monkeypatch):
    monkeypatch.setattr("portinaio.cli.commands.lists.may_ask", lambda _window: True)
    monkeypatch.setattr("builtins.input", lambda _question: "n")

    answer = run("lists", "add", "dnc-90days")

    assert ("MIT" in answer.out, "Federal Trade Commission" in answer.out) == (True, True)


@pytest.mark.usefixtures("added")
def test_a_listed_caller_is_reported_by_whom(run):
    check = run("check", "+390200001234", "--json").json

    assert [(f["code"], f["source"]) for f in check["findings"] if f["code"] == "listed"] == [
        ("listed", "spam-it")
    ]


@pytest.mark.usefixtures("added")
def test_a_check_says_how_much_the_list_is_believed(run):
    assert "on spam-it since" in (out := run("check", "+390200001234").out)
    assert "trust 0.6 [listed]" in out


@pytest.mark.usefixtures("added")
def test_syncing_twice_adds_nothing(run):
    (first,), (second,) = run("sync", "--json").json, run("sync", "--json").json

    assert [[each[key] for key in COUNTS[:3]] for each in (first, second)] == [[0, 0, 0]] * 2


@pytest.mark.usefixtures("added")
def test_a_removed_list_leaves_nothing_behind_but_since_when_its_numbers_were_seen(run, house):
    run("lists", "remove", "spam-it")

    texts = (house / "config.toml").read_text(), (house / "portinaio.db").read_bytes()
    findings = run("check", "+390200001234", "--json").json["findings"]
    assert (left_of(house), "spam-it" in texts[0], findings) == ([".seen/spam-it"], False, [])


@pytest.mark.usefixtures("added")
def test_a_day_that_the_list_never_gave_is_no_day_of_its_export(run):
    titles, *rows = run("export", "csv", "--what", "list", "--list", "spam-it").out.splitlines()

    last = titles.split(",").index("last")
    assert {row.split(",")[last] for row in rows} == {""}


def left_of(house) -> list[str]:
    folder = house / "lists"
    return [str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()]


@pytest.mark.usefixtures("added")
def test_a_list_that_was_taken_out_by_hand_is_forgotten_at_the_next_sync(run, house):
    (house / "config.toml").write_text("")
    run("sync")

    assert left_of(house) == [".seen/spam-it"]


def test_a_number_stays_while_another_list_holds_it(run, tmp_path):
    for name in ("one", "two"):
        (tmp_path / f"{name}.txt").write_text(NUMBERS)
        run("lists", "add", str(tmp_path / f"{name}.txt"), "--yes")

    run("lists", "remove", "one")

    sources = [f["source"] for f in run("check", "+390200001234", "--json").json["findings"]]
    assert "two" in sources


def test_the_order_of_lists_does_not_change_a_verdict(run, house, tmp_path):
    for name in ("one", "two", "three"):
        (tmp_path / f"{name}.txt").write_text(NUMBERS)
        run("lists", "add", str(tmp_path / f"{name}.txt"), "--yes", "--trust", f"0.{len(name)}")
    before = run("check", "+390200001234", "--json").json
    config = (house / "config.toml").read_text()
    tables = re.split(r"(?=\[\[list\]\])", config)
    (house / "config.toml").write_text(tables[0] + "".join(reversed(tables[1:])))

    after = run("check", "+390200001234", "--json").json

    keys = ("label", "score", "suspected", "action")
    assert [before[key] for key in keys] == [after[key] for key in keys]


def test_a_german_list_in_an_italian_home_asks_for_its_region(run, tmp_path):
    (tmp_path / "de.txt").write_text(GERMAN)

    answer = run("lists", "add", str(tmp_path / "de.txt"), "--yes")

    assert (answer.code, "--region" in answer.err, run("lists", "--json").json) == (1, True, [])


def test_with_its_region_no_german_number_becomes_italian(run, tmp_path):
    (tmp_path / "de.txt").write_text(GERMAN)
    run("lists", "add", str(tmp_path / "de.txt"), "--yes", "--region", "de")

    numbers = re.findall(r"\+\d+", run("export", "plain", "--list", "de").out)

    assert (len(numbers), {number[:3] for number in numbers}) == (40, {"+49"})


AMERICAN = "".join(f"2025550{n}\n" for n in range(100, 140))


def test_who_insists_on_the_country_of_a_list_has_it_and_is_told_what_speaks_against_it(
    run, tmp_path
):
    (tmp_path / "abroad.txt").write_text(AMERICAN)

    added = run("lists", "add", str(tmp_path / "abroad.txt"), "--region", "IT", "--yes")

    assert (added.code, "seems to be of another country" in added.out) == (0, True)
    assert [(one["region"], one["sure"]) for one in run("lists", "--json").json] == [("IT", True)]


def test_a_dry_run_says_what_a_list_is_and_nothing_stays_but_when_it_was_seen(run, house, tmp_path):
    (tmp_path / "mine.txt").write_text(NUMBERS)

    told = run("lists", "add", str(tmp_path / "mine.txt"), "--dry-run")

    assert "a block list" in told.out
    assert "kept as: +390200001234" in told.out
    assert (run("lists", "--json").json, left_of(house)) == ([], [".seen/mine"])


def test_what_a_list_is_stands_in_the_answer_of_the_program_too(run, tmp_path):
    (tmp_path / "mine.txt").write_text(NUMBERS)

    added = run("lists", "add", str(tmp_path / "mine.txt"), "--yes", "--json").json

    assert (added["seen"]["kind"], added["seen"]["numbers"], added["seen"]["first"][0]) == (
        "block",
        3,
        "+390200001234",
    )


def test_a_list_that_was_insisted_upon_stays_so_when_it_is_renewed(run, tmp_path):
    (tmp_path / "abroad.txt").write_text(AMERICAN)
    run("lists", "add", str(tmp_path / "abroad.txt"), "--region", "IT", "--yes")
    (tmp_path / "abroad.txt").write_text(AMERICAN + "2025550150\n")

    synced = run("sync", "--json")

    assert [(one["state"], one["updated"] + one["accepted"]) for one in synced.json] == [("ok", 1)]


def test_a_list_that_turns_out_to_be_of_another_country_says_how_to_insist(run, house, tmp_path):
    (tmp_path / "mine.txt").write_text(NUMBERS)
    run("lists", "add", str(tmp_path / "mine.txt"), "--region", "IT", "--yes")
    lax = (house / "config.toml").read_text().replace("sure = true\n", "")
    (house / "config.toml").write_text(lax)
    (tmp_path / "mine.txt").write_text(AMERICAN)

    synced = run("sync")

    assert synced.code == 1
    assert "sure = true under it in config.toml" in synced.err + synced.out


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


def test_a_refused_sync_ends_with_one_and_stands_in_lists_and_health(run):
    with AServer() as server:
        server.answers["/spam.txt"] = ok(NUMBERS.encode())
        run("lists", "add", server.url("/spam.txt"), "--yes")
        server.answers["/spam.txt"] = ok(b"")
        answer = run("sync", "--json")

    health = run("status", "--json").json["health"]
    assert (answer.code, answer.json[0]["state"], [h["code"] for h in health]) == (
        1,
        "refused",
        ["list"],
    )


def test_a_list_that_shrank_is_accepted_once(run, tmp_path):
    (tmp_path / "spam-it.txt").write_text("".join(f"+39020000{n:04}\n" for n in range(60)))
    run("lists", "add", str(tmp_path / "spam-it.txt"), "--yes")
    (tmp_path / "spam-it.txt").write_text("+390200001234\n")

    refused = run("sync")
    accepted = run("sync", "spam-it", "--accept", "spam-it")

    assert (refused.code, "--accept spam-it" in refused.out, accepted.code) == (1, True, 0)


def test_a_server_that_asked_for_peace_is_left_alone(run):
    with AServer() as server:
        server.answers["/spam.txt"] = ok(NUMBERS.encode())
        run("lists", "add", server.url("/spam.txt"), "--yes")
        server.answers["/spam.txt"] = ok(b"", "Retry-After: 3600", status="503 Busy")
        run("sync")
        run("sync")

    assert len(server.asked) == 2


def test_an_unknown_list_is_named(run):
    assert "nobody" in run("sync", "nobody").err


# -- import and export


def test_an_import_becomes_entries(run, file):
    answer = run("import", str(file), "--json")

    assert (list(answer.json), answer.json["accepted"], len(run("entries", "--json").json)) == (
        list(ImportAnswer.__annotations__),
        3,
        3,
    )


def test_importing_twice_adds_nothing(run, file):
    run("import", str(file))

    again = run("import", str(file), "--json").json

    assert [again[key] for key in ("accepted", "updated", "removed")] == [0, 0, 0]


def test_a_dry_run_changes_nothing(run, file):
    answer = run("import", str(file), "--dry-run", "--json")

    assert (answer.json["accepted"], run("entries", "--json").json) == (3, [])


def test_what_was_allowed_by_hand_stays_allowed(run, file):
    run("allow", "+390200001234")
    run("import", str(file))

    assert run("check", "+390200001234", "--json").json["label"] == "known"


def test_each_row_that_cannot_be_used_is_told_with_its_line(run, tmp_path):
    (tmp_path / "mine.txt").write_text("+390200001234\n+3902\n+390200001235\n")

    rejected = run("import", str(tmp_path / "mine.txt"), "--json").json["rejected"]

    assert [(bad["line"], bad["text"]) for bad in rejected] == [(2, "+3902")]


def test_our_own_log_of_calls_comes_back_through_import(run, house, tmp_path):
    log = tmp_path / "calls.json"
    with open_store(house / "portinaio.db", datetime.now(UTC)) as store:
        store.calls.record(a_rejected_call(1, at=datetime.now(UTC), score=74))
    log.write_text(run("calls", "--json").out)
    run("calls", "forget", "1")

    answers = [run("import", str(log), "--as", "calls", "--json").json for _ in range(2)]

    assert ([each["accepted"] for each in answers], run("calls", "--json").json[0]["score"]) == (
        [1, 0],
        74,
    )


def test_a_file_that_is_no_log_of_calls_is_refused(run, file):
    answer = run("import", str(file), "--as", "calls")

    assert (answer.code, "is a block list" in answer.err) == (2, True)


def test_contacts_come_in_through_import_too(run, tmp_path):
    book = tmp_path / "book.vcf"
    book.write_text(
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Anna\r\nTEL:+39 02 0000 1234\r\nEND:VCARD\r\n"
    )
    dry = run("import", str(book), "--as", "contacts", "--dry-run", "--json").json["accepted"]
    run("import", str(book), "--as", "contacts")

    assert (dry, run("check", "+390200001234", "--json").json["label"]) == (1, "known")


@pytest.mark.parametrize("form", ["plain", "csv", "vcard", "pbbl", "phoneblock-json"])
def test_what_is_exported_comes_in_again(run, tmp_path, form):
    exact = tmp_path / "exact.txt"
    exact.write_text("+390200001234\n+390200001235\n")
    run("import", str(exact))
    out = tmp_path / "out"
    run("export", form, "--out", str(out))

    again = run("import", str(out), "--format", form, "--dry-run", "--json").json

    assert (again["accepted"], again["rejected"]) == (0, [])


def test_an_export_is_for_its_owner_only(run, file, tmp_path):
    run("import", str(file))
    run("export", "plain", "--out", str(tmp_path / "out.txt"))

    assert (tmp_path / "out.txt").stat().st_mode & 0o777 == 0o600


def test_what_a_format_cannot_hold_is_told(run, file, tmp_path):
    run("import", str(file))

    answer = run("export", "phoneblock-json", "--out", str(tmp_path / "out.json"), "--json")

    assert (answer.json["written"], [bad["text"] for bad in answer.json["rejected"]]) == (
        2,
        ["+390844*"],
    )


def test_a_format_that_nobody_knows_is_named(run):
    assert "runes" in run("export", "runes").err


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


def test_a_device_is_written_into_and_stays_one(run, tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    run("block", "+390200001234")
    with os.fdopen(os.open(pipe, os.O_RDWR), "rb", buffering=0) as reader:
        code = run("export", "plain", "--out", str(pipe)).code

        assert (code, b"+390200001234" in reader.read(1 << 16), pipe.is_fifo()) == (0, True, True)


@pytest.mark.parametrize("folder", ["/", "."])
def test_a_folder_is_no_file_to_write(run, folder):
    answer = run("export", "plain", "--out", folder)

    assert (answer.code, f"{folder} is a folder; name a file in it" in answer.err) == (1, True)


def test_a_column_of_days_that_nobody_knows_is_said_when_a_list_is_added(run, tmp_path):
    (tmp_path / "mine.csv").write_text("number,bescheid\n+390200001234,2026-11-24\n")

    added = run("lists", "add", str(tmp_path / "mine.csv"), "--yes")

    assert "mine: the column bescheid holds days, and nobody knows what they say" in added.out


def test_days_that_can_be_read_in_two_ways_are_said_when_a_file_is_imported(run, tmp_path):
    (tmp_path / "mine.csv").write_text("number,last\n+390200001234,03/04/2026\n")

    found = run("import", str(tmp_path / "mine.csv"), "--as", "block")

    assert "03/04/2026 can be read in two ways; the day was taken to stand first" in found.err


@pytest.mark.parametrize("rows", [999, 1000, 1001, 3000])
@pytest.mark.parametrize("kind", ["block", "contacts"])
def test_an_import_counts_all_rows_that_it_cannot_use(run, tmp_path, rows, kind):
    (tmp_path / "mine.csv").write_text("number\n+390200001234\n" + "nobody\n" * rows)

    found = run("import", str(tmp_path / "mine.csv"), "--as", kind, "--json")

    shown = min(rows, 1000)
    assert (found.json["rejected_count"], len(found.json["rejected"])) == (rows, shown)
    assert f"and {rows - 10:,} more" in found.err


def test_an_export_counts_all_rows_that_its_format_cannot_hold(run, tmp_path):
    rows = "".join(f"+39020{n:04}*\n" for n in range(1500))
    (tmp_path / "mine.txt").write_text(rows)
    run("import", str(tmp_path / "mine.txt"), "--as", "block")

    found = run("export", "freepbx", "--out", str(tmp_path / "out.csv"), "--json")

    assert (found.json["rejected_count"], "and 1,490 more" in found.err) == (1500, True)


def test_a_note_of_a_file_is_the_note_of_the_entry_and_comes_out_again_as_one(run, tmp_path):
    (tmp_path / "mine.csv").write_text("numero,note\n+390200001234,rings at noon\n")
    run("import", str(tmp_path / "mine.csv"), "--as", "block")

    (entry,) = run("entries", "--json").json
    header, row = run("export", "csv").out.splitlines()

    told = dict(zip(header.split(","), row.split(","), strict=True))
    assert (entry["note"], told["note"], told["company"]) == ("rings at noon", "rings at noon", "")


def test_three_entries_may_become_one_and_the_two_are_gone(run, tmp_path):
    (tmp_path / "spam-it.txt").write_text("+390200001234\n+390200001235\n+390200001236\n")
    run("lists", "add", str(tmp_path / "spam-it.txt"), "--yes")
    (tmp_path / "spam-it.txt").write_text("+390200001234\n")

    synced = run("sync", "--json")

    codes = [
        [finding["code"] for finding in run("check", f"+39020000{n}", "--json").json["findings"]]
        for n in (1234, 1235, 1236)
    ]
    assert (synced.json[0]["state"], synced.json[0]["removed"]) == ("ok", 2)
    assert ["listed" in each for each in codes] == [True, False, False]


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
