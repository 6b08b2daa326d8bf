"""Which questions have only a few answers: the codes that count, of every country's questions and of a pack's own."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.complaints.filing import CallKind

if TYPE_CHECKING:
    from portinaio.countries.pack_schema import Pack


class FixedAnswers(NamedTuple):
    codes: tuple[str, ...] = ()
    """None where any text counts."""
    or_day: bool = False
    """Whether it may be a day as well, such as 2026-01-31."""


OF_ANY_COUNTRY = {
    "kind": FixedAnswers(tuple(CallKind)),
    "nature": FixedAnswers(("sales", "research", "scam", "other")),
    "identity": FixedAnswers(("full", "minimal")),
    "consent": FixedAnswers(("none", "unknown", "given"), or_day=True),
    "contract_until": FixedAnswers(("none", "running"), or_day=True),
}


def fixed_answers(key: str, pack: Pack | None = None) -> FixedAnswers:
    """To the question of this key."""
    if pack is not None:
        if key == "language":
            return FixedAnswers(pack.all_languages)
        if asked := pack.answer.get(key) or pack.profile.get(key):
            return FixedAnswers(asked.choices, or_day=asked.day)
    return OF_ANY_COUNTRY.get(key, FixedAnswers())
