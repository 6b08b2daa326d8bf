"""PhoneBlock's API, by the requests that its clients send, and what they make of the answers."""

from __future__ import annotations

import json
import re
import struct
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING, Any

import pytest

from daemon_world import until
from gateway_world import ANNA, SALES, SOLD, AHouse
from portinaio.core.contact import Contact
from portinaio.core.policy import Action
from portinaio.daemon.gateway.calls import ONE_CALL
from portinaio.daemon.gateway.phoneblock import digest_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

    from gateway_world import Telephone

API = "/phoneblock/api"
SPAM = re.compile(r"(D_POLL|G_FRAUD|E_ADVERTISING|F_GAMBLE|B_MISSED)")
"""SpamBlocker blocks where it finds this in the answer, and looks at nothing else of it."""
LISTED = "+390200007777"
SHORT_LANDLINE = "+390266123456"


def asked_by_digest(number: str) -> str:
    """SpamBlocker's preset, as it is: digests in small letters."""
    whole, ten, hundred = (digest_of(text).lower() for text in (number, number[:-1], number[:-2]))
    return f"{API}/check?sha1={whole}&prefix10={ten}&prefix100={hundred}"


def without_zero(number: str) -> str:
    """What SpamBlocker makes of a landline that its network shows in national notation."""
    return f"+39{number[3:].lstrip('0')}"


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        ("+4917650642602", "3D1D76F0C3664E1E818C6ECCFD8843AD1F4091CC"),
        ("+390266123456", "B21AC9DC3EE3AC9F44745E3D5B69AF123F8B3AF7"),
        ("+39026612345", "9DF79AB53E0F4AB42BF69B3B539269C877C59512"),
        ("+3902661234", "ED1CC155533CB72ED1E34B3B3903F3DBB82C3B96"),
        ("+39266123456", "285AFB197CB6E370407C1D142128F64970290CA6"),
        ("+393331234567", "D0C6CA9F125CC6E690C1B1CD15F94CE9588CA637"),
    ],
)
def test_digests_are_those_of_phoneblock(text: str, digest: str) -> None:
    assert digest_of(text) == digest


@pytest.mark.parametrize("spelt", [str, without_zero], ids=["whole", "without its zero"])
@pytest.mark.parametrize("number", [SALES, SHORT_LANDLINE], ids=["a sales range", "blocked"])
async def test_spamblocker_blocks_whom_the_house_turns_away(
    house: AHouse, number: str, spelt: Any
) -> None:
    phone = house.telephone()
    house.client.add_entry(SHORT_LANDLINE, kind="block", note="G_FRAUD?")

    answer = await phone.get(asked_by_digest(spelt(number)))

    assert answer.status == 200
    assert SPAM.search(answer.body.decode())
    assert re.search(r'"rating":"(.+?)"', answer.body.decode())


@pytest.mark.parametrize("spelt", [str, without_zero], ids=["whole", "without its zero"])
async def test_spamblocker_lets_everybody_else_ring(house: AHouse, spelt: Any) -> None:
    phone = house.telephone()
    house.context.store.contacts.replace_source("book", [Contact("G_FRAUD", (ANNA,), "book")])
    house.client.add_entry(SALES, kind="allow", note="B_MISSED")
    house.context.changed()

    for number in (ANNA, SALES, "+390200009999", "+393331234567"):
        body = (await phone.get(asked_by_digest(spelt(number)))).body.decode()
        assert not SPAM.search(body), body
        assert '"rating":"A_LEGITIMATE"' in body


@pytest.mark.parametrize("spelt", [str, without_zero], ids=["whole", "without its zero"])
@pytest.mark.parametrize("way", ["{}", "{}?format=json"])
async def test_the_number_itself_is_understood_without_its_zero(
    house: AHouse, spelt: Any, way: str
) -> None:
    phone = house.telephone()
    house.client.add_entry(SHORT_LANDLINE, kind="block")

    info = (await phone.get(f"{API}/num/" + way.format(spelt(SHORT_LANDLINE)))).content

    assert (info["phone"], info["rating"]) == (SHORT_LANDLINE, "E_ADVERTISING")


async def test_every_field_is_there_in_its_order_for_apps_that_fail_without(house: AHouse) -> None:
    phone = house.telephone()
    fields = (
        "phone votes rating votesWildcard whiteListed blackListed archived dateAdded lastUpdate"
    )

    for number in (SALES, SOLD):
        info = (await phone.get(f"{API}/num/{number}")).content
        assert " ".join(info).startswith(fields)
        assert [*info][-3:] == ["heat", "spamConfidence", "calls"]
        assert isinstance(info["votes"], int)
        assert info["archived"] is False


async def test_xml_is_spoken_where_it_is_asked_for(house: AHouse) -> None:
    phone = house.telephone()

    asked = await phone.get(f"{API}/num/{SALES}?format=xml")
    accepted = await phone.get(f"{API}/num/{SALES}", accept="text/xml")

    for answer in asked, accepted:
        info = ET.fromstring(answer.body)
        assert (info.tag, info.get("phone"), info.get("votes-wildcard")) == (
            "phone-info",
            SALES,
            "100",
        )


@pytest.mark.parametrize(
    "query",
    ["", "sha1=", "sha1=xyz", "sha1=" + "0" * 39, "sha1=" + "0" * 41, "prefix10=" + "0" * 40,
     f"sha1={'0' * 40}&prefix10=1", f"sha1={'g' * 40}"],
)  # fmt: skip
async def test_what_is_no_digest_is_told_so(house: AHouse, query: str) -> None:
    answer = await house.telephone().get(f"{API}/check?{query}")

    assert (answer.status, answer.headers["content-type"]) == (400, "text/plain; charset=utf-8")
    assert b"digest" in answer.body or b"missing" in answer.body


@pytest.mark.parametrize(
    ("query", "status"),
    [("sha1=0000", 200), ("sha1=" + "0" * 40, 200), ("sha1=000", 400), ("sha1=00", 400),
     ("sha1=" + "0" * 42, 400), ("sha1=00000", 400), ("", 400)],
)  # fmt: skip
async def test_the_beginning_of_a_digest_has_four_to_forty_characters(
    house: AHouse, query: str, status: int
) -> None:
    assert (await house.telephone().get(f"{API}/check-prefix?{query}")).status == status


async def test_quiet_hours_are_nothing_that_an_app_may_keep(tmp_path: Path) -> None:
    hours = '[policy]\nhours = [{ from = "00:00", to = "24:00", unknown = "reject" }]\n'
    house = AHouse(tmp_path, f'country = "IT"\n{hours}')
    phone = house.telephone()

    kept = await phone.get(f"{API}/num/{SOLD}")
    call_by_call = await phone.get(f"/asterisk?n={SOLD}")

    assert (kept.content["rating"], call_by_call.body) == ("A_LEGITIMATE", b"block")
    house.context.close()


async def test_whom_the_policy_lets_ring_is_no_spam(tmp_path: Path) -> None:
    house = AHouse(tmp_path, 'country = "IT"\n[policy]\nreported = "ring"\n')

    info = (await house.telephone().get(f"{API}/num/{SALES}")).content

    assert (info["rating"], info["votes"], info["votesWildcard"]) == ("A_LEGITIMATE", 0, 0)
    house.context.close()


# -- the call that was asked about


@pytest.mark.parametrize(
    "target",
    [f"{API}/num/{SALES}", asked_by_digest(SALES), f"/yacb?number={SALES}", f"/asterisk?n={SALES}"],
)
async def test_a_call_that_a_telephone_asked_about_stands_in_the_log_under_its_name(
    house: AHouse, target: str
) -> None:
    phone = house.telephone()

    await phone.get(target)
    await phone.get(target)

    (call,) = house.calls
    assert (call.line, call.action) == ("anna-phone", Action.REJECT)
    assert call.number in {SALES, "+390844123473"}


async def test_a_call_recognised_by_the_telephone_itself_is_logged(house: AHouse) -> None:
    phone = house.telephone()

    answer = await phone.ask("POST", f"{API}/report-call/00390844123456?wildcard=true")

    assert (answer.status, [call.number for call in house.calls]) == (204, [SALES])


async def test_a_digest_of_nobody_is_logged_as_a_call_without_a_number(house: AHouse) -> None:
    phone = house.telephone()

    for number in ("+390200009998", "+390200009997", "+390200009998"):
        await phone.get(asked_by_digest(number))

    assert [(call.number, call.action) for call in house.calls] == [(None, Action.RING)] * 2


async def test_two_calls_are_two_after_a_minute(house: AHouse) -> None:
    phone = house.telephone()

    await phone.get(f"{API}/num/{SOLD}")
    house.now += ONE_CALL
    await phone.get(f"{API}/num/{SOLD}")

    assert len(house.calls) == 2


# -- reports


@pytest.mark.parametrize(
    ("body", "kind", "number"),
    [
        (b'{"phone":"00390200004321","rating":"E_ADVERTISING","comment":"x"}', "block", SOLD),
        (b'{"phone":"+390200004321","rating":"G_FRAUD"}', "block", SOLD),
        (b'{"phone":"0039266123456","rating":"D_POLL","comment":""}', "block", SHORT_LANDLINE),
        (b'{"phone":"00390200004321","rating":"A_LEGITIMATE","comment":""}', "allow", SOLD),
        (b'{"phone":"00390200004321","rating":"B_MISSED","comment":"they said "hello""}', "block", SOLD),
        (b'{"phone":"00390200004321","rating":"C_PING","comment":"line one\nline two"}', "block", SOLD),
        (b'{"phone":"00390200004321","rating":"F_GAMBLE","comment":"\xff"}', "block", SOLD),
    ],
)  # fmt: skip
@pytest.mark.parametrize("content_type", [None, "application/json", "text/plain"])
async def test_spamblocker_reports_without_a_type_and_without_escaping(
    house: AHouse, body: bytes, kind: str, number: str, content_type: str | None
) -> None:
    phone = house.telephone()
    headers = {"content_type": content_type} if content_type else {}

    answer = await phone.ask("POST", f"{API}/rate", body, **headers)

    assert (answer.status, answer.body) == (200, b"Rating recorded.")
    assert phone.deeds == [(kind, number)]


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"null", b'{"phone":"0200004321"}', b'{"rating":"G_FRAUD"}',
     b'{"phone":"0200004321","rating":"NONE"}', b'{"phone":{},"rating":"G_FRAUD"}', b"\xff" * 100,
     b"[" * 60_000],
)  # fmt: skip
async def test_what_is_no_report_changes_nothing(house: AHouse, body: bytes) -> None:
    phone = house.telephone()

    assert (await phone.ask("POST", f"{API}/rate", body)).status == 400
    assert phone.deeds == []


async def test_a_body_without_end_is_refused(house: AHouse) -> None:
    answer = await house.telephone().ask("POST", f"{API}/rate", b"x" * (64 << 10) + b"x")

    assert answer.status == 413


async def test_a_range_is_not_for_a_telephone_to_block(house: AHouse) -> None:
    phone = house.telephone()

    answer = await phone.ask("PUT", f"{API}/blacklist/{SOLD}", b'{"wildcard":true}')

    assert (answer.status, phone.deeds) == (400, [])


async def test_lists_tell_what_the_house_blocks_and_what_the_device_allows(house: AHouse) -> None:
    phone, other = house.telephone(), house.telephone("other")
    house.client.add_entry(SHORT_LANDLINE, kind="block", note="private")
    await phone.ask("PUT", f"{API}/whitelist/{SALES}", b'{"comment":"the doctor"}')

    black = (await phone.get(f"{API}/blacklist")).content["numbers"]
    white = (await phone.get(f"{API}/whitelist")).content["numbers"]

    assert [(n["phone"], n["comment"]) for n in black] == [(SHORT_LANDLINE, "")]
    assert [n["phone"] for n in white] == [SALES]
    assert (await other.get(f"{API}/whitelist")).content["numbers"] == []


# -- the list that a telephone keeps


def numbers_of(answer: Any) -> dict[str, int]:
    return {each["phone"]: each["votes"] for each in answer.content["numbers"]}


async def test_the_robot_of_spamblocker_takes_what_has_more_than_four_votes(house: AHouse) -> None:
    phone = house.telephone()
    house.client.add_entry(SOLD, kind="block", note='a "quote" & <tag>')
    house.client.add_entry("+390200004322", kind="block", until="2026-12-24T12:00:00+00:00")
    house.client.add_entry("+390200004323", kind="allow")

    found = ET.fromstring((await phone.get(f"{API}/blocklist?format=xml&since=0")).body)

    taken = [one.get("phone") for one in found.iter("phone-info") if int(one.get("votes", 0)) > 4]
    assert (found.tag, int(found.get("version", 0)) > 0, taken) == ("blocklist", True, [SOLD])


async def test_what_has_changed_since_a_version_is_told_alone(house: AHouse) -> None:
    phone = house.telephone()
    house.client.add_entry(SOLD, kind="block")
    house.client.add_entry(SHORT_LANDLINE, kind="block")
    first = await phone.get(f"{API}/blocklist")

    house.client.forget_entry(SOLD)
    house.client.add_entry("+390200001111", kind="block")
    since = await phone.get(f"{API}/blocklist?since={first.content['version']}")
    again = await phone.get(f"{API}/blocklist?since={since.content['version']}")

    assert set(numbers_of(first)) == {SOLD, SHORT_LANDLINE}
    assert numbers_of(since) == {"+390200001111": 100, SOLD: 0}
    assert numbers_of(again) == {}
    assert again.content["version"] == since.content["version"] == first.content["version"] + 1


async def test_a_version_that_nobody_knows_gets_everything(house: AHouse) -> None:
    phone = house.telephone()
    house.client.add_entry(SOLD, kind="block")

    assert numbers_of(await phone.get(f"{API}/blocklist?since=999")) == {SOLD: 100}


@pytest.mark.parametrize(
    "query",
    ["since=1&limit=2", "since=x", "since=-1", "limit=", "format=csv", "format=binary&maxBytes=65535",
     "format=binary&maxBytes=524289", "format=binary&type=all", "since=" + "9" * 19],
)  # fmt: skip
async def test_a_wrong_question_for_the_list_is_a_sentence(house: AHouse, query: str) -> None:
    answer = await house.telephone().get(f"{API}/blocklist?{query}")

    assert answer.status == 400
    assert answer.body


async def test_the_dongle_s_list_is_byte_for_byte_pbbl(house: AHouse) -> None:
    phone = house.telephone()
    house.client.add_entry("+390266123456", kind="block")

    answer = await phone.get(f"{API}/blocklist?format=binary&type=personal&minDirect=4&minRange=10")

    assert answer.body.hex(" ") == (
        "50 42 42 4c 01 00 00 00 01 00 00 00 00 00 00 00 01 53 87 11 29 7e 04 49"
    )


async def test_the_dongle_s_list_is_as_long_as_it_wants(house: AHouse) -> None:
    text = "".join(f"+39020000{number:04d}\n" for number in range(9000))
    house.client.import_file("mine.txt", text.encode(), "block")

    answer = await house.telephone().get(f"{API}/blocklist?format=binary&maxBytes=65536")

    assert len(answer.body) <= 65536
    assert struct.unpack_from("<I", answer.body, 8)[0] == (65536 - 16) // 8


# -- lists of others


@pytest.fixture
async def subscribed(tmp_path: Path) -> AsyncIterator[tuple[AHouse, Telephone]]:
    """A house with a list, whose numbers are found by their digests once those are made."""
    members = [LISTED, "+4915100000001", *(f"+3902000055{n:02d}" for n in range(0, 60, 5))]
    records = [{"phone": number, "votes": 50, "rating": "G_FRAUD"} for number in members]
    (tmp_path / "spam.json").write_text(json.dumps({"numbers": records, "version": 1}))
    table = f'[[list]]\nname = "spam"\nurl = "file://{tmp_path}/spam.json"\ntrust = 1.0\nregion = "IT"\n'
    house = AHouse(tmp_path / "home", f'country = "IT"\n{table}')
    assert [one["state"] for one in house.client.sync()] == ["ok"]
    digests = house.devices._house.digests
    digests.refresh()
    worker = digests._worker
    assert worker is not None
    assert worker.wait(20) == 0
    digests._look_again_s = 0
    digests.refresh()
    yield house, house.telephone()
    house.devices.close()
    house.context.close()


@pytest.mark.parametrize("spelt", [str, without_zero], ids=["whole", "without its zero"])
async def test_a_number_on_a_list_is_found_by_its_digest(
    subscribed: tuple[AHouse, Telephone], spelt: Any
) -> None:
    _, phone = subscribed

    for number in (LISTED, "+4915100000001"):
        if spelt is str or number == LISTED:
            answer = await phone.get(asked_by_digest(spelt(number)))
            assert (answer.content["phone"], answer.content["rating"]) == (number, "G_FRAUD")


async def test_the_dongle_finds_numbers_and_blocks_by_four_characters_of_their_digests(
    subscribed: tuple[AHouse, Telephone],
) -> None:
    _, phone = subscribed
    whole, ten, hundred = (
        digest_of(LISTED),
        digest_of("+390200005550"[:-1]),
        digest_of("+3902000055"),
    )

    answer = await phone.get(
        f"{API}/check-prefix?sha1={whole[:4]}&format=json&prefix10={ten[:4].lower()}&prefix100={hundred[:4]}"
    )

    found = answer.content
    assert [one["phone"] for one in found["numbers"]] == [LISTED]
    assert found["range10"] == [{"prefix": "+39020000555", "votes": 2, "cnt": 2}]
    assert {"prefix": "+3902000055", "votes": 12, "cnt": 12} in found["range100"]


async def test_digests_are_made_anew_when_their_list_is_another(
    subscribed: tuple[AHouse, Telephone], tmp_path: Path
) -> None:
    house, phone = subscribed
    records = [{"phone": f"+3902000066{n:02d}", "votes": 50, "rating": "D_POLL"} for n in range(20)]
    (tmp_path / "spam.json").write_text(json.dumps({"numbers": records, "version": 2}))
    house.client.sync()
    digests = house.devices._house.digests

    def found() -> bool:
        digests._look_again_s = 0
        return digests.number_of(digest_of("+390200006601")) is not None

    until(found)

    assert digests.number_of(digest_of(LISTED)) is None
    assert (await phone.get(asked_by_digest("+390200006601"))).content["rating"] == "D_POLL"
