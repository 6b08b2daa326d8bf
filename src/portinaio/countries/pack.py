"""Reading a country's pack, with its letters. What is wrong in one is a `ConfigError` with file and line.

Others may bring packs, so what is read has bounds; a letter is text with places, and nothing in a pack is ever run.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import msgspec

from portinaio.config.load import located, parse_as
from portinaio.config.stamp import stamp
from portinaio.core.message import Message, msg
from portinaio.countries.pack_check import problems, quoted
from portinaio.countries.pack_folders import FILE, folder_of, from_outside, shipped
from portinaio.countries.pack_schema import Pack, PackFile, PlanTable
from portinaio.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.countries.pack_folders import PackFolder

LARGEST_BYTES = 1 << 18  # Italy's has a sixth
LARGEST_LETTER_BYTES = 1 << 15  # ten pages
_LETTER = re.compile(r"[A-Za-z0-9][\w-]{0,60}\.txt")


def countries() -> tuple[str, ...]:
    """Codes of the countries that have a pack."""
    outside = {folder.country for folder in from_outside() if not folder.fault}
    return tuple(sorted({folder.country for folder in shipped()} | outside))


def has_pack(country: str) -> bool:
    return folder_of(country) is not None


def read_pack(country: str) -> Pack:
    """The pack of `country`; `ConfigError` where there is none or it is wrong."""
    folder = folder_of(country)
    if folder is None:
        raise ConfigError(
            msg(
                "complaints cannot be written for the country '%(country)s' yet, only for: %(all)s",
                country=country[:20],
                all=", ".join(countries()),
            )
        )
    return read_folder(folder)


def pack_or_bare(country: str) -> Pack:
    """The pack, or one without recipients where it is gone or wrong: what was sent with it must still be shown."""
    try:
        return read_pack(country)
    except ConfigError:
        return Pack(
            country=country,
            language="en",
            common_words=(),
            checked=dt.date.min,
            review_by=dt.date.max,
            plan=PlanTable(calling_code="", emergency=()),
        )


def read_folder(folder: PackFolder) -> Pack:
    """As `read_pack`; read again only when a file of it has changed."""
    if folder.fault:
        raise ConfigError(f"{folder.package}: {folder.fault}")
    try:
        files = sorted(entry.path for entry in os.scandir(folder.path))
    except OSError as error:
        raise ConfigError(f"{folder.path}: {error.strerror}") from error
    found = _read(folder, tuple(tuple(stamp(file)) for file in files))
    if isinstance(found, ConfigError):
        raise ConfigError(found.sentence) from found
    return found


def schema() -> bytes:
    """JSON Schema of `pack.toml`, for editors and for whoever writes the next country."""
    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(PackFile)), indent=2) + b"\n"


@lru_cache(maxsize=32)
def _read(folder: PackFolder, _stamp: object) -> Pack | ConfigError:
    """An error is kept as well: a list of complaints asks for the pack of each."""
    try:
        return _checked(folder, _text(folder, FILE, LARGEST_BYTES))
    except ConfigError as error:
        return error


def _checked(folder: PackFolder, text: str) -> Pack:
    where = folder.name
    file = parse_as(PackFile, text, where)
    if file.country != folder.country:
        said = f"country is {file.country[:20]}, but it is the pack of {folder.country}"
        raise ConfigError(located(text, where, "$.country", Message(said)))
    letters: dict[str, str] = {}
    for key, recipient in file.recipient.items():
        name = recipient.letter
        if name and (not _LETTER.fullmatch(name) or not (folder.path / name).is_file()):
            said = f"recipient {key}: the letter {name[:60]} does not stand beside it"
            path = f"$.recipient.{quoted(key)}.letter"
            raise ConfigError(located(text, where, path, Message(said)))
        if name and name not in letters:
            letters[name] = _text(folder, name, LARGEST_LETTER_BYTES)
    pack = Pack(**{f: getattr(file, f) for f in file.__struct_fields__}, letters=letters)
    for sentence in _sentences(pack, text, where):
        raise ConfigError(sentence)
    return pack


def _sentences(pack: Pack, text: str, where: str) -> Iterator[str | Message]:
    for problem in problems(pack):
        if problem.letter:
            beside = where.removesuffix(FILE) + problem.letter
            yield f"{beside} line {problem.line}: {problem.says}"
        else:
            yield located(text, where, problem.path, Message(problem.says))


def _text(folder: PackFolder, name: str, most: int) -> str:
    path = folder.path / name
    where = folder.name.removesuffix(FILE) + name
    if path.resolve().parent != folder.path.resolve():
        raise ConfigError(f"{where}: it leads out of its folder")
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
        if len(data) > most:
            raise ConfigError(f"{where}: it is larger than {most} bytes")
        return data.decode("utf-8")
    except OSError as error:
        raise ConfigError(f"{where}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise ConfigError(f"{where}: this is not UTF-8 text; save it as UTF-8") from error
