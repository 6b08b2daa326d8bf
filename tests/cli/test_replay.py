"""`replay`: other rules are tried on the log before anybody lives by them."""

from __future__ import annotations

from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from daemon_world import a_logged_call
from portinaio.daemon.replay.replay import MOST_COSTLY
from portinaio.store.database import open_store

NOW = datetime.now().astimezone()
STRANGER, OTHER = "+390200001234", "+390200005678"
CONFIG = 'country = "IT"\n'


def logged(house: Path, *calls: dict[str, object]) -> None:
    house.mkdir(exist_ok=True)
    with closing(open_store(str(house / "portinaio.db"), NOW)) as store:
        store.calls.record_many(
            a_logged_call(
                n,
                **{"at": NOW - timedelta(hours=n), "number": STRANGER, "calling": STRANGER, **call},
            )
            for n, call in enumerate(calls, 1)
        )


def configure(house: Path, text: str = CONFIG) -> None:
    house.mkdir(exist_ok=True)
    (house / "config.toml").write_text(text)


@pytest.fixture
def written(tmp_path):
    def written(text: str) -> str:
        file = tmp_path / "strict.toml"
        file.write_text(text)
        return str(file)

    return written


def changed(found: dict[str, object]) -> dict[str, object]:
    apart = {"days", "says", "costly", "unused"}
    return {key: n for key, n in found.items() if key not in apart and n}


def test_an_action_is_tried_on_the_log(run, house):
    configure(house)
    logged(house, {}, {"number": OTHER, "calling": OTHER})

    told = run("replay", "--set", "policy.unknown=reject")

    assert (told.code, told.out) == (
        0,
        "of 2 calls of the last 90 days it would have turned away 2\n",
    )


def test_a_call_that_was_answered_is_named_with_what_would_have_become_of_it(run, house):
    configure(house)
    logged(house, {"talked_s": 12.0, "name": "Studio Bianchi"}, {})

    lines = run("replay", "--set", "policy.unknown=reject").out.splitlines()

    assert lines[0].endswith("turned away 2; of these you answered 1 and 1 came with a name")
    assert lines[2] == "Calls that you may have wanted, the newest first:"
    assert len(lines) == 5
    assert lines[4].startswith("1  ")
    assert " ".join(lines[4].split()).endswith(
        f"{STRANGER} Studio Bianchi ring reject you answered it; came with a name; nothing is known of this number"
    )


def test_a_call_that_rings_again_costs_nothing(run, house):
    configure(house, '[policy]\nunknown = "reject"\n')
    logged(house, {"talked_s": 12.0})

    found = run("replay", "--set", "policy.unknown=ring", "--json").json

    assert (changed(found), found["costly"]) == ({"calls": 1, "let_ring": 1}, [])


@pytest.mark.parametrize("more", [-1, 0, 1])
def test_the_newest_hundred_are_named_and_all_are_counted(run, house, more):
    configure(house)
    logged(house, *({"talked_s": 5.0} for _ in range(MOST_COSTLY + more)))

    found = run("replay", "--set", "policy.unknown=reject", "--json").json

    assert found["answered"] == MOST_COSTLY + more
    assert [call["id"] for call in found["costly"]] == list(
        range(1, MOST_COSTLY + min(more, 0) + 1)
    )


def test_a_written_policy_is_tried_with_its_hours(run, house, written):
    configure(house)
    noon = NOW.replace(hour=12, minute=0) - timedelta(days=2)
    logged(house, {"at": noon}, {"at": noon + timedelta(hours=11)})
    file = written('[policy]\nhours = [ { from = "22:00", to = "07:00", unknown = "silence" } ]\n')

    found = run("replay", "--policy", file, "--json").json

    assert changed(found) == {"calls": 2, "silenced": 1}


def test_what_is_set_goes_over_what_is_written(run, house, written):
    configure(house)
    logged(house, {})
    file = written('[policy]\nunknown = "silence"\n')

    found = run("replay", "--policy", file, "--set", "policy.unknown=reject", "--json").json

    assert changed(found) == {"calls": 1, "turned_away": 1}


def test_hours_of_public_holidays_hold_on_both_sides(run, house):
    hours = '[policy]\nhours = [ { from = "00:00", to = "24:00", days = ["holiday"], unknown = "reject" } ]\n'
    configure(house, CONFIG + hours)
    christmas = NOW.replace(year=NOW.year - 1, month=12, day=25, hour=10)
    logged(house, {"at": christmas})

    found = run("replay", "--set", "policy.abroad=ring", "--days", "3660", "--json").json

    assert changed(found) == {"calls": 1}


@pytest.mark.parametrize(
    "own",
    [
        pytest.param("", id="the policy alone"),
        pytest.param('[[line]]\nname = "home"\nkind = "replay"\n', id="the whole file"),
    ],
)
def test_the_policy_of_a_line_goes_on_where_the_file_says_nothing_of_it(run, house, written, own):
    line = '[[line]]\nname = "home"\nkind = "replay"\n'
    configure(house, f'{CONFIG}{line}policy = {{ unknown = "ring" }}\n')
    logged(house, {"line": "home"})
    file = written(f'[policy]\nunknown = "reject"\n{own}')

    found = run("replay", "--policy", file, "--json").json

    assert changed(found) == ({"calls": 1, "turned_away": 1} if own else {"calls": 1})


@pytest.mark.parametrize(
    ("text", "named"),
    [
        pytest.param('country = "FR"\n', "its country is not", id="another country"),
        pytest.param(
            '[[list]]\nname = "x"\nurl = "https://x.example"\n', "its list is not", id="a list"
        ),
        pytest.param('[[line]]\nname = "x"\nkind = "replay"\n', "its line.x is not", id="a line"),
        pytest.param('[policy]\nunknown = "shout"\n', "strict.toml line 2", id="no action"),
        pytest.param(
            "[policy\n", "strict.toml line 1: the title of a table is not closed", id="no TOML"
        ),
        pytest.param('country = "FR"\n', "strict.toml tries policies alone", id="by its name"),
    ],
)
def test_what_a_file_says_besides_a_policy_is_refused(run, house, written, text, named):
    configure(house)

    told = run("replay", "--policy", written(text))

    assert (told.code != 0, named in told.err) == (True, True), told.err


def test_a_list_is_tried_as_if_it_came_anew(run, house, tmp_path):
    file = tmp_path / "mine.csv"
    file.write_text(f"number,reporters\n{STRANGER},9\n")
    configure(house)
    assert run("lists", "add", str(file), "--trust", "1", "--yes").code == 0
    name = run("lists", "--json").json[0]["name"]
    logged(house, {"name": "Studio Bianchi"}, {"number": OTHER, "calling": OTHER})

    found = run("replay", "--list", name, "--json").json

    assert changed(found) == {"calls": 2, "turned_away": 1, "named": 1}
    assert [call["number"] for call in found["costly"]] == [STRANGER]


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        pytest.param([], 2, "say what to try", id="nothing"),
        pytest.param(["--set", "policy.unknown"], 2, "must be KEY=VALUE", id="no value"),
        pytest.param(["--set", "log.keep_days=3"], 2, "only keys of the policy", id="no policy"),
        pytest.param(["--set", "policy.x=ring"], 2, "there is no key policy.x", id="no key"),
        pytest.param(["--set", "policy.unknown=x"], 2, "'x' is no action", id="no action"),
        pytest.param(["--set", "policy.unknown=hold"], 2, "'hold' is no action", id="never held"),
        pytest.param(["--list", "nobody"], 1, "there is no list called nobody", id="no list"),
        pytest.param(["--policy", "/nowhere.toml"], 2, "there is no file", id="no file"),
        pytest.param(["--policy", "/dev/null"], None, "", id="nothing in it"),
    ],
)
def test_what_cannot_be_tried_is_refused(run, house, asked, code, said):
    configure(house)

    told = run("replay", *asked)

    assert told.code == code or (code is None and told.code != 0), told
    assert said in told.err


def test_nothing_is_changed_by_it(run, house):
    configure(house)
    logged(house, {})
    before = run("calls", "--json").json

    run("replay", "--set", "policy.unknown=reject")

    assert ((house / "config.toml").read_text(), run("calls", "--json").json) == (CONFIG, before)


def a_log(run, house: Path, folder: Path, *calls: dict[str, object]) -> str:
    """Written by this house, which then forgets it."""
    configure(house)
    logged(house, *calls)
    file = folder / "calls.csv"
    file.write_text(run("export", "calls").out)
    for path in house.glob("portinaio.db*"):
        path.unlink()
    return str(file)


def test_a_log_of_elsewhere_is_judged_and_not_kept(run, house, tmp_path):
    file = a_log(run, house, tmp_path, {"talked_s": 12.0}, {"number": OTHER, "calling": OTHER})

    told = run("replay", file, "--set", "policy.unknown=reject")

    assert told.out.startswith(
        "of 2 calls of the last 90 days it would have turned away 2; of these you answered 1\n"
    )
    assert told.out.splitlines()[-1].startswith("-  ")
    assert not (house / "portinaio.db").exists()


@pytest.mark.parametrize(("days", "calls"), [(9, 0), (10, 1), (11, 1)])
def test_of_a_log_of_elsewhere_count_the_days_that_are_asked_for(run, house, tmp_path, days, calls):
    at = NOW - timedelta(days=10) + timedelta(hours=1)
    file = a_log(run, house, tmp_path, {"at": at})

    found = run(
        "replay", file, "--days", str(days), "--set", "policy.unknown=reject", "--json"
    ).json

    assert found["calls"] == calls


def test_a_file_that_is_no_log_is_refused(run, house, tmp_path):
    configure(house)
    file = tmp_path / "numbers.txt"
    file.write_text("+390200001234\n")

    told = run("replay", str(file), "--set", "policy.unknown=reject")

    assert (told.code != 0, "is no log of calls" in told.err) == (True, True)


def test_rows_of_a_log_that_are_no_call_are_counted(run, house, tmp_path):
    file = a_log(run, house, tmp_path, {}, {})
    head, row, _other = Path(file).read_text().splitlines()
    Path(file).write_text("\n".join([head, row, row.replace("20", "x", 1), ""]))

    told = run("replay", file, "--set", "policy.unknown=reject")

    assert (told.out.split(" it ")[0], told.err) == (
        "of 1 call of the last 90 days",
        "1 row could not be used\n",
    )


def test_a_log_of_elsewhere_without_calls_of_these_days_is_named(run, house, tmp_path):
    file = a_log(run, house, tmp_path, {"at": NOW - timedelta(days=10)})

    told = run("replay", file, "--days", "9", "--set", "policy.unknown=reject")

    assert told.out == (
        "calls.csv holds no call of the last 9 days to try it on; --days looks further back\n"
    )


@pytest.mark.parametrize(
    ("region", "number"), [([], STRANGER), (["--region", "FR"], "+33200001234")]
)
def test_the_country_of_a_log_of_elsewhere_can_be_said(run, house, tmp_path, region, number):
    file = tmp_path / "calls.csv"
    at = NOW - timedelta(hours=1)
    file.write_text(f"Type,Date,Number,Name\nIncoming,{at:%Y-%m-%d %H:%M:%S},0200001234,Anna\n")
    configure(house)

    found = run("replay", str(file), *region, "--set", "policy.unknown=reject", "--json").json

    assert [call["number"] for call in found["costly"]] == [number]


def test_the_format_of_a_log_of_elsewhere_can_be_said(run, house, tmp_path):
    file = a_log(run, house, tmp_path, {})

    told = run("replay", file, "--format", "ncid", "--set", "policy.unknown=reject")

    assert (told.out.split(" to try")[0], "could not be used" in told.err) == (
        "calls.csv holds no call of the last 90 days",
        True,
    )


def test_an_action_is_said_in_the_words_of_the_reader(run, monkeypatch):
    monkeypatch.setenv("PORTINAIO_LANG", "it")

    taken = run("replay", "--set", "policy.unknown=rifiuta")
    refused = run("replay", "--set", "policy.unknown=boh")

    assert (taken.code, refused.code) == (0, 2)
    assert "rifiuta" in refused.err
    assert "reject" not in refused.err
