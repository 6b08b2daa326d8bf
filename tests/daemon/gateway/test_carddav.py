"""The address books: what a client of CardDAV finds, fetches, writes and deletes."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from daemon_world import a_client, a_context
from gateway_world import ANNA, SALES, SOLD
from portinaio.core.contact import Contact
from portinaio.daemon.gateway import books
from portinaio.daemon.gateway.phoneblock import digest_of
from portinaio.store.devices import handed_out
from portinaio.wire import carddav, carddav_service
from same_process import in_this_process

if TYPE_CHECKING:
    from daemon_world import AClient, Answer
    from gateway_world import AHouse, Telephone

BLOCK, CONTACTS = "/dav/books/block/", "/dav/books/contacts/"
ITEM = f"{BLOCK}{SOLD[1:]}.vcf"
SYNC = (
    '<D:sync-collection xmlns:D="DAV:"><D:sync-token>{token}</D:sync-token><D:sync-level>1</D:sync-level>'
    "<D:prop><D:getetag/></D:prop></D:sync-collection>"
)


def a_card(*numbers: str, uid: str = "u1") -> bytes:
    tels = "".join(f"TEL:{number}\r\n" for number in numbers)
    return f"BEGIN:VCARD\r\nVERSION:3.0\r\nUID:{uid}\r\nFN:Pests\r\n{tels}END:VCARD\r\n".encode()


async def dav(
    phone: Telephone, method: str, path: str, body: bytes | str = b"", **more: Any
) -> Answer:
    return await phone.ask(method, path, body if isinstance(body, bytes) else body.encode(), **more)


def told(answer: Answer) -> dict[str, carddav.Resource]:
    """As our own client reads it."""
    assert answer.status == 207, answer.body
    return {one.href: one for one in carddav.resources(answer.body)}


async def token_of(phone: Telephone, book: str = BLOCK) -> str:
    return told(await dav(phone, "PROPFIND", book, carddav.VERSION))[book].version


@pytest.fixture
def phone(house: AHouse) -> Telephone:
    house.context.store.contacts.replace_source("book", [Contact("Anna; Bianchi", (ANNA,), "book")])
    house.client.add_entry(SOLD, kind="block", note="private")
    house.context.changed()
    return house.telephone(given=["block", "contacts"])


# -- finding


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


# -- fetching


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


# -- writing


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


# -- what nobody sends in good faith


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


# -- the lists that a device is given

CALLER, MISTAKE = "+390200001234", "+390200005678"


@pytest.fixture
def family(house: AHouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Family:
    in_this_process(monkeypatch)
    monkeypatch.setattr("portinaio.config.secrets._keyring", lambda: None)
    other = a_client(a_context(tmp_path / "other", 'country = "IT"\n'))
    site = str(tmp_path / "site")
    other.add_entry(CALLER, kind="block", note="sells solar panels")
    other.add_entry(MISTAKE, kind="block")
    other.add_entry("+390844*", kind="block", sure=True)
    word = other.invite(site, f"{Path(site).as_uri()}/")["invitation"]
    return Family(other, site, house.client.join_family(word)["name"])


class Family(NamedTuple):
    """Another home whose blocks this house has joined."""

    other: AClient
    site: str
    name: str

    def takes_back(self, house: AHouse, number: str) -> None:
        self.other.forget_entry(number)
        self.other.invite(self.site)
        house.client.sync()


async def test_a_joined_list_is_an_address_book_that_nobody_writes(
    house: AHouse, family: Family
) -> None:
    phone = house.telephone(given=[], lists=[family.name])
    book = f"/dav/books/{family.name}/"
    home = told(await dav(phone, "PROPFIND", "/dav/books/", carddav.WHERE, depth="1"))
    cards = (await phone.get(book)).body.decode()
    first = await token_of(phone, book)
    family.takes_back(house, MISTAKE)
    changes = told(await dav(phone, "REPORT", book, SYNC.format(token=first)))

    assert [href for href, one in home.items() if one.is_book] == [book]
    assert (f"FN:SPAM: {CALLER}" in cards, MISTAKE in cards, "solar" in cards) == (
        True,
        True,
        False,
    )
    assert cards.count("BEGIN:VCARD") == 2
    assert {href: one.status for href, one in changes.items()} == {f"{book}{MISTAKE[1:]}.vcf": 404}
    for method in ("PUT", "DELETE"):
        item = f"{book}{CALLER[1:]}.vcf"
        assert (await dav(phone, method, item, a_card(SOLD))).status == 403
    assert phone.deeds == []


async def test_nobody_is_given_the_book_of_a_list_that_is_not_his(
    house: AHouse, family: Family
) -> None:
    phone = house.telephone(given=["block", "contacts"])

    assert (await phone.get(f"/dav/books/{family.name}/")).status == 404


async def test_who_may_ring_here_is_on_no_book_of_a_list(house: AHouse, family: Family) -> None:
    house.client.add_entry(CALLER, kind="allow")
    house.client.add_contact("Anna", MISTAKE, sure=True)
    phone = house.telephone(lists=[family.name])

    assert (await phone.get(f"/dav/books/{family.name}/")).body == b""


@pytest.mark.parametrize(("most", "status"), [(3, 200), (2, 404)])
async def test_a_list_of_more_numbers_than_a_book_holds_comes_as_a_file_alone(
    house: AHouse, family: Family, monkeypatch: pytest.MonkeyPatch, most: int, status: int
) -> None:
    monkeypatch.setattr(books, "MOST_LISTED", most)
    phone = house.telephone(given=["block"], lists=[family.name])
    home = told(await dav(phone, "PROPFIND", "/dav/books/", carddav.WHERE, depth="1"))

    assert (await phone.get(f"/dav/books/{family.name}/")).status == status
    assert (f"/dav/books/{family.name}/" in home) == (status == 200)
    assert BLOCK in home
    assert (await phone.get(f"/lists/{family.name}/numbers")).status == 200


async def test_a_joined_list_is_fetched_as_a_file_and_asked_by_digest(
    house: AHouse, family: Family
) -> None:
    phone = house.telephone(lists=[family.name])
    digests = house.devices._house.digests
    digests.refresh()
    assert digests._worker.wait(20) == 0
    digests._look_again_s = 0
    digests.refresh()
    whole, ten, hundred = (digest_of(CALLER[:end]).lower() for end in (None, -1, -2))
    asked = f"/phoneblock/api/check?sha1={whole}&prefix10={ten}&prefix100={hundred}"

    numbers = (await phone.get(f"/lists/{family.name}/numbers")).body.decode()
    answer = await phone.get(asked)

    assert CALLER[1:] in numbers
    assert (answer.content["phone"], answer.content["votes"] > 0) == (CALLER, True)
