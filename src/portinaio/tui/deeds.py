"""What the keys do to the house, each with the way back. They run in threads and speak to the client alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from portinaio.errors import NotFoundError
from portinaio.language import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.api.client import Client
    from portinaio.api.shapes import CallShape, EntryShape


class NumberDeed(Protocol):
    def __call__(self, client: Client, number: str, name: str, /) -> Done:
        """`name` is the caller as the screen shows them."""


class Done(NamedTuple):
    sentence: str
    """What has happened, for the toast."""
    back: Callable[[Client], object] | None = None
    """Takes it back."""
    slow: bool = False
    """Whether the way back waits for a server on the network."""


def block(client: Client, number: str, name: str) -> Done:
    """Block the number; once it is blocked, the same key takes the block away."""
    return _toggle(
        client,
        number,
        "block",
        (_("%(caller)s is blocked"), _("%(caller)s is blocked no more")),
        name,
    )


def allow(client: Client, number: str, name: str) -> Done:
    return _toggle(
        client,
        number,
        "allow",
        (_("%(caller)s may ring"), _("%(caller)s is allowed no more")),
        name,
    )


def name_number(client: Client, number: str, name: str, before: str) -> Done:
    """Give the number a name, or take it away with an empty one."""

    def back(client: Client) -> None:
        _write_name(client, number, before)

    _write_name(client, number, name)
    if not name:
        return Done(_("%(name)s is no contact any more") % {"name": before}, back)
    return Done(_("this number is now %(name)s") % {"name": name}, back)


def note(client: Client, call: CallShape, text: str) -> Done:
    before = call["notes"]
    client.note_call(call["id"], text)
    return Done(_("the note is kept"), lambda client: client.note_call(call["id"], before))


def forget(client: Client, call: CallShape) -> Done:
    """There is no way back: what was deleted is not kept anywhere."""
    client.forget_call(call["id"])
    return Done(_("the call is deleted"))


def _write_name(client: Client, number: str, name: str) -> None:
    if name:
        client.add_contact(name, number)
    else:
        client.forget_contact(number)


def _toggle(client: Client, number: str, kind: str, said: tuple[str, str], name: str) -> Done:
    before = [entry for entry in client.entries() if entry["pattern"] == number]

    def back(client: Client) -> None:
        clear(client, number)
        for entry in before:
            restore(client, entry)

    clear(client, number)
    undone = any(entry["kind"] == kind for entry in before)
    if not undone:
        client.add_entry(number, kind)
    return Done(said[undone] % {"caller": name}, back)


def clear(client: Client, number: str) -> None:
    try:
        client.forget_entry(number)
    except NotFoundError:
        return  # nothing stands there, which is what we want


def restore(client: Client, entry: EntryShape) -> None:
    client.add_entry(
        entry["pattern"],
        entry["kind"],
        note=entry["note"],
        until=entry["until"],
        once=entry["once"],
    )
