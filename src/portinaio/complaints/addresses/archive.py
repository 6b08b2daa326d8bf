"""The catalogue as it is published: an archive of its repository, with a small JSON file for each company.

It comes from afar, so everything in it has bounds and is a suggestion, and nothing of it is unpacked onto the disk.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
import zlib
from datetime import date
from typing import TYPE_CHECKING, Any

from portinaio.complaints.addresses.catalogue import Catalogue, ListedCompany
from portinaio.core.message import msg
from portinaio.core.safe_text import one_line
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_FILES = 20_000  # in the archive; of July 2026 there are 3,400
LARGEST_FILE_BYTES = 64 << 10  # of a company; the largest has 8
LARGEST_WHOLE_BYTES = 64 << 20  # of all companies, unpacked; they have 2 MiB
LONGEST = 200  # characters of a name or an address
MOST_OTHER_NAMES = 100
_COMPANY = re.compile(r"[^/]+/companies/[a-z0-9.-]{1,100}\.json")
_COMMIT = re.compile(rb"[0-9a-f]{40}")
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError)


def read_archive(data: bytes) -> Catalogue:
    """`PortinaioError` where it is no archive of such a catalogue, or larger than one can be."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            if len(members) > MOST_FILES:
                raise _too_large()
            companies = tuple(_companies(archive, members))
            commit = archive.comment if _COMMIT.fullmatch(archive.comment) else b""
    except (*_BROKEN, ValueError) as error:
        raise PortinaioError(msg("what came is no whole archive of the catalogue")) from error
    if not companies:
        raise PortinaioError(msg("the archive that came holds no company"))
    latest = max((member.date_time[:3] for member in members), default=(1980, 1, 1))
    return Catalogue(commit.decode()[:7], _day(latest), companies)


def _companies(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> Iterator[ListedCompany]:
    left = LARGEST_WHOLE_BYTES
    for member in members:
        if not _COMPANY.fullmatch(member.filename):
            continue
        with archive.open(member) as file:
            text = file.read(LARGEST_FILE_BYTES + 1)  # whatever size it claims to have
        left -= len(text)
        if left < 0:
            raise _too_large()
        if len(text) <= LARGEST_FILE_BYTES and (company := _company(text)):
            yield company


def _company(text: bytes) -> ListedCompany | None:
    """None for one that cannot be read: the others may be."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(told, dict) or not (name := _line(told.get("name"))):
        return None
    email = _line(told.get("email"))
    return ListedCompany(
        name=name,
        also=tuple(filter(None, map(_line, _list(told.get("runs")))))[:MOST_OTHER_NAMES],
        address=_address(told.get("address")),
        email=email if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", email) else "",
        countries=tuple(c for one in _list(told.get("relevant-countries")) if (c := _line(one))),
        language=_line(told.get("request-language")),
        transport=_line(told.get("suggested-transport-medium")),
        needs_id=told.get("needs-id-document") is True,
        source=next(filter(None, map(_line, _list(told.get("sources")))), ""),
    )


def _line(value: object) -> str:
    return one_line(value, LONGEST) if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _address(value: object) -> str:
    """Its lines one behind another, as the company book has them."""
    lines = value.splitlines() if isinstance(value, str) else []
    return one_line(", ".join(filter(None, (line.strip() for line in lines))), LONGEST)


def _day(parts: tuple[int, ...]) -> str:
    try:
        return date(*parts).isoformat()
    except ValueError:
        return ""


def _too_large() -> PortinaioError:
    return PortinaioError(msg("the archive that came is larger than the catalogue can be"))
