"""A hint that names keys, and does what they do for whoever clicks on it."""

from __future__ import annotations

from textual.content import Content
from textual.style import Style


def hint(sentence: str, *actions: str) -> Content:
    """An action for each part of `sentence` between its commas, such as `enter keeps it, esc leaves it`."""
    parts = sentence.split(", ")
    clicked = [
        Content(part).stylize(Style.from_meta({"@click": action}))
        for part, action in zip(parts, actions, strict=False)
    ]
    return Content(", ").join([*clicked, *map(Content, parts[len(clicked) :])])
