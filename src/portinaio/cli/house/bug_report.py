"""What a bug report needs of a house: versions, what `doctor` finds, what is set; without numbers, passwords, or what somebody typed."""

from __future__ import annotations

import platform
import re
import sqlite3
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio import __version__
from portinaio.cli.house.hidden_words import (
    Hidden,
    names_of_people,
    parts_of_address,
    secrets_of,
    words_of_computer,
)
from portinaio.cli.start_daemon import LOG
from portinaio.core.safe_text import printable
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.api.answers import DiagnosisAnswer, LineAnswer, ListAnswer, SettingAnswer
    from portinaio.api.client import Client
    from portinaio.config.home import Home

LOG_LINES = 40
_LARGEST_LOG_BYTES = 1 << 16  # of its end
_SAID = frozenset({"choice", "number"})
"""Kinds of keys whose value tells nothing of a person; of the others only that they are set."""
_SHORT = 3  # characters: a country, a language


def bug_report(client: Client, home: Home, found: Iterable[DiagnosisAnswer]) -> str:
    """Markdown with a heading for each part; a part that cannot be had, as where config.toml is wrong, says why."""
    lines: list[LineAnswer] = []
    lists: list[ListAnswer] = []
    keys: list[SettingAnswer] = []
    untold = ""
    try:
        status, keys = client.status(), client.settings()["keys"]
        lines, lists = status["lines"], status["lists"]
    except PortinaioError as error:
        untold = str(error)
    parts = [
        ("doctor", [f"- {one['state']}: {one['text']}" for one in found]),
        ("Lines", [*_lines(lines)]),
        ("Lists", [*_lists(lists)]),
        ("config.toml", [untold] if untold else [*_settings(keys)]),
        ("The daemon's last words", [*_last_words(Path(home.state, LOG))]),
    ]
    words = {
        **words_of_computer(),
        **names_of_people(client),
        **secrets_of(home),
        **_own_words(lines, lists, keys, home),
    }
    hidden = Hidden(words, (line for _title, said in parts for line in said))
    quoted = re.compile(r"(?<!\w)'[^']*'|\"[^\"]*\"")
    if untold:  # then nobody knows which words of it are a person's own
        parts = [(title, [quoted.sub("(…)", line) for line in said]) for title, said in parts]
    told = [("Versions", [*_versions()])]
    told += [(title, [printable(hidden(line)) for line in said]) for title, said in parts]
    text = "\n\n".join(f"## {title}\n\n" + ("\n".join(said) or "none") for title, said in told)
    return f"# Portinaio {__version__}\n\n{text}\n"


def _versions() -> Iterator[str]:
    yield f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    yield f"- {platform.system()} {platform.release()}, {platform.machine()}"
    needed = [re.match(r"[\w.-]+", one) for one in metadata.requires("portinaio") or ()]
    for name in sorted({one[0] for one in needed if one}):
        try:
            yield f"- {name} {metadata.version(name)}"
        except metadata.PackageNotFoundError:
            continue  # of an extra that is not installed


def _lines(lines: Iterable[LineAnswer]) -> Iterator[str]:
    for line in lines:
        yield f"- {line['name']}: {line['kind']}, {line['state']}, can {', '.join(line['can'])}; calls: {line['calls']}"
        if line["error"]:
            yield f"  {line['error']}"


def _lists(lists: Iterable[ListAnswer]) -> Iterator[str]:
    for one in lists:
        yield f"- {one['name']}: {one['format']}, {one['state']}, entries: {one['entries']}, checked {one['checked']}"
        if one["error"]:
            yield f"  {one['error']}"


def _settings(keys: Iterable[SettingAnswer]) -> Iterator[str]:
    for one in keys:
        if one["value"] is not None:
            shown = str(one["value"])
            if one["kind"] not in _SAID and len(shown) > _SHORT:
                shown = "(set)"
            yield f"- {one['key']} = {shown}"


def _last_words(log: Path) -> Iterator[str]:
    """The end of what a daemon said that was begun in the background; systemd keeps its words elsewhere."""
    try:
        with log.open("rb") as file:
            file.seek(max(0, log.stat().st_size - _LARGEST_LOG_BYTES))
            text = file.read(_LARGEST_LOG_BYTES).decode("utf-8", "replace")
    except OSError:
        return
    yield from (f"    {line}" for line in text.splitlines()[-LOG_LINES:])


def _own_words(
    lines: Iterable[LineAnswer],
    lists: Iterable[ListAnswer],
    keys: Iterable[SettingAnswer],
    home: Home,
) -> dict[str, str]:
    """Names that a person chose, and texts of config.toml, with what stands in their place."""
    words: dict[str, str] = {}
    words.update({one["name"]: f"(line {index})" for index, one in enumerate(lines, 1)})
    words.update({one["name"]: f"(list {index})" for index, one in enumerate(lists, 1)})
    for one in keys:
        if one["kind"] not in _SAID:
            for text in _texts(one["value"]):
                words.setdefault(text, instead := f"({one['key'].rpartition('.')[2]})")
                words |= dict.fromkeys(parts_of_address(text), instead)
    return words | {str(Path.home()): "~", **dict.fromkeys(home, "(home)")}


def _texts(value: object) -> Iterator[str]:
    """All texts in a value of config.toml that are too long to say nothing of a person."""
    match value:
        case str():
            if len(value) > _SHORT:
                yield value
        case dict():
            for one in value.values():
                yield from _texts(one)
        case list() | tuple():
            for one in value:
                yield from _texts(one)
        case _:
            return
