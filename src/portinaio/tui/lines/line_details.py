"""A line in full: how it is, what is to be known of it, and what it can do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.content import Content

from portinaio.config.line_kinds import line_kind
from portinaio.language import _, ngettext, terms, translate
from portinaio.tui import call_terms
from portinaio.tui.escape import plain
from portinaio.tui.themes import MUTED

if TYPE_CHECKING:
    from portinaio.api.answers import LineAnswer

MARKS = {
    "up": ("●", "good"),
    "retrying": ("◌", "doubtful"),
    "refused": ("✕", "bad"),
    "gone": ("○", "muted"),
}
COLOURS = {
    "good": "$verdict-known",
    "doubtful": "$verdict-suspected",
    "bad": "$verdict-reported",
}


def line_details(item: LineAnswer) -> Content:
    shape, style = MARKS.get(item["state"], ("?", "muted"))
    n = item["calls"]
    since = ngettext(
        "%(n)d call since the screener started", "%(n)d calls since the screener started", n
    )
    parts = [
        Content.styled(plain(item["name"]), "bold"),
        Content.styled(kind_word(item["kind"]), MUTED),
        Content.styled(f"{shape} {state_word(item['state'])}", COLOURS.get(style, MUTED)),
    ]
    if item["error"]:
        parts += [
            Content(),
            Content.styled(plain(item["error"]), "$verdict-suspected"),
            Content.styled(_("Calls there ring as usual."), MUTED),
        ]
    for note in notes_of(item):
        parts += [Content(), Content.styled(plain(note), "$verdict-suspected")]
    for aside in item["asides"]:
        parts += [Content(), Content.styled(plain(aside["text"]), MUTED)]
    parts += [
        Content(),
        Content.styled(_("can"), MUTED),
        *(Content(f"· {call_terms.to_do(one)}") for one in item["can"]),
        Content(),
        Content(since % {"n": n}),
    ]
    return Content("\n").join(parts)


def notes_of(line: LineAnswer) -> list[str]:
    """What is to be known of a line though it works."""
    return [*line["notes"], *(remark["text"] for remark in line["remarks"])]


def kind_word(kind: str) -> str:
    short = line_kind(kind).short
    return plain(translate(short) if short else kind)


def state_word(state: str) -> str:
    return plain(terms.term(state, terms.LINE_STATES_AT_LENGTH))
