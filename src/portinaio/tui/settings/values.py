"""Values of config.toml as a person reads and writes them in a field."""

from __future__ import annotations

import json
import tomllib
from typing import TYPE_CHECKING, Any

from portinaio.core.message import msg
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from portinaio.api.answers import SettingAnswer


def written(value: Any, kind: str) -> str:
    """As it is shown and edited: text without its quotes, a list with commas, a table as TOML writes it."""
    if value is None:
        return ""
    if kind == "list":
        return ", ".join(map(str, value))
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
            return [part.strip() for part in text.split(",") if part.strip()]
        case "table":
            return _from_toml(text)
        case "choice":
            return next((one for one in setting["choices"] if str(one) == text), text)
        case _:
            return text


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
