"""The kinds of line there are, and their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from portinaio.config import settings
from portinaio.config.descriptions import DESCRIPTIONS
from portinaio.core.message import Message, msg, untranslated

if TYPE_CHECKING:
    from portinaio.api.answers import LineKeyAnswer, LineKindAnswer

TITLES = {
    "sip": msg("a SIP account or a PBX: provider, FRITZ!Box, Asterisk"),
    "replay": msg("a simulated line that plays a script of calls"),
}
TABLES: dict[str, type[settings.LineSettings]] = {
    "sip": settings.SipSettings,
    "replay": settings.ReplaySettings,
}


def kinds() -> list[LineKindAnswer]:
    return [
        {"kind": kind, "title": untranslated(TITLES[kind]), "keys": _keys(kind, table)}
        for kind, table in TABLES.items()
    ]


def _keys(kind: str, table: type[settings.LineSettings]) -> list[LineKeyAnswer]:
    return [
        {
            "key": field.encode_name,
            "text": untranslated(_sentence(kind, field.encode_name)),
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
