"""From what the network wrote to the E.164 number it means, or to none.

`read` is total: it takes any text, never raises, and says in a hint what stood in the way. Where we differ from
libphonenumber on purpose, the reason stands beside it: a screener must not guess one subscriber from another's digits.
"""

from __future__ import annotations

from portinaio.core.message import msg
from portinaio.core.numbers import spelling, validity
from portinaio.core.numbers.digits import LONGEST_E164, NOT_SHOWN, dialled, with_code
from portinaio.core.numbers.reading import Kind, Reading

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.core.numbers.plan import Plan

SHORTEST_ALONE = 6  # digits of a number that another may follow; area codes have up to five
SHORTEST_FULL = 8  # digits; what has fewer may be a group of one number


def parse(text: str, plan: Plan) -> str | None:
    """The E.164 number in `text`, or `None`; never raises."""
    return read(text, plan).number


def read(text: str, plan: Plan) -> Reading:
    """Everything that can be said of `text` as a calling number, in the country of `plan`; never raises."""
    if (
        text[:1] == "+" and text[1:2] != "0" and text[1:].isdigit() and text.isascii()
    ):  # what most networks send: spare it the folding
        return with_code(text[1:], plan)
    if text.isdigit() and text.isascii() and text.strip("0") and len(text) <= LONGEST_E164:
        return dialled(text, plan)
    plain = spelling.folded(text)
    if plain is None:
        return Reading(hint=msg("this text is too long or too odd to hold a telephone number"))
    plain = spelling.unwrapped(spelling.user_part(plain).strip())
    if plain in plan.emergency:  # Australia's is 000, and zeros are no number elsewhere
        return Reading(kind=Kind.EMERGENCY)
    if (hidden := _hidden(plain)) is not None:
        return hidden
    plain = spelling.without_service_prefix(plain)
    coded = plain[:1] in {"*", "#"} or plain[-1:] in {"*", "#"}
    if coded and spelling.split_extension(plain)[1] and plain[0] not in "*#":
        coded = False  # the # of `02…,,12#` ends the extension
    return _coded(plain, plan) if coded else _spelled(plain, plan)


def read_caller(text: str, plan: Plan, *, international: bool = False) -> Reading:
    """As `read`, of what the network shows: what stands beside a full number is taken off, since a caller may write it there.

    `international` numbers have their country's code in front without a `+`; what is none with it is read as a national one.
    """
    if international and validity.without_plus(text, plan):
        return with_code(text, plan)
    reading = read(spelling.without_doubt(text) if text[:1] == "?" else text, plan)
    return read(reading.behind_code, plan) if reading.behind_code else reading


def _coded(plain: str, plan: Plan) -> Reading:
    if spelling.is_extension_code(plain):
        return Reading(
            kind=Kind.INTERNAL,
            hint=msg("an internal number of a telephone system"),
        )
    behind = spelling.behind_code(plain)
    number = _spelled(behind, plan).number if behind else None
    hint = msg("a code of a telephone, not a number")
    if plain[-1] == "*" and plain[0] not in "*#":
        hint = msg("many numbers begin so; write one of them")
    elif number:
        hint = msg("a code stands with the number; write %(number)s", number=number)
    return Reading(hint=hint, behind_code=behind)


def _hidden(plain: str) -> Reading | None:
    presentation = spelling.not_shown(plain)
    if presentation is None:
        return None
    return Reading(presentation=presentation, hint=NOT_SHOWN[presentation])


def _spelled(plain: str, plan: Plan) -> Reading:
    plain, extension = spelling.split_extension(plain)
    if plain[:1].isalpha():
        plain = spelling.without_word(plain)
    if any(map(str.isalpha, plain)) or spelling.is_spreadsheet_damage(plain):
        return _not_a_number(plain)
    if _holds_two_numbers(plain, plan):
        return Reading(hint=msg("two numbers stand here; give one"))
    digits = spelling.digits_of(plain)
    if digits is None:
        return Reading(hint=msg("this is not a telephone number"))
    reading = dialled(digits, plan)
    return reading._replace(extension=extension) if extension else reading


def _holds_two_numbers(plain: str, plan: Plan) -> bool:
    """Whether a number by itself stands before a separator, and not an area code, with or without its country."""
    behind = spelling.behind_ordinal(plain)
    if behind and _joined([behind], plan).valid and not _joined([plain], plan).valid:
        return True  # the first only counts the line
    parts, separators = spelling.parts_of(plain)
    if not separators:
        return False
    whole = _joined([plain], plan)
    for index, separator in enumerate(separators):
        before, after = SHORTEST_ALONE, 1
        if separator not in ";,/|":
            # Behind a hyphen Germans write an extension that is part of the number: 030 1234567 - 0.
            before, after = SHORTEST_FULL, SHORTEST_ALONE
        if sum(map(str.isdigit, parts[index + 1])) < after:
            continue
        alone = _joined([parts[index]], plan)
        if index == 0 and alone.kind is Kind.EMERGENCY:
            return True
        if _length(alone, plan) >= before and (alone.valid or not whole.valid):
            return True
    return separators[-1] in ";,/|" and _ends_in_another_line(parts, plan, whole)


def _ends_in_another_line(parts: list[str], plan: Plan, whole: Reading) -> bool:
    """`0321/12345/46`: behind a whole number the last digits of the next, and no group like the others."""
    last, before = parts[-1].strip(), parts[-2].strip()
    if len(parts) < 3 or len(last) == len(before) or (len(last) > 2 and whole.valid):
        return False
    if not last.strip("0"):  # 0512/5900/0 is the exchange, of which Austrians write the 0
        return False
    first = _joined(parts[:-1], plan)
    return first.valid and _length(first, plan) >= SHORTEST_FULL


def _joined(parts: list[str], plan: Plan) -> Reading:
    digits = spelling.digits_of("".join(parts))
    return dialled(digits, plan) if digits else Reading()


def _length(reading: Reading, plan: Plan) -> int:
    """Digits behind the calling code, and behind one that has lost its `+`."""
    parts = validity.split(reading.number[1:], plan) if reading.number else None
    if parts is None:
        return 0
    code, national = parts
    return len(national if reading.valid else national.removeprefix(code))


def _not_a_number(plain: str) -> Reading:
    if spelling.is_spreadsheet_damage(plain):
        return Reading(hint=msg("a spreadsheet has damaged this number"))
    if spelling.is_pseudo_name(plain):
        return Reading(
            kind=Kind.NAME, hint=msg("a made-up name as telemarketers use it, not a number")
        )
    if any(map(str.isdigit, plain)):
        # Keypad letters and a letter O for a zero would reach another subscriber.
        return Reading(hint=msg("letters do not count as digits in a caller's number"))
    return Reading(kind=Kind.NAME, hint=msg("a name without a number"))
