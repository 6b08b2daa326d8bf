"""The process that syncs: what it is asked, what it says, and what it leaves."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import a_house
from portinaio.daemon import syncing
from portinaio.daemon.list_keeping import wait_until, waits_until
from portinaio.daemon.sync_runs import SyncRuns
from portinaio.daemon.syncing import main, sync_lists
from portinaio.errors import HomeError, NotFoundError, PortinaioError
from portinaio.lists.sync.storeroom import Storeroom
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.daemon.house import House


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    (tmp_path / "spam.txt").write_text(f"{STRANGER}\n+3902\n")
    url = (tmp_path / "spam.txt").as_uri()
    house = a_house(tmp_path / "home", f'[[list]]\nname = "spam-it"\nurl = "{url}"\n')
    yield house
    house.close()


def synced(house: House, *names: str, accept: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    told: list[dict[str, Any]] = []
    sync_lists(house, names, accept, told.append)
    return [each for each in told if "at" not in each]


def test_each_list_is_told_with_its_counts_and_its_unusable_rows(house):
    (told,) = synced(house)

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


def test_how_a_list_stands_is_written_down(house):
    synced(house)

    state = house.store.lists.get("spam-it")
    assert (state.state, state.entries, state.updated) == ("ok", 1, FROZEN_NOW)


@pytest.mark.parametrize("how", [{"names": ("other",)}, {"accept": ("other",)}])
def test_a_list_that_is_not_subscribed_is_named(house, how):
    with pytest.raises(NotFoundError, match="other"):
        synced(house, *how.get("names", ()), accept=how.get("accept", ()))


def test_a_list_that_nobody_offers_is_refused_and_keeps_the_others(house):
    config = Path(house.home.config_file)
    config.write_text(config.read_text() + '[[list]]\nname = "phonebloc"\n')

    assert [(told["name"], told["state"]) for told in synced(house)] == [
        ("spam-it", "ok"),
        ("phonebloc", "refused"),
    ]


def test_a_list_whose_token_is_nowhere_is_refused_with_what_to_do(house):
    config = Path(house.home.config_file)
    config.write_text(config.read_text() + 'token = { env = "NO_SUCH_TOKEN" }\n')

    (told,) = synced(house)

    assert (told["state"], "NO_SUCH_TOKEN" in str(told["error"])) == ("refused", True)


def test_a_server_that_asked_for_peace_is_asked_again_when_its_time_has_come(house):
    house.home.make()
    wait_until(house.store, "spam-it", FROZEN_NOW)

    (told,) = synced(house)

    assert (told["state"], waits_until(house.store, "spam-it")) == ("ok", None)


def test_two_syncs_do_not_work_at_once(house, monkeypatch):
    monkeypatch.setattr("portinaio.lists.sync.storeroom._LOOK_S", 0.001)
    storeroom = Storeroom(Path(house.home.lists))

    with storeroom.sole(), pytest.raises(HomeError, match="another sync"), storeroom.sole(0.01):
        pass


# -- as a process


@pytest.fixture
def said(house, monkeypatch, capsys):
    def said(names: list[str]) -> list[dict[str, Any]]:
        request = {"home": list(house.home), "names": names, "accept": []}
        monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(request)))
        assert main() == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return said


def test_it_says_where_it_is_and_what_came_of_it(said):
    first, *_, last = said([])

    assert (first, last["state"]) == ({"at": "spam-it", "bytes": 0, "whole": None}, "ok")


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

    monkeypatch.setattr(syncing, "load_settings", fail)

    assert [told["failed"] for told in said([])] == [kind]


def test_the_house_hears_it_as_the_error_that_it_was(house):
    with pytest.raises(NotFoundError, match="other"):
        SyncRuns(house.home).run(["other"])


def test_a_sync_that_dies_is_told(house, monkeypatch):
    monkeypatch.setattr("portinaio.daemon.sync_runs.MODULE", "portinaio.no_such_module")

    with pytest.raises(PortinaioError, match="before it was done"):
        SyncRuns(house.home).run()
