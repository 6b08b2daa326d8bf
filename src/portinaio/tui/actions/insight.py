"""What the keys do to the page of insight."""

from __future__ import annotations

from portinaio.language import _
from portinaio.tui.actions.action import Action

INSIGHT_ACTIONS = (
    Action("days", "space", lambda _s: _("Other span"), lambda: _("count over more or fewer days")),
    Action("export", "ctrl+s", lambda _s: _("Export"), lambda: _("write this page to a file")),
)
