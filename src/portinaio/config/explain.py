"""What msgspec finds wrong in a table, put for a person: the place as TOML writes it, and a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import msgspec

from portinaio.core.message import Message, msg
from portinaio.core.policy import NEVER_CHALLENGED, NEVER_HELD, Action

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LONGEST_NAME = 40
_ANY_KEY = "[...]"
_AT = re.compile(r"^(?P<what>.*?)(?: - at `(?P<path>\$[^`]*)`)?$", re.DOTALL)
_NAMED = re.compile(r"(?P<kind>unknown|missing required) field `(?P<key>[^`]+)`")

_NAMED_TABLES: dict[str, Message] = {
    "line": msg("%(what)s of line %(name)s"),
    "list": msg("%(what)s of list %(name)s"),
    "contacts": msg("%(what)s of address book %(name)s"),
}
"""What the tables of config.toml are called that have a name."""
_INDEX = re.compile(r"(?P<above>[^\[]+)\[(?P<at>\d+)\](?:\.(?P<below>.*))?")

_KINDS = {
    "array": msg("a list, [ … ]"),
    "object": msg("a table, { … }"),
    "str": msg('text in "quotes"'),
    "int": msg("a whole number"),
    "float": msg("a number"),
    "bool": msg("true or false"),
    "date": msg("a date"),
    "time": msg("a time without quotes"),
    "datetime": msg("a date with its time"),
}


def explained(
    message: str, table: dict[str, Any], shape: type[msgspec.Struct], at: str
) -> tuple[str, Message]:
    """The place, and the sentence, of what msgspec says of a table that stands `at` a place of the file."""
    match = _AT.match(message)
    assert match is not None  # the pattern takes any text
    inner = match["path"] or "$"
    spelt = at + _spelt_out(inner, message, table, shape).removeprefix("$")
    named = _NAMED.search(match["what"])
    if named is None:
        names = _names_given(table, at)
        key = spelt.removeprefix("$.")
        return spelt, _misfit(key, place(key, names), match["what"], _choices_at(inner, shape))
    full = f"{spelt}.{named['key']}"
    if named["kind"] != "unknown":
        said = msg("the key %(key)s is missing", key=named["key"])
    else:
        said = _unknown(named["key"], _keys_at(inner, shape))
    return full, said


def place(key: str, names: Mapping[str, str]) -> Message | str:
    """A place such as `line[0].policy.hours[1].from` as a person names it who sees the file: `names` is by `line[0]`."""
    found = _INDEX.fullmatch(key)
    if found is None:
        return key
    above, number = found["above"], int(found["at"])
    below = found["below"] and place(found["below"], {})
    name = names.get(f"{above}[{number}]")
    if name and below and above in _NAMED_TABLES:
        return _NAMED_TABLES[above]._replace(values={"what": below, "name": name})
    if below:
        return msg("%(what)s of %(table)s number %(n)d", what=below, table=above, n=number + 1)
    return msg("%(table)s number %(n)d", table=above, n=number + 1)


def _names_given(table: dict[str, Any], at: str) -> dict[str, str]:
    """The names of the tables that have one: of the one that stands `at` a place, or of those in the whole file."""
    if at != "$":
        name = table.get("name")
        return {at.removeprefix("$."): name[:LONGEST_NAME]} if isinstance(name, str) else {}
    return {
        f"{key}[{index}]": name[:LONGEST_NAME]
        for key in _NAMED_TABLES
        if isinstance(several := table.get(key), list)
        for index, one in enumerate(several)
        if isinstance(one, dict) and isinstance(name := one.get("name"), str)
    }


def _unknown(key: str, keys: list[str]) -> Message:
    from difflib import get_close_matches  # noqa: PLC0415  # of no use to whoever has typed it well

    for near in get_close_matches(key, keys, n=1, cutoff=0.5):
        return msg("there is no key %(key)s; did you mean %(near)s?", key=key, near=near)
    if not keys:
        return msg("there is no key %(key)s", key=key)
    return msg("there is no key %(key)s; there are: %(all)s", key=key, all=", ".join(keys))


def _misfit(key: str, named: Message | str, what: str, choices: list[str]) -> Message:
    """msgspec's own words for a value that does not fit, put for a person; `named` is the key in theirs."""
    if kinds := re.fullmatch(r"Expected `([^`]+)`, got `(\w+)`", what):
        wanted = next((name for name in kinds[1].split(" | ") if name in _KINDS), "")
        return msg(
            "%(key)s must be %(wanted)s, not %(got)s",
            key=named,
            wanted=_KINDS.get(wanted, kinds[1]),
            got=_KINDS.get(kinds[2], kinds[2]),
        )
    if value := re.fullmatch(r"Invalid (?:enum )?value (.+)", what):
        if value[1] == f"'{Action.HOLD}'" and key.rpartition(".")[2] in NEVER_HELD:
            return msg(
                "%(key)s cannot be hold, which is for suspected, reported and forged callers alone:"
                " a mute line costs an innocent caller money; choose one of %(choices)s",
                key=named,
                choices=", ".join(choices),
            )
        if value[1] == f"'{Action.CHALLENGE}'" and key.rpartition(".")[2] in NEVER_CHALLENGED:
            return msg(
                "%(key)s cannot be challenge: who shows no number could not be known again when"
                " calling back; choose one of %(choices)s",
                key=named,
                choices=", ".join(choices),
            )
        from portinaio.language.choices import code_of  # noqa: PLC0415  # of no use to whoever has typed it well

        if meant := code_of(value[1].strip("'"), choices):
            return msg(
                "%(key)s is written %(meant)s in config.toml, not %(value)s",
                key=named,
                meant=meant,
                value=value[1],
            )
        if choices:
            one_of = ", ".join(choices)
            return msg(
                "%(key)s cannot be %(value)s; it is one of %(choices)s",
                key=named,
                value=value[1],
                choices=one_of,
            )
        return msg("%(key)s cannot be %(value)s", key=named, value=value[1])
    return msg("%(key)s: %(what)s", key=named, what=what)


def choices_of(shape: type[msgspec.Struct], key: str) -> list[str]:
    """The texts that a key may be, where they can be counted."""
    return [
        choice
        for field in msgspec.structs.fields(shape)
        if field.encode_name == key
        for choice in _choices_in(field.type)
        if isinstance(choice, str)
    ]


def _keys_at(where: str, root: type[msgspec.Struct]) -> list[str]:
    """The keys that the schema knows at a path."""
    shapes = _shapes_at(_names_in(where), root)
    return [field.encode_name for shape in shapes for field in msgspec.structs.fields(shape)]


def _choices_at(where: str, root: type[msgspec.Struct]) -> list[str]:
    """The values that the schema lets stand at a path, where they can be counted."""
    *above, key = _names_in(where) or [""]
    return [
        str(choice)
        for shape in _shapes_at(above, root)
        for field in msgspec.structs.fields(shape)
        if field.encode_name == key
        for choice in _choices_in(field.type)
    ]


def _names_in(where: str) -> list[str]:
    return re.findall(r"\.(\w+)", where)


def _shapes_at(names: list[str], root: type[msgspec.Struct]) -> list[type[msgspec.Struct]]:
    shapes = [root]
    for name in names:
        shapes = [
            inner
            for shape in shapes
            for field in msgspec.structs.fields(shape)
            if field.encode_name == name
            for inner in _structs_in(field.type)
        ]
    return shapes


def _choices_in(kind: object) -> Iterator[object]:
    if get_origin(kind) is Literal:
        yield from get_args(kind)
        return
    for inner in get_args(kind):
        yield from _choices_in(inner)


def _structs_in(kind: object) -> Iterator[type[msgspec.Struct]]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        yield kind
    for inner in getattr(kind, "__args__", ()):
        yield from _structs_in(inner)


def _spelt_out(where: str, message: str, table: dict[str, Any], shape: type[msgspec.Struct]) -> str:
    """The place with its keys: `[...]` is all that msgspec says of a key that is not of the schema."""
    while _ANY_KEY in where:
        above, _, below = where.partition(_ANY_KEY)
        names = above.removeprefix("$.").split(".")  # of the schema, so none has dots in it
        if "]" in above:  # no schema of ours has free keys inside a list
            return above
        key = _first_wrong(message, table, names, shape)
        key = key if key.isidentifier() else f'"{key}"'
        where = f"{above}.{key}{below}"
    return where


def _first_wrong(
    message: str, table: dict[str, Any], names: list[str], shape: type[msgspec.Struct]
) -> str:
    """The key with which the error comes: halved again and again, since each try reads the whole table."""
    keys = list(_at(table, names))
    right, wrong = 0, len(keys)  # with so many of the first keys all is well, or it is not
    while wrong - right > 1:
        some = (right + wrong) // 2
        if _fails(message, table, names, keys[:some], shape):
            wrong = some
        else:
            right = some
    return keys[right]


def _fails(
    message: str,
    table: dict[str, Any],
    names: list[str],
    keys: list[str],
    shape: type[msgspec.Struct],
) -> bool:
    """Whether the same is wrong where the table `names` has these keys alone."""
    whole = _at(table, names)
    less: dict[str, Any] = {key: whole[key] for key in keys}
    for depth in range(len(names) - 1, -1, -1):
        less = {**_at(table, names[:depth]), names[depth]: less}
    try:
        msgspec.convert(less, shape)
    except msgspec.ValidationError as error:
        return str(error) == message
    return False


def _at(table: dict[str, Any], names: list[str]) -> dict[str, Any]:
    for name in names:
        table = table[name]
    return table
