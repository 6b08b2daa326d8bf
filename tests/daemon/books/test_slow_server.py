"""A server of 250 cards that is slow, or goes away in the midst of them: nothing that came is asked for twice."""

from __future__ import annotations

import re
import threading
from contextlib import closing, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from daemon_world import a_context
from portinaio.config.load import load_settings
from portinaio.daemon.books import carddav
from portinaio.daemon.books.address import book_address
from portinaio.daemon.books.dav_session import Account, Bounds
from portinaio.daemon.books.renew import renew
from portinaio.daemon.books.state import cards_file
from portinaio.errors import ListAwayError
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

CARDS = 250
NAMES = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"'
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:N{n}\nTEL:+3902000{n:05}\nEND:VCARD"
NOTHING = carddav.Fetched("", {}, 0)


def a_resource(href: str, properties: str) -> str:
    return (
        f"<response><href>{href}</href><propstat><prop>{properties}</prop>"
        "<status>HTTP/1.1 200 OK</status></propstat></response>"
    )


class SlowBook:
    def __init__(
        self, *, portions: int = 99, silent: int = 0, question: bytes = b"getetag"
    ) -> None:
        self.portions = portions
        """How many more answers with cards it gives before it goes away."""
        self.silent = silent
        """How many times it does not answer a question in time, for which it reads all of its cards."""
        self.question = question
        self.given: list[int] = []
        """How many cards were in each answer."""
        self.over = threading.Event()
        self.url = ""

    def answer(self, method: str, body: bytes) -> str | None:
        if method == "PROPFIND":
            if self.question in body and self.silent:
                self.silent -= 1
                self.over.wait(10)
                return None
            book = a_resource(
                "/book/", "<resourcetype><collection/><C:addressbook/></resourcetype>"
            )
            return book + "".join(
                a_resource(f"/book/{n}.vcf", f"<getetag>{n}</getetag>") for n in range(CARDS)
            )
        if not self.portions:
            return None
        self.portions -= 1
        asked = [int(n) for n in re.findall(rb"<href>/book/(\d+)\.vcf</href>", body)]
        self.given.append(len(asked))
        return "".join(
            a_resource(
                f"/book/{n}.vcf",
                f"<getetag>{n}</getetag><C:address-data>{CARD.format(n=n)}</C:address-data>",
            )
            for n in asked
        )


@contextmanager
def serving(book: SlowBook) -> Iterator[SlowBook]:
    class Handler(BaseHTTPRequestHandler):
        def do_PROPFIND(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            inside = book.answer(self.command, body)
            if inside is None:  # it hangs up without a word
                self.close_connection = True
                return
            data = f"<multistatus {NAMES}>{inside}</multistatus>".encode()
            self.send_response(207)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_REPORT = do_PROPFIND  # noqa: N815  # as the library calls it

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    book.url = f"http://127.0.0.1:{server.server_address[1]}/book/"
    try:
        yield book
    finally:
        book.over.set()
        server.shutdown()
        thread.join()
        server.server_close()


def fetch(book: SlowBook, known: carddav.Fetched = NOTHING, **given):
    account = Account(book_address(book.url, "/"), "", "")
    bounds = Bounds(wait_s=given.pop("wait_s", 10.0))
    return carddav.fetch(account, known, bounds, now=FROZEN_NOW, **given)


def test_cards_come_in_portions():
    with serving(SlowBook()) as book:
        got = fetch(book)

    assert (book.given, len(got.cards)) == ([100, 100, 50], CARDS)


def test_what_came_before_the_server_went_away_is_kept_and_only_the_rest_asked_for():
    kept: dict[str, carddav.Card] = {}
    with serving(SlowBook(portions=1)) as book:
        with pytest.raises(ListAwayError):
            fetch(book, keep=kept.update)
        book.portions = 99
        got = fetch(book, carddav.Fetched("", kept, 0))

    assert (len(kept), book.given, len(got.cards)) == (100, [100, 100, 50], CARDS)


QUESTIONS = pytest.mark.parametrize("question", [b"sync-token", b"getetag"])


@QUESTIONS
def test_a_server_that_first_reads_all_its_cards_is_asked_again(question):
    with serving(SlowBook(silent=2, question=question)) as book:
        got = fetch(book, wait_s=0.2)

    assert len(got.cards) == CARDS


@QUESTIONS
def test_one_that_never_says_which_there_are_is_told_of_and_nothing_is_lost(question):
    kept = []
    with (
        serving(SlowBook(silent=3, question=question)) as book,
        pytest.raises(ListAwayError, match="has not said yet"),
    ):
        fetch(book, wait_s=0.2, keep=kept.append)

    assert kept == [{}]


def test_a_book_that_was_broken_off_goes_on_with_the_next_sync(tmp_path):
    with serving(SlowBook(portions=2)) as book:
        tables = f'country = "IT"\n[[contacts]]\nname = "family"\nurl = "{book.url}"\n'
        with closing(a_context(tmp_path, tables)) as context:
            (table,) = load_settings(context.home.config_file).contacts
            first = renew(context, table)
            begun = cards_file(context.home, "family").exists()
            book.portions = 99
            second = renew(context, table)
            known = context.store.contacts.numbers_in("family")

    assert (first.state.state, begun) == ("never", True)
    assert (second.state.state, len(known), book.given) == ("ok", CARDS, [100, 100, 50])
