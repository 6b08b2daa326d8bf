"""Everything that can be wrong with a download: the list of before still answers, and a sentence says why."""

from __future__ import annotations

import errno
import gzip
import json
import os
import zlib
from base64 import b64encode
from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from list_server import AServer, dripping, head, ok, pouring, silent
from portinaio.core.list_state import ListState
from portinaio.core.message import render
from portinaio.core.numbers.pattern import key
from portinaio.lists.catalogue import Subscription
from portinaio.lists.index.reader import ListIndex
from portinaio.lists.sync.context import SyncContext
from portinaio.lists.sync.download import Limits
from portinaio.lists.sync.files import ListFiles
from portinaio.lists.sync.renew import renew
from worlds import FROZEN_NOW, ITALY, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from portinaio.lists.sync.renewal import Renewal

LIMITS = Limits(wire_bytes=1 << 20, bytes=4 << 20, total_s=60, wait_s=30)
IMPATIENT = {
    "too long": LIMITS._replace(total_s=0.5),
    "in time": LIMITS._replace(wait_s=0.25),
}
"""By the reason that is waited for; nothing else may fail because a machine is busy."""
NUMBERS = [STRANGER, *(f"+3902000012{n:02}" for n in range(40, 99))]
GOOD = "\n".join(NUMBERS).encode() + b"\n"
PACKED = gzip.compress(GOOD)
NOT_PACKED = "Content-Encoding: gzip"
PHONEBLOCK = json.dumps(
    {"numbers": [{"phone": n, "votes": 10, "rating": "G_FRAUD"} for n in NUMBERS], "version": 43}
).encode()
CHUNKED = head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked")


def announced(field: str, data: bytes) -> str:
    """As RFC 9530 has it."""
    return f"{field}: sha-256=:{b64encode(sha256(data).digest()).decode()}:"


class AHouse:
    """One subscription, and the list of before."""

    def __init__(self, folder: Path, server: AServer) -> None:
        self.list_files = ListFiles(folder)
        self.list_files.make()
        self.server = server
        self.limits = LIMITS
        self.state = ListState("spam-it")

    def renews(
        self,
        answer: object = None,
        *,
        path: str = "/list.txt",
        region: str | None = None,
        **how: object,
    ) -> Renewal:
        if answer is not None:
            self.server.answers[path] = answer  # type: ignore[assignment]  # the table's
        wanted = Subscription(
            "spam-it", "Spam", (self.server.url(path),), "", region, 0.5, 24, "", None
        )
        sync_context = SyncContext(self.list_files, lambda _: ITALY, ITALY, FROZEN_NOW, self.limits)
        renewal = renew(wanted, self.state, sync_context, **how)  # type: ignore[arg-type]
        self.state = renewal.state
        return renewal

    @property
    def answers(self) -> bool:
        return ListIndex.open(self.list_files.index("spam-it")).find(key(STRANGER[1:])) is not None

    @property
    def reason(self) -> str:
        assert self.state.error, self.state
        return render(self.state.error, None)


@pytest.fixture(scope="module")
def server() -> Iterator[AServer]:
    with AServer() as server:
        yield server


@pytest.fixture
def house(tmp_path: Path, server: AServer) -> AHouse:
    house = AHouse(tmp_path / "lists", server)
    house.renews(ok(GOOD))
    assert house.state.state == "ok", house.state
    return house


BROKEN = [
    # -- no list at all
    pytest.param(ok(b"<html>Login</html>", "Content-Type: text/html"), "text/html", id="a page"),
    pytest.param(ok(b" \n<!DOCTYPE html><p>Login"), "web page", id="a page that says it is none"),
    pytest.param(ok(GOOD, "Content-Type: image/png"), "image/png", id="a picture by its type"),
    pytest.param(ok(GOOD, "Content-Type: application/pdf"), "pdf", id="a document by its type"),
    pytest.param(ok(b""), "empty", id="empty"),
    pytest.param(ok(b"\n \n"), "empty", id="blank"),
    pytest.param(ok(os.urandom(4096)), "", id="noise"),
    pytest.param(ok(b"PK\x03\x04" + os.urandom(2000)), "", id="another archive"),
    pytest.param(ok(b'{"error": "rate limit"}'), "", id="an error of a program"),
    pytest.param(ok(b"number,name\n"), "no number", id="a head without rows"),
    pytest.param(ok(b"one\ntwo\nthree\n"), "", id="words"),
    # -- on the way
    pytest.param(ok(GOOD, length=len(GOOD) + 1), "ended before", id="cut short"),
    pytest.param(CHUNKED + b"10\r\n" + GOOD[:16] + b"\r\n", "ended before", id="a chunk missing"),
    pytest.param(CHUNKED + b"zz\r\n", "no HTTP", id="a chunk of no length"),
    pytest.param(ok(PACKED[:-9], NOT_PACKED), "cut short", id="packed and cut short"),
    pytest.param(ok(PACKED[:12] + b"\0\0\0" + PACKED[15:], NOT_PACKED), "damaged", id="packed and damaged"),
    pytest.param(ok(GOOD, NOT_PACKED), "damaged", id="said to be packed, and is not"),
    pytest.param(ok(PACKED + b"more", NOT_PACKED), "behind", id="something behind its packed end"),
    pytest.param(ok(GOOD, "Content-Encoding: br"), "br", id="packed as nobody asked"),
    pytest.param(ok(gzip.compress(bytes(5 << 20)), NOT_PACKED), "larger than", id="a bomb"),
    pytest.param(ok(gzip.compress(bytes(5 << 20))), "larger than", id="a bomb that is a file"),
    pytest.param(ok(zlib.compress(bytes(5 << 20)), "Content-Encoding: deflate"), "larger than", id="a bomb of the other kind"),
    pytest.param(ok(b"", length=2 << 20), "over the wire", id="too large, as it says"),
    pytest.param(pouring(CHUNKED, b"1000\r\n" + b"1" * 4096 + b"\r\n"), "over the wire", id="never-ending"),
    pytest.param(dripping(head("HTTP/1.1 200 OK"), b"1"), "too long", id="slow drip"),
    pytest.param(dripping(b"HTTP/1.1 200 OK\r\n", b"X"), "too long", id="slow drip of its head"),
    pytest.param(silent, "in time", id="silence"),
    pytest.param(b"", "", id="hung up"),
    pytest.param(b"220 mail.example.net ESMTP\r\n", "no HTTP", id="another protocol"),
    pytest.param(ok(GOOD, announced("Content-Digest", GOOD[1:])), "the hash", id="another hash"),
    pytest.param(ok(GOOD, announced("Repr-Digest", GOOD[1:])), "the hash", id="another hash of the whole"),
    pytest.param(ok(GOOD, f"{announced('Content-Digest', GOOD)}, sha-512=:AA==:"), "the hash", id="one hash of two"),
    pytest.param(ok(PACKED, NOT_PACKED, announced("Content-Digest", GOOD)), "the hash", id="the hash of what it has packed"),
    # -- what the server says
    pytest.param(ok(b"sorry", status="500 Oops"), "500", id="500"),
    pytest.param(ok(b"sorry", "Retry-After: 60", status="503 Busy"), "503", id="503"),
    pytest.param(ok(b"sorry", status="404 Not Found"), "no such list", id="404"),
    pytest.param(ok(b"sorry", status="401 Unauthorized"), "token", id="401"),
    pytest.param(ok(GOOD, status="206 Partial Content"), "206", id="a part"),
    pytest.param(ok(b"", "Location: /list.txt", status="301 Moved"), "gave up", id="301 loop"),
    pytest.param(ok(b"", status="302 Found"), "gave up", id="moved nowhere"),
    pytest.param(ok(b"", "Location: file:///etc/passwd", status="302 Found"), "not safe", id="to a file"),
    pytest.param(ok(b"", "Location: http://example.org/", status="302 Found"), "not safe", id="to plain HTTP"),
    pytest.param(ok(b"", "Location: ftp://127.0.0.1/", status="302 Found"), "not safe", id="to another scheme"),
    # -- what the list says
    pytest.param(ok(b"\n".join(GOOD.splitlines()[:29])), "less than half", id="half the entries"),
    pytest.param(ok(GOOD + b"+39*\n" * 2), "whole country", id="a beginning that swallows a country"),
    pytest.param(ok(GOOD + b"+3911*\n" * 2), "emergency number", id="a beginning that swallows an emergency number"),
    pytest.param(ok(GOOD + b"+390000000000..+399999999999\n" * 2), "country", id="a stretch that swallows a country"),
    pytest.param(ok(GOOD + b"+390*\n" * 2), "part of one", id="all landlines of a country"),
    pytest.param(ok(GOOD + b"".join(b"+3932%d*\n+3933%d*\n" % (n, n) for n in range(10)) + b"".join(b"+3934%d*\n+3900%d*\n+3902%d*\n+3904%d*\n+3906%d*\n+3908%d*\n+3909%d*\n" % ((n,) * 7) for n in range(10)) + b"+3935*\n"), "percent", id="a country, piece by piece"),
    pytest.param(ok(b"".join(b"02000012%02d\n" % n for n in range(40))), "--region", id="nobody knows whose numbers"),
    pytest.param(ok(b"1" * (1 << 19)), "", id="one endless line"),
    pytest.param(ok(PHONEBLOCK[:-40]), "", id="JSON that is cut short"),
    pytest.param(ok(b"[" * 100_000), "", id="JSON that is nested for ever"),
]  # fmt: skip


@pytest.mark.parametrize(("answer", "reason"), BROKEN)
def test_a_broken_download_leaves_the_list_of_before_and_says_why(house, answer, reason):
    house.limits = IMPATIENT.get(reason, LIMITS)

    house.renews(answer)

    assert (house.answers, house.state.state in {"refused", "stale"}, reason in house.reason) == (
        True,
        True,
        True,
    ), house.state


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param(ok(GOOD, announced("Content-Digest", GOOD)), id="of a plain list"),
        pytest.param(ok(PACKED, NOT_PACKED, announced("Repr-Digest", PACKED)), id="of a packed one"),
        pytest.param(ok(GOOD, "Content-Digest: md5=:AA==:, sha=:AA==:"), id="of kinds that prove nothing"),
        pytest.param(ok(GOOD, "Content-Digest: sha-256"), id="that is not there"),
    ],
)  # fmt: skip
def test_a_hash_that_is_right_does_not_stand_in_the_way(house, answer):
    house.renews(answer)

    assert house.state.state == "ok", house.state


def test_an_emergency_number_is_no_list(house):
    house.renews(ok(b"112\n118\n"), region="IT")

    assert (house.answers, "emergency number" in house.reason) == (True, True)


def test_an_emergency_number_among_others_stays_out(house):
    renewal = house.renews(ok(GOOD + b"112\n"), region="IT")

    assert (house.state.state, house.state.entries, renewal.rejected) == ("ok", 60, 1)


def test_an_older_version_is_refused(house):
    house.renews(ok(PHONEBLOCK))
    house.renews(ok(PHONEBLOCK.replace(b'"version": 43', b'"version": 42')))

    assert (house.answers, "older" in house.reason) == (True, True)


def test_a_server_that_is_gone_leaves_the_list_of_before(house):
    house.server = AServer()  # bound, and nobody answers
    house.server._server.server_close()

    house.renews()

    assert (house.answers, house.state.state, "cannot be reached" in house.reason) == (
        True,
        "stale",
        True,
    )


@pytest.mark.parametrize("step", ["replace", "fsync"])
def test_a_disk_that_is_full_leaves_the_list_of_before(house, monkeypatch, step):
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, step, full)
    house.renews(ok(GOOD + b"+390200009999\n"))
    monkeypatch.undo()

    assert (house.answers, house.state.state, "no space left" in house.reason) == (
        True,
        "stale",
        True,
    )


def test_after_a_refusal_the_next_good_download_is_taken(house):
    house.renews(ok(b""))
    house.renews(ok(GOOD + b"+390200009999\n"))

    assert (house.state.state, house.state.entries, house.state.error) == ("ok", 61, None)


def test_a_list_that_shrank_is_taken_when_the_user_says_so(house):
    house.renews(ok(b"\n".join(GOOD.splitlines()[:29])), accept=True)

    assert (house.state.state, house.state.entries) == ("ok", 29)


def test_a_first_download_that_fails_was_never_fetched(tmp_path, server):
    house = AHouse(tmp_path / "lists", server)

    house.renews(ok(b"sorry", status="500 Oops"), path="/first.txt")

    assert (house.state.state, "500" in house.reason) == ("never", True)


def test_nothing_of_a_refused_download_is_left_lying_about(house):
    house.renews(ok(GOOD + b"+39*\n" * 2))
    with house.list_files.sole("spam-it"):
        left = [file.name for file in house.list_files.work.iterdir()]

    assert left == ["spam-it.lock"]


def test_a_server_that_wants_to_be_left_alone_says_for_how_long(house):
    renewal = house.renews(ok(b"", "Retry-After: 120", status="429 Too Many"))

    assert renewal.wait_s == 120


WIDE = ["+39*", "+3911*", "+390*", "+390000000000..+399999999999"]


@pytest.mark.parametrize("wide", WIDE)
def test_one_row_that_means_too_much_costs_itself_and_not_the_list(house, wide):
    renewal = house.renews(ok(GOOD + f"{wide}\n+390200009999\n".encode()))

    assert (house.state.state, house.state.entries, renewal.rejected) == ("ok", 61, 1)
    assert [row.text for row in renewal.rows] == [wide]


@pytest.mark.parametrize(("good", "state"), [(98, "ok"), (97, "refused")])
def test_rows_that_mean_too_much_refuse_the_list_from_more_than_one_in_fifty(house, good, state):
    rows = "".join(f"+3902000012{n:02}\n" for n in range(good)) + "+39*\n+390*\n"

    house.renews(ok(rows.encode()))

    assert house.state.state == state


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [(3, 1, "ok"), (49, 1, "ok"), (50, 25, "ok"), (50, 24, "refused"), (3, 0, "refused")],
)
def test_a_list_of_few_may_take_most_of_them_back(tmp_path, server, before, after, state):
    house = AHouse(tmp_path / "others", server)
    numbers = [f"+3902000012{n:02}\n".encode() for n in range(before)]
    house.renews(ok(b"".join(numbers)))

    house.renews(ok(b"".join(numbers[:after])))

    index = ListIndex.open(house.list_files.index("spam-it"))
    assert (house.state.state, len(index)) == (state, before if state == "refused" else after)
