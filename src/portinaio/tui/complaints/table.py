"""The table of complaints: what can be done now on top, what is settled at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from portinaio.core.message import msg
from portinaio.language import _
from portinaio.tui.complaints import complaint_terms
from portinaio.tui.escape import plain
from portinaio.tui.screens.filtered_screen import Findable
from portinaio.tui.screens.sorted_screen import Order
from portinaio.tui.widgets.virtual_table import Cell, VirtualTable, fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import datetime

    from portinaio.api.answers import ComplaintAnswer

WIDE_FROM = 88
VERDICTS = ("reported", "suspected", "known", "unknown")


class ComplaintRow(NamedTuple):
    key: int
    """Id of the complaint; negative for the rule above those that are settled."""
    complaint: ComplaintAnswer | None = None


ORDERS = (
    Order(msg("by company"), lambda one: one["company"].casefold() or "~"),
    Order(msg("by recipient"), lambda one: complaint_terms.recipient_word(one["recipient"])),
    Order(msg("by day"), lambda one: one["created"], descending=True),
)


def findable(one: ComplaintAnswer, numbers: Mapping[int, str]) -> Findable:
    """`numbers` are those of calls that are loaded, by their ids."""
    words = (
        complaint_terms.company(one),
        complaint_terms.recipient_word(one["recipient"]),
        complaint_terms.state_word(one["state"]),
        one["advice"],
    )
    return Findable(words, [numbers[call] for call in one["calls"] if call in numbers])


def rows_of(
    complaints: Iterable[ComplaintAnswer], order: Order | None = None
) -> list[ComplaintRow]:
    """In another order than the usual one nothing is set apart."""
    if order is not None:
        usual = sorted(complaints, key=complaint_terms.urgency)
        found = sorted(usual, key=order.key, reverse=order.descending)
        return [ComplaintRow(one["id"], one) for one in found]
    rows: list[ComplaintRow] = []
    for one in sorted(complaints, key=complaint_terms.urgency):
        if one["state"] == "closed" and rows and rows[-1].key >= 0 and not _settled(rows[-1]):
            rows.append(ComplaintRow(-1))
        rows.append(ComplaintRow(one["id"], one))
    return rows


def _settled(row: ComplaintRow) -> bool:
    return row.complaint is not None and row.complaint["state"] == "closed"


class ComplaintsTable(VirtualTable):
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "calls--time",
        "calls--who",
        "calls--why",
        "calls--rule",
        *(f"verdict--{verdict}" for verdict in VERDICTS),
    }

    def __init__(self, now: Callable[[], datetime], **attributes: Any) -> None:
        super().__init__(**attributes)
        self._now = now

    def draw(self, row: ComplaintRow, width: int) -> list[Cell]:
        if row.complaint is None:
            head = f"── {_('settled')} "
            return [Cell(head + "─" * max(0, width - len(head)), "calls--rule")]
        one, today = row.complaint, self._now().date()
        shape, verdict = complaint_terms.state_symbol(one["state"])
        days = complaint_terms.days_left(one, today)
        late = days is not None and days < 0
        wide = width >= WIDE_FROM
        cells = [
            Cell(f"{shape}  ", f"verdict--{verdict}"),
            Cell(
                fitted(complaint_terms.state_word(one["state"]), complaint_terms.state_cells()),
                f"verdict--{verdict}",
            ),
            Cell(
                fitted(complaint_terms.time_left(one, today), 14),
                "verdict--reported" if late else "calls--time",
            ),
            Cell(fitted(complaint_terms.company(one), 22 if wide else 16) + " ", "calls--who"),
            Cell(
                fitted(complaint_terms.recipient_word(one["recipient"]), 23 if wide else 14) + " ",
                "calls--who",
            ),
        ]
        left = width - sum(len(cell.text) for cell in cells)
        cells.append(Cell(fitted(plain(one["advice"]), max(1, left)), "calls--why"))
        return cells
