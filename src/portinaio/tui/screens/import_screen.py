"""A file that comes in: what it is stands there before the second enter takes it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import Binding, BindingsMap
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, Label, Static

from portinaio.core.message import counted
from portinaio.language import _, translate
from portinaio.tui import format_number
from portinaio.tui.escape import plain
from portinaio.tui.operations import files
from portinaio.tui.operations.files import Wanted
from portinaio.tui.screens.reading_watch import percent, watched
from portinaio.tui.screens.requests import RequestScreen
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.dialogs import Prompt, hint
from portinaio.tui.widgets.path_suggester import PathSuggester

if TYPE_CHECKING:
    from textual import events
    from textual.app import ComposeResult

    from portinaio.api.answers import BeingReadAnswer, ImportAnswer
    from portinaio.errors import PortinaioError
    from portinaio.tui.session import Session

KINDS = ("", "block", "allow", "contacts", "calls")
WARNING = "$verdict-suspected"
MOST_REJECTED = 3  # rows that are shown


class ImportScreen(RequestScreen, ModalScreen[Any]):
    """Ends with what brings the file in, to be carried out, or with None."""

    AUTO_FOCUS: ClassVar[str] = "#path"

    def __init__(self, session: Session, kind: str = "") -> None:
        super().__init__()
        self.session = session
        self._kind = kind
        self._found: tuple[Wanted, ImportAnswer] | None = None
        self._trouble = ""
        self._looking = False
        self._percent: int | None = None
        """Of the file that is looked at: how much has been read."""
        own = [
            Binding("escape", "dismiss", _("Back"), id="back"),
            Binding("up", "turn(-1)", _("What it becomes"), id="turn"),
            Binding("down", "turn(1)", show=False),
        ]
        self._bindings = BindingsMap.merge([self._bindings, BindingsMap(own)])

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog") as box:
            box.border_title = _("Import a file")
            box.border_subtitle = hint(
                _("enter looks, enter again takes it, esc leaves it"),
                "screen.keep",
                "screen.keep",
                "screen.dismiss",
            )
            yield Label(id="kind")
            yield Input(
                placeholder=_("path of a file; → completes it"),
                id="path",
                suggester=PathSuggester(),
                compact=True,
            )
            yield Input(
                placeholder=_("country, such as IT; empty: as the file says"),
                id="region",
                compact=True,
            )
            yield Input(
                placeholder=_("columns, with commas; empty: by their titles"),
                id="numbers-in",
                compact=True,
            )
            yield Static(id="answer")

    def on_mount(self) -> None:
        self._show()

    def action_turn(self, step: int) -> None:
        self._kind = KINDS[(KINDS.index(self._kind) + step) % len(KINDS)]
        self._forget()
        if self._wanted().path:
            self._look()

    def on_click(self, event: events.Click) -> None:
        if event.widget is self.query_one("#kind"):
            self.action_turn(1)

    def on_input_changed(self) -> None:
        self._forget()

    def action_keep(self) -> None:
        self.on_input_submitted()

    def on_input_submitted(self) -> None:
        wanted = self._wanted()
        if self._found is None or self._found[0] != wanted:
            if wanted.path:
                self._look()
            return
        if self._found[1]["refusal"]:
            return
        if wanted.kind == "calls" and self._found[1]["remarks"]:
            self._ask_called(wanted)
        else:
            self.dismiss(partial(files.bring, wanted=wanted))

    def _ask_called(self, wanted: Wanted) -> None:
        """Once a call is in the log without it, it stays so: it is what the log observed. Nobody guesses it."""

        def said(number: str | None) -> None:
            if number is not None:
                kept = wanted._replace(called=number.strip())
                self.dismiss(partial(files.bring, wanted=kept))

        hint = _("the log does not say it for all calls; empty leaves it open")
        self.app.push_screen(Prompt(_("Which of your numbers was called?"), "", hint), said)

    def show_error(self, error: PortinaioError) -> None:
        self._looking = False
        self._trouble = self.sentence_of(error)
        self._show()

    def _forget(self) -> None:
        self._found, self._trouble, self._looking = None, "", False
        self._show()

    def _wanted(self) -> Wanted:
        return Wanted(
            self.query_one("#path", Input).value.strip(),
            self._kind,
            self.query_one("#region", Input).value.strip(),
            self.query_one("#numbers-in", Input).value.strip(),
        )

    def _look(self) -> None:
        wanted = self._wanted()
        self._looking, self._trouble, self._percent = True, "", None
        self._show()
        look = watched(self, lambda client: files.look(client, wanted), self._take_share)
        self.request(look, partial(self._take, wanted), "look", latest=True)

    def _take_share(self, at: list[BeingReadAnswer]) -> None:
        self._percent = percent(at)
        self._show()

    def _take(self, wanted: Wanted, answer: ImportAnswer) -> None:
        if wanted != self._wanted():
            return  # something else stands there by now
        self._found, self._looking = (wanted, answer), False
        self._show()

    def _show(self) -> None:
        said = {
            "": _("as the file says"),
            "block": _("block"),
            "allow": _("allow"),
            "contacts": _("contacts"),
            "calls": _("calls"),
        }[self._kind]
        kind = Content.assemble((said, "bold"), ("   " + _("↑ ↓ turn"), MUTED))
        self.query_one("#kind", Label).update(kind)
        self.query_one("#answer", Static).update(Content("\n").join(self._answer()))

    def _answer(self) -> list[Content]:
        if self._trouble:
            return [Content.styled(plain(self._trouble), WARNING)]
        if self._looking:
            looking = _("Looking at it…")
            if self._percent is not None:
                looking = _("Looking at it… %(n)d %%") % {"n": self._percent}
            return [Content.styled(looking, MUTED)]
        if self._found is None:
            return [Content.styled(_("Nothing is taken before you have seen what it is."), MUTED)]
        answer = self._found[1]
        lines = [Content(self._masked(said)) for said in answer["seen"]["says"]]
        if answer["refusal"]:
            choose = _("turn to what it shall become with ↑ ↓")
            if answer["seen"]["countries"]:
                choose = _("write its country below the path, such as %(country)s") % {
                    "country": answer["seen"]["countries"][0]
                }
            return [
                *lines,
                Content.styled(f"! {self._masked(answer['refusal'])}", WARNING),
                Content(choose),
            ]
        lines += [
            Content.styled(f"! {self._masked(said)}", WARNING)
            for said in (*answer["remarks"], *map(_left_out, answer["own"]), *_unread(answer))
        ]
        new, changed, gone = answer["accepted"], answer["updated"], answer["removed"]
        counts = [translate(counted("%(n)d is new", "%(n)d are new", new))]
        if changed:
            counts.append(translate(counted("%(n)d changed", "%(n)d changed", changed)))
        if gone:
            counts.append(translate(counted("%(n)d gone", "%(n)d gone", gone)))
        if left := answer["seen"]["columns_left"]:
            names = ", ".join([*answer["seen"]["columns"], *left])
            said = _("to have all of them read, write as columns: %(names)s")
            lines.append(Content(said % {"names": plain(names)}))
        would = _("it would bring: %(counts)s") % {"counts": ", ".join(counts)}
        return [*lines, Content.styled(would, "bold")]

    def _masked(self, said: str) -> str:
        return format_number.mask_numbers(plain(said), mask=self.session.state.mask)


def _left_out(number: str) -> str:
    return _("%(number)s is a number of yours, and is left out") % {"number": number}


def _unread(answer: ImportAnswer) -> list[str]:
    return [
        _("line %(line)d: %(reason)s") % {"line": bad["line"], "reason": bad["reason"]}
        for bad in answer["rejected"][:MOST_REJECTED]
    ]
