"""What goes out to other programs, beyond what is blocked."""

from __future__ import annotations

from base64 import b64decode
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from daemon_world import AClient, a_client, a_context, a_logged_call
from portinaio.core.contact import Contact
from portinaio.daemon.files import exports, imports
from portinaio.errors import NotFoundError, UsageError
from portinaio.lists.formats import formats
from worlds import FROZEN_NOW, STRANGER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path))
    client.context.home.make()
    yield client
    client.context.close()


def lines(client: AClient, *asked: str) -> list[str]:
    return b64decode(client.export(*asked)["data"]).decode().splitlines()


def test_callers_go_out_with_how_often_and_when_they_called(client):
    for call_id, days in ((1, 0), (2, 3)):
        at = FROZEN_NOW - timedelta(days=days)
        client.context.store.calls.record(a_logged_call(call_id, at=at, name="ACME"))

    _head, caller = lines(client, "csv", "calls")

    assert caller == f"{STRANGER},2,2026-11-21,2026-11-24,ACME"


def test_a_caller_without_a_number_stays_in_the_house(client):
    client.context.store.calls.record(a_logged_call(1, number=None))

    assert lines(client, "plain", "calls") == ["# callers, as portinaio writes them"]


def test_contacts_go_out_with_their_names(client):
    client.add_contact("Anna Bianchi", STRANGER)

    assert "FN:Anna Bianchi" in lines(client, "vcard", "contacts")


@pytest.mark.parametrize("name", ["Anna\tBianchi", "Anna\nBianchi", " Anna\r\nBianchi "])
def test_a_name_is_one_line_and_comes_back_as_it_went_out(client: AClient, name: str):
    kept = client.add_contact(name, STRANGER)["name"]

    assert "FN:" + kept in lines(client, "vcard", "contacts")
    assert kept.split() == ["Anna", "Bianchi"]


@pytest.fixture
def other(tmp_path: Path) -> Iterator[AClient]:
    """Another house, which reads what the first has written."""
    other = a_client(a_context(tmp_path / "other"))
    other.context.home.make()
    yield other
    other.context.close()


WRITABLE = {
    "block": {f.id for f in formats().values() if f.write},
    "list": {f.id for f in formats().values() if f.write},
    "contacts": {"csv", "fritzbox", "json", "plain", "vcard"},
    "calls": {"csv", "json", "plain"},
}
"""What each format can say of numbers without a lie."""


@pytest.mark.parametrize("what", WRITABLE)
@pytest.mark.parametrize("format_id", formats())
def test_no_format_says_of_contacts_or_callers_that_they_are_to_be_blocked(
    client: AClient, format_id: str, what: str
):
    client.add_contact("Anna Bianchi", STRANGER)
    client.add_entry("+390200001235", kind="block")
    client.context.store.calls.record(a_logged_call(1))

    if format_id in WRITABLE[what] and what != "list":
        assert client.export(format_id, what)["written"] == 1
    else:
        with pytest.raises((UsageError, NotFoundError)) as refused:
            client.export(format_id, what)
        said = [f for f in sorted(WRITABLE[what]) if f in str(refused.value).split()]
        assert said == (sorted(WRITABLE[what]) if format_id not in WRITABLE[what] else [])


NAMES = [
    "Anna Bianchi",
    'Rossi, Bruno; detto \\ il "Nano"',
    "=cmd|' /C calc'!A0",
    "'s-Gravenhage",
    "'=1+1",
    "<b>&amp; Figli</b>",
    "# 12",
    "\u674e\u96f7",
    "Spampinato",
    "-",
    "",
]


@pytest.mark.parametrize("format_id", sorted(WRITABLE["contacts"]))
def test_contacts_are_known_by_the_same_names_in_another_house(
    client: AClient, other: AClient, format_id: str
):
    contacts = [
        Contact(name, (f"+39020000{n}1", f"+39333000{n}00"), "phone.vcf")
        for n, name in enumerate(NAMES, 100)
    ]
    client.context.store.contacts.replace_source("phone.vcf", contacts)

    data = b64decode(client.export(format_id, "contacts")["data"])
    told = other.import_contacts("export", data)

    assert (other.context.store.contacts.names(), told["rejected"]) == (
        client.context.store.contacts.names(),
        [],
    )


def test_a_contact_with_two_numbers_is_one_card(client: AClient):
    anna = Contact("Anna Bianchi", (STRANGER, "+390200001235"), "phone.vcf")
    client.context.store.contacts.replace_source("phone.vcf", [anna])

    assert lines(client, "vcard", "contacts") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:;Anna Bianchi;;;",
        "FN:Anna Bianchi",
        f"TEL;TYPE=VOICE:{STRANGER}",
        "TEL;TYPE=VOICE:+390200001235",
        "END:VCARD",
    ]


def test_a_vcard_takes_the_groups_of_contacts_to_another_house(client: AClient, other: AClient):
    anna = Contact("Anna", (STRANGER, "+390200001235"), "phone.vcf", ("Famiglia", "Rossi, Bianchi"))
    client.context.store.contacts.replace_source("phone.vcf", [anna])

    other.import_contacts("phone.vcf", b64decode(client.export("vcard", "contacts")["data"]))

    assert other.context.store.contacts.all() == [anna]


def test_two_of_one_name_in_other_groups_are_two_in_another_house(client: AClient, other: AClient):
    senior = Contact("Ugo", ("+390200000001", "+390200000003"), "phone.vcf", ("Work",))
    junior = Contact("Ugo", ("+390200000002",), "phone.vcf", ("Family",))
    client.context.store.contacts.replace_source("phone.vcf", [senior, junior])

    other.import_contacts("phone.vcf", b64decode(client.export("vcard", "contacts")["data"]))

    assert other.context.store.contacts.all() == [senior, junior]


def test_whom_two_books_have_goes_out_on_one_card(client: AClient):
    kept = client.context.store.contacts
    kept.replace_source("a.vcf", [Contact("Anna", ("+390200000001",), "a.vcf", ("Family",))])
    kept.replace_source(
        "b.vcf", [Contact("ANNA", ("+390200000002", "+390200000001"), "b.vcf", ("Work",))]
    )

    written = lines(client, "vcard", "contacts")

    assert [line for line in written if line[:3] in {"FN:", "TEL", "CAT"}] == [
        *("FN:Anna", "TEL;TYPE=VOICE:+390200000001", "TEL;TYPE=VOICE:+390200000002"),
        "CATEGORIES:Family,Work",
    ]


@pytest.mark.parametrize(
    ("name", "number"),
    [("Ugo", "+390200000001"), ("Anna", "+390200000002")],
    ids=["another name", "another number in other groups"],
)
def test_whoever_may_be_somebody_else_has_a_card_of_their_own(client: AClient, name, number):
    kept = client.context.store.contacts
    kept.replace_source("a.vcf", [Contact("Anna", ("+390200000001",), "a.vcf", ("Family",))])
    kept.replace_source("b.vcf", [Contact(name, (number,), "b.vcf")])

    assert lines(client, "vcard", "contacts").count("BEGIN:VCARD") == 2


def test_a_number_without_a_name_goes_out_once(client: AClient):
    for book in ("a.vcf", "b.vcf"):
        nobody = Contact("", ("+390200000001",), book)
        client.context.store.contacts.replace_source(book, [nobody])

    assert lines(client, "plain", "contacts")[1:] == ["+390200000001"]


@pytest.mark.parametrize("format_id", sorted(WRITABLE["contacts"] - {"vcard"}))
def test_groups_are_nobodys_name_where_a_format_has_no_place_for_them(
    client: AClient, format_id: str
):
    for name, number in (("Anna", STRANGER), ("", "+390200001235")):
        client.context.store.contacts.add(name, number, "book", ["Famiglia"])

    assert "Famiglia" not in b64decode(client.export(format_id, "contacts")["data"]).decode()


def test_the_card_of_a_number_without_a_name_is_called_by_it(client: AClient):
    nobody = Contact("", (STRANGER,), "phone.vcf")
    client.context.store.contacts.replace_source("phone.vcf", [nobody])

    assert f"FN:{STRANGER}" in lines(client, "vcard", "contacts")


def test_a_phonebook_of_contacts_is_none_of_barred_callers(client: AClient):
    client.add_contact("Anna Bianchi", STRANGER)

    assert not [line for line in lines(client, "fritzbox", "contacts") if "258" in line]
    assert [line for line in lines(client, "fritzbox", "block") if "258" in line]


def test_what_is_blocked_for_a_while_is_not_for_others(client):
    client.add_entry(STRANGER, kind="block", until=(FROZEN_NOW + timedelta(hours=1)).isoformat())
    client.add_entry("+390844*", kind="block")

    assert lines(client, "plain") == ["+390844*"]


@pytest.mark.parametrize(("name", "reason"), [("", "no list"), ("other", "other")])
def test_a_list_that_is_not_there_is_named(client, name, reason):
    with pytest.raises(NotFoundError, match=reason):
        client.export("csv", "list", name)


def test_too_many_numbers_for_ones_own_entries_are_a_list(client, monkeypatch):
    monkeypatch.setattr(imports, "MOST_ENTRIES", 1)

    with pytest.raises(UsageError, match="lists add"):
        client.import_file("many.txt", b"+390200001234\n+390200001235\n")


def test_a_file_that_is_no_list_changes_nothing(client):
    with pytest.raises(UsageError):
        client.import_file("x.bin", bytes(range(256)) * 40)

    assert client.entries() == []


def test_an_export_has_an_end(client, monkeypatch):
    monkeypatch.setattr(exports, "LARGEST_EXPORT_BYTES", 10)
    client.add_entry(STRANGER, kind="block")

    with pytest.raises(UsageError, match="larger"):
        client.export("plain")
