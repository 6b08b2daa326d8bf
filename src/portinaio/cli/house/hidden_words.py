"""What a text for others must not hold: names, numbers, secrets, addresses of people and of computers."""

from __future__ import annotations

import ipaddress
import os
import platform
import pwd
import re
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portinaio.cli.house.spellings import SECRET, patterns
from portinaio.core.numbers.masking import without_numbers
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from portinaio.api.client import Client
    from portinaio.config.home import Home

SHORTEST = 2  # letters of a word that is hidden wherever it stands
SHORTEST_PART = 4  # of a part of a name, such as a family's
MOST_CALLS = 1000  # whose names are hidden; the log of the daemon ends with the latest
LARGEST_SECRET_BYTES = 4096
MOST_IN_TIME = 2  # colons

_USER = re.compile(r"(?<=://)[^/\s@]+@|(?<![^\s@<>:/'\"(])[^\s@<>:/'\"(]++(?=@[\w\[.-]+)")
_QUERY = re.compile(r"(?<=[\w/])\?[^\s]+")
_ADDRESS = re.compile(
    r"(?<![\w.])(?:\d{1,3}(?:\.\d{1,3}){3}(?!\.?\d)|[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){2,9}(?:%\w+)?(?![\w:]))"
)
_HOST = re.compile(
    r"(?<![\w.@/-])(?:[\w-]+\.)+[^\W\d_]{2,}(?![\w-])|(?<=@)[\w.-]+|(?<=://)[^/\s:?]+"
)
_OURS = re.compile(
    r"(?:portinaio|asyncio|uvicorn|starlette|textual)(?:\.\w+)*|[\w-]+\.(?:toml|py|db|sock|log|json|service|so|lock|wav|line|lines|list|policy)"
    r"|(?:policy|log|line|list|contacts|gateway|mail|tui)(?:\.[\w-]+)+"
)
"""Names with dots in them that are no hosts: modules, files, keys of config.toml."""
_ANYBODYS = frozenset({"localhost", "portinaio", "root"})
"""Names of computers and accounts that say nothing, and without which nobody could read a report: our own is in each line."""
_PERSON = re.compile(r"(?<=/home/)[^/\s:'\"]+|(?<=/Users/)[^/\s:'\"]+")
_COMMON = frozenset(
    [
        "a",
        "al",
        "an",
        "as",
        "at",
        "by",
        "da",
        "de",
        "del",
        "der",
        "di",
        "do",
        "dr",
        "el",
        "en",
        "go",
        "he",
        "i",
        "if",
        "il",
        "in",
        "is",
        "it",
        "la",
        "le",
        "lo",
        "no",
        "of",
        "on",
        "or",
        "san",
        "so",
        "st",
        "su",
        "the",
        "to",
        "up",
        "via",
        "von",
        "we",
    ]
)
"""Words of two and three letters that stand in sentences and paths as well as in names."""
_TOKEN = re.compile(r"(?<![\w+/=.~-])(?=[\w+/=.~-]*\d)(?=[\w+/=.~-]*[A-Za-z])[\w+/=.~-]{20,}")


class Hidden:
    """`hidden(line)` is the line as others may read it."""

    def __init__(self, words: Mapping[str, str], text: Iterable[str]) -> None:
        """Of `words` those count that stand in `text`, however they are spelt; beside each, what takes its place."""
        self._words = patterns(words, text)

    def __call__(self, line: str) -> str:
        for word, instead in self._words:
            line = word.sub(instead.replace("\\", r"\\"), line)
        line = _PERSON.sub("(user)", line)
        line = _QUERY.sub("?…", _USER.sub("…", line))
        line = _TOKEN.sub("(…)", line)
        line = _HOST.sub(lambda found: found[0] if _OURS.fullmatch(found[0]) else "(host)", line)
        return without_numbers(_ADDRESS.sub(_address, line))


def names_of_people(client: Client) -> dict[str, str]:
    """Whoever is known in this house, and what somebody has written of them, with what stands in its place."""
    words: dict[str, str] = {}
    sources: tuple[tuple[str, Callable[[], Iterator[str]]], ...] = (
        ("(caller)", lambda: _of(client.calls(limit=MOST_CALLS), "name", "notes")),
        ("(note)", lambda: _of(client.entries(), "name", "note", "pattern")),
        ("(company)", lambda: _of(client.companies(), "name", "address", "email", "pec")),
        ("(company)", lambda: _of(client.complaints(), "company")),
        ("(address book)", lambda: _of(client.books(), "name", "url", "username")),
        ("(person)", lambda: _of(client.contacts(), "name", "groups")),
        ("(own)", lambda: iter([str(value) for value in client.profile().values() if value])),
    )
    for instead, source in sources:
        with suppress(PortinaioError):
            for text in source():
                words.update(dict.fromkeys(_parts(text), instead))
    return words


def words_of_computer() -> dict[str, str]:
    """Its name, with and without its domain, and that of whoever sits at it, which paths and errors are full of."""
    name = platform.node()
    words = dict.fromkeys((name, name.partition(".")[0]), "(computer)")
    with suppress(KeyError, OSError):
        words[pwd.getpwuid(os.getuid()).pw_name] = "(user)"
    return {
        word: instead
        for word, instead in words.items()
        if len(word) >= SHORTEST and word.casefold() not in _ANYBODYS
    }


def parts_of_address(url: str) -> Iterator[str]:
    """What in a path may be a secret or a name: all but words that any address may have."""
    if "://" in url:
        for part in re.split(r"[/?&=#]", url.partition("://")[2])[1:]:
            if (
                len(part) >= SHORTEST_PART
                and re.search(r"\d", part)
                and re.search(r"[^\W\d_]", part)
            ):
                yield part


def secrets_of(home: Home) -> dict[str, str]:
    """Passwords that lie in files of the home or in the environment, and the names of the latter's variables that tell so."""
    found: dict[str, str] = {}
    with suppress(OSError):
        for file in Path(home.secrets).iterdir():
            with suppress(OSError, ValueError):
                found[file.name] = SECRET
                for line in file.read_text("utf-8")[:LARGEST_SECRET_BYTES].splitlines():
                    found[line.strip()] = SECRET
    for name, value in os.environ.items():
        if re.search(r"PASS|SECRET|TOKEN|KEY", name, re.IGNORECASE):
            found[value.strip()] = SECRET
    return {secret: instead for secret, instead in found.items() if len(secret) >= SHORTEST}


def _of(rows: Iterable[Mapping[str, Any]], *keys: str) -> Iterator[str]:
    for row in rows:
        for key in keys:
            value = row.get(key)
            yield from (
                str(one) for one in (value if isinstance(value, (list, tuple)) else [value]) if one
            )


def _parts(text: str) -> Iterator[str]:
    """A name, and what it is made of, as a family's name may stand alone."""
    if len(text) >= SHORTEST:
        yield text
    yield from (part for part in re.split(r"[\s,;/]+", text) if _tells(part))
    yield from (part for part in re.split(r"[\s,;/'\u2019_-]+", text) if _tells(part))


def _tells(part: str) -> bool:
    """Whether a part of a name says whose it is: four letters, or fewer with a capital such as `Wu`, which no sentence has."""
    if len(part) >= SHORTEST_PART:
        return not part.isdigit()
    return len(part) >= SHORTEST and part.istitle() and part.casefold() not in _COMMON


def _address(found: re.Match[str]) -> str:
    try:
        address = ipaddress.ip_address(found[0].partition("%")[0])
    except (
        ValueError
    ):  # a time has two colons; what has more is an address with something behind it
        return found[0] if found[0].count(":") <= MOST_IN_TIME else "(address)"
    if address.is_loopback or address.is_unspecified:
        return found[0]
    return "(local address)" if address.is_private else "(address)"
