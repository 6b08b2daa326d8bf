"""A list that was added or tried out: what it is, what it would do, and how it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.cli.import_summary import seen_lines
from portinaio.core.message import counted
from portinaio.core.safe_text import printable
from portinaio.language import translate

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.api.answers import AddedListAnswer


def seen_list(source: str, added: AddedListAnswer) -> Iterator[str]:
    seen = added["seen"]
    return seen_lines(source.rpartition("/")[2] or source, seen) if seen else iter(())


def told_of(added: AddedListAnswer) -> Iterator[str]:
    """What it would do, and has done to the log."""
    for sentence in (added["effect_says"], added["fresh_says"], added["log"]["says"]):
        if sentence:
            yield printable(f"{added['name']}: {sentence}")


def added_lines(added: AddedListAnswer) -> Iterator[str]:
    """How a new list came."""
    yield translate(
        counted(
            "%(name)s is subscribed: %(n)d entry",
            "%(name)s is subscribed: %(n)d entries",
            added["entries"],
            name=added["name"],
        )
    )
    if bad := added["rejected"]:
        yield translate(counted("%(n)d row could not be used", "%(n)d rows could not be used", bad))
    for remark in (added["note"] or "").splitlines():
        yield printable(f"{added['name']}: {remark}")
