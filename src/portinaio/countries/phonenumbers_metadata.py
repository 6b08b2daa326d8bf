"""Take the metadata of one calling code out of `phonenumbers`, as plain values for a cache."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import phonenumbers

from portinaio.core.numbers.metadata import region_from

if TYPE_CHECKING:
    from phonenumbers import NumberFormat, PhoneMetadata, PhoneNumberDesc

    from portinaio.core.numbers.metadata import Region

KINDS = (
    "premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail", "fixed_line", "mobile",
)  # fmt: skip
"""In the order in which the library tries them."""


def read_metadata(calling_code: str) -> dict[str, Any]:
    """Plain values for `core.numbers.metadata.metadata_from`."""
    known = _metadata(calling_code)
    return {
        "regions": [_region(metadata) for _, metadata in known],
        "groupings": [_grouping(each) for each in known[0][1].number_format],
    }


def regions_of(calling_code: str) -> list[tuple[str, Region]]:
    """Each country that shares a calling code, and its numbers; `001` where it is of no country, none for no code."""
    return [(country, region_from(_region(found))) for country, found in _metadata(calling_code)]


def _metadata(calling_code: str) -> list[tuple[str, PhoneMetadata]]:
    code = int(calling_code)
    of = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code
    countries = phonenumbers.COUNTRY_CODE_TO_REGION_CODE.get(code, ())
    return [(country, found) for country in countries if (found := of(code, country)) is not None]


def _region(metadata: PhoneMetadata) -> dict[str, Any]:
    kinds: list[tuple[str, PhoneNumberDesc | None]] = [(k, getattr(metadata, k)) for k in KINDS]
    return {
        "leading": metadata.leading_digits or "",
        "general": _kind("", metadata.general_desc or phonenumbers.PhoneNumberDesc()),
        "kinds": [
            _kind(name, found)
            for name, found in kinds
            if found is not None and found.national_number_pattern is not None
        ],
    }


def _kind(name: str, found: PhoneNumberDesc) -> list[Any]:
    return [name, list(found.possible_length), found.national_number_pattern]


def _grouping(found: NumberFormat) -> list[str]:
    written, pattern = found.format or "", found.pattern or ""
    if rule := found.national_prefix_formatting_rule:
        written = re.sub(r"(\\\d)", rule, written, count=1)
    leading = found.leading_digits_pattern[-1] if found.leading_digits_pattern else ""
    return [pattern, leading, written]
