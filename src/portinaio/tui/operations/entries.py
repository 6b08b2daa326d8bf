"""What is done to the user's own entries, each with the way back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple, cast

from portinaio.core.names import folded
from portinaio.errors import NotFoundError
from portinaio.language import _, ngettext
from portinaio.tui.operations.done import Done, each, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import EntryAnswer
    from portinaio.api.client import Client


class Wanted(NamedTuple):
    """An entry as the user has typed it."""

    pattern: str | None
    """`None` where it is of a name."""
    kind: str
    note: str = ""
    until: str | None = None
    name: str | None = None


def add(client: Client, wanted: Wanted, shown: str) -> Done:
    """`shown` is the pattern as the screen writes it."""
    before = [entry for entry in client.entries() if _same(entry, wanted)]

    def undo(client: Client) -> None:
        clear(client, wanted.pattern, wanted.name)
        for entry in before:
            restore(client, entry)

    client.add_entry(
        wanted.pattern,
        kind=wanted.kind,
        name=wanted.name,
        note=wanted.note,
        until=wanted.until,
        sure=True,  # what it means has been shown
    )
    said = _("%(caller)s is blocked") if wanted.kind == "block" else _("%(caller)s may ring")
    return Done(said % {"caller": shown}, undo)


def drop(client: Client, entry: EntryAnswer, shown: str) -> Done:
    client.forget_entry(entry["pattern"], name=entry["name"])
    sentence = _("the entry for %(pattern)s is gone") % {"pattern": shown}
    return Done(sentence, lambda client: restore(client, entry))


def change(client: Client, entry: EntryAnswer, changed: EntryAnswer, shown: str) -> Done:
    """Write the entry anew, as it is in `changed`."""
    restore(client, changed)
    sentence = _("the entry for %(pattern)s is changed") % {"pattern": shown}
    return Done(sentence, lambda client: restore(client, entry))


def other_kind(entry: EntryAnswer) -> str:
    return "block" if entry["kind"] == "allow" else "allow"


def drop_all(client: Client, entries: Sequence[EntryAnswer]) -> Done:
    done = each(client, [partial(drop, entry=entry, shown="") for entry in entries])
    n = len(entries)
    return together(ngettext("%(n)d entry is gone", "%(n)d entries are gone", n) % {"n": n}, done)


def turn_all(client: Client, entries: Sequence[EntryAnswer]) -> Done:
    """Block what was allowed, allow what was blocked."""
    turned = [cast("EntryAnswer", {**entry, "kind": other_kind(entry)}) for entry in entries]
    changes = [
        partial(change, entry=entry, changed=new, shown="")
        for entry, new in zip(entries, turned, strict=True)
    ]
    n = len(entries)
    said = ngettext("%(n)d entry is changed", "%(n)d entries are changed", n) % {"n": n}
    return together(said, each(client, changes))


def _same(entry: EntryAnswer, wanted: Wanted) -> bool:
    """Whether the entry goes when the wanted one comes."""
    if wanted.name is None:
        return entry["pattern"] == wanted.pattern
    return entry["name"] is not None and folded(entry["name"]) == folded(wanted.name)


def clear(client: Client, number: str | None, name: str | None = None) -> None:
    try:
        client.forget_entry(number, name=name)
    except NotFoundError:
        return  # nothing stands there, which is what we want


def restore(client: Client, entry: EntryAnswer) -> None:
    client.add_entry(
        entry["pattern"],
        kind=entry["kind"],
        name=entry["name"],
        note=entry["note"],
        until=entry["until"],
        once=entry["once"],
        sure=True,
    )
