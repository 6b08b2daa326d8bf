"""What `lists add` says a list would do: alone, by its age, and to the calls of the log; before it does anything."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from list_server import AServer, ok
from portinaio.store.database import open_store
from worlds import a_logged_call

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOW = datetime.now(UTC)
CALLER, OTHER = "+390200001234", "+390200005678"
SUSPECTED = "alone, with trust 0.6, it makes callers suspected; with 0.66 or more: reported"
TO_SAY = "suspected callers ring, unless policy.suspected says else"


@pytest.fixture
def server() -> Iterator[AServer]:
    with AServer() as server:
        yield server


@pytest.fixture
def asked(monkeypatch) -> list[str]:
    """What somebody at the terminal was asked, who says yes to everything."""
    asked: list[str] = []
    monkeypatch.setattr("portinaio.cli.commands.lists.may_ask", lambda _window: True)
    monkeypatch.setattr("builtins.input", lambda question: (asked.append(question), "y")[1])
    return asked


@pytest.fixture
def refused(asked, monkeypatch) -> list[str]:
    """The same, who says no."""
    monkeypatch.setattr("builtins.input", lambda question: (asked.append(question), "n")[1])
    return asked


def a_list(folder: Path, *rows: str, header: str = "number,reporters") -> str:
    file = folder / "mine.csv"
    file.write_text("\n".join([header, *rows, ""]))
    return str(file)


def logged(house: Path, *numbers: str, **known: object) -> None:
    house.mkdir(exist_ok=True)
    with closing(open_store(str(house / "portinaio.db"), NOW)) as store:
        store.calls.record_many(
            a_logged_call(n, at=NOW - timedelta(hours=n), number=number, calling=number, **known)
            for n, number in enumerate(numbers, 1)
        )


@pytest.mark.parametrize(
    ("row", "trust", "effect"),
    [
        pytest.param(f"{CALLER},", "0.24", "none", id="no counts, next to no trust"),
        pytest.param(f"{CALLER},", "0.6", "suspected", id="no counts"),
        pytest.param(f"{CALLER},", "0.66", "reported", id="no counts, more trust"),
        pytest.param(f"{CALLER},3", "0.24", "none", id="counts, little trust"),
        pytest.param(f"{CALLER},3", "0.25", "suspected", id="counts, a little more"),
        pytest.param(f"{CALLER},3", "0.49", "suspected", id="counts, not quite half"),
        pytest.param(f"{CALLER},3", "0.5", "reported", id="counts, half"),
    ],
)
def test_a_list_says_what_it_can_do_alone(run, tmp_path, row, trust, effect):
    added = run("lists", "add", a_list(tmp_path, row), "--trust", trust, "--yes", "--json").json

    assert added["effect"] == effect


@pytest.mark.parametrize(
    ("row", "bounds"),
    [
        pytest.param(f"{CALLER},", ("0.32", "0.33", "0.65", "0.66"), id="no counts"),
        pytest.param(f"{CALLER},9999", ("0.24", "0.25", "0.49", "0.5"), id="counts"),
    ],
)
def test_what_is_said_of_a_list_is_what_becomes_of_a_caller_on_it(run, tmp_path, row, bounds):
    file, became = a_list(tmp_path, row), []
    for trust in bounds:
        effect = run("lists", "add", file, "--trust", trust, "--yes", "--json").json["effect"]
        check = run("check", CALLER, "--at", f"{NOW.date()}T15:00", "--json").json
        label = check["label"] if check["label"] == "reported" else "none"
        became.append((effect, "suspected" if check["suspected"] else label))
        run("lists", "remove", "mine")

    wanted = ("none", "suspected", "suspected", "reported")
    assert became == [(one, one) for one in wanted]


def test_a_list_that_can_do_nothing_says_so_and_what_would_help(run, tmp_path):
    told = run("lists", "add", a_list(tmp_path, f"{CALLER},"), "--trust", "0.3", "--yes").out

    assert (
        "alone, with trust 0.3, it can do nothing against a caller; with 0.33 or more: suspected"
        in told
    )


@pytest.mark.parametrize(("policy", "said"), [("ring", True), ("silence", False)])
def test_suspected_callers_that_ring_all_the_same_are_told(run, house, tmp_path, policy, said):
    house.mkdir()
    house.joinpath("config.toml").write_text(f'[policy]\nsuspected = "{policy}"\n')

    told = run("lists", "add", a_list(tmp_path, f"{CALLER},"), "--yes").out

    assert (SUSPECTED in told, TO_SAY in told) == (True, said)


@pytest.mark.usefixtures("refused")
def test_the_trust_that_is_asked_for_counts_and_not_that_of_the_catalogue(run):
    told = run("lists", "add", "saracroche", "--trust", "0.3")

    assert "trust: 0.3\n  alone, with trust 0.3, it can do nothing against a caller" in told.out


def test_a_list_of_the_web_is_asked_for_after_a_yes_alone(run, server, refused):
    server.answers["/l.csv"] = ok(f"number,reporters\n{CALLER},3\n".encode())

    answer = run("lists", "add", server.url("/l.csv"))

    assert (answer.code, len(refused), server.asked) == (1, 1, [])
    assert "where many have reported a number, and it says so: reported" in answer.out


def test_a_list_that_was_tried_is_fetched_once(run, server, asked):
    server.answers["/l.csv"] = ok(f"number,reporters\n{CALLER},3\n".encode(), 'ETag: "1"')

    answer = run("lists", "add", server.url("/l.csv"))

    whole = [each for each in server.asked if "if-none-match" not in each.lower()]
    assert (answer.code, len(asked), len(server.asked), len(whole)) == (0, 2, 2, 1)
    assert "l is subscribed: 1 entry" in answer.out
    assert run("lists", "--json").json[0]["state"] == "ok"


def test_a_file_of_ones_own_is_asked_about_once_and_with_everything_said(
    run, house, tmp_path, asked
):
    logged(house, CALLER, OTHER)

    told = run("lists", "add", a_list(tmp_path, f"{CALLER},9")).out

    assert [question.partition("?")[0] for question in asked] == ["Subscribe to it"]
    assert "of 2 calls of the last 90 days it would have turned away 1" in told


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("yes", [(), ("--yes",)])
def test_what_it_would_have_done_to_the_log_is_said_with_and_without_a_question(
    run, house, tmp_path, yes
):
    logged(house, CALLER, CALLER, OTHER, talked_s=30.0)

    told = run("lists", "add", a_list(tmp_path, f"{CALLER},2"), "--trust", "0.5", *yes).out

    assert (
        "mine: of 3 calls of the last 90 days it would have made 2 suspected; of these you answered 2\n"
        in told
    )


def test_programs_get_the_same_in_numbers(run, house, tmp_path):
    logged(house, CALLER, OTHER, OTHER, name="Studio Bianchi")

    log = run("lists", "add", a_list(tmp_path, f"{CALLER},9"), "--yes", "--json").json["log"]

    says = "of 3 calls of the last 90 days it would have turned away 1; of these 1 came with a name"
    nothing = dict.fromkeys(
        ("silenced", "let_ring", "reported", "suspected", "answered", "contacts"), 0
    )
    assert log == {"days": 90, "calls": 3, "turned_away": 1, "named": 1, **nothing, "says": says}


def test_a_second_list_is_told_what_it_adds_to_the_first(run, house, tmp_path):
    logged(house, CALLER, OTHER)
    run("lists", "add", a_list(tmp_path, f"{CALLER},9"), "--yes")
    more = tmp_path / "more.csv"
    more.write_text(f"number,reporters\n{CALLER},9\n{OTHER},9\n")

    log = run("lists", "add", str(more), "--yes", "--json").json["log"]

    assert (log["calls"], log["turned_away"]) == (2, 1)


def test_the_newest_report_tells_how_fresh_a_list_is(run, tmp_path):
    day = (NOW - timedelta(days=40)).date().isoformat()
    old = (NOW - timedelta(days=300)).date().isoformat()
    file = a_list(tmp_path, f"{CALLER},{old}", f"{OTHER},{day}", header="number,last")

    added = run("lists", "add", file, "--yes", "--json").json

    assert (added["newest"], added["modified"]) == (day, None)
    said = f"{NOW - timedelta(days=40):%-d %b %Y}"
    assert added["fresh_says"].startswith(f"its newest report is of {said}, 4")


def test_a_list_without_days_is_as_fresh_as_its_server_says(run, server):
    modified = "Last-Modified: Fri, 20 Nov 2026 08:00:00 GMT"
    server.answers["/l.csv"] = ok(f"number\n{CALLER}\n".encode(), modified)

    added = run("lists", "add", server.url("/l.csv"), "--yes", "--json").json

    assert (added["newest"], added["modified"]) == (None, "2026-11-20")
    assert (
        added["fresh_says"]
        == "its rows give no day; its server says that it changed on 20 Nov 2026"
    )


@pytest.mark.parametrize(
    ("rows", "effect"),
    [
        pytest.param((f"{CALLER},9,2024-01-01",), "none", id="nothing but old reports"),
        pytest.param((f"{CALLER},9,2024-01-01", f"{OTHER},9,{NOW.date()}"), "reported", id="a fresh one"),
        pytest.param((f"{CALLER},9,2024-01-01", f"{OTHER},9,"), "reported", id="one without a day"),
    ],
)  # fmt: skip
def test_a_list_of_old_reports_can_do_what_they_still_can(run, tmp_path, rows, effect):
    file = a_list(tmp_path, *rows, header="number,reports,last")

    added = run("lists", "add", file, "--trust", "0.8", "--yes", "--json").json

    assert (added["effect"], "with fresh reports: reported" in added["effect_says"]) == (
        effect,
        effect == "none",
    )


def test_a_report_of_today_is_said_to_be_one(run, tmp_path):
    file = a_list(tmp_path, f"{CALLER},{NOW.date()}", header="number,last")

    added = run("lists", "add", file, "--yes", "--json").json

    assert added["fresh_says"] == "its newest report is of today"


def test_a_server_that_dates_all_files_alike_says_no_day(run, server):
    modified = "Last-Modified: Thu, 01 Jan 1970 00:00:01 GMT"
    server.answers["/l.csv"] = ok(f"number\n{CALLER}\n".encode(), modified)

    added = run("lists", "add", server.url("/l.csv"), "--yes", "--json").json

    assert (added["modified"], "nobody can tell" in added["fresh_says"]) == (None, True)


def test_a_list_without_any_day_says_so(run, tmp_path):
    added = run("lists", "add", a_list(tmp_path, CALLER, header="number"), "--yes", "--json").json

    assert (added["newest"], added["modified"]) == (None, None)
    assert "nobody can tell how old it is" in added["fresh_says"]


@pytest.mark.usefixtures("refused")
def test_another_list_of_the_same_name_is_not_measured_by_what_was_tried_before(run, tmp_path):
    many = tmp_path / "many" / "mine.csv"
    many.parent.mkdir()
    many.write_text("number\n" + "".join(f"+3902000{n:05}\n" for n in range(100)))
    run("lists", "add", str(many))

    added = run("lists", "add", a_list(tmp_path, f"{CALLER},3"), "--yes", "--json").json

    assert (added["state"], added["entries"], added["accepted"]) == ("ok", 1, 1)


def test_a_list_that_is_refused_says_why_before_anybody_is_asked_to_use_it(
    run, house, tmp_path, asked
):
    file = tmp_path / "page.html"
    file.write_text("<!doctype html><title>Sorry</title>")

    answer = run("lists", "add", str(file))

    assert (answer.code, asked, "was not added" in answer.err) == (1, [], True)
    assert not list((house / "lists").rglob("page*"))


def test_a_list_in_use_is_not_tried_again(run, house, asked):
    house.mkdir()
    (house / "numbers.txt").write_text(f"{CALLER}\n")
    url = (house / "numbers.txt").as_uri()
    facts = 'publisher = "us"\nlicence = "CC0-1.0"\nformat = "plain"\ncountry = "IT"\nchecked = 2026-11-24'
    house.joinpath("catalog.toml").write_text(
        f'[[list]]\nname = "stairs"\ntitle = "Our stairs"\nurl = "{url}"\nhomepage = "{url}"\n{facts}\n'
        'every_hours = 24\ntrust = 0.9\nsays = "Numbers."\n'
    )
    run("lists", "add", "stairs", "--yes")

    answer = run("lists", "add", "stairs")

    assert (asked, "there is a list called stairs already" in answer.err) == ([], True)
    assert [each["entries"] for each in run("lists", "--json").json] == [1]


def test_a_list_in_use_goes_on_saying_what_it_does_and_how_fresh_it_is(run, tmp_path):
    run("lists", "add", a_list(tmp_path, f"{CALLER},"), "--trust", "0.3", "--yes")

    told = run("lists", "show", "mine").out
    shown = run("lists", "show", "mine", "--json").json

    assert "alone, with trust 0.3, it can do nothing against a caller" in told
    assert "nobody can tell how old it is" in told
    assert (shown["effect"], shown["newest"]) == ("none", None)
