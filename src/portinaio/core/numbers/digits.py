"""From bare digits, national or international, to the number that they mean, or to none."""

from __future__ import annotations

from portinaio.core.call import Presentation
from portinaio.core.message import Message, msg
from portinaio.core.numbers import spelling, validity
from portinaio.core.numbers.reading import Kind, Reading

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.core.numbers.plan import Plan

LONGEST_E164 = 15  # digits, ITU-T E.164 §6.1
TRUNK_KEEPERS = frozenset(
    {"39", "378", "379"}
)  # calling codes whose landlines keep their leading 0
_MOBILE = frozenset({"mobile", "fixed_line_or_mobile"})
NOT_SHOWN = {
    Presentation.RESTRICTED: msg("the caller withheld the number"),
    Presentation.UNAVAILABLE: msg("the network could not tell the number"),
}
DOUBLED = msg("the country code stood there twice")
SHORT = range(
    validity.SHORTEST_SHORT, validity.LONGEST_SHORT + 1
)  # digits; in Italy lawful callers from 2026


def dialled(digits: str, plan: Plan) -> Reading:
    """Of digits as somebody in the country of `plan` would dial them, or with a `+` in front."""
    if digits[0] == "+":
        return with_code(digits[1:], plan)
    prefix = plan.international_prefix
    if digits.startswith(prefix) and len(digits) > len(prefix) + len(plan.calling_code):
        return with_code(digits[len(prefix) :], plan)
    return _national(digits, plan)


def with_code(digits: str, plan: Plan) -> Reading:
    """Of digits that begin with a calling code."""
    if len(digits) > LONGEST_E164:
        return Reading(hint=msg("too long for a telephone number"))
    parts = validity.split(digits, plan)
    if parts is None:
        return Reading(hint=msg("no country has this calling code"))
    code, national = parts
    if code == plan.calling_code:
        if national in plan.emergency:
            return Reading(
                kind=Kind.EMERGENCY,
                hint=msg("an emergency number, or somebody pretending to be one; do not call back"),
            )
        if len(national) in SHORT:
            return _short(national, plan)
    for beginning, same in plan.also:
        if digits.startswith(beginning[1:]):
            return with_code(same[1:] + digits[len(beginning) - 1 :], plan)
    if len(national) < 4:
        return Reading(hint=msg("too short for a telephone number"))
    if validity.type_of(code, national, plan):
        return Reading("+" + digits, Kind.NUMBER, valid=True)
    return _doubtful(code, national, plan)


def _national(digits: str, plan: Plan) -> Reading:
    if digits in plan.emergency:
        return Reading(kind=Kind.EMERGENCY)
    if len(digits) < SHORT.start:
        return Reading(hint=msg("too short for a telephone number"))
    if len(digits) in SHORT and plan.calling_code:
        return _short(digits, plan)
    if len(digits) > LONGEST_E164:
        return Reading(hint=msg("too long for a telephone number"))
    if not plan.calling_code:
        return Reading(hint=msg("a number without its country code; write it with +"))
    return _with_or_without_code(digits, plan)


def _with_or_without_code(digits: str, plan: Plan) -> Reading:
    """National digits that may begin with the country's own calling code, its `+` lost on the way."""
    code = plan.calling_code
    reading = _inside(digits, plan)
    if not digits.startswith(code) or not validity.type_of(code, digits[len(code) :], plan):
        return reading
    if reading.valid and reading.number != "+" + digits:
        # 3906123456 is a mobile, and Rome without its +: neither may be taken for the other.
        return Reading(
            hint=msg(
                "ambiguous: %(mobile)s, or %(other)s without its +",
                mobile=reading.number,
                other="+" + digits,
            )
        )
    return with_code(digits, plan)


def _inside(digits: str, plan: Plan) -> Reading:
    if plan.calling_code in TRUNK_KEEPERS and validity.type_of(plan.calling_code, digits, plan):
        return Reading(
            f"+{plan.calling_code}{digits}", Kind.NUMBER, valid=True
        )  # dialled as it is stored
    international = validity.national_to_international(digits, plan.country)
    if international is None:
        return Reading(hint=msg("not a telephone number of this country"))
    return with_code(international, plan)


def _short(digits: str, plan: Plan) -> Reading:
    return Reading(
        f"+{plan.calling_code}{digits}",
        Kind.SHORT,
        hint=msg("a short number; authorised companies may call from one"),
    )


def _doubtful(code: str, national: str, plan: Plan) -> Reading:
    """A number in no assigned range: kept, since spoofed callers present such, with the likely slip beside it."""
    if national.startswith(code) and validity.type_of(code, national[len(code) :], plan):
        return Reading(
            f"+{national}",
            Kind.NUMBER,
            valid=True,
            hint=DOUBLED,
        )
    for typed in (national, code + national):
        if typed in spelling.ON_KEYS:
            return Reading(
                presentation=spelling.ON_KEYS[typed], hint=NOT_SHOWN[spelling.ON_KEYS[typed]]
            )
    number = f"+{code}{national}"
    if not validity.is_possible(code, national) and len(national) > 11:
        return Reading(hint=msg("too long for a telephone number"))
    if (
        national[0] == "0"
        and code not in TRUNK_KEEPERS
        and validity.type_of(code, national[1:], plan)
    ):
        return Reading(f"+{code}{national[1:]}", Kind.NUMBER, valid=True)  # +44 (0)20…
    return Reading(number, Kind.NUMBER, hint=_slip(code, national, plan))


def _slip(code: str, national: str, plan: Plan) -> Message | None:
    if code not in TRUNK_KEEPERS:
        return None
    if national[0] != "0" and validity.type_of(code, "0" + national, plan):
        return msg("missing 0? %(number)s exists", number=f"+{code}0{national}")
    if national[0] == "0" and validity.type_of(code, national[1:], plan) in _MOBILE:
        return msg("mobiles take no 0: %(number)s exists", number=f"+{code}{national[1:]}")
    return None
