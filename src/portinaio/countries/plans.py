"""The numbering plan of a country: from its pack where it has one, else from the metadata of `phonenumbers`.

Reading is slow and gives plain values that go into a cache; making a `Plan` of them is what `portinaio check` does cold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.core.message import Message, msg
from portinaio.core.numbers.metadata import metadata_from
from portinaio.core.numbers.plan import Plan
from portinaio.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.countries.pack import Pack

LONGEST_EMERGENCY = 5  # digits; what is longer in the metadata are a few towns' fire brigades
ALIASES = {"UK": "GB", "EL": "GR"}  # written for a country, but not its ISO 3166-1 code


def read_plan(country: str) -> dict[str, object]:
    """Plain values of the plan of `country`, fit for JSON. `ConfigError` for a country that nobody knows."""
    code = country.strip().upper()
    code = ALIASES.get(code, code)
    from portinaio.countries.phonenumbers_metadata import read_metadata  # noqa: PLC0415  # read from the cache else

    plan = _of_pack(code) or _of_metadata(code, country)
    return {**plan, "metadata": read_metadata(str(plan["calling_code"]))}


def plan_from(plain: Mapping[str, Any]) -> Plan:
    return Plan(
        country=plain["country"],
        calling_code=plain["calling_code"],
        emergency=frozenset(plain["emergency"]),
        international_prefix=plain["international_prefix"],
        also=tuple((beginning, same) for beginning, same in plain["also"]),
        sales_hours=tuple(tuple(day) if day else None for day in plain["sales_hours"]),
        metadata=metadata_from(plain["metadata"]),
    )


def _of_pack(code: str) -> dict[str, object] | None:
    # A pack is read with msgspec and tomllib, which a cold `portinaio check` has no time for.
    from portinaio.countries.pack import has_pack, read_pack  # noqa: PLC0415

    if not has_pack(code):
        return None
    try:
        pack = read_pack(code)
    except ConfigError:
        import phonenumbers  # noqa: PLC0415  # as below

        if code in phonenumbers.SUPPORTED_REGIONS:
            return (
                None  # a fault in a stranger's letter must not silence a line; doctor tells of it
            )
        raise
    plan = pack.plan
    return {
        "country": code,
        "calling_code": plan.calling_code,
        "emergency": list(plan.emergency),
        "international_prefix": plan.international_prefix,
        # The longer beginning must be tried first: it also begins with the shorter one.
        "also": sorted(
            ([beginning, same] for beginning, same in plan.also.items()), key=lambda a: -len(a[0])
        ),
        "sales_hours": _sales_hours(pack),
    }


def _sales_hours(pack: Pack) -> list[list[int] | None]:
    """Of each weekday, by the rule that binds most callers: a law before a code."""
    ranking = ("law", "voluntary_code", "association_code")
    rules = sorted(pack.hours, key=lambda rule: ranking.index(rule.status))
    if not rules:
        return []
    rule = rules[0]
    days = [rule.mon_fri] * 5 + [rule.saturday, rule.sunday]
    return [
        [60 * day[0].hour + day[0].minute, 60 * day[1].hour + day[1].minute] if day else None
        for day in days
    ]


def _of_metadata(code: str, asked: str) -> dict[str, object]:
    import phonenumbers  # noqa: PLC0415  # a cold `portinaio check` reads the plan from its cache

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


def _emergency_numbers(code: str) -> list[str]:
    """Every number that the metadata's expression for emergency numbers stands for."""
    import re  # noqa: PLC0415  # with phonenumbers, above

    import phonenumbers  # noqa: PLC0415

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
    from difflib import get_close_matches  # noqa: PLC0415  # only an error needs them

    import phonenumbers  # noqa: PLC0415

    known = sorted(phonenumbers.SUPPORTED_REGIONS)
    # Who writes three letters mostly has the two in front: ITA, DEU, FRA.
    near = [code[:2]] if code[:2] in known else get_close_matches(code[:2], known, 1, 0.5)
    nearest = near[0] if near else "IT"
    return msg(
        "no country has the code '%(asked)s'; write two letters as ISO 3166-1 has them, such as %(nearest)s",
        asked=asked[:20],
        nearest=nearest,
    )
