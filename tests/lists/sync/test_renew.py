"""How a list is renewed when all goes well: validators, mirrors, increments, and what several lists say together."""

from __future__ import annotations

import gzip
from datetime import timedelta

import pytest

from list_server import AServer, ok
from portinaio.lists.index.reader import ListIndex
from synced_list import GOOD
from worlds import FROZEN_NOW, STRANGER


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
