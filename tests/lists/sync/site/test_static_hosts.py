"""A list site on the hosts that people have: it is read, its news are, and a file that is not there is said to be."""

from __future__ import annotations

import pytest

from site_world import LISTED, OTHERS, APublisher, AReader
from static_hosts import nginx_host, python_host

NEW = "+390200001299"


@pytest.fixture(params=["python", pytest.param("nginx", marks=pytest.mark.peers)])
def host(request, tmp_path):
    publisher = APublisher(tmp_path)
    publisher.publishes([LISTED, *OTHERS, "+12025550123"])
    how = python_host(publisher.place)
    if request.param == "nginx":
        how = nginx_host(publisher.place, tmp_path / "nginx")
    with how as url:
        yield publisher, url


def test_a_site_is_read_from_a_host_and_so_are_its_news(host, tmp_path):
    publisher, url = host
    reader = AReader(tmp_path / "lists", url, publisher.signed.fingerprint, ("IT",))
    first = reader.renews()
    publisher.publishes([LISTED, *OTHERS[1:], NEW, "+12025550123"])
    second = reader.renews()

    assert (first.state.error, second.state.error) == (None, None)
    assert (reader.holds(NEW), reader.holds(OTHERS[0]), reader.holds("+12025550123")) == (
        True,
        False,
        False,
    )


def test_a_refresh_without_news_is_two_small_requests(host, tmp_path):
    publisher, url = host
    reader = AReader(tmp_path / "lists", url, publisher.signed.fingerprint)
    reader.renews()

    assert reader.renews().bytes < 600
