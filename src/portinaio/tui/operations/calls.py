"""What the keys do to the house, each with the way back. They run in threads and speak to the client alone."""

from __future__ import annotations

from base64 import b64decode
from functools import partial
from typing import TYPE_CHECKING, Protocol

from portinaio.api import player
from portinaio.language import _, ngettext
from portinaio.tui.operations import sharing
from portinaio.tui.operations.done import Done, each, together
from portinaio.tui.operations.entries import clear, restore

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import CallAnswer
    from portinaio.api.client import Client


class NumberOperation(Protocol):
    def __call__(self, client: Client, number: str, name: str, /) -> Done:
        """`name` is the caller as the screen shows them."""


class NumbersOperation(Protocol):
    def __call__(self, client: Client, numbers: Sequence[str], /) -> Done: ...


def block(client: Client, number: str, name: str) -> Done:
    """Block the number; once it is blocked, the same key takes the block away."""
    said = _("%(caller)s is blocked"), _("%(caller)s is blocked no more")
    return _toggle(client, number, "block", said, name)


def block_one(client: Client, number: str, name: str) -> Done:
    """As `block`, and a report of who is blocked then is offered where a list takes it."""
    done = block(client, number, name)
    blocked = any(
        entry["pattern"] == number and entry["kind"] == "block" for entry in client.entries()
    )
    return done._replace(share=blocked and sharing.is_wanted(client, number))


def allow(client: Client, number: str, name: str) -> Done:
    return _toggle(
        client,
        number,
        "allow",
        (_("%(caller)s may ring"), _("%(caller)s is allowed no more")),
        name,
    )


def block_all(client: Client, numbers: Sequence[str]) -> Done:
    """Block several numbers; once all of them are blocked, the same key takes the blocks away."""
    done, undone = _turn_all(client, numbers, "block")
    if undone:
        said = ngettext(
            "%(n)d number is blocked no more", "%(n)d numbers are blocked no more", len(numbers)
        )
    else:
        said = ngettext("%(n)d number is blocked", "%(n)d numbers are blocked", len(numbers))
    return together(said % {"n": len(numbers)}, done)


def block_several(client: Client, numbers: Sequence[str], *, calls: Sequence[int]) -> Done:
    """As `block_all`, and reports of who is blocked then are offered where a list takes them; `calls` is one of each."""
    done = block_all(client, numbers)
    blocked = {entry["pattern"] for entry in client.entries() if entry["kind"] == "block"}
    offered = blocked.issuperset(numbers)
    return done._replace(share_all=sharing.wanted(client, calls) if offered else ())


def allow_all(client: Client, numbers: Sequence[str]) -> Done:
    done, undone = _turn_all(client, numbers, "allow")
    if undone:
        said = ngettext(
            "%(n)d number is allowed no more", "%(n)d numbers are allowed no more", len(numbers)
        )
    else:
        said = ngettext("%(n)d number may ring", "%(n)d numbers may ring", len(numbers))
    return together(said % {"n": len(numbers)}, done)


def _turn_all(client: Client, numbers: Sequence[str], kind: str) -> tuple[list[Done], bool]:
    """Whether it was undone, because all of them had such an entry already."""
    toggle = block if kind == "block" else allow
    has = {entry["pattern"] for entry in client.entries() if entry["kind"] == kind}
    undone = all(number in has for number in numbers)
    wanted = [number for number in numbers if undone or number not in has]
    return each(client, [partial(toggle, number=number, name="") for number in wanted]), undone


def name_number(client: Client, number: str, name: str, before: str) -> Done:
    """Give the number a name, or take it away with an empty one."""

    def undo(client: Client) -> None:
        _write_name(client, number, before)

    _write_name(client, number, name)
    if not name:
        return Done(_("%(name)s is no contact any more") % {"name": before}, undo)
    return Done(_("this number is now %(name)s") % {"name": name}, undo)


def note(client: Client, call: CallAnswer, text: str) -> Done:
    before = call["notes"]
    client.note_call(call["id"], text)
    return Done(_("the note is kept"), lambda client: client.note_call(call["id"], before))


def play(client: Client, call: CallAnswer) -> Done:
    """What the caller said after the tone, at this computer."""
    found = client.message(call["id"], playable=True)
    program = player.play(b64decode(found["data"]), found["seconds"])
    return Done(_("played by %(program)s") % {"program": program})


def forget(client: Client, call: CallAnswer) -> Done:
    """There is no way back: what was deleted is not kept anywhere."""
    client.forget_call(call["id"])
    return Done(_("the call is deleted"))


def forget_all(client: Client, calls: Sequence[CallAnswer]) -> Done:
    for call in calls:
        client.forget_call(call["id"])
    n = len(calls)
    return Done(ngettext("%(n)d call is deleted", "%(n)d calls are deleted", n) % {"n": n})


def _write_name(client: Client, number: str, name: str) -> None:
    if name:
        client.add_contact(name, number, sure=True)  # who has called has this number
    else:
        client.forget_contact(number)


def _toggle(client: Client, number: str, kind: str, said: tuple[str, str], name: str) -> Done:
    before = [entry for entry in client.entries() if entry["pattern"] == number]

    def undo(client: Client) -> None:
        clear(client, number)
        for entry in before:
            restore(client, entry)

    clear(client, number)
    undone = any(entry["kind"] == kind for entry in before)
    if not undone:
        client.add_entry(number, kind=kind, sure=True)
    return Done(said[undone] % {"caller": name}, undo)
