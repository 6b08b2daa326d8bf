"""What a list holds: its first rows, or what it says of one number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content

from portinaio.errors import PortinaioError
from portinaio.language import _, formatting, ngettext
from portinaio.tui import format_number
from portinaio.tui.call_terms import moment
from portinaio.tui.escape import plain
from portinaio.tui.screens.filtered_screen import Findable
from portinaio.tui.screens.table_screen import TableScreen, cell
from portinaio.tui.themes import MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

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
        self._answer: ListRowsAnswer | None = None
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

    def filter_hint(self) -> str:
        return _("a number")

    def findable(self, item: ListRowAnswer) -> Findable:
        """The house has found it."""
        return Findable((self.sought, item["pattern"]))

    def on_mount(self) -> None:
        super().on_mount()
        self._read()

    def _read(self) -> None:
        name, sought = self._list["name"], self.sought

        def question(client: Client) -> ListRowsAnswer | PortinaioError:
            try:
                return client.list_rows(name, sought, FIRST_ROWS)
            except PortinaioError as error:  # half a number is none, and no news
                return error

        self.request(question, self._take, "rows", latest=True)

    def _take(self, answer: ListRowsAnswer | PortinaioError) -> None:
        if isinstance(answer, PortinaioError):
            self._refusal = self.sentence_of(answer)
            self._answer = {"entries": self._list["entries"], "rows": []}
        else:
            self._refusal, self._answer = "", answer
        self.look()

    def items(self) -> Sequence[tuple[str, Any, str]]:
        return [(row["pattern"], row, "") for row in self._answer["rows"]] if self._answer else []

    def headline(self) -> str:
        n = self._answer["entries"] if self._answer else self._list["entries"]
        entries = ngettext("%(n)s number", "%(n)s numbers", n) % {"n": formatting.count(n)}
        parts = [plain(self._list["title"]), entries]
        if not self.sought and self._answer and 0 < len(self._answer["rows"]) < n:
            parts.append(_("the first %(n)d") % {"n": len(self._answer["rows"])})
        return " · ".join(parts)

    def why_empty(self, empty_state: EmptyState) -> None:
        if self._answer is None:
            empty_state.say(_("Opening the list…"))
        elif self._refusal and not self.sought:
            empty_state.say(_("The list cannot be read."), hint=self._refusal)
        elif self._refusal:
            empty_state.say(self._refusal)
        elif self.sought:
            said = _("“%(text)s” is not on this list.") % {"text": plain(self.sought)}
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
        self.do_filter()

    def seek(self) -> None:
        self._read()


def _reporters(row: ListRowAnswer) -> str:
    n = row["reporters"]
    if n is None:
        return _("listed")
    return ngettext("%(n)s reporter", "%(n)s reporters", n) % {"n": formatting.count(n)}


def _last(row: ListRowAnswer) -> str:
    """The day that the list gives, or that since which it was seen to say so."""
    told = row["last"] or row["since"]
    return formatting.day(moment(told).date()) if told else ""
