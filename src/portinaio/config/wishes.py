"""The policies of the house, out of the tables of config.toml.

Reading config.toml strictly costs more than a whole `portinaio check` may take. So what it says of policies is turned
into plain values once, kept beside the file's time of change, and built into policies from there.
"""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.core.policy import Action, Hours, Policy

if TYPE_CHECKING:
    from portinaio.config.settings import LineTable, PolicyTable, Settings

Plain = dict[str, Any]
"""Values that JSON can hold."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_KEYS = ("known", "unknown", "suspected", "reported", "withheld")


ABILITIES: dict[str, frozenset[Action]] = {
    "replay": frozenset(Action),
    "sip": frozenset(Action) - {Action.ANNOUNCE},
}
"""What each kind of line can do."""


class LineWish(NamedTuple):
    kind: str
    policy: Policy
    """Its own, with the general one below it."""
    can: frozenset[Action]
    has_extensions: bool = False
    """Whether other telephones of the house call on it."""


class Wishes(NamedTuple):
    """What of config.toml is needed to judge a call."""

    country: str | None
    language: str | None
    policy: Policy
    lines: dict[str, LineWish]
    """By the name of the line, in the order of the file."""


def plain_wishes(settings: Settings) -> Plain:
    return {
        "country": settings.country,
        "language": settings.language,
        "policy": _plain_policy(settings.policy),
        "lines": {
            line.name: {
                "kind": line_kind(line),
                "has_extensions": line.has_extensions,
                **_plain_policy(line.policy),
            }
            for line in settings.line
        },
    }


def wishes_from(plain: Plain) -> Wishes:
    """Build what `plain_wishes` took apart."""
    general = _policy(plain["policy"]).over(Policy())
    return Wishes(
        plain["country"],
        plain["language"],
        general,
        {
            name: LineWish(
                own["kind"],
                _policy(own).over(general),
                ABILITIES[own["kind"]],
                own["has_extensions"],
            )
            for name, own in plain["lines"].items()
        },
    )


def line_kind(line: LineTable) -> str:
    """`sip`, `replay`: the tag of its table."""
    return str(line.__struct_config__.tag)


def _plain_policy(table: PolicyTable) -> Plain:
    return {
        "actions": _actions(table),
        "hours": [
            {
                "from": hours.start,
                "to": hours.end,
                "days": [_DAYS.index(day) for day in hours.days],
                "actions": _actions(hours),
            }
            for hours in table.hours
        ],
    }


def _actions(table: object) -> Plain:
    return {key: action for key in _KEYS if (action := getattr(table, key)) is not None}


def _policy(plain: Plain) -> Policy:
    hours = tuple(
        Hours(
            time.fromisoformat(each["from"]),
            time.fromisoformat(each["to"]),
            {key: Action(action) for key, action in each["actions"].items()},
            frozenset(each["days"]) or frozenset(range(7)),
        )
        for each in plain["hours"]
    )
    return Policy({key: Action(action) for key, action in plain["actions"].items()}, hours)
