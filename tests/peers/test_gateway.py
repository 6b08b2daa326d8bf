"""The gateway, asked by programs of others: vdirsyncer, Chromium, schemathesis, and another Portinaio."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from daemon_world import ADaemon, until
from free_ports import free_port
from peers.rig import need

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from playwright.async_api import Page


pytestmark = pytest.mark.peers

DEADLINE_S = 120
SALES = "+390844123456"
SOLD = "+390200004321"
ANNA = "+390200000101"


class Gateway:
    def __init__(self, daemon: ADaemon, port: int) -> None:
        self.daemon = daemon
        self.address = f"http://127.0.0.1:{port}"

    def telephone(self, name: str, *books: str) -> str:
        body = {"name": name, "books": list(books)}
        token: str = self.daemon.ask("/v1/devices", "POST", body)["token"]
        return token

    def asks(self, token: str, path: str) -> httpx.Response:
        return httpx.get(self.address + path, headers={"Authorization": f"Bearer {token}"})

    def entries(self) -> dict[str, str]:
        return {each["pattern"]: each["kind"] for each in self.daemon.ask("/v1/entries")}


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Gateway]:
    port = free_port()
    config = f'country = "IT"\n[gateway]\nlisten = "127.0.0.1:{port}"\n'
    with ADaemon(
        tmp_path / "home", config, PYTHON_KEYRING_BACKEND="keyring.backends.null.Keyring"
    ) as daemon:
        daemon.answers()
        gateway = Gateway(daemon, port)

        def there() -> bool:
            try:
                return httpx.get(gateway.address).status_code == 200
            except httpx.TransportError:
                return False

        until(there)
        daemon.ask("/v1/entries", "POST", {"pattern": SOLD, "kind": "block"})
        daemon.ask("/v1/contacts", "POST", {"name": "Anna Bianchi", "number": ANNA})
        yield gateway


def ran(*command: str, **how: Any) -> str:
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=DEADLINE_S, check=False, **how
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def program(name: str) -> str:
    """One of this environment, else of the system."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair spam]
a = "here"
b = "there"
collections = ["block", "contacts"]
conflict_resolution = "b wins"
[storage here]
type = "filesystem"
path = "{folder}/books/"
fileext = ".vcf"
[storage there]
type = "carddav"
url = "{address}/"
username = "laptop"
password = "{token}"
"""


def test_vdirsyncer_keeps_both_books_and_its_changes_are_reports_and_allows(
    gateway: Gateway, tmp_path: Path
) -> None:
    vdirsyncer, token = program("vdirsyncer"), gateway.telephone("laptop", "block", "contacts")
    config, books = tmp_path / "vdirsyncer", tmp_path / "books"
    config.write_text(VDIRSYNCER.format(folder=tmp_path, address=gateway.address, token=token))
    for book in ("block", "contacts"):
        (books / book).mkdir(parents=True)

    other = "+390200009000"  # an emptied book vdirsyncer takes for a mishap
    gateway.daemon.ask("/v1/entries", "POST", {"pattern": other, "kind": "block"})

    def synced() -> dict[str, str]:
        ran(vdirsyncer, "-c", str(config), "sync")
        return {file.name: file.read_text() for file in (books / "block").iterdir()}

    ran(vdirsyncer, "-c", str(config), "discover")
    first = synced()
    card = "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:mine\r\nFN:Pests\r\nTEL:+39 02 0000 5555\r\nEND:VCARD\r\n"
    (books / "block" / "mine.vcf").write_text(card)
    synced()
    reported = gateway.entries()
    synced()
    (books / "block" / f"portinaio-block-{SOLD[1:]}.vcf").unlink()
    synced()
    allowed = gateway.entries()
    gateway.daemon.ask("/v1/entries?pattern=%2B390200005555", "DELETE")
    last = synced()

    assert [name for name in first if SOLD[1:] in name]
    assert "Anna Bianchi" in next(iter((books / "contacts").iterdir())).read_text()
    assert reported == {SOLD: "block", "+390200005555": "block", other: "block"}
    assert allowed == {SOLD: "allow", "+390200005555": "block", other: "block"}
    assert [other[1:] in name for name in last] == [True]


def test_another_portinaio_follows_the_book_and_subscribes_to_the_list(
    gateway: Gateway, tmp_path: Path
) -> None:
    token = gateway.telephone("other-house", "block", "contacts")
    gateway.daemon.ask(
        "/v1/entries", "POST", {"pattern": "+3902000077*", "kind": "block", "sure": True}
    )
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "token").write_text(token)
    (tmp_path / "other" / "config.toml").write_text(
        'country = "IT"\n[[list]]\nname = "ours"\nformat = "plain"\ntrust = 1.0\nregion = "IT"\n'
        f'url = "{gateway.address}/lists/block/plain"\ntoken = {{ file = "token" }}\n'
        f'[[contacts]]\nname = "ours"\nurl = "{gateway.address}/dav/books/contacts/"\n'
        'username = "other-house"\npassword = { file = "token" }\n'
    )
    env = {
        "PORTINAIO_HOME": str(tmp_path / "other"),
        "PORTINAIO_LANG": "en",
        "PATH": "/usr/bin:/bin",
    }
    portinaio = (sys.executable, "-m", "portinaio")

    synced = json.loads(ran(*portinaio, "sync", "--json", env=env))
    followed = json.loads(ran(*portinaio, "contacts", "sync", "--json", env=env))
    listed = json.loads(ran(*portinaio, "check", SOLD, "--json", env=env))
    wide = json.loads(ran(*portinaio, "check", "+390200007712", "--json", env=env))
    known = json.loads(ran(*portinaio, "check", ANNA, "--json", env=env))

    assert [one["state"] for one in (*synced, *followed)] == ["ok", "ok"]
    assert known["label"] == "known"
    for found in listed, wide:
        assert "listed" in [each["code"] for each in found["findings"]]


async def test_the_page_in_chromium_at_the_size_of_a_telephone(gateway: Gateway) -> None:
    token = gateway.telephone("anna-phone", "block")
    gateway.asks(token, f"/phoneblock/api/num/{SALES}")
    until(lambda: gateway.daemon.ask("/v1/calls"))

    async with a_telephone() as screen:
        page = screen.page
        await page.goto(f"{gateway.address}/#{token}")
        await page.wait_for_selector("li.call")
        at, wide = page.url, await page.evaluate("document.documentElement.scrollWidth")
        kept = await page.evaluate("JSON.stringify(localStorage) + document.cookie")
        heights = await page.evaluate(HEIGHTS)
        await page.click("button.allow")
        await page.wait_for_selector("button.back")
        allowed = gateway.entries()
        await page.click("button.back")
        await page.wait_for_selector("button.allow")
        title = await page.title()

    assert (at, wide, title, kept) == (f"{gateway.address}/", 360, "Le ultime chiamate", "{}")
    assert min(heights) >= 48  # points, for a thumb
    assert (allowed, gateway.entries()) == ({SOLD: "block", SALES: "allow"}, {SOLD: "block"})
    assert screen.errors == []
    assert not [one for one in screen.requests if token in one]


HEIGHTS = "[...document.querySelectorAll('.deed button')].map(b => b.offsetHeight)"


@dataclass
class Screen:
    page: Page
    requests: list[str] = field(default_factory=list)
    """Addresses and headers; what a form sends is none of them."""
    errors: list[str] = field(default_factory=list)


@asynccontextmanager
async def a_telephone() -> AsyncIterator[Screen]:
    """Chromium, as large as one, in Italian."""
    need("chromium")
    playwright = pytest.importorskip("playwright.async_api", reason="playwright is not installed")
    async with playwright.async_playwright() as driver:
        browser = await driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"]
        )
        context = await browser.new_context(viewport={"width": 360, "height": 740}, locale="it-IT")
        screen = Screen(await context.new_page())
        screen.page.on("request", lambda one: screen.requests.append(f"{one.url} {one.headers}"))
        screen.page.on("pageerror", lambda error: screen.errors.append(str(error)))
        screen.page.on(
            "console", lambda said: said.type == "error" and screen.errors.append(said.text)
        )
        yield screen
        await browser.close()


SCHEMATHESIS = """
# PhoneBlock's since and limit exclude each other, which OpenAPI has no words for.
[[operations]]
include-name = "GET /phoneblock/api/blocklist"
[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "400"]
"""
NUMBERS = """
import schemathesis
from hypothesis import strategies

digits = strategies.text("0123456789", min_size=4, max_size=4)
numbers = digits.flatmap(lambda last: strategies.sampled_from(("+39020000", "0039020000", "020000")).map(lambda first: first + last))
schemathesis.openapi.format("telephone-number", numbers)
"""
CHANGING = frozenset({"post", "put", "delete"})


def _by_device(paths: dict[str, dict[str, Any]]) -> list[list[str]]:
    """Names of operations, those apart that change something: few of them an hour are let through."""
    every = [(method, f"{method.upper()} {path}") for path, of in paths.items() for method in of]
    asking = [name for method, name in every if method not in CHANGING]
    half = len(asking) // 2
    return [asking[:half], asking[half:], *([name] for method, name in every if method in CHANGING)]


def test_schemathesis_finds_nothing(gateway: Gateway, tmp_path: Path) -> None:
    schemathesis, description = program("schemathesis"), tmp_path / "openapi.json"
    described = gateway.asks(gateway.telephone("first"), "/openapi.json")
    description.write_text(described.text)
    (tmp_path / "schemathesis.toml").write_text(SCHEMATHESIS)
    (tmp_path / "numbers_of_houses.py").write_text(NUMBERS)
    environ = {**os.environ, "SCHEMATHESIS_HOOKS": "numbers_of_houses"}

    for at, names in enumerate(_by_device(described.json()["paths"])):
        token = gateway.telephone(f"phone-{at}", "block")
        ran(
            schemathesis,
            "run",
            str(description),
            *("--url", gateway.address),
            *("-H", f"Authorization: Bearer {token}"),
            *("--max-examples", "5", "--seed", "1"),
            *("--phases", "examples,coverage,fuzzing"),
            *(word for name in names for word in ("--include-name", name)),
            cwd=tmp_path,
            env=environ,
        )
    assert "Traceback" not in gateway.daemon.end()[1]
