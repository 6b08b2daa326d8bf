"""The address book of a Mac: its archive (`.abbu`, a folder, here as a zip file), its database, or one card of it.

An archive holds a database for each account. Where these hold nobody, as in archives of old, each card is a property list
of its own. All of it is untrusted: size, number and depth are bounded, and the database is read as `lists.intake.sqlite` does.
"""

from __future__ import annotations

import plistlib
import re
import struct
import zipfile
import zlib
from collections import defaultdict
from io import BytesIO
from typing import TYPE_CHECKING, Any

from portinaio.contacts.book import BookReading, CardFile, Rejected, unheard
from portinaio.core.message import Message, msg
from portinaio.errors import UntrustedListError
from portinaio.lists.intake.sqlite import is_database, rows_of, tables_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.contacts.book import At
    from portinaio.core.numbers.plan import Plan

    _Person = tuple[str, list[str], list[str]]
    """Name, numbers and groups."""

DATABASE, CARD = ".abcddb", ".abcdp"
MOST_FILES = 50_000
LARGEST_MIB = 256  # of all files together that are read
LARGEST_CARD = 4 << 20  # bytes; some hold a picture
MOST_NUMBERS = 200  # of one card
_ZIP = b"PK\x03\x04"
_PEOPLE, _TELEPHONES = "ZABCDRECORD", "ZABCDPHONENUMBER"
_NAMES = ("ZFIRSTNAME", "ZMIDDLENAME", "ZLASTNAME", "ZNICKNAME", "ZORGANIZATION", "ZNAME")
_MEMBERS = re.compile(r"Z_\d+PARENTGROUPS")
_NEWEST = msg(
    "what was changed last lies in a file beside the database and is not read; close Contacts and export it again"
)
_NOT_READ = (OSError, RuntimeError, NotImplementedError, ValueError, EOFError, zlib.error)


def is_apple_book(data: bytes) -> bool:
    if is_database(data):
        return _PEOPLE.encode() in data[: 1 << 20]
    if data.startswith(_ZIP):
        return any(name.endswith((DATABASE, CARD)) for name in _files_in(data))
    return data.startswith(b"bplist00") and b"Phone" in data and b"values" in data


def read_apple_book(data: bytes, plan: Plan, source: str, _at: At = unheard) -> CardFile:
    reading = BookReading(plan, source)  # a person here stands on no line
    try:
        whole = _read(data, reading)
    except UntrustedListError as error:
        said = error.sentence if isinstance(error.sentence, Message) else Message(str(error))
        return reading.finished(whole=False)._replace(rejected=(Rejected(1, "", said),))
    found = reading.finished(whole=whole)
    if not any(name.endswith(f"{DATABASE}-wal") for name in _used_in(data)):
        return found
    return found._replace(rejected=(*found.rejected, Rejected(1, source, _NEWEST)))


def _read(data: bytes, reading: BookReading) -> bool:
    """Whether all of it could be read."""
    if is_database(data):
        return _take_all(reading, _of_database(data))
    if not data.startswith(_ZIP):
        return _take_all(reading, _of_cards([data]))
    people = [person for base in _read_files(data, DATABASE) for person in _of_database(base)]
    return _take_all(reading, people or _of_cards(_read_files(data, CARD)))


def _take_all(reading: BookReading, people: Iterable[_Person]) -> bool:
    return all(reading.take(line, *person) for line, person in enumerate(people, 1))


def _of_database(data: bytes) -> Iterator[_Person]:
    tables = tables_of(data)
    if not {_PEOPLE, _TELEPHONES} <= tables.keys():
        raise UntrustedListError(msg("this is no database of the Mac's address book"))
    telephones: dict[str, list[str]] = defaultdict(list)
    groups: dict[str, list[str]] = defaultdict(list)
    for _, (owner, number) in rows_of(BytesIO(data), _TELEPHONES, ("ZOWNER", "ZFULLNUMBER")):
        if len(telephones[owner]) < MOST_NUMBERS:
            telephones[owner].append(number)
    known = [name for name in _NAMES if name in tables[_PEOPLE]]
    people = {
        key: dict(zip(known, names, strict=True))
        for _, (key, *names) in rows_of(BytesIO(data), _PEOPLE, ("Z_PK", *known))
    }
    for person, group in _members(data, tables):
        if group in people:
            groups[person].append(people[group].get("ZNAME", ""))
    for key, names in people.items():
        if key in telephones:
            yield _name(names), telephones[key], groups[key]


def _members(data: bytes, tables: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """Keys of a person and of a group that it is in; tables and columns are numbered otherwise from one macOS to the next."""
    for table in filter(_MEMBERS.fullmatch, tables):
        person = [name for name in tables[table] if name.endswith("CONTACTS")]
        group = [name for name in tables[table] if "PARENTGROUPS" in name]
        if person and group:
            for _, (one, other) in rows_of(BytesIO(data), table, (person[0], group[0])):
                yield one, other


def _name(names: dict[str, str]) -> str:
    said = " ".join(filter(None, (names.get(part, "") for part in _NAMES[:3])))
    return said or names.get("ZNICKNAME", "") or names.get("ZORGANIZATION", "")


def _of_cards(cards: Iterable[bytes]) -> Iterator[_Person]:
    for data in cards:
        card = _property_list(data)
        telephones = card.get("Phone")
        values = telephones.get("values") if isinstance(telephones, dict) else None
        numbers = [str(value) for value in values or () if isinstance(value, str)]
        said = " ".join(str(card[part]) for part in ("First", "Middle", "Last") if card.get(part))
        name = said or str(card.get("Nickname") or card.get("Organization") or "")
        yield name, numbers[:MOST_NUMBERS], []


def _property_list(data: bytes) -> dict[str, Any]:
    try:
        card = plistlib.loads(data, fmt=plistlib.FMT_BINARY)
    except (
        *_NOT_READ,
        LookupError,
        TypeError,
        ArithmeticError,
        MemoryError,
        struct.error,
    ) as error:
        raise UntrustedListError(msg("a card of it is damaged")) from error
    return card if isinstance(card, dict) else {}


def _files_in(data: bytes) -> list[str]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return [name for name in archive.namelist()[:MOST_FILES] if "__MACOSX/" not in name]
    except (*_NOT_READ, zipfile.BadZipFile):
        return []


def _used_in(data: bytes) -> list[str]:
    """The files in which something is."""
    if not data.startswith(_ZIP):
        return []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [each.filename for each in archive.infolist()[:MOST_FILES] if each.file_size]


def _read_files(data: bytes, suffix: str) -> Iterator[bytes]:
    left = LARGEST_MIB << 20
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for name in _files_in(data):
                if not name.endswith(suffix):
                    continue
                most = left if suffix == DATABASE else min(left, LARGEST_CARD)
                with archive.open(name) as file:
                    content = file.read(most + 1)
                if len(content) > most:
                    raise UntrustedListError(
                        msg("what is packed in it is larger than %(n)d MiB", n=LARGEST_MIB)
                    )
                left -= len(content)
                yield content
    except (*_NOT_READ, zipfile.BadZipFile) as error:
        raise UntrustedListError(
            msg("the archive cannot be unpacked: it is damaged or has a password")
        ) from error
