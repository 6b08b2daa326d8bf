"""What is done to the user's own entries, each with the way back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from portinaio.language import _
from portinaio.tui.deeds import Done, clear, restore

if TYPE_CHECKING:
    from portinaio.api.client import Client
    from portinaio.api.shapes import EntryShape


class Wanted(NamedTuple):
    """An entry as the user has typed it."""

    pattern: str
    kind: str
    note: str = ""
    until: str | None = None


def add(client: Client, wanted: Wanted, shown: str) -> Done:
    """`shown` is the pattern as the screen writes it."""
    before = [entry for entry in client.entries() if entry["pattern"] == wanted.pattern]

    def back(client: Client) -> None:
        clear(client, wanted.pattern)
        for entry in before:
            restore(client, entry)

    client.add_entry(wanted.pattern, wanted.kind, note=wanted.note, until=wanted.until)
    said = _("%(caller)s is blocked") if wanted.kind == "block" else _("%(caller)s may ring")
    return Done(said % {"caller": shown}, back)


def drop(client: Client, entry: EntryShape, shown: str) -> Done:
    client.forget_entry(entry["pattern"])
    sentence = _("the entry for %(pattern)s is gone") % {"pattern": shown}
    return Done(sentence, lambda client: restore(client, entry))


def change(client: Client, entry: EntryShape, changed: EntryShape, shown: str) -> Done:
    """Write the entry anew, as it is in `changed`."""
    restore(client, changed)
    sentence = _("the entry for %(pattern)s is changed") % {"pattern": shown}
    return Done(sentence, lambda client: restore(client, entry))
