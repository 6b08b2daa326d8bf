"""Change config.toml in place, its comments and its order kept."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import tomlkit

from portinaio.config.load import parse_settings
from portinaio.core.words import words
from portinaio.errors import HomeError, NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tomlkit import TOMLDocument

    from portinaio.core.words import Words


def add_line(path: str, kind: str, name: str, keys: Mapping[str, Any]) -> None:
    """Append a `[[line]]`. `ConfigError` and an untouched file where the result would not be right."""
    taken = words("there is a line called %(name)s already; choose another name", name=name)
    _append(path, "line", {"name": name, "kind": kind, **keys}, taken)


def remove_line(path: str, name: str) -> None:
    """Take the `[[line]]` called `name` out."""
    _take_out(path, "line", name, words("there is no line called %(name)s", name=name))


def add_list(path: str, name: str, keys: Mapping[str, Any]) -> None:
    """Append a `[[list]]`; as `add_line`."""
    taken = words("there is a list called %(name)s already; remove it first", name=name)
    _append(path, "list", {"name": name, **keys}, taken)


def remove_list(path: str, name: str) -> None:
    """Take the `[[list]]` called `name` out."""
    _take_out(path, "list", name, words("there is no list called %(name)s", name=name))


def set_values(path: str, values: Mapping[str, Any]) -> None:
    """Set keys such as `policy.reported`; tables are made where they are missing."""
    document = _document(path)
    for dotted, value in values.items():
        *tables, key = dotted.split(".")
        table: Any = document
        for name in tables:
            if name not in table:
                table[name] = tomlkit.table()
            table = table[name]
        table[key] = value
    _write(path, document)


def _append(path: str, kind: str, keys: Mapping[str, Any], taken: Words) -> None:
    document = _document(path)
    tables = document.get(kind)
    if any(table.get("name") == keys["name"] for table in tables or ()):
        raise UsageError(taken)
    if tables is None:
        tables = document[kind] = tomlkit.aot()
    table = tomlkit.table()
    table.update(keys)
    if document.as_string().strip():
        table.trivia.indent = "\n"
    tables.append(table)
    _write(path, document)


def _take_out(path: str, kind: str, name: str, missing: Words) -> None:
    document = _document(path)
    tables = document.get(kind) or []
    for index, table in enumerate(tables):
        if table.get("name") == name:
            del tables[index]
            if not tables:
                del document[kind]
            _write(path, document)
            return
    raise NotFoundError(missing)


def _document(path: str) -> TOMLDocument:
    try:
        text = Path(path).read_text(encoding="utf-8")
    except FileNotFoundError:
        return tomlkit.document()
    parse_settings(text, path)  # its sentences are better than the editor's
    return tomlkit.parse(text)


def _write(path: str, document: TOMLDocument) -> None:
    """Through a file beside it: a reader sees the old configuration or the new one."""
    text = tomlkit.dumps(document)
    parse_settings(text, path)
    target = Path(path)
    fresh = target.with_suffix(".toml.new")
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(descriptor)
        fresh.replace(target)
    except OSError as error:
        raise HomeError(
            words(
                "%(file)s cannot be written: %(reason)s; nothing was changed",
                file=path,
                reason=error.strerror or "",
            )
        ) from error
