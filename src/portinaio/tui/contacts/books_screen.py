"""The address books that are followed: how fresh each is, what was wrong the last time, and the way out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content

from portinaio.language import _, durations, formatting, ngettext, terms
from portinaio.tui import call_terms
from portinaio.tui.escape import plain
from portinaio.tui.operations import contacts as operations
from portinaio.tui.screens.filtered_screen import Findable
from portinaio.tui.screens.table_screen import TableScreen, cell
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.dialogs import Confirm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import BookAnswer
    from portinaio.tui.actions.action import ActionContext
    from portinaio.tui.session import Session
    from portinaio.tui.widgets.empty_state import EmptyState
    from portinaio.tui.widgets.virtual_table import Cell

NONE = "\N{EN DASH}"
MARKS = {
    "ok": ("✓", "good"),
    "stale": ("!", "doubtful"),
    "refused": ("✕", "bad"),
    "never": ("○", "muted"),
}
_COLOURS = {"good": "$verdict-known", "doubtful": "$verdict-suspected", "bad": "$verdict-reported"}


class BooksScreen(TableScreen):
    OWN_ACTIONS = ("sync_book", "accept_book", "unfollow", "filter")
    FOOTER = ("sync_book", "accept_book", "unfollow", "filter", "undo", "back", "help")

    def __init__(self, session: Session) -> None:
        self._books: list[BookAnswer] | None = None
        super().__init__(session)

    def about(self) -> str:
        return _(
            "**Followed books**: address books of a server or a file, of which every change comes here by itself. Nothing is "
            "ever written there.\n\n"
            "✓ fresh  \n! without news for too long  \n✕ refused; the contacts of before stay  \n○ not fetched yet"
        )

    def breadcrumbs(self) -> tuple[str, ...]:
        return _("Contacts"), _("Followed books")

    def details_title(self) -> str:
        return _("Address book")

    def on_mount(self) -> None:
        super().on_mount()
        self._read()

    def state_changed(self, topic: str) -> None:
        if topic in {"connection", "contacts", "entries", "loaded"}:
            self._read()
        super().state_changed(topic)

    def _read(self) -> None:
        def take(books: list[BookAnswer]) -> None:
            self._books = books
            self.look()

        self.request(lambda client: client.books(), take, "books", latest=True)

    def items(self) -> Sequence[tuple[str, Any, str]]:
        return [(one["name"], one, plain(one["error"] or "")) for one in self._books or ()]

    def headline(self) -> str:
        n = len(self._books or ())
        if not n:
            return _("Followed books")
        return " · ".join(
            (_("Followed books"), ngettext("%(n)d followed", "%(n)d followed", n) % {"n": n})
        )

    def why_empty(self, empty_state: EmptyState) -> None:
        if self._books is None:
            empty_state.say(_("Asking for the address books…"))
            return
        empty_state.say(
            _("No address book is followed."),
            hint=_(
                "portinaio contacts follow URL|FILE keeps the contacts of a server or a file fresh."
            ),
        )

    def findable(self, item: BookAnswer) -> Findable:
        state = plain(terms.term(item["state"], terms.LIST_STATES))
        return Findable((item["name"], item["url"], item["error"] or "", state))

    def paint(self, item: BookAnswer, width: int) -> list[Cell]:
        shape, style = MARKS.get(item["state"], ("?", "muted"))
        tail = 30
        return [
            cell(shape, 2, style),
            cell(plain(item["name"]), max(8, width - 2 - tail), "strong"),
            cell(f"{formatting.count(item['numbers']):>10}", 12),
            cell(self._age(item), tail - 12, "muted"),
        ]

    def _age(self, one: BookAnswer) -> str:
        if one["checked"] is None:
            return _("never")
        age = durations.age(self.session.now() - call_terms.moment(one["checked"]))
        return _("%(age)s ago") % {"age": age}

    def detail(self, item: BookAnswer) -> Content:
        shape, style = MARKS.get(item["state"], ("?", "muted"))
        rows = [
            (_("numbers"), formatting.count(item["numbers"])),
            (_("user"), plain(item["username"]) or NONE),
            (_("country"), plain(item["region"] or NONE)),
            (_("changed"), _day(item["updated"])),
            (_("asked"), _day(item["checked"])),
        ]
        state = plain(terms.term(item["state"], terms.LIST_STATES_AT_LENGTH))
        parts = [
            Content.styled(plain(item["name"]), "bold"),
            Content.assemble((f"{shape} {state}", _COLOURS.get(style, MUTED))),
            Content(),
            *(Content.assemble((f"{name:<10}", MUTED), value) for name, value in rows),
            Content(),
            Content.styled(plain(item["url"]), MUTED),
        ]
        if item["error"]:
            parts += [Content(), Content.styled(plain(item["error"]), "$verdict-suspected")]
        return Content("\n").join(parts)

    def current_context(self) -> ActionContext:
        found, one = super().current_context(), self.under_cursor
        return found if one is None else found._replace(chosen=one["name"], kind=one["state"])

    # -- keys

    def do_sync_book(self) -> None:
        name = self.under_cursor["name"]
        self.carry_out(lambda client: operations.sync(client, [name]), slow=True)

    def do_accept_book(self) -> None:
        name = self.under_cursor["name"]

        def said(yes: bool | None) -> None:
            if yes:
                self.carry_out(lambda client: operations.sync(client, [name], [name]), slow=True)

        title = _("Take %(list)s all the same?") % {"list": plain(name)}
        text = _(
            "It has lost more than half of its numbers. Whoever falls out of it is known no more."
        )
        self.app.push_screen(Confirm(title, text, _("Take it")), said)

    def do_unfollow(self) -> None:
        name = self.under_cursor["name"]

        def said(yes: bool | None) -> None:
            if yes:
                self.carry_out(lambda client: operations.unfollow(client, name))

        title = _("Follow %(name)s no more?") % {"name": plain(name)}
        text = _("Its contacts go from here; on the server or in the file they stay.")
        self.app.push_screen(Confirm(title, text, _("Follow no more")), said)


def _day(moment: str | None) -> str:
    return formatting.moment(call_terms.moment(moment)) if moment else NONE
