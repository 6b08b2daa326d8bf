"""The languages of a pack: a text may be a table by language, of which a reader is given one.

`text = { fr = "…", nl = "…" }` stands wherever a text can. A pack of one language writes its texts plainly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.core.message import Message
from portinaio.countries.data_file import quoted

if TYPE_CHECKING:
    from collections.abc import Callable


def languages_of(table: dict[str, Any]) -> tuple[str, ...]:
    """As the pack names them, that of its letters first; wrong values are found later, by its shape."""
    further = table.get("languages", [])
    named = [table.get("language"), *(further if isinstance(further, list) else [])]
    return tuple(dict.fromkeys(name for name in named if isinstance(name, str)))


def in_language(
    content: Any,
    language: str,
    languages: tuple[str, ...],
    refuse: Callable[[str, Message], None],
    path: str = "$",
) -> Any:
    """`content` with the text of `language` in place of each table by language; `refuse` hears of missing ones."""
    match content:
        case dict() if content and _by_language(content, languages):
            if lacking := [each for each in languages if each not in content]:
                refuse(path, Message(f"there is no text in '{lacking[0]}'"))
            return content.get(language, "")
        case dict():
            return {
                key: in_language(inner, language, languages, refuse, f"{path}.{quoted(key)}")
                for key, inner in content.items()
            }
        case list():
            return [
                in_language(inner, language, languages, refuse, f"{path}[{place}]")
                for place, inner in enumerate(content)
            ]
        case _:
            return content


def _by_language(table: dict[str, Any], languages: tuple[str, ...]) -> bool:
    if not table.keys() <= set(languages):
        return False
    texts = all(isinstance(v, str | list) for v in table.values())
    # A table of tables could have keys of its own that look like languages, unless every one is there.
    return texts or (len(languages) > 1 and table.keys() == set(languages))
