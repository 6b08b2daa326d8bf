"""The first run: a few questions, each with a guess already made; it ends with a call that rings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from portinaio import language
from portinaio.config.line_kinds import line_kind
from portinaio.errors import PortinaioError
from portinaio.language import _, ngettext, translate
from portinaio.tui.escape import plain
from portinaio.tui.screens.base_screen import BaseScreen
from portinaio.tui.setup.answers import (
    REPLAYED,
    Answers,
    Offered,
    SavedLine,
    guessed_answers,
    saved_lines,
    write_answers,
)
from portinaio.tui.setup.key_question import ask_about_key
from portinaio.tui.setup.questions import Question, QuestionsScreen, QuestionsTable
from portinaio.tui.setup.trial_call import TrialCallScreen
from portinaio.tui.themes import MUTED
from portinaio.tui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from portinaio.api.answers import CatalogueAnswer, GuessesAnswer
    from portinaio.api.client import Client
    from portinaio.tui.session import Session


class SetupScreen(QuestionsScreen):
    OWN_ACTIONS: ClassVar[tuple[str, ...]] = ("answer", "begin", "other_side")
    FOOTER: ClassVar[tuple[str, ...]] = ("answer", "begin", "other_side", "back", "quit", "help")
    AUTO_FOCUS = "QuestionsTable"

    def __init__(self, session: Session, answers: Answers | None = None) -> None:
        """`answers` are those that were given already, in another language."""
        super().__init__(session)
        self._answers = answers
        self._trouble = ""

    def about(self) -> str:
        return _(
            "**First steps.** Nothing is written before you begin, and all of it can be changed later "
            "in Settings, Lines and Lists. Escape leaves everything as it is."
        )

    def breadcrumbs(self) -> tuple[str, ...]:
        return (_("First steps"),)

    def body(self) -> ComposeResult:
        welcome = _("Calls you do not want will not ring. Nothing leaves this computer unasked.")
        with Vertical(id="panel", classes="panel") as panel:
            panel.border_title = _("Welcome")
            yield Static(welcome, id="welcome")
            yield QuestionsTable()
            yield EmptyState()
            yield Static(id="remark")

    def on_mount(self) -> None:
        self.look()
        self._guess()

    def state_changed(self, topic: str) -> None:
        super().state_changed(topic)
        if topic in {"connection", "loaded"} and self._offered is None:
            self._guess()

    def _guess(self) -> None:
        country, tongue = self.session.country, language.code()

        def question(client: Client) -> tuple[GuessesAnswer, Offered]:
            guessed = client.guesses(country, tongue)
            offered = client.catalogue(guessed["country"])
            saved = _saved(client) if guessed["has_line"] else []
            return guessed, Offered(client.line_kinds(), offered["lists"], saved, offered["remark"])

        self.request(question, self._take, "guesses", latest=True)

    def _take(self, answer: tuple[GuessesAnswer, Offered]) -> None:
        guessed, self._offered = answer
        self._trouble = ""
        if self._answers is None:
            self._answers = guessed_answers(guessed, self._offered)
            named = (one for one in self._offered.saved if one.name == self.session.correcting)
            if line := next(named, None):
                self._answers.correct(line)
        self.look()
        if self.session.correcting:
            self.query_one(QuestionsTable).cursor_to_line()
        self._replay(self._offered)

    def _replay(self, offered: Offered) -> None:
        """While the first questions are read: a long log takes a second."""

        def question(client: Client) -> dict[str, str]:
            found = {action: client.replay({"suspected": action}) for action in REPLAYED}
            return {action: one["says"] for action, one in found.items() if one["calls"]}

        self.request(question, offered.past.update, "replay", latest=True)

    def show_error(self, error: PortinaioError) -> None:
        """Where nothing is asked yet, in its place."""
        if self._answers is not None:
            super().show_error(error)
            return
        self._trouble = self.sentence_of(error)
        self.look()

    def do_setup(self) -> None:
        """It is on the screen already."""

    # -- the questions

    def look(self) -> None:
        table, empty_state = self.query_one(QuestionsTable), self.query_one(EmptyState)
        ready = self._answers is not None
        empty_state.stand_in_for(table, when=not ready)
        self._say_remark()
        if self._answers:
            table.ask(self._questions(self._answers))
        elif self._trouble:
            empty_state.say(_("The first steps cannot begin."), hint=self._trouble)
        else:
            empty_state.say(_("Looking around…"))
        if ready and self.focused is None:
            table.focus()
        self.refresh_keys()

    def _say_remark(self) -> None:
        remark = self._offered.remark if self._offered else ""
        line = self.query_one("#remark", Static)
        line.display = bool(remark)
        line.update(Content.styled("\n".join(map(plain, remark.splitlines())), MUTED))

    def country_changed(self, country: str) -> None:
        def take(catalogue: CatalogueAnswer) -> None:
            if self._answers and self._offered and self._answers.country == country:
                self._offered.lists, self._offered.remark = catalogue["lists"], catalogue["remark"]
                self.look()

        self.request(lambda client: client.catalogue(country), take, "catalogue", latest=True)

    def on_virtual_table_row_selected(self) -> None:
        self.do_answer()

    def do_answer(self) -> None:
        question: Question | None = self.query_one(QuestionsTable).highlighted_row
        if question:
            question.ask()

    def speak_anew(self) -> None:
        if self._answers:
            self.app.call_later(_in_another_tongue, self.session, self._answers)

    # -- the end

    def do_begin(self) -> None:
        answers = self._answers
        if answers is None:
            return
        if lacking := answers.lacks:
            what = translate(lacking.title or lacking.placeholder)
            self.notify(_("Still missing: %(what)s") % {"what": what}, markup=False)
            return
        answers.pin = ""  # of another address perhaps
        asked = answers.keys if answers.asks_for_key else {}

        def known(key: str) -> None:
            answers.pin = key
            self._begin(answers)

        ask_about_key(self, answers.kind, asked, known)

    def _begin(self, answers: Answers) -> None:
        awaits = bool(answers.line and (not answers.saved or answers.changes))
        awaits = awaits and not line_kind(answers.kind).simulated

        def begin(client: Client) -> tuple[int, str]:
            return write_answers(client, answers), _started(self.session, client)

        self.request(begin, lambda told: self._end(answers, *told, awaits=awaits))

    def _end(self, answers: Answers, contacts: int, trouble: str, *, awaits: bool) -> None:
        said = [_("config.toml is written.")]
        if contacts:
            known = ngettext("%(n)d contact is known.", "%(n)d contacts are known.", contacts)
            said.append(known % {"n": contacts})
        if trouble or not awaits:
            said.append(trouble or _("A simulated call shows now how it goes."))
        self.notify(" ".join(said), markup=False)
        client = self.session.client
        if client:
            fetch = partial(_subscribe, client, answers, self.app.notify)
            self.app.run_worker(fetch, thread=True, group="first-run")
        self.go_to("calls")
        if trouble:
            return
        if awaits:
            trial = TrialCallScreen(self.session, answers.line, answers.kind, answers.keys)
            self.app.push_screen(trial)
        else:
            self.session.rehearse()


def _saved(client: Client) -> list[SavedLine]:
    kinds = {one["name"]: one["kind"] for one in client.lines()}
    return saved_lines(kinds, client.settings()["keys"])


def _started(session: Session, client: Client) -> str:
    """Start the daemon where none runs; why it does not."""
    if client.daemon or not session.start_daemon:
        return ""
    try:
        session.start_daemon()
    except PortinaioError as error:
        return BaseScreen.sentence_of(error)
    session.reconnect_now()
    return ""


def _subscribe(client: Client, answers: Answers, tell: Callable[..., object]) -> None:
    """It takes as long as the network does. What is not had is told once, with the way to try again."""
    left_out, why = [], ""
    for name in sorted(answers.lists):
        try:
            client.add_list(name)
        except PortinaioError as error:
            left_out.append(plain(name))
            why = why or BaseScreen.sentence_of(error)
    if left_out:
        why = why if why.endswith(("?", ".")) else f"{why}."
        said = _("Not fetched: %(lists)s. %(why)s Lists → + takes them later.")
        tell(said % {"lists": ", ".join(left_out), "why": why}, severity="warning", markup=False)


async def _in_another_tongue(session: Session, answers: Answers) -> None:
    """The screens are made anew, and this one laid on top of them again."""
    await session.change_language(answers.language)
    session.push_screen(SetupScreen(session, answers))
