"""A sentence that has not been put into a language yet.

The ground floor says *what* is to be said: an English message and the values for its places. Which language it is said
in is the windows' business, so a logged call can be read in Italian today and in English tomorrow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Protocol

    class Translation(Protocol):
        """What of `gettext.NullTranslations` is needed to speak."""

        def gettext(self, message: str) -> str: ...
        def ngettext(self, msgid1: str, msgid2: str, n: int) -> str: ...


class Message(NamedTuple):
    text: str
    """English, with places like `%(list)s`; the key of the catalogue."""
    values: Mapping[str, object] = {}
    """For the places; strings, numbers or further `Message`."""
    plural: str = ""
    """English plural, chosen by the value `n`; empty where the sentence has none."""

    def __str__(self) -> str:
        return render(self, None)


def msg(text: str, /, **values: object) -> Message:
    """Mark `text` for the catalogue and keep its values beside it."""
    return Message(text, values)


def counted(text: str, plural: str, n: int, /, **values: object) -> Message:
    """As `msg`, with a singular and a plural; `n` is one of the values."""
    return Message(text, {**values, "n": n}, plural)


def render(sentence: Message, translation: Translation | None) -> str:
    """The sentence in the language of `translation`; English for `None`. Never raises on values from outside."""
    values = {
        place: render(value, translation) if isinstance(value, Message) else value
        for place, value in sentence.values.items()
    }
    if sentence.plural:
        n = values.get("n")
        text = _plural(sentence, n if isinstance(n, int) else 2, translation)
    else:
        text = translation.gettext(sentence.text) if translation else sentence.text
    if not values:
        return text
    try:
        return text % values
    except (KeyError, TypeError, ValueError):  # a row written by another version
        return text


def _plural(sentence: Message, n: int, translation: Translation | None) -> str:
    if translation:
        return translation.ngettext(sentence.text, sentence.plural, n)
    return sentence.text if n == 1 else sentence.plural
