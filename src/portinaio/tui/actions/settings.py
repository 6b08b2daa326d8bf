"""The acts on the configuration and on the first run; a part of the one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _
from portinaio.tui.actions.action import Act

if TYPE_CHECKING:
    from portinaio.tui.actions.action import Situation


def _needs_setting(found: Situation) -> str | None:
    return None if found.setting else _("no key is chosen")


def _needs_given(found: Situation) -> str | None:
    return _needs_setting(found) or (None if found.given else _("it has its default already"))


SETTING_ACTS = (
    Act(
        "change",
        "enter",
        lambda _s: _("Change"),
        lambda: _("give this key another value"),
        _needs_setting,
    ),
    Act(
        "reset",
        "d",
        lambda _s: _("Default"),
        lambda: _("take this key out of config.toml, so that its default holds"),
        _needs_given,
    ),
    Act(
        "answer",
        "enter",
        lambda _s: _("Answer"),
        lambda: _("answer this question otherwise"),
    ),
    Act(
        "begin",
        "b",
        lambda _s: _("Begin"),
        lambda: _("write the answers down and begin"),
    ),
    Act(
        "setup",
        "f2",
        lambda _s: _("First steps"),
        lambda: _("country, line, contacts and lists in a few questions"),
    ),
)
