"""To whom a complaint can go, as windows and help say it: keys and names of the countries' packs.

As with the language, one person sits before a window: `use_country` says where they live, since two countries may call
different recipients by the same key.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from portinaio.core.message import Message
from portinaio.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.countries.pack_schema import Pack

_country = ""


def use_country(country: str) -> None:
    """Ask the pack of this country first from now on."""
    global _country  # noqa: PLW0603  # one person, one country a process
    _country = country


def recipient_name(key: str) -> str:
    """In what is spoken now; a key of a pack that is gone stands for itself."""
    for pack in _packs():
        if recipient := pack.recipient.get(key):
            return translate(Message(recipient.name))
    return key


def recipient_keys() -> dict[str, tuple[str, ...]]:
    """What `report --to` takes, by country, in the packs' order."""
    return {pack.country: tuple(pack.recipient) for pack in _packs() if pack.recipient}


def is_certified(address: str) -> bool:
    """Whether it looks like an address of certified mail, as the country has it; as any has it, where none is known."""
    _, _, host = address.partition("@")
    packs = islice(_packs(), 1 if _country else None)
    words = {word for pack in packs for word in pack.certified_mail}
    return any(word in host.casefold() for word in words)


def _packs() -> Iterator[Pack]:
    """The country's own, then all; to find these takes longer, and is rarely needed."""
    # A window opens without the libraries that read packs.
    from portinaio.countries.pack import countries, pack_or_bare  # noqa: PLC0415

    yield pack_or_bare(_country)
    yield from map(pack_or_bare, countries())
