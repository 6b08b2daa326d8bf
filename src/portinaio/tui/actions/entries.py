"""What the keys do to the entries of the user."""

from __future__ import annotations

from portinaio.language import _
from portinaio.tui.actions.action import Action, ActionContext


def _needs_entry(context: ActionContext) -> str | None:
    return None if context.chosen is not None else _("no entry is chosen")


def _needs_other(context: ActionContext, kind: str, already: str) -> str | None:
    """Of several that are marked, those of the other kind are turned."""
    if missing := _needs_entry(context):
        return missing
    return already if context.kind == kind and not context.marked else None


ENTRY_ACTIONS = (
    Action("add", "plus", lambda _s: _("Add"), lambda: _("block or allow numbers of your choice")),
    Action(
        "drop",
        "d",
        lambda _s: _("Delete"),
        lambda: _("take this entry away"),
        _needs_entry,
    ),
    Action(
        "block_entry",
        "b",
        lambda _s: _("Block"),
        lambda: _("block what was allowed"),
        lambda s: _needs_other(s, "block", _("this entry blocks already")),
    ),
    Action(
        "allow_entry",
        "a",
        lambda _s: _("Allow"),
        lambda: _("allow what was blocked"),
        lambda s: _needs_other(s, "allow", _("this entry allows already")),
    ),
    Action(
        "remark",
        "e",
        lambda _s: _("Note"),
        lambda: _("write a note to this entry"),
        _needs_entry,
    ),
    Action(
        "expiry",
        "x",
        lambda _s: _("Expiry"),
        lambda: _("say for how long this entry counts"),
        _needs_entry,
    ),
)
