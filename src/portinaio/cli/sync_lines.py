"""What came of a sync, of lists or of address books, a line each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.cli.import_summary import changed, gone
from portinaio.core.message import counted
from portinaio.core.safe_text import printable
from portinaio.language import translate
from portinaio.language.terms import LIST_STATES, term

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.api.answers import SyncAnswer


def sync_lines(synced: list[SyncAnswer]) -> Iterator[str]:
    for each in synced:
        if each["error"]:
            yield printable(f"{each['name']}: {term(each['state'], LIST_STATES)}; {each['error']}")
            continue
        yield f"{each['name']}: {', '.join(_counts(each))}"
        for remark in (each["note"] or "").splitlines():
            yield printable(f"{each['name']}: {remark}")


def _counts(each: SyncAnswer) -> Iterator[str]:
    new, bad = each["accepted"], each["rejected"]
    yield translate(counted("%(n)d new", "%(n)d new", new))
    yield changed(each["updated"])
    yield gone(each["removed"])
    yield translate(counted("%(n)d unusable", "%(n)d unusable", bad))
