"""Joined lists as address books."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from daemon_world import a_client, a_context
from dav_client import BLOCK, SYNC, a_card, dav, token_of, told
from gateway_world import SOLD
from portinaio.daemon.gateway import books
from portinaio.daemon.gateway.phoneblock import digest_of
from portinaio.wire import carddav
from same_process import in_this_process

if TYPE_CHECKING:
    from daemon_world import AClient
    from gateway_world import AHouse

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
