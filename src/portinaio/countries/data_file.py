"""Reading a data file of ours strictly: an unknown key, a wrong type or a stray value is refused with a sentence."""

from __future__ import annotations

import re
import tomllib
from typing import Literal, TypeVar

import msgspec

from portinaio.errors import ConfigError

Mark = Literal["V1", "V2"]
"""How a fact was verified: V1 the primary text was read, V2 a secondary one. Nothing else is shipped."""

T = TypeVar("T")
_PLACE = re.compile(r"^(?P<what>.*?)(?: - at `(?P<place>.+)`)?$", re.DOTALL)
_INDEX = re.compile(r"\[(\d+)\]")


class Table(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


def read_table(data: bytes, shape: type[T], where: str) -> T:
    """The TOML in `data` as a `shape`; `ConfigError` says what is wrong and at which table and key."""
    try:
        plain = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise ConfigError(f"{where}: this is not UTF-8 text; save it as UTF-8") from error
    except (ValueError, RecursionError) as error:
        raise ConfigError(f"{where}: this is not TOML: {error}") from error
    try:
        return msgspec.convert(plain, shape)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{where}: {_sentence(str(error))}") from error


def _sentence(complaint: str) -> str:
    """msgspec counts from 0 and writes `$.range[3].effect`; a person counts from 1."""
    found = _PLACE.match(complaint)
    if found is None or found["place"] is None:
        return complaint
    place = found["place"].removeprefix("$").removeprefix(".")
    place = _INDEX.sub(lambda n: f" {int(n[1]) + 1}", place).replace("[...]", "")
    return f"{place.replace('.', ', ')}: {found['what']}"


def quoted(key: str) -> str:
    """A key as it stands in a path: `$.law."it.live".cite`."""
    return key if re.fullmatch(r"[\w-]+", key) else f'"{key}"'
