"""The lists on offer. Nothing of them is fetched before somebody has said yes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import urlsplit

from rich.cells import cell_len
from textual.content import Content
from textual.widgets import Static

from portinaio.language import _, ngettext
from portinaio.tui.escape import plain
from portinaio.tui.lists.list_trial import try_at_home
from portinaio.tui.lists.site_question import ask_for_site, is_site
from portinaio.tui.lists.sync_progress import sync_progress
from portinaio.tui.screens.filtered_screen import Findable
from portinaio.tui.screens.table_screen import TableScreen, cell
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.dialogs import Confirm, Prompt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from portinaio.api.answers import AddedListAnswer, CatalogueAnswer, OfferAnswer
    from portinaio.errors import PortinaioError
    from portinaio.tui.actions.action import ActionContext
    from portinaio.tui.screens.base_screen import BaseScreen
    from portinaio.tui.session import Session
    from portinaio.tui.widgets.empty_state import EmptyState
    from portinaio.tui.widgets.virtual_table import Cell

WIDE_FROM = 88  # cells
_FILE = "file:"


class CatalogueScreen(TableScreen):
    OWN_ACTIONS = ("subscribe", "address", "filter")
    FOOTER = ("subscribe", "address", "filter", "undo", "back", "help")

    def __init__(self, session: Session) -> None:
        self._offers: list[OfferAnswer] | None = None
        self._trouble = ""
        super().__init__(session)

    def about(self) -> str:
        return _(
            "**The catalogue** comes with the program, and a *catalog.toml* of yours beside config.toml adds to it; "
            "looking at it asks nobody. "
            "A list is fetched from its own server once you say yes, and from then on at its interval."
        )

    def breadcrumbs(self) -> tuple[str, ...]:
        return (_("Lists"), _("Catalogue"))

    def details_title(self) -> str:
        return _("On offer")

    def below(self) -> ComposeResult:
        yield Static(id="fault")

    def on_mount(self) -> None:
        self._say_fault(None)
        super().on_mount()
        self._read()

    def state_changed(self, topic: str) -> None:
        if topic == "lists":
            self._read()
        super().state_changed(topic)

    def _read(self) -> None:
        def take(catalogue: CatalogueAnswer) -> None:
            self._say_fault(catalogue["fault"])
            self._offers = catalogue["lists"]
            self.look()

        self.request(lambda client: client.catalogue(), take, "catalogue", latest=True)

    def _say_fault(self, fault: str | None) -> None:
        """Why nothing of the user's own catalogue is among them."""
        line = self.query_one("#fault", Static)
        line.display = bool(fault)
        line.update(Content.styled(f"! {plain(fault or '')}", "$verdict-suspected"))

    def show_error(self, error: PortinaioError) -> None:
        """Where nothing is shown yet, in its place."""
        if self._offers is not None:
            super().show_error(error)
            return
        self._trouble = self.sentence_of(error)
        self.look()

    def items(self) -> Sequence[tuple[str, Any, str]]:
        return [(one["name"], one, "") for one in self._offers or ()]

    def headline(self) -> str:
        if not self._offers:
            return _("Catalogue")
        n = len(self._offers)
        return ngettext("%(n)d list on offer", "%(n)d lists on offer", n) % {"n": n}

    def why_empty(self, empty_state: EmptyState) -> None:
        if self._trouble:
            empty_state.say(_("The catalogue cannot be read."), hint=self._trouble)
        elif self._offers is None:
            empty_state.say(_("Opening the catalogue…"))
        else:
            empty_state.say(
                _("The catalogue is empty."), (self.key_of("address"), _("Use another address"))
            )

    def filter_hint(self) -> str:
        return _("a name, a country, a publisher")

    def findable(self, item: OfferAnswer) -> Findable:
        return Findable(
            (item["name"], item["title"], item["says"], item["publisher"], item["country"])
        )

    def paint(self, item: OfferAnswer, width: int) -> list[Cell]:
        used = item["subscribed"]
        mark = ("✓", "good") if used else ("○", "muted")
        state = _("in use") if used else (_("needs an account") if item["account"] else "")
        told = (state, "good" if used else "doubtful") if state else (plain(item["says"]), "muted")
        at = next((one for one in self.session.state.syncing if one["name"] == item["name"]), None)
        believed = 1 + max(map(cell_len, (_("public body"), _("trust %(n)s") % {"n": f"{1:.0%}"})))
        title = width - 23 - believed if width < WIDE_FROM else 44
        head = [cell(mark[0], 2, mark[1]), cell(plain(item["title"]), title, "strong")]
        if at:
            return [*head, cell(sync_progress(at), width - title - 2, "lit")]
        return [
            *head,
            cell(plain(item["country"]), 4),
            cell(_believed(item), believed, "muted"),
            cell(told[0], width - title - 6 - believed, told[1]),
        ]

    def detail(self, item: OfferAnswer) -> Content:
        rows = [
            (_("by"), plain(item["publisher"])),
            (_("licence"), plain(item["licence"])),
            (_("format"), plain(item["format"])),
            (_("every"), _("%(n)d h") % {"n": item["every_hours"]}),
            (_("looked at"), plain(item["checked"])),
        ]
        parts = [
            Content.styled(plain(item["title"]), "bold"),
            Content(plain(item["says"])),
            *([Content(plain(item["note"]))] if item["note"] else []),
            Content(),
            Content(plain(item["effect_says"])),
            Content(),
            *(Content.assemble((f"{name:<10}", MUTED), value) for name, value in rows),
            Content(),
            Content.styled(plain(item["url"]), MUTED),
        ]
        if item["account"]:
            needs = _("needs %(account)s") % {"account": plain(item["account"])}
            parts += [Content(), Content.styled(needs, "$verdict-suspected")]
        return Content("\n").join(parts)

    def current_context(self) -> ActionContext:
        fetching = tuple(one["name"] for one in self.session.state.syncing)
        found = super().current_context()._replace(syncing=fetching)
        one = self.under_cursor
        return found if one is None else found._replace(chosen=one["name"], taken=one["subscribed"])

    # -- actions

    def on_virtual_table_row_selected(self) -> None:
        if not self.under_cursor["subscribed"]:
            self.do_subscribe()

    def do_subscribe(self) -> None:
        one = self.under_cursor
        about = " ".join(filter(None, (one["says"], one["note"])))
        says = f"{plain(about)}\n\n{plain(one['effect_says'])}"
        self._ask_first(plain(one["title"]), one["name"], one["url"], says)

    def do_address(self) -> None:
        def given(address: str | None) -> None:
            if address and address.strip():
                self._look_at(_placed(address.strip()))

        hint = _(
            "https://… of a list in any format that is known, or of a list site, which ends in /"
        )
        self.app.push_screen(Prompt(_("Which list?"), "", hint), given)

    def _look_at(self, address: str) -> None:
        """What such a list can do shows before anybody is asked for it."""
        if is_site(address):
            ask_for_site(
                self, address, lambda url, wanted: self._try_out(plain(url), url, **wanted)
            )
            return

        def take(kind: AddedListAnswer) -> None:
            if address.startswith(_FILE):  # nobody else is asked for it
                self._try_out(plain(address), address)
                return
            self._ask_first(plain(address), address, address, plain(kind["effect_says"]))

        self.request(lambda client: client.try_list(address, fetch=False), take, "kind")

    def _ask_first(self, title: str, source: str, url: str, says: str) -> None:
        """It leaves the house: somebody else's server is asked."""

        def said(yes: bool | None) -> None:
            if yes:
                self._try_out(title, source)

        host = plain(urlsplit(url).hostname or url)
        text = _(
            "%(host)s will be asked for the list now. It learns the address of this computer; nothing of your calls "
            "leaves the house. What the list would do is said before it is used."
        ) % {"host": host}
        question = _("Fetch %(list)s?") % {"list": title}
        both = f"{says}\n\n{text}" if says else text
        self.app.push_screen(Confirm(question, both, _("Fetch it")), said)

    def _try_out(self, title: str, source: str, **wanted: Any) -> None:
        """The answer may come when this screen is gone."""
        home = cast("BaseScreen", self.app.screen_stack[0])
        self.notify(_("Fetching the list…"), markup=False)
        try_at_home(home, title, source, wanted)


def _placed(address: str) -> str:
    """A path of this computer as an address; anything else as it is."""
    path = Path(address).expanduser()
    if "://" in address or not path.exists():
        return address
    return f"{path.absolute().as_uri()}{'/' if path.is_dir() else ''}"


def _believed(offer: OfferAnswer) -> str:
    if offer["kind"] == "innocents":
        return _("public body")
    return _("trust %(n)s") % {"n": f"{offer['trust']:.0%}"}
