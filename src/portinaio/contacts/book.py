"""What comes of an address book, whatever its format: contacts, and what of it could not be used and why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.call import Presentation
from portinaio.core.checks.name_marks import MARKS, MARKS_IN_FRONT, mark_in
from portinaio.core.contact import Contact
from portinaio.core.message import Message, msg
from portinaio.core.names import bare, folded
from portinaio.core.numbers import number
from portinaio.core.numbers.digits import DOUBLED
from portinaio.core.numbers.reading import Kind
from portinaio.core.safe_text import one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from portinaio.core.numbers.plan import Plan
    from portinaio.core.numbers.reading import Reading

    At = Callable[[int], None]
    """Hears on which line a reader is."""

MOST_NUMBERS = 200_000  # some seconds; no address book has so many
LONGEST_NAME = 200  # characters
LONGEST_GROUP = 60  # characters
MOST_GROUPS = 50  # of one card
LONGEST_SHOWN = 100  # characters, of a line that is refused
MOST_SLIPS = 20  # told one by one; of more, how many
MOST_NATIONAL = 500  # enough to see a book of another country
_SHOWN = 3  # numbers of a card, which may have hundreds

# What a telephone dials once the call stands: `+39…,102#`, `+39…p102`.
_DIALLED_AFTER = re.compile(r"(?<=\d)\s*[,;pw][\d#*,;pw]{0,8}$", re.IGNORECASE)
_SPAM_GROUP = re.compile(
    r"\b(?:spam|scam|black ?list|block ?list|lista nera|lista negra|liste noire|schwarze liste|sperrliste)\b",
    re.IGNORECASE,
)
_SPAM = frozenset({"spam", "scam", "spammer", "scammer"})
"""As the first or last word of a card they speak of whom it names: `Spam Energia`, `Energia SPAM`."""
_AGAINST = frozenset(
    [
        "anti",
        "no",
        "not",
        "non",
        "never",
        "without",
        "nicht",
        "kein",
        "keine",
        "ohne",
        "gegen",
        "contro",
        "senza",
        "pas",
        "sans",
        "contre",
        "sin",
        "sem",
        "niet",
        "geen",
        "zonder",
    ]
)
"""In front of such a word they say the contrary: `Anna NO SPAM`, `Non è spam`."""
_DEFENCE = frozenset(
    [
        "protection",
        "filter",
        "hotline",
        "report",
        "reporting",
        "exceptions",
        "abwehr",
        "schutz",
        "ausnahmen",
        "eccezioni",
    ]
)
"""Behind one they say who keeps it off, or whom it does not mean."""
_WORD = re.compile(r"[^\W_]+")


class Rejected(NamedTuple):
    line: int
    """From 1."""
    text: str
    """What stood there, cut where it is long."""
    reason: Message


class CardFile(NamedTuple):
    contacts: tuple[Contact, ...]
    """Cards with at least one number."""
    rejected: tuple[Rejected, ...]
    whole: bool = True
    """False where the file ends before its last card does, or goes on for too long; the last of `rejected` says where."""
    further_rejected: int = 0
    """How many there are besides those in `rejected`."""
    without_number: int = 0
    """Cards in which nothing stands where a number would."""
    remarks: tuple[Message, ...] = ()
    """What is to be said of the whole book."""
    slips: tuple[Rejected, ...] = ()
    """By their cards, the first numbers that are kept as they stand and that look like a slip of the pen."""
    further_slips: int = 0
    doubled: int = 0
    """Numbers in which the country code stood twice, kept with it once."""
    national: tuple[str, ...] = ()
    """The first numbers without a country code, as they stood."""

    @property
    def breaks_off_at(self) -> str:
        """The line, and the name where one stands there, of a book that is not `whole`."""
        if self.whole or not self.rejected:
            return ""
        last = self.rejected[-1]
        return f"{last.line}: {last.text}" if last.text else f"{last.line}"


def unheard(_line: int) -> None:
    """Where nobody wants to know how far a reader is."""


class Telephones:
    """Reads the numbers of a book one after the other, and keeps what is to be said of all of them."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._abroad = ("+", plan.international_prefix)
        self._slips: list[tuple[int, str, Message, Callable[[], str]]] = []
        self._slip_count = 0
        self._doubled = 0
        self._national: list[str] = []

    def read(self, text: str, line: int, card: Callable[[], str]) -> str | Message:
        """The E.164 number that is written in an address book, or why it is none. `card` is whose number it is."""
        text = text[: 4 * LONGEST_SHOWN].strip()
        if not text:
            return msg("no number stands here")
        reading = number.read(_DIALLED_AFTER.sub("", text), self._plan)
        if reading.number:
            self._note(reading, text, line, card)
            return reading.number
        if reading.kind is Kind.EMERGENCY:
            return msg("an emergency number always rings; it needs no contact")
        if reading.hint and reading.presentation is Presentation.ALLOWED:
            return reading.hint
        return msg("this is not a telephone number")

    def told_in(self, book: CardFile) -> CardFile:
        """The book with what is to be said of its numbers."""
        slips = [
            Rejected(line, one_line(f"{card()} {text}".strip(), LONGEST_SHOWN, mark=""), hint)
            for line, text, hint, card in self._slips  # a name may stand below its numbers
        ]
        return book._replace(
            slips=tuple(slips),
            further_slips=self._slip_count - len(self._slips),
            doubled=self._doubled,
            national=tuple(self._national),
        )

    def _note(self, reading: Reading, text: str, line: int, card: Callable[[], str]) -> None:
        if reading.hint == DOUBLED:
            self._doubled += 1
        elif reading.hint and reading.kind is Kind.NUMBER:
            self._slip_count += 1
            if len(self._slips) < MOST_SLIPS:
                self._slips.append((line, text, reading.hint, card))
        if len(self._national) < MOST_NATIONAL and not text.lstrip("(").startswith(self._abroad):
            self._national.append(text)


def says_spam(name: str, groups: Iterable[str]) -> bool:
    """Whether a card says itself that whoever stands on it is no friend. A bank's department against fraud does not."""
    mark = mark_in(name)
    if mark and (mark not in MARKS_IN_FRONT or mark == folded(name)):
        return True
    if _named_spam(name):
        return True
    return any(_group_of_spam(group) or mark_in(group) in MARKS for group in groups)


def _named_spam(name: str) -> bool:
    """Whether somebody has written so in front of a name or behind it."""
    words = _words(name)
    if not words:
        return False
    in_front = words[0] in _SPAM and _DEFENCE.isdisjoint(words[1:2])
    return in_front or (words[-1] in _SPAM and _AGAINST.isdisjoint(words[-3:-1]))


def _group_of_spam(group: str) -> bool:
    found = _SPAM_GROUP.search(group)
    if found is None:
        return False
    before, behind = _words(group[: found.start()]), _words(group[found.end() :])
    return _AGAINST.isdisjoint(before[-2:]) and _DEFENCE.isdisjoint(behind[:1])


def _words(text: str) -> list[str]:
    return _WORD.findall(bare(text).casefold())


def spam(numbers: Sequence[str]) -> Message:
    shown = ", ".join(numbers[:_SHOWN]) + (", …" if len(numbers) > _SHOWN else "")
    return msg(
        "this card says that it is spam, so it makes nobody known; portinaio block blocks %(numbers)s",
        numbers=shown,
    )


def too_many(most: int) -> Message:
    return msg("more than %(n)d numbers; the rest was left out", n=most)


class BookReading:
    """Collects the people of a book that gives each of them whole, one after the other."""

    def __init__(self, plan: Plan, source: str, at: At = unheard) -> None:
        self._telephones = Telephones(plan)
        self._source = source
        self._at = at
        self._contacts: list[Contact] = []
        self._rejected: list[Rejected] = []
        self._without_number = 0
        self._numbers = 0

    def take(self, line: int, name: str, numbers: Iterable[str], groups: Iterable[str]) -> bool:
        """False when the book has gone on for too long."""
        self._at(line)
        name = one_line(name, LONGEST_NAME, mark="")
        its_groups = [one_line(each, LONGEST_GROUP, mark="") for each in groups][:MOST_GROUPS]
        written = [text for text in map(str.strip, numbers) if text]
        self._numbers += len(written)
        if self._numbers > MOST_NUMBERS:
            self._rejected.append(Rejected(line, name[:LONGEST_SHOWN], too_many(MOST_NUMBERS)))
            return False
        its = dict.fromkeys(filter(None, (self._read(line, text, name) for text in written)))
        if its and says_spam(name, its_groups):
            self._rejected.append(Rejected(line, name[:LONGEST_SHOWN], spam(list(its))))
        elif its:
            kept = tuple(dict.fromkeys(filter(None, its_groups)))
            self._contacts.append(Contact("" if name in its else name, (*its,), self._source, kept))
        self._without_number += not written
        return True

    def _read(self, line: int, text: str, name: str) -> str | None:
        meant = self._telephones.read(text, line, lambda: name)
        if isinstance(meant, Message):
            self._rejected.append(Rejected(line, one_line(text, LONGEST_SHOWN, mark=""), meant))
            return None
        return meant

    def finished(self, *, whole: bool = True) -> CardFile:
        return self._telephones.told_in(
            CardFile(
                tuple(self._contacts),
                tuple(self._rejected),
                whole,
                without_number=self._without_number,
            )
        )
