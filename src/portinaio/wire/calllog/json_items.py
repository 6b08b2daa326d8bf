"""The items of a file of JSON, be it a list or one a line."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from portinaio.core.message import msg
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

_BETWEEN = re.compile(r"[\s,]*")


def items(text: str, file: str) -> Iterator[Any]:
    """One after the other. `UsageError` where the JSON breaks off."""
    decoder = json.JSONDecoder()
    at = 1 if text[:1] == "[" else 0
    while (at := _BETWEEN.match(text, at).end()) < len(text):  # type: ignore[union-attr]  # it matches nothing, too
        if text[at] == "]" and text[:1] == "[" and not text[at + 1 :].strip():
            return
        try:
            item, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            raise _broken(text, at, file) from error
        yield item
    if text[:1] == "[":
        raise _broken(text, len(text), file)


def _broken(text: str, at: int, file: str) -> UsageError:
    line = text.count("\n", 0, at) + 1
    return UsageError(
        msg("%(file)s line %(line)d: this is not JSON, or its end is missing", file=file, line=line)
    )
