"""Who is this, and why: every finding, also those that did not count, and all calls of this number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from portinaio.language import _, durations, formatting, terms
from portinaio.tui import call_terms, format_number
from portinaio.tui.calls.call_actions import CALLER_ACTIONS, CallActionsScreen
from portinaio.tui.calls.call_details import chart
from portinaio.tui.calls.reasons import why
from portinaio.tui.calls.try_screen import TryScreen
from portinaio.tui.escape import plain
from portinaio.tui.symbols import symbol_of
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.drawn_to_width import DrawnToWidth

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult

    from portinaio.api.answers import CallAnswer, CheckAnswer
    from portinaio.tui.session import Session

HISTORY = 200


class NumberScreen(CallActionsScreen):
    OWN_ACTIONS = (*CALLER_ACTIONS, "try")
    FOOTER = ("block", "allow", "report", "name", "note", "try", "copy", "undo", "back", "help")
    AUTO_FOCUS = "#number"

    def __init__(self, session: Session, call: CallAnswer) -> None:
        self._call = call
        self._simulated = session.rehearsed
        self._check: CheckAnswer | None = None
        self._history: Sequence[CallAnswer] = (call,)
        super().__init__(session)

    def about(self) -> str:
        return _(
            "**Who is this, and why.** Each line is what one check said, with its points. "
            "The first final one settles the matter; without one the points add up, "
            "and 50 make a caller *reported*."
        )

    def breadcrumbs(self) -> tuple[str, ...]:
        return (_("Calls"), self.caller(self._call))

    def target_call(self) -> CallAnswer | None:
        return self._call

    def body(self) -> ComposeResult:
        with VerticalScroll(id="number"):
            yield Static(id="who", classes="panel")
            with Horizontal(id="halves"):
                with Vertical(id="left"):
                    yield DrawnToWidth(id="why", classes="panel")
                    yield Static(id="notes", classes="panel")
                yield Static(id="history", classes="panel")

    def on_mount(self) -> None:
        self.look()
        self._ask()

    def state_changed(self, topic: str) -> None:
        super().state_changed(topic)
        if topic == "calls":
            self._ask_calls()
        if topic in {"entries", "contacts", "status", "loaded"}:
            self._ask()
        self.look()

    def _ask(self) -> None:
        number, line = self._call["number"], self._call["line"]
        names = {one["name"] for one in (self.session.state.status or {"lines": []})["lines"]}
        if number is not None:
            where = line if line in names else None  # the line may have gone since
            self.request(
                lambda client: client.check(number, line=where),
                self._take_check,
                "check",
                latest=True,
            )
        self._ask_calls()

    def _ask_calls(self) -> None:
        number, id_ = self._call["number"], self._call["id"]
        if self._call == self._simulated:
            return  # it stands in no log

        def take(answer: tuple[CallAnswer, list[CallAnswer]]) -> None:
            self._call, self._history = answer
            self.look()

        self.request(
            lambda client: (
                call := client.call(id_),
                client.calls(number=number, limit=HISTORY) if number else [call],
            ),
            take,
            "history",
            latest=True,
        )

    def _take_check(self, check: CheckAnswer) -> None:
        self._check = check
        self.look()

    def look(self) -> None:
        mask = self.session.state.mask
        self._fill("who", self.caller(self._call), self._who())
        reasons, call, check = self.query_one("#why", DrawnToWidth), self._call, self._check
        reasons.border_title = _("Why")
        reasons.show(lambda width: why(call, check, self.session.state, width, mask=mask))
        self._fill("history", terms.calls(len(self._history)), self._calls())
        self._fill("notes", _("Note"), self._notes())
        self.refresh_keys()

    def _fill(self, panel: str, title: str, content: Content) -> None:
        box = self.query_one(f"#{panel}", Static)
        box.border_title = Content(title)
        box.update(content)

    def _who(self) -> Content:
        call, state = self._call, self.session.state
        number = call["number"]
        left: list[str] = []
        if number and number in state.contacts:
            left.append(format_number.shown(number, mask=state.mask))
        if number:
            left.append(format_number.place(number))
        if call["name"]:
            left.append(_("calls itself “%(name)s”") % {"name": plain(call["name"])})
        shape, verdict = symbol_of(call, self.session.now())
        colour = f"$verdict-{verdict}"
        return Content.assemble(
            (f"{shape} {call_terms.label(call)}", f"bold {colour}"),
            (f"  {call['score']}  ", colour),
            (" · ".join(part for part in left if part), MUTED),
        )

    def _notes(self) -> Content:
        if self._call["notes"]:
            return Content(plain(self._call["notes"]))
        hint = _("nothing yet · %(key)s to write one") % {"key": self.key_of("note")}
        return Content.styled(hint, MUTED)

    def _calls(self) -> Content:
        now = self.session.now()
        days = [call_terms.moment(call["at"]).date() for call in self._history]
        lines = [chart(days, now.date()), Content()]
        for call in self._history:
            at = call_terms.moment(call["at"])
            shape, verdict = symbol_of(call, now)
            day = _("today") if at.date() == now.date() else formatting.short_day(at.date())
            lines.append(
                Content.assemble(
                    (f"{shape} ", f"$verdict-{verdict}"),
                    f"{day:<7} ",
                    f"{formatting.clock(at)}  ",
                    (f"{plain(call['line'])[:10]:<10} ", MUTED),
                    f"{call_terms.done(call)} ",
                    (_details(call), MUTED),
                )
            )
        return Content("\n").join(lines)

    def do_try(self) -> None:
        if number := self._call["number"]:
            self.app.push_screen(TryScreen(self.session, number, self._call["line"]))


def _details(call: CallAnswer) -> str:
    parts = []
    if call["acted_ms"] is not None and call["action"] != "ring":
        parts.append(_("%(n)d ms") % {"n": round(call["acted_ms"])})
    if call["cause"]:
        parts.append(plain(call["cause"]))
    if talked_s := call_terms.talked_s(call):
        parts.append(_("talked %(time)s") % {"time": durations.seconds(talked_s)})
    elif call["rang_s"]:
        parts.append(durations.seconds(call["rang_s"]))
    if by := call.get("answered_by"):
        parts.append(_("extension %(by)s") % {"by": plain(by)})
    return " · ".join(parts)
