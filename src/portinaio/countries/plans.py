"""The numbering plan of a country: from its pack where it has one, else from the metadata of `phonenumbers`.

Reading is slow and gives plain values that go into a cache; making a `Plan` of them is what `portinaio check` does cold.
"""

from __future__ import annotations

from portinaio.core.numbers.metadata import metadata_from
from portinaio.core.numbers.plan import Plan, SalesHours
from portinaio.errors import ConfigError

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import time
    from typing import Any

    from portinaio.countries.pack_schema import Pack

ALIASES = {"UK": "GB", "EL": "GR"}  # written for a country, but not its ISO 3166-1 code


def read_plan(country: str) -> dict[str, object]:
    """Plain values of the plan of `country`, fit for JSON. `ConfigError` for a country that nobody knows."""
    # Slow to load, and a cold `portinaio check` reads the plan from its cache.
    from portinaio.countries.pack import has_pack, read_without_letters  # noqa: PLC0415
    from portinaio.countries.phonenumbers_metadata import country_plan, read_metadata  # noqa: PLC0415

    code = country.strip().upper()
    code = ALIASES.get(code, code)
    plan: dict[str, object] | None = None
    if has_pack(code):
        try:
            plan = _of_pack(read_without_letters(code))
        except ConfigError:
            plan = None  # a fault in somebody's pack must not keep a line from screening; `doctor` tells of it
    plan = plan or country_plan(code, country)
    return {**plan, "metadata": read_metadata(str(plan["calling_code"]))}


def plan_from(plain: Mapping[str, Any]) -> Plan:
    return Plan(
        country=plain["country"],
        calling_code=plain["calling_code"],
        emergency=frozenset(plain["emergency"]),
        international_prefix=plain["international_prefix"],
        also=tuple((beginning, same) for beginning, same in plain["also"]),
        sales_hours=tuple(
            SalesHours(
                rule["since"],
                rule["until"],
                tuple(tuple((slot[0], slot[1]) for slot in day) for day in rule["days"]),
            )
            for rule in plain["sales_hours"]
        ),
        metadata=metadata_from(plain["metadata"]),
    )


def _of_pack(pack: Pack) -> dict[str, object] | None:
    plan = pack.plan
    if plan is None:
        return None
    return {
        "country": pack.country,
        "calling_code": plan.calling_code,
        "emergency": list(plan.emergency),
        "international_prefix": plan.international_prefix,
        # The longer beginning must be tried first: it also begins with the shorter one.
        "also": sorted(
            ([beginning, same] for beginning, same in plan.also.items()), key=lambda a: -len(a[0])
        ),
        "sales_hours": _sales_hours(pack),
    }


def _sales_hours(pack: Pack) -> list[dict[str, object]]:
    """The rules that bind most callers, a law before a code, each with its days: the first that is in force counts."""
    ranking = ("law", "voluntary_code", "association_code")
    rules = sorted(pack.hours, key=lambda rule: ranking.index(rule.status))
    return [
        {
            "since": rule.since.isoformat() if rule.since else "",
            "until": rule.until.isoformat() if rule.until else "",
            "days": [
                [[_minute(first), _minute(last)] for first, last in day]
                for day in [rule.mon_fri] * 5 + [rule.saturday, rule.sunday]
            ],
        }
        for rule in rules
    ]


def _minute(moment: time) -> int:
    return 60 * moment.hour + moment.minute
