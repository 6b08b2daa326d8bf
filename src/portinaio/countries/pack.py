"""Reading a country's pack, with its letters. What is wrong in one is a `ConfigError` with file and line.

Others may bring packs, so what is read has bounds; a clause is text with places, and nothing in a pack is ever run.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec.structs import replace

from portinaio.config.load import converted, located, read_toml
from portinaio.config.stamp import stamp
from portinaio.core.message import Message, msg
from portinaio.countries.clause_schema import Clause, LetterFile
from portinaio.countries.data_file import quoted
from portinaio.countries.languages import in_language, languages_of
from portinaio.countries.pack_check import plan_problems, problems
from portinaio.countries.pack_folders import FILE, folder_of, from_outside, shipped
from portinaio.countries.pack_schema import Pack, PackFile
from portinaio.errors import ConfigError

if TYPE_CHECKING:
    from portinaio.countries.pack_folders import PackFolder

LARGEST_BYTES = 1 << 18  # Italy's has a sixth
LARGEST_LETTER_BYTES = 1 << 17  # of clauses; twenty pages in two languages
Told = TypeVar("Told", PackFile, LetterFile)
_LETTER = re.compile(r"[A-Za-z0-9][\w-]{0,60}\.toml")
_OLD_LETTER = re.compile(r".*\.txt")


def countries() -> tuple[str, ...]:
    """Codes of the countries that have a pack."""
    outside = {folder.country for folder in from_outside() if not folder.fault}
    return tuple(sorted({folder.country for folder in shipped()} | outside))


def has_pack(country: str) -> bool:
    return folder_of(country) is not None


def read_pack(country: str, language: str = "") -> Pack:
    """The pack of `country`, in a language of it; `ConfigError` where there is none or it is wrong.

    A language that the pack does not have gives its first one.
    """
    if folder := folder_of(country):
        return read_folder(folder, language)
    if serving := _serving(country, language):
        return serving
    raise ConfigError(
        msg(
            "complaints cannot be written for the country '%(country)s' yet, only for: %(all)s",
            country=country[:20],
            all=", ".join(countries()),
        )
    )


def read_without_letters(country: str) -> Pack:
    """As `read_pack`, of what screening needs: ten times as fast, and without what writes letters."""
    folder = folder_of(country)
    if folder is None or folder.fault:
        raise ConfigError(f"{country}: {folder.fault if folder else 'no pack'}")
    text = _text(folder, FILE, LARGEST_BYTES)
    languages = languages_of(read_toml(text, folder.name)) or ("",)
    file = _of_folder(folder, text, languages[0], languages)
    pack = _pack(file, languages[0], languages, {})
    for problem in plan_problems(pack):
        raise ConfigError(located(text, folder.name, problem.path, Message(problem.says)))
    return pack


def mentions(country: str, key: str) -> bool:
    """Whether this word stands in its pack, which takes a hundredth of the time of reading that. `ConfigError` where it is no text."""
    folder = folder_of(country)
    if folder is None or folder.fault:
        return False
    text = _text(folder, FILE, LARGEST_BYTES)
    return key in text or "\\u" in text.lower()  # any letter of a key in quotes can be written so


def _serving(country: str, language: str) -> Pack | None:
    """The pack of others that also writes for a country without one, as if it were its own."""
    for folder in (*shipped(), *from_outside()):
        with suppress(ConfigError):  # a pack of somebody else's that is wrong is told elsewhere
            if not folder.fault and country in _serves(folder, tuple(stamp(folder.file))):
                return replace(read_folder(folder, language), country=country)
    return None


@lru_cache(maxsize=64)
def _serves(folder: PackFolder, _stamp: object) -> frozenset[str]:
    """Looked up alone: to read a pack with its letters takes ten times as long, and most serve nobody else."""
    served = read_toml(_text(folder, FILE, LARGEST_BYTES), folder.name).get("serves", [])
    return frozenset(map(str, served)) if isinstance(served, list) else frozenset()


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
            before_release="",
            does_not=(),
        )


def read_folder(folder: PackFolder, language: str = "") -> Pack:
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
    return found.get(language) or next(iter(found.values()))


def schema(shape: type[PackFile | LetterFile] = PackFile) -> bytes:
    """JSON Schema of `pack.toml` or of a letter, for editors and for whoever writes the next country."""
    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(shape)), indent=2) + b"\n"


@lru_cache(maxsize=32)
def _read(folder: PackFolder, _stamp: object) -> dict[str, Pack] | ConfigError:
    """An error is kept as well: a list of complaints asks for the pack of each."""
    try:
        return _all_languages(folder, _text(folder, FILE, LARGEST_BYTES))
    except ConfigError as error:
        return error


def _all_languages(folder: PackFolder, text: str) -> dict[str, Pack]:
    languages = languages_of(read_toml(text, folder.name)) or ("",)
    return {language: _checked(folder, text, language, languages) for language in languages[:9]}


def _checked(folder: PackFolder, text: str, language: str, languages: tuple[str, ...]) -> Pack:
    where = folder.name
    file = _of_folder(folder, text, language, languages)
    texts: dict[str, str] = {}
    letters: dict[str, tuple[Clause, ...]] = {}
    for key, recipient in file.recipient.items():
        name = recipient.letter
        if name and name not in letters:
            texts[name] = _letter(folder, text, key, name)
            beside = _beside(where, name)
            letters[name] = _told(texts[name], beside, LetterFile, language, languages).clause
    pack = _pack(file, language, languages, letters)
    for problem in problems(pack):
        place, source = (where, text)
        if problem.letter:
            place, source = _beside(where, problem.letter), texts[problem.letter]
        raise ConfigError(located(source, place, problem.path, Message(problem.says)))
    return pack


def _of_folder(
    folder: PackFolder, text: str, language: str, languages: tuple[str, ...]
) -> PackFile:
    file = _told(text, folder.name, PackFile, language, languages)
    if file.country != folder.country:
        said = f"country is {file.country[:20]}, but it is the pack of {folder.country}"
        raise ConfigError(located(text, folder.name, "$.country", Message(said)))
    return file


def _pack(
    file: PackFile,
    language: str,
    languages: tuple[str, ...],
    letters: dict[str, tuple[Clause, ...]],
) -> Pack:
    fields = {f: getattr(file, f) for f in file.__struct_fields__}
    fields |= {
        "language": language,
        "languages": tuple(each for each in languages if each != language),
    }
    return Pack(**fields, letters=letters)


def _told(
    text: str, where: str, shape: type[Told], language: str, languages: tuple[str, ...]
) -> Told:
    """The file in one language."""

    def refuse(path: str, what: Message) -> None:
        raise ConfigError(located(text, where, path, what))

    table = read_toml(text, where)
    return converted(text, where, in_language(table, language, languages, refuse), shape)


def _letter(folder: PackFolder, text: str, recipient: str, name: str) -> str:
    if not _LETTER.fullmatch(name) or not (folder.path / name).is_file():
        said = f"recipient {recipient}: the letter {name[:60]} does not stand beside it"
        if _OLD_LETTER.fullmatch(name):
            said = f"recipient {recipient}: {name[:60]} is of an older shape: a letter is a .toml file of clauses now"
        path = f"$.recipient.{quoted(recipient)}.letter"
        raise ConfigError(located(text, folder.name, path, Message(said)))
    return _text(folder, name, LARGEST_LETTER_BYTES)


def _beside(where: str, name: str) -> str:
    return where.removesuffix(FILE) + name


def _text(folder: PackFolder, name: str, most: int) -> str:
    path = folder.path / name
    where = _beside(folder.name, name)
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
