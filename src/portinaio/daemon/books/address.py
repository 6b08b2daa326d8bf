"""Where a book that is followed lies: at a CardDAV server over https:, in a file, or in the telephone system of a line."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from portinaio.config.validate import NAME
from portinaio.core.message import msg
from portinaio.errors import UsageError
from portinaio.lists.url import ListUrl, read_url

if TYPE_CHECKING:
    from collections.abc import Container

PRESETS = {"icloud": "https://contacts.icloud.com/"}
"""Servers that everybody means by one word. Nextcloud and others have as many addresses as there are houses."""
LINE = "line:"
"""Before the name of a line whose telephone system has an address book, and the number of that where it has several."""
FAMILIES = {"contacts.icloud.com": ".icloud.com"}
"""Servers that send whoever has an account on to one of their own kind, which may hear the password, too."""
_GOOGLE = (".googleapis.com", ".google.com")
_NO_PASSWORD = msg(
    "Google gives contacts only to programs that it has registered; export them there as vCard or CSV, and"
    " follow that file"
)
WORDS = {
    "google": _NO_PASSWORD,
    "nextcloud": msg(
        "each Nextcloud has an address of its own, such as https://cloud.example.net; follow that, with --username"
        " and an app password, which its security settings make"
    ),
}
"""Servers that one word does not lead to, and what does."""
_UNNAMABLE = re.compile(r"[^a-z0-9]+")


def book_address(source: str, folder: str) -> ListUrl:
    """Of what somebody typed: a preset, an address, or a file, relative to `folder`. `UsageError` says why it is none."""
    source = _meant(source.strip())
    if source.startswith(LINE):
        line, _, which = source.removeprefix(LINE).partition("/")
        if not NAME.fullmatch(line) or not (which.isdecimal() or not which) or len(which) > 4:
            raise UsageError(msg("%(url)s must be like line:box, or line:box/1", url=source[:80]))
        return ListUrl("line", line, source, which)
    if "://" not in source:
        path = os.path.normpath(Path(folder, Path(source).expanduser()).absolute())
        return read_url(Path(path).as_uri())  # where a link leads may change
    try:
        parts = urlsplit(source)
        host = parts.hostname or ""
    except ValueError:
        return read_url(source)  # says what is wrong with it
    if parts.username or parts.password:
        raise UsageError(
            msg("no password belongs into an address; give --username, and type it when asked")
        )
    if f".{host}".endswith(_GOOGLE):
        raise UsageError(_NO_PASSWORD)
    if parts.scheme == "http":
        address = ListUrl("http", host, source, "")
        if not address.here:
            raise UsageError(
                msg("%(host)s is asked over https:// only, since a password goes there", host=host)
            )
    if parts.scheme not in {"http", "https", "file"}:
        raise UsageError(
            msg("%(url)s is neither a file nor an address with https://", url=source[:80])
        )
    return read_url(source)


def _meant(source: str) -> str:
    word = source.lower()
    if word in WORDS:
        raise UsageError(WORDS[word])
    return PRESETS.get(word, source)


def book_name(address: ListUrl, taken: Container[str]) -> str:
    """A short name, such as `cloud` of https://cloud.example.net/dav."""
    told = Path(address.path).stem if address.scheme == "file" else address.host.partition(".")[0]
    plain = _UNNAMABLE.sub("-", told.lower()).strip("-")[:30] or "contacts"
    names = (plain, *(f"{plain}-{n}" for n in range(2, 1000)))
    return next(name for name in names if name not in taken)


def same_house(asked: ListUrl, other: ListUrl) -> bool:
    """Whether the password for the one may be told to the other."""
    family = FAMILIES.get(asked.host)
    return asked.host == other.host or (family is not None and other.host.endswith(family))
