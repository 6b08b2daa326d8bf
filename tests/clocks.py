"""A house whose clock can be put on and back."""

from __future__ import annotations

from datetime import datetime, timedelta

from worlds import FROZEN_NOW

SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
YEARS = 12 * 365 * DAY


class AClock:
    def __init__(self) -> None:
        self.now = FROZEN_NOW

    def __call__(self) -> datetime:
        return self.now
