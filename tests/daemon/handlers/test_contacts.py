"""Contacts as the app writes them: in the book where they stand, and never in one that is followed."""

from __future__ import annotations

import pytest

from daemon_world import a_client, a_context
from portinaio.errors import UsageError

ANNA = "+390200000101"


BOOK = 'country = "IT"\n[[contacts]]\nname = "club"\nurl = "file:///home/anna/club.vcf"\n'


@pytest.fixture
def client(tmp_path):
    client = a_client(a_context(tmp_path, BOOK))
    client.context.store.contacts.add("Anna", ANNA, "club")
    yield client
    client.context.close()


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda c: c.add_contact("Bea", ANNA, source="club"), id="add"),
        pytest.param(lambda c: c.forget_contact(ANNA, source="club"), id="forget"),
        pytest.param(lambda c: c.forget_contact(ANNA), id="forget everywhere"),
    ],
)
def test_a_followed_book_is_not_written_in(client, change):
    with pytest.raises(UsageError, match="followed"):
        change(client)

    assert [one["name"] for one in client.contacts()] == ["Anna"]


def test_ones_own_name_for_a_number_of_a_followed_book_goes_alone(client):
    client.add_contact("Nonna", ANNA, beside=True)
    client.forget_contact(ANNA, name="Nonna", source="own")

    assert [one["name"] for one in client.contacts()] == ["Anna"]


def test_somebody_new_in_an_imported_book_stands_in_it(client):
    client.add_contact("Bea", "0200000102", groups=["Coro"], source="rubrica.vcf")

    assert client.contacts()[-1] == {
        "name": "Bea",
        "numbers": ["+390200000102"],
        "source": "rubrica.vcf",
        "groups": ["Coro"],
    }


def test_a_number_without_a_name_may_stand_in_an_imported_book_and_not_in_ones_own(client):
    client.add_contact("", "0200000102", source="rubrica.vcf")

    with pytest.raises(UsageError, match="needs a name"):
        client.add_contact("", "0200000103")
