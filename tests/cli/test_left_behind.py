"""`service uninstall` says what stays on the disk, and asks before any of it goes."""

from __future__ import annotations

from pathlib import Path

import pytest

from portinaio.cli.context import CommandContext
from portinaio.cli.house import left_behind
from portinaio.config.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home in the system's folders, with something in each."""
    home = Home(
        *(
            str(tmp_path / name / "portinaio")
            for name in ("config", "data", "state", "cache", "run")
        )
    )
    for folder in home:
        Path(folder).mkdir(parents=True)
        Path(folder, "something").write_text("of mine")
    return home


@pytest.fixture
def context(house, home: Home) -> CommandContext:  # noqa: ARG001  # the environment
    context = CommandContext({"PORTINAIO_LANG": "en"})
    context.home = home
    return context


def test_each_folder_that_there_is_gets_a_line(home):
    Path(home.cache, "something").unlink()
    Path(home.cache).rmdir()

    assert list(left_behind.in_words(home)) == [
        f"stays: {home.config} (config.toml)",
        f"stays: {home.data} (calls, entries, contacts, complaints and lists)",
        f"stays: {home.state} (what the daemon said last)",
    ]


def test_a_home_in_one_folder_is_one_line(tmp_path):
    assert list(left_behind.in_words(Home(*[str(tmp_path)] * 5))) == [
        f"stays: {tmp_path} (calls, entries, contacts, complaints and lists)"
    ]


def test_a_yes_takes_cache_and_state_and_nothing_else(context, home, typed, monkeypatch):
    typed("yes")
    monkeypatch.setattr("portinaio.cli.house.left_behind.may_ask", lambda _: True)

    assert left_behind.offer_to_clear(context) == f"deleted: {home.state}, {home.cache}"
    assert left_behind.folders(home) == [home.config, home.data]
    assert Path(home.data, "something").read_text() == "of mine"


@pytest.mark.parametrize("inner", ["config", "data"])
def test_a_folder_that_has_what_one_wrote_in_it_never_goes(
    context, home, typed, monkeypatch, inner
):
    """The cache of another home may lie where this one keeps its calls."""
    typed("yes")
    monkeypatch.setattr("portinaio.cli.house.left_behind.may_ask", lambda _: True)
    written = Path(getattr(home, inner), "something")
    linked = Path(home.runtime, "linked")
    linked.symlink_to(written.parents[1])
    odd = home._replace(cache=str(linked))

    assert left_behind.offer_to_clear(context, odd) == f"deleted: {home.state}"
    assert written.read_text() == "of mine"


@pytest.mark.parametrize("answer", ["no", ""])
def test_anything_but_a_yes_takes_nothing(context, home, typed, monkeypatch, answer):
    typed(answer)
    monkeypatch.setattr("portinaio.cli.house.left_behind.may_ask", lambda _: True)

    assert left_behind.offer_to_clear(context) == ""
    assert len(left_behind.folders(home)) == 4


def test_where_nobody_can_be_asked_everything_stays_and_the_command_is_named(context, home):
    said = f"nothing that you wrote is in these; they go with: rm -r {home.state} {home.cache}"

    assert left_behind.offer_to_clear(context) == said
    assert len(left_behind.folders(home)) == 4


def test_two_homes_are_named_and_each_folder_once(home, tmp_path):
    account = Home(*[str(tmp_path / "account")] * 5)
    Path(account.data).mkdir()

    assert left_behind.folders(account, home, home) == [account.data, *home[:4]]


def test_what_is_idle_in_one_home_is_kept_where_another_has_it_for_more(
    context, home, typed, monkeypatch
):
    typed("yes")
    monkeypatch.setattr("portinaio.cli.house.left_behind.may_ask", lambda _: True)

    assert (
        left_behind.offer_to_clear(context, home, Home(*[home.cache] * 5))
        == f"deleted: {home.state}"
    )
    assert Path(home.cache).is_dir()


def test_a_home_in_one_folder_is_never_offered(context, tmp_path, typed, monkeypatch):
    typed("yes")
    monkeypatch.setattr("portinaio.cli.house.left_behind.may_ask", lambda _: True)
    context.home = Home(*[str(tmp_path)] * 5)

    assert left_behind.offer_to_clear(context) == ""
    assert tmp_path.is_dir()
