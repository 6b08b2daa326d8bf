"""What the numbering metadata know of an E.164 number; the only place that asks `phonenumbers`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, PhoneNumberType

if TYPE_CHECKING:
    from portinaio.core.plan import Plan

MOBILE = frozenset({PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE_OR_MOBILE})
_REGIONS = phonenumbers.COUNTRY_CODE_TO_REGION_CODE


class Description(NamedTuple):
    """A number as a person would look at it."""

    country: str | None
    """ISO 3166-1 alpha-2; the plan's own country for its calling code, also where the metadata say VA or SM."""
    national: str | None
    type: str | None
    """phonenumbers' name in lower case, such as `fixed_line`."""
    valid: bool


NOBODY = Description(None, None, None, valid=False)


def split(digits: str) -> tuple[str, str] | None:
    """Calling code and national significant number of international digits; `None` for an unknown code."""
    for length in (2, 1, 3):
        if int(digits[:length] or "0") in _REGIONS and digits[0] != "0":
            return digits[:length], digits[length:]
    return None


def is_valid(calling_code: str, national: str) -> bool:
    """Whether the number lies in an assigned range. Lengths are checked by the metadata too."""
    record = _record(calling_code, national)
    regions = _REGIONS[int(calling_code)]
    # Most numbers belong to the main region of their code; asking for it alone halves the work.
    return phonenumbers.is_valid_number_for_region(record, regions[0]) or (
        len(regions) > 1 and phonenumbers.is_valid_number(record)
    )


def is_possible(calling_code: str, national: str) -> bool:
    """Whether the length is one that the country uses."""
    return bool(phonenumbers.is_possible_number(_record(calling_code, national)))


def is_mobile(calling_code: str, national: str) -> bool:
    return phonenumbers.number_type(_record(calling_code, national)) in MOBILE


def national_to_international(digits: str, country: str) -> str | None:
    """International digits for a number dialled inside `country`; `None` where the metadata cannot read it."""
    try:
        record = phonenumbers.parse(digits, country)
    except phonenumbers.NumberParseException:
        return None
    return phonenumbers.format_number(record, PhoneNumberFormat.E164)[1:]


def describe(number: str | None, plan: Plan) -> Description:
    """Country, national notation and type of an E.164 number."""
    parts = split(number[1:]) if number else None
    if parts is None:
        return NOBODY
    record = _record(*parts)
    kind = phonenumbers.number_type(record)
    return Description(
        country=_country(record, parts[0], plan),
        national=phonenumbers.format_number(record, PhoneNumberFormat.NATIONAL),
        type=None if kind == PhoneNumberType.UNKNOWN else PhoneNumberType.to_string(kind).lower(),
        valid=bool(phonenumbers.is_valid_number(record)),
    )


def _country(record: PhoneNumber, calling_code: str, plan: Plan) -> str | None:
    if calling_code == plan.calling_code:
        return plan.country
    region = phonenumbers.region_code_for_number(record) or _REGIONS[int(calling_code)][0]
    return None if region == "001" else region


def _record(calling_code: str, national: str) -> PhoneNumber:
    zeros = len(national) - len(national.lstrip("0"))
    return PhoneNumber(
        country_code=int(calling_code),
        national_number=int(national or "0"),
        italian_leading_zero=zeros > 0,
        number_of_leading_zeros=zeros if zeros > 1 else None,
    )
