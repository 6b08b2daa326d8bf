"""Everything there is to know in one place: keys by screen, what the shapes mean, where files lie."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.containers import VerticalScroll
from textual.content import Content

from portinaio.language import _
from portinaio.tui.actions.action import ActionContext
from portinaio.tui.actions.registry import ACTIONS, COMMON_ACTIONS, PLACES, drawn
from portinaio.tui.complaints import complaint_terms
from portinaio.tui.escape import plain
from portinaio.tui.places import kind_of
from portinaio.tui.screens.base_screen import BaseScreen
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.drawn_to_width import DrawnToWidth
from portinaio.tui.widgets.virtual_table import fitted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.app import ComposeResult

    from portinaio.api.answers import SettingsAnswer
    from portinaio.errors import PortinaioError
    from portinaio.tui.session import Session

GUIDE = "guide"
KEY, WORD = 6, 16  # cells of a key and of its word
INDENT = 2 + KEY + WORD + 1  # cells before the sentence


class HelpScreen(BaseScreen):
    FOOTER: ClassVar[tuple[str, ...]] = ("calls", "setup", "help", "quit")
    AUTO_FOCUS = "#guide"

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._settings: SettingsAnswer | None = None
        self._trouble = ""

    def body(self) -> ComposeResult:
        with VerticalScroll(id="guide", classes="panel") as box:
            box.border_title = _("Help")
            yield DrawnToWidth()

    def about(self) -> str:
        return _("**Help**: all keys by place, the shapes, and where files lie.")

    def on_mount(self) -> None:
        self._show()
        self._load()

    def state_changed(self, topic: str) -> None:
        super().state_changed(topic)
        if topic in {"loaded", "connection"}:
            self._load()

    def _load(self) -> None:
        self.request(lambda client: client.settings(), self._take, "files", latest=True)

    def _take(self, settings: SettingsAnswer) -> None:
        self._settings, self._trouble = settings, ""
        self._show()

    def show_error(self, error: PortinaioError) -> None:
        """Where the files are not known yet, in their place."""
        if self._settings is not None:
            super().show_error(error)
            return
        self._trouble = self.sentence_of(error)
        self._show()

    def _show(self) -> None:
        parts = [
            _section(_("Everywhere"), self._rows(COMMON_ACTIONS)),
            *(
                _section(
                    ACTIONS[place].title(ActionContext()), self._rows(kind_of(place).OWN_ACTIONS)
                )
                for place in PLACES
                if place != GUIDE
            ),
            _section(_("In tables"), _in_tables()),
            _section(_("Shapes of calls"), _call_symbols()),
            _section(_("Shapes of complaints"), _complaint_symbols()),
            _section(_("Files"), self._files()),
        ]
        told = [line for part in parts for line in (*part, Content())]
        self.query_one(DrawnToWidth).show(
            lambda width: Content("\n").join(_hanging(line, width) for line in told)
        )

    def _rows(self, ids: Iterable[str]) -> list[Content]:
        nothing = ActionContext()
        return [
            _row(
                drawn(self.session.keys.get(id_, ACTIONS[id_].key)),
                ACTIONS[id_].title(nothing),
                ACTIONS[id_].help(),
            )
            for id_ in dict.fromkeys(ids)
        ]

    def _files(self) -> list[Content]:
        if self._settings is None:
            if self._trouble:
                return [_row("", _("configuration"), self._trouble, "$verdict-suspected")]
            return [Content.styled(_("Asking the screener…"), MUTED)]
        found = self._settings
        return [
            _row("", _("configuration"), plain(found["file"])),
            _row("", _("calls, entries"), plain(found["data"])),
            _row("", _("log of the daemon"), plain(found["state"])),
        ]


def _section(title: str, rows: list[Content]) -> list[Content]:
    return [Content.styled(title, "bold $primary"), *rows]


def _hanging(line: Content, width: int) -> Content:
    """Broken where it is too long, and its rest below the sentence and not below the key."""
    if line.cell_length <= width or width <= INDENT + 10:
        return line
    head, rest = line[:INDENT], line[INDENT:]
    folded = rest.wrap(width - INDENT)
    return head + Content("\n" + " " * INDENT).join(folded)


def _row(key: str, word: str, sentence: str, style: str = MUTED) -> Content:
    return Content.assemble(
        "  ", (f"{key:<{KEY}}", "bold"), f"{fitted(word, WORD)} ", (sentence, style)
    )


def _in_tables() -> list[Content]:
    return [
        _row("↑ ↓", _("row by row"), _("also k and j; page up and page down go by screens")),
        _row("g G", _("first, last"), _("also home and end")),
    ]


def _call_symbols() -> list[Content]:
    shapes = (
        ("■", "reported", _("reported and refused")),
        ("▣", "reported", _("reported, and it rang")),
        ("□", "unknown", _("unknown")),
        ("◆", "known", _("known")),
        ("◉", "ringing", _("rings now")),
        ("⊘", "reported", _("beside one of these: you block this caller")),
        ("✓", "known", _("beside one of these: you allow this caller")),
    )
    return [
        Content.assemble("  ", (f"{shape:<{KEY}}", f"$verdict-{verdict}"), word)
        for shape, verdict, word in shapes
    ]


def _complaint_symbols() -> list[Content]:
    return [
        Content.assemble(
            "  ",
            (f"{mark.shape:<{KEY}}", f"$verdict-{mark.verdict}"),
            complaint_terms.state_word(state),
        )
        for state, mark in complaint_terms.STATE_SYMBOLS.items()
    ]
