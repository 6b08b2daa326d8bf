"""A sentence that has not been put into a language yet.

The ground floor says *what* is to be said: an English message and the values for its places. Which language it is said
in is the windows' business, so a logged call can be read in Italian today and in English tomorrow.
"""

from __future__ import annotations

from portinaio.core.named_tuple import NamedTuple

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any, Protocol

    Say = Callable[["Message"], str]

    class Translation(Protocol):
        """What of a gettext catalogue is needed to speak."""

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


def untranslated(sentence: object) -> str:
    """The message itself, in a place of an answer that holds text: whoever gives the answer out calls `rendered`."""
    return sentence  # type: ignore[return-value]  # as said


def lines_of(messages: Iterable[Message]) -> Message:
    """Several messages, a line each; empty for none."""
    values: dict[str, object] = {str(place): each for place, each in enumerate(messages)}
    return Message("\n".join(f"%({place})s" for place in values), values)


def in_a_row(messages: Iterable[Message]) -> Message:
    """Several sentences as one paragraph; empty for none."""
    values: dict[str, object] = {str(place): each for place, each in enumerate(messages)}
    return Message(" ".join(f"%({place})s" for place in values), values)


_THOUSAND = 1000
_WRITTEN = msg("1,000")
"""With what the language puts between thousands."""
COUNTS = {"n", "rows", "looked"}
"""Places that hold how many there are, and no year, port or line."""


DAYS = {"day", "first", "last", "checked", "review", "since", "until", "enrolled", "renewed"}
"""Places in which a day stands; one like 2026-01-31 is written as the reader writes it."""
_MONTHS = (
    msg("%(date)d Jan %(year)d"),
    msg("%(date)d Feb %(year)d"),
    msg("%(date)d Mar %(year)d"),
    msg("%(date)d Apr %(year)d"),
    msg("%(date)d May %(year)d"),
    msg("%(date)d Jun %(year)d"),
    msg("%(date)d Jul %(year)d"),
    msg("%(date)d Aug %(year)d"),
    msg("%(date)d Sep %(year)d"),
    msg("%(date)d Oct %(year)d"),
    msg("%(date)d Nov %(year)d"),
    msg("%(date)d Dec %(year)d"),
)


class _Composed(NamedTuple):
    compose: Callable[[Say], str]


def composed(compose: Callable[[Say], str]) -> str:
    """As `untranslated`, of a document that has messages in it: it is written when the language is known."""
    return _Composed(compose)  # type: ignore[return-value]  # as said


def rendered(answer: Any, translation: Translation | None) -> Any:
    """A copy of an answer, with each message in it in the language of `translation`."""
    kind = type(answer)
    if kind is str or kind is int or answer is None:
        return answer
    if kind is Message:
        return render(answer, translation)
    if kind is _Composed:
        return answer.compose(lambda sentence: render(sentence, translation))
    if isinstance(answer, dict):
        return {key: rendered(value, translation) for key, value in answer.items()}
    if isinstance(answer, (list, tuple)):
        return [rendered(value, translation) for value in answer]
    return answer


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
    for place in COUNTS & values.keys():
        if isinstance(count := values[place], int) and count >= _THOUSAND:
            text = text.replace(f"%({place})d", f"%({place})s")
            values[place] = _grouped(count, translation)
    for place in DAYS & values.keys():
        values[place] = _as_read(values[place], translation)
    try:
        return text % values
    except (KeyError, TypeError, ValueError):  # a row written by another version
        return text


def _grouped(count: int, translation: Translation | None) -> str:
    thousand = translation.gettext(_WRITTEN.text) if translation else _WRITTEN.text
    return f"{count:,}".replace(",", thousand[1:-3])


def _as_read(value: object, translation: Translation | None) -> object:
    """`25 Oct 2026` of `2026-10-25`; what is no day as it is."""
    year, dash, rest = str(value).partition("-")
    month, dash, date = rest.partition("-")
    if not (dash and len(year) == 4 and len(month) == len(date) == 2):
        return value
    if not (year + month + date).isdecimal() or not 1 <= int(month) <= len(_MONTHS):
        return value
    words = _MONTHS[int(month) - 1].text
    text = translation.gettext(words) if translation else words
    try:
        return text % {"date": int(date), "year": int(year)}
    except (KeyError, TypeError, ValueError):  # of another catalogue
        return value


def _plural(sentence: Message, n: int, translation: Translation | None) -> str:
    if translation:
        return translation.ngettext(sentence.text, sentence.plural, n)
    return sentence.text if n == 1 else sentence.plural
