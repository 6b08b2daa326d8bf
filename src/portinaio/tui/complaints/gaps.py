"""What a letter still lacks: where it stands in the text, under which key an answer is kept, and what it may be."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.countries.recipients import is_certified
from portinaio.tui.escape import escaped_lines

if TYPE_CHECKING:
    from textual.content import Content

    from portinaio.api.answers import MissingAnswer, ReportAnswer, SuggestionAnswer

WARNING = "$verdict-suspected"
_GAP = re.compile(
    r"\[[^\[\]\n]{1,200}\]"
)  # as the letters of the packs mark what is still to be filled in
CERTIFIED, EMAIL = "pec", "email"


def key_of_answer(gap: MissingAnswer, answer: str) -> str:
    """The key under which an answer is kept, where the question leaves a choice of addresses."""
    certified = next((key for key in gap["any_of"] if key.endswith(CERTIFIED)), "")
    email = next((key for key in gap["any_of"] if key.endswith(EMAIL)), "")
    others = [key for key in gap["any_of"] if key not in {certified, email}]
    if len(gap["any_of"]) == 1 or not (certified or email):
        return gap["key"]
    if "@" in answer or not others:
        return certified if certified and (not email or is_certified(answer)) else email
    return others[0]


def with_gaps_marked(text: str) -> Content:
    """The letter, with what is still missing in another colour."""
    letter = escaped_lines(text)
    for found in _GAP.finditer(letter.plain):
        letter = letter.stylize(WARNING, *found.span())
    return letter


def suggested_answer(draft: ReportAnswer) -> SuggestionAnswer | None:
    """What a list, the network or a catalogue says about the first gap; of several ways to fill it, the first that is known."""
    gap = draft["missing"][0]
    wanted = {gap["key"], *gap["any_of"]}
    return next((one for one in draft["suggestions"] if one["key"] in wanted), None)
