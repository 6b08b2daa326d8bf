"""The rows of a list that cannot be used: the first of them, how many there are, and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from portinaio.core.message import Message, counted, msg
from portinaio.errors import UntrustedListError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portinaio.core.evidence import Rejected

MOST_REJECTED = 1_000  # kept with their text; all are counted
FRUITLESS = 100_000  # refused rows, with hardly a good one among them: this is no list
FEWEST_GOOD = 0.001  # of the rows by then


class RefusedRows:
    def __init__(self, good: Callable[[], int]) -> None:
        """`good` says how many rows could be used so far."""
        self.first: list[Rejected] = []
        self.count = 0
        self.reasons: Counter[str] = Counter()
        """How many rows were refused for each reason, in English."""
        self._good = good

    def add(self, row: Rejected) -> None:
        """`UntrustedListError` for a file of nothing but those, which could be read for hours."""
        self.count += 1
        said = str(row.reason)
        # A reason may hold what stood in the row; a file of nothing but those must not fill the memory.
        self.reasons[said if len(self.reasons) < MOST_REJECTED else row.reason.text] += 1
        if len(self.first) < MOST_REJECTED:
            self.first.append(row)
        if self.count % FRUITLESS == 0:
            self._refuse_fruitless()

    def _refuse_fruitless(self) -> None:
        good = self._good()
        if good < FEWEST_GOOD * self.count:
            raise UntrustedListError(
                msg(
                    "%(n)d of its first %(rows)d rows hold no number; the first one says: %(reason)s",
                    n=self.count,
                    rows=self.count + good,
                    reason=self.first[0].reason,
                )
            )

    def refuse_all(self, remarks: Sequence[Message]) -> None:
        """Where there was no other row; `remarks` are what is to be said of the file beside."""
        said = counted(
            "its only row holds no number: %(reason)s",
            "none of the %(n)d rows holds a number; the first one says: %(reason)s",
            self.count,
            reason=self.first[0].reason,
        )
        for remark in remarks[:1]:
            said = msg("%(what)s; %(remark)s", what=said, remark=remark)
        raise UntrustedListError(said)
