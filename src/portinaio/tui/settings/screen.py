"""Every key of config.toml with what it means; a change is checked by the house before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from portinaio import language
from portinaio.core.policy import KEYS as POLICY_KEYS
from portinaio.errors import PortinaioError
from portinaio.language import _
from portinaio.language.choices import said
from portinaio.tui.escape import escaped, escaped_lines, plain
from portinaio.tui.operations.settings import set_value
from portinaio.tui.screens.filtered_screen import FilteredScreen, Findable, holds
from portinaio.tui.settings.hours_screen import HoursScreen
from portinaio.tui.settings.table import SettingsTable, rows_of
from portinaio.tui.settings.values import GENERAL, read, written
from portinaio.tui.widgets.dialogs import Choice, hint
from portinaio.tui.widgets.empty_state import EmptyState
from portinaio.tui.widgets.filter_bar import FilterBar

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from portinaio.api.answers import ReplayedAnswer, SettingAnswer, SettingsAnswer
    from portinaio.tui.actions.action import ActionContext
    from portinaio.tui.operations.done import Done
    from portinaio.tui.session import Session

"""Before the keys of the policy that holds where a line has none of its own."""
THEME, LANGUAGE, KEYS = "tui.theme", "language", "tui.keys"


class SettingsScreen(FilteredScreen):
    OWN_ACTIONS: ClassVar[tuple[str, ...]] = ("change", "reset", "filter")
    FOOTER: ClassVar[tuple[str, ...]] = (
        "change",
        "reset",
        "filter",
        "undo",
        "setup",
        "mask",
        "help",
    )
    AUTO_FOCUS = "SettingsTable"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._settings: list[SettingAnswer] = []
        self._file = ""
        self._trouble = ""
        self._editing: SettingAnswer | None = None

    def body(self) -> ComposeResult:
        with Vertical(id="panel", classes="panel"):
            yield SettingsTable(self.session.state)
            yield EmptyState()
            yield FilterBar(_("a key, a value, a word of what it means"))
        with Vertical(id="edit", classes="panel"):
            yield Label(id="meaning", classes="hint")
            yield Input(compact=True)
            yield Label(id="wrong")

    def about(self) -> str:
        return _(
            "**Settings**: every key of config.toml. What stands in the file is bright, a default is dim.\n\n"
            "A change is written at once, the comments of the file stay, and `u` takes it back. "
            "An empty value takes the key out."
        )

    def on_mount(self) -> None:
        self.query_one("#edit").display = False
        self._load()
        self.look()

    def state_changed(self, topic: str) -> None:
        super().state_changed(topic)
        if topic in {"loaded", "connection", "status", "settings"}:
            self._load()
        if topic == "mask":
            self.look()

    def _load(self) -> None:
        self.request(lambda client: client.settings(), self._take, "settings", latest=True)

    def _take(self, settings: SettingsAnswer) -> None:
        before = {one["key"]: one["value"] for one in self._settings}
        self._settings, self._file, self._trouble = settings["keys"], settings["file"], ""
        self.look()
        if before:
            after = {one["key"]: one["value"] for one in self._settings}
            self._follow({key for key in after if after[key] != before.get(key)}, after)

    def _follow(self, changed: set[str], values: dict[str, Any]) -> None:
        """What the window itself is made of changes at once."""
        if THEME in changed:
            self._wear(values[THEME])
        if KEYS in changed:
            self.session.keys = dict(values[KEYS] or {})
            self.app.set_keymap(self.session.keys)
        if LANGUAGE in changed and values[LANGUAGE] in language.LANGUAGES:
            self.app.call_later(self.session.change_language, values[LANGUAGE])

    def _wear(self, theme: str | None) -> None:
        if theme in self.app.available_themes:
            self.app.theme = theme

    def show_error(self, error: PortinaioError) -> None:
        """A wrong value is told at its field; where no key is shown yet, in its place."""
        if self._editing is not None:
            wrong = Content.styled(self.sentence_of(error), "$verdict-reported")
            self.query_one("#wrong", Label).update(wrong)
            self.query_one("#wrong").display = True
            return
        if self._settings:
            super().show_error(error)
            return
        self._trouble = self.sentence_of(error)
        self.look()

    def look(self) -> None:
        table, empty_state = self.query_one(SettingsTable), self.query_one(EmptyState)
        rows = rows_of(one for one in self._settings if self._is_found(one))
        table.show(rows)
        empty_state.stand_in_for(table, when=not rows)
        if not rows and self.sought and self._settings:
            self.say_none_found(empty_state)
        elif not rows and self._trouble:
            empty_state.say(_("config.toml cannot be read."), hint=self._trouble)
        elif not rows:
            empty_state.say(_("Reading config.toml…"))
        elif self.focused is None:
            table.focus()
        panel = self.query_one("#panel")
        panel.border_title = Content(" · ".join((_("Settings"), *self.sought_title())))
        panel.border_subtitle = escaped(self._file)
        self.refresh_keys()

    def _is_found(self, one: SettingAnswer) -> bool:
        value = one["value"] if one["value"] is not None else one["default"]
        words = (one["key"], written(value, one["kind"]), one["text"])
        return not self.sought or holds(Findable(words), self.sought)

    # -- the one under the cursor

    def _one(self) -> SettingAnswer | None:
        row = self.query_one(SettingsTable).highlighted_row if self.is_furnished else None
        return row.setting if row else None

    def current_context(self) -> ActionContext:
        one = self._one()
        return (
            super()
            .current_context()
            ._replace(setting=one is not None, given=one is not None and one["value"] is not None)
        )

    def on_virtual_table_row_highlighted(self) -> None:
        self.refresh_keys()

    def on_virtual_table_row_selected(self) -> None:
        self.do_change()

    def do_change(self) -> None:
        one = self._one()
        if one is None:
            return
        choices = [str(choice) for choice in one["choices"]]
        if one["key"] == THEME:
            choices = sorted(self.app.available_themes)
        if one["key"].endswith("policy.hours"):
            self._change_hours(one)
        elif choices:
            self._choose(one, choices)
        else:
            self._edit(one)

    def _choose(self, one: SettingAnswer, choices: list[str]) -> None:
        now = written(one["value"] if one["value"] is not None else one["default"], one["kind"])
        preview = self._wear if one["key"] == THEME else lambda _choice: None
        if one["key"] == THEME:
            now = self.app.theme

        words = {_word(choice): choice for choice in choices}

        def taken(word: str | None) -> None:
            if word is not None:
                self._set(one, read(words[word], one))

        title, text, action = plain(one["key"]), _meaning(one), one["key"].removeprefix(GENERAL)

        def tried(word: str) -> None:
            self._try(dialog, action, words[word], now)

        if action in POLICY_KEYS:
            preview = tried
        dialog: Choice = Choice(title, text, list(words), _word(now), preview)
        self.app.push_screen(dialog, taken)

    def _try(self, dialog: Choice, action: str, choice: str, now: str) -> None:
        """Say what it would have done to the calls of the log, before it is taken."""
        dialog.tell(_word(choice), "")
        if choice == now:
            return

        def told(found: ReplayedAnswer) -> None:
            dialog.tell(_word(choice), found["says"] if found["calls"] else "")

        self.request(lambda client: client.replay({action: choice}), told, "replay", latest=True)

    def _change_hours(self, one: SettingAnswer) -> None:
        def changed(done: Done | None) -> None:
            if done is not None:
                self.carry_out(lambda _client: done)

        self.app.push_screen(HoursScreen(self.session, one, _meaning(one)), changed)

    def _edit(self, one: SettingAnswer) -> None:
        self._editing = one
        box = self.query_one("#edit")
        box.border_title = escaped(one["key"])
        box.border_subtitle = hint(
            _("enter keeps it, esc leaves it"), "screen.keep", "screen.do('back')"
        )
        box.display = True
        self.query_one("#meaning", Label).update(escaped_lines(_meaning(one)))
        self.query_one("#wrong").display = False
        field = self.query_one("#edit Input", Input)
        field.value = plain(written(one["value"], one["kind"]))
        field.placeholder = plain(written(one["default"], one["kind"]))
        field.focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        if event.input.parent is self.query_one("#edit"):
            self.action_keep()
        else:
            super().on_input_submitted(event)

    def action_keep(self) -> None:
        """Take the value that is typed."""
        if self._editing is None:
            return
        try:
            value = read(self.query_one("#edit Input", Input).value, self._editing)
        except PortinaioError as error:
            self.show_error(error)
            return
        self._set(self._editing, value)

    def do_reset(self) -> None:
        if one := self._one():
            self._set(one, None)

    def _set(self, one: SettingAnswer, value: Any) -> None:
        if value == one["value"]:
            self._close()
            return
        shown = plain(written(value, one["kind"]))
        self.carry_out(lambda client: set_value(client, one, value, shown))

    def _carried_out(self, answer: tuple[Any, Any, Any]) -> None:
        self._close()
        super()._carried_out(answer)
        self._load()

    def _close(self) -> None:
        self._editing = None
        self.query_one("#edit").display = False
        self.query_one(SettingsTable).focus()

    def step_back(self) -> bool:
        if self._editing is None:
            return super().step_back()
        self._close()
        return True


def _word(choice: str) -> str:
    """As config.toml has it, and in the reader's language where that has another word."""
    return choice if said(choice) == choice else f"{choice} · {said(choice)}"


def _meaning(one: SettingAnswer) -> str:
    """What the key means, and what becomes of it where a line cannot do it."""
    return "\n".join(text for text in (plain(one["text"]), one["remark"]) if text)
