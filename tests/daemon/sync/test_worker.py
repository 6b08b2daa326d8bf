"""The process that syncs: what it is asked, what it says, and what it leaves."""

from __future__ import annotations

import json
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import a_context
from portinaio.daemon.lists.list_state import wait_until, waits_until
from portinaio.daemon.sync import worker
from portinaio.daemon.sync.worker import main, sync_lists
from portinaio.daemon.sync_runs.runner import SyncRunner
from portinaio.errors import HomeError, NotFoundError, PortinaioError
from portinaio.lists.sync.download import Limits
from portinaio.lists.sync.files import ListFiles
from portinaio.store.codec import unpack_message
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.daemon.context import Context


@pytest.fixture
def context(tmp_path: Path) -> Iterator[Context]:
    (tmp_path / "spam.txt").write_text(f"{STRANGER}\n+3902\n")
    url = (tmp_path / "spam.txt").as_uri()
    context = a_context(tmp_path / "home", f'[[list]]\nname = "spam-it"\nurl = "{url}"\n')
    yield context
    context.close()


def synced(context: Context, *names: str, accept: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    sync_lists(context, names, accept, told.append)
    return [each for each in told if not each.keys() & {"at", "lists"}]


def test_each_list_is_told_with_its_counts_and_its_unusable_rows(context):
    (told,) = synced(context)

    assert (
        told["name"],
        told["state"],
        told["accepted"],
        told["rejected"],
        told["rows"][0][:2],
    ) == (
        "spam-it",
        "ok",
        1,
        1,
        [2, "+3902"],
    )


def test_how_a_list_stands_is_written_down(context):
    synced(context)

    state = context.store.lists.get("spam-it")
    assert (state.state, state.entries, state.updated) == ("ok", 1, FROZEN_NOW)


@pytest.mark.parametrize("how", [{"names": ("other",)}, {"accept": ("other",)}])
def test_a_list_that_is_not_subscribed_is_named(context, how):
    with pytest.raises(NotFoundError, match="other"):
        synced(context, *how.get("names", ()), accept=how.get("accept", ()))


def test_a_list_that_nobody_offers_is_refused_and_keeps_the_others(context):
    config = Path(context.home.config_file)
    config.write_text(config.read_text() + '[[list]]\nname = "phonebloc"\n')

    assert [(told["name"], told["state"]) for told in synced(context)] == [
        ("spam-it", "ok"),
        ("phonebloc", "refused"),
    ]


def test_a_list_whose_token_is_nowhere_is_refused_with_what_to_do(context):
    config = Path(context.home.config_file)
    config.write_text(config.read_text() + 'token = { env = "NO_SUCH_TOKEN" }\n')

    (told,) = synced(context)

    assert (told["state"], "NO_SUCH_TOKEN" in str(told["error"])) == ("refused", True)


def test_a_server_that_asked_for_peace_is_asked_again_when_its_time_has_come(context):
    context.home.make()
    wait_until(context.store, "spam-it", FROZEN_NOW)

    (told,) = synced(context)

    assert (told["state"], waits_until(context.store, "spam-it")) == ("ok", None)


def test_two_syncs_do_not_work_at_one_list(context, monkeypatch):
    monkeypatch.setattr("portinaio.lists.sync.files._LOOK_S", 0.001)
    list_files = ListFiles(Path(context.home.lists))

    with (
        list_files.sole("spam-it"),
        list_files.sole("spam-de", 0.01),
        pytest.raises(HomeError, match="another sync"),
        list_files.sole("spam-it", 0.01),
    ):
        pass


def test_who_waits_for_a_lock_that_was_removed_gets_the_one_that_stands_there(context, monkeypatch):
    monkeypatch.setattr("portinaio.lists.sync.files._LOOK_S", 0.001)
    list_files = ListFiles(Path(context.home.lists))

    with list_files.sole("spam-it"):
        list_files.remove("spam-it")
        with list_files.sole("spam-it"), pytest.raises(HomeError), list_files.sole("spam-it", 0.01):
            pass


def test_a_list_that_another_sync_is_at_is_told_and_the_others_come(context, monkeypatch):
    config = Path(context.home.config_file)
    config.write_text(config.read_text() + config.read_text().replace("spam-it", "spam-de"))
    real = ListFiles.sole
    monkeypatch.setattr(ListFiles, "sole", lambda room, name: real(room, name, 0.01))

    with real(ListFiles(Path(context.home.lists)), "spam-it"):
        told = synced(context)

    assert [(each["name"], each["state"]) for each in told] == [
        ("spam-it", "stale"),
        ("spam-de", "ok"),
    ]
    assert context.store.lists.get("spam-it") is None


def test_a_list_that_is_removed_before_its_turn_leaves_nothing(context):
    config = Path(context.home.config_file)

    def told(each: dict[str, Any]) -> None:
        if "lists" in each:
            config.write_text("")

    sync_lists(context, (), (), told)

    assert (context.store.lists.all(), ListFiles(Path(context.home.lists)).names()) == ([], [])


# -- an end for each list


def alarm(context: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """The time is over as soon as the list has been fetched."""
    monkeypatch.setattr(
        "portinaio.lists.sync.build_index.read_list",
        lambda *_, **__: signal.raise_signal(signal.SIGALRM),
    )
    (Path(context.home.config).parent / "spam.txt").write_text("+390200005678\n")


def test_a_list_whose_time_is_over_is_refused_and_the_one_of_before_stays(context, monkeypatch):
    synced(context)
    alarm(context, monkeypatch)

    (told,) = synced(context)

    assert (told["state"], str(unpack_message(told["error"]))) == (
        "refused",
        "it takes more than 30 minutes to fetch and to read",
    )
    assert context.store.lists.get("spam-it").entries == 1
    assert ListFiles(Path(context.home.lists)).index("spam-it").exists()


def test_the_list_behind_one_whose_time_is_over_has_its_own(context, monkeypatch):
    config = Path(context.home.config_file)
    config.write_text(config.read_text() + config.read_text().replace("spam-it", "spam-de"))
    begun: list[float] = []
    real = signal.setitimer
    monkeypatch.setattr(
        signal, "setitimer", lambda which, s, *again: begun.append(s) or real(which, 0, *again[:0])
    )

    synced(context)

    assert [s for s in begun if s] == [Limits().renewal_s] * 2
    assert begun[-1] == 0


def test_an_alarm_that_comes_too_late_harms_nothing():
    with worker.deadline(60):
        caught = signal.getsignal(signal.SIGALRM)

    caught(signal.SIGALRM, None)

    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


# -- as a process


@pytest.fixture
def said(context, capsys):
    def said(names: list[str]) -> list[dict[str, Any]]:
        request = {"home": list(context.home), "names": names, "accept": []}
        assert main(json.dumps(request)) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return said


def test_it_says_where_it_is_and_what_came_of_it(said):
    lists, first, *_, last = said([])

    assert (lists, first, last["state"]) == (
        {"lists": ["spam-it"]},
        {"at": "spam-it", "bytes": 0, "whole": None},
        "ok",
    )


def test_what_is_wrong_is_said_and_not_raised(said):
    (told,) = said(["other"])

    assert (told["failed"], told["sentence"][1]) == ("NotFoundError", {"name": "other"})


@pytest.mark.parametrize(
    ("fault", "kind"),
    [(OSError(28, "No space left"), "HomeError"), (ValueError(), "PortinaioError")],
)
def test_a_full_disk_and_a_bug_of_ours_are_sentences_too(said, monkeypatch, fault, kind):
    def fail(*_: object) -> None:
        raise fault

    monkeypatch.setattr(worker, "load_settings", fail)

    assert [told["failed"] for told in said([])] == [kind]


def test_the_house_hears_it_as_the_error_that_it_was(context):
    with pytest.raises(NotFoundError, match="other"):
        SyncRunner(context.home).run(["other"])


def test_a_sync_that_dies_is_told(context, monkeypatch):
    monkeypatch.setattr("portinaio.daemon.sync_runs.runner.MODULE", "portinaio.no_such_module")

    with pytest.raises(PortinaioError, match="before it was done"):
        SyncRunner(context.home).run()


def test_public_bodies_come_first_and_what_is_fetched_with_them_is_measured_by_them(tmp_path):
    numbers = [f"+39020000{n:04d}" for n in range(10)]
    (tmp_path / "all.txt").write_text("".join(f"{number}\n" for number in numbers))
    url = (tmp_path / "all.txt").as_uri()
    home = tmp_path / "home"
    context = a_context(home, f'[[list]]\nname = "spam"\nurl = "{url}"\n[[list]]\nname = "halls"\n')
    (home / "catalog.toml").write_text(
        'list = [{name = "halls", kind = "innocents", title = "Halls", publisher = "x", homepage = "https://example.org/",'
        f' url = "{url}#", licence = "MIT", format = "plain", country = "IT", every_hours = 24, trust = 1.0, says = "x",'
        " checked = 2026-11-24}]"
    )

    told = [(each["name"], each["state"]) for each in synced(context)]

    context.close()
    assert told == [("halls", "ok"), ("spam", "refused")]
