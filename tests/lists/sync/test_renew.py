"""How a list is renewed when all goes well: validators, mirrors, increments, and what several lists say together."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from list_server import AServer, ok
from list_worlds import as_an_older_version_wrote_it
from portinaio.core.list_state import ListState
from portinaio.core.numbers.pattern import key
from portinaio.core.reach import Reach
from portinaio.lists.catalogue import Subscription
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.sync.context import SyncContext
from portinaio.lists.sync.files import ListFiles
from portinaio.lists.sync.renew import renew
from worlds import FROZEN_NOW, ITALY, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portinaio.lists.sync.renew import Renewal

NUMBERS = [STRANGER, "+390200001235", "+390200001236"]
GOOD = "\n".join(NUMBERS).encode() + b"\n"


def phoneblock(version: int, **votes: int) -> bytes:
    """`n1234=10` is ten votes for +390200001234; none takes it back."""
    records = [
        {"phone": f"+39020000{name[1:]}", "votes": count, "rating": "G_FRAUD"}
        for name, count in votes.items()
    ]
    return json.dumps({"numbers": records, "version": version}).encode()


class AList:
    def __init__(self, folder: Path, server: AServer) -> None:
        self.server = server
        self.list_files = ListFiles(folder)
        self.list_files.make()
        self.state = ListState("spam-it")
        self.now = FROZEN_NOW
        self.wanted = Subscription(
            "spam-it", "Spam", (server.url("/list"),), "", None, 0.5, 24, "", None
        )

    def renews(self, answer: bytes | None = None, **how: object) -> Renewal:
        if answer is not None:
            self.server.answers["/list"] = answer
        sync_context = SyncContext(self.list_files, lambda _: ITALY, ITALY, self.now)
        renewal = renew(self.wanted, self.state, sync_context, **how)  # type: ignore[arg-type]
        self.state = renewal.state
        return renewal

    def holds(self, number: str) -> bool:
        index = ListIndex.open(self.list_files.index("spam-it"))
        return index.find(key(number[1:])) is not None

    @property
    def last_request(self) -> str:
        return self.server.asked[-1].lower()


@pytest.fixture
def server() -> Iterator[AServer]:
    with AServer() as server:
        yield server


@pytest.fixture
def a_list(tmp_path: Path, server: AServer) -> AList:
    return AList(tmp_path / "lists", server)


def test_a_first_sync_takes_every_number(a_list):
    renewal = a_list.renews(ok(GOOD))

    assert (renewal.state.state, renewal.difference.accepted, a_list.holds(STRANGER)) == (
        "ok",
        3,
        True,
    )


def test_a_second_sync_adds_nothing(a_list):
    a_list.renews(ok(GOOD))
    a_list.state = a_list.state._replace(digest="")  # not even by a glance at its bytes

    renewal = a_list.renews()

    assert tuple(renewal.difference) == (0, 0, 0)


def test_a_sync_tells_what_came_and_what_went(a_list):
    a_list.renews(ok(GOOD))

    renewal = a_list.renews(ok(GOOD.replace(b"1236", b"1299") + b"+390200001298\n"))

    assert (tuple(renewal.difference), a_list.holds("+390200001236")) == ((2, 0, 1), False)


def test_a_server_is_asked_only_for_what_is_newer(a_list):
    a_list.renews(ok(GOOD, 'ETag: "v1"', "Last-Modified: Mon, 23 Nov 2026 10:00:00 GMT"))
    a_list.server.answers["/list"] = b"HTTP/1.1 304 Not Modified\r\n\r\n"

    renewal = a_list.renews()

    assert ('if-none-match: "v1"' in a_list.last_request, renewal.state.state, renewal.bytes) == (
        True,
        "ok",
        0,
    )


def test_where_there_is_no_etag_the_date_is_asked_for(a_list):
    a_list.renews(ok(GOOD, "Last-Modified: Mon, 23 Nov 2026 10:00:00 GMT"))
    a_list.renews()

    assert "if-modified-since: mon, 23 nov 2026 10:00:00 gmt" in a_list.last_request


@pytest.mark.parametrize("headers", [(), ('ETag: "v1"',)], ids=["by its bytes", "by its tag"])
def test_a_sync_that_was_killed_before_its_last_word_is_not_taken_for_the_one_before(
    a_list, headers
):
    a_list.renews(ok(GOOD, *headers))
    said = a_list.state
    a_list.renews(ok(GOOD.replace(b"1236", b"1299")))
    a_list.state = said  # the list is the new one, and nobody has written so down

    a_list.renews(ok(GOOD, *headers))

    assert ("if-none-match" in a_list.last_request, a_list.holds("+390200001236")) == (False, True)


def test_an_undated_list_has_the_date_that_its_server_gives_it(a_list):
    a_list.renews(ok(GOOD, "Last-Modified: Mon, 23 Nov 2026 10:00:00 GMT"))

    index = ListIndex.open(a_list.list_files.index("spam-it"))

    assert index.base.header.list_date == (FROZEN_NOW.date() - timedelta(days=1)).toordinal()


def test_a_list_that_is_read_differently_now_is_fetched_anew(a_list):
    national = ok(b"02 0000 1234\n02 0000 1235\n", 'ETag: "v1"')
    a_list.wanted = a_list.wanted._replace(region="IT")
    a_list.renews(national)
    a_list.wanted = a_list.wanted._replace(format="plain")
    a_list.renews(national)

    assert "if-none-match" not in a_list.last_request


def test_a_mirror_is_asked_when_the_first_address_is_in_trouble(a_list):
    a_list.wanted = a_list.wanted._replace(
        urls=(a_list.server.url("/gone"), a_list.server.url("/list"))
    )

    assert a_list.renews(ok(GOOD)).state.state == "ok"


def test_a_server_may_send_us_on(a_list):
    a_list.server.answers["/elsewhere"] = ok(GOOD)

    renewal = a_list.renews(ok(b"", "Location: /elsewhere", status="302 Found"))

    assert renewal.state.state == "ok"


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(ok(gzip.compress(GOOD), "Content-Encoding: gzip"), id="on the way"),
        pytest.param(ok(gzip.compress(GOOD)), id="as a file"),
        pytest.param(
            ok(gzip.compress(GOOD[:20]) + gzip.compress(GOOD[20:]), "Content-Encoding: gzip"),
            id="in two members",
        ),
        pytest.param(
            ok(gzip.compress(gzip.compress(GOOD)), "Content-Encoding: gzip"), id="both ways"
        ),
    ],
)
def test_a_packed_list_is_unpacked(a_list, answer):
    assert a_list.renews(answer).state.entries == 3


def test_the_token_goes_to_the_list_alone(a_list):
    with AServer() as stranger:
        stranger.answers["/list"] = ok(GOOD)
        there = stranger.url("/list").replace("127.0.0.1", "127.0.0.2")
        a_list.renews(ok(b"", f"Location: {there}", status="302 Found"), token="pbt_secret")

    told = ["authorization" in asked.lower() for asked in a_list.server.asked]
    leaked = ["authorization" in asked.lower() for asked in stranger.asked]
    assert (told, leaked) == ([True], [])


def test_a_proxy_of_the_environment_is_not_asked_for_this_computer(a_list, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")

    assert a_list.renews(ok(GOOD)).state.state == "ok"


def test_a_list_elsewhere_is_asked_through_the_proxy_of_the_environment(a_list, monkeypatch):
    with AServer() as proxy:
        proxy.answers["example.org:443"] = b"HTTP/1.1 403 Forbidden\r\n\r\n"
        monkeypatch.setenv("HTTPS_PROXY", proxy.url(""))
        a_list.wanted = a_list.wanted._replace(urls=("https://example.org/list",))
        state = a_list.renews().state

    assert (proxy.asked[0].split("\r")[0], state.state) == (
        "CONNECT example.org:443 HTTP/1.1",
        "never",
    )


def test_a_proxy_of_an_unknown_kind_is_named(a_list, monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "gopher://127.0.0.1:9")
    a_list.wanted = a_list.wanted._replace(urls=("https://example.org/list",))

    assert "proxy" in str(a_list.renews().state.error)


class TestIncrements:
    @pytest.fixture
    def a_list(self, a_list):
        a_list.wanted = a_list.wanted._replace(
            changes=a_list.server.url("/changes?since={version}")
        )
        a_list.renews(ok(phoneblock(7, n1234=10, n1235=10, n1236=10)))
        return a_list

    def test_only_what_changed_is_asked_for(self, a_list):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(8, n1237=4))

        renewal = a_list.renews()

        assert (tuple(renewal.difference), renewal.state.version, renewal.state.entries) == (
            (1, 0, 0),
            "8",
            4,
        )

    def test_a_number_that_is_taken_back_is_off_the_list(self, a_list):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(8, n1234=0))

        renewal = a_list.renews()

        assert (renewal.difference.removed, a_list.holds(STRANGER)) == (1, False)

    def test_the_same_increment_twice_changes_nothing(self, a_list):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(7, n1234=0, n1237=4))
        a_list.renews()

        assert tuple(a_list.renews().difference) == (0, 0, 0)

    def test_an_increment_that_empties_the_list_is_refused(self, a_list):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(8, n1234=0, n1235=0))

        renewal = a_list.renews()

        assert (renewal.state.state, a_list.holds(STRANGER)) == ("refused", True)

    def test_an_older_increment_is_refused(self, a_list):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(6, n1237=4))

        assert a_list.renews().state.state == "refused"

    def test_what_an_older_version_has_read_keeps_its_increments_while_the_server_is_away(
        self, a_list
    ):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(8, n1237=4))
        a_list.renews()
        good = a_list.list_files.folder / ".good" / "spam-it"
        line, _, packed = good.read_bytes().partition(b"\n")
        good.write_bytes(line.replace(b'"reading": 1', b'"reading": 0') + b"\n" + packed)

        state = a_list.renews(ok(b"", status="503 Service Unavailable")).state

        assert (state.state, a_list.holds("+390200001237")) == ("stale", True)

    def test_a_damaged_list_is_rebuilt_and_catches_up(self, a_list):
        a_list.server.answers["/changes?since=7"] = ok(phoneblock(8, n1237=4))
        a_list.renews()
        index = a_list.list_files.index("spam-it")
        index.unlink()
        index.write_bytes(b"torn")

        a_list.renews()

        assert (a_list.holds("+390200001237"), a_list.state.version) == (True, "8")


def test_a_list_that_an_older_version_built_is_measured_though_its_server_is_away(a_list):
    a_list.renews(ok(b"".join(b"+393%d*\n" % n for n in range(2, 10))))
    file = a_list.list_files.index("spam-it")
    as_an_older_version_wrote_it(file)
    before = ListIndex.open(file)

    state = a_list.renews(ok(b"", status="503 Service Unavailable")).state

    after = ListIndex.open(file)
    assert (state.state, before.measured, after.measured) == ("stale", False, True)
    assert after.reach == Reach(80, "mobile", "IT")
    assert (after.day, list(after.rows())) == (before.day, list(before.rows()))


def test_a_good_download_that_is_damaged_too_is_fetched_anew(a_list):
    a_list.renews(ok(GOOD))
    index = a_list.list_files.index("spam-it")
    index.unlink()
    index.write_bytes(b"torn")
    good = index.parent / ".good" / "spam-it"
    good.write_bytes(b"torn too")

    assert (a_list.renews().state.state, a_list.holds(STRANGER)) == ("ok", True)


COMPLAINTS = b"+390200001234\n+390200001234\n+390200001235\n"


def reporters(a_list) -> int | None:
    return ListIndex.open(a_list.list_files.index("spam-it")).find(key(STRANGER[1:])).reporters


def test_a_list_that_was_believed_is_counted_anew_though_its_server_is_away(a_list):
    a_list.renews(ok(COMPLAINTS))
    before = reporters(a_list)
    a_list.wanted = a_list.wanted._replace(complaints=True)

    state = a_list.renews(ok(b"", status="503 Service Unavailable")).state

    assert (before, reporters(a_list), state.state) == (None, 2, "stale")


def test_a_list_that_is_counted_otherwise_now_is_fetched_anew(a_list):
    a_list.renews(ok(COMPLAINTS, 'ETag: "v1"'))
    a_list.wanted = a_list.wanted._replace(complaints=True)

    a_list.renews(ok(COMPLAINTS, 'ETag: "v1"'))
    asked = a_list.last_request
    a_list.renews()

    assert ("if-none-match" in asked, "if-none-match" in a_list.last_request) == (False, True)


def test_a_list_that_cannot_be_counted_anew_stays_as_it_was(a_list):
    a_list.renews(ok(COMPLAINTS))
    (a_list.list_files.folder / ".good" / "spam-it").write_bytes(
        b'{"url": "x", "format": "", "region": null, "list_day": 0}\ntorn'
    )
    a_list.wanted = a_list.wanted._replace(complaints=True)

    a_list.renews(ok(b"", status="503 Service Unavailable"))

    assert (a_list.holds(STRANGER), reporters(a_list)) == (True, None)


@pytest.mark.parametrize(
    "head", [b"", b"number,name\n", b"pattern\n"], ids=["plain", "csv", "one column"]
)
@pytest.mark.parametrize(
    ("times", "found"), [(3, None), (4, 1)], ids=["three lists made one", "complaints"]
)
def test_numbers_that_a_long_list_names_again_are_counted_from_four_times_on(
    a_list, head, times, found
):
    a_list.wanted = a_list.wanted._replace(
        format={b"": "plain", b"pattern\n": "spamblocker"}.get(head, "csv")
    )
    numbers = [b"+39020%07d\n" % n for n in range(300)]
    again = numbers[:20] + numbers[19:20] * (times - 2)

    a_list.renews(ok(head + STRANGER.encode() + b"\n" + b"".join(numbers + again)))

    assert reporters(a_list) == found


def test_what_a_long_list_was_taken_for_survives_its_measuring(a_list):
    a_list.renews(ok(b"".join(b"+39020%07d\n" % (n % 50) for n in range(200))))
    file = a_list.list_files.index("spam-it")
    found = ListIndex.open(file).of_complaints
    as_an_older_version_wrote_it(file)

    a_list.renews()

    assert (found, ListIndex.open(file).of_complaints) == (True, True)


def plist(category: int) -> bytes:
    row = "<dict><key>category</key><string>%d</string><key>number</key><string>%s</string></dict>"
    return f'<plist version="1.0"><array>{row % (category, STRANGER)}</array></plist>'.encode()


def test_a_list_that_allows_is_refused_and_the_one_of_before_stays(a_list):
    a_list.renews(ok(plist(0)))

    state = a_list.renews(ok(plist(1))).state

    assert (state.state, "only you can allow" in str(state.error), a_list.holds(STRANGER)) == (
        "refused",
        True,
        True,
    )


@pytest.mark.parametrize(
    "answer", [ok(plist(1)), ok(b"", status="503 Service Unavailable")], ids=["there", "away"]
)
def test_what_an_older_version_took_from_an_allow_list_blocks_nobody_any_more(a_list, answer):
    a_list.renews(ok(plist(0)))
    good = a_list.list_files.folder / ".good" / "spam-it"
    info = a_list.list_files.info("spam-it")._replace(reading=0)
    good.write_bytes(json.dumps(info._asdict()).encode() + b"\n" + gzip.compress(plist(1)))

    state = a_list.renews(answer).state

    assert a_list.list_files.index("spam-it").exists() is False
    assert (state.state in {"refused", "never"}, state.entries) == (True, 0)


def test_a_list_whose_name_says_that_it_allows_is_refused(a_list):
    a_list.server.answers["/whitelist.txt"] = ok(GOOD)
    a_list.wanted = a_list.wanted._replace(urls=(a_list.server.url("/whitelist.txt"),))

    state = a_list.renews().state

    assert (state.state, "it is called an allow list" in str(state.error)) == ("refused", True)


def test_what_an_older_version_has_read_is_read_again_once(a_list):
    a_list.renews(ok(GOOD, 'ETag: "v1"'))
    good = a_list.list_files.folder / ".good" / "spam-it"
    line, _, packed = good.read_bytes().partition(b"\n")
    good.write_bytes(line.replace(b'"reading": 1', b'"reading": 0') + b"\n" + packed)

    a_list.renews(ok(GOOD, 'ETag: "v1"'))
    asked = a_list.last_request
    a_list.renews()

    assert ("if-none-match" in asked, "if-none-match" in a_list.last_request) == (False, True)
