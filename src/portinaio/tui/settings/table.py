"""The table of all keys of config.toml, under the tables that they stand in."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from portinaio.language import _
from portinaio.tui import format_number
from portinaio.tui.escape import plain
from portinaio.tui.settings.values import written
from portinaio.tui.widgets.virtual_table import Cell, VirtualTable, fitted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from portinaio.api.answers import SettingAnswer
    from portinaio.tui.state import State

KEY = 15  # cells; the longest key has 13
VALUE = 20


class SettingRow(NamedTuple):
    key: int
    """Negative for the head of a table."""
    setting: SettingAnswer | None
    head: str = ""


def rows_of(settings: Iterable[SettingAnswer]) -> list[SettingRow]:
    rows: list[SettingRow] = []
    table = ""
    for at, one in enumerate(settings):
        here = one["key"].rpartition(".")[0]
        if here != table:
            rows.append(SettingRow(-at - 1, None, here))
            table = here
        rows.append(SettingRow(at, one))
    return rows


class SettingsTable(VirtualTable):
    COMPONENT_CLASSES: ClassVar[set[str]] = {
        "calls--time",
        "calls--who",
        "calls--named",
        "calls--why",
        "calls--rule",
    }

    def __init__(self, state: State) -> None:
        super().__init__()
        self._state = state

    def draw(self, row: SettingRow, width: int) -> list[Cell]:
        if row.setting is None:
            head = f"── {plain(row.head)} "
            return [Cell(head + "─" * max(0, width - len(head)), "calls--rule")]
        one = row.setting
        room = VALUE if width < 88 else 28
        given = one["value"] is not None
        value = one["value"] if given else one["default"]
        empty = value is None or value in ("", [], {})
        text = _("not set") if empty else written(value, one["kind"])
        shown = format_number.mask_numbers(text, mask=self._state.mask)
        return [
            Cell(fitted(plain(one["key"].rpartition(".")[2]), KEY), "calls--who"),
            Cell(fitted(shown, room) + "  ", "calls--named" if given else "calls--time"),
            Cell(fitted(plain(one["text"]), max(1, width - KEY - room - 2)), "calls--why"),
        ]
