"""Which group of an address book holds the favourites; each program and each person calls it in their own language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.names import folded
from portinaio.language import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from portinaio.api.answers import ContactAnswer

_NAMES = frozenset(
    {
        *("favourites", "favorites", "favourite", "favorite", "starred", "vip"),
        *("preferiti", "preferito", "speciali", "favoriten", "favorit", "wichtig"),
        *("favoris", "favori", "favoritos", "favorito", "favorieten"),
    }
)
"""Folded, in the languages in which telephones speak to us; `starred` is Google's and `VIP` that of a FRITZ!Box."""


def favourites_in(groups: Iterable[str]) -> list[str]:
    return [group for group in groups if folded(group) in _NAMES]


def own_word(book: Sequence[ContactAnswer]) -> str:
    """What the group is called here: as it is used already, since hours of a policy ask for it by that name."""
    used = (group for one in book for group in favourites_in(one["groups"]))
    return next(used, _("favourites"))
