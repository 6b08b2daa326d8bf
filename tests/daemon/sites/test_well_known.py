"""A host that says where its list site is, and sends whoever asks on: where we go, where we do not, and what a subscriber reads."""

from __future__ import annotations

import json
import re

import pytest

from certificates import an_identity
from forged_site import NOT_FOUND, ForgedSite
from list_server import AServer, dripping, ok, pouring
from portinaio.daemon.sites import look_worker
from portinaio.daemon.sites.look_worker import WELL_KNOWN, found_site
from portinaio.errors import PortinaioError
from portinaio.lists.sync.download import Limits

FILE = f"/{WELL_KNOWN}"
LIST = "/calls/list/"
ENDLESS = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"


class Paths(dict):
    """What a host has, and 404 for the rest."""

    def get(self, path, _otherwise=None):
        return super().get(path, NOT_FOUND)


def sent_on(place):
    return ok(b"", f"Location: {place}", status="302 Found")


def told(site):
    return ok(json.dumps({"site": site, "title": "Calls"}).encode())


@pytest.fixture(scope="module")
def root():
    return ok(ForgedSite(()).roots[0])


@pytest.fixture
def host(root):
    """With a list below /calls/list/, of which nothing at its root tells."""
    with AServer() as server:
        server.answers = Paths({f"{LIST}metadata/1.root.json": root})
        yield server


@pytest.fixture
def other():
    """Another host, with nothing."""
    with AServer() as server:
        server.answers = Paths()
        yield server


def test_another_path_of_the_same_host_is_taken_and_names_are_meant_from_there(host):
    host.answers |= {FILE: sent_on("/a/b/c.json"), "/a/b/c.json": told("../../calls/list/")}

    assert found_site(host.url("/"))["url"] == host.url(LIST)


def test_another_host_may_have_the_file_and_then_says_where_the_list_is(host, other):
    other.answers[FILE] = sent_on(host.url("/where.json"))
    host.answers["/where.json"] = told("calls/list/")

    found = found_site(other.url("/"))

    assert (found["url"], found["title"]) == (host.url(LIST), "Calls")


def test_the_address_that_somebody_has_typed_learns_of_no_more_than_it_is_asked(host, other):
    """Neither host hears who asks: no cookie, no language, no address of the other."""
    other.answers[FILE] = sent_on(host.url("/where.json"))
    host.answers["/where.json"] = told("calls/list/")
    found_site(other.url("/"))
    names = {
        line.partition(":")[0].lower()
        for request in (*host.asked, *other.asked)
        for line in request.split("\r\n")[1:]
        if line
    }

    assert names == {"host", "accept", "accept-encoding", "connection", "user-agent"}


REFUSED = [
    pytest.param(sent_on(FILE), "from one address to the next; after 5", id="in circles"),
    pytest.param(sent_on("file:///etc/passwd"), "not safe", id="to a file"),
    pytest.param(sent_on("http://192.168.178.1/"), "not safe", id="into the house"),
    pytest.param(sent_on("ftp://127.0.0.1/"), "not safe", id="to what is no web"),
    pytest.param(sent_on("http://[::1"), "spoke no HTTP", id="to no address"),
    pytest.param(ok(b"", status="302 Found"), "after 5 we gave up", id="without saying where"),
    pytest.param(sent_on("/nothing.json"), "no list site at", id="to nothing"),
    pytest.param(ok(b"<html>", "Content-Type: text/html"), "no list site at", id="a page"),
    pytest.param(ok(b" " * (17 << 10)), "is larger than the 16,384 bytes", id="too large"),
    pytest.param(pouring(ENDLESS, b" " * 4096), "is larger than the 16,384", id="endless"),
    pytest.param(told("file:///etc/"), "names no list site", id="that names a file"),
    pytest.param(told("/nothing/"), "no list site at", id="that names nothing"),
]


@pytest.mark.parametrize(("answer", "said"), REFUSED)
def test_where_nobody_may_be_sent_is_told_in_a_sentence(host, answer, said):
    host.answers[FILE] = answer

    with pytest.raises(PortinaioError, match=re.escape(said)):
        found_site(host.url("/"))


def test_a_host_that_sends_it_drop_by_drop_is_left(host, monkeypatch):
    monkeypatch.setattr(look_worker, "LIMITS", Limits(wire_bytes=1 << 20, total_s=0.3))
    host.answers[FILE] = dripping(ENDLESS, b" ")

    with pytest.raises(PortinaioError, match="takes too long"):
        found_site(host.url("/"))


def test_who_is_asked_over_tls_sends_nobody_on_without_it(tmp_path, host, monkeypatch):
    identity = an_identity(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(identity.certificate))
    with AServer(identity.context) as safe:
        address = safe.url("/").replace("127.0.0.1", "localhost")
        safe.answers = Paths({FILE: sent_on(host.url("/where.json"))})
        host.answers["/where.json"] = told("calls/list/")

        with pytest.raises(PortinaioError, match="localhost sends us on to an address that is not"):
            found_site(address)
        safe.answers[FILE] = told(host.url(LIST))
        with pytest.raises(PortinaioError, match="names no list site"):
            found_site(address)
    assert host.asked == []
