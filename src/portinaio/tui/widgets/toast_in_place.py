"""A toast that stands there and says something else from now on: a new one in its place takes three layouts of the screen, this one at most."""

from __future__ import annotations

from time import time
from typing import TYPE_CHECKING

from textual.widgets._toast import Toast

if TYPE_CHECKING:
    from textual.notifications import Notification
    from textual.screen import Screen


def say_in_place(screen: Screen[object], notification: Notification, sentence: str) -> bool:
    """Whether its toast is on the screen, and says this now, for as long as a new one would."""
    toast = next((one for one in screen.query(Toast) if one._notification is notification), None)  # noqa: SLF001  # nothing else tells whose it is
    if toast is None or not toast.size:
        return False
    notification.message, notification.raised_at = sentence, time()
    for timer in list(toast._timers):  # noqa: SLF001  # of its end
        timer.stop()
    toast.set_timer(notification.timeout, toast._expire)  # noqa: SLF001  # as Textual lets it end
    width, height = toast.size
    rules = toast.styles.get_rules()
    toast.refresh(layout=toast.render().get_height(rules, width) != height)
    return True
