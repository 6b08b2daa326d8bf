"""One window of hours: when it begins and ends, on which days, which groups count in it, and each key's action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.style import Style
from textual.widgets import Input, Label, Static

from portinaio.core.policy import KEYS, NEVER_CHALLENGED, NEVER_HELD, Action
from portinaio.language import _
from portinaio.tui.escape import plain
from portinaio.tui.screens.requests import RequestScreen
from portinaio.tui.settings.hours import DAYS, day_names
from portinaio.tui.settings.values import joined, parted
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.dialogs import hint

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from portinaio.api.client import Client
    from portinaio.errors import PortinaioError
    from portinaio.tui.operations.done import Done
    from portinaio.tui.session import Session
    from portinaio.tui.settings.hours import Window

_ACTIONS = (None, *(action.value for action in Action))
_REFUSED = (
    (NEVER_HELD, Action.HOLD),
    (NEVER_CHALLENGED, Action.CHALLENGE),
)


def _choices(key: str) -> tuple[str | None, ...]:
    refused = [action.value for keys, action in _REFUSED if key in keys]
    return tuple(action for action in _ACTIONS if action not in refused)


class HoursForm(RequestScreen, ModalScreen[Any]):
    """Ends with what was done, or with None."""

    AUTO_FOCUS: ClassVar[str] = "#from"

    def __init__(
        self,
        session: Session,
        window: Window,
        keep: Callable[[Client, Window], Done],
        tried: Callable[[Client, Window], str],
    ) -> None:
        """`tried` says what the window would have done to the calls of the log, before it is kept."""
        super().__init__()
        self.session = session
        self._window = window
        self._keep = keep
        self._try = tried
        self._told: Window | None = None
        """Of which the user has read that."""
        own = [
            Binding("escape", "dismiss", _("Back"), id="back"),
            Binding("enter", "keep", show=False),
            Binding("up", "app.focus_previous", show=False),
            Binding("down", "app.focus_next", show=False),
        ]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = _("Hours")
            box.border_subtitle = hint(
                _("enter keeps it, esc leaves it"), "screen.keep", "screen.dismiss"
            )
            yield from self._field("from", _("from"), _("such as 22:00"))
            yield from self._field("to", _("to"), _("such as 07:00; the same: a whole day"))
            with Horizontal(classes="field"):
                yield Label(_("days"))
                yield DaysRow(self._window.get("days") or (), id="days")
            yield from self._field(
                "groups", _("groups"), _("contacts known then, such as favourites")
            )
            for key in KEYS:
                with Horizontal(classes="field"):
                    yield Label(key)
                    yield ActionRow(self._window.get(key), _choices(key), id=f"action-{key}")
            yield Static(id="answer")

    def _field(self, key: str, title: str, placeholder: str) -> ComposeResult:
        value = self._window.get(key) or ""
        text = value if isinstance(value, str) else joined(value)
        with Horizontal(classes="field"):
            yield Label(title)
            yield Input(
                plain(text), placeholder=placeholder, id=key, compact=True, select_on_focus=False
            )

    def on_input_submitted(self) -> None:
        self.action_keep()

    def action_keep(self) -> None:
        window = self._typed()

        def told(says: str) -> None:
            if not says:
                self.request(lambda client: self._keep(client, window), self.dismiss)
                return
            self._told = window
            said = _("%(says)s; enter once more keeps it") % {"says": plain(says)}
            self.query_one("#answer", Static).update(Content(said))

        if window == self._told:
            told("")
        else:
            self.request(lambda client: self._try(client, window), told)

    def _typed(self) -> Window:
        """What was not filled in is left out."""
        actions = {key: self.query_one(f"#action-{key}", ActionRow).action for key in KEYS}
        window: Window = {
            "from": self._text("from"),
            "to": self._text("to"),
            "days": self.query_one(DaysRow).days,
            "groups": parted(self._text("groups")),
            **actions,
        }
        return {key: value for key, value in window.items() if value or key in {"from", "to"}}

    def _text(self, field: str) -> str:
        return self.query_one(f"#{field}", Input).value.strip()

    def show_error(self, error: PortinaioError) -> None:
        """What is wrong with the hours is told below them."""
        said = Content.styled(self.sentence_of(error), "$verdict-suspected")
        self.query_one("#answer", Static).update(said)


class DaysRow(Static, can_focus=True):
    """The days on which hours begin; none chosen means every day."""

    BINDINGS: ClassVar = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("space", "turn_day", show=False),
    ]

    def __init__(self, days: tuple[str, ...] | list[str], **options: Any) -> None:
        super().__init__(**options)
        self._chosen = set(days)
        self._at = 0

    @property
    def days(self) -> list[str]:
        return [day for day in DAYS if day in self._chosen]

    def on_mount(self) -> None:
        self._look()

    def on_focus(self) -> None:
        self._look(focused=True)

    def on_blur(self) -> None:
        self._look()

    def action_move(self, step: int) -> None:
        self._at = (self._at + step) % len(DAYS)
        self._look(focused=True)

    def action_turn_day(self, place: int | None = None) -> None:
        self._at = self._at if place is None else place
        self._chosen ^= {DAYS[self._at]}
        self._look(focused=True)

    def _look(self, *, focused: bool = False) -> None:
        parts = []
        for place, (day, name) in enumerate(day_names().items()):
            chosen = day in self._chosen
            colour = "" if chosen else MUTED
            here = "reverse" if focused and place == self._at else ""
            style = " ".join(part for part in (colour, here) if part)
            shown = Content.styled(f"{'●' if chosen else '○'}{name}", style)
            parts.append(shown.stylize(Style.from_meta({"@click": f"turn_day({place})"})))
        self.update(Content(" ").join(parts))


class ActionRow(Static, can_focus=True):
    """The action of a key in these hours, or none."""

    BINDINGS: ClassVar = [
        Binding("left", "turn(-1)", show=False),
        Binding("right,space", "turn(1)", show=False),
    ]

    def __init__(self, action: str | None, choices: tuple[str | None, ...], **options: Any) -> None:
        super().__init__(**options)
        self.action = action
        self._choices = choices

    def on_mount(self) -> None:
        self._look()

    def on_focus(self) -> None:
        self._look(focused=True)

    def on_blur(self) -> None:
        self._look()

    def on_click(self) -> None:
        self.action_turn(1)

    def action_turn(self, step: int) -> None:
        choices = self._choices
        place = choices.index(self.action) if self.action in choices else 0
        self.action = choices[(place + step) % len(choices)]
        self._look(focused=True)

    def _look(self, *, focused: bool = False) -> None:
        word = Content.styled(self.action or _("not changed"), "" if self.action else MUTED)
        if focused:
            word = Content.assemble(("◂ ", MUTED), word, (" ▸", MUTED))
        self.update(word)
