"""Every file of the samples, brought in as whatever it may be taken for: a number of it is here, or told with its line.

What is in a file is counted by other means than the product's.
"""

from __future__ import annotations

import csv
import io
import re
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

import phonenumbers
import pytest

from daemon_world import AClient, a_client, a_context
from portinaio.daemon.lists.seen import KINDS
from portinaio.errors import PortinaioError
from real_lists import FOLDER, listable, needs_samples

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = needs_samples

FILES = sorted(p for p in Path(FOLDER).rglob("*") if p.is_file()) if FOLDER else []
SAID = {
    "innocents/europe.txt": "a block list",
    "innocents/us.txt": "a block list",
    "lists/dnc-snapshot/2025-10-28.csv": "subscribe it with portinaio lists add",
    "lists/dnc-snapshot/*": "a block list",
    "lists/icompile/*": "a block list",
    "lists/oros42/*": "a block list",
    "lists/ygk-mobile-spam/*": "a block list",
    "lists/callattendant/*": "portinaio block --name",
    "vcards/*/*": "an address book",
    "calllogs/*": "a log of calls",
    "modem/*": "a log of calls",
    "numbers/*.json": "a block list",
    "numbers/*.txt": "no list of callers",
}
"""Of what each file is said to be; what is in none of these is no list, phonebook, log or backup."""
UNKNOWN = ["in no format that is known", "is no list that is known, though numbers stand in it"]
REGIONS = {
    "lists/icompile/*": "IL",
    "lists/oros42/*": "FR",
    "lists/dnc-snapshot/*": "US",
    "numbers/*.json": "US",
}
CARDS = [path for path in FILES if path.suffix == ".vcf" and path.parts[-3] == "vcards"]
RECORDS = [path for path in FILES if path.parts[-2] == "calllogs"]


def short(path: Path) -> str:
    return str(path.relative_to(FOLDER))


def of(table: dict[str, str], path: Path) -> str | None:
    return next((said for pattern, said in table.items() if Path(short(path)).match(pattern)), None)


@pytest.fixture
def client(tmp_path: Path) -> Iterator[AClient]:
    client = a_client(a_context(tmp_path, 'country = "US"\n[log]\nkeep_days = 3650\n'))
    client.context.home.make()
    yield client
    client.context.close()


def held(client: AClient) -> tuple[int, int, int]:
    return len(client.entries()), len(client.contacts()), len(client.calls())


@pytest.mark.parametrize("path", FILES, ids=short)
def test_a_file_is_said_to_be_what_it_is_and_a_look_changes_nothing(client: AClient, path: Path):
    try:
        answer = client.import_file(
            "/".join(path.parts[-2:]), path.read_bytes(), region=of(REGIONS, path), dry_run=True
        )
    except PortinaioError as error:
        said = str(error)
    else:
        said = f"{KINDS[answer['seen']['kind']]}"

    expected = [of(SAID, path)] if of(SAID, path) else UNKNOWN
    assert any(each in said for each in expected)
    assert held(client) == (0, 0, 0)


@pytest.mark.parametrize("kind", ["block", "allow", "contacts", "calls"])
@pytest.mark.parametrize("path", FILES, ids=short)
def test_a_look_promises_what_is_then_taken(client: AClient, path: Path, kind: str):
    def bring(*, dry_run: bool) -> tuple[str, int, int]:
        try:
            answer = client.import_file(
                path.name,
                path.read_bytes(),
                kind,
                region=of(REGIONS, path),
                dry_run=dry_run,
                sure=True,
            )
        except PortinaioError as error:
            return str(error), 0, 0
        return answer["refusal"] or "", answer["accepted"], answer["rejected_count"]

    promised = bring(dry_run=True)
    untouched = held(client)
    taken = bring(dry_run=False)

    assert (untouched, taken) == ((0, 0, 0), promised)
    assert any(promised) or path.name == "gmail-list.vcf"  # which holds addresses of mail alone
    assert bool(sum(held(client))) is bool(promised[1])


def telephones(text: str) -> list[tuple[int, str]]:
    """The numbers of cards with their lines, which RFC 2425 5.8.1 lets go on below."""
    lines = text.replace("\r\n", "\n").split("\n")
    found = []
    for n, first in enumerate(lines, 1):
        line = first + "".join(more[1:] for more in takewhile(lambda x: x[:1] == " ", lines[n:]))
        if said := re.match(r"(?:[\w-]+\.)?TEL(?:;[^:]*)?:(.*)", line, re.IGNORECASE):
            found.append((n, said[1].removeprefix("tel:").replace("\\", "").strip()))
    return [(n, value) for n, value in found if value]


@pytest.mark.parametrize("path", CARDS, ids=short)
def test_each_number_of_a_card_makes_somebody_known_or_is_told_with_its_line(
    client: AClient, path: Path
):
    counted = telephones(path.read_bytes().decode("utf-8", "replace"))
    if not counted:
        with pytest.raises(PortinaioError, match="no number that can be used"):
            client.import_file(path.name, path.read_bytes(), "contacts")
        return

    told = set()
    try:
        answer = client.import_file(path.name, path.read_bytes(), "contacts")
        told = {bad["line"] for bad in answer["rejected"]}
    except PortinaioError:
        told = {n for n, text in counted if not listable(text, "US")}
    known = {number for contact in client.contacts() for number in contact["numbers"]}

    unsaid = [text for n, text in counted if n not in told and not is_in(text, known)]
    assert unsaid == []


def is_in(text: str, known: set[str]) -> bool:
    """What has a length that no number has is kept by its digits."""
    return listable(text, "US") in known or any(n.endswith(digits(text)) for n in known)


@pytest.mark.parametrize("path", RECORDS, ids=short)
def test_each_record_of_a_log_is_a_call_or_told_with_its_line(client: AClient, path: Path):
    legs = csv.reader(io.StringIO(path.read_text()))
    rows = list({row[16]: row for row in legs}.values())  # by the unique id of Asterisk
    own = rows[0][2]  # whom the first of them called, so that the others must say why not
    answer = client.import_file(path.name, path.read_bytes(), "calls", called=own)

    to = sum(digits(row[2]) == digits(own) for row in rows)
    by = {digits(row[2]) for row in rows if digits(row[1]) == digits(own)}
    assert (len(client.calls()), answer["accepted"]) == (to, to + len(by))
    assert answer["rejected_count"] == len(rows) - to - sum(
        digits(r[1]) == digits(own) for r in rows
    )


def digits(text: str) -> str:
    return str(phonenumbers.normalize_digits_only(text))


def test_each_call_of_a_blocker_of_telephone_lines_comes_with_its_moment(client: AClient):
    data = Path(FOLDER, "modem/callattendant.db.sql").read_bytes()
    counted = re.findall(r"INSERT INTO [`\"]?CallLog[`\"]? VALUES", data.decode())

    answer = client.import_file("callattendant.db.sql", data, "calls")

    assert answer["accepted"] + answer["rejected_count"] == len(counted)
