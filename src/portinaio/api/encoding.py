"""JSON as the API sends it."""

from __future__ import annotations

import json

import msgspec


def encoded(answer: object) -> bytes:
    """The answer on one line; characters that no text may hold are replaced, since a caller's name may be anything."""
    try:
        return msgspec.json.encode(answer)
    except UnicodeEncodeError:
        text = json.dumps(answer, ensure_ascii=False)
        return text.encode("utf-8", "replace")
