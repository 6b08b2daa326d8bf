"""Files that allow numbers instead of blocking them, or both. A list may raise a suspicion; only the user can allow.

Some formats say it of each row, tables in a column, and some files by their name alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.core.message import msg

if TYPE_CHECKING:
    from collections.abc import Mapping

VOUCHED_FOR = msg("this list vouches for the number; only you can allow one")
BARRED = msg("this row blocks the number; --as block takes it")

_KINDS = frozenset(
    {"action", "kind", "list", "type", "rule", "category", "rating", "decision"}
    | {"azione", "lista", "tipo", "aktion", "liste", "typ", "acción"}
)
_ALLOWING = frozenset(
    {"allow", "allowed", "allowlist", "permit", "permitted", "white", "whitelist", "whitelisted"}
    | {"trusted", "legitimate", "a_legitimate"}
    | {"consenti", "consentito", "permetti", "permesso", "bianca", "lista bianca"}
    | {"erlauben", "erlaubt", "autoriser", "autorisé", "blanche", "permitir", "permitido", "blanca"}
)
_BLOCKING = frozenset(
    {"block", "blocked", "blocklist", "black", "blacklist", "blacklisted", "deny", "denied"}
    | {"reject", "blocca", "bloccato", "rifiuta", "nera", "lista nera"}
    | {"sperren", "gesperrt", "bloquer", "bloqué", "noire", "bloquear", "bloqueado", "negra"}
)
_IF_ALLOWED = frozenset(
    {"allow", "allowed", "is_allowed", "whitelisted", "is_whitelist", "iswhitelist", "trusted"}
)
_IF_BLOCKED = frozenset(
    {"block", "blocked", "is_blocked", "blacklisted", "is_blacklist", "isblacklist", "is_spam"}
)
_YES, _NO = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0"})
MARKS = _KINDS | _IF_ALLOWED | _IF_BLOCKED
"""Columns that may say whether a row allows its number or blocks it."""
_NAME = re.compile(
    r"(?<![a-z])(?<!not[-_ .])(?<!non[-_ .])(?:(?:white[-_ .]?list|allow(?:ed)?(?:[-_ .]?list)?|permit(?:ted)?)s?"
    r"|list[ae][-_ .]?(?:bianca|blanca|blanche)|wei(?:ß|ss)e[-_ .]?liste|consentit[ie]|permess[ie]|autoris[ée]e?s|erlaubte?)"
    r"(?![a-z])"
)


def allows(marks: Mapping[str, object]) -> bool | None:
    """Whether a row allows its number or blocks it, by what stands in its columns; `None` where none of them says so."""
    verdicts = (says(column, str(cell)) for column, cell in marks.items())
    return next((verdict for verdict in verdicts if verdict is not None), None)


def says(column: str, cell: str) -> bool | None:
    """As `allows`, of one column, whose name is in small letters."""
    said = cell.strip().lower()
    if column in _KINDS and (said in _ALLOWING or said in _BLOCKING):
        return said in _ALLOWING
    if said in _YES | _NO:
        if column in _IF_ALLOWED:
            return said in _YES
        if column in _IF_BLOCKED:
            return said in _NO
    return None


def named_so(path: str) -> bool:
    """Whether a file is called an allow list, or lies in a folder of such: `ncidd.whitelist`, `allow/numbers.csv`."""
    *folders, name = path.lower().split("/")
    return bool(_NAME.search(name) or (folders and _NAME.fullmatch(folders[-1])))
