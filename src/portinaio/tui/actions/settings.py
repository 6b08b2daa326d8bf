"""The actions on the configuration and on the first run; a part of the one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _
from portinaio.tui.actions.action import Action

if TYPE_CHECKING:
    from portinaio.tui.actions.action import ActionContext


def _needs_setting(context: ActionContext) -> str | None:
    return None if context.setting else _("no key is chosen")


def _needs_given(context: ActionContext) -> str | None:
    return _needs_setting(context) or (None if context.given else _("it has its default already"))


SETTING_ACTIONS = (
    Action(
        "change",
        "enter",
        lambda _s: _("Change"),
        lambda: _("give this key another value"),
        _needs_setting,
    ),
    Action(
        "reset",
        "d",
        lambda _s: _("Default"),
        lambda: _("take this key out of config.toml, so that its default holds"),
        _needs_given,
    ),
    Action(
        "answer",
        "enter",
        lambda _s: _("Answer"),
        lambda: _("answer this question otherwise"),
    ),
    Action(
        "begin",
        "ctrl+s",
        lambda _s: _("Begin"),
        lambda: _("write the answers down and begin"),
    ),
    Action(
        "go_on",
        "enter",
        lambda _s: _("Go on"),
        lambda: _("go on to the calls; a test call may be skipped"),
    ),
    Action(
        "setup",
        "f2",
        lambda _s: _("First steps"),
        lambda: _("country, line, contacts and lists in a few questions"),
    ),
)
