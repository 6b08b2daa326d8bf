"""Values of config.toml as a person reads and writes them in a field."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

from portinaio.core.message import msg
from portinaio.errors import UsageError
from portinaio.language.choices import code_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.api.answers import SettingAnswer

GENERAL = "policy."
_QUOTED = json.JSONDecoder(strict=False)


def written(value: Any, kind: str) -> str:
    """As it is shown and edited: text without its quotes, a list with commas, a table as TOML writes it."""
    if value is None:
        return ""
    if kind == "list":
        return joined([value] if isinstance(value, str) else value)
    return _toml(value) if kind == "table" else str(value)


def read(text: str, setting: SettingAnswer) -> Any:
    """`None` for nothing, which takes the key out. `UsageError` with a sentence for the field."""
    text = text.strip()
    if not text:
        return None
    match setting["kind"]:
        case "number":
            return _number(text)
        case "list":
            return parted(text)
        case "table":
            return _from_toml(text)
        case "choice":
            codes = {str(one): one for one in setting["choices"]}
            return codes.get(code_of(text, codes) or "", text)
        case _:
            return text


def joined(parts: Iterable[Any]) -> str:
    """With commas; a part that has one of its own, such as the group of an address book, stands in quotes."""
    return ", ".join(
        _quoted(part) if "," in part or part[:1] == '"' else part for part in map(str, parts)
    )


def parted(text: str) -> list[str]:
    """As `joined` wrote it. What is in quotes no more, or never was, ends at the comma."""
    parts = []
    while text := text.lstrip(", "):
        part, text = _quoted_part(text) or text.partition(",")[::2]
        parts.append(part.strip())
    return [part for part in parts if part]


def _quoted_part(text: str) -> tuple[str, str] | None:
    """A part in quotes, and what stands behind it."""
    try:
        part, end = _QUOTED.raw_decode(text)
    except ValueError:
        return None
    behind = text[end:].lstrip()
    return (part, behind) if isinstance(part, str) and behind[:1] in {"", ","} else None


def _number(text: str) -> int | float:
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text.replace(",", "."))
    except ValueError:
        raise UsageError(msg("this must be a number, such as 30")) from None


def _from_toml(text: str) -> Any:
    try:
        return tomllib.loads(f"value = {text}")["value"]
    except (ValueError, RecursionError, KeyError):
        raise UsageError(
            msg('this must be written like { keyring = "home" } or [ { from = "22:00" } ]')
        ) from None


def as_policy(settings: Iterable[SettingAnswer], hours: Any, whose: str = GENERAL) -> str:
    """The general policy, or that of a line, as config.toml has it, with these hours in place of its own."""
    policy = {
        one["key"].removeprefix(whose): one["value"]
        for one in settings
        if one["key"].startswith(whose) and one["value"] is not None
    }
    lines = (f"{key} = {_toml(value)}" for key, value in {**policy, "hours": hours}.items())
    return "\n".join(["[policy]", *lines, ""])


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        pairs = ", ".join(f"{_name(key)} = {_toml(one)}" for key, one in value.items())
        return f"{{ {pairs} }}" if pairs else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return _quoted(value)


def _name(key: str) -> str:
    plain = key.isascii() and key.replace("-", "").replace("_", "").isalnum()
    return key if plain else _quoted(key)


def _quoted(value: Any) -> str:
    """A basic string of TOML is one of JSON, but that it has no DEL in it."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
