"""Change config.toml in place, its comments and its order kept."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import tomlkit
import tomlkit.items

from portinaio.config.atomic_write import write_atomically
from portinaio.config.line_kinds import trouble_with
from portinaio.config.load import parse_settings, read_text
from portinaio.core.message import msg
from portinaio.core.reason import reason
from portinaio.errors import ConfigError, HomeError, NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tomlkit import TOMLDocument

    from portinaio.core.message import Message


def add_line(path: str, kind: str, name: str, keys: Mapping[str, Any]) -> None:
    """Append a `[[line]]`. `ConfigError` and an untouched file where the result would not be right."""
    if trouble := trouble_with(kind):
        raise ConfigError(trouble)
    taken = msg("there is a line called %(name)s already; choose another name", name=name)
    _append(path, "line", {"name": name, "kind": kind, **keys}, taken)


def remove_line(path: str, name: str) -> None:
    """Take the `[[line]]` called `name` out."""
    _take_out(path, "line", name, msg("there is no line called %(name)s", name=name))


def add_list(path: str, name: str, keys: Mapping[str, Any]) -> None:
    """Append a `[[list]]`; as `add_line`."""
    taken = msg("there is a list called %(name)s already; remove it first", name=name)
    _append(path, "list", {"name": name, **keys}, taken)


def remove_list(path: str, name: str) -> None:
    """Take the `[[list]]` called `name` out."""
    _take_out(path, "list", name, msg("there is no list called %(name)s", name=name))


def add_book(path: str, name: str, keys: Mapping[str, Any]) -> None:
    """Append a `[[contacts]]`; as `add_line`."""
    taken = msg("an address book called %(name)s is followed already", name=name)
    _append(path, "contacts", {"name": name, **keys}, taken)


def remove_book(path: str, name: str) -> None:
    """Take the `[[contacts]]` called `name` out."""
    _take_out(path, "contacts", name, no_book(name))


def no_book(name: str) -> Message:
    return msg("no address book called %(name)s is followed", name=name[:60])


def no_notify(name: str) -> Message:
    return msg("there is no [[notify]] called %(name)s", name=name[:60])


def set_values(path: str, values: Mapping[str, Any]) -> None:
    """Set keys such as `policy.reported` or `line.home.number`; `None` takes a key out.

    Tables are made where they are missing, and go with their last key.
    """
    document = _document(path)
    for dotted, value in values.items():
        *names, key = dotted.split(".")
        if names[:1] in (["line"], ["list"], ["contacts"], ["notify"]):
            if key == "kind" and names[0] == "line" and (trouble := trouble_with(str(value))):
                raise ConfigError(trouble)
            one, inner = _of_name(document, names[0], names[1:])
            _put_inside(one, [*inner, key], value, dotted)
            continue
        tables: list[Any] = [document]
        for name in names:
            if name not in tables[-1]:
                tables[-1][name] = tomlkit.table()
            if not isinstance(tables[-1][name], dict):
                raise UsageError(msg("there is no key %(key)s", key=dotted[:60]))
            tables.append(tables[-1][name])
        _put(tables[-1], key, value)
        for name, table in zip(reversed(names), reversed(tables[:-1]), strict=True):
            if not table[name]:
                del table[name]
    _write(path, document)


def _put_inside(table: Any, path: list[str], value: Any, dotted: str) -> None:
    """Into the tables inside one of several, on one line where they are new; they go with their last key."""
    key, *rest = path
    if not rest:
        _put(table, key, value)
        return
    inside = table.get(key, {})
    if not isinstance(inside, dict):
        raise UsageError(msg("there is no key %(key)s", key=dotted[:60]))
    if not isinstance(inside, tomlkit.items.Table):
        inside = tomlkit.item(
            inside
        ).unwrap()  # what stands on one line is written anew, commas and all
    _put_inside(inside, rest, value, dotted)
    if not inside:
        table.pop(key, None)
    elif not isinstance(inside, tomlkit.items.Table):
        table[key] = _on_one_line(inside)


def _put(table: Any, key: str, value: Any) -> None:
    if value is None:
        table.pop(key, None)
    else:
        table[key] = _on_one_line(value)


def _on_one_line(value: Any) -> Any:
    """Tables inside a value as `{ … }`: a header of their own would take the keys below it along."""
    if isinstance(value, dict):
        inline = tomlkit.inline_table()
        inline.update({key: _on_one_line(one) for key, one in value.items()})
        return inline
    if isinstance(value, list):
        array = tomlkit.array()
        array.extend(map(_on_one_line, value))
        return array
    if value is None:
        raise UsageError(msg("nothing cannot be a part of a value"))
    return value


def _of_name(document: TOMLDocument, kind: str, names: list[str]) -> tuple[Any, list[str]]:
    """The `[[line]]`, `[[list]]`, `[[contacts]]` or `[[notify]]` that is called by the first of these names, which may hold dots; and the other names."""
    tables = {table.get("name") or table.get("kind"): table for table in document.get(kind) or ()}
    for count in range(len(names), 0, -1):
        if (found := tables.get(".".join(names[:count]))) is not None:
            return found, names[count:]
    name = ".".join(names)
    missing = {
        "line": msg("there is no line called %(name)s", name=name[:60]),
        "list": msg("there is no list called %(name)s", name=name[:60]),
        "contacts": no_book(name),
        "notify": no_notify(name),
    }
    raise NotFoundError(missing[kind])


def _append(path: str, kind: str, keys: Mapping[str, Any], taken: Message) -> None:
    document = _document(path)
    tables = document.get(kind)
    if any(table.get("name") == keys["name"] for table in tables or ()):
        raise UsageError(taken)
    if tables is None:
        tables = document[kind] = tomlkit.aot()
    table = tomlkit.table()
    table.update({key: _on_one_line(value) for key, value in keys.items()})
    if document.as_string().strip():
        table.trivia.indent = "\n"
    tables.append(table)
    _write(path, document)


def _take_out(path: str, kind: str, name: str, missing: Message) -> None:
    document = _document(path)
    tables = document.get(kind) or []
    for index, table in enumerate(tables):
        if table.get("name") == name:
            del tables[index]
            if not tables:
                del document[kind]
            left = tomlkit.dumps(document).rstrip("\n")  # the empty line before it, too
            replace_text(path, f"{left}\n" if left else "")
            return
    raise NotFoundError(missing)


def _document(path: str) -> TOMLDocument:
    text = read_text(path)
    if text is None:
        return tomlkit.document()
    parse_settings(text, path)  # its sentences are better than the editor's
    return tomlkit.parse(text)


def _write(path: str, document: TOMLDocument) -> None:
    replace_text(path, tomlkit.dumps(document))


def replace_text(path: str, text: str) -> None:
    """A reader sees the old configuration or the new one. `ConfigError` and an untouched file where `text` is none."""
    parse_settings(text, path)
    try:
        write_atomically(path, text.encode())
    except OSError as error:
        raise HomeError(
            msg(
                "%(file)s cannot be written: %(reason)s; nothing was changed",
                file=path,
                reason=reason(error),
            )
        ) from error
