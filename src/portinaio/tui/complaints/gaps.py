"""What a letter still lacks: where it stands in the text, under which key an answer is kept, and what it may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.countries.recipients import is_certified
from portinaio.tui.escape import escaped_lines

if TYPE_CHECKING:
    from textual.content import Content

    from portinaio.api.answers import ReportAnswer, SuggestionAnswer

WARNING = "$verdict-suspected"
_GAP = re.compile(
    r"\[[^\[\]\n]{1,200}\]"
)  # as the letters of the packs mark what is still to be filled in
PROFILE = frozenset(
    {
        "name",
        "address",
        "tax_code",
        "email",
        "pec",
        "line",
        "holder",
        "rpo_enrolled_on",
        "rpo_renewed_on",
    }
)
"""Answers that are about the user, kept on this computer for the next letter; the others are about this company."""
WAYS = {"company_pec": ("company_email", "company_address"), "pec": ("email", "address")}
"""What asks for any address, and where one goes that is no certified one: an e-mail, a postal address."""


def key_of_answer(key: str, answer: str) -> str:
    """The key under which an answer is kept, where the question leaves a choice."""
    if key not in WAYS or is_certified(answer):
        return key
    email, post = WAYS[key]
    return email if "@" in answer else post


def with_gaps_marked(text: str) -> Content:
    """The letter, with what is still missing in another colour."""
    letter = escaped_lines(text)
    for found in _GAP.finditer(letter.plain):
        letter = letter.stylize(WARNING, *found.span())
    return letter


def suggested_answer(draft: ReportAnswer) -> SuggestionAnswer | None:
    """What a list or the network says about the first gap."""
    key = draft["missing"][0]["key"]
    return next((one for one in draft["suggestions"] if one["key"] == key), None)
