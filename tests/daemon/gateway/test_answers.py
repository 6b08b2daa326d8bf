"""What the rarer questions are answered with, to the letter, and how own providers of YACB ask."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from gateway_world import ANNA, SALES, SOLD
from portinaio.daemon.gateway.phoneblock import RATINGS

if TYPE_CHECKING:
    from gateway_world import AHouse

API = "/phoneblock/api"
LANDLINE = "+390266123456"
DIGESTS = {
    "phone": LANDLINE,
    "sha1": "B21AC9DC3EE3AC9F44745E3D5B69AF123F8B3AF7",
    "prefix10": "9DF79AB53E0F4AB42BF69B3B539269C877C59512",
    "prefix100": "ED1CC155533CB72ED1E34B3B3903F3DBB82C3B96",
}
ACCOUNT = {
    "lang": "it",
    "dialPrefix": "+39",
    "displayName": "anna-phone",
    "login": "anna-phone",
    "email": "",
}


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", f"{API}/hash?phone=02%2066123456", DIGESTS),
        ("GET", f"{API}/account", ACCOUNT),
        ("PUT", f"{API}/account", ACCOUNT),
        ("GET", f"{API}/ratings", {"values": list(RATINGS)}),
    ],
)
async def test_small_answers_are_these(house: AHouse, method: str, path: str, body: object) -> None:
    assert (await house.telephone().ask(method, path)).content == body


@pytest.mark.parametrize("number", [SALES, SOLD], ids=["for sale", "nobody's"])
async def test_a_search_has_all_its_fields_and_what_num_says(house: AHouse, number: str) -> None:
    phone = house.telephone()
    info = (await phone.get(f"{API}/num/{number}")).content

    assert (await phone.get(f"{API}/search/{number}")).content == {
        "phoneId": number,
        "number": number,
        "comments": [],
        "info": info,
        "searches": [0] * 12,
        "aiSummary": None,
        "relatedNumbers": [],
        "topRating": info["rating"],
        "ratings": {},
    }


async def test_the_dongle_is_told_how_long_a_look_took(house: AHouse) -> None:
    answer = await house.telephone().get(f"{API}/check-prefix?sha1=B21A")

    assert re.fullmatch(r"lookup;dur=\d+\.\d", answer.headers["server-timing"])


ASKED = {
    "number": "%2B390844123456",
    "number00": "00390844123456",
    "digits": "390844123456",
    "national": "0844123456",
}


@pytest.mark.parametrize("spelt", ASKED.values(), ids=ASKED)
async def test_yacb_is_answered_the_same_however_it_spells_the_number(
    house: AHouse, spelt: str
) -> None:
    phone = house.telephone()

    asked = (await phone.get(f"/yacb?number={spelt}")).content
    body = json.dumps({"number": spelt.replace("%2B", "+")}).encode()
    posted = (await phone.ask("POST", "/yacb", body)).content

    assert posted == asked
    assert asked.pop("name")
    assert asked == {"rating": "negative", "category": "reported", "score": asked["score"], "comments": 0, "url": ""}  # fmt: skip
    assert -100 <= asked["score"] < 0


@pytest.mark.parametrize(
    ("entry", "number", "told"),
    [
        (None, SOLD, ("unknown", "", 0)),
        ("allow", SALES, ("positive", "", 0)),
        ("block", ANNA, ("negative", "reported", -100)),
        (None, "", ("unknown", "", 0)),
    ],
    ids=["a stranger", "allowed", "blocked", "withheld"],
)
async def test_yacb_is_told_in_its_own_words(
    house: AHouse, entry: Any, number: str, told: tuple[object, ...]
) -> None:
    phone = house.telephone()
    if entry:
        house.client.add_entry(number, kind=entry)

    answer = (await phone.get(f"/yacb?number={number.replace('+', '%2B')}")).content

    assert (answer["rating"], answer["category"], answer["score"]) == told
    assert set(answer) == {"name", "rating", "category", "score", "comments", "url"}


@pytest.mark.parametrize("way", ["/yacb?number={0}&token={1}", "/yacb/{1}?number={0}"])
async def test_a_token_in_an_address_opens_nothing(house: AHouse, way: str) -> None:
    phone = house.telephone()

    answer = await house.ask("GET", way.format("0844123456", phone.token))

    assert (answer.status, house.calls) == (401, [])


async def test_basic_opens_what_bearer_opens(house: AHouse) -> None:
    phone = house.telephone()

    answer = await house.ask("GET", "/yacb?number=0844123456", authorization=phone.basic)

    assert answer.content["rating"] == "negative"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/yacb", {"number": 390844123456}),
        ("POST", f"{API}/rate", {"phone": 844123456, "rating": "G_FRAUD"}),
        ("POST", f"{API}/rate", {"phone": SOLD, "rating": "G_FRAUD", "comment": ["x"]}),
        ("PUT", f"{API}/blacklist/{SOLD}", {"comment": 1}),
    ],
)
async def test_what_is_no_text_where_one_belongs_is_refused(
    house: AHouse, method: str, path: str, body: object
) -> None:
    answer = await house.telephone().ask(method, path, json.dumps(body).encode())

    assert (answer.status, house.client.entries(), house.calls) == (400, [], [])


@pytest.mark.parametrize("wrong", ["type=AAA", "minDirect=x", "maxBytes=65535", "maxBytes=524289"])
@pytest.mark.parametrize("form", ["json", "xml", "binary"])
async def test_a_wrong_value_for_the_list_is_refused_in_every_format(
    house: AHouse, form: str, wrong: str
) -> None:
    answer = await house.telephone().get(f"{API}/blocklist?format={form}&{wrong}")

    assert answer.status == 400
