"""Days, hours, numbers, amounts and spaces as a letter writes them: as Babel has them for the language, or as the pack says."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.countries.pack_schema import Pack

NO_BREAK, NARROW = "\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"


def written_day(day: date | None, pack: Pack) -> str:
    """As a sentence has it: `1° ottobre 2026` where the pack has a word for the first of a month."""
    text = _day(day, pack.forms.date, pack)
    first = pack.terms.get("first_of_month", "")
    return f"{first}{text[1:]}" if first and day and day.day == 1 and text[:2] == "1 " else text


def day_in_table(day: date | None, pack: Pack) -> str:
    return _day(day, pack.forms.table_date, pack)


def written_time(at: datetime, pack: Pack) -> str:
    """With twelve hours or twenty-four, as the country has it."""
    return _time(at.hour, at.minute, pack.forms.time, pack.language)


def time_in_table(at: datetime, pack: Pack) -> str:
    return _time(at.hour, at.minute, pack.forms.table_time, pack.language)


def written_amount(digits: str, pack: Pack) -> str:
    """`1234.50` as money of the country."""
    # Babel is heavy, and only who writes a letter needs it.
    from babel.numbers import format_currency  # noqa: PLC0415

    if not digits:
        return ""
    return format_currency(Decimal(digits), pack.currency, locale=pack.language)


def written_decimal(value: float, pack: Pack) -> str:
    """With one decimal, and the mark of the language before it: `12,3`."""
    from babel.numbers import format_decimal  # noqa: PLC0415  # as said above

    return format_decimal(Decimal(f"{value:.1f}"), "0.0", locale=pack.language)


def written_number(number: str, pack: Pack) -> str:
    """An E.164 number in the form of the pack; anything else as it is."""
    return in_form(number, pack.forms.numbers, pack.country)


@lru_cache(maxsize=1024)
def in_form(number: str, form: str, country: str) -> str:
    """`e164`, also of several numbers, `international`, `national`, `without_code` or `digits`, which is that without spaces;
    another country's number is written internationally instead of the latter three."""
    if form == "e164" and number.startswith("+"):
        return re.sub(r"(?<=\d) (?=\d)", "", number)
    import phonenumbers  # noqa: PLC0415  # large, and only who writes a letter needs it

    try:
        read = phonenumbers.parse(number, country)
    except phonenumbers.NumberParseException:
        return number
    from portinaio.countries.area_codes import grouped  # noqa: PLC0415  # as above

    forms = phonenumbers.PhoneNumberFormat
    if form == "e164":
        return str(phonenumbers.format_number(read, forms.E164))
    home = phonenumbers.country_code_for_region(country) == read.country_code
    if home and form == "national":
        return grouped(str(phonenumbers.format_number(read, forms.NATIONAL)), read)
    if home and form == "digits":
        return str(phonenumbers.national_significant_number(read))
    written = grouped(str(phonenumbers.format_number(read, forms.INTERNATIONAL)), read)
    return written.partition(" ")[2] if home and form == "without_code" else written


def listed(texts: Iterable[str], pack: Pack) -> str:
    """`a, b and c`."""
    from babel.lists import format_list  # noqa: PLC0415  # as said above

    return format_list(list(texts), locale=pack.language)


def mark(sign: str, pack: Pack) -> str:
    """With the space that the language has before it."""
    before = {
        **dict.fromkeys(pack.forms.no_break_before, NO_BREAK),
        **dict.fromkeys(pack.forms.narrow_before, NARROW),
    }
    return before.get(sign, "") + sign


def spaced(text: str, pack: Pack) -> str:
    """Spaces that must not break, or are narrow, beside the marks of the pack."""
    forms = pack.forms
    for marks, space in ((forms.no_break_before, NO_BREAK), (forms.narrow_before, NARROW)):
        if marks:
            text = re.sub(rf"[ {NO_BREAK}{NARROW}](?=[{re.escape(marks)}])", space, text)
    if forms.no_break_after:
        text = re.sub(rf"(?<=[{re.escape(forms.no_break_after)}]) ", NO_BREAK, text)
    return text


def _day(day: date | None, form: str, pack: Pack) -> str:
    return "" if day is None else _formatted_day(day.toordinal(), form, pack.language)


@lru_cache(maxsize=4096)
def _formatted_day(day: int, form: str, language: str) -> str:
    """The same few days stand again and again in a letter."""
    from babel.dates import format_date  # noqa: PLC0415  # as said above

    return format_date(date.fromordinal(day), form, locale=language)


@lru_cache(maxsize=4096)
def _time(hour: int, minute: int, form: str, language: str) -> str:
    from babel.dates import format_time  # noqa: PLC0415  # as said above

    at = datetime(2000, 1, 1, hour, minute)  # noqa: DTZ001  # of the called party, as it stands in the log
    return format_time(at, form, locale=language)
