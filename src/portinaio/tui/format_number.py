"""How a caller is written: spaced number, contact, country; masked when somebody looks over the shoulder."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import phonenumbers
from babel import Locale
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from portinaio import language
from portinaio.core.numbers.digits import SHORT
from portinaio.core.numbers.masking import masked
from portinaio.countries.area_codes import grouped
from portinaio.language import _
from portinaio.tui.escape import plain

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.api.answers import CallAnswer

_NUMBERS = re.compile(r"\+\d{7,15}")
_WRITTEN = re.compile(r"\+\d[\d ]{6,20}\d")  # as letters space them


@lru_cache(4096)
def spaced(number: str) -> str:
    """`+39 02 0000 1234`, a short number as it is dialled; as it came where nobody knows how to space it."""
    try:
        record = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return plain(number)
    text = str(phonenumbers.format_number(record, PhoneNumberFormat.INTERNATIONAL))
    if "".join(filter(str.isdigit, text)) != number[1:]:
        return plain(number)  # the metadata took a zero for a prefix
    if len(dialled := number[1 + len(str(record.country_code)) :]) in SHORT:
        return dialled
    return grouped(text, record)


@lru_cache(4096)
def region(number: str) -> str:
    """ISO 3166-1 code of the country, empty where the calling code is nobody's."""
    try:
        record = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return ""
    code = phonenumbers.region_code_for_number(record) or (
        phonenumbers.region_code_for_country_code(record.country_code or 0)
    )
    return "" if code in {"001", "ZZ"} else str(code)


def place(number: str) -> str:
    """`Italy, landline`: what the digits alone say."""
    country = _country(region(number), language.code())
    return ", ".join(part for part in (country, _type(number)) if part)


def shown(number: str, *, mask: bool) -> str:
    return masked(number) if mask else spaced(number)


def pattern(text: str, *, mask: bool) -> str:
    """A number as it is spaced; a beginning or a stretch as it is typed."""
    if text.removeprefix("+").isdigit():
        return shown(text, mask=mask)
    if not mask:
        return plain(text)
    return re.sub(r"\+\d{7,15}", lambda found: masked(found[0]), plain(text))


def short_pattern(text: str, *, mask: bool) -> str:
    """As `pattern`; of a stretch's last number only what differs, `+390200001200..99`."""
    first, dots, last = text.partition("..")
    if mask or not dots:
        return pattern(text, mask=mask)
    same = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), 0)
    return plain(f"{first}..{last[same:]}")


def mask_numbers(text: str, *, mask: bool) -> str:
    """A sentence from outside, made inert; its numbers masked too."""
    clean = plain(text)
    return _NUMBERS.sub(lambda found: masked(found[0]), clean) if mask else clean


def mask_letter(text: str, *, mask: bool) -> str:
    """A letter for the screen, its numbers masked whatever spaces they are written with."""
    if not mask:
        return text
    return _WRITTEN.sub(lambda found: masked(found[0].replace(" ", "")), text)


def caller(call: CallAnswer, contacts: Mapping[str, str], *, mask: bool) -> str:
    """The contact's name, else the number, else why there is none."""
    number = call["number"]
    if number is not None:
        return plain(contacts.get(number, "")) or shown(number, mask=mask)
    if call["presentation"] == "restricted":
        return _("withheld")
    if call["calling"]:
        return shown(call["calling"], mask=mask)
    return plain(call["name"]) or _("no number")


@lru_cache(256)
def _country(code: str, tongue: str) -> str:
    return str(Locale.parse(tongue).territories.get(code, "")) if code else ""


@lru_cache(4096)
def _kind(number: str) -> int:
    try:
        return int(phonenumbers.number_type(phonenumbers.parse(number)))
    except phonenumbers.NumberParseException:
        return int(PhoneNumberType.UNKNOWN)


def _type(number: str) -> str:
    return {
        int(PhoneNumberType.FIXED_LINE): _("landline"),
        int(PhoneNumberType.MOBILE): _("mobile"),
        int(PhoneNumberType.TOLL_FREE): _("free of charge"),
        int(PhoneNumberType.PREMIUM_RATE): _("premium rate"),
        int(PhoneNumberType.SHARED_COST): _("shared cost"),
        int(PhoneNumberType.VOIP): _("internet telephone"),
    }.get(_kind(number), "")
