"""A list site that nobody here holds is asked about a stranger after the call: its host learns no number, and what it says counts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_client, a_context, a_logged_call
from portinaio.daemon.sharing import late_lookup
from portinaio.daemon.sharing.keep_shares import look_once
from portinaio.daemon.sharing.lookup_worker import look_up
from site_world import OTHERS, APublisher, row
from static_hosts import python_host
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

STRANGER = "+390200001234"
CONFIG = 'country = "IT"\n[community]\nlookup = {on}\nask = ["{url}#{root}"]\n'


class Asked(list[str]):
    """What the host is asked for, by path."""


@pytest.fixture
def publisher(tmp_path: Path) -> APublisher:
    publisher = APublisher(tmp_path / "far")
    publisher.publishes([row(STRANGER, reporters=8), *OTHERS], shards=True)
    return publisher


@pytest.fixture
def host(publisher: APublisher, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Asked]]:
    from portinaio.daemon.sharing import lookup_worker  # noqa: PLC0415  # its clock alone
    from portinaio.lists.sync.site.server import SiteServer  # noqa: PLC0415  # to see what is asked

    class Clock:
        @staticmethod
        def now(_zone: object) -> object:
            return FROZEN_NOW

    asked = Asked()
    pieces = SiteServer.pieces

    def heard(server: SiteServer, url: str) -> object:
        asked.append(url)
        return pieces(server, url)

    monkeypatch.setattr(SiteServer, "pieces", heard)
    monkeypatch.setattr(lookup_worker, "datetime", Clock)
    monkeypatch.setattr(late_lookup, "run_errand", lambda _module, asked, *_: look_up(asked))
    with python_host(publisher.place) as url:
        yield url, asked


def a_house(tmp_path: Path, url: str, root: str, on: str = "true"):
    (tmp_path / "house").mkdir()
    house = a_context(tmp_path / "house", CONFIG.format(on=on, url=url, root=root))
    look_once(house)  # from here on
    return house


def calls(house, number=STRANGER):
    newest = next((call.id for call in house.store.calls.page(limit=1)), 0)
    house.store.calls.record(
        a_logged_call(newest + 1, number=number, calling=number, at=house.now())
    )
    look_once(house)


def test_what_a_site_says_of_a_stranger_counts_when_he_calls_again(tmp_path, publisher, host):
    url, asked = host
    house = a_house(tmp_path, url, publisher.signed.fingerprint)
    before = a_client(house).check(STRANGER)["score"]
    calls(house)
    after = a_client(house).check(STRANGER)
    house.close()

    assert (before, [one["code"] for one in after["findings"]]) == (0, ["lookup"])
    assert 40 <= after["score"] < 50
    assert "1234" not in "".join(path.rpartition("/")[2] for path in asked if "data" not in path)


def test_a_number_that_is_not_listed_is_asked_for_and_nothing_is_held_against_it(
    tmp_path, publisher, host
):
    url, asked = host
    house = a_house(tmp_path, url, publisher.signed.fingerprint)
    calls(house, "+390200009876")
    score = a_client(house).check("+390200009876")["score"]
    house.close()

    assert (score, bool(asked)) == (0, True)


def test_it_is_off_unless_somebody_has_switched_it_on(tmp_path, publisher, host):
    url, asked = host
    house = a_house(tmp_path, url, publisher.signed.fingerprint, on="false")
    calls(house)
    house.close()

    assert asked == []


def test_nobody_is_asked_while_a_call_rings(tmp_path, publisher, host):
    url, asked = host
    house = a_house(tmp_path, url, publisher.signed.fingerprint)
    house.ringing = lambda: True
    calls(house)
    house.close()

    assert asked == []


@pytest.mark.parametrize("what", ["another root", "no shards", "gone", "swapped"])
def test_a_site_that_cannot_be_believed_holds_nothing_against_anybody(
    tmp_path, publisher, host, what
):
    url, _ = host
    root = "ab" * 32 if what == "another root" else publisher.signed.fingerprint
    if what == "no shards":
        publisher.now += timedelta(hours=1)
        publisher.publishes([row(STRANGER, reporters=8), *OTHERS])
    for file in (publisher.place / "data").iterdir():
        if what == "gone":
            file.unlink()
        elif what == "swapped":
            file.write_bytes(file.read_bytes()[::-1])
    house = a_house(tmp_path, url, root)
    calls(house)
    score = a_client(house).check(STRANGER)["score"]
    house.close()

    assert score == 0


def test_shards_that_are_published_no_more_are_taken_away(publisher):
    with_them = len(list((publisher.place / "data").iterdir()))
    publisher.publishes([row(STRANGER, reporters=8), *OTHERS])
    publisher.publishes([row(STRANGER, reporters=16), *OTHERS])
    publisher.publishes([row(STRANGER, reporters=32), *OTHERS])

    digests = {digest.hex() for digest in _named(publisher)}
    assert {file.name for file in (publisher.place / "data").iterdir()} >= digests
    assert with_them == 5  # a chunk and its table; root, table and shard


def _named(publisher):
    from portinaio.lists.site.manifest import read_manifest  # noqa: PLC0415  # here alone

    return read_manifest(publisher.signed.manifest()).digests
