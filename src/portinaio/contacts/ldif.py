"""Contacts from an LDIF file (RFC 2849), as Thunderbird and directories export them; their groups are records, too."""

from __future__ import annotations

import base64
import binascii
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from portinaio.contacts.book import BookReading, CardFile, Rejected, unheard
from portinaio.core.message import msg

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.contacts.book import At
    from portinaio.core.numbers.plan import Plan

MOST_VALUES = 400  # of a record
LONGEST = 64 * 1024  # characters of a value; only photos are longer
_NUMBERS = frozenset(
    {
        *("telephonenumber", "homephone", "mobile", "pager", "facsimiletelephonenumber", "fax"),
        *("cellphone", "mobiletelephonenumber", "hometelephonenumber", "workphone"),
        *("othertelephone", "otherhomephone", "othermobile", "pagerphone", "xmozillaanyphone"),
    }
)
_NAMES = ("displayname", "cn", "commonname")
_INSTEAD = ("o", "organizationname", "company", "mail")
_OF_GROUPS = frozenset({"groupofnames", "groupofuniquenames", "groupofurls"})
_MEMBERS = ("member", "uniquemember")


class _Record(NamedTuple):
    line: int
    values: dict[str, list[str]]

    def first(self, *names: str) -> str:
        return next((self.values[name][0] for name in names if name in self.values), "")

    @property
    def name(self) -> str:
        parts = (self.first("givenname", "gn"), self.first("sn", "surname"))
        return self.first(*_NAMES) or " ".join(filter(None, parts)) or self.first(*_INSTEAD)

    @property
    def is_group(self) -> bool:
        return any(one.lower() in _OF_GROUPS for one in self.values.get("objectclass", ()))


def is_ldif(head: bytes) -> bool:
    beginning = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:4096].lower()
    while beginning.startswith(b"#"):
        beginning = beginning.partition(b"\n")[2].lstrip()
    return beginning.startswith((b"dn:", b"version: 1", b"version:1"))


def read_ldif(data: bytes, plan: Plan, source: str, at: At = unheard) -> CardFile:
    """Never raises, whatever the bytes."""
    records = list(_records(data))
    groups = defaultdict[str, list[str]](list)
    for record in records:
        if record.is_group:
            for member in (one for name in _MEMBERS for one in record.values.get(name, ())):
                groups[_folded(member)].append(record.name)
    reading = BookReading(plan, source, at)
    for record in records:
        if record.is_group:
            continue
        numbers = [one for name, its in record.values.items() if name in _NUMBERS for one in its]
        own = record.values.get("category", []) + record.values.get("categories", [])
        in_groups = groups[_folded(record.first("dn"))] + own
        if not reading.take(record.line, record.name, numbers, in_groups):
            return reading.finished(whole=False)
    book = reading.finished()
    if not records:
        return book._replace(rejected=(Rejected(1, "", msg("no record begins in this file")),))
    return book


def _folded(dn: str) -> str:
    """A distinguished name as it is compared."""
    return ",".join(part.strip() for part in dn.lower().split(","))


def _records(data: bytes) -> Iterator[_Record]:
    record = _Record(1, {})
    for line, text in _unfolded(data.decode("utf-8", "replace").removeprefix("\ufeff")):
        if not text.strip():
            if record.values:
                yield record
            record = _Record(line + 1, {})
            continue
        name, _, value = text.partition(":")
        name = name.partition(";")[0].strip().lower()
        if name == "version" or sum(map(len, record.values.values())) >= MOST_VALUES:
            continue
        if said := _value(value):
            record.values.setdefault(name, []).append(said)
    if record.values:
        yield record


def _value(written: str) -> str:
    """After the first colon; a second one says that base64 follows, a `<` that it lies elsewhere, where nobody looks."""
    if written.startswith(":"):
        try:
            return base64.b64decode(written[1:].strip()).decode("utf-8", "replace").strip()
        except (binascii.Error, ValueError):
            return ""
    return "" if written.startswith("<") else written.strip()


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Lines as they were meant, with the number of the first; an empty one ends a record."""
    parts: list[str] = []
    first, size = 1, 0
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for number, line in enumerate(lines, 1):
        if line[:1] == " " and parts:
            if size < LONGEST:
                parts.append(line[1:])
                size += len(line)
            continue
        if parts and parts[0][:1] != "#":
            yield first, "".join(parts)
        parts, first, size = [line], number, len(line)
    if parts and parts[0][:1] != "#":
        yield first, "".join(parts)
    yield first + 1, ""
