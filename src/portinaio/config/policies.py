"""The policies of the house, out of the tables of config.toml.

Reading config.toml strictly costs more than a whole `portinaio check` may take. So what it says of policies is turned
into plain values once, kept beside the file's time of change, and built into policies from there.
"""

from __future__ import annotations

from datetime import time

from portinaio.core.message import Message
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.names import folded
from portinaio.core.policy import GENTLER, KEYS, Action, Hours, Policy
from portinaio.core.repeated import Repeated

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Container, Iterable
    from datetime import date
    from typing import Any

    from portinaio.config.settings import LineSettings, PolicyTable, RepeatedTable, Settings

    Plain = dict[str, Any]
    """Values that JSON can hold."""

MIDNIGHT = "24:00"
"""The end of a day, where hours end; `00:00` is the same there."""
HOLIDAY = "holiday"
"""Among the days of hours."""
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NO_SPAN = ("0", "0s")


class LinePolicy(NamedTuple):
    kind: str
    policy: Policy
    """Its own, with the general one below it."""
    can: frozenset[Action]
    has_extensions: bool = False
    """Whether other telephones of the house call on it."""
    remarks: tuple[tuple[str, Message, bool], ...] = ()
    """Code and sentence of what its kind has to say of its settings, and whether all is well in spite of it."""
    trouble: Message | None = None
    """Why its kind cannot serve it."""
    international: bool = False
    """Whether callers from abroad come with their country's code and without a `+`."""

    @property
    def named_actions(self) -> list[Action]:
        """Each action that the policy names for any caller at any hour, the harshest first."""
        named = [*self.policy.actions.values()]
        for hours in self.policy.hours or ():
            named += hours.actions.values()
        return [action for action in GENTLER if action in named]


class Policies(NamedTuple):
    """What of config.toml is needed to judge a call."""

    policy: Policy
    lines: dict[str, LinePolicy]
    """By the name of the line, in the order of the file."""


def uses_holidays(settings: Settings) -> bool:
    """Whether any hours begin on public holidays."""
    tables = (settings.policy, *(line.policy for line in settings.line))
    return any(HOLIDAY in hours.days for table in tables for hours in table.hours or ())


def to_plain(settings: Settings) -> Plain:
    return {
        "policy": _plain_policy(settings.policy),
        "lines": {
            line.name: {**_plain_line(line), **_plain_policy(line.policy)} for line in settings.line
        },
    }


def from_plain(plain: Plain, holidays: Container[date] = ()) -> Policies:
    """Build what `to_plain` took apart; `holidays` are those of the house."""
    general = _policy(plain["policy"], Repeated(), holidays).over(Policy())
    return Policies(
        general,
        {
            name: LinePolicy(
                own["kind"],
                _of_line(own, general, holidays),
                frozenset(map(Action, own["can"])),
                own["has_extensions"],
                tuple((code, _message(text), quiet) for code, text, quiet in own["remarks"]),
                _message(own["trouble"]) if own["trouble"] else None,
                own["international"],
            )
            for name, own in plain["lines"].items()
        },
    )


def _of_line(own: Plain, general: Policy, holidays: Container[date]) -> Policy:
    policy = _policy(own, general.repeated, holidays).over(general)
    return policy._replace(instead_of_silence=Action(own["instead_of_silence"]))


def _plain_line(line: LineSettings) -> Plain:
    from portinaio.config.line_kinds import traits  # noqa: PLC0415  # only when a file has changed

    found = traits(line)
    return {
        "kind": line.kind,
        "can": sorted(action.value for action in found.can),
        "instead_of_silence": found.instead_of_silence.value,
        "has_extensions": found.has_extensions,
        "international": line.caller_numbers == "international",
        "remarks": [(code, _plain_message(text), quiet) for code, text, quiet in found.remarks],
        "trouble": found.trouble and _plain_message(found.trouble),
    }


def remark(plain: Plain, line: str, code: str, text: Message) -> None:
    """Add one to those of a line that `to_plain` took apart."""
    plain["lines"][line]["remarks"].append((code, _plain_message(text), False))


def _plain_message(message: Message) -> list[Any]:
    values = {
        place: _plain_message(value) if isinstance(value, Message) else str(value)
        for place, value in message.values.items()
    }
    return [message.text, values]


def _message(plain: list[Any]) -> Message:
    text, values = plain
    return Message(
        text,
        {
            place: _message(value) if isinstance(value, list) else value
            for place, value in values.items()
        },
    )


def _plain_policy(table: PolicyTable) -> Plain:
    return {
        "actions": _actions(table),
        "spam_name": table.spam_name,
        "groups": None if table.groups is None else _groups(table.groups),
        "hours": None
        if table.hours is None
        else [
            {
                "from": hours.start,
                "to": hours.end,
                "days": [_DAYS.index(day) for day in hours.days if day != HOLIDAY],
                "holidays": HOLIDAY in hours.days,
                "groups": _groups(hours.groups),
                "actions": _actions(hours),
            }
            for hours in table.hours
        ],
        "repeated": repeated_values(table.repeated),
    }


def repeated_values(table: RepeatedTable) -> Plain:
    """What the table says, as the fields of `Repeated`. `UsageError` for a span that nobody can read."""
    said = {
        "times": table.times,
        "within_s": _seconds(table.within),
        "not_before_s": _seconds(table.not_before),
    }
    return {key: value for key, value in said.items() if value is not None}


def _seconds(text: str | None) -> int | None:
    if text is None:
        return None
    if text.strip() in _NO_SPAN:
        return 0
    from portinaio.language.durations import span  # noqa: PLC0415  # only when a file has changed

    return int(span(text).total_seconds())


def _groups(names: Iterable[str]) -> list[str]:
    """As they are written, since a reason names them; each once, however it is spelled."""
    return sorted({folded(name): " ".join(name.split()) for name in names}.values())


def _actions(table: object) -> Plain:
    return {key: action for key in KEYS if (action := getattr(table, key)) is not None}


def _policy(plain: Plain, repeated: Repeated | None, holidays: Container[date]) -> Policy:
    hours, groups = plain["hours"], plain["groups"]
    actions = {key: Action(action) for key, action in plain["actions"].items()}
    return Policy(
        actions,
        None if hours is None else tuple(_hours(each, holidays) for each in hours),
        (repeated or Repeated())._replace(**plain["repeated"]),
        None if groups is None else frozenset(groups),
        plain["spam_name"],
    )


def _hours(plain: Plain, holidays: Container[date]) -> Hours:
    days = frozenset(plain["days"])
    if not days and not plain["holidays"]:
        days = frozenset(range(len(_DAYS)))
    return Hours(
        time.fromisoformat(plain["from"]),
        time() if plain["to"] == MIDNIGHT else time.fromisoformat(plain["to"]),
        {key: Action(action) for key, action in plain["actions"].items()},
        days,
        holidays if plain["holidays"] else (),
        frozenset(plain["groups"]),
    )
