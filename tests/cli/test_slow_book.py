"""`portinaio contacts follow` of a server that goes away before all cards are here."""

from __future__ import annotations

from daemon.books.test_slow_server import SlowBook, serving


def test_it_is_followed_all_the_same_and_the_next_sync_brings_the_rest(run):
    with serving(SlowBook(portions=1)) as book:
        followed = run("contacts", "follow", book.url, "--name", "family")
        book.portions = 99
        (synced,) = run("contacts", "sync", "--json").json

    assert "family is followed" in followed.out
    assert (synced["state"], synced["accepted"]) == ("ok", 250)
