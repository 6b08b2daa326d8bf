"""Every list of the shipped catalogue, subscribed from a small sample in its own format, and what it does to a caller."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, NamedTuple

import pytest

from portinaio.lists.catalogue import catalogue_file, load_catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

OFFERS = load_catalogue().list
INNOCENTS = [offer.name for offer in OFFERS if offer.kind == "innocents"]
COMPLAINTS = [offer.name for offer in OFFERS if offer.complaints]
COPIES = [offer.name for offer in OFFERS if offer.origin == "ftc"]
CALLER = "+12025550101"
AFTERNOON = (
    "--at",
    "2026-11-24T15:00",
)  # an hour outside those for sales calls has points of its own
SCORES = {None: 38, 0.3: 28, 0.67: 63, 1.0: 94}
"""Of five complaints, by how far their list is believed; without a word of it as the catalogue has it."""


class Sample(NamedTuple):
    """What a list says that holds one caller in the least way that it can, and how many points that is."""

    text: str
    caller: str
    score: int


def complaints(*numbers: str) -> str:
    return "pattern\n" + "".join(f"{number.removeprefix('+1')}\n" for number in numbers)


def votes(*numbers: str, each: int) -> str:
    rows = [{"phone": number, "votes": each, "rating": "G_FRAUD"} for number in numbers]
    return json.dumps({"numbers": rows, "version": 1})


SAMPLES = {
    "phoneblock": Sample(votes("+390200001234", each=1), "+390200001234", 0),
    "saracroche": Sample('{"patterns": [{"name": "x", "action": "block", "pattern": "33159070###"}]}', "+33159070123", 60),
    "dnc-90days": Sample(complaints(CALLER, "2125550102"), CALLER, 0),
    "dnc-daily": Sample(complaints(CALLER, "2125550102"), CALLER, 0),
    "blocklist-italia": Sample(
        "numero,categoria,prima_segnalazione,ultima_attivita,segnalazioni,note\n+390200001234,energia,2026-11-24,2026-11-24,1,x\n",
        "+390200001234", 40,
    ),
    "ftc-complaints": Sample(complaints(CALLER), CALLER, 0),
    "fcc-unwanted-calls": Sample("number,reports,first,last\n2025550101,1,2026-11-24,2026-11-24\n", CALLER, 0),
    "turkish-spam-numbers": Sample("number\n902120000000\n", "+902120000000", 52),
    "spam-chile": Sample("PhoneNumber,name\n+56220000000,Estafa\n", "+56220000000", 38),
    "openblock-bg": Sample("# spam\n+359 2 000 0000\n", "+35920000000", 30),
    "town-halls-it": Sample('[{"nome": "Roccasecca", "telefono": "+39 02 0000 1234", "fax": "+39 02 0000 1235"}]', "+390200001234", 0),
    "public-offices-it": Sample("Telefono\n0200001234\n02/0000 1236\n", "+390200001234", 0),
    "hospitals-us": Sample('Facility ID,Facility Name,Telephone Number\n1,X,"(202) 555-0101"\n', CALLER, 0),
}  # fmt: skip


@pytest.fixture
def subscribe(run, house: Path):
    """Subscribes to lists of the shipped catalogue, which lie in this folder instead of on the web."""

    def subscribe(texts: dict[str, str]) -> None:
        house.mkdir(exist_ok=True)
        shipped = catalogue_file().read_text().split("[[never]]")[0]
        for offer in OFFERS:
            shipped = shipped.replace(
                f'url = "{offer.url}"', f'url = "{(house / offer.name).as_uri()}"'
            )
            if text := texts.get(offer.name):
                house.joinpath(offer.name).write_text(text)
        house.joinpath("catalog.toml").write_text(re.sub(r"(?m)^changes = .*$", "", shipped))
        believed(house, texts)
        for each in run("sync", "--json").json:
            assert each["state"] == "ok", each["error"]

    return subscribe


def believed(house: Path, names: Iterable[str], trust: float | None = None) -> None:
    """So much, each of the lists that are subscribed to."""
    table = "" if trust is None else f"trust = {trust}\n"
    tables = (f'[[list]]\nname = "{name}"\n{table}' for name in names)
    house.joinpath("config.toml").write_text('country = "IT"\n' + "".join(tables))


def judged(run, caller: str = CALLER):
    return run("check", caller, *AFTERNOON, "--json").json


@pytest.mark.parametrize("name", SAMPLES)
def test_one_row_of_a_list_weighs_what_its_kind_allows(run, subscribe, name):
    sample = SAMPLES[name]
    subscribe({name: sample.text})

    found = judged(run, sample.caller)

    sources = [f["source"] for f in found["findings"] if f["code"] in {"listed", "innocent"}]
    assert (sources, found["score"]) == ([name], sample.score)


@pytest.mark.parametrize("names", [*([name] for name in COMPLAINTS), COMPLAINTS], ids="+".join)
def test_one_complaint_leaves_a_caller_alone_however_it_is_believed(run, house, subscribe, names):
    subscribe({name: complaints(CALLER, "2125550102") for name in names})

    found = {}
    for trust in SCORES:
        believed(house, names, trust)
        one = judged(run)
        found[trust] = one["action"], one["suspected"], one["score"]

    assert found == dict.fromkeys(SCORES, ("ring", False, 0))


@pytest.mark.parametrize("names", [*([name] for name in COPIES), COPIES], ids="+".join)
def test_all_copies_of_the_same_complaints_count_once(run, house, subscribe, names):
    subscribe({name: complaints(*[CALLER] * 5) for name in names})

    found = {}
    for trust in SCORES:
        believed(house, names, trust)
        found[trust] = judged(run)["score"]

    assert found == SCORES


def test_two_lists_that_hold_the_same_count_once_and_the_second_says_so(run, house):
    house.mkdir()
    tables = ""
    for name in ("one", "other"):
        house.joinpath(f"{name}.csv").write_text("number,reporters\n+390200001234,3\n")
        url = (house / f"{name}.csv").as_uri()
        tables += f'[[list]]\nname = "{name}"\nurl = "{url}"\ntrust = 0.4\n'
    house.joinpath("config.toml").write_text(tables)

    notes = [synced["note"] for synced in run("sync", "--json").json]

    assert notes == [None, "it holds the same as one, so both count once"]
    assert judged(run, "+390200001234")["score"] == 30


def test_a_list_that_is_a_part_of_another_one_asks_whether_both_are_of_one_origin(run, house):
    house.mkdir()
    tables = ""
    for name, rows in (("day", 60), ("quarter", 90)):
        numbers = "".join(f"+39020000{n:04d}\n" for n in range(rows))
        house.joinpath(f"{name}.csv").write_text("number\n" + numbers)
        url = (house / f"{name}.csv").as_uri()
        tables += f'[[list]]\nname = "{name}"\nurl = "{url}"\ntrust = 0.4\n'
    house.joinpath("config.toml").write_text(tables)
    run("sync")

    notes = [each["note"] for each in run("lists", "--json").json]
    house.joinpath("config.toml").write_text(tables.replace("trust", 'origin = "x"\ntrust'))

    assert "nearly all of its numbers stand in quarter too" in notes[0]
    assert [notes[1], *(each["note"] for each in run("lists", "--json").json)] == [None] * 3


def test_two_complaints_are_two_reporters(run, subscribe):
    subscribe({"dnc-90days": complaints(CALLER, CALLER)})

    found = judged(run)["findings"][0]

    assert "on dnc-90days: 2 reporters, listed so since" in found["text"]


def test_complaints_of_an_own_file_are_counted_where_config_says_so(run, house):
    house.mkdir()
    house.joinpath("mine.csv").write_text("number\n+390200001234\n")
    url = (house / "mine.csv").as_uri()
    table = f'[[list]]\nname = "mine"\nurl = "{url}"\ntrust = 1.0\n'
    house.joinpath("config.toml").write_text(table)
    run("sync")
    before = judged(run, "+390200001234")["score"]

    house.joinpath("config.toml").write_text(table + "complaints = true\n")

    at_once = judged(run, "+390200001234")["score"]
    run("sync")
    assert (before, at_once, judged(run, "+390200001234")["score"]) == (75, 0, 0)


@pytest.mark.parametrize(
    ("key", "score", "told"),
    [("", 50, True), ("complaints = true\n", 50, False), ("complaints = false\n", 75, False)],
    ids=["nothing said", "said", "denied"],
)
def test_a_long_list_whose_numbers_repeat_is_counted_and_told(run, house, key, score, told):
    house.mkdir()
    rows = "".join(f"+39020{n % 150:07}\n" for n in range(300)) + "+390200000149\n" * 2
    house.joinpath("raw.csv").write_text("number\n" + rows)
    url = (house / "raw.csv").as_uri()
    house.joinpath("config.toml").write_text(
        f'[[list]]\nname = "raw"\nurl = "{url}"\ntrust = 1.0\n{key}'
    )

    synced = run("sync", "--json").json[0]

    found = judged(run, "+390200000001")["findings"][0]
    assert (found["code"], found["weight"]) == ("listed", score)
    assert ("look like complaints" in (synced["note"] or "")) is told
    assert ("look like complaints" in run("lists").out) is told


def test_who_adds_a_file_of_complaints_may_say_so(run, house, tmp_path):
    (tmp_path / "mine.csv").write_text("number\n+390200001234\n")

    run("lists", "add", str(tmp_path / "mine.csv"), "--complaints", "--trust", "1", "--yes")

    assert "complaints = true" in house.joinpath("config.toml").read_text()
    assert judged(run, "+390200001234")["score"] == 0
    assert "complaints, each of which is one report" in run("lists", "show", "mine").out


def test_one_row_of_a_vetted_list_makes_a_caller_suspected(run, house, tmp_path):
    (tmp_path / "mine.csv").write_text("number,reporters\n+390200001234,1\n")

    run("lists", "add", str(tmp_path / "mine.csv"), "--vetted", "--yes")

    found = judged(run, "+390200001234")
    assert "vetted = true" in house.joinpath("config.toml").read_text()
    assert (found["suspected"], found["score"]) == (True, 30)
    assert "each counts as two reporters at least" in run("lists", "show", "mine").out


def test_a_list_of_the_catalogue_shows_whose_data_it_is(run, subscribe):
    subscribe({"dnc-daily": complaints(CALLER)})

    shown = run("lists", "show", "dnc-daily", "--json").json

    assert (shown["origin"], shown["complaints"]) == ("ftc", True)


@pytest.mark.parametrize("name", INNOCENTS)
def test_a_public_body_that_a_list_names_is_suspected_and_rings(run, subscribe, house, name):
    sample = SAMPLES[name]
    house.mkdir()
    house.joinpath("spam.csv").write_text(f"number,reporters\n{sample.caller},42\n")
    subscribe({name: sample.text})
    assert run("lists", "add", str(house / "spam.csv"), "--trust", "1", "--yes").code == 0

    found = judged(run, sample.caller)

    codes = [each["code"] for each in found["findings"] if each["code"] != "abroad"]
    assert (codes, found["label"], found["suspected"], found["score"], found["action"]) == (
        ["listed", "innocent"],
        "unknown",
        True,
        49,
        "ring",
    )
    assert found["because"] == (
        f"on {name}: the number of a public body, if it is not forged, so what lists say makes it suspected at most"
    )


def test_public_bodies_stay_what_they_are_when_their_catalogue_is_gone(run, subscribe, house):
    subscribe({"town-halls-it": SAMPLES["town-halls-it"].text})
    text = house.joinpath("config.toml").read_text().replace("town-halls-it", "halls")
    house.joinpath("config.toml").write_text(text)
    for file in house.rglob("town-halls-it*"):
        file.rename(file.with_name(file.name.replace("town-halls-it", "halls")))

    found = judged(run, "+390200001234")

    assert ([f["code"] for f in found["findings"]], found["label"]) == (["innocent"], "unknown")


def test_the_lists_say_which_of_them_are_of_public_bodies(run, subscribe):
    subscribe({name: SAMPLES[name].text for name in ("saracroche", "town-halls-it")})

    assert {each["name"]: each["kind"] for each in run("lists", "--json").json} == {
        "saracroche": "callers",
        "town-halls-it": "innocents",
    }


def test_public_bodies_are_never_written_into_a_file_of_numbers_to_be_blocked(run, subscribe):
    subscribe({"town-halls-it": SAMPLES["town-halls-it"].text})

    ended = run("export", "csv", "--what", "list", "--list", "town-halls-it")

    assert (ended.code, "would block them" in ended.err) == (2, True)


def test_how_much_public_bodies_are_trusted_is_nobodys_question(run, subscribe):
    subscribe({name: SAMPLES[name].text for name in ("saracroche", "town-halls-it")})

    rows = {row.split()[0]: row.split()[2] for row in run("lists").out.splitlines()[1:]}

    shown = run("lists", "show", "town-halls-it").out
    assert rows == {"saracroche": "0.8", "town-halls-it": "-"}
    assert ("numbers of public bodies, spared what lists say" in shown, "trust" in shown) == (
        True,
        False,
    )


def test_a_row_of_public_bodies_that_cannot_be_used_is_told_by_its_line_alone(
    run, subscribe, house
):
    subscribe({})
    house.joinpath("public-offices-it").write_text("Telefono\n0200001234\nAnna Rossi\n")

    ended = run("lists", "add", "public-offices-it", "--yes")

    assert ended.err == "line 3: a name without a number\n"
