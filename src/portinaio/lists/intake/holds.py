"""What the numbers of a file are to whoever wrote it: not every table of numbers is one of numbers to be blocked."""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

from portinaio.lists.intake.column_names import meaning_of
from portinaio.lists.intake.columns import OF_COMPLAINTS

if TYPE_CHECKING:
    from collections.abc import Iterable


class Holds(Enum):
    BLOCKED = "blocked"
    CONTACTS = "contacts"
    CALLERS = "callers"
    """Whoever has called."""
    COMPLAINTS = "complaints"
    """Each row is what one person has reported; a single one says little."""
    UNSURE = "unsure"
    """Names with their numbers, and nothing that says what they are."""


MARKED = re.compile(
    r"\b(?:(?:spam|scam)(?:s|mers?|ming)?(?![^\W\d_])|(?:junk|blocked|blocklist|blacklist|telemarket\w*|robocall\w*)\b)",
    re.IGNORECASE,
)
"""A name that says itself that it is to be blocked; Spampinato and Scamarcio are people."""
_OF_CALLS = re.compile(
    r"times|(?:first|last)_call|duration.*|dauer|durata|durée|duración|talk_?time|billsec|disposition"
    r"|direction|call_?type|time|date_?time|ora|orario|uhrzeit|heure|hora"
)
_OF_PEOPLE = re.compile(
    r"(?:first|last|given|family|middle|full|display)_?name|surname|nick_?name|e_?mail.*|birthday|mobile.*"
    r"|cell.*|(?:home|business|work)_phone|phone_\d.*|(?:.*_)?address|vorname|nachname|cognome|prénom|prenom"
    r"|geburtstag|compleanno|indirizzo"
)
_CONTACTS = ({"name", "number"}, {"name", "numbers", "source"})
"""As we write them."""
_COUNTED = {"reporters", "reports", "disputes"}
_OF_BLOCKS = {
    *("company", "azienda", "firma", "description", "reason", "title", "label", "comment"),
    *("category", "rating", "categoria", "kategorie"),
}
_OF_ANYBODY = {"name", "nome", "nom", "nombre", "naam", "navn"}


def held_under(columns: Iterable[str]) -> Holds:
    """By the names of a table's columns, or of an object's members."""
    names = set(columns)
    if names & OF_COMPLAINTS:
        return Holds.COMPLAINTS
    if _COUNTED & set(map(meaning_of, names)):
        return Holds.BLOCKED
    if any(map(_OF_CALLS.fullmatch, names)):
        return Holds.CALLERS
    if names in _CONTACTS or any(map(_OF_PEOPLE.fullmatch, names)):
        return Holds.CONTACTS
    if names & _OF_BLOCKS:
        return Holds.BLOCKED
    return Holds.UNSURE if names & _OF_ANYBODY else Holds.BLOCKED
