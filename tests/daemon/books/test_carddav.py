"""What a CardDAV server may do wrong, and who hears the password."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from list_server import AServer, ok
from portinaio.daemon.books import carddav
from portinaio.daemon.books.address import book_address
from portinaio.daemon.books.dav_session import Account, Bounds
from portinaio.errors import ListAwayError, PortinaioError, UntrustedListError
from worlds import FROZEN_NOW

if TYPE_CHECKING:
    from collections.abc import Iterator

NOTHING = carddav.Fetched("", {}, 0)
NAMES = 'xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav"'
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:Anna\nTEL:+390200000101\nEND:VCARD"
MULTI = "207 Multi-Status"


@pytest.fixture
def server() -> Iterator[AServer]:
    with AServer() as server:
        yield server


def a_resource(href: str, properties: str) -> str:
    return (
        f"<response><href>{href}</href><propstat><prop>{properties}</prop>"
        "<status>HTTP/1.1 200 OK</status></propstat></response>"
    )


def a_book(cards: int, *, given: bool = True) -> bytes:
    """One answer for every question: what it is, its cards with their versions, and the cards themselves."""
    card = f"<C:address-data>{CARD}</C:address-data>" if given else ""
    inside = "".join(
        a_resource(f"/book/{n}.vcf", f"<getetag>{n}</getetag>{card}") for n in range(cards)
    )
    what = "<resourcetype><collection/><C:addressbook/></resourcetype>"
    return f"<multistatus {NAMES}>{a_resource('/book/', what)}{inside}</multistatus>".encode()


def fetch(server: AServer, path: str = "/book/", bounds: Bounds | None = None) -> carddav.Fetched:
    account = Account(book_address(server.url(path), "/"), "anna", "geheim")
    got = carddav.fetch(account, NOTHING, bounds or Bounds(), now=FROZEN_NOW)
    assert got is not None
    return got


def test_every_question_carries_the_password_and_the_book_comes_whole(server):
    server.answers["/book/"] = ok(a_book(3), status=MULTI)

    got = fetch(server)

    assert [card.text.count("TEL") for card in got.cards.values()] == [1, 1, 1]
    assert all("authorization: basic" in one.lower() for one in server.asked)


def test_a_house_is_asked_where_its_books_lie(server):
    server.answers["/"] = ok(b"", status="404 Not Found")
    server.answers["/.well-known/carddav"] = ok(b"", "Location: /book/", status="301 Moved")
    server.answers["/book/"] = ok(a_book(1), status=MULTI)

    assert len(fetch(server, "/").cards) == 1


ELSEWHERE = "https://other.example.net/"
HOME = f"<C:addressbook-home-set><href>{ELSEWHERE}</href></C:addressbook-home-set>"


@pytest.mark.parametrize(
    "way",
    [
        pytest.param(ok(b"", f"Location: {ELSEWHERE}", status="301 Moved"), id="a redirect"),
        pytest.param(
            ok(
                f"<multistatus {NAMES}>{a_resource('/book/', HOME)}</multistatus>".encode(),
                status=MULTI,
            ),
            id="a home elsewhere",
        ),
    ],
)
def test_a_stranger_to_whom_a_server_sends_us_hears_no_password(server, way):
    server.answers["/book/"] = way

    with pytest.raises(UntrustedListError, match=r"other\.example\.net, which does not hear"):
        fetch(server)


def test_who_is_sent_around_in_circles_gives_up(server):
    server.answers["/book/"] = ok(b"", "Location: /book/", status="302 Found")

    with pytest.raises(UntrustedListError, match="from one address to the next"):
        fetch(server)


@pytest.mark.parametrize(
    ("answer", "kind", "sentence"),
    [
        pytest.param(
            ok(b"<html>Login</html>"), UntrustedListError, "does not answer as", id="a page"
        ),
        pytest.param(
            ok(b"<html>Login</html>", status=MULTI),
            UntrustedListError,
            "does not answer as",
            id="a page that claims to be an answer",
        ),
        pytest.param(ok(b"", status="401 No"), ListAwayError, "user name or the pass", id="401"),
        pytest.param(ok(b"", status="403 No"), ListAwayError, "refuses us", id="403"),
        pytest.param(ok(b"", status="500 Oh"), ListAwayError, "the error 500", id="500"),
        pytest.param(
            ok(a_book(2, given=False), status=MULTI),
            UntrustedListError,
            "missing: 2",
            id="cards that it names and does not give",
        ),
    ],
)
def test_what_is_no_book_is_told_for_what_it_is(server, answer, kind, sentence):
    server.answers["/book/"] = answer

    with pytest.raises(PortinaioError, match=sentence) as refused:
        fetch(server)

    assert type(refused.value) is kind


def test_a_server_that_asks_to_be_left_alone_says_for_how_long(server):
    server.answers["/book/"] = ok(b"", "Retry-After: 120", status="503 Busy")

    with pytest.raises(ListAwayError) as away:
        fetch(server)

    assert away.value.wait_s == 120


@pytest.mark.parametrize(("most", "taken"), [(3, True), (2, False)])
def test_a_book_may_have_so_many_cards_and_no_more(server, most, taken):
    server.answers["/book/"] = ok(a_book(3), status=MULTI)
    bounds = Bounds(cards=most)

    if taken:
        assert len(fetch(server, bounds=bounds).cards) == 3
    else:
        with pytest.raises(UntrustedListError, match="more than 2 cards"):
            fetch(server, bounds=bounds)


@pytest.mark.parametrize(("spare", "taken"), [(0, True), (-1, False)])
def test_so_many_bytes_may_come_and_no_more(server, spare, taken):
    answer = a_book(2)
    server.answers["/book/"] = ok(answer, status=MULTI)
    bounds = Bounds(wire_bytes=4 * len(answer) + spare)

    if taken:
        assert fetch(server, bounds=bounds).bytes == 4 * len(answer)
    else:
        with pytest.raises(UntrustedListError, match="it sends more than"):
            fetch(server, bounds=bounds)


def test_pictures_of_a_card_are_not_kept(server):
    photo = "PHOTO;ENCODING=b:" + "A" * 60 + "\n " + "B" * 60 + "\nTEL"
    data = a_book(1).replace(b"TEL", photo.encode())
    server.answers["/book/"] = ok(data, status=MULTI)

    (card,) = fetch(server).cards.values()

    assert card.text == f"{CARD}\n"


def a_versioned_book(token: str, tags: tuple[str, ...]) -> bytes:
    """As `a_book`, with a version of the whole, and of each card where it has one."""
    card = f"<C:address-data>{CARD}</C:address-data>"
    what = f"<resourcetype><collection/><C:addressbook/></resourcetype><sync-token>{token}</sync-token>"
    inside = "".join(
        a_resource(f"/book/{n}.vcf", f"{f'<getetag>{tag}</getetag>' if tag else ''}{card}")
        for n, tag in enumerate(tags)
    )
    return f"<multistatus {NAMES}>{a_resource('/book/', what)}{inside}</multistatus>".encode()


def reports(server: AServer) -> int:
    return sum(one.startswith("REPORT") for one in server.asked)


@pytest.mark.parametrize(
    ("token", "listed", "fetched"),
    [
        pytest.param("1", False, 0, id="a version that is still right"),
        pytest.param("9", True, 0, id="another version of the same cards, as after an expired one"),
    ],
)
def test_a_version_is_only_compared_so_that_none_can_expire(server, token, listed, fetched):
    account = Account(book_address(server.url("/book/"), "/"), "anna", "geheim")
    server.answers["/book/"] = ok(a_versioned_book("1", ("a", "b")), status=MULTI)
    known = carddav.fetch(account, NOTHING, Bounds(), now=FROZEN_NOW)
    server.asked.clear()
    server.answers["/book/"] = ok(a_versioned_book(token, ("a", "b")), status=MULTI)

    got = carddav.fetch(account, known, Bounds(), now=FROZEN_NOW)

    assert (got is not None, reports(server)) == (listed, fetched)
    assert got is None or got.cards == known.cards


@pytest.mark.parametrize(("tags", "fetched"), [(("a", "b"), 0), (("a", ""), 1), (("", ""), 1)])
def test_a_card_without_a_version_is_fetched_each_time_and_never_lost(server, tags, fetched):
    account = Account(book_address(server.url("/book/"), "/"), "anna", "geheim")
    server.answers["/book/"] = ok(a_versioned_book("1", tags), status=MULTI)
    known = carddav.fetch(account, NOTHING, Bounds(), now=FROZEN_NOW)
    server.asked.clear()
    server.answers["/book/"] = ok(a_versioned_book("2", tags), status=MULTI)

    got = carddav.fetch(account, known, Bounds(), now=FROZEN_NOW)

    assert (len(known.cards), len(got.cards), reports(server)) == (2, 2, fetched)


def test_a_server_that_is_down_is_told_in_words_that_can_be_translated(server):
    address = book_address(server.url("/book/"), "/")
    server.__exit__()

    with pytest.raises(ListAwayError) as refused:
        carddav.fetch(Account(address, "anna", "geheim"), NOTHING, Bounds(), now=FROZEN_NOW)

    assert str(refused.value) == "127.0.0.1 cannot be reached: connection refused"


def test_how_far_it_is_is_told_before_the_server_has_said_anything(server):
    told = []
    server.answers["/book/"] = ok(b"", status="500 Oh")
    account = Account(book_address(server.url("/book/"), "/"), "anna", "geheim")

    with pytest.raises(ListAwayError):
        carddav.fetch(
            account, NOTHING, Bounds(), now=FROZEN_NOW, progress=lambda *at: told.append(at)
        )

    assert told == [(0, None)]
