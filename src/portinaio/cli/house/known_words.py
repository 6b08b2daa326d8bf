"""Names of this house that a shell completes: its lists, lines, entries, address books and complaints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from portinaio.api.client import Client

_TAME = re.compile(r"[\w+/][\w.+:/@*?\[\]-]{0,80}")
"""What no shell runs; what it would take for files is escaped as it is completed. bash expands the words that it completes, so that one such as `$(…)` would be run."""


def known_words(client: Client, kinds: Iterable[str]) -> Iterator[str]:
    """Words of these `KINDS`, each once; none of a kind that cannot be had, as nobody reads errors while completing."""
    words: dict[str, None] = {}
    for kind in kinds:
        try:
            words.update(dict.fromkeys(KINDS[kind](client)))
        except PortinaioError:
            continue
    yield from (word for word in words if _TAME.fullmatch(word))


KINDS: dict[str, Callable[[Client], Iterable[str]]] = {
    "lists": lambda client: [one["name"] for one in client.lists()],
    "catalogue": lambda client: [one["name"] for one in client.catalogue()["lists"]],
    "lines": lambda client: [one["name"] for one in client.lines()],
    "line-kinds": lambda client: [one["kind"] for one in client.line_kinds()],
    "providers": lambda client: [one["name"] for one in client.line_providers()],
    "entries": lambda client: [one["pattern"] or "" for one in client.entries()],
    "books": lambda client: [one["name"] for one in client.books()],
    "notify": lambda client: [one["name"] for one in client.notify()],
    "complaints": lambda client: [str(one["id"]) for one in client.complaints()],
}

TAKEN: dict[tuple[str, str], tuple[str, ...]] = {
    ("check", "line"): ("lines",),
    ("complaints", "id"): ("complaints",),
    ("contacts", "source"): ("books",),
    ("contacts", "names"): ("books",),
    ("contacts", "accept"): ("books",),
    ("doctor", "call"): ("lines",),
    ("export", "list"): ("lists",),
    ("forget", "pattern"): ("entries",),
    ("import", "line"): ("lines",),
    ("lines", "kind"): ("line-kinds",),
    ("lines", "name"): ("lines",),
    ("lines", "provider"): ("providers",),
    ("lists", "name"): ("lists",),
    ("lists", "source"): ("catalogue",),
    ("notify", "name"): ("notify",),
    ("replay", "list"): ("lists", "catalogue"),
    ("secret", "name"): ("lines", "lists", "books", "notify"),
    ("share", "to"): ("catalogue",),
    ("sync", "accept"): ("lists",),
    ("sync", "names"): ("lists",),
}
"""Which kinds an argument takes, by its command and its name in the parser."""
