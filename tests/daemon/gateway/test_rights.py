"""What a device may do, and what no token of one does: anything else, or anything of another's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from daemon_world import a_logged_call
from gateway_world import ANNA, HOUSE_TOKEN, SALES, SOLD
from portinaio.api.routes import EVENTS, OPENAPI, REQUESTS
from portinaio.core.contact import Contact
from portinaio.core.message import msg
from portinaio.daemon.gateway import app as room
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from pathlib import Path

    from gateway_world import AHouse

API = "/phoneblock/api"
OF_RIGHTS = {
    "look_up": [
        ("GET", f"{API}/num/{SOLD}", b""),
        ("GET", f"{API}/check?sha1={'0' * 40}", b""),
        ("GET", f"{API}/check-prefix?sha1=0000", b""),
        ("GET", f"{API}/search/{SOLD}", b""),
        ("GET", f"{API}/hash?phone=%2B{SOLD[1:]}", b""),
        ("POST", f"{API}/report-call/{SOLD}", b""),
        ("GET", f"/yacb?number={SOLD}", b""),
        ("POST", "/yacb", b'{"number":"0200004321"}'),
        ("GET", f"/asterisk?n={SOLD}", b""),
    ],
    "calls": [("GET", "/calls", b"")],
    "report": [
        ("POST", f"{API}/rate", b'{"phone":"0200004321","rating":"G_FRAUD"}'),
        ("PUT", f"{API}/blacklist/{SOLD}", b"{}"),
        ("PUT", f"{API}/whitelist/{SALES}", b"{}"),
        ("DELETE", f"{API}/blacklist/{SOLD}", b""),
    ],
}
GIVEN = [
    ("GET", f"{API}/blocklist", b""),
    ("GET", f"{API}/blocklist?format=binary", b""),
    ("GET", "/lists/block/plain", b""),
]


@pytest.mark.parametrize("right", OF_RIGHTS)
async def test_a_device_does_what_it_may_and_nothing_else(house: AHouse, right: str) -> None:
    phone = house.telephone(may=[right], given=[])

    for of, requests in OF_RIGHTS.items():
        for method, target, body in requests:
            answer = await phone.ask(method, target, body)
            assert (answer.status == 403) is (of != right), (method, target, answer.body)
            assert answer.status < 500


async def test_a_device_without_any_right_is_let_in_and_may_do_nothing(house: AHouse) -> None:
    phone = house.telephone(may=[], given=[])

    for requests in (*OF_RIGHTS.values(), GIVEN):
        for method, target, body in requests:
            assert (await phone.ask(method, target, body)).status == 403
    assert (await phone.get(f"{API}/test")).body == b"ok"


@pytest.mark.parametrize(("method", "target", "body"), GIVEN)
async def test_what_the_house_blocks_is_given_to_whom_it_is_given(
    house: AHouse, method: str, target: str, body: bytes
) -> None:
    given = house.telephone("given", given=["block"])
    other = house.telephone("other", given=["contacts"])

    assert (await given.ask(method, target, body)).status == 200
    assert (await other.ask(method, target, body)).status == 403


@pytest.mark.parametrize("route", REQUESTS, ids=lambda route: route.name)
async def test_the_api_of_the_house_is_not_for_devices(house: AHouse, route: object) -> None:
    phone = house.telephone()
    path = route.path.replace("{", "").replace("}", "")  # type: ignore[attr-defined]  # a request

    answer = await phone.ask(route.method, path, b"{}")  # type: ignore[attr-defined]  # as above

    assert (answer.status, answer.body) == (404, b"")


@pytest.mark.parametrize("path", [EVENTS, OPENAPI])
async def test_nor_are_its_events_and_its_description(house: AHouse, path: str) -> None:
    assert (await house.telephone().get(path)).status == 404


async def test_the_token_of_the_house_still_opens_its_api(house: AHouse) -> None:
    answer = await house.ask("GET", "/v1/entries", authorization=f"Bearer {HOUSE_TOKEN}")

    assert (answer.status, answer.content) == (200, [])


async def test_whom_the_house_has_dialled_its_token_tells_and_no_devices_does(
    house: AHouse,
) -> None:
    told = {"method": "POST", "target": "/v1/dialled", "body": b'{"number":"0844 123456"}'}

    of_a_device = await house.telephone().ask(**told)
    before = house.client.check(SALES)["label"]
    of_the_house = await house.ask(**told, authorization=f"Bearer {HOUSE_TOKEN}")
    after = house.client.check(SALES)

    assert (of_a_device.status, before) == (404, "reported")
    assert (of_the_house.status, of_the_house.content["number"]) == (200, SALES)
    assert (after["label"], after["action"]) == ("known", "ring")


@pytest.mark.parametrize("scheme", ["Bearer", "bearer", "Basic"])
async def test_a_revoked_device_does_nothing_from_the_next_request_on(
    house: AHouse, scheme: str
) -> None:
    phone = house.telephone()
    presented = phone.basic if scheme == "Basic" else f"{scheme} {phone.token}"
    before = await phone.get(f"{API}/test", authorization=presented)

    house.client.revoke_device(phone.name)
    after = [
        await phone.ask(method, target, body, authorization=presented)
        for requests in (*OF_RIGHTS.values(), GIVEN)
        for method, target, body in requests
    ]

    assert before.status == 200
    assert {answer.status for answer in after} <= {401, 429}
    assert house.client.entries() == []


@pytest.mark.parametrize(
    "presented",
    [
        "Bearer ",
        "Bearer x",
        "Basic ",
        "Basic !!!",
        "Basic eA==",
        "Basic " + "A" * 500,
        "Digest x",
        "\xff",
        "Bearer \u0000",
    ],
)
async def test_what_is_no_token_opens_nothing(house: AHouse, presented: str) -> None:
    house.telephone()

    answer = await house.ask("GET", f"{API}/test", authorization=presented)

    assert (answer.status, answer.body) == (401, b"Please provide login credentials.")
    assert answer.headers["www-authenticate"] == 'Basic realm="PhoneBlock"'


async def test_a_new_device_with_an_old_name_has_a_token_of_its_own(house: AHouse) -> None:
    old = house.telephone()
    house.client.revoke_device(old.name)
    new = house.telephone()

    assert (await old.get(f"{API}/test")).status == 401
    assert (await new.get(f"{API}/test")).status == 200


async def test_the_token_is_kept_nowhere(house: AHouse, tmp_path: Path) -> None:
    phone = house.telephone()
    await phone.get(f"{API}/test")
    house.context.store.close()

    files = [path for path in tmp_path.rglob("*") if path.is_file()]  # noqa: ASYNC240  # nobody waits
    assert files
    assert not [path for path in files if phone.token.encode() in path.read_bytes()]


async def test_a_deed_is_taken_back_by_the_device_alone_that_did_it(house: AHouse) -> None:
    anna, berta = house.telephone("anna-phone"), house.telephone("berta-phone")
    await anna.ask("PUT", f"{API}/blacklist/{SOLD}", b"{}")

    by_berta = await berta.ask("DELETE", f"{API}/blacklist/{SOLD}")
    still = house.client.check(SOLD)["label"]
    by_anna = await anna.ask("DELETE", f"{API}/blacklist/{SOLD}")

    assert (by_berta.status, still, by_anna.status) == (404, "reported", 204)
    assert house.client.check(SOLD)["label"] == "unknown"


async def test_what_somebody_at_the_house_did_is_no_device_s_to_take_back(house: AHouse) -> None:
    phone = house.telephone()
    house.client.add_entry(SOLD, kind="block", note="ours")

    assert (await phone.ask("DELETE", f"{API}/blacklist/{SOLD}")).status == 404
    assert [entry["note"] for entry in house.client.entries()] == ["ours"]


async def test_a_report_of_what_is_blocked_already_stays_whose_it_was(house: AHouse) -> None:
    phone = house.telephone()
    house.client.add_entry(SOLD, kind="block", note="ours")

    assert (await phone.ask("PUT", f"{API}/blacklist/{SOLD}", b"{}")).status == 204
    assert phone.deeds == []
    assert (await phone.ask("DELETE", f"{API}/blacklist/{SOLD}")).status == 404


@pytest.mark.parametrize("once", [False, True])
@pytest.mark.parametrize("until", [None, "2026-12-24T12:00:00+00:00"])
async def test_what_was_there_before_comes_back_with_the_deed_taken_back(
    house: AHouse, once: bool, until: str | None
) -> None:
    phone = house.telephone()
    house.client.add_entry(SOLD, kind="block", note="ours", once=once, until=until)
    before = {k: v for k, v in house.client.entries()[0].items() if k not in {"id", "created"}}

    await phone.ask("PUT", f"{API}/whitelist/{SOLD}", b"{}")
    allowed = house.client.entries()[0]["kind"]
    await phone.ask("DELETE", f"{API}/whitelist/{SOLD}")

    after = {k: v for k, v in house.client.entries()[0].items() if k not in {"id", "created"}}
    assert (allowed, after) == ("allow", before)


async def test_deeds_of_two_devices_on_one_number_come_off_in_their_order(house: AHouse) -> None:
    anna, berta = house.telephone("anna-phone"), house.telephone("berta-phone")
    await anna.ask("PUT", f"{API}/blacklist/{SOLD}", b"{}")
    await berta.ask("PUT", f"{API}/whitelist/{SOLD}", b"{}")

    too_early = await anna.ask("DELETE", f"{API}/blacklist/{SOLD}")
    await berta.ask("DELETE", f"{API}/whitelist/{SOLD}")

    assert too_early.status == 404
    assert (anna.deeds, berta.deeds) == ([("block", SOLD)], [])
    assert (await anna.ask("DELETE", f"{API}/blacklist/{SOLD}")).status == 204
    assert house.client.entries() == []


async def test_what_is_changed_at_the_house_is_no_device_s_any_more(house: AHouse) -> None:
    phone = house.telephone()
    await phone.ask("PUT", f"{API}/blacklist/{SOLD}", b"{}")

    house.client.add_entry(SOLD, kind="block", note="indeed")

    assert phone.deeds == []
    assert (await phone.ask("DELETE", f"{API}/blacklist/{SOLD}")).status == 404


@pytest.mark.parametrize("number", ["112", ANNA, "+390200000999", "", "x", "0844*", "+39"])
async def test_some_numbers_are_not_blocked_by_a_telephone_s_word(
    house: AHouse, number: str
) -> None:
    phone = house.telephone()
    house.context.store.contacts.replace_source("book", [Contact("Anna", (ANNA,), "book")])
    house.context.store.profile.set({"line": "+390200000999"})
    house.context.changed()
    body = f'{{"phone":"{number}","rating":"G_FRAUD","comment":""}}'.encode()

    answer = await phone.ask("POST", f"{API}/rate", body)

    assert answer.status == 400
    assert b"Anna" not in answer.body
    assert house.client.entries() == []


async def test_neither_names_nor_notes_nor_whom_one_has_called_leave_the_house(
    house: AHouse,
) -> None:
    house.context.store.contacts.replace_source("book", [Contact("Anna Bianchi", (ANNA,), "book")])
    house.client.add_entry(SOLD, kind="block", note="the neighbour's ex")
    house.context.store.calls.record(
        a_logged_call(90, number=ANNA, because=msg("Anna Bianchi is a contact"))
    )
    house.client.dialled("+390200000777")
    house.context.changed()
    phone = house.telephone()

    told = b""
    for number in (ANNA, SOLD, "+390200000777"):
        for target in (f"{API}/num/{number}", f"{API}/search/{number}", f"/yacb?number={number}"):
            told += (await phone.get(target)).body
    told += (await phone.get("/calls")).body
    told += (await phone.get("/lists/block/spamblocker")).body

    assert b"Bianchi" not in told
    assert b"called" not in told
    assert b"ex" not in (await phone.get(f"/yacb?number={SOLD}")).body.replace(b"unexpected", b"")


async def test_contacts_are_named_to_a_device_that_is_given_them(house: AHouse) -> None:
    house.context.store.contacts.replace_source("book", [Contact("Anna Bianchi", (ANNA,), "book")])
    house.context.store.calls.record(a_logged_call(90, number=ANNA))
    given, other = house.telephone("given", given=["contacts"]), house.telephone("other")

    assert (await given.get("/calls")).content["calls"][0]["name"] == "Anna Bianchi"
    assert (await other.get("/calls")).content["calls"][0]["name"] == ""


async def test_the_calls_of_one_device_are_not_those_of_another(house: AHouse) -> None:
    anna, berta = house.telephone("anna-phone"), house.telephone("berta-phone")
    house.context.store.calls.record(a_logged_call(house.context.store.calls.next_id()))
    await anna.get(f"{API}/num/{SOLD}")

    assert {c["line"] for c in (await anna.get("/calls")).content["calls"]} == {
        "home",
        "anna-phone",
    }
    assert {c["line"] for c in (await berta.get("/calls")).content["calls"]} == {"home"}
    house.client.revoke_device("anna-phone")
    assert {c["line"] for c in (await berta.get("/calls")).content["calls"]} == {"home"}


@pytest.mark.parametrize(
    ("most", "target", "method"),
    [
        (room.ASKED_A_MINUTE, f"{API}/test", "GET"),
        (room.DEEDS_AN_HOUR, f"{API}/report-call/{SOLD}", "POST"),
    ],
)
async def test_a_device_that_asks_too_much_waits_and_no_other_does(
    house: AHouse, most: int, target: str, method: str
) -> None:
    anna, berta = house.telephone("anna-phone"), house.telephone("berta-phone")

    found = [(await anna.ask(method, target)).status for _ in range(most + 1)]
    other = (await berta.ask(method, target)).status
    house.clock_s += 3600
    later = (await anna.ask(method, target)).status

    assert (set(found[:-1]), found[-1], other, later) == ({later}, 429, later, later)


async def test_an_address_without_a_token_that_asks_too_much_waits(house: AHouse) -> None:
    found = [(await house.ask("GET", "/")).status for _ in range(room.STRANGERS_A_MINUTE + 1)]

    assert (set(found[:-1]), found[-1]) == ({200}, 429)
    assert (await house.ask("GET", "/", client="192.0.2.9")).status == 200


@pytest.mark.parametrize("name", ["", "a b", "x" * 41, "home", "import", "../x", "a\nb"])
async def test_a_device_is_called_as_a_line_may_be_and_none_is(house: AHouse, name: str) -> None:
    with pytest.raises(UsageError):
        house.client.add_device(name)


async def test_two_devices_are_not_called_alike(house: AHouse) -> None:
    house.telephone("anna-phone")

    with pytest.raises(UsageError, match="there is a device called anna-phone"):
        house.client.add_device("anna-phone")
    with pytest.raises(NotFoundError, match="no device called berta"):
        house.client.revoke_device("berta")
