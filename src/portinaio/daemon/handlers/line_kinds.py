"""The kinds of line there are, and their keys."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import msgspec

from portinaio.config.line_kinds import description, line_kinds
from portinaio.core.message import untranslated
from portinaio.daemon.handlers.setting_answers import default_of
from portinaio.lines.line import Line

if TYPE_CHECKING:
    from portinaio.api.answers import FoundLineAnswer, LineKeyAnswer, LineKindAnswer, ProviderAnswer
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


def around() -> list[FoundLineAnswer]:
    """Where a stranger's class fails nothing of its kind is found."""
    found: list[FoundLineAnswer] = []
    for name, kind in line_kinds().items():
        with suppress(Exception):
            found += [
                {"kind": name, "title": one.title, "keys": dict(one.keys)}
                for one in (kind.around() if issubclass(kind, Line) else ())
            ]
    return found


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
