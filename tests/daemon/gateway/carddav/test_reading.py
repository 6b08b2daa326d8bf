"""Address books over CardDAV: how a telephone finds them and fetches what has changed."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from dav_client import BLOCK, CONTACTS, ITEM, SYNC, dav, token_of, told
from gateway_world import ANNA, SALES, SOLD
from portinaio.core.contact import Contact
from portinaio.store.devices import handed_out
from portinaio.wire import carddav

if TYPE_CHECKING:
    from gateway_world import AHouse, Telephone


@pytest.mark.parametrize("start", ["/.well-known/carddav", "/phoneblock/contacts/"])
async def test_a_client_that_knows_the_house_alone_is_led_to_the_books(
    phone: Telephone, start: str
) -> None:
    answer = await dav(phone, "PROPFIND", start, carddav.WHERE)

    assert (answer.status, answer.headers["location"]) == (301, "/dav/")


async def test_a_client_finds_principal_home_and_books(phone: Telephone) -> None:
    root = told(await dav(phone, "PROPFIND", "/dav/", carddav.WHERE, depth="0"))["/dav/"]
    principal = told(await dav(phone, "PROPFIND", root.principal, carddav.WHERE))[root.principal]
    home = told(await dav(phone, "PROPFIND", principal.home, carddav.WHERE, depth="1"))

    assert {href for href, one in home.items() if one.is_book} == {BLOCK, CONTACTS}


async def test_a_client_without_a_token_is_told_to_bring_one(house: AHouse) -> None:
    for path in ("/dav/", "/.well-known/carddav", BLOCK):
        answer = await house.ask("PROPFIND", path)
        assert (answer.status, answer.headers["www-authenticate"][:5]) == (401, "Basic")


@pytest.mark.parametrize("given", [[], ["block"], ["contacts"], ["block", "contacts"]])
async def test_a_book_that_a_device_is_not_given_is_not_there(
    house: AHouse, given: list[str]
) -> None:
    phone = house.telephone(given=given)
    home = told(await dav(phone, "PROPFIND", "/dav/books/", carddav.WHERE, depth="1"))

    assert {href.split("/")[3] for href, one in home.items() if one.is_book} == set(given)
    for book in ("block", "contacts"):
        found = [
            (await dav(phone, "PROPFIND", f"/dav/books/{book}/", carddav.TAGS)).status,
            (await dav(phone, "REPORT", f"/dav/books/{book}/", SYNC.format(token=""))).status,
            (await phone.get(f"/dav/books/{book}/")).status,
        ]
        assert found == ([207, 207, 200] if book in given else [404, 404, 404])


async def test_cards_are_listed_with_tags_and_fetched_by_name(phone: Telephone) -> None:
    listed = told(await dav(phone, "PROPFIND", BLOCK, carddav.TAGS, depth="1"))
    asked = carddav.cards_wanted([ITEM, f"{BLOCK}none.vcf"])
    fetched = told(await dav(phone, "REPORT", BLOCK, asked))
    alone = await phone.get(ITEM)

    assert fetched[ITEM].card.replace("\n", "\r\n") == alone.body.decode().strip()
    assert listed[ITEM].etag == fetched[ITEM].etag == alone.headers["etag"]
    assert fetched[f"{BLOCK}none.vcf"].status == 404


async def test_a_card_says_spam_and_the_number_and_nothing_of_the_house(phone: Telephone) -> None:
    lines = (await phone.get(ITEM)).body.decode().split("\r\n")

    assert lines[:2] == ["BEGIN:VCARD", "VERSION:3.0"]
    assert {f"FN:SPAM: {SOLD}", "CATEGORIES:SPAM", f"TEL;TYPE=WORK:{SOLD}"} <= set(lines)
    assert "private" not in "".join(lines)


async def test_two_of_one_name_have_a_card_each(house: AHouse, phone: Telephone) -> None:
    ugo = Contact("Ugo", (ANNA,), "family", ("Work",))
    house.context.store.contacts.replace_source("family", [ugo, ugo._replace(groups=("Family",))])

    cards = (await phone.get(CONTACTS)).body.decode()

    assert (cards.count("FN:Ugo"), "CATEGORIES:Work" in cards, "CATEGORIES:Family" in cards) == (
        *(2, True, True),
    )


async def test_what_is_known_is_not_sent_again(phone: Telephone) -> None:
    tag = (await phone.get(ITEM)).headers["etag"]

    answer = await phone.get(ITEM, if_none_match=tag)

    assert (answer.status, answer.body) == (304, b"")


async def test_a_query_gets_the_whole_book(phone: Telephone) -> None:
    query = (
        '<C:addressbook-query xmlns="DAV:" xmlns:C="urn:ietf:params:xml:ns:carddav">'
        "<prop><getetag/><C:address-data/></prop></C:addressbook-query>"
    )

    (found,) = told(await dav(phone, "REPORT", CONTACTS, query)).values()

    assert "FN:Anna\\; Bianchi" in found.card


async def test_what_has_changed_since_a_token_is_told_alone(
    house: AHouse, phone: Telephone
) -> None:
    first = await token_of(phone)
    house.client.add_entry(SALES, kind="block")
    house.client.forget_entry(SOLD)

    answer = await dav(phone, "REPORT", BLOCK, SYNC.format(token=first))
    found = told(answer)
    after = ET.fromstring(answer.body).findtext("{DAV:}sync-token")

    assert {href: one.status for href, one in found.items()} == {
        f"{BLOCK}{SALES[1:]}.vcf": 200,
        ITEM: 404,
    }
    assert after == await token_of(phone) != first
    assert told(await dav(phone, "REPORT", BLOCK, SYNC.format(token=after))) == {}


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "urn:portinaio:sync:block:99",
        "urn:portinaio:sync:contacts:1",
        "urn:portinaio:sync:block:-1",
    ],
)
async def test_a_token_that_nobody_gave_is_refused_so_that_a_client_begins_anew(
    phone: Telephone, token: str
) -> None:
    await token_of(phone)

    answer = await dav(phone, "REPORT", BLOCK, SYNC.format(token=token))

    assert (answer.status, b"valid-sync-token" in answer.body) == (403, True)


async def test_who_has_been_away_for_too_long_begins_anew(
    house: AHouse, phone: Telephone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(handed_out, "MOST_GONE", 3)
    first = await token_of(phone)
    for n in range(6):
        house.client.add_entry(f"+39020000900{n}", kind="block")
        await token_of(phone)
        house.client.forget_entry(f"+39020000900{n}")
        last = await token_of(phone)

    assert (await dav(phone, "REPORT", BLOCK, SYNC.format(token=first))).status == 403
    assert (await dav(phone, "REPORT", BLOCK, SYNC.format(token=last))).status == 207
