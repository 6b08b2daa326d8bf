"""What a list holds: its first rows, or what it says of one number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Input, Label

from portinaio.errors import PortinaioError
from portinaio.language import _, formatting, ngettext
from portinaio.tui import format_number
from portinaio.tui.call_terms import moment
from portinaio.tui.escape import plain
from portinaio.tui.screens.table_screen import Table, TableScreen, cell
from portinaio.tui.themes import MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from portinaio.api.answers import ListAnswer, ListRowAnswer, ListRowsAnswer
    from portinaio.api.client import Client
    from portinaio.tui.session import Session
    from portinaio.tui.widgets.empty_state import EmptyState
    from portinaio.tui.widgets.virtual_table import Cell

FIRST_ROWS = 200


class InsideScreen(TableScreen):
    OWN_ACTIONS = ("find",)
    FOOTER = ("find", "mask", "back", "help")

    def __init__(self, session: Session, one: ListAnswer) -> None:
        self._list = one
        self._sought = ""
        self._found: ListRowsAnswer | None = None
        self._refusal = ""
        super().__init__(session)

    def about(self) -> str:
        return _(
            "**Inside a list**: its first rows. With / you find what it says of a number. "
            "One reporter counts nothing; the more there are and the later, the more it weighs."
        )

    def breadcrumbs(self) -> tuple[str, ...]:
        return (_("Lists"), plain(self._list["title"]))

    def details_title(self) -> str:
        return _("Row")

    def below(self) -> ComposeResult:
        with Horizontal(id="filter"):
            yield Label("/ ")
            yield Input(placeholder=_("a number"), compact=True)

    def on_mount(self) -> None:
        self.query_one("#filter").display = False
        super().on_mount()
        self._read()

    def _read(self) -> None:
        name, sought = self._list["name"], self._sought

        def question(client: Client) -> ListRowsAnswer | PortinaioError:
            try:
                return client.list_rows(name, sought, FIRST_ROWS)
            except PortinaioError as error:  # half a number is none, and no news
                return error

        self.request(question, self._take, "rows", latest=True)

    def _take(self, answer: ListRowsAnswer | PortinaioError) -> None:
        if isinstance(answer, PortinaioError):
            self._refusal = self.sentence_of(answer)
            self._found = {"entries": self._list["entries"], "rows": []}
        else:
            self._refusal, self._found = "", answer
        self.look()

    def items(self) -> Sequence[tuple[str, Any, str]]:
        return [(row["pattern"], row, "") for row in self._found["rows"]] if self._found else []

    def headline(self) -> str:
        n = self._found["entries"] if self._found else self._list["entries"]
        entries = ngettext("%(n)s number", "%(n)s numbers", n) % {"n": formatting.count(n)}
        parts = [plain(self._list["title"]), entries]
        if self._sought:
            parts.append(f"“{plain(self._sought)}”")
        elif self._found and 0 < len(self._found["rows"]) < n:
            parts.append(_("the first %(n)d") % {"n": len(self._found["rows"])})
        return " · ".join(parts)

    def why_empty(self, empty_state: EmptyState) -> None:
        if self._found is None:
            empty_state.say(_("Opening the list…"))
        elif self._refusal and not self._sought:
            empty_state.say(_("The list cannot be read."), hint=self._refusal)
        elif self._refusal:
            empty_state.say(self._refusal)
        elif self._sought:
            said = _("“%(text)s” is not on this list.") % {"text": plain(self._sought)}
            empty_state.say(said, (self.key_of("back"), _("Show all")))
        else:
            empty_state.say(_("The list is empty."))

    def paint(self, item: ListRowAnswer, width: int) -> list[Cell]:
        words = " · ".join(filter(None, (plain(item["category"]), plain(item["company"]))))
        return [
            cell(
                format_number.short_pattern(item["pattern"], mask=self.session.state.mask),
                26,
                "strong",
            ),
            cell(_reporters(item), 15),
            cell(_last(item), 14, "muted"),
            cell(words, width - 55),
        ]

    def detail(self, item: ListRowAnswer) -> Content:
        parts = [
            Content.styled(
                format_number.pattern(item["pattern"], mask=self.session.state.mask), "bold"
            ),
            Content(_reporters(item)),
        ]
        if item["disputes"]:
            n = item["disputes"]
            said = ngettext("%(n)d says it is none", "%(n)d say it is none", n)
            parts.append(Content(said % {"n": n}))
        if item["since"]:
            parts.append(Content.styled(_("since %(day)s") % {"day": _last(item)}, MUTED))
        elif item["last"]:
            parts.append(Content.styled(_last(item), MUTED))
        parts += [Content(plain(text)) for text in (item["category"], item["company"]) if text]
        return Content("\n").join(parts)

    # -- actions

    def do_find(self) -> None:
        self.query_one("#filter").display = True
        self.query_one(Input).focus()

    def on_input_changed(self, event: Input.Changed) -> None:
        self._sought = event.value.strip()
        self._read()

    def on_input_submitted(self) -> None:
        self.query_one(Table).focus()

    def step_back(self) -> bool:
        bar = self.query_one("#filter")
        if not bar.display:
            return False
        self.query_one(Input).value = ""
        bar.display = False
        self.query_one(Table).focus()
        return True


def _reporters(row: ListRowAnswer) -> str:
    n = row["reporters"]
    if n is None:
        return _("listed")
    return ngettext("%(n)s reporter", "%(n)s reporters", n) % {"n": formatting.count(n)}


def _last(row: ListRowAnswer) -> str:
    """The day that the list gives, or that since which it was seen to say so."""
    told = row["last"] or row["since"]
    return formatting.day(moment(told).date()) if told else ""
