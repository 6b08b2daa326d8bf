"""Every list of the shipped catalogue, against an answer in its publisher's shape that was made by hand: subscribed from a
server, counted, dated, and asked about one number. All numbers in the answers are made up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import pytest

from list_server import AServer, ok
from portinaio.lists.catalogue import catalogue_file, load_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterator

OFFERS = {offer.name: offer for offer in load_catalogue().list}
ANSWERS = {file.stem: file for file in Path(__file__).with_name("recorded").iterdir()}
YESTERDAY = datetime.now(UTC).astimezone().date() - timedelta(days=1)
AFTERNOON = "2026-11-24T15:00"
NOT_FOUND = ok(b"", status="404 Not Found")


class Said(NamedTuple):
    """What comes of it, and what it says of one caller."""

    entries: int
    rejected: int
    caller: str
    weight: int
    text: str
    at: str = AFTERNOON


SAID = {
    "blocklist-italia": Said(4, 0, "+390200001234", 59, "on blocklist-italia: 3 reporters, last 20 Nov 2026"),
    "phoneblock": Said(3, 0, "+390200001234", 79, "on phoneblock: 14 reporters, last "),
    "saracroche": Said(2, 0, "+33159070123", 60, "on saracroche"),
    "dnc-90days": Said(2, 0, "+12025550101", 30, "on dnc-90days: 3 reporters"),
    "dnc-daily": Said(2, 0, "+12025550101", 20, "on dnc-daily: 2 reporters"),
    "ftc-complaints": Said(2, 2, "+12025550101", 20, f"on ftc-complaints: 2 reporters, last {YESTERDAY:%-d %b %Y}", at=f"{YESTERDAY}T15:00"),
    "fcc-unwanted-calls": Said(2, 1, "+12025550101", 39, "on fcc-unwanted-calls: 7 reporters, last 24 Nov 2026"),
    "turkish-spam-numbers": Said(3, 0, "+902120000001", 52, "on turkish-spam-numbers"),
    "spam-chile": Said(62, 1, "+56220000100", 38, "on spam-chile"),
    "openblock-bg": Said(3, 0, "+35920000001", 30, "on openblock-bg"),
    "town-halls-it": Said(2, 0, "+390200001234", 0, "the number of a public body"),
    "public-offices-it": Said(2, 0, "+390200001234", 0, "the number of a public body"),
    "hospitals-us": Said(1, 0, "+12025550101", 0, "the number of a public body"),
}  # fmt: skip


class Recorded(dict):
    """Paths that are not here are not found, as those of a holiday."""

    def get(self, path, _default=None):
        return super().get(path, NOT_FOUND)


@pytest.fixture
def server() -> Iterator[AServer]:
    with AServer() as server:
        server.answers = Recorded()
        yield server


@pytest.fixture
def subscribed(run, house, server, monkeypatch):
    """Adds a list of the shipped catalogue, whose server is the one of this test."""

    def subscribed(name: str):
        offer = OFFERS[name]
        here = server.url("")
        address = urlsplit(offer.url)
        body = ANSWERS[name].read_text()
        for back in (0, 2):
            day = str(YESTERDAY - timedelta(days=back))
            path = offer.url.removeprefix(f"https://{address.netloc}").replace("{date}", day)
            server.answers[path] = ok(body.replace("{date}", day).encode())
        house.mkdir(exist_ok=True)
        shipped = catalogue_file().read_text().split("[[never]]")[0]
        shipped = shipped.replace(f"https://{address.netloc}", here)
        house.joinpath("catalog.toml").write_text(shipped)
        monkeypatch.setenv("TOKEN", "a-token")
        token = 'token = { env = "TOKEN" }' if offer.account else ""
        house.joinpath("config.toml").write_text(
            f'country = "IT"\n[[list]]\nname = "{name}"\n{token}\n'
        )
        (synced,) = run("sync", "--json").json
        assert synced["state"] == "ok", synced
        (listed,) = run("lists", "--json").json
        return listed["entries"], synced["rejected"]

    return subscribed


def test_every_list_on_offer_has_an_answer_here():
    assert set(SAID) == set(ANSWERS) == set(OFFERS)


@pytest.mark.parametrize("name", SAID)
def test_a_list_is_subscribed_counted_and_right_about_one_number(run, subscribed, name):
    said = SAID[name]

    counted = subscribed(name)

    found = run("check", said.caller, "--at", said.at, "--json").json
    texts = {f["text"]: f["weight"] for f in found["findings"] if f["source"] == name}
    assert counted == (said.entries, said.rejected)
    assert [said.text in text for text in texts] == [True], texts
    assert list(texts.values()) == [said.weight]


@pytest.mark.parametrize(
    ("caller", "said"),
    [
        pytest.param("+390200001234", ("reported", False, "reject", [59]), id="three reports"),
        pytest.param("+390200004235", ("unknown", True, "ring", [40]), id="one that was confirmed counts as two"),
        pytest.param("+390200008236", ("unknown", False, "ring", [2]), id="three reports of twenty-one months ago"),
    ],
)  # fmt: skip
def test_the_italian_list_does_what_a_person_expects(run, subscribed, caller, said):
    subscribed("blocklist-italia")

    found = run("check", caller, "--at", AFTERNOON, "--json").json

    listed = [f["weight"] for f in found["findings"] if f["code"] == "listed"]
    assert (found["label"], found["suspected"], found["action"], listed) == said


def test_the_italian_list_speaks_italian(run, subscribed, monkeypatch):
    subscribed("blocklist-italia")
    monkeypatch.setenv("PORTINAIO_LANG", "it")

    found = run("check", "+390200001234", "--at", AFTERNOON)

    assert "in blocklist-italia: segnalato da 3 persone, l'ultima il 20 nov 2026" in found.out


def test_the_italian_list_keeps_its_kinds(run, subscribed):
    subscribed("blocklist-italia")

    table = run("export", "csv", "--list", "blocklist-italia").out

    kinds = [row.split(",")[6] for row in table.splitlines()[1:]]
    assert kinds == ["energy", "scam", "marketing", "telecom"]


def test_a_sales_range_of_the_law_speaks_beside_the_list(run, subscribed):
    subscribed("blocklist-italia")

    found = run("check", "+390844123456", "--at", AFTERNOON, "--json").json

    assert [f["code"] for f in found["findings"] if f["final"]] == ["reserved_range"]


def test_no_consumer_is_asked_about_at_the_fcc():
    query = urlsplit(OFFERS["fcc-unwanted-calls"].url).query

    assert not {"state", "zip", "city", "advertiser"} & set(query.replace("_", " ").split())
    assert "$group=caller_id_number" in query


@pytest.mark.parametrize(
    ("country", "told"), [("IT", "Of Italian numbers it holds about two"), ("DE", "")]
)
def test_an_italian_is_told_what_phoneblock_holds_for_italy(run, house, country, told):
    house.mkdir()
    house.joinpath("config.toml").write_text(f'country = "{country}"\n')

    offers = {one["name"]: one for one in run("lists", "catalog", "--json").json["lists"]}

    note = offers["phoneblock"]["note"]
    assert (told in note, bool(note), note in run("lists", "catalog").out) == (
        True,
        bool(told),
        True,
    )


def test_an_italian_is_told_so_in_italian(run, monkeypatch):
    monkeypatch.setenv("PORTINAIO_LANG", "it")

    assert "Di numeri italiani utili ne contiene circa due" in run("lists", "catalog").out


ALLOWED = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><array>
<dict><key>addNational</key><string>true</string><key>category</key>{category}
<key>number</key><string>+33100000001</string><key>title</key><string>Exemple</string></dict>
</array></plist>
"""


@pytest.mark.parametrize("category", ["<string>1</string>", "<integer>1</integer>"])
def test_a_file_of_numbers_that_begone_allows_is_no_list(run, server, category):
    server.answers["/orange.xml"] = ok(ALLOWED.format(category=category).encode())

    added = run("lists", "add", server.url("/orange.xml"), "--yes")

    assert (added.code, "it allows its numbers, and only you can allow" in added.err) == (1, True)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.chistachiamando.it/list.csv",
        "https://datiroc.agcom.it/api/getNumerazioniCallCenter/0200001234",
        "https://www.bundesnetzagentur.de/massnahmenliste",
    ],
)
def test_what_is_never_subscribed_is_refused_with_its_reason(run, url):
    refused = run("lists", "add", url, "--yes")

    assert (refused.code, "is never subscribed: It" in refused.err) == (2, True)
