"""Everything that can be done, in one table: bindings, footer, palette and help are made from it.

An action says when it is possible, and otherwise why not: the key is dimmed and not hidden, so that fingers remember.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.binding import Binding

from portinaio.language import _
from portinaio.tui.actions.calls import CALL_ACTIONS
from portinaio.tui.actions.complaints import COMPLAINT_ACTIONS
from portinaio.tui.actions.contacts import CONTACT_ACTIONS
from portinaio.tui.actions.entries import ENTRY_ACTIONS
from portinaio.tui.actions.everywhere import EVERYWHERE_ACTIONS, PLACE_ACTIONS
from portinaio.tui.actions.insight import INSIGHT_ACTIONS
from portinaio.tui.actions.lines import LINE_ACTIONS
from portinaio.tui.actions.lists import LIST_ACTIONS
from portinaio.tui.actions.settings import SETTING_ACTIONS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.tui.actions.action import ActionContext

ACTIONS = {
    action.id: action
    for action in (
        *CALL_ACTIONS,
        *COMPLAINT_ACTIONS,
        *SETTING_ACTIONS,
        *ENTRY_ACTIONS,
        *CONTACT_ACTIONS,
        *LIST_ACTIONS,
        *LINE_ACTIONS,
        *INSIGHT_ACTIONS,
        *EVERYWHERE_ACTIONS,
        *PLACE_ACTIONS,
    )
}
SAME_ACT = {
    "a": ("allow", "allow_entry"),
    "A": ("allow_rejected",),
    "b": ("block", "block_entry"),
    "B": ("books",),
    "c": ("closed",),
    "C": ("ring",),
    "d": (
        *("forget", "drop", "drop_contact", "unfollow", "unsubscribe"),
        *("line_drop", "discard", "take_out", "reset"),
    ),
    "D": ("devices",),
    "e": ("note", "remark", "edit_contact", "correct_line", "say_more"),
    "E": ("expect",),
    "f": ("favourite",),
    "F": ("form",),
    "h": ("trace",),
    "H": ("answered",),
    "i": ("whose",),
    "I": ("bring",),
    "J": ("telephone",),
    "K": ("basis",),
    "l": ("other_side",),
    "L": ("insufficient",),
    "m": ("mask",),
    "M": ("send",),
    "n": ("name",),
    "N": ("refused",),
    "o": ("page",),
    "O": ("address",),
    "p": ("pause",),
    "P": ("password",),
    "q": ("quit",),
    "Q": ("order",),
    "r": ("report",),
    "R": ("share",),
    "s": ("sync", "sync_book"),
    "S": ("start",),
    "t": ("try", "test"),
    "T": ("extended",),
    "u": ("undo",),
    "v": ("play",),
    "V": ("received",),
    "w": ("sent",),
    "W": ("recipient",),
    "x": ("expiry",),
    "X": ("next",),
    "y": ("copy", "copy_letter", "copy_field"),
    "Y": ("year",),
    "z": ("sort",),
    "ctrl+s": ("save", "export", "begin"),
}
"""What a letter means, the same in every place where it does anything: `d` takes away, `e` writes on it, `y` copies."""
PLACES = tuple(action.id for action in PLACE_ACTIONS)
"""What a digit leads to."""
COMMON_ACTIONS = (
    "undo",
    "allow_rejected",
    "pause",
    "expect",
    "mask",
    "start",
    "notices",
    "palette",
    "setup",
    "help",
    "back",
    "quit",
    *PLACES,
)
"""Actions of every screen."""
KEY_NAMES = {
    "enter": "⏎",
    "slash": "/",
    "question_mark": "?",
    "exclamation_mark": "!",
    "escape": "esc",
    "colon": ":",
    "plus": "+",
    "asterisk": "*",
    "ctrl+s": "^s",
}
"""How keys are drawn whose names Textual spells out."""


def bindings(ids: Iterable[str], context: ActionContext) -> list[Binding]:
    """One binding an action, in the language spoken now."""
    return [
        Binding(
            ACTIONS[id_].key,
            f"do('{id_}')",
            ACTIONS[id_].title(context),
            id=id_,
            tooltip=ACTIONS[id_].help(),
        )
        for id_ in ids
    ]


def drawn(key: str) -> str:
    """The first of an action's keys, as it stands on the screen."""
    first = key.partition(",")[0]
    return key_name(first) or first


def key_name(key: str) -> str | None:
    """As it is drawn, where Textual would spell it out, and in English."""
    return _("space") if key == "space" else KEY_NAMES.get(key)
