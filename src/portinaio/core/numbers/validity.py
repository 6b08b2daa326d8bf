"""What is known of an E.164 number: from the plan's own metadata, else from `phonenumbers`, which only this file asks.

The library takes 16 ms to import, as long as all the rest of a `portinaio check`. A call from the house's own country
needs none of it, so it is imported where it is asked.
"""

from __future__ import annotations

from portinaio.core.named_tuple import NamedTuple
from portinaio.core.numbers.plan import NOWHERE

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

    from portinaio.core.numbers.plan import Plan


WITH_CODE = range(8, 16)  # digits; with fewer it may be anything
LONGEST_CODE = 3  # digits of a calling code
SHORTEST_SHORT, LONGEST_SHORT = 3, 5  # digits of a number that nobody writes with a trunk prefix


class Description(NamedTuple):
    """A number as a person would look at it."""

    country: str | None
    """ISO 3166-1 alpha-2; the plan's own country for its calling code, also where the metadata say VA or SM."""
    national: str | None
    type: str | None
    """phonenumbers' name in lower case, such as `fixed_line`."""
    valid: bool


NOBODY = Description(None, None, None, valid=False)


def split(digits: str, plan: Plan) -> tuple[str, str] | None:
    """Calling code and national significant number of international digits; `None` for an unknown code."""
    own = plan.calling_code
    if own and digits.startswith(own):  # no calling code begins with another
        return own, digits[len(own) :]
    import phonenumbers  # noqa: PLC0415  # as said above

    for length in (2, 1, 3):
        if digits[0] != "0" and int(digits[:length]) in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
            return digits[:length], digits[length:]
    return None


def as_dialled(number: str) -> str:
    """Of a short number, which nobody writes with a calling code, its own digits; any other E.164 number as it is."""
    if len(number) - 1 > LONGEST_CODE + LONGEST_SHORT or not number[1:].isdecimal():
        return number
    parts = split(number[1:], NOWHERE)
    return parts[1] if parts and SHORTEST_SHORT <= len(parts[1]) <= LONGEST_SHORT else number


def type_of(calling_code: str, national: str, plan: Plan) -> str | None:
    """Name of the number's type, `None` where it lies in no assigned range."""
    if plan.metadata and calling_code == plan.calling_code:
        return plan.metadata.type_of(national)
    import phonenumbers  # noqa: PLC0415  # as said above

    kind = phonenumbers.number_type(_record(calling_code, national))
    if kind == phonenumbers.PhoneNumberType.UNKNOWN:
        return None
    return str(phonenumbers.PhoneNumberType.to_string(kind)).lower()


def without_plus(digits: str, plan: Plan) -> str:
    """The number that plain digits are with a `+` in front; empty unless somebody can have it."""
    if not (digits.isascii() and digits.isdigit()) or digits[0] == "0":
        return ""
    if len(digits) not in WITH_CODE:
        return ""
    parts = split(digits, plan)
    return "+" + digits if parts and type_of(*parts, plan) else ""


def is_possible(calling_code: str, national: str) -> bool:
    """Whether the length is one that the country uses."""
    import phonenumbers  # noqa: PLC0415  # as said above

    return bool(phonenumbers.is_possible_number(_record(calling_code, national)))


def possible_lengths(calling_code: str) -> frozenset[int]:
    """Digits of the national numbers that may lie behind a calling code, without those that work locally only."""
    import phonenumbers  # noqa: PLC0415  # as said above

    region = main_region(calling_code)
    if region is None:
        return frozenset()
    metadata = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(
        int(calling_code), region
    )
    general = metadata.general_desc if metadata else None
    return frozenset(general.possible_length) if general else frozenset()


def trunk_prefix(country: str) -> str:
    """What is dialled before a national number and is no part of it; empty where nothing is, or where it belongs to it."""
    import phonenumbers  # noqa: PLC0415  # as said above

    metadata = phonenumbers.PhoneMetadata.metadata_for_region(country)
    return str(metadata.national_prefix or "") if metadata else ""


def main_region(calling_code: str) -> str | None:
    """The country whose plan rules a calling code, such as US for 1; `001` where no single country does."""
    import phonenumbers  # noqa: PLC0415  # as said above

    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(int(calling_code or "0"))
    return str(regions[0]) if regions else None


def national_to_international(digits: str, country: str) -> str | None:
    """International digits for a number dialled inside `country`; `None` where the metadata cannot read it."""
    import phonenumbers  # noqa: PLC0415  # as said above

    try:
        record = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return None
    return str(phonenumbers.format_number(record, phonenumbers.PhoneNumberFormat.E164))[1:]


def describe(number: str | None, plan: Plan) -> Description:
    """Country, national notation and type of an E.164 number."""
    parts = split(number[1:], plan) if number else None
    if parts is None:
        return NOBODY
    code, national = parts
    kind = type_of(code, national, plan)
    if code == plan.calling_code and len(national) <= LONGEST_SHORT:
        return Description(plan.country, national, kind, kind is not None)  # as it is dialled
    if code == plan.calling_code and plan.metadata:
        return Description(plan.country, plan.metadata.written(national), kind, kind is not None)
    import phonenumbers  # noqa: PLC0415  # as said above

    record = _record(code, national)
    written = phonenumbers.format_number(record, phonenumbers.PhoneNumberFormat.NATIONAL)
    return Description(_country(record, code, plan), written, kind, kind is not None)


def _country(record: PhoneNumber, calling_code: str, plan: Plan) -> str | None:
    if calling_code == plan.calling_code:
        return plan.country
    import phonenumbers  # noqa: PLC0415  # as said above

    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[int(calling_code)]
    region = phonenumbers.region_code_for_number(record) or regions[0]
    return None if region == phonenumbers.REGION_CODE_FOR_NON_GEO_ENTITY else region


def _record(calling_code: str, national: str) -> PhoneNumber:
    from phonenumbers import PhoneNumber  # noqa: PLC0415  # as said above

    value = int(national or "0")
    zeros = len(national) - len(str(value))
    return PhoneNumber(
        country_code=int(calling_code),
        national_number=value,
        italian_leading_zero=zeros > 0,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )
