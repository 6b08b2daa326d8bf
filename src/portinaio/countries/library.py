"""Take the metadata of one calling code out of `phonenumbers`, as plain values for a cache."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import phonenumbers

if TYPE_CHECKING:
    from phonenumbers import NumberFormat, PhoneMetadata, PhoneNumberDesc

KINDS = (
    "premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail", "fixed_line", "mobile",
)  # fmt: skip
"""In the order in which the library tries them."""


def read_metadata(calling_code: str) -> dict[str, Any]:
    """Plain values for `core.metadata.metadata_from`."""
    regions = phonenumbers.COUNTRY_CODE_TO_REGION_CODE[int(calling_code)]
    every = map(phonenumbers.PhoneMetadata.metadata_for_region, regions)
    known = [metadata for metadata in every if metadata is not None]
    return {
        "regions": [_region(metadata) for metadata in known],
        "groupings": [_grouping(each) for each in known[0].number_format],
    }


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
