"""Finding and reading a country's pack, with its letters. What is wrong in one is a `ConfigError` with file and place."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

import msgspec

from portinaio.core.message import msg
from portinaio.countries.data_file import read_table
from portinaio.countries.pack_schema import PackFile, Recipient
from portinaio.countries.template import cited, parsed, placed
from portinaio.countries.vocabulary import COLUMNS, CONDITIONS, GAPS, PLACES, TERMS
from portinaio.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from importlib.resources.abc import Traversable

_CODE = re.compile("[A-Z]{2}")


class Pack(PackFile, frozen=True, kw_only=True):
    """A pack file and the texts of its letters."""

    letters: dict[str, str] = msgspec.field(default_factory=dict)
    """Text by file name."""


def countries() -> tuple[str, ...]:
    """Codes of the countries that have a pack."""
    return tuple(
        sorted(
            folder.name.upper()
            for folder in resources.files(__package__).iterdir()
            if folder.is_dir() and folder.joinpath("pack.toml").is_file()
        )
    )


def has_pack(country: str) -> bool:
    return bool(_CODE.fullmatch(country)) and _folder(country).joinpath("pack.toml").is_file()


@cache
def read_pack(country: str) -> Pack:
    """The shipped pack of `country`; `ConfigError` where there is none."""
    if not has_pack(country):
        raise ConfigError(
            msg(
                "complaints cannot be written for the country '%(country)s' yet, only for: %(all)s",
                country=country[:20],
                all=", ".join(countries()),
            )
        )
    folder = _folder(country)
    where = f"countries/{country.lower()}/pack.toml"
    file = read_table(folder.joinpath("pack.toml").read_bytes(), PackFile, where)
    if file.country != country:
        raise ConfigError(f"{where}: country is {file.country}, but the folder says {country}")
    letters = {name: _letter(folder, name, where) for name in _letter_names(file)}
    pack = Pack(**{f: getattr(file, f) for f in file.__struct_fields__}, letters=letters)
    for problem in problems(pack):
        raise ConfigError(f"{where}: {problem}")
    return pack


def schema() -> bytes:
    """JSON Schema of `pack.toml`, for editors and for whoever writes the next country."""
    return msgspec.json.format(msgspec.json.encode(msgspec.json.schema(PackFile)), indent=2) + b"\n"


def problems(pack: Pack) -> Iterator[str]:
    """What the shape alone cannot refuse: unknown places, laws and authorities, and words that are missing."""
    for table, wanted in (("terms", TERMS), ("columns", COLUMNS), ("gap", GAPS)):
        for word in sorted(wanted - getattr(pack, table).keys()):
            yield f"{table} lacks {word}"
    if pack.silent and pack.silent.law not in pack.law:
        yield f"silent: there is no law {pack.silent.law}"
    for regime in pack.regime:
        if regime.law not in pack.law:
            yield f"regime: there is no law {regime.law}"
    for key, recipient in pack.recipient.items():
        for problem in _problems_of(recipient, pack):
            yield f"recipient {key}: {problem}"


def _problems_of(recipient: Recipient, pack: Pack) -> Iterator[str]:
    if recipient.authority and recipient.authority not in pack.authority:
        yield f"there is no authority {recipient.authority}"
    if recipient.reminds and recipient.reminds not in pack.recipient:
        yield f"there is no recipient {recipient.reminds} that it could recall"
    for law in recipient.law:
        if law not in pack.law:
            yield f"there is no law {law}"
    yield from _problems_of_needs(recipient, pack)
    for name in (name.lstrip("!") for rule in recipient.advice for name in rule.when):
        if name not in PLACES | CONDITIONS:
            yield f"advice names {name}, which is no condition"
    for text in _templates(recipient, pack):
        yield from _problems_in(text, pack)


def _problems_of_needs(recipient: Recipient, pack: Pack) -> Iterator[str]:
    for need in recipient.needs:
        conditions, places = split_need(need)
        for name in conditions:
            if name.lstrip("!") not in PLACES | CONDITIONS:
                yield f"needs names {name}, which is no condition"
        for place in places:
            if place not in PLACES:
                yield f"needs names {place}, which is no place"
        if len(places) == 1 and places[0] not in pack.gap:
            yield f"gap has no name for {places[0]}"


def split_need(need: str) -> tuple[list[str], list[str]]:
    """Conditions and places of a need such as `operator !banned: a|b`."""
    conditions, _, places = need.rpartition(":")
    return conditions.split(), places.strip().split("|")


def _problems_in(text: str, pack: Pack) -> Iterator[str]:
    try:
        template = parsed(text)
    except ValueError as error:
        yield str(error)
        return
    places, conditions = placed(template)
    for name in sorted(places - PLACES):
        yield f"there is no place {{{name}}}"
    for name in sorted(conditions - PLACES - CONDITIONS):
        yield f"there is no condition {{?{name}}}"
    for law in sorted(cited(template) - pack.law.keys()):
        yield f"there is no law {law}"


def _templates(recipient: Recipient, pack: Pack) -> Iterator[str]:
    yield recipient.subject
    yield from recipient.annexes
    yield from (text for field in recipient.field for text in (field.label, field.value))
    if recipient.letter:
        yield pack.letters[recipient.letter]


def _letter_names(file: PackFile) -> set[str]:
    return {recipient.letter for recipient in file.recipient.values() if recipient.letter}


def _letter(folder: Traversable, name: str, where: str) -> str:
    letter = folder.joinpath(name)
    if "/" in name or not letter.is_file():
        raise ConfigError(f"{where}: the letter {name} does not stand beside it")
    return letter.read_text(encoding="utf-8")


def _folder(country: str) -> Traversable:
    return resources.files(__package__).joinpath(country.lower())
