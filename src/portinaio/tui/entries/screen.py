"""The user's own entries, which win over every list."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content

from portinaio.core.message import msg
from portinaio.errors import UsageError
from portinaio.language import _, durations, formatting, ngettext
from portinaio.tui import call_terms, format_number
from portinaio.tui.entries.add_screen import AddScreen
from portinaio.tui.entries.entry_preview import preview_lines, quoted_name
from portinaio.tui.escape import plain
from portinaio.tui.operations import entries as operations
from portinaio.tui.screens.filtered_screen import Findable
from portinaio.tui.screens.sorted_screen import Order
from portinaio.tui.screens.table_screen import TableScreen, cell, widest
from portinaio.tui.state import Connection
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.dialogs import Prompt

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from textual.timer import Timer

    from portinaio.api.answers import EntryAnswer, PreviewAnswer
    from portinaio.tui.actions.action import ActionContext
    from portinaio.tui.session import Session
    from portinaio.tui.widgets.empty_state import EmptyState
    from portinaio.tui.widgets.virtual_table import Cell

REST_S = 0.05  # of the cursor before the log is asked


class EntriesScreen(TableScreen):
    OWN_ACTIONS = (
        "add",
        "drop",
        "block_entry",
        "allow_entry",
        "filter",
        "mark",
        "sort",
        "remark",
        "expiry",
        "bring",
    )
    ORDERS = (
        Order(msg("by number"), lambda one: one["pattern"] or f"~{one['name']}"),
        Order(msg("by kind"), lambda one: one["kind"]),
        Order(msg("by expiry"), lambda one: one["until"] or "9999"),
    )
    FOOTER = (
        "add",
        "drop",
        "block_entry",
        "allow_entry",
        "filter",
        "mark",
        "remark",
        "expiry",
        "undo",
        "help",
    )

    def __init__(self, session: Session) -> None:
        self._preview: tuple[str, PreviewAnswer] | None = None
        """Pattern, and what it has caught."""
        self._widths = (0, 0)
        """Of whom an entry means, and of when it ends."""
        self._rest: Timer | None = None
        super().__init__(session)

    def about(self) -> str:
        return _(
            "**Mine**: numbers that you block or allow yourself. They win over every list; "
            "of two entries the more exact one counts.\n\n"
            "■ blocked  \n◆ allowed\n\n"
            "`+390844*` means every number that begins so, `+390200001200..+390200001299` all between, "
            "`02?5*` any digit at the `?`, `02[13]*` one of these, and `tellows*` every name of the network "
            "that begins so."
        )

    def details_title(self) -> str:
        return _("Entry")

    def on_mount(self) -> None:
        super().on_mount()
        self._read()

    def state_changed(self, topic: str) -> None:
        if topic in {"entries", "contacts", "calls", "loaded"}:
            self._preview = None
        if topic == "connection":
            self._read()
        super().state_changed(topic)
        self._ask_soon()

    def _read(self) -> None:
        """Without a daemon nobody tells us, but the entries are there."""

        def take(entries: list[EntryAnswer]) -> None:
            self.session.state.entries = entries
            self.look()

        if self.session.state.connection is Connection.DOWN:
            self.request(lambda client: client.entries(), take, "entries", latest=True)

    def items(self) -> Sequence[tuple[str, Any, str]]:
        newest = sorted(self.session.state.entries, key=lambda one: (one["created"], one["id"]))
        return [(_meant(one), one, "") for one in reversed(newest)]

    def headline(self) -> str:
        n = len(self.session.state.entries)
        if not n:
            return _("Mine")
        count = ngettext("%(n)d entry", "%(n)d entries", n) % {"n": n}
        return " · ".join((_("Mine"), count, _("always win over lists")))

    def why_empty(self, empty_state: EmptyState) -> None:
        empty_state.say(
            _("No entries of yours yet."),
            (self.key_of("add"), _("Add one")),
            hint=_("Block or allow a call in the list of calls, or add numbers here."),
        )

    def filter_hint(self) -> str:
        return _("a number, a name, a note, a word such as block")

    def findable(self, item: EntryAnswer) -> Findable:
        pattern = item["pattern"] or ""
        name = self.session.state.contacts.get(pattern, "")
        return Findable((item["name"] or "", item["note"], name, _mark(item)[2]), (pattern,))

    def paint(self, item: EntryAnswer, width: int) -> list[Cell]:
        shape, style, word = _mark(item)
        (who, wide), kind = self._widths, max(9, 1 + len(_("allow")), 1 + len(_("block")))
        who = min(who, 22 if width < 88 else 30)
        return [
            cell(shape, 2, style),
            cell(word, kind, style),
            cell(self._shown(item), who, "strong"),
            cell(plain(item["note"]), max(0, width - 2 - kind - who - wide)),
            cell(self._ends(item), wide, "muted"),
        ]

    def measure(self, items: Sequence[EntryAnswer]) -> None:
        who, ends = map(self._shown, items), map(self._ends, items)
        self._widths = widest(who, most=30), widest(ends, most=20)

    def _shown(self, entry: EntryAnswer) -> str:
        state = self.session.state
        if entry["pattern"] is None:
            return plain(_meant(entry))
        name = state.contacts.get(entry["pattern"], "")
        return plain(name) or format_number.short_pattern(entry["pattern"], mask=state.mask)

    def _whole(self, pattern: str | None, name: str | None) -> str:
        if pattern is None:
            return quoted_name(name or "")
        return format_number.pattern(pattern, mask=self.session.state.mask)

    def _ends(self, entry: EntryAnswer) -> str:
        if entry["once"]:
            return _("for one call")
        if entry["until"] is None:
            return _("for good")
        ends = call_terms.moment(entry["until"])
        left = ends - self.session.now()
        if left.total_seconds() < 86400:
            return _("until %(time)s") % {"time": formatting.clock(ends)}
        return _("until %(day)s") % {"day": formatting.day(ends.date())}

    def detail(self, item: EntryAnswer) -> Content:
        shape, style, word = _mark(item)
        colour = "$verdict-reported" if style == "bad" else "$verdict-known"
        parts = [
            Content.styled(self._whole(item["pattern"], item["name"]), "bold"),
            Content.assemble((f"{shape} {word}", colour), (f"  {self._ends(item)}", MUTED)),
        ]
        if item["note"]:
            parts.append(Content.assemble(("✎ ", MUTED), plain(item["note"])))
        since = formatting.day(call_terms.moment(item["created"]).date())
        parts.append(Content.styled(_("since %(day)s") % {"day": since}, MUTED))
        if self._preview and self._preview[0] == _meant(item):
            parts += [Content(), preview_lines(self._preview[1], self.session)]
        return Content("\n").join(parts)

    def current_context(self) -> ActionContext:
        entry = self.under_cursor
        found = super().current_context()
        return found if entry is None else found._replace(chosen=_meant(entry), kind=entry["kind"])

    # -- what the entry under the cursor has caught

    def on_virtual_table_row_highlighted(self) -> None:
        super().on_virtual_table_row_highlighted()
        self._ask_soon()

    def _ask_soon(self) -> None:
        if self._rest:
            self._rest.stop()
        self._rest = self.set_timer(REST_S, self._ask_preview)

    def _ask_preview(self) -> None:
        entry = self.under_cursor
        if entry is None or not self.has_class("-wide"):
            return
        meant, pattern, name = _meant(entry), entry["pattern"], entry["name"]
        if self._preview and self._preview[0] == meant:
            return

        def take(preview: PreviewAnswer) -> None:
            self._preview = (meant, preview)
            self.show_details()

        self.request(lambda client: client.preview(pattern, name=name), take, "card", latest=True)

    # -- actions

    def do_add(self) -> None:
        def added(wanted: operations.Wanted | None) -> None:
            if wanted is not None:
                shown = self._whole(wanted.pattern, wanted.name)
                self.carry_out(lambda client: operations.add(client, wanted, shown))

        self.app.push_screen(AddScreen(self.session), added)

    def do_drop(self) -> None:
        entries: list[EntryAnswer] = self.target_items()
        shown = self._shown(entries[0])
        if len(entries) > 1:
            self.carry_out(lambda client: operations.drop_all(client, entries))
        else:
            self.carry_out(lambda client: operations.drop(client, entries[0], shown))
        self.unmark()

    def do_block_entry(self) -> None:
        self._turn("block")

    def do_allow_entry(self) -> None:
        self._turn("allow")

    def _turn(self, kind: str) -> None:
        entries: list[EntryAnswer] = [one for one in self.target_items() if one["kind"] != kind]
        if len(entries) > 1:
            self.carry_out(lambda client: operations.turn_all(client, entries))
        elif entries:
            self._change(entries[0], kind=kind)
        self.unmark()

    def do_remark(self) -> None:
        entry = self.under_cursor

        def noted(text: str | None) -> None:
            if text is not None and text.strip() != entry["note"]:
                self._change(entry, note=text.strip())

        title = _("Note to %(pattern)s") % {"pattern": self._shown(entry)}
        self.app.push_screen(Prompt(title, entry["note"], _("why it stands here")), noted)

    def do_expiry(self) -> None:
        entry = self.under_cursor

        def told(text: str | None) -> None:
            if text is None:
                return
            try:
                ends = durations.expiry(text, self.session.now())
            except UsageError:
                said = _("“%(text)s” is no time; write 2h, 7d, 3w or a day like 2026-12-24")
                self.notify(said % {"text": plain(text)}, severity="error", markup=False)
                return
            self._change(entry, until=durations.iso(ends) if ends else None)

        title = _("How long does %(pattern)s count?") % {"pattern": self._shown(entry)}
        hint = _("2h, 7d, 3w or a day like 2026-12-24; empty: for good")
        self.app.push_screen(Prompt(title, "", hint), told)

    def _change(self, entry: EntryAnswer | None = None, **changes: Any) -> None:
        old: EntryAnswer = entry or self.under_cursor
        new = cast("EntryAnswer", {**old, **changes})
        shown = self._shown(old)
        self.carry_out(lambda client: operations.change(client, old, new, shown))


def _meant(entry: EntryAnswer) -> str:
    """What tells it from the others: its pattern, or its name in quotation marks."""
    return entry["pattern"] or quoted_name(entry["name"] or "")


def _mark(entry: EntryAnswer) -> tuple[str, str, str]:
    """Shape, colour and word."""
    if entry["kind"] == "allow":
        return "◆", "good", _("allow")
    return "■", "bad", _("block")
