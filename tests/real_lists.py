"""Lists that other people wrote, counted from their formats' descriptions by means that the product does not use."""

from __future__ import annotations

import csv
import os
import re
import sqlite3
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import phonenumbers
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FOLDER = os.environ.get("PORTINAIO_SAMPLES", "")
needs_samples = pytest.mark.skipif(
    not FOLDER, reason="PORTINAIO_SAMPLES names no folder of samples"
)


class Count(NamedTuple):
    times: Counter[str]
    """How often each number stands there, by its E.164 form."""
    rejected: int
    """Rows that hold no number, or not one to be blocked."""


class RealList(NamedTuple):
    path: str
    region: str
    format: str
    counted: Callable[[Path], Count]

    @property
    def file(self) -> Path:
        return Path(FOLDER, self.path)

    def count(self) -> Count:
        return self.counted(self.file)


def count_of(texts: Iterable[str], number_of: Callable[[str], str | None]) -> Count:
    times: Counter[str] = Counter()
    rejected = 0
    for text, n in Counter(texts).items():
        if number := number_of(text):
            times[number] += n
        else:
            rejected += n
    return Count(times, rejected)


def listable(text: str, region: str) -> str | None:
    """By the library alone: a number of a possible length, which no emergency number has."""
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException:
        return None
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE:
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def american(text: str) -> str | None:
    """As the public types it. Rows of zeros and fractions of a number mean nobody.

    A 0 in front of an assigned number is how it is dialled through the operator, which the library does not know; that
    a second 1 in front says no more than the first, it does.
    """
    if re.fullmatch(r"[2-9]\d{9}", text):  # what the library says too, in a hundredth of the time
        return "+1" + text
    through_operator = re.fullmatch(r"1?0([2-9]\d{9})", text)
    if through_operator and phonenumbers.is_valid_number(
        phonenumbers.parse(through_operator[1], "US")
    ):
        return "+1" + through_operator[1]
    return listable(text, "US") if text.isdigit() and text.strip("0") else None


def snapshot(path: Path) -> Count:
    """One column under its title, a row a complaint."""
    _, *texts = path.read_text().split("\n")
    return count_of(filter(None, map(str.strip, texts)), american)


def first_column(path: Path) -> Count:
    with path.open() as file:
        return count_of([row[0] for row in csv.reader(file) if row], lambda t: listable(t, "FR"))


def telephones(region: str) -> Callable[[Path], Count]:
    """Of vCards; a `*` stands for digits that nobody wrote down, or for a service of the network."""

    def counted(path: Path) -> Count:
        texts = re.findall(r"^TEL[^:]*:(.*)$", path.read_text(), re.MULTILINE)
        return count_of(texts, lambda t: None if "*" in t else listable(t, region))

    return counted


def blacklist_of_dump(path: Path) -> Count:
    """Who is barred. Who is a friend stands in another table, and each of them is a row not taken."""
    database = sqlite3.connect(":memory:")
    database.executescript(path.read_text())
    barred = [row[0] for row in database.execute("SELECT PhoneNo FROM Blacklist")]
    friends = database.execute("SELECT count(*) FROM Whitelist").fetchone()[0]
    database.close()
    count = count_of(barred, lambda t: listable(t, "US"))
    return count._replace(rejected=count.rejected + friends)


_SNAPSHOTS = sorted(Path(FOLDER, "lists/dnc-snapshot").glob("*.csv")) if FOLDER else []
SNAPSHOTS = [
    RealList(f"lists/dnc-snapshot/{path.name}", "US", "spamblocker", snapshot)
    for path in _SNAPSHOTS
]
REAL_LISTS = [
    *SNAPSHOTS,
    RealList("lists/oros42/blacklist.csv", "FR", "csv", first_column),
    RealList("lists/icompile/spam_junk_20160127.vcf", "IL", "vcard", telephones("IL")),
    RealList("lists/ygk-mobile-spam/spam.vcf", "CA", "vcard", telephones("CA")),
    RealList("modem/callattendant.db.sql", "US", "callattendant", blacklist_of_dump),
]
