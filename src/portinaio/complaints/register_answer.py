"""What a register of numbers answers: the companies that a number is registered for. It comes from afar, so nothing of it is believed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.core.safe_text import one_line
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_NAME = 120  # characters
MOST = 5  # companies; a number is of one, and was of another
_DEPTH = 4  # of an answer that is wrapped in others


def companies_in(answer: bytes, keys: Sequence[str]) -> tuple[str, ...]:
    """Their names, each once, as they stand under one of the `keys`; none where the number is in no register.

    `PortinaioError` says why an answer is none.
    """
    text = answer.decode("utf-8", "replace").strip().lstrip("\ufeff")
    if not text:
        return ()
    if text.startswith("<"):
        raise PortinaioError(msg("it sends a web page instead of an answer"))
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise PortinaioError(msg("its answer is no JSON, or ends too early")) from None
    if not told:  # null, false, [] and {}
        return ()
    wanted = [_folded(key) for key in keys]
    names = dict.fromkeys(filter(None, map(_name, _values(told, wanted, _DEPTH))))
    if not names:
        raise PortinaioError(msg("its answer names no company in a way that is known"))
    return tuple(names)[:MOST]


def _values(told: object, wanted: Sequence[str], depth: int) -> Iterator[object]:
    """Of each record the first key that is there; records may lie in a list, or in members of an object."""
    if isinstance(told, dict):
        under = {_folded(key): value for key, value in told.items()}
        named = [under[key] for key in wanted if _name(under.get(key))]
        if named:
            yield named[0]
            return
    inner = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    if depth:
        for each in inner:
            yield from _values(each, wanted, depth - 1)


def _name(value: object) -> str:
    """Empty for what is no name."""
    if not isinstance(value, str):
        return ""
    name = one_line(value, LONGEST_NAME)
    return name if any(map(str.isalpha, name)) else ""


def _folded(key: str) -> str:
    """`ragioneSociale`, `ragione_sociale` and `RAGIONE SOCIALE` are one."""
    return "".join(filter(str.isalnum, key)).casefold()
