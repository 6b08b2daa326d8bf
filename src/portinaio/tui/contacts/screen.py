"""The address book: everybody whom the user knows, from whichever book."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.content import Content

from portinaio.core.contact import OWN
from portinaio.core.message import msg
from portinaio.core.names import folded
from portinaio.language import _, formatting, ngettext
from portinaio.tui import format_number
from portinaio.tui.contacts.books_screen import BooksScreen
from portinaio.tui.contacts.contact_screen import ContactScreen, others_with
from portinaio.tui.contacts.favourites import favourites_in, own_word
from portinaio.tui.escape import plain
from portinaio.tui.operations import contacts as operations
from portinaio.tui.operations.contacts import person_of
from portinaio.tui.screens.filtered_screen import Findable
from portinaio.tui.screens.sorted_screen import Order
from portinaio.tui.screens.table_screen import TableScreen, cell, widest
from portinaio.tui.themes import MUTED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.api.answers import BookAnswer, ContactAnswer
    from portinaio.api.client import Client
    from portinaio.tui.actions.action import ActionContext
    from portinaio.tui.session import Session
    from portinaio.tui.widgets.empty_state import EmptyState
    from portinaio.tui.widgets.virtual_table import Cell

FAVOURITE = "★"
GUESSED = 10  # cells of groups, where names are long


class ContactsScreen(TableScreen):
    OWN_ACTIONS = (
        "new_contact",
        "edit_contact",
        "drop_contact",
        "favourite",
        "find_contact",
        "books",
        "mark",
        "sort",
        "bring",
    )
    ORDERS = (
        Order(msg("by number"), lambda one: min(one["numbers"], default="~")),
        Order(msg("by address book"), lambda one: one["source"]),
    )
    BRINGS = "contacts"
    FOOTER = (
        "new_contact",
        "edit_contact",
        "drop_contact",
        "favourite",
        "find_contact",
        "books",
        "undo",
        "mark",
        "help",
    )

    def __init__(self, session: Session) -> None:
        self._followed: dict[str, BookAnswer] = {}
        self._widths = (0, 0, 0)
        """Of names, numbers and groups."""
        super().__init__(session)

    def about(self) -> str:
        return _(
            "**Contacts**: whom you know. Whoever stands here rings, whatever a list says; only a block of yours is stronger.\n\n"
            "★ favourite  \n↻ from an address book that is followed: change it there\n\n"
            "A number may stand with several people, and somebody may have several numbers."
        )

    def details_title(self) -> str:
        return _("Contact")

    def filter_hint(self) -> str:
        return _("a name, a number, a group")

    def findable(self, item: ContactAnswer) -> Findable:
        return Findable((item["name"], *item["groups"], self._source(item)), item["numbers"])

    def on_mount(self) -> None:
        super().on_mount()
        self._read()

    def state_changed(self, topic: str) -> None:
        if topic in {"connection", "contacts", "loaded"}:
            self._read()
        super().state_changed(topic)

    def _read(self) -> None:
        """Books tell nothing by themselves, and without a daemon neither do contacts."""

        def question(client: Client) -> tuple[list[ContactAnswer], list[BookAnswer]]:
            return client.contacts(), client.books()

        def take(answer: tuple[list[ContactAnswer], list[BookAnswer]]) -> None:
            self.session.state.take_contacts(answer[0])
            self._followed = {book["name"]: book for book in answer[1]}
            self.look()

        self.request(question, take, "contacts", latest=True)

    # -- what is shown

    def items(self) -> Sequence[tuple[str, Any, str]]:
        book = sorted(
            self.session.state.book,
            key=lambda one: (folded(one["name"]) or "\uffff", one["source"]),
        )
        keys: dict[str, ContactAnswer] = {}
        for one in book:
            key = f"{one['source']}\0{one['name'] or one['numbers']}"
            keys[f"{key}\0{one['numbers']}" if key in keys else key] = one
        return [(key, one, "") for key, one in keys.items()]

    def headline(self) -> str:
        book = self.session.state.book
        if not book:
            return _("Contacts")
        n = len(book)
        people = ngettext("%(n)s person", "%(n)s people", n) % {"n": formatting.count(n)}
        parts = [_("Contacts"), people]
        if self._followed:
            k = len(self._followed)
            parts.append(ngettext("%(n)d book followed", "%(n)d books followed", k) % {"n": k})
        return " · ".join(parts)

    def why_empty(self, empty_state: EmptyState) -> None:
        empty_state.say(
            _("Nobody is known yet."),
            (self.key_of("new_contact"), _("Add somebody")),
            hint=_(
                "portinaio contacts import FILE reads an address book, contacts follow keeps one fresh."
            ),
        )

    def paint(self, item: ContactAnswer, width: int) -> list[Cell]:
        favourite, followed = favourites_in(item["groups"]), item["source"] in self._followed
        name, numbers, groups = self._columns(width - 4)
        rest = max(0, width - 4 - name - numbers)
        groups = groups if width >= 100 else rest
        cells = [
            cell(FAVOURITE if favourite else "", 2, "lit"),
            cell("↻" if followed else "", 2, "muted"),
            cell(_name(item), name, "strong"),
            cell(self._telephones(item), numbers),
            cell(_groups(item), groups, "muted"),
        ]
        if rest > groups:
            cells.append(cell(self._source(item), rest - groups, "muted"))
        return cells

    def measure(self, items: Sequence[ContactAnswer]) -> None:
        self._widths = (
            widest(map(_name, items), most=60),
            widest(map(self._telephones, items), most=30),
            widest(map(_groups, items), most=26),
        )

    def _columns(self, width: int) -> tuple[int, int, int]:
        """A name has the room that it needs, and of what groups need so much that one can guess them."""
        name, numbers, groups = self._widths
        numbers = min(numbers, 24 if width < 96 else 30)
        left = width - numbers
        name = max(14, min(name, left - min(groups, GUESSED)), min(left - groups, left // 2))
        return name, numbers, min(groups, max(0, left - name))

    def _telephones(self, one: ContactAnswer) -> str:
        first = format_number.short_pattern(one["numbers"][0], mask=self.session.state.mask)
        more = len(one["numbers"]) - 1
        return f"{first} (+{more})" if more else first

    def _source(self, one: ContactAnswer) -> str:
        return _("your own") if one["source"] == OWN else plain(one["source"])

    def detail(self, item: ContactAnswer) -> Content:
        mask, book = self.session.state.mask, self.session.state.book
        parts = [Content.styled(_name(item), "bold"), Content()]
        for number in item["numbers"]:
            parts.append(Content(format_number.pattern(number, mask=mask)))
            for other in others_with(number, book, person_of(item)):
                said = _("also of %(names)s") % {
                    "names": plain(other["name"]) or _("without a name")
                }
                parts.append(Content.styled(f"  {said} ({self._source(other)})", MUTED))
        if item["groups"]:
            parts += [Content(), Content.styled(_("groups"), MUTED)]
            parts += [Content(f"  {plain(group)}") for group in item["groups"]]
        parts += [
            Content(),
            Content.styled(_("from: %(book)s") % {"book": self._source(item)}, MUTED),
        ]
        followed = self._followed.get(item["source"])
        if followed and followed["error"]:
            parts.append(Content.styled(plain(followed["error"]), "$verdict-suspected"))
        return Content("\n").join(parts)

    def current_context(self) -> ActionContext:
        one = self.under_cursor
        found = super().current_context()
        if one is None:
            return found
        marked = self.target_items()
        followed = any(each["source"] in self._followed for each in marked)
        return found._replace(
            chosen=one["name"] or one["numbers"][0],
            kind="followed" if followed else "",
            taken=bool(favourites_in(one["groups"])),
        )

    # -- keys

    def on_virtual_table_row_selected(self) -> None:
        self.attempt("edit_contact")

    def do_new_contact(self) -> None:
        def kept(wanted: operations.Person | None) -> None:
            if wanted is not None:
                self.carry_out(lambda client: operations.add(client, wanted))

        self.app.push_screen(ContactScreen(self.session), kept)

    def do_edit_contact(self) -> None:
        before = person_of(self.under_cursor)

        def kept(wanted: operations.Person | None) -> None:
            if wanted is not None and wanted != before:
                self.carry_out(lambda client: operations.change(client, before, wanted))

        self.app.push_screen(ContactScreen(self.session, before), kept)

    def do_drop_contact(self) -> None:
        people = [person_of(one) for one in self.target_items()]
        if len(people) > 1:
            self.carry_out(lambda client: operations.drop_all(client, people))
        else:
            self.carry_out(lambda client: operations.drop(client, people[0]))
        self.unmark()

    def do_favourite(self) -> None:
        before = person_of(self.under_cursor)
        starred = favourites_in(before.groups)
        groups = tuple(group for group in before.groups if group not in starred)
        if not starred:
            groups = (*groups, own_word(self.session.state.book))
        wanted = before._replace(groups=groups)
        self.carry_out(lambda client: operations.change(client, before, wanted))

    def do_books(self) -> None:
        self.app.push_screen(BooksScreen(self.session))

    def do_find_contact(self) -> None:
        self.do_filter()


def _name(one: ContactAnswer) -> str:
    return plain(one["name"]) or _("without a name")


def _groups(one: ContactAnswer) -> str:
    return plain(", ".join(one["groups"]))
