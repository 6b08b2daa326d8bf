"""What can be said of lines without a daemon: those in config.toml, and the kinds there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from portinaio.config import settings
from portinaio.config.descriptions import DESCRIPTIONS
from portinaio.core.message import Message, msg, render
from portinaio.daemon.diagnosis.line_remarks import remark_answers

if TYPE_CHECKING:
    from portinaio.api.answers import LineAnswer, LineKeyAnswer, LineKindAnswer
    from portinaio.core.message import Translation
    from portinaio.daemon.context import Context

TITLES = {
    "sip": msg("a SIP account or a PBX: provider, FRITZ!Box, Asterisk"),
    "replay": msg("a simulated line that plays a script of calls"),
}
TABLES: dict[str, type[settings.LineSettings]] = {
    "sip": settings.SipSettings,
    "replay": settings.ReplaySettings,
}


def lines_at_rest(context: Context, tongue: Translation | None) -> list[LineAnswer]:
    """The lines of config.toml while no daemon serves them."""
    policies = context.config.policies
    return [
        {
            "name": name,
            "kind": line.kind,
            "state": "gone",
            "error": None,
            "can": sorted(action.value for action in line.can),
            "calls": 0,
            "untrusted": [],
            "notes": [],
            "remarks": remark_answers(policies, name, tongue),
        }
        for name, line in policies.lines.items()
    ]


def kinds(tongue: Translation | None) -> list[LineKindAnswer]:
    return [
        {"kind": kind, "title": render(TITLES[kind], tongue), "keys": _keys(kind, table, tongue)}
        for kind, table in TABLES.items()
    ]


def _keys(
    kind: str, table: type[settings.LineSettings], tongue: Translation | None
) -> list[LineKeyAnswer]:
    return [
        {
            "key": field.encode_name,
            "text": render(_sentence(kind, field.encode_name), tongue),
            "default": None if field.required else _plain(field.default),
            "required": field.required,
        }
        for field in msgspec.structs.fields(table)
        if field.encode_name != "policy"
    ]


def _plain(default: object) -> object:
    """As JSON has it, also where nothing is sent."""
    plain = msgspec.to_builtins(default)
    return list(plain) if isinstance(plain, tuple) else plain


def _sentence(kind: str, key: str) -> Message:
    return DESCRIPTIONS.get(f"line.{kind}.{key}") or DESCRIPTIONS[f"line.{key}"]
