"""What is taken out of `phonenumbers`, as plain values for a cache: the metadata of a calling code, the plan of a country."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import phonenumbers

from portinaio.core.message import Message, msg
from portinaio.core.numbers.alternatives import alternatives
from portinaio.core.numbers.assigned import beginnings
from portinaio.core.numbers.metadata import ANY_BEGINNING, region_from
from portinaio.errors import ConfigError

if TYPE_CHECKING:
    from phonenumbers import NumberFormat, PhoneMetadata, PhoneNumberDesc

    from portinaio.core.numbers.metadata import Region

LONGEST_EMERGENCY = 5  # digits; what is longer in the metadata are a few towns' fire brigades
KINDS = (
    "premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail", "fixed_line", "mobile",
)  # fmt: skip
"""In the order in which the library tries them."""


def read_metadata(calling_code: str) -> dict[str, Any]:
    """Plain values for `core.numbers.metadata.metadata_from`."""
    known = _metadata(calling_code)
    return {
        "regions": [_region(country, metadata) for country, metadata in known],
        "groupings": [_grouping(each) for each in known[0][1].number_format],
    }


def regions_of(calling_code: str) -> list[tuple[str, Region]]:
    """Each country that shares a calling code, and its numbers; `001` where it is of no country, none for no code."""
    return [
        (country, region_from(_region(country, found)))
        for country, found in _metadata(calling_code)
    ]


def country_plan(code: str, asked: str) -> dict[str, object]:
    """Plain values of the plan of a country that has no pack. `ConfigError` for a code that is nobody's."""
    metadata = phonenumbers.PhoneMetadata.metadata_for_region(code)
    if metadata is None:
        raise ConfigError(_unknown(asked, code))
    prefix = metadata.preferred_international_prefix or metadata.international_prefix or ""
    prefix = prefix.replace("~", "")  # a pause for the dialling tone
    return {
        "country": code,
        "calling_code": str(metadata.country_code),
        "emergency": _emergency_numbers(code),
        # Where each carrier has a prefix of its own, 00 is what they begin with or what handsets write.
        "international_prefix": prefix if prefix.isdigit() else "00",
        "also": [],
        "sales_hours": [],
    }


def _metadata(calling_code: str) -> list[tuple[str, PhoneMetadata]]:
    code = int(calling_code)
    of = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code
    countries = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code, ())
    return [(country, found) for country in countries if (found := of(code, country)) is not None]


def _region(country: str, metadata: PhoneMetadata) -> dict[str, Any]:
    kinds: list[tuple[str, PhoneNumberDesc | None]] = [(k, getattr(metadata, k)) for k in KINDS]
    return {
        "country": country,
        "leading": metadata.leading_digits or "",
        "general": _kind("", metadata.general_desc or phonenumbers.PhoneNumberDesc()),
        "kinds": [
            _kind(name, found)
            for name, found in kinds
            if found is not None and found.national_number_pattern is not None
        ],
    }


def _kind(name: str, found: PhoneNumberDesc) -> list[Any]:
    each = alternatives(found.national_number_pattern or "")
    return [name, list(found.possible_length), [[part, beginnings(part)] for part in each]]


def _grouping(found: NumberFormat) -> list[Any]:
    written, pattern = found.format or "", found.pattern or ""
    if rule := found.national_prefix_formatting_rule:
        written = re.sub(r"(\\\d)", rule, written, count=1)
    leading = found.leading_digits_pattern[-1] if found.leading_digits_pattern else ""
    return [pattern, leading, written, beginnings(leading) if leading else ANY_BEGINNING]


def _emergency_numbers(code: str) -> list[str]:
    """Every number that the metadata's expression for emergency numbers stands for."""
    metadata = phonenumbers.PhoneMetadata.short_metadata_for_region(code)
    emergency = metadata.emergency if metadata else None
    if emergency is None or emergency.national_number_pattern is None:
        return []
    fits = re.compile(emergency.national_number_pattern).fullmatch
    return [
        digits
        for length in emergency.possible_length
        if length <= LONGEST_EMERGENCY
        for digits in (f"{n:0{length}}" for n in range(10**length))
        if fits(digits)
    ]


def _unknown(asked: str, code: str) -> Message:
    known = sorted(phonenumbers.SUPPORTED_REGIONS)
    # Who writes three letters mostly has the two in front: ITA, DEU, FRA.
    near = [code[:2]] if code[:2] in known else get_close_matches(code[:2], known, 1, 0.5)
    nearest = near[0] if near else "IT"
    return msg(
        "no country has the code '%(asked)s'; write two letters as ISO 3166-1 has them, such as %(nearest)s",
        asked=asked[:20],
        nearest=nearest,
    )
