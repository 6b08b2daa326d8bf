"""The lists of others: which are in use, how fresh they are, what they have caught."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content

from portinaio.core.message import msg
from portinaio.language import _, durations, formatting, ngettext, terms
from portinaio.tui import call_terms
from portinaio.tui.escape import plain
from portinaio.tui.lists.catalogue_screen import CatalogueScreen
from portinaio.tui.lists.inside_screen import InsideScreen
from portinaio.tui.lists.sync_progress import sync_progress
from portinaio.tui.operations import lists as operations
from portinaio.tui.screens.filtered_screen import Findable
from portinaio.tui.screens.sorted_screen import Order
from portinaio.tui.screens.table_screen import TableScreen, cell
from portinaio.tui.state import Connection
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.dialogs import Confirm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import CountAnswer, ListAnswer, SyncingAnswer
    from portinaio.tui.actions.action import ActionContext
    from portinaio.tui.session import Session
    from portinaio.tui.widgets.empty_state import EmptyState
    from portinaio.tui.widgets.virtual_table import Cell

CAUGHT_DAYS = 30
INNOCENTS = "innocents"
"""A kind of list, which catches nobody."""
NONE = "\N{EN DASH}"
MARKS = {
    "ok": ("✓", "good"),
    "stale": ("!", "doubtful"),
    "refused": ("✕", "bad"),
    "never": ("○", "muted"),
}


class ListsScreen(TableScreen):
    OWN_ACTIONS = (
        "catalogue",
        "inside",
        "sync",
        "sync_all",
        "filter",
        "mark",
        "sort",
        "accept",
        "unsubscribe",
    )
    ORDERS = (
        Order(msg("by name"), lambda one: one["title"].casefold()),
        Order(msg("by size"), lambda one: one["entries"], descending=True),
        Order(msg("by age"), lambda one: one["updated"] or ""),
    )
    FOOTER = (
        "catalogue",
        "inside",
        "sync",
        "sync_all",
        "unsubscribe",
        "undo",
        "filter",
        "mark",
        "accept",
        "help",
    )

    def __init__(self, session: Session) -> None:
        self._caught: dict[str, int] = {}
        self._asked: list[ListAnswer] = []
        """What was told when no daemon was there to tell it by itself."""
        super().__init__(session)

    def about(self) -> str:
        return _(
            "**Lists** that others keep, and that you have subscribed. A list adds suspicion; only you can allow.\n\n"
            "✓ fresh  \n! without news for too long  \n✕ refused; the last good one is kept  \n○ not fetched yet\n\n"
            "*Caught* are the reported calls of the last 30 days that the list spoke against."
        )

    def details_title(self) -> str:
        return _("List")

    def on_mount(self) -> None:
        super().on_mount()
        self._ask_caught()
        self.request(lambda client: client.syncing(), self._take_syncing, "syncing", latest=True)

    def state_changed(self, topic: str) -> None:
        if topic in {"connection", "loaded", "calls"}:
            self._ask_caught()
        super().state_changed(topic)

    def _ask_caught(self) -> None:
        def take(answer: tuple[list[CountAnswer], list[ListAnswer]]) -> None:
            self._caught = {one["name"]: one["calls"] for one in answer[0]}
            self._asked = answer[1]
            self.look()

        away = self.session.state.connection is not Connection.UP
        self.request(
            lambda client: (client.caught(CAUGHT_DAYS), client.lists() if away else []),
            take,
            "caught",
            latest=True,
        )

    def _take_syncing(self, at: list[SyncingAnswer]) -> None:
        self.session.state.syncing = at
        self.look()

    @property
    def lists(self) -> list[ListAnswer]:
        status = self.session.state.status
        return self._asked if status is None else status["lists"]

    def items(self) -> Sequence[tuple[str, Any, str]]:
        return [(one["name"], one, plain(one["error"] or "")) for one in self.lists]

    def headline(self) -> str:
        if not self.lists:
            return _("Lists")
        n, entries = len(self.lists), sum(one["entries"] for one in self.lists)
        return " · ".join(
            (
                _("Lists"),
                ngettext("%(n)d in use", "%(n)d in use", n) % {"n": n},
                ngettext("%(n)s number", "%(n)s numbers", entries)
                % {"n": formatting.count(entries)},
            )
        )

    def why_empty(self, empty_state: EmptyState) -> None:
        empty_state.say(
            _("No lists in use."),
            (self.key_of("catalogue"), _("Add one")),
            hint=_("Only your own entries and the sales ranges of your country count."),
        )

    def filter_hint(self) -> str:
        return _("a name, a country, a word such as fresh")

    def findable(self, item: ListAnswer) -> Findable:
        texts = (
            item["name"],
            item["title"],
            item["region"] or "",
            item["url"],
            item["error"] or "",
        )
        return Findable((*texts, _state(item["state"])))

    def paint(self, item: ListAnswer, width: int) -> list[Cell]:
        shape, style = MARKS.get(item["state"], ("?", "muted"))
        at = self._progress_of(item["name"])
        tail = 42 if width < 88 else 46
        cells = [
            cell("↻" if at else shape, 2, "lit" if at else style),
            cell(plain(item["title"]), max(8, width - 2 - tail), "strong"),
        ]
        if at:
            return [*cells, cell(sync_progress(at), tail, "lit")]
        return [
            *cells,
            cell(f"{formatting.count(item['entries']):>10}", 12),
            cell(self._age(item), 12, "muted"),
            cell(self._achieved(item), tail - 24),
        ]

    def _achieved(self, one: ListAnswer) -> str:
        if one["kind"] == INNOCENTS:
            return _("public bodies")
        return _("caught %(n)d in 30 d") % {"n": self._caught.get(one["name"], 0)}

    def _age(self, one: ListAnswer) -> str:
        if one["checked"] is None:
            return _("never")
        age = durations.age(self.session.now() - call_terms.moment(one["checked"]))
        return _("%(age)s ago") % {"age": age}

    def _progress_of(self, name: str) -> SyncingAnswer | None:
        return next((one for one in self.session.state.syncing if one["name"] == name), None)

    def detail(self, item: ListAnswer) -> Content:
        shape, style = MARKS.get(item["state"], ("?", "muted"))
        colour = {
            "good": "$verdict-known",
            "doubtful": "$verdict-suspected",
            "bad": "$verdict-reported",
        }
        spared = item["kind"] == INNOCENTS
        rows = [
            (_("kind"), _("public bodies")) if spared else (_("trust"), f"{item['trust']:.0%}"),
            (_("format"), plain(item["format"] or NONE)),
            (_("country"), plain(item["region"] or NONE)),
            (_("version"), plain(item["version"] or NONE)),
            (_("changed"), _day(item["updated"])),
            (_("asked"), _day(item["checked"])),
        ]
        n = self._caught.get(item["name"], 0)
        caught = ngettext("caught %(n)d call in 30 days", "caught %(n)d calls in 30 days", n) % {
            "n": n
        }
        parts = [
            Content.styled(plain(item["title"]), "bold"),
            Content.assemble((f"{shape} {_state(item['state'])}", colour.get(style, MUTED))),
            Content(),
            *(Content.assemble((f"{name:<10}", MUTED), value) for name, value in rows),
            Content(),
            Content(_("Other lists make these numbers suspected at most.") if spared else caught),
            Content.styled(plain(item["url"]), MUTED),
        ]
        if said := item["error"] or item["note"]:
            parts += [Content(), Content.styled(plain(said), "$verdict-suspected")]
        return Content("\n").join(parts)

    def current_context(self) -> ActionContext:
        fetching = tuple(one["name"] for one in self.session.state.syncing)
        found = super().current_context()._replace(syncing=fetching)
        one = self.under_cursor
        return found if one is None else found._replace(chosen=one["name"], kind=one["state"])

    # -- actions

    def on_virtual_table_row_selected(self) -> None:
        self.do_inside()

    def do_inside(self) -> None:
        if one := self.under_cursor:
            self.app.push_screen(InsideScreen(self.session, one))

    def do_catalogue(self) -> None:
        self.app.push_screen(CatalogueScreen(self.session))

    def do_sync(self) -> None:
        names = [one["name"] for one in self.target_items()]
        self.carry_out(lambda client: operations.sync(client, names), slow=True)
        self.unmark()

    def do_sync_all(self) -> None:
        self.carry_out(lambda client: operations.sync(client, []), slow=True)

    def do_accept(self) -> None:
        one = self.under_cursor

        def said(yes: bool | None) -> None:
            if yes:
                name = one["name"]
                self.carry_out(lambda client: operations.sync(client, [name], [name]), slow=True)

        text = _(
            "It has lost more than half of its numbers, or names public bodies. If it is right so, take it as it is now; "
            "the list of before is gone then."
        )
        title = _("Take %(list)s all the same?") % {"list": plain(one["title"])}
        self.app.push_screen(Confirm(title, text, _("Take it")), said)

    def do_unsubscribe(self) -> None:
        lists: list[ListAnswer] = self.target_items()
        if len(lists) > 1:
            self.carry_out(lambda client: operations.unsubscribe_all(client, lists))
        else:
            self.carry_out(lambda client: operations.unsubscribe(client, lists[0]))
        self.unmark()


def _state(state: str) -> str:
    return plain(terms.term(state, terms.LIST_STATES_AT_LENGTH))


def _day(moment: str | None) -> str:
    return formatting.moment(call_terms.moment(moment)) if moment else NONE
