"""JSON, read without the package `json`: that compiles six patterns as it is loaded, a twentieth of a cold `portinaio check`.

Its scanner in C, which does all the work there too, takes what the package would tell it from any object.
"""

from __future__ import annotations

from _json import make_scanner

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from typing import Any


class _Plain:
    """What `json.JSONDecoder()` is to its scanner."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = float
    """Of NaN and of the infinities, which `json` lets pass too."""


_scan = make_scanner(_Plain)  # type: ignore[arg-type]  # the stub takes it for a copy constructor


def read_json(text: str) -> Any:
    """The value of a text without space around it, as `json.dumps` writes one. `ValueError` where it is none."""
    try:
        value, end = _scan(text, 0)
    except StopIteration as stop:
        raise ValueError(f"no JSON at {stop.value}") from stop
    if end != len(text):
        raise ValueError(f"more than JSON from {end}")
    return value
