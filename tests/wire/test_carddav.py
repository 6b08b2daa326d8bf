"""What a CardDAV server answers, byte by byte."""

from __future__ import annotations

import pytest

from portinaio.errors import UntrustedListError
from portinaio.wire.carddav import DEEPEST, cards_wanted, resources

NAMES = (
    'xmlns:d="DAV:" xmlns:card="urn:ietf:params:xml:ns:carddav"'
    ' xmlns:cs="http://calendarserver.org/ns/"'
)


def an_answer(*inside: str) -> bytes:
    return f'<?xml version="1.0"?><d:multistatus {NAMES}>{"".join(inside)}</d:multistatus>'.encode()


def a_resource(properties: str, status: str = "HTTP/1.1 200 OK") -> str:
    return (
        f"<d:response><d:href>/anna/book/</d:href><d:propstat><d:prop>{properties}</d:prop>"
        f"<d:status>{status}</d:status></d:propstat></d:response>"
    )


def test_a_book_says_what_it_is_and_in_which_version():
    (book,) = resources(
        an_answer(
            a_resource(
                "<d:resourcetype><d:collection/><card:addressbook/></d:resourcetype>"
                "<cs:getctag>7</cs:getctag>"
            )
        )
    )

    assert (book.href, book.is_book, book.is_folder, book.version) == (
        "/anna/book/",
        True,
        True,
        "7",
    )


def test_a_token_says_more_than_a_tag():
    both = "<cs:getctag>7</cs:getctag><d:sync-token>urn:8</d:sync-token>"

    assert [each.version for each in resources(an_answer(a_resource(both)))] == ["urn:8"]


def test_a_person_is_sent_on_to_the_principal_and_to_the_home():
    (found,) = resources(
        an_answer(
            a_resource(
                "<d:current-user-principal><d:href>/p/anna/</d:href></d:current-user-principal>"
                "<card:addressbook-home-set><d:href>/anna/</d:href></card:addressbook-home-set>"
            )
        )
    )

    assert (found.principal, found.home) == ("/p/anna/", "/anna/")


def test_what_a_server_says_is_not_there_is_not_there():
    missing = a_resource("<d:getetag>x</d:getetag>", "HTTP/1.1 404 Not Found")

    assert [each.etag for each in resources(an_answer(missing))] == [""]


def test_a_card_keeps_its_lines_and_its_marks():
    card = "BEGIN:VCARD&#13;\nFN:Bianchi &amp; Figli&#13;\nEND:VCARD"
    (found,) = resources(an_answer(a_resource(f"<card:address-data>{card}</card:address-data>")))

    assert found.card == "BEGIN:VCARD\r\nFN:Bianchi & Figli\r\nEND:VCARD"


def test_a_card_that_is_gone_has_a_status_of_its_own():
    gone = "<d:response><d:href>/x.vcf</d:href><d:status>HTTP/1.1 404 Not Found</d:status></d:response>"

    assert [(each.href, each.status) for each in resources(an_answer(gone))] == [("/x.vcf", 404)]


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html><body>Login</body></html>", id="a page"),
        pytest.param(b'<?xml version="1.0"?><multistatus/>', id="no name space"),
        pytest.param(an_answer()[:-5], id="cut off"),
        pytest.param(
            b'<!DOCTYPE d [<!ENTITY a "aaaa">]><d:multistatus xmlns:d="DAV:">&a;</d:multistatus>',
            id="entities",
        ),
        pytest.param(b'<!DOCTYPE d SYSTEM "file:///etc/passwd"><d/>', id="a file of ours"),
        pytest.param(
            an_answer("<d:a>" * DEEPEST + "</d:a>" * DEEPEST), id="deeper than any answer is"
        ),
        pytest.param(b'<?xml version="1.0" encoding="klingon"?><d/>', id="an unknown encoding"),
    ],
)
def test_what_is_no_answer_is_refused(data: bytes):
    with pytest.raises(UntrustedListError, match="CardDAV"):
        resources(data)


def test_an_answer_just_as_deep_as_it_may_be_is_read():
    inside = DEEPEST - 1

    assert resources(an_answer("<d:a>" * inside + "</d:a>" * inside)) == []


def test_a_card_is_asked_for_by_an_address_that_may_hold_anything():
    assert b"<href>/a&amp;b&lt;.vcf</href>" in cards_wanted(["/a&b<.vcf"])
