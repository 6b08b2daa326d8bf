"""The page for a telephone's screen, as a browser asks for it, and what other sites cannot make it do."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from daemon_world import a_logged_call, a_rejected_call
from gateway_world import ANNA, SALES, SOLD, Browser
from portinaio.core.contact import Contact
from portinaio.core.policy import Outcome
from portinaio.core.verdict import Label
from portinaio.daemon.gateway import page
from portinaio.daemon.http.gateway import PATIENCE

if TYPE_CHECKING:
    from gateway_world import AHouse, Telephone


@pytest.fixture
async def browser(house: AHouse) -> Browser:
    browser = Browser(house)
    await browser.enter(house.telephone())
    return browser


def acts(html: bytes) -> list[tuple[str, str]]:
    """What each button does to which number."""
    return re.findall(
        r'name="number" value="([^"]+)"><button name="act" value="(\w+)"', html.decode()
    )


async def test_a_stranger_sees_the_door_and_nothing_else(house: AHouse) -> None:
    browser = Browser(house)
    house.context.store.calls.record(a_logged_call(1))

    door = await browser.get()

    assert (door.status, b"<form" in door.body, SOLD.encode() in door.body) == (200, True, False)
    for path in ("/deed", "/look", "/leave"):
        assert (await browser.post(path, {})).status == 401
    for path in ("/x", "/page.html", "/v1/status", "/page.js/x"):
        assert (await browser.get(path)).status == 401


@pytest.mark.parametrize("path", ["/page.js", "/page.css"])
async def test_what_the_door_is_made_of_is_for_all(house: AHouse, path: str) -> None:
    answer = await Browser(house).get(path)

    assert (answer.status, answer.headers["x-content-type-options"]) == (200, "nosniff")


async def test_a_token_opens_it_and_stays_in_no_address_and_no_cookie(house: AHouse) -> None:
    browser, phone = Browser(house), house.telephone()

    entered = await browser.enter(phone)
    set_cookie = entered.headers["set-cookie"]
    inside = await browser.get()

    assert (entered.status, entered.headers["location"]) == (303, "/")
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(set_cookie.split("; "))
    assert phone.token not in set_cookie
    assert phone.token.encode() not in inside.body
    assert b"anna-phone" in inside.body


async def test_over_tls_the_cookie_is_for_tls_alone(house: AHouse) -> None:
    phone = house.telephone()
    body = urlencode({"token": phone.token}).encode()
    origin = {"origin": "https://192.0.2.2:8765", "scheme": "https"}

    assert "Secure" in (await house.ask("POST", "/login", body, **origin)).headers["set-cookie"]


async def test_who_guesses_at_the_door_waits_as_elsewhere(house: AHouse) -> None:
    browser = Browser(house)

    found = [(await browser.post("/login", {"token": "guess"})).status for _ in range(PATIENCE + 1)]
    bearer = await house.ask("GET", "/v1/status", authorization="Bearer guess")

    assert (found, bearer.status) == ([401] * PATIENCE + [429], 429)


async def test_a_cookie_of_a_revoked_device_opens_nothing(house: AHouse, browser: Browser) -> None:
    house.client.revoke_device("anna-phone")

    assert b"anna-phone" not in (await browser.get()).body
    assert (await browser.post("/deed", {"act": "report", "number": SOLD})).status == 401
    assert house.client.entries() == []


@pytest.mark.parametrize("spoil", ["", "x", ".", "..", "{0}x", "x{0}"])
async def test_a_cookie_that_was_touched_opens_nothing(
    house: AHouse, browser: Browser, spoil: str
) -> None:
    name, _, value = browser.cookie.partition("=")
    id_, until, mac = value.split(".")
    other = house.telephone("other")
    for cookie in (
        spoil.format(value),
        f"{id_}.{int(until) + 1}.{mac}",
        f"{house.devices.devices.cookie_of(other_of(house, other), 0).split('.')[0]}.{until}.{mac}",
    ):
        inside = await browser.get(cookie=f"{name}={cookie}")
        assert b"anna-phone" not in inside.body


def other_of(house: AHouse, phone: Telephone) -> Any:
    house.devices.devices.read()
    return house.devices.of_token(phone.token)


async def test_a_cookie_ends_after_a_year(house: AHouse, browser: Browser) -> None:
    until = int(browser.cookie.split(".")[1])
    device = house.devices.devices.of_cookie(browser.cookie.partition("=")[2], until - 1)

    assert device is not None
    assert house.devices.devices.of_cookie(browser.cookie.partition("=")[2], until) is None


async def test_a_cookie_opens_the_page_alone(browser: Browser) -> None:
    for path in ("/calls", "/phoneblock/api/test", "/dav/", "/lists/block/plain", "/v1/status"):
        assert (await browser.get(path)).status == 401


@pytest.mark.parametrize(
    ("outcome", "said"),
    [(Outcome.DONE, "rejected"), (Outcome.TOO_LATE, "too late"), (Outcome.UNABLE, "unable")],
)
async def test_what_was_not_done_is_not_shown_as_done(
    house: AHouse, browser: Browser, outcome: Outcome, said: str
) -> None:
    call = a_rejected_call(1, number=SALES, outcome=outcome, label=Label.REPORTED)
    house.context.store.calls.record(call)

    body = (await browser.get()).body.decode()
    (seen,) = (await house.telephone("other").get("/calls")).content["calls"]

    assert f'<p class="why">{said};' in body
    assert seen["outcome"] == outcome.value
    assert ('<li class="call let">' in body) == (outcome is not Outcome.DONE)


@pytest.mark.parametrize(
    ("call", "act"),
    [
        (a_rejected_call(1, number=SALES), "allow"),
        (a_logged_call(1, number=SOLD), "report"),
    ],
)
async def test_one_button_does_what_the_call_calls_for_and_then_takes_it_back(
    house: AHouse, browser: Browser, call: Any, act: str
) -> None:
    house.context.store.calls.record(call)
    before = acts((await browser.get()).body)
    done = await browser.post("/deed", {"act": act, "number": call.number})
    after = acts((await browser.get()).body)
    entry = house.client.entries()[0]["kind"]
    await browser.post("/deed", {"act": "back", "number": call.number})

    assert (before, after, done.status) == ([(call.number, act)], [(call.number, "back")], 303)
    assert (entry, house.client.entries()) == ("block" if act == "report" else "allow", [])


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "http://192.0.2.2"},
        {"origin": "https://192.0.2.2:8765"},
        {"origin": "null"},
        {"origin": "null", "sec_fetch_site": "cross-site"},
        {"origin": "null", "sec_fetch_site": "same-site"},
        {"origin": "http://192.0.2.2:9999"},
    ],
)
async def test_another_site_cannot_press_a_button(
    house: AHouse, browser: Browser, headers: dict[str, str]
) -> None:
    for path in ("/deed", "/look", "/leave"):
        answer = await browser.post(path, {"act": "report", "number": SOLD}, **headers)
        assert answer.status == 403
    assert house.client.entries() == []


async def test_nor_can_it_let_a_browser_in_by_a_token_of_its_own(house: AHouse) -> None:
    phone = house.telephone()

    answer = await Browser(house).post(
        "/login", {"token": phone.token}, origin="http://evil.example"
    )

    assert (answer.status, "set-cookie" in answer.headers) == (403, False)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("192.0.2.2:8765", 200),
        ("192.0.2.2", 200),
        ("[fd00::1]:8765", 200),
        ("localhost:8765", 200),
        ("pi", 200),
        ("pi.local:8765", 200),
        ("pi.fritz.box", 200),
        ("pi.example:8765", 200),
        ("evil.example", 421),
        ("pi.example.evil.example", 421),
        ("", 421),
        ("a/b", 421),
        ("user@192.0.2.2", 421),
        ("192.0.2.2:0", 421),
        ("192.0.2.2:x", 421),
        ("evil.example:8765", 421),
    ],
)
async def test_a_name_of_somebody_else_that_leads_here_is_not_answered(
    house: AHouse, host: str, status: int
) -> None:
    phone = house.telephone()

    assert (await house.ask("GET", "/", host=host)).status == status
    assert (await phone.get("/phoneblock/api/test", host=host)).status == status


@pytest.mark.parametrize(
    "path",
    [
        "//",
        "/../",
        "/%2e%2e/",
        "/dav/../v1/status",
        "/dav//books",
        "/%00",
        "/\\x",
        "/dav/%5c",
        "/" + "x" * 2001,
    ],
)
async def test_paths_with_tricks_lead_nowhere(house: AHouse, path: str) -> None:
    phone = house.telephone()

    assert (await phone.get(path)).status == 404
    assert (await house.ask("GET", path)).status == 401


async def test_every_answer_forbids_what_the_page_does_not_need(
    house: AHouse, browser: Browser
) -> None:
    phone = house.telephone("other")
    for answer in (
        await browser.get(),
        await Browser(house).get(),
        await phone.get("/phoneblock/api/test"),
        await phone.get("/none"),
    ):
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert answer.headers["cache-control"] == "no-store"


async def test_the_page_has_no_script_of_its_own_and_none_from_elsewhere(browser: Browser) -> None:
    html = (await browser.get()).body.decode()

    assert re.findall(r"<script[^>]*>", html) == ['<script src="/page.js" defer>']
    assert not re.search(r"\son\w+=|style=|javascript:|https?://", html)


async def test_what_comes_from_outside_is_text(house: AHouse) -> None:
    odd = "<script>alert(1)</script>\"'&\u202e"
    house.context.store.contacts.replace_source("book", [Contact(odd, (ANNA,), "book")])
    house.context.store.calls.record(a_logged_call(1, number=ANNA, name=odd))
    house.context.changed()
    browser = Browser(house)
    await browser.enter(house.telephone(given=["contacts"]))

    html = (await browser.get()).body.decode()

    assert "<script>alert" not in html
    assert "&lt;script&gt;" in html
    assert "\u202e" not in html


@pytest.mark.parametrize("language", ["en", "it"])
async def test_a_call_says_why_it_was_turned_away(house: AHouse, language: str) -> None:
    phone, browser = house.telephone(), Browser(house, language)
    await phone.get(f"/phoneblock/api/num/{SALES}")
    await browser.enter(phone)
    why = (await phone.get("/calls", accept_language=language)).content["calls"][0]["because"]

    (said,) = re.findall(r'<p class="why">(.*?)</p>', (await browser.get()).body.decode())

    assert said.endswith(f"; {html.escape(why)}")
    assert why == WHY[language]


WHY = {
    "en": "range +390844*: sales and advertising calls",
    "it": "serie +390844*: vendite e pubblicità",
}


async def test_a_number_is_asked_about_and_no_call_is_logged(
    house: AHouse, browser: Browser
) -> None:
    answer = await browser.post("/look", {"number": "0844 123456"})

    assert b"would be turned away" in answer.body
    assert acts(answer.body) == [(SALES, "allow")]
    assert house.calls == []


@pytest.mark.parametrize("form", [{}, {"act": "report"}, {"number": SOLD}, {"act": "x", "number": SOLD},
                                  {"act": "report", "number": "112"}])  # fmt: skip
async def test_what_cannot_be_done_is_a_sentence_on_the_page(
    browser: Browser, form: dict[str, str]
) -> None:
    answer = await browser.post("/deed", form)

    assert (answer.status, b'role="alert"' in answer.body) == (400, True)


async def test_it_speaks_the_reader_s_language(house: AHouse) -> None:
    phone = house.telephone()
    for language, word in (("it-IT,it;q=0.9", "Le ultime chiamate"), ("fr", "The last calls")):
        browser = Browser(house, language)
        await browser.enter(phone)
        html = (await browser.get()).body.decode()
        assert word in html
        assert f'<html lang="{language[:2] if word[0] == "L" else "en"}">' in html


async def test_leaving_takes_the_cookie_away(browser: Browser) -> None:
    left = await browser.post("/leave", {})

    assert "Max-Age=0" in left.headers["set-cookie"]
    assert b"anna-phone" not in (await browser.get()).body


@pytest.mark.parametrize("right", ["look_up", "calls", "report"])
async def test_the_page_has_what_the_device_may(house: AHouse, right: str) -> None:
    house.context.store.calls.record(a_logged_call(1, number=SOLD))
    browser = Browser(house)
    await browser.enter(house.telephone(may=[right]))

    html = (await browser.get()).body
    look = await browser.post("/look", {"number": SOLD})
    deed = await browser.post("/deed", {"act": "report", "number": SOLD})

    assert (b'action="/look"' in html, b"<ul>" in html) == (right == "look_up", right == "calls")
    assert (look.status, deed.status) == (
        200 if right == "look_up" else 403,
        303 if right == "report" else 403,
    )


def test_a_page_of_calls_is_short_enough_for_a_thumb() -> None:
    assert page.MOST_CALLS <= 30
