"""Look at everything once, and say of each thing whether it is as it should be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import Message, untranslated
from portinaio.daemon.diagnosis import house, knowledge, ways
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portinaio.api.answers import DiagnosisAnswer
    from portinaio.daemon.context import Context


def diagnose(context: Context) -> list[DiagnosisAnswer]:
    """Every examination, in the order in which a person would look; what several of them stumble over is said once."""
    found: list[DiagnosisAnswer] = []
    stumbled: set[str] = set()
    for code, examine in _EXAMINATIONS:
        try:
            found += [
                {"code": code, "state": state, "text": untranslated(text)}
                for state, text in examine(context)
            ]
        except PortinaioError as error:
            if str(error) not in stumbled:
                stumbled.add(str(error))
                said = untranslated(error.sentence)
                found.append({"code": code, "state": "wrong", "text": said})
    return found


def _remarks(context: Context) -> Iterator[tuple[str, Message]]:
    for remark in context.remarks.values():
        yield "ok", remark


_EXAMINATIONS: tuple[tuple[str, Callable[[Context], Iterator[tuple[str, Message]]]], ...] = (
    ("config", house.config),
    ("home", house.home),
    ("store", house.store),
    ("clock", house.clock),
    ("backup", house.backup),
    ("seals", house.seals),
    ("attachments", house.attachments),
    ("ranges", knowledge.ranges),
    ("countries", knowledge.countries),
    ("contacts", knowledge.contacts),
    ("daemon", ways.daemon),
    ("lines", ways.lines),
    ("lists", knowledge.lists),
    ("contacts", knowledge.books),
    ("formats", knowledge.formats),
    ("secrets", house.secrets),
    ("gateway", ways.gateway),
    ("notify", ways.notify),
    ("remarks", _remarks),
)
"""Code of each examination and what makes it."""
