"""What a telephone writes into its address book, in good faith or not."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import pytest

from dav_client import BLOCK, CONTACTS, ITEM, SYNC, a_card, dav, told
from gateway_world import ANNA, SOLD
from portinaio.core.contact import Contact
from portinaio.wire import carddav, carddav_service

if TYPE_CHECKING:
    from gateway_world import AHouse, Telephone


async def test_a_card_that_is_put_is_a_report(phone: Telephone) -> None:
    path = f"{BLOCK}u1.vcf"

    new = await dav(
        phone, "PUT", path, a_card("02 0000 5555", "+39 02 0000 5556"), if_none_match="*"
    )

    assert (new.status, "etag" in new.headers) == (201, False)
    assert phone.deeds == [("block", "+390200005555"), ("block", "+390200005556")]
    assert b"UID:u1\r\nFN:Pests\r\n" in (await phone.get(path)).body
    assert f"{BLOCK}390200005555.vcf" not in told(
        await dav(phone, "PROPFIND", BLOCK, carddav.TAGS, depth="1")
    )


async def test_a_number_taken_off_its_card_is_let_go_and_a_new_one_reported(
    phone: Telephone,
) -> None:
    path = f"{BLOCK}u1.vcf"
    await dav(phone, "PUT", path, a_card("+390200005555", "+390200005556"))

    again = await dav(phone, "PUT", path, a_card("+390200005556", "+390200005557"))

    assert again.status == 204
    assert phone.deeds == [("block", "+390200005556"), ("block", "+390200005557")]


async def test_a_card_that_is_deleted_is_an_allow(house: AHouse, phone: Telephone) -> None:
    tag = (await phone.get(ITEM)).headers["etag"]

    answer = await dav(phone, "DELETE", ITEM, if_match=tag)

    assert (answer.status, phone.deeds) == (204, [("allow", SOLD)])
    assert house.client.check(SOLD)["label"] == "known"
    assert (await phone.get(ITEM)).status == 404
    assert (await dav(phone, "DELETE", ITEM)).status == 404


async def test_two_clients_do_not_overwrite_each_other(phone: Telephone) -> None:
    found = [
        (await dav(phone, "PUT", ITEM, a_card("+390200005555"), if_none_match="*")).status,
        (await dav(phone, "PUT", ITEM, a_card("+390200005555"), if_match='"other"')).status,
        (await dav(phone, "PUT", f"{BLOCK}new.vcf", a_card("+390200005555"), if_match="*")).status,
        (await dav(phone, "DELETE", ITEM, if_match='"other"')).status,
    ]

    assert (found, phone.deeds) == ([412] * 4, [])


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        (f"{BLOCK}x.vcf", b"", 400),
        (f"{BLOCK}x.vcf", b"no card", 400),
        (f"{BLOCK}x.vcf", a_card(), 400),
        (f"{BLOCK}x.vcf", a_card("112"), 400),
        (f"{BLOCK}x.vcf", a_card(ANNA), 400),
        (f"{BLOCK}x.vcf", a_card("0844*"), 400),
        (f"{BLOCK}x.vcf", a_card(*(f"+3902000055{n:02d}" for n in range(11))), 400),
        (f"{BLOCK}x.vcf", b"x" * (64 << 10) + b"x", 413),
        (BLOCK, a_card("+390200005555"), 403),
        ("/dav/books/", a_card("+390200005555"), 403),
        (f"{CONTACTS}x.vcf", a_card("+390200005555"), 403),
        ("/dav/books/other/x.vcf", a_card("+390200005555"), 404),
        (f"{BLOCK}a/b.vcf", a_card("+390200005555"), 404),
        (f"{BLOCK}{'x' * 201}", a_card("+390200005555"), 404),
    ],
)
async def test_what_is_no_report_changes_nothing(
    house: AHouse, phone: Telephone, path: str, body: bytes, status: int
) -> None:
    answer = await dav(phone, "PUT", path, body)

    assert (answer.status, phone.deeds, len(house.client.entries())) == (status, [], 1)


async def test_who_may_not_report_reads_alone(house: AHouse, phone: Telephone) -> None:
    del phone
    reader = house.telephone("reader", may=[])

    assert (await dav(reader, "PUT", f"{BLOCK}x.vcf", a_card("+390200005555"))).status == 403
    assert (await dav(reader, "DELETE", ITEM)).status == 403
    assert (await reader.get(ITEM)).status == 200


@pytest.mark.parametrize(
    "body",
    [
        b"<",
        b"\xff\xfe",
        b'<!DOCTYPE x [<!ENTITY a "b">]><propfind xmlns="DAV:"><prop>&a;</prop></propfind>',
        b'<!DOCTYPE x SYSTEM "file:///etc/hostname"><propfind xmlns="DAV:"/>',
        b'<?xml version="1.0" encoding="none"?><propfind xmlns="DAV:"/>',
        b"<a>" * 100,
        b"<a>" * 13 + b"</a>" * 13,
        b'<propfind xmlns="DAV:"><prop><x>' + b"y" * 4001 + b"</x></prop></propfind>",
        b'<propfind xmlns="DAV:">' + b"<x/>" * 20_000 + b"</propfind>",
    ],
)
@pytest.mark.parametrize("method", ["PROPFIND", "REPORT"])
async def test_xml_that_is_none_or_too_much_is_refused(
    phone: Telephone, method: str, body: bytes
) -> None:
    assert (await dav(phone, method, BLOCK, body)).status in {400, 413}


def test_what_is_read_has_bounds_on_both_sides() -> None:
    deepest = carddav_service.DEEPEST
    carddav_service.read(b"<a>" * deepest + b"</a>" * deepest)

    with pytest.raises(carddav_service.NoRequestError):
        carddav_service.read(b"<a>" * (deepest + 1) + b"</a>" * (deepest + 1))


async def test_a_property_that_nobody_knows_is_not_found_and_stays_what_it_is(
    phone: Telephone,
) -> None:
    body = '<propfind xmlns="DAV:"><prop><getetag/><x xmlns="urn:&lt;&quot;odd"/></prop></propfind>'

    answer = await dav(phone, "PROPFIND", ITEM, body)

    root = ET.fromstring(answer.body)
    assert [one.text for one in root.iter("{DAV:}status")] == [
        "HTTP/1.1 200 OK",
        "HTTP/1.1 404 Not Found",
    ]
    assert root.find('.//{urn:<"odd}x') is not None


async def test_names_with_odd_characters_stay_one_card(house: AHouse) -> None:
    odd = "A\nTEL:+39020000666\r\n;,\\ é" + "ü" * 80
    house.context.store.contacts.replace_source("book", [Contact(odd, (ANNA,), "book")])
    house.context.changed()
    phone = house.telephone(given=["contacts"])

    (found,) = [
        one
        for href, one in told(await dav(phone, "REPORT", CONTACTS, SYNC.format(token=""))).items()
    ]
    card = (await phone.get(found.href)).body

    assert card.count(b"\nTEL") == 1
    assert all(len(line) <= 75 for line in card.split(b"\r\n"))
    assert card.decode("utf-8")


HOSTILE = {
    "a number ten thousand times": (a_card(*[SOLD] * 3000), 201),
    "twelve numbers": (a_card(*(f"+3902000012{n:02d}" for n in range(12))), 400),
    "no text": (b"BEGIN:VCARD\r\nFN:" + b"\xff\x00" * 9999 + b"\r\nTEL:" + b"1" * 9999, 400),
    "cards in cards": (b"BEGIN:VCARD\n" * 5000, 400),
    "too long": (b"BEGIN:VCARD\n" * 9999, 413),
    "an emergency number": (a_card("112"), 400),
}


@pytest.mark.parametrize("what", HOSTILE)
async def test_a_hostile_card_breaks_nothing(house: AHouse, what: str) -> None:
    phone = house.telephone()
    body, status = HOSTILE[what]

    put = await dav(phone, "PUT", f"{BLOCK}x.vcf", body)
    after = await phone.get("/phoneblock/api/test")

    assert (put.status, after.body) == (status, b"ok")
    assert len(house.client.entries()) == (status == 201)


@pytest.mark.parametrize(
    "path", ["..%2f..%2fx.vcf", "../x.vcf", "a%2fb.vcf", "a%00b.vcf", "%0a.vcf"]
)
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PROPFIND"])
async def test_no_name_of_a_card_leads_elsewhere(house: AHouse, method: str, path: str) -> None:
    body = a_card(SOLD) if method == "PUT" else b""
    answer = await dav(house.telephone(), method, BLOCK + path, body)

    assert answer.status == 404
    assert house.client.entries() == []


async def test_however_deep_a_client_asks_it_is_told_one_level(house: AHouse) -> None:
    phone = house.telephone()
    house.client.add_entry(SOLD, kind="block")

    deep = await dav(phone, "PROPFIND", "/dav/", depth="infinity")

    assert SOLD not in deep.body.decode()
