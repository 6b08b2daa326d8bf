"""A complaint as it will leave: the letter is the screen, and what is missing is asked below it, once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Input, Label, Static

from portinaio.language import _, ngettext
from portinaio.tui import naming
from portinaio.tui.card import MUTED
from portinaio.tui.frame import Frame
from portinaio.tui.inert import inert_lines, plain

if TYPE_CHECKING:
    from textual.app import ComposeResult

    from portinaio.api.client import Client
    from portinaio.api.shapes import CallShape, ReportShape, SuggestionShape
    from portinaio.tui.acts import Situation
    from portinaio.tui.desk import Desk

RECIPIENT = "controller"
WARNING = "$verdict-suspected"
_GAP = re.compile(
    r"\[[^\[\]\n]{1,200}\]"
)  # as the letters of the packs mark what is still to be filled in
PROFILE = frozenset(
    {
        "name",
        "address",
        "tax_code",
        "email",
        "pec",
        "line",
        "holder",
        "rpo_enrolled_on",
        "rpo_renewed_on",
    }
)
"""Answers that are about the user, kept on this computer for the next letter; the others are about this company."""


class LetterScreen(Frame):
    OWN = ("copy_letter", "gap")
    FOOTER = ("gap", "copy_letter", "back", "help")
    AUTO_FOCUS = "#letter"

    def __init__(self, desk: Desk, call: CallShape) -> None:
        self._call = call
        self._draft: ReportShape | None = None
        self._values: dict[str, str] = {}
        super().__init__(desk)

    def about(self) -> str:
        return _(
            "**The complaint**, word for word as it will leave. Nothing is sent from here: "
            "copy it, or send it with `portinaio complaints`."
        )

    def crumbs(self) -> tuple[str, ...]:
        known = self.desk.known
        return (_("Report"), naming.caller(self._call, known.contacts, mask=known.mask))

    def body(self) -> ComposeResult:
        with VerticalScroll(id="letter", classes="panel") as box:
            box.border_title = _("Writing the letter…")
            yield Static(id="text")
        with Vertical(id="gaps", classes="panel"):
            yield Label(id="question")
            yield Input(id="answer", compact=True)
            yield Label(id="guess", classes="hint")

    def on_mount(self) -> None:
        self.query_one("#gaps").display = False
        self._write()

    def _write(self) -> None:
        values, call_id = dict(self._values), self._call["id"]
        self.ask(
            lambda client: client.report(call=call_id, recipient=RECIPIENT, values=values),
            self._take,
            "letter",
            latest=True,
        )

    def _take(self, draft: ReportShape) -> None:
        self._draft = draft
        letter = self.query_one("#letter")
        letter.border_title = Content(plain(draft["subject"]))
        letter.border_subtitle = _("as it will leave; nothing is sent yet")
        parts = [Content.assemble(("! ", WARNING), plain(one)) for one in draft["cautions"]]
        parts.append(_with_gaps(draft["text"]))
        if draft["aid"]:
            parts += [
                Content.styled(_("What it says:"), f"bold {MUTED}"),
                inert_lines(draft["aid"]).stylize(MUTED),
            ]
        cites = [f"· {plain(one['cite'])} ({plain(one['checked'])})" for one in draft["sources"]]
        if cites:
            parts += [Content.styled(_("Sources, and when they were checked:"), f"bold {MUTED}")]
            parts += [Content.styled("\n".join(cites), MUTED)]
        self.query_one("#text", Static).update(Content("\n\n").join(parts))
        self._show_gap(draft)

    def _show_gap(self, draft: ReportShape) -> None:
        missing = draft["missing"]
        gaps = self.query_one("#gaps")
        gaps.display = bool(missing)
        self.refresh_keys()
        if not missing:
            self.query_one("#letter").focus()
            return
        n = len(missing)
        gaps.border_title = ngettext("%(n)d thing missing", "%(n)d things missing", n) % {"n": n}
        kept = missing[0]["key"] in PROFILE
        gaps.border_subtitle = _("kept on this computer only") if kept else _("of this company")
        self.query_one("#question", Label).update(Content(plain(missing[0]["question"])))
        field = self.query_one("#answer", Input)
        field.value = ""
        guess = _suggestion(draft)
        field.placeholder = plain(guess["value"]) if guess else ""
        self.query_one("#guess", Label).display = guess is not None
        if guess:
            said = _("enter takes “%(value)s”, as %(source)s has it")
            told = said % {"value": plain(guess["value"]), "source": plain(guess["source"])}
            self.query_one("#guess", Label).update(Content(told))

    def situation(self) -> Situation:
        return super().situation()._replace(gaps=len(self._draft["missing"]) if self._draft else 0)

    def do_gap(self) -> None:
        if self._draft and self._draft["missing"]:
            self.query_one("#answer").focus()

    def on_input_submitted(self, event: Input.Submitted) -> None:
        draft = self._draft
        if draft is None or not draft["missing"]:
            return
        guess = _suggestion(draft)
        answer = event.value.strip() or (guess["value"] if guess else "")
        if not answer:
            return
        key = draft["missing"][0]["key"]
        if key not in PROFILE:
            self._values[key] = answer
            self._write()
            return

        def keep(client: Client) -> dict[str, str]:
            return client.set_profile({key: answer})

        self.ask(keep, lambda _profile: self._write())

    def do_copy_letter(self) -> None:
        if self._draft is not None:
            self.app.copy_to_clipboard(self._draft["text"])
            self.notify(_("The letter is on the clipboard"), markup=False)

    def step_back(self) -> bool:
        if self.focused is not self.query_one("#answer"):
            return False
        self.query_one("#letter").focus()
        return True


def _with_gaps(text: str) -> Content:
    """The letter, with what is still missing in another colour."""
    letter = inert_lines(text)
    for found in _GAP.finditer(letter.plain):
        letter = letter.stylize(WARNING, *found.span())
    return letter


def _suggestion(draft: ReportShape) -> SuggestionShape | None:
    """What a list or the network says about the first gap."""
    key = draft["missing"][0]["key"]
    return next((one for one in draft["suggestions"] if one["key"] == key), None)
