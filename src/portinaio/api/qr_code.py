"""A QR code as text, two of its dots in one character: the same in every window."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

QUIET = 2  # dots of light around it; the standard wants four, telephones are content with these
_BLOCKS = {(0, 0): "█", (0, 1): "▀", (1, 0): "▄", (1, 1): " "}
"""Light is drawn and dark is left, for a terminal of light letters on a dark ground; telephones read the reverse, too."""


def qr_code(text: str) -> Iterator[str]:
    """The lines of it."""
    import segno  # noqa: PLC0415  # seldom wanted

    rows = [list(row) for row in segno.make(text, error="l").matrix_iter(border=QUIET)]
    if len(rows) % 2:
        rows.append([0] * len(rows[0]))
    for upper, lower in zip(rows[::2], rows[1::2], strict=True):
        yield "".join(_BLOCKS[a, b] for a, b in zip(upper, lower, strict=True))
