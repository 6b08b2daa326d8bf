"""Where a book may lie that is followed."""

from __future__ import annotations

import pytest

from portinaio.daemon.books.address import book_address, book_name, same_house
from portinaio.errors import UsageError


@pytest.mark.parametrize(
    ("source", "url"),
    [
        ("https://cloud.example.net/dav", "https://cloud.example.net/dav"),
        ("iCloud", "https://contacts.icloud.com/"),
        ("http://127.0.0.1:5232/", "http://127.0.0.1:5232/"),
        ("contacts.vcf", "file:///home/anna/contacts.vcf"),
        ("./google", "file:///home/anna/google"),
        ("/srv/my contacts.vcf", "file:///srv/my%20contacts.vcf"),
        ("file:///srv/contacts.vcf", "file:///srv/contacts.vcf"),
    ],
)
def test_a_server_a_word_and_a_file_are_addresses(source: str, url: str):
    assert book_address(source, "/home/anna").url == url


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("http://cloud.example.net/", "over https:// only"),
        ("https://anna:geheim@cloud.example.net/", "no password belongs into an address"),
        ("https://www.googleapis.com/carddav/v1/", "export them there"),
        ("https://contacts.google.com/", "export them there"),
        (" Google", "export them there"),
        ("nextcloud", "an address of its own, such as https://cloud.example.net"),
        ("ftp://cloud.example.net/", "neither a file nor an address"),
        ("https://[", "not a web address"),
    ],
)
def test_an_address_to_which_no_password_goes_is_refused(source: str, sentence: str):
    with pytest.raises(UsageError, match=sentence):
        book_address(source, "/home/anna")


def test_a_host_that_only_ends_like_another_is_no_google():
    assert book_address("https://notgoogle.com/", "/").host == "notgoogle.com"


@pytest.mark.parametrize(
    ("source", "taken", "name"),
    [
        ("https://cloud.example.net/", set(), "cloud"),
        ("https://cloud.example.net/", {"cloud"}, "cloud-2"),
        ("/srv/My Contacts.vcf", set(), "my-contacts"),
        ("/srv/联系人.vcf", set(), "contacts"),
    ],
)
def test_a_book_is_called_by_where_it_lies(source: str, taken: set[str], name: str):
    assert book_name(book_address(source, "/"), taken) == name


@pytest.mark.parametrize(
    ("asked", "other", "same"),
    [
        ("https://cloud.example.net/", "https://cloud.example.net/dav", True),
        ("https://cloud.example.net/", "https://other.example.net/", False),
        ("https://contacts.icloud.com/", "https://p42-contacts.icloud.com:443/1/", True),
        ("https://contacts.icloud.com/", "https://evilicloud.com/", False),
        ("https://other.example.net/", "https://p42-contacts.icloud.com/", False),
    ],
)
def test_a_password_goes_to_its_own_house_alone(asked: str, other: str, *, same: bool):
    assert same_house(book_address(asked, "/"), book_address(other, "/")) is same
