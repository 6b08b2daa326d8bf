"""The head of a message as it came, for a report of what went wrong: numbers masked, and without what would tell them all the same."""

from __future__ import annotations

from portinaio.core.numbers.masking import without_numbers
from portinaio.core.safe_text import printable
from portinaio.wire.sip.header import COMPACT_FORMS

LONGEST = 8_000  # characters; more than a call has that a network sends
LEFT_OUT = frozenset({"identity", "authorization", "proxy-authorization"})
"""A signed token names both numbers, and the others are about passwords."""


def traced(data: bytes) -> str:
    """Lines as they stand, folded ones too; bytes that are no UTF-8 are shown as `\\xe9`."""
    head = (
        data.lstrip(b"\r\n").partition(b"\r\n\r\n")[0][:LONGEST].decode("utf-8", "backslashreplace")
    )
    lines: list[str] = []
    secret = False
    for line in head.split("\r\n"):
        if line[:1] not in {" ", "\t"}:
            name = line.partition(":")[0]
            full = COMPACT_FORMS.get(name.strip().lower(), name)
            secret = full.strip().lower() in LEFT_OUT
            lines.append(f"{name}: …" if secret else line)
        elif not secret:
            lines.append(line)
    return without_numbers(printable("\n".join(lines), keep="\n\t"))
