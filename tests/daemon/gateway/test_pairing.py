"""An app pairs by the browser of its telephone, as it does with PhoneBlock."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from gateway_world import Browser
from portinaio.daemon.http.gateway import PATIENCE

if TYPE_CHECKING:
    from daemon_world import Answer
    from gateway_world import AHouse

LOGIN = "/phoneblock/mobile/login?appId=SpamBlocker&label=%3Cb%3ESpam&state=n0nce"
CREATE = "/phoneblock/create-token"
FORM = {"appId": "SpamBlocker", "tokenLabel": "SpamBlocker", "state": "n0nce"}


def token_in(answer: Answer) -> str:
    told = urlsplit(answer.headers["location"])
    asked = parse_qs(told.query)
    assert (answer.status, told.scheme, told.netloc) == (303, "spamblocker", "auth")
    assert asked["state"] == ["n0nce"]
    return asked["loginToken"][0]


async def asks_with(house: AHouse, token: str) -> int:
    answer = await house.ask("GET", "/phoneblock/api/test", authorization=f"Bearer {token}")
    return answer.status


@pytest.mark.parametrize("prefix", ["/phoneblock", ""])
async def test_a_telephone_that_has_its_page_gives_an_app_a_token_by_one_button(
    house: AHouse, prefix: str
) -> None:
    browser, phone = Browser(house), house.telephone()
    await browser.enter(phone)

    page = await browser.get(LOGIN.replace("/phoneblock", prefix))
    action = re.search(r'action="([^"]+)"', page.body.decode())
    given = token_in(await browser.post(action[1] if action else "", FORM))

    assert b"<b>" not in page.body
    assert b'name="token"' not in page.body
    assert "spamblocker:" in page.headers["content-security-policy"]
    assert given != phone.token
    assert phone.token.encode() not in page.body
    assert await asks_with(house, given) == 200
    house.client.revoke_device(phone.name)
    assert await asks_with(house, given) == 401


async def test_a_browser_that_nobody_knows_is_asked_for_the_token(house: AHouse) -> None:
    browser, phone = Browser(house), house.telephone()

    page = await browser.get(LOGIN)
    wrong = await browser.post(CREATE, {**FORM, "token": "nonsense"})
    given = token_in(await browser.post(CREATE, {**FORM, "token": phone.token}))

    assert b'name="token"' in page.body
    assert (wrong.status, b'value="n0nce"' in wrong.body) == (401, True)
    assert await asks_with(house, given) == 200


async def test_wrong_tokens_are_throttled_there_as_at_the_door(house: AHouse) -> None:
    browser = Browser(house)
    found = [
        (await browser.post(CREATE, {**FORM, "token": f"wrong{n}"})).status
        for n in range(PATIENCE + 1)
    ]

    assert found == [401] * PATIENCE + [429]


@pytest.mark.parametrize("origin", ["http://evil.example", "null", ""])
async def test_no_other_site_has_a_token_made(house: AHouse, origin: str) -> None:
    browser, phone = Browser(house), house.telephone()
    await browser.enter(phone)

    answer = await browser.post(CREATE, FORM, origin=origin)
    stranger = await Browser(house).post(CREATE, {**FORM, "token": phone.token}, origin=origin)

    assert (answer.status, stranger.status) == (403, 403)
    assert "location" not in {*answer.headers, *stranger.headers}


async def test_an_app_that_no_browser_can_hand_a_token_to_is_shown_it(house: AHouse) -> None:
    browser = Browser(house)
    await browser.enter(house.telephone())

    answer = await browser.post(CREATE, {"appId": "javascript:alert(1)", "tokenLabel": "x"})

    token = re.search(r"<code>([^<]+)</code>", answer.body.decode())
    assert (answer.status, "location" in answer.headers) == (200, False)
    assert token
    assert await asks_with(house, token[1]) == 200
