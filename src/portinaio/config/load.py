"""Read config.toml, and what else the user writes: strictly, with an error that names file, line and key."""

from __future__ import annotations

import difflib
import re
import tomllib
from functools import lru_cache
from io import TextIOWrapper
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import msgspec

from portinaio.config import settings, validate
from portinaio.config.regular_file import open_regular
from portinaio.config.settings import Settings
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
_ANY_KEY = "[...]"
_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>\$[^`]*)`)?$", re.DOTALL)
_NAMED = re.compile(r"(?P<kind>unknown|missing required) field `(?P<key>[^`]+)`")

_KINDS = {
    "array": msg("a list, [ … ]"),
    "object": msg("a table, { … }"),
    "str": msg('text in "quotes"'),
    "int": msg("a whole number"),
    "float": msg("a number"),
    "bool": msg("true or false"),
}


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
    table = _table(text, path)
    found = _converted(table, Settings, text, path)
    for where, problem in validate.problems(found):
        raise ConfigError(located(text, path, where, problem))
    return Written(found, table)


def parse_as(shape: type[T], text: str, path: str) -> T:
    """The TOML in `text` as a `shape`; `path` is named where it does not fit."""
    return _converted(_table(text, path), shape, text, path)


def _converted(table: dict[str, Any], shape: type[T], text: str, path: str) -> T:
    for where in _unbounded(table):
        raise ConfigError(located(text, path, where, msg("no number may be so large")))
    try:
        return msgspec.convert(table, shape)
    except msgspec.ValidationError as error:
        where, what = _explained(str(error), table, shape)
        raise ConfigError(located(text, path, where, what)) from error


def _spelt_out(where: str, message: str, table: dict[str, Any], shape: type[msgspec.Struct]) -> str:
    """The place with its keys: `[...]` is all that msgspec says of a key that is not of the schema."""
    while _ANY_KEY in where:
        above, _, below = where.partition(_ANY_KEY)
        names = above.removeprefix("$.").split(".")  # of the schema, so none has dots in it
        if "]" in above:  # no schema of ours has free keys inside a list
            return above
        key = next((k for k in _at(table, names) if _fails(message, table, [*names, k], shape)), "")
        key = key if key.isidentifier() else f'"{key}"'
        where = f"{above}.{key}{below}"
    return where


def _fails(
    message: str, table: dict[str, Any], names: list[str], shape: type[msgspec.Struct]
) -> bool:
    """Whether the same is wrong where this key stands alone beside what it belongs to."""
    *above, key = names
    alone: dict[str, Any] = {key: _at(table, above)[key]}
    for depth in range(len(above) - 1, -1, -1):
        alone = {**_at(table, above[:depth]), above[depth]: alone}
    try:
        msgspec.convert(alone, shape)
    except msgspec.ValidationError as error:
        return str(error) == message
    return False


def _at(table: dict[str, Any], names: list[str]) -> dict[str, Any]:
    for name in names:
        table = table[name]
    return table


def _table(text: str, path: str) -> dict[str, object]:
    too_deep = msg("%(file)s: lists or tables are too deep in one another", file=path)
    if _DEEP.search(text):
        raise ConfigError(too_deep)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason = str(error)[:200]  # it may name a key as long as the file
        raise ConfigError(msg("%(file)s: %(reason)s", file=path, reason=reason)) from error
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
    """A value may be as long as the file."""
    values = {
        place: f"{value[:LONGEST_SHOWN]}…"
        if isinstance(value, str) and len(value) > LONGEST_SHOWN
        else value
        for place, value in what.values.items()
    }
    return what._replace(values=values)


def _explained(
    message: str, table: dict[str, object], shape: type[msgspec.Struct]
) -> tuple[str, Message]:
    """The place, and the sentence."""
    match = _AT.match(message)
    assert match is not None  # the pattern takes any text
    where = match["path"] or "$"
    spelt = _spelt_out(where, message, table, shape)
    named = _NAMED.search(match["what"])
    if named is None:
        return spelt, _misfit(spelt.removeprefix("$."), match["what"])
    full = f"{spelt}.{named['key']}"
    if named["kind"] != "unknown":
        said = msg("the key %(key)s is missing", key=named["key"])
    elif near := difflib.get_close_matches(
        named["key"], _keys_at(where, table, shape), n=1, cutoff=0.5
    ):
        said = msg(
            "there is no key %(key)s; did you mean %(near)s?", key=named["key"], near=near[0]
        )
    else:
        said = msg("there is no key %(key)s", key=named["key"])
    return full, said


def _misfit(key: str, what: str) -> Message:
    """msgspec's own words for a value that does not fit, put for a person."""
    if kinds := re.fullmatch(r"Expected `([^`]+)`, got `(\w+)`", what):
        wanted = next((name for name in kinds[1].split(" | ") if name in _KINDS), "")
        return msg(
            "%(key)s must be %(wanted)s, not %(got)s",
            key=key,
            wanted=_KINDS.get(wanted, kinds[1]),
            got=_KINDS.get(kinds[2], kinds[2]),
        )
    if value := re.fullmatch(r"Invalid (?:enum )?value (.+)", what):
        return msg("%(key)s cannot be %(value)s", key=key, value=value[1])
    return msg("%(key)s: %(what)s", key=key, what=what)


def _keys_at(where: str, table: dict[str, object], root: type[msgspec.Struct]) -> list[str]:
    """The keys that the schema knows at a path."""
    shapes = [root]
    for name in re.findall(r"\.(\w+)", where):
        shapes = [
            inner
            for shape in shapes
            for field in msgspec.structs.fields(shape)
            if field.encode_name == name
            for inner in _structs_in(field.type)
        ]
    kind = _kind_at(where, table)
    named = (
        [s for s in shapes if getattr(s.__struct_config__, "tag", None) == kind] if kind else shapes
    )
    keys = [
        field.encode_name for shape in named or shapes for field in msgspec.structs.fields(shape)
    ]
    return [*keys, "kind"] if shapes and shapes[0].__struct_config__.tag else keys


def _kind_at(where: str, table: dict[str, object]) -> str | None:
    index = re.match(r"\$\.line\[(\d+)\]$", where)
    lines = table.get("line")
    if not index or not isinstance(lines, list):
        return None
    kind = lines[int(index[1])].get("kind")
    return kind if isinstance(kind, str) else None


def _structs_in(kind: object) -> Iterator[type[msgspec.Struct]]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for inner in getattr(kind, "__args__", ()):
        yield from _structs_in(inner)


def line_kinds() -> list[str]:
    """The kinds of line that config.toml can hold."""
    return [
        str(shape.__struct_config__.tag)
        for shape in (settings.SipSettings, settings.ReplaySettings)
    ]
