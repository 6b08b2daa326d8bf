"""Which numbers an entry or a range means: one, a beginning, or a stretch.

    +390200001234                    exact
    +390844*                         every number that begins so
    +390200001200..+390200001299     first to last, of one length
    +3902?5*, +3902[13]*             a choice of digits at some places, which `choices` tells

Numbers compare through `key`: the digits written from the left into 15 places, with their count behind them. Keys sort
like the digit strings and are unique across lengths, so a beginning, a country and a stretch are each one slice.
"""

from __future__ import annotations

from portinaio.core.message import Message, msg
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.numbers import number, spelling, validity
from portinaio.core.numbers.digits import LONGEST_E164
from portinaio.core.numbers.reading import Kind

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.core.numbers.plan import Plan

_SHIFT: tuple[int, ...] = tuple(10 ** (LONGEST_E164 - d) << 4 for d in range(LONGEST_E164 + 1))

_LENGTH = 0b1111  # of a key: how many digits it has; 0 in the key of a beginning


class Pattern(NamedTuple):
    text: str
    """As it is written and stored."""
    low: int
    high: int
    """Keys of the first and the last number that it means, both included."""
    places: tuple[str, ...] = ()
    """For each place the digits that may stand there, where it leaves a choice; empty where all between are meant."""

    def covers(self, e164: str) -> bool:
        return self.holds(key(e164[1:]))

    def holds(self, wanted: int) -> bool:
        """As `covers`, of a key. A stretch means numbers of its own length; a beginning, of any."""
        length = self.low & _LENGTH
        if not (self.low <= wanted <= self.high and length in {0, wanted & _LENGTH}):
            return False
        return not self.places or self._fits(wanted)

    def _fits(self, wanted: int) -> bool:
        digits = digits_of(wanted)
        return len(digits) >= len(self.places) and all(
            digit in choice for digit, choice in zip(digits, self.places, strict=False)
        )

    @property
    def exact(self) -> bool:
        return self.low == self.high

    @property
    def width(self) -> int:
        """The narrower the more specific. A choice of digits is as wide as all that it comes to."""
        if not self.places:
            return self.high - self.low
        count = 1
        for choice in self.places:
            count *= len(choice)
        room = _SHIFT[len(self.places)]
        return (count - 1) * room if self.low & _LENGTH else count * room - 1

    @property
    def open(self) -> bool:
        """Whether anything may follow."""
        return not self.low & _LENGTH


class Refusal(NamedTuple):
    """Why a text is no pattern that may stand in a list."""

    reason: Message


def key(digits: str) -> int:
    """Sortable key of 1 to 15 digits, without `+`."""
    return int(digits) * _SHIFT[len(digits)] + len(digits)


def length_of(wanted: int) -> int:
    """How many digits the number of a key has."""
    return wanted & _LENGTH


def digits_of(wanted: int) -> str:
    """Of the number of a key."""
    return f"{wanted >> 4:0{LONGEST_E164}d}"[: wanted & _LENGTH]


def places_of(low: int, high: int) -> tuple[int, int]:
    """Where the numbers from one key to another lie in 15 places: the first, and behind the last."""
    length = low & _LENGTH
    return low >> 4, (high >> 4) + (10 ** (LONGEST_E164 - length) if length else 1)


def read_pattern(text: str, plan: Plan) -> Pattern | Refusal:
    """A pattern in any spelling of `plan`'s country. Emergency numbers, and what would swallow one, are refused."""
    from portinaio.core.numbers import pattern_spelling  # noqa: PLC0415  # `check` reads none

    plain = spelling.folded(text)
    if plain is None:
        return Refusal(msg("this text is too long or too odd to hold a telephone number"))
    plain = spelling.unwrapped(plain)
    chosen = _with_choices(plain, plan) if "?" in plain or "[" in plain else None
    if chosen is None and (objection := pattern_spelling.objection(plain, plan)):
        return Refusal(objection)
    plain = spelling.unwrapped(spelling.user_part(plain).strip())
    first, dots, last = plain.partition("..")
    if chosen is not None:
        pattern = chosen
    elif dots:
        pattern = _stretch(first, last, plan)
    elif plain.endswith("*"):
        pattern = _beginning(plain, plan)
    else:
        pattern = _exact(plain, plan)
    if isinstance(pattern, Pattern) and (inside := _swallowed(pattern, plan)):
        return Refusal(msg("this would also catch the emergency number %(number)s", number=inside))
    return pattern


def stored(text: str) -> Pattern:
    """A pattern in its stored form, such as `Pattern.text`; `ValueError` on anything else."""
    if "?" in text or "[" in text:
        return _stored_choices(text)
    first, dots, last = text.partition("..")
    if dots:
        return Pattern(text, key(first[1:]), key(last[1:]))
    if text.endswith("*"):
        return _from_beginning(text[1:-1])
    return Pattern(text, key(text[1:]), key(text[1:]))


def _stored_choices(text: str) -> Pattern:
    from portinaio.core.numbers.choices import places_in  # noqa: PLC0415  # few patterns have one

    places = places_in(text[1:].removesuffix("*"))
    if not places or text[:1] != "+" or len(places) > LONGEST_E164:
        raise ValueError(text)
    return of_places(places, open_ended=text[-1] == "*")


def _with_choices(text: str, plan: Plan) -> Pattern | Refusal | None:
    """`None` where the text is no such pattern. What stands before the first choice is read as in any other."""
    from portinaio.core.numbers.choice_spelling import typed_choices, unclear  # noqa: PLC0415  # as above

    typed = typed_choices(text)
    if typed is None or not typed.rest:
        return typed and _beginning(f"{typed.head}*", plan)
    if refusal := unclear(typed, plan):
        return Refusal(refusal)
    begun = _beginning(f"{typed.head}*", plan)
    if isinstance(begun, Refusal):
        return begun
    head = begun.text[1:-1]
    if len(head) + len(typed.rest) + typed.open > LONGEST_E164:
        return Refusal(msg("too long for a telephone number"))
    if not typed.open and (refusal := _unlike(typed.head, head, typed.rest, plan)):
        return Refusal(refusal)
    return of_places((*head, *typed.rest), open_ended=typed.open)


def _unlike(typed: str, head: str, rest: tuple[str, ...], plan: Plan) -> Message | None:
    """Why the first and the last of the numbers would be read otherwise than the pattern, or are not there."""
    exists = False
    for end in (0, -1):
        digits = "".join(choice[end] for choice in rest)
        reading = number.read(typed + digits, plan)
        if reading.kind is Kind.SHORT:
            return msg("too short for a telephone number; a * behind it means all that begin so")
        read = _exact(typed + digits, plan)
        if isinstance(read, Refusal):
            return read.reason
        if read.text != f"+{head}{digits}":
            return msg("this cannot be kept exactly; nearest: %(nearest)s", nearest=read.text)
        exists = exists or reading.valid
    if not exists and number.read(typed, plan).valid:  # 3331234567? is a number and a question
        return msg("this cannot be kept exactly; nearest: %(nearest)s", nearest=typed)
    return None


def of_places(places: tuple[str, ...], *, open_ended: bool) -> Pattern:
    """One with a choice of digits at some places."""
    from portinaio.core.numbers.choices import written  # noqa: PLC0415  # as above

    room = _SHIFT[len(places)]
    low, high = (int("".join(choice[end] for choice in places)) * room for end in (0, -1))
    bounds = (low, high + room - 1) if open_ended else (low + len(places), high + len(places))
    return Pattern(f"+{written(places)}{'*' * open_ended}", *bounds, places)


def _exact(text: str, plan: Plan) -> Pattern | Refusal:
    from portinaio.core.numbers.pattern_spelling import lost  # noqa: PLC0415  # as above

    reading = number.read(text, plan)
    if reading.kind is Kind.EMERGENCY:
        return Refusal(msg("an emergency number is never blocked or listed"))
    if reading.number is None:
        return Refusal(reading.hint or msg("this is not a telephone number"))
    if objection := lost(text, reading.number, plan):
        return Refusal(objection)
    return stored(reading.number)


def _beginning(text: str, plan: Plan) -> Pattern | Refusal:
    """Of a text in which nothing but digits, separators, a `+` in front and a `*` behind is left."""
    digits = "".join(filter(str.isdigit, text))
    code, prefix = plan.calling_code, plan.international_prefix
    if text.lstrip("( ")[0] == "+":
        international = digits
    elif prefix and digits.startswith(prefix):
        international = digits[len(prefix) :]
    elif code:
        # A trunk prefix, such as 0, 1 or Hungary's 06, is dialled, not stored. Where there is none, a 0 is part of the number.
        international = code + digits.removeprefix(validity.trunk_prefix(plan.country))
    else:
        return Refusal(msg("a number without its country code; write it with +"))
    for beginning, same in plan.also:
        if international.startswith(beginning[1:]):
            international = same[1:] + international[len(beginning) - 1 :]
            break
    if not international:
        return Refusal(msg("digits must stand before the *"))
    if international[0] == "0" or (
        len(international) > 2 and not validity.split(international, plan)
    ):
        return Refusal(msg("no country has this calling code"))
    if len(international) >= LONGEST_E164:
        return Refusal(msg("too long for a telephone number"))
    return _from_beginning(international)


def _from_beginning(digits: str) -> Pattern:
    low = int(digits) * _SHIFT[len(digits)]
    return Pattern(f"+{digits}*", low, low + _SHIFT[len(digits)] - 1)


def _stretch(first_text: str, last_text: str, plan: Plan) -> Pattern | Refusal:
    first, last = _exact(first_text, plan), _exact(last_text, plan)
    if isinstance(first, Refusal):
        return first
    if isinstance(last, Refusal):
        return last
    if len(first.text) != len(last.text) or first.low >= last.low:
        return Refusal(msg("a range goes from a lower to a higher number of the same length"))
    return Pattern(f"{first.text}..{last.text}", first.low, last.high)


def _swallowed(pattern: Pattern, plan: Plan) -> str | None:
    spellings = (plan.calling_code + short for short in sorted(plan.emergency))
    return next(
        (s[len(plan.calling_code) :] for s in spellings if _catches(pattern, key(s))),
        None,
    )


def _catches(pattern: Pattern, wanted: int) -> bool:
    """Of stretches also what lies between, whatever its length: who dials on is not cut off."""
    return pattern.holds(wanted) if pattern.places else pattern.low <= wanted <= pattern.high
