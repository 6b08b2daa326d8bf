"""The hours of a policy: each is changed in a form of its own, and written at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option

from portinaio.errors import PortinaioError
from portinaio.language import _
from portinaio.tui.escape import escaped, escaped_lines
from portinaio.tui.operations.settings import set_value
from portinaio.tui.screens.requests import RequestScreen
from portinaio.tui.settings.hours import NEW, summaries
from portinaio.tui.settings.hours_form import HoursForm
from portinaio.tui.settings.values import GENERAL, as_policy, written
from portinaio.tui.widgets.dialogs import hint

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from portinaio.api.answers import SettingAnswer
    from portinaio.api.client import Client
    from portinaio.tui.operations.done import Done
    from portinaio.tui.session import Session
    from portinaio.tui.settings.hours import Window


class HoursScreen(RequestScreen, ModalScreen[Any]):
    """Ends with what was done, or with None."""

    AUTO_FOCUS: ClassVar[str] = "OptionList"

    def __init__(self, session: Session, setting: SettingAnswer, meaning: str) -> None:
        super().__init__()
        self.session = session
        self._setting = setting
        self._meaning = meaning
        self._hours: list[Window] = [dict(window) for window in setting["value"] or ()]
        own = [
            Binding("escape", "dismiss", _("Back"), id="back"),
            Binding("plus", "add", _("Add")),
            Binding("d,delete", "drop", _("Delete")),
        ]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = escaped(self._setting["key"])
            box.border_subtitle = hint(
                _("enter changes it, + adds, d deletes, esc leaves it"),
                "screen.change",
                "screen.add",
                "screen.drop",
                "screen.dismiss",
            )
            yield Label(escaped_lines(self._meaning), classes="hint")
            rows = [*summaries(self._hours), _("+ further hours")]
            yield OptionList(*(Option(escaped(row)) for row in rows), compact=True)

    @property
    def _at(self) -> int:
        """Of the window under the cursor; behind them all on the last row."""
        place = self.query_one(OptionList).highlighted
        return len(self._hours) if place is None else place

    def on_option_list_option_selected(self) -> None:
        self.action_change()

    def action_change(self) -> None:
        place = self._at
        if place == len(self._hours):
            self.action_add()
        else:
            self._edit(self._hours[place], place)

    def action_add(self) -> None:
        self._edit(NEW, len(self._hours))

    def action_drop(self) -> None:
        place = self._at
        if place < len(self._hours):
            left = self._hours[:place] + self._hours[place + 1 :]
            self.request(lambda client: self._write(client, left), self.dismiss)

    def _edit(self, window: Window, place: int) -> None:
        def keep(client: Client, changed: Window) -> Done:
            return self._write(client, [*self._hours[:place], changed, *self._hours[place + 1 :]])

        def kept(done: Done | None) -> None:
            if done is not None:
                self.dismiss(done)

        def tried(client: Client, changed: Window) -> str:
            return self._tried(client, [*self._hours[:place], changed, *self._hours[place + 1 :]])

        self.app.push_screen(HoursForm(self.session, window, keep, tried), kept)

    def _tried(self, client: Client, hours: list[Window]) -> str:
        """What these would have done to the calls of the log; empty where nothing would be otherwise, or where they are wrong,
        which keeping them will tell.
        """
        whose = self._setting["key"].removesuffix("hours")
        line = whose.removeprefix("line.").removesuffix(f".{GENERAL}") if whose != GENERAL else ""
        try:
            text = as_policy(client.settings()["keys"], hours, whose)
            found = client.replay(written=text, line=line)
        except PortinaioError:
            return ""
        changed = found["turned_away"] + found["silenced"] + found["let_ring"]
        return found["says"] if changed else ""

    def _write(self, client: Client, hours: list[Window]) -> Done:
        # Without any, a line of which nothing is written has those of the general policy.
        value = hours or ([] if self._setting["default"] else None)
        return set_value(client, self._setting, value, written(value, self._setting["kind"]))
