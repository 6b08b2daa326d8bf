"""A file that the user names on the command line."""

from __future__ import annotations

from pathlib import Path

from portinaio.core.reason import reason
from portinaio.core.words import words
from portinaio.errors import PortinaioError

LARGEST_MIB = 32  # an address book with photographs has some megabytes


def content_of(name: str) -> bytes:
    """Its bytes. `PortinaioError` where there is no such file, or it is too large."""
    try:
        with Path(name).open("rb") as file:
            content = file.read((LARGEST_MIB << 20) + 1)
    except (OSError, ValueError) as error:
        raise PortinaioError(
            words("%(file)s cannot be read: %(reason)s", file=name[:200], reason=reason(error))
        ) from error
    if len(content) > LARGEST_MIB << 20:
        raise PortinaioError(
            words("%(file)s is larger than %(n)d MiB", file=name[:200], n=LARGEST_MIB)
        )
    return content
