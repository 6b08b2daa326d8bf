"""A draft as it is filed: everything that a rendering needs, so that what was sent can be shown and printed again."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING, Any

from portinaio.complaints.draft import (
    Addressee,
    Basis,
    CallRow,
    Draft,
    Field,
    Ground,
    Missing,
    Paper,
    Source,
)
from portinaio.core.message import Message, msg
from portinaio.errors import HomeError

if TYPE_CHECKING:
    from portinaio.core.complaint import Complaint

_KEPT = (
    "recipient",
    "channel",
    "language",
    "country",
    "addressee",
    "sender",
    "dated",
    "subject",
    "paragraphs",
    "table_after",
    "columns",
    "calls",
    "fields",
    "annexes",
    "statements",
    "sources",
    "headings",
    "signed",
    "answer_owed",
    "basis",
    "reference",
    "paper",
    "said_on",
)
"""What the reader is told beside the letter is not part of it."""


def dump_draft(draft: Draft) -> str:
    kept = {name: getattr(draft, name) for name in _KEPT}
    kept["missing"] = [gap.key for gap in draft.missing]
    return json.dumps(kept, ensure_ascii=False, default=_day)


def load_draft(copy: str) -> Draft:
    """The draft that `dump_draft` put away, without what was said to the reader. `HomeError` where the disk has spoilt it."""
    try:
        return _draft(json.loads(copy))
    except (LookupError, TypeError, ValueError, RecursionError) as error:
        raise HomeError(
            msg(
                "what was kept of this letter is damaged; run portinaio report for its calls to write it anew"
            )
        ) from error


def days_of_answers(complaint: Complaint) -> dict[str, str]:
    """Of each answer the ISO date on which it was given; where the letter has none, that on which it was begun."""
    days: object = None
    with suppress(LookupError, TypeError, ValueError, RecursionError):
        days = json.loads(complaint.copy)["said_on"]
    known = days if isinstance(days, dict) else {}
    begun = complaint.created.date().isoformat()
    return {key: _known_day(known.get(key)) or begun for key in complaint.answers}


def _known_day(said: object) -> str:
    with suppress(TypeError, ValueError):
        return date.fromisoformat(said).isoformat()  # type: ignore[arg-type]  # a disk may have spoilt it
    return ""


def _basis(kept: list[Any]) -> Basis:
    one = Basis(*kept)  # grounds were not kept before
    return one._replace(grounds=tuple(Ground(*ground) for ground in one.grounds))


def _draft(kept: dict[str, Any]) -> Draft:
    return Draft(
        **kept
        | {
            "addressee": Addressee(*kept["addressee"]),
            "sender": tuple(kept["sender"]),
            "paragraphs": tuple(kept["paragraphs"]),
            "columns": CallRow(*kept["columns"]),
            "calls": tuple(CallRow(*row) for row in kept["calls"]),
            "fields": tuple(Field(*field) for field in kept["fields"]),
            "annexes": tuple(kept["annexes"]),
            "statements": tuple((label, value) for label, value in kept["statements"]),
            "sources": tuple(
                Source(cite, url, date.fromisoformat(checked))
                for cite, url, checked in kept["sources"]
            ),
            "paper": Paper(*kept.get("paper", ())),  # every letter was once of one form
            "basis": tuple(map(_basis, kept.get("basis", ()))),  # none was kept before
            "missing": tuple(Missing(key, Message("")) for key in kept["missing"]),
        },
        cautions=(),
        aid=Message(""),
    )


def _day(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(type(value))
