"""Read config.toml, and what else the user writes: strictly, with an error that names file, line and key."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from portinaio.config import validate
from portinaio.config.explain import explained
from portinaio.config.line_kinds import line_kind
from portinaio.config.regular_file import open_regular
from portinaio.config.settings import LineSettings, Settings
from portinaio.config.toml_faults import toml_fault
from portinaio.config.toml_lines import line_of
from portinaio.core.message import Message, msg
from portinaio.core.reason import reason
from portinaio.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

T = TypeVar("T", bound=msgspec.Struct)

LARGEST_BYTES = 1 << 20  # a configuration is a page; a megabyte is a mistake or an attack
LONGEST_SHOWN = 60  # characters of a value in a sentence
SMALLEST, LARGEST = -(1 << 63), (1 << 63) - 1  # what TOML lets a whole number be
_DIGITS = re.compile(r"\d[\d_]{4299,}")  # the interpreter refuses to read so many
DEEPEST = (
    100  # tables in one another; a configuration has four, and the reader takes quadratic time
)
_PART = r"""(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')"""
_DEEP = re.compile(rf"(?<![\w-]){_PART}(?:[ \t]*+\.[ \t]*+{_PART}){{{DEEPEST}}}")


class Written(NamedTuple):
    """config.toml, read."""

    settings: Settings
    table: Mapping[str, Any]
    """What stands in the file, without the defaults."""


def load_settings(path: str) -> Settings:
    """The settings in the file at `path`; the defaults where there is none. `ConfigError` on anything wrong."""
    return read_config(path).settings


def read_config(path: str) -> Written:
    """As `load_settings`, with the file as it stands."""
    text = read_text(path)
    return Written(Settings(), {}) if text is None else _parsed(text, path)


def read_text(path: str) -> str | None:
    """What the user wrote into the file; `None` where there is none."""
    try:
        with TextIOWrapper(open_regular(path), encoding="utf-8") as file:
            text = file.read(LARGEST_BYTES + 1)
    except FileNotFoundError:
        return None
    except UnicodeDecodeError as error:
        raise ConfigError(msg("%(file)s is not UTF-8 text; save it as UTF-8", file=path)) from error
    except OSError as error:
        raise ConfigError(
            msg("%(file)s cannot be read: %(reason)s", file=path, reason=reason(error))
        ) from error
    if len(text) > LARGEST_BYTES:
        raise ConfigError(msg("%(file)s is larger than a configuration can be", file=path))
    return text


def parse_settings(text: str, path: str) -> Settings:
    """As `load_settings`, of text that is already read."""
    return _parsed(text, path).settings


@lru_cache(maxsize=2)  # one change is read by whoever writes it, by the daemon and for the answer
def _parsed(text: str, path: str) -> Written:
    file = _File(text, path)
    table = file.table()
    others = {key: value for key, value in table.items() if key != "line"}
    found = msgspec.structs.replace(
        file.converted(others, Settings),
        line=tuple(
            file.converted(keys, _line_class(keys), f"$.line[{index}]")
            for index, keys in enumerate(file.converted(table, _Lines).line)
        ),
    )
    for where, problem in validate.problems(found):
        raise file.error(where, problem)
    return Written(found, table)


def read_toml(text: str, path: str) -> dict[str, Any]:
    """The plain table in `text`; `path` is named where it is none."""
    return _File(text, path).table()


def converted(text: str, path: str, table: dict[str, Any], shape: type[T]) -> T:
    """`table`, which stands in `text`, as a `shape`."""
    return _File(text, path).converted(table, shape)


def parse_as(shape: type[T], text: str, path: str) -> T:
    """The TOML in `text` as a `shape`; `path` is named where it does not fit."""
    file = _File(text, path)
    return file.converted(file.table(), shape)


class _Lines(msgspec.Struct):
    """What a `[[line]]` holds depends on its kind."""

    line: list[dict[str, Any]] = []


def _line_class(keys: dict[str, Any]) -> type[LineSettings]:
    kind = keys.get("kind")
    return line_kind(kind).settings_type if isinstance(kind, str) else LineSettings


class _File(NamedTuple):
    text: str
    path: str

    def error(self, where: str, what: Message) -> ConfigError:
        return ConfigError(located(self.text, self.path, where, what))

    def table(self) -> dict[str, Any]:
        table = _table(self.text, self.path)
        for where in _unbounded(table):
            raise self.error(where, msg("no number may be so large"))
        return table

    def converted(self, table: dict[str, Any], shape: type[T], at: str = "$") -> T:
        """The table that stands `at` a place of the file."""
        try:
            return msgspec.convert(table, shape)
        except msgspec.ValidationError as error:
            raise self.error(*explained(str(error), table, shape, at)) from error


def _table(text: str, path: str) -> dict[str, Any]:
    too_deep = msg("%(file)s: lists or tables are too deep in one another", file=path)
    if _DEEP.search(text):
        raise ConfigError(too_deep)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        fault = toml_fault(str(error), text)
        raise ConfigError(
            msg("%(file)s line %(line)d: %(what)s", file=path, line=fault.line, what=fault.what)
        ) from error
    except RecursionError as error:
        raise ConfigError(too_deep) from error
    except ValueError as error:
        found = _DIGITS.search(text)
        raise ConfigError(
            msg(
                "%(file)s line %(line)d: %(what)s",
                file=path,
                line=text.count("\n", 0, found.start()) + 1 if found else 1,
                what=msg("no number may be so large"),
            )
        ) from error


def _unbounded(table: dict[str, object]) -> Iterator[str]:
    """Places of whole numbers that TOML does not know: not every library that follows can write them."""
    left: list[tuple[str, object]] = [("$", table)]
    while left:
        where, value = left.pop()
        if isinstance(value, dict):
            left += [(f"{where}.{key}", one) for key, one in value.items()]
        elif isinstance(value, list):
            left += [(f"{where}[{index}]", one) for index, one in enumerate(value)]
        elif isinstance(value, int) and not SMALLEST <= value <= LARGEST:
            yield where


def located(text: str, path: str, where: str, what: Message) -> Message:
    """What is wrong at a place such as `$.line[0].listen`, with the line a person looks for."""
    return msg(
        "%(file)s line %(line)d: %(what)s", file=path, line=line_of(text, where), what=_short(what)
    )


def _short(what: Message) -> Message:
    """A value may be as long as the file; what one may choose from is ours, and told whole."""
    values = {
        place: f"{value[:LONGEST_SHOWN]}…"
        if isinstance(value, str) and len(value) > LONGEST_SHOWN and place != "choices"
        else value
        for place, value in what.values.items()
    }
    return what._replace(values=values)
