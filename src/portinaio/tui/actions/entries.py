"""What the keys do to the entries of the user."""

from __future__ import annotations

from portinaio.language import _
from portinaio.tui.actions.action import Action, ActionContext


def _needs_entry(context: ActionContext) -> str | None:
    return None if context.chosen is not None else _("no entry is chosen")


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
        "turn",
        "t",
        lambda s: _("Block") if s.kind == "allow" else _("Allow"),
        lambda: _("block what was allowed, allow what was blocked"),
        _needs_entry,
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
