"""What the keys do to the address book, and to the books that are followed."""

from __future__ import annotations

from portinaio.language import _
from portinaio.tui.actions.action import Action, ActionContext


def _needs_contact(context: ActionContext) -> str | None:
    return None if context.chosen is not None else _("no contact is chosen")


def _needs_own_contact(context: ActionContext) -> str | None:
    if missing := _needs_contact(context):
        return missing
    return (
        _("its address book is followed; change it there") if context.kind == "followed" else None
    )


def _needs_book(context: ActionContext) -> str | None:
    return None if context.chosen is not None else _("no address book is followed")


def _needs_refused_book(context: ActionContext) -> str | None:
    if missing := _needs_book(context):
        return missing
    return None if context.kind == "refused" else _("this address book was not refused")


CONTACT_ACTIONS = (
    Action("new_contact", "plus", lambda _s: _("Add"), lambda: _("write down somebody you know")),
    Action(
        "edit_contact",
        "e,enter",
        lambda _s: _("Edit"),
        lambda: _("change name, numbers and groups"),
        _needs_own_contact,
    ),
    Action(
        "drop_contact",
        "d",
        lambda _s: _("Delete"),
        lambda: _("take this contact out of the address book"),
        _needs_own_contact,
    ),
    Action(
        "favourite",
        "f",
        lambda s: _("No favourite") if s.taken else _("Favourite"),
        lambda: _("put it among the favourites; again: take it out"),
        _needs_own_contact,
    ),
    Action(
        "books",
        "B",
        lambda _s: _("Followed books"),
        lambda: _("the address books that are followed, and how they are"),
    ),
    Action(
        "find_contact",
        "slash",
        lambda _s: _("Find"),
        lambda: _("find a name, a number or a group as you type"),
    ),
    Action(
        "sync_book",
        "s",
        lambda _s: _("Sync"),
        lambda: _("ask this address book for news now"),
        _needs_book,
    ),
    Action(
        "accept_book",
        "exclamation_mark",
        lambda _s: _("Accept"),
        lambda: _("take an address book that has lost more than half, once"),
        _needs_refused_book,
    ),
    Action(
        "unfollow",
        "d",
        lambda _s: _("Follow no more"),
        lambda: _("follow this address book no more, and forget its contacts"),
        _needs_book,
    ),
)
