"""From what a list writes to the keys of numbers, in the country of the list.

The region belongs to the list and never to its reader. `number.read` knows every spelling and costs ten microseconds;
most rows of large lists are plain digits, for which the table of calling codes here says the same at a thirtieth.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import TYPE_CHECKING

from portinaio.core.call import Presentation
from portinaio.core.evidence import LastKey
from portinaio.core.message import Message, msg
from portinaio.core.numbers import number, pattern, validity
from portinaio.core.numbers.choices import MOST_STRETCHES, stretches
from portinaio.core.numbers.digits import DOUBLED, LONGEST_E164
from portinaio.core.numbers.national_keys import NORTH_AMERICA
from portinaio.core.numbers.pattern import key
from portinaio.core.numbers.plan import NOWHERE, Plan
from portinaio.core.numbers.reading import Kind
from portinaio.errors import ConfigError
from portinaio.lists.intake.keys.many_keys import ManyKeys
from portinaio.lists.intake.keys.plain_rules import GROUPED
from portinaio.lists.intake.no_telephone import MOMENT, is_moment, something_else

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np
    from numpy.typing import NDArray

BEGINNING = "*"  # in the sample, behind digits with which numbers begin
SAMPLE = 500  # national rows; enough to see a list that belongs to another country
SHORTEST_NATIONAL = 6  # digits
SHORTEST_BEGINNING = 2  # digits behind the calling code; Berlin has two, all Italian mobiles one
_SOCIAL = re.compile(r"116\d{3}")  # harmonised across Europe by Decision 2007/116/EC

EMERGENCY = msg("an emergency number is never blocked or listed")
SEVERAL = msg("this means several numbers; write one of them")
SHORT = msg("a short number is never listed")
TOO_SHORT = msg("too short for a telephone number")
TOO_LONG = msg("too long for a telephone number")
NOT_A_NUMBER = msg("this is not a telephone number")
WITHOUT_CODE = msg("a number without its country code; write it with +")
TOO_MANY = msg("this comes to more than %(n)d beginnings; write fewer ? or [ ]", n=MOST_STRETCHES)
WHOLE_COUNTRY = msg("this would catch a whole country, or a large part of one")


class Numbering:
    def __init__(
        self,
        region: str | None,
        plan_of: Callable[[str], Plan],
        *,
        sure: bool = False,
        whole: bool = False,
    ) -> None:
        self.plan = plan_of(region) if region else NOWHERE
        self.sure = sure
        """Whether somebody insists on the region, whatever the numbers look like."""
        self.national = 0
        """Rows in national notation so far."""
        self.sample: list[str] = []
        """The first of them."""
        self.household = ""
        """The country of the user, whose own file it is; empty for a list of others."""
        self.doubled = 0
        """Numbers in which the country code stood twice, and that exist with it once."""
        self.whole = whole
        """Whether the rows become entries: patterns with a choice of digits stay as they are, and a likely slip is refused."""
        self.mended: dict[str, tuple[Message, int]] = {}
        """By its text, what was put right in numbers that are kept, and in how many."""
        self._plan_of = plan_of
        self._plans: dict[str, Plan] = {}
        self.many = ManyKeys(self.plan, whole=whole)
        self._american = self.many.rules.american

    def exact(self, text: str) -> int | Message:
        """Key of the one number in `text`, or why it has none."""
        if text.isascii():
            if self._american and len(text) == 10 and text[0] > "1" and text.isdigit():
                self._saw_national(text)
                return key(NORTH_AMERICA + text)
            if (
                text[:1] == "+"
                and text[1:].isdigit()
                and len(text) in self.many.rules.lengths[text[:5]]
            ):
                return key(text[1:])
        return self._read(text)

    def keys_of(self, texts: Sequence[str], spelled: re.Pattern[str] = GROUPED) -> list[int]:
        """Keys of many plain numbers at a time; 0 for each that wants a second look with `stored`."""
        keys, national = self.many.keys_of(texts, spelled)
        self.saw_many(texts, national)
        return keys

    def with_code(self, digits: str) -> int | Message:
        """Key of a number whose calling code leads without a `+`."""
        return self.exact("+" + digits) if digits.isdigit() and digits.isascii() else NOT_A_NUMBER

    def beginning(self, digits: str) -> tuple[int, int] | Message:
        """Keys of all numbers that begin so: national digits, or international ones behind a `+`."""
        meant = self._checked(pattern.read_pattern(digits + "*", self.plan))
        if self.plan.calling_code and not isinstance(meant, Message):
            self._saw_beginning(digits)
        return meant

    def stretch(self, first: str, last: str) -> tuple[int, int] | Message:
        """Keys from one number to another of the same length."""
        if not self._international(first) and self.plan.calling_code:
            self._saw_national(first)
        return self._checked(pattern.read_pattern(f"{first}..{last}", self.plan))

    def stored(self, text: str) -> tuple[int, int] | Message:
        """Keys of a pattern as the program itself writes it."""
        if "?" in text or ("[" in text and text[0] != "["):
            return self._checked(pattern.read_pattern(text, self.plan))
        if text.endswith("*"):
            return self.beginning(text[:-1])
        if ".." in text:
            return self._checked(pattern.read_pattern(text, self.plan))
        meant = self.exact(text)
        return meant if isinstance(meant, Message) else (meant, meant)

    def places(self, text: str) -> tuple[int, int] | Message:
        """Keys of `+33162######`, where each `#` stands for one digit: a number of just that length."""
        digits = text.rstrip("#")
        hidden = len(text) - len(digits)
        if not hidden:
            return self.stored(text)
        bare = digits[1:] if digits[:1] == "+" else digits
        if not bare.isdigit() or not bare.isascii() or len(bare) + hidden > LONGEST_E164:
            return NOT_A_NUMBER
        if digits[0] != "+":
            return self._national_places(bare, hidden)
        low, high = key(bare + "0" * hidden), key(bare + "9" * hidden)
        return self._swallowed(low, high) or (low, high)

    def number_or_beginning(self, text: str) -> int | tuple[int, int] | Message:
        """As `exact`; a number too short to be one means all that begin so, in formats that match beginnings."""
        meant = self.exact(text)
        return self.beginning(text) if meant in (TOO_SHORT, SHORT) else meant

    def lost_plus(self, digits: str) -> Message | None:
        """Why a beginning with the own calling code in front may be one inside the country as well."""
        read = pattern.read_pattern(digits + "*", self.plan)
        return read.reason if isinstance(read, pattern.Refusal) else None

    def is_valid_national(self, digits: str) -> bool:
        """Whether digits are an assigned number of the list's country as they stand."""
        inside = validity.national_to_international(digits, self.plan.country)
        parts = validity.split(inside, self.plan) if inside else None
        return parts is not None and validity.type_of(*parts, self.plan) is not None

    def _national_places(self, digits: str, hidden: int) -> tuple[int, int] | Message:
        if not self.plan.calling_code:
            self._saw_national(digits)
            return WITHOUT_CODE
        beginning = pattern.read_pattern(digits + "*", self.plan)
        if isinstance(beginning, pattern.Refusal):
            return beginning.reason
        self._saw_beginning(digits)
        return self.places(beginning.text.rstrip("*") + "#" * hidden)

    def saw_many(self, texts: Sequence[str], national: Sequence[int] | NDArray[np.intp]) -> None:
        """Count those of many numbers that are in national notation, by their places."""
        self.national += len(national)
        self.sample += [texts[place] for place in national[: SAMPLE - len(self.sample)]]

    def _saw_national(self, text: str) -> None:
        if (
            sum(map(str.isdigit, text)) < SHORTEST_NATIONAL
        ):  # a slip or a short code, in any country
            return
        self.national += 1
        if len(self.sample) < SAMPLE:
            self.sample.append(text)

    def _saw_beginning(self, digits: str) -> None:
        if self._international(digits):
            return
        self.national += 1
        if len(self.sample) < SAMPLE:
            self.sample.append(digits + BEGINNING)

    def _read(self, text: str) -> int | Message:
        if other := something_else(text):
            return other
        if ("[" in text or _is_halved(text)) and (loss := self._loss_of(text)):
            return loss
        reading = number.read(text, self.plan)
        # In America ten digits with a 1 in front are numbers that lack a digit.
        if not reading.valid and not self._american and is_moment(text):
            return MOMENT
        self.doubled += reading.hint == DOUBLED
        if not self._international(text) and reading.kind is not Kind.NAME:
            self._saw_national(text)
        if reading.kind is Kind.EMERGENCY:
            return EMERGENCY
        if reading.kind is Kind.SHORT:
            return SHORT
        if reading.number is None:
            silent = reading.presentation is not Presentation.ALLOWED
            return NOT_A_NUMBER if silent else reading.hint or NOT_A_NUMBER
        if self.whole and not self.sure and reading.hint and not reading.valid:
            return reading.hint  # a slip of the pen: somebody else would be meant
        meant = self._possible(reading.number[1:])
        if reading.hint and reading.valid and not isinstance(meant, Message):
            first, n = self.mended.get(reading.hint.text, (reading.hint, 0))
            self.mended[reading.hint.text] = first, n + 1
        return meant

    def _loss_of(self, text: str) -> Message | None:
        """Why a text means more than one number, such as `0844-0845` or `02[13]00001`."""
        read = pattern.read_pattern(text, self.plan)
        if isinstance(read, pattern.Refusal):
            return read.reason
        return None if read.exact else SEVERAL

    def _international(self, text: str) -> bool:
        bare = text.strip().lstrip("( #*")
        return bare.startswith(("+", self.plan.international_prefix, "sip:", "tel:"))

    def _possible(self, digits: str) -> int | Message:
        code, national = validity.split(digits, self.plan) or ("", digits)
        if national in self._country(code).emergency or _SOCIAL.fullmatch(national):
            return EMERGENCY
        lengths = validity.possible_lengths(code)
        if len(national) in lengths:
            return key(digits)
        return TOO_SHORT if len(national) < max(lengths, default=0) else TOO_LONG

    def _checked(self, read: pattern.Pattern | pattern.Refusal) -> tuple[int, int] | Message:
        if isinstance(read, pattern.Refusal):
            if read.reason == WITHOUT_CODE:
                self.national += 1
            return read.reason
        if read.places:
            return self._chosen(read)
        return self._swallowed(read.low, read.high) or (read.low, read.high)

    def _chosen(self, read: pattern.Pattern) -> tuple[int, int] | Message:
        """Of a pattern with a choice of digits."""
        plain = "".join(takewhile(str.isdigit, read.text[1:]))
        code, _ = validity.split(plain, self.plan) or ("", "")
        widest = pattern.stored(f"+{code}{'0' * SHORTEST_BEGINNING}*").width if code else 0
        if read.width > widest:
            return WHOLE_COUNTRY
        if refusal := self._emergency(code, read):
            return refusal
        if not self.whole and stretches(read.places, open_ended=read.open) is None:
            return TOO_MANY
        return read.low, LastKey.of(read)

    def _swallowed(self, low: int, high: int) -> Message | None:
        """Why a stretch means too much: an emergency number of its country, or the country itself."""
        shared = _shared_digits(low, high)
        parts = validity.split(shared, self.plan) if shared else None
        if parts is None or len(parts[1]) < SHORTEST_BEGINNING:
            return WHOLE_COUNTRY
        return self._emergency(parts[0], pattern.Pattern("", low, high))

    def _emergency(self, code: str, meant: pattern.Pattern) -> Message | None:
        return next(
            (
                msg("this would also catch the emergency number %(number)s", number=short)
                for short in sorted(self._country(code).emergency)
                if meant.holds(key(code + short))
            ),
            None,
        )

    def _country(self, code: str) -> Plan:
        """The plan of a calling code's main country; one list may hold numbers of many."""
        if code == self.plan.calling_code:
            return self.plan
        if code not in self._plans:
            region = validity.main_region(code)
            try:
                self._plans[code] = self._plan_of(region) if region else NOWHERE
            except ConfigError:  # a territory without a plan of its own
                self._plans[code] = NOWHERE
        return self._plans[code]


def _is_halved(text: str) -> bool:
    """Whether a hyphen or slash stands in the middle, as between a first and a last."""
    middle = len(text) // 2
    return text[middle : middle + 1] in {"-", "/"} and len(text) % 2 == 1


def _shared_digits(low: int, high: int) -> str:
    """Leading digits that every number between two keys has."""
    first, last = f"{low >> 4:015d}", f"{high >> 4:015d}"
    same = next((i for i in range(LONGEST_E164) if first[i] != last[i]), LONGEST_E164)
    return first[:same]
