"""The kinds of line there are, and their keys."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from portinaio.config.line_kinds import description, line_kinds
from portinaio.core.message import untranslated
from portinaio.daemon.handlers.setting_answers import default_of

if TYPE_CHECKING:
    from portinaio.api.answers import LineKeyAnswer, LineKindAnswer, ProviderAnswer
    from portinaio.config.line_kind import LineKind


def kinds() -> list[LineKindAnswer]:
    return [
        {"kind": name, "title": untranslated(kind.title), "keys": _keys(kind)}
        for name, kind in line_kinds().items()
    ]


def providers() -> list[ProviderAnswer]:
    return [
        {
            "name": one.name,
            "title": one.title,
            "country": one.country,
            "kind": name,
            "mark": one.mark,
            "date": one.date,
            "source": one.source,
            "keys": dict(one.keys),
            "said": [untranslated(said) for said in one.said],
        }
        for name, kind in line_kinds().items()
        for one in kind.presets()
    ]


def _keys(kind: type[LineKind[Any]]) -> list[LineKeyAnswer]:
    return [
        {
            "key": field.encode_name,
            "text": untranslated(description(kind, field.encode_name)),
            "default": None if field.required else _plain(default_of(field)),
            "required": field.required,
        }
        for field in msgspec.structs.fields(kind.settings_type)
        if field.encode_name not in {"kind", "policy"}
    ]


def _plain(default: object) -> object:
    """As JSON has it, also where nothing is sent."""
    plain = msgspec.to_builtins(default)
    return list(plain) if isinstance(plain, tuple) else plain
