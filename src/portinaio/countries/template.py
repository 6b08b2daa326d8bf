"""The notation of letters: a text with places, parts that stand under a condition, and citations.

    {company}                  a value
    {?several} … {/several}    only where the condition holds; a place is also a condition: it is filled
    {!several} … {/several}    only where it does not
    {@it.live}                 the citation of a law of the pack

Lines of one paragraph are joined, a blank line parts paragraphs, and a line that begins with `| ` stays a line. Layout
is read from the template alone and values are put in once, at the end: whatever a value holds, it is text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

PARAGRAPH, LINE = "\f", "\v"  # values never hold them: they are cleaned of control characters
DEEPEST = 16  # parts in one another; the letters we have need four, and rendering walks down them
_TOKEN = re.compile(r"\{([?!/@]?)([a-z0-9_.]+)\}")


class TemplateError(ValueError):
    """A template that cannot be read, and the line of it."""

    def __init__(self, sentence: str, text: str, place: int) -> None:
        super().__init__(sentence)
        self.line = line_at(text, place)


class Text(NamedTuple):
    text: str


class Place(NamedTuple):
    name: str


class Cite(NamedTuple):
    law: str


class Part(NamedTuple):
    """What stands under a condition."""

    condition: str
    wanted: bool
    inside: tuple[Node, ...]


Node = Text | Place | Cite | Part


def parsed(text: str) -> tuple[Node, ...]:
    """The template in `text`; `TemplateError` for a stray brace or a part that is not closed."""
    open_parts: list[re.Match[str]] = []
    levels: list[list[Node]] = [[]]
    at = 0
    for token in _TOKEN.finditer(text):
        levels[-1].append(_text(text, at, token.start()))
        at = token.end()
        sign, name = token.groups()
        if sign in {"?", "!"}:
            if len(open_parts) == DEEPEST:
                raise TemplateError("parts stand too deep in one another", text, token.start())
            open_parts.append(token)
            levels.append([])
        elif sign == "/":
            if not open_parts or open_parts[-1][2] != name:
                raise TemplateError(f"{{/{name}}} closes nothing that is open", text, token.start())
            opening = open_parts.pop()
            inside = tuple(levels.pop())
            levels[-1].append(Part(name, opening[1] == "?", inside))
        else:
            levels[-1].append(Cite(name) if sign == "@" else Place(name))
    if open_parts:
        left = open_parts[-1]
        raise TemplateError(f"{left[0]} is not closed", text, left.start())
    levels[-1].append(_text(text, at, len(text)))
    return tuple(levels[-1])


def line_at(text: str, place: int) -> int:
    """The line, from 1, on which a character of `text` stands."""
    return text.count("\n", 0, place) + 1


def rendered(
    template: tuple[Node, ...],
    values: Mapping[str, str],
    conditions: frozenset[str],
    citations: Mapping[str, str],
) -> tuple[str, ...]:
    """The paragraphs; kept lines are parted by newlines. Those that come out empty are left out."""
    whole = "".join(_spoken(template, values, conditions, citations))
    paragraphs = (_laid_out(paragraph) for paragraph in whole.split(PARAGRAPH))
    return tuple(paragraph for paragraph in paragraphs if paragraph)


def placed(template: tuple[Node, ...]) -> tuple[set[str], set[str]]:
    """Names of the places and of the conditions in it."""
    places: set[str] = set()
    conditions: set[str] = set()
    for node in template:
        if isinstance(node, Place):
            places.add(node.name)
        elif isinstance(node, Part):
            inner_places, inner_conditions = placed(node.inside)
            places |= inner_places
            conditions |= inner_conditions | {node.condition}
    return places, conditions


def cited(
    template: tuple[Node, ...],
    values: Mapping[str, str] | None = None,
    conditions: frozenset[str] | None = None,
) -> set[str]:
    """Laws that it cites: all, or with `values` and `conditions` those of the parts that stand."""
    found: set[str] = set()
    for node in template:
        if isinstance(node, Cite):
            found.add(node.law)
        elif isinstance(node, Part) and (
            values is None or conditions is None or _stands(node, values, conditions)
        ):
            found |= cited(node.inside, values, conditions)
    return found


def _spoken(
    nodes: tuple[Node, ...],
    values: Mapping[str, str],
    conditions: frozenset[str],
    citations: Mapping[str, str],
) -> list[str]:
    spoken: list[str] = []
    for node in nodes:
        match node:
            case Text(text):
                spoken.append(text)
            case Place(name):
                spoken.append(values.get(name, ""))
            case Cite(law):
                spoken.append(citations[law])
            case Part() if _stands(node, values, conditions):
                spoken += _spoken(node.inside, values, conditions, citations)
            case Part():
                pass
    return spoken


def _stands(part: Part, values: Mapping[str, str], conditions: frozenset[str]) -> bool:
    holds = part.condition in conditions or bool(values.get(part.condition))
    return holds is part.wanted


def _text(template: str, start: int, end: int) -> Text:
    text = template[start:end]
    if brace := re.search(r"[{}]", text):
        at = brace.start()
        near = text[max(text.rfind("\n", 0, at) + 1, at - 20) : at + 20].partition("\n")[0].strip()
        raise TemplateError(f"a brace stands alone near '{near}'", template, start + at)
    text = re.sub(r"\n[ \t]*\n\s*", PARAGRAPH, text)
    text = re.sub(r"(^|\n|(?<=\f))\| ", LINE, text)
    return Text(text.replace("\n", " "))


def _laid_out(paragraph: str) -> str:
    lines = (re.sub(" {2,}", " ", line).strip(" ") for line in paragraph.split(LINE))
    return "\n".join(line for line in lines if line)
