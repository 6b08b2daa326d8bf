"""Lists that other people wrote, read and counted once more in another way."""

import csv
import os
import re
import sqlite3
from collections import Counter
from pathlib import Path

import phonenumbers
import pytest

from list_worlds import plan_of
from portinaio.errors import UntrustedListError, UsageError
from portinaio.lists.reading import read_list

FOLDER = os.environ.get("PORTINAIO_SAMPLES", "")
pytestmark = pytest.mark.skipif(not FOLDER, reason="PORTINAIO_SAMPLES names no folder of samples")
SNAPSHOTS = sorted((Path(FOLDER) / "lists/dnc-snapshot").glob("*.csv")) if FOLDER else []


def reading(path, **how):
    with (Path(FOLDER) / path).open("rb") as source:
        found = read_list(source, plan_of=plan_of, name=str(path), **how)
        rows = list(found)
    return found, rows


def listable(text, region):
    """By the library alone: a number of a possible length that is no emergency number."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return False
    reason = phonenumbers.is_possible_number_with_reason(number)
    return reason == phonenumbers.ValidationResult.IS_POSSIBLE


def american(text):
    """The public's typing errors are fractions of a number, rows of zeros, or a 0 too many in front of a good number."""
    too_many = re.fullmatch(r"1?0([2-9]\d{9})", text)
    if too_many and phonenumbers.is_valid_number(phonenumbers.parse(too_many[1], "US")):
        return True
    return text.isdigit() and text.strip("0") != "" and listable(text, "US")


@pytest.mark.parametrize("path", SNAPSHOTS, ids=lambda p: p.name)
def test_a_snapshot_of_american_complaints_counts_each_complaint(path):
    texts = path.read_text().split("\n")[1:]
    wanted = Counter()
    for text, times in Counter(texts).items():
        if re.fullmatch(
            r"[2-9]\d{9}", text
        ):  # what the library says too, in a hundredth of the time
            wanted[int(text)] += times
        elif american(text):
            wanted[phonenumbers.parse(text, "US").national_number] += times

    found, rows = reading(path, region="US")

    assert found.format.id == "spamblocker"
    assert (found.accepted, len(rows)) == (wanted.total(), len(wanted))
    assert found.rejected_count == sum(bool(t.strip()) for t in texts) - wanted.total()
    assert sum(row.reporters for row in rows) == wanted.total()


def test_a_snapshot_of_american_complaints_is_not_read_as_italian():
    with pytest.raises(UsageError, match="US"):
        reading("lists/dnc-snapshot/2025-10-28.csv", region="IT")


def test_a_headerless_table_of_french_callers():
    with (Path(FOLDER) / "lists/oros42/blacklist.csv").open() as file:
        cells = [row[0] for row in csv.reader(file) if row]

    found, rows = reading("lists/oros42/blacklist.csv", region="FR")

    assert len(rows) == sum(listable(cell, "FR") for cell in cells)
    assert found.rejected_count == len(cells) - len(rows)


@pytest.mark.parametrize(
    ("path", "region"),
    [
        ("lists/icompile/spam_junk_20160127.vcf", "IL"),
        ("lists/ygk-mobile-spam/spam.vcf", "CA"),
    ],
)
def test_a_contact_with_hundreds_of_numbers(path, region):
    text = (Path(FOLDER) / path).read_text()
    telephones = [n.strip() for n in re.findall(r"^TEL[^:]*:(.*)$", text, re.MULTILINE)]

    found, rows = reading(path, region=region)

    assert found.format.id == "vcard"
    assert len(rows) == sum("*" not in t and listable(t, region) for t in telephones)
    assert found.rejected_count == len(telephones) - len(rows)


def test_patterns_for_names_alone_are_no_list_of_numbers():
    with pytest.raises(UntrustedListError, match="a name without a number"):
        reading("lists/callattendant/cid_patterns.yaml", region="US")


def test_a_dump_of_a_database_gives_its_blacklist_and_never_its_friends():
    database = sqlite3.connect(":memory:")
    database.executescript((Path(FOLDER) / "modem/callattendant.db.sql").read_text())
    barred = [row[0] for row in database.execute("SELECT PhoneNo FROM Blacklist")]
    friends = database.execute("SELECT count(*) FROM Whitelist").fetchone()[0]
    database.close()

    found, rows = reading("modem/callattendant.db.sql", region="US")

    assert found.format.id == "callattendant"
    assert len(rows) == sum(listable(number, "US") for number in barred)
    assert found.rejected_count == friends + len(barred) - len(rows)
