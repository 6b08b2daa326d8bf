"""How much one device, and one address, may ask."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_KEPT = 1024  # devices and addresses; a house has fewer


class Rate:
    """A bucket of `most` asked at once, which fills again in `within_s`."""

    def __init__(self, most: int, within_s: float, monotonic: Callable[[], float]) -> None:
        self._most = float(most)
        self._per_s = most / within_s
        self._monotonic = monotonic
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()
        """By whom, how much is left, and when that was."""

    def wait_s(self, who: str) -> float:
        """0 where `who` may ask, which counts; else for how long not."""
        now = self._monotonic()
        left, at = self._left.pop(who, (self._most, now))
        left = min(self._most, left + (now - at) * self._per_s)
        wait_s = 0.0 if left >= 1 else (1 - left) / self._per_s
        self._left[who] = (left if wait_s else left - 1, now)
        if len(self._left) > MOST_KEPT:
            self._left.popitem(last=False)
        return wait_s
