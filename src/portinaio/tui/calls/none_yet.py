"""What stands in the place of calls before the first has come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _

if TYPE_CHECKING:
    from portinaio.api.answers import StatusAnswer
    from portinaio.tui.widgets.empty_state import EmptyState


def say_what_will_come(
    empty_state: EmptyState, status: StatusAnswer | None, keys: tuple[str, str]
) -> None:
    """`keys` lead to the first steps and to the lines."""
    if status is not None and not status["lines"]:
        said = [(keys[0], _("First steps")), (keys[1], _("Lines"))]
        empty_state.say(_("No calls yet."), *said, hint=_("No line is set up that could ring."))
        return
    hint = _("They will appear here the moment a line rings.")
    empty_state.say(_("No calls yet."), hint=hint)
