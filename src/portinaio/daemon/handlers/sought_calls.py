"""What may be meant by the words that somebody seeks in the log, beside names and notes of the calls themselves."""

from __future__ import annotations

from itertools import chain, islice
from typing import TYPE_CHECKING

from portinaio import language
from portinaio.core.call import Presentation
from portinaio.core.message import render
from portinaio.core.names import folded
from portinaio.core.numbers.pattern import Pattern, read_pattern
from portinaio.core.verdict import Label
from portinaio.language import terms
from portinaio.store.sought import Sought

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.core.message import Message
    from portinaio.daemon.context import Context

MOST_PATTERNS = (
    200  # of entries with such a note; each is one more condition for every call of the log
)
SHORTEST_WORD = 3  # letters, before the word for a label is known by its beginning
_SEVERAL = ("*", "..", "?", "[")
_MARKS = str.maketrans("", "", " -./()")


def meant_by(context: Context, text: str) -> Sought:
    word = folded(text)
    noted = [
        one for one in context.store.entries.all(context.now()) if word and word in folded(one.note)
    ]
    exact = (one.pattern.text for one in noted if one.pattern and one.exact)
    typed = filter(None, (_pattern(context, text),))
    several = (one.pattern for one in noted if one.pattern and not one.exact)
    return Sought(
        text,
        numbers=tuple(dict.fromkeys((*_of_names(context, word), *exact))),
        patterns=tuple(islice(chain(typed, several), MOST_PATTERNS)),
        names=tuple(islice((one.name for one in noted if one.name), MOST_PATTERNS)),
        labels=tuple(one for one in Label if _is_word(word, terms.LABELS[one.value])),
        presentations=tuple(
            one
            for one in (Presentation.RESTRICTED, Presentation.UNAVAILABLE)
            if _is_word(word, terms.PRESENTATIONS[one.value])
        ),
        suspected=_is_word(word, terms.LABELS["suspected"]),
    )


def _of_names(context: Context, word: str) -> Iterator[str]:
    """Numbers of contacts and companies that are named so."""
    if not word:
        return
    for contact in context.store.contacts.all():
        if word in folded(contact.name):
            yield from contact.numbers
    for company in context.store.companies.all():
        if word in folded(company.name):
            yield from company.numbers


def _pattern(context: Context, text: str) -> Pattern | None:
    """A number or the beginning of one as people write it, `0039 0844`; several as an entry means them, `0844*`."""
    digits = text.translate(_MARKS)
    several = any(sign in text for sign in _SEVERAL)
    if not several and not (digits.removeprefix("+").isdecimal() and len(digits) >= SHORTEST_WORD):
        return None
    found = read_pattern(text if several else f"{digits}*", context.config.plan)
    return found if isinstance(found, Pattern) else None


def _is_word(word: str, term: Message) -> bool:
    """Whether it is the term, or the beginning of it, in any language that is spoken here."""
    if len(word) < SHORTEST_WORD:
        return False
    spoken = (render(term, language.translation(code)) for code in language.LANGUAGES)
    return any(folded(said).startswith(word) for said in spoken)
