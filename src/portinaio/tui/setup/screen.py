"""The first run: a few questions, each with a guess already made; it ends with a call that rings."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual.containers import Vertical
from textual.widgets import Static

from portinaio import language
from portinaio.config.line_kinds import line_kind
from portinaio.core.policy import instead, possible
from portinaio.errors import PortinaioError
from portinaio.language import _, ngettext, terms, translate
from portinaio.tui import call_terms
from portinaio.tui.escape import plain
from portinaio.tui.screens.base_screen import BaseScreen
from portinaio.tui.setup.answers import (
    NONE,
    SIP,
    Answers,
    Offered,
    guessed_answers,
    write_answers,
)
from portinaio.tui.setup.table import Question, QuestionsTable
from portinaio.tui.widgets.dialogs import Choice, Prompt
from portinaio.tui.widgets.empty_state import EmptyState

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import ComposeResult

    from portinaio.api.answers import GuessesAnswer
    from portinaio.api.client import Client
    from portinaio.config.line_kind import Field
    from portinaio.tui.session import Session

ACTIONS = ("ring", "silence", "reject", "answer", "announce")
TONGUES = {"en": "English", "it": "Italiano"}


class SetupScreen(BaseScreen):
    OWN_ACTIONS: ClassVar[tuple[str, ...]] = ("answer", "begin")
    FOOTER: ClassVar[tuple[str, ...]] = ("answer", "begin", "back", "quit", "help")
    AUTO_FOCUS = "QuestionsTable"

    def __init__(self, session: Session, answers: Answers | None = None) -> None:
        """`answers` are those that were given already, in another language."""
        super().__init__(session)
        self._answers = answers
        self._offered: Offered | None = None
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
            return guessed, Offered(client.line_kinds(), client.catalogue()["lists"])

        self.request(question, self._take, "guesses", latest=True)

    def _take(self, answer: tuple[GuessesAnswer, Offered]) -> None:
        guessed, self._offered = answer
        self._trouble = ""
        self._answers = self._answers or guessed_answers(guessed, self._offered)
        self.look()

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
        if self._answers:
            table.show(self._questions(self._answers))
        elif self._trouble:
            empty_state.say(_("The first steps cannot begin."), hint=self._trouble)
        else:
            empty_state.say(_("Looking around…"))
        if ready and self.focused is None:
            table.focus()
        self.refresh_keys()

    def _questions(self, given: Answers) -> list[Question]:
        asked: list[tuple[str, str, str, Callable[[], None]]] = [
            (_("Country"), given.country, _("of your telephone number"), self._ask_country),
            (_("Language"), TONGUES.get(given.language, given.language), "", self._ask_language),
            *self._of_line(given),
            (
                _("Reported callers"),
                call_terms.to_do(given.reported),
                _hint_of_action(given),
                self._ask_action,
            ),
            (
                _("Contacts"),
                plain(given.contacts) or _("no file"),
                _("an address book, vCard; they always ring"),
                self._ask_contacts,
            ),
            *self._of_lists(given),
            (_("Begin"), _("→ write it down"), "", self.do_begin),
        ]
        return [Question(at, *one) for at, one in enumerate(asked)]

    def _of_line(self, given: Answers) -> list[tuple[str, str, str, Callable[[], None]]]:
        if given.has_line:
            return []
        shown = self._kind_word(given.kind)
        kind = line_kind(given.kind)
        hint = _("a call comes by itself") if kind.simulated else ""
        asked: list[tuple[str, str, str, Callable[[], None]]] = [
            (_("Line"), shown, hint, self._ask_kind)
        ]
        asked += [
            (one.key, plain(given.typed.get(one.key, "")), translate(one.placeholder), ask)
            for one in kind.fields
            if one.needed and given.kind != SIP
            for ask in [partial(self._ask_field, one)]
        ]
        if given.kind == SIP:
            shown = plain(given.registrar) or _("none: a PBX calls us")
            asked += [
                (_("Provider or router"), shown, _("its host name"), self._ask_registrar),
                (
                    _("Other telephones"),
                    terms.term(given.peer, terms.PEERS),
                    _("on the same line"),
                    self._ask_peer,
                ),
            ]
        if given.registers:
            shown = "•" * min(8, len(given.password)) or _("none")
            hint = _("never in config.toml")
            asked += [
                (_("User name"), plain(given.username), "", self._ask_username),
                (_("Password"), shown, hint, self._ask_password),
            ]
        return asked

    def _of_lists(self, given: Answers) -> list[tuple[str, str, str, Callable[[], None]]]:
        offers = self._offered.of(given.country) if self._offered else []
        if not offers:
            return [(_("Lists"), _("none for this country"), "", self._no_lists)]
        return [
            (
                _("Lists") if at == 0 else "",
                f"{'✓' if one['name'] in given.lists else '○'} {plain(one['title'])}",
                plain(one["says"]),
                lambda name=one["name"]: self._turn_list(name),  # type: ignore[misc]  # bound now
            )
            for at, one in enumerate(offers)
        ]

    def _kind_word(self, kind: str) -> str:
        if kind == NONE:
            return _("none yet")
        kinds = self._offered.kinds if self._offered else []
        return next((plain(one["title"]) for one in kinds if one["kind"] == kind), plain(kind))

    def on_virtual_table_row_selected(self) -> None:
        self.do_answer()

    def do_answer(self) -> None:
        question: Question | None = self.query_one(QuestionsTable).highlighted_row
        if question:
            question.ask()

    # -- the answers

    def _ask_country(self) -> None:
        def take(text: str) -> None:
            assert self._answers
            assert self._offered
            self._answers.country = text.upper()[:2]
            self._answers.lists = {one["name"] for one in self._offered.of(self._answers.country)}

        hint = _("two letters, such as IT")
        self._prompt(_("Country of your telephone number"), "country", hint, take)

    def _ask_language(self) -> None:
        def take(code: str) -> None:
            assert self._answers
            self._answers.language = code
            if code != language.code():
                self.app.call_later(_in_another_tongue, self.session, self._answers)

        self._choose(_("Language"), dict(TONGUES), "language", take)

    def _ask_kind(self) -> None:
        kinds = self._offered.kinds if self._offered else []
        choices = {one["kind"]: self._kind_word(one["kind"]) for one in reversed(kinds)}
        self._choose(_("Which line shall be screened?"), {**choices, NONE: _("none yet")}, "kind")

    def _ask_action(self) -> None:
        assert self._answers
        choices = {action: call_terms.to_do(action) for action in ACTIONS}
        said = [translate(instead(one, self._answers.can)) for one in self._answers.cannot]
        self._choose(
            _("What happens to reported callers?"), choices, "reported", text="\n".join(said)
        )

    def _ask_registrar(self) -> None:
        def take(text: str) -> None:
            assert self._answers
            self._answers.registrar = text
            self._answers.told_peer = ""  # what was said of another one

        hint = _("its host name; empty for a PBX")
        self._prompt(_("Provider or router"), "registrar", hint, take)

    def _ask_field(self, field: Field) -> None:
        given = self._answers
        assert given

        def answered(text: str | None) -> None:
            if text is not None:
                given.typed[field.key] = text.strip()
                self.look()

        before, hint = given.typed.get(field.key, ""), translate(field.placeholder)
        self.app.push_screen(Prompt(field.key, before, hint), answered)

    def _ask_peer(self) -> None:
        assert self._answers
        peers = self._answers.peers.choices
        choices = {peer: translate(answer) for peer, answer in peers.items() if answer}
        self._choose(
            _("Does another telephone ring on this line?"), choices, "peer", self._keep("told_peer")
        )

    def _ask_username(self) -> None:
        self._prompt(_("User name"), "username", _("as the provider or the router knows you"))

    def _ask_password(self) -> None:
        hint = _("kept in the keyring, or in a file that only you can read")
        self._prompt(_("Password"), "password", hint, hidden=True)

    def _ask_contacts(self) -> None:
        self._prompt(_("Address book"), "contacts", _("a vCard file, such as ~/contacts.vcf"))

    def _turn_list(self, name: str) -> None:
        assert self._answers
        self._answers.lists ^= {name}
        self.look()

    def _no_lists(self) -> None:
        self.notify(_("Lists of other countries can be added under Lists."), markup=False)

    def _prompt(
        self,
        title: str,
        key: str,
        hint: str,
        take: Callable[[str], None] | None = None,
        *,
        hidden: bool = False,
    ) -> None:
        def answered(text: str | None) -> None:
            if text is not None:
                (take or self._keep(key))(text if hidden else text.strip())
                self.look()

        before = getattr(self._answers, key)
        self.app.push_screen(Prompt(title, before, hint, hidden=hidden), answered)

    def _choose(
        self,
        title: str,
        choices: dict[str, str],
        key: str,
        take: Callable[[str], None] | None = None,
        text: str = "",
    ) -> None:
        """`choices` are values and what they are called; `text` is what is to be known before."""

        def answered(word: str | None) -> None:
            value = next((one for one, called in choices.items() if called == word), None)
            if value is not None:
                (take or self._keep(key))(value)
                self.look()

        now = choices.get(getattr(self._answers, key), "")
        self.app.push_screen(Choice(title, text, list(choices.values()), now), answered)

    def _keep(self, key: str) -> Callable[[str], None]:
        return lambda value: setattr(self._answers, key, value)

    # -- the end

    def do_begin(self) -> None:
        answers = self._answers
        if answers is None:
            return

        def begin(client: Client) -> tuple[int, str]:
            return write_answers(client, answers), _rehearsed(self.session, client)

        self.request(begin, lambda told: self._end(answers, *told))

    def _end(self, answers: Answers, contacts: int, trouble: str) -> None:
        said = [_("config.toml is written.")]
        if contacts:
            known = ngettext("%(n)d contact is known.", "%(n)d contacts are known.", contacts)
            said.append(known % {"n": contacts})
        said.append(trouble or _("A simulated call shows now how it goes."))
        self.notify(" ".join(said), markup=False)
        client = self.session.client
        if client:
            self.app.run_worker(lambda: _subscribe(client, answers), thread=True, group="first-run")
        self.go_to("calls")


def _hint_of_action(given: Answers) -> str:
    if given.wish in given.can:
        return _("what happens to telemarketers")
    return f"→ {call_terms.to_do(possible(given.wish, given.can))}"


def _rehearsed(session: Session, client: Client) -> str:
    """Let a call come, so that the first thing seen is the house at work; why none comes."""
    try:
        if not client.daemon and session.start_daemon and session.connect:
            session.start_daemon()
            session.reconnect_now()
            client = session.connect()
        client.rehearse()
    except PortinaioError as error:
        reason = BaseScreen.sentence_of(error)
        return _("No call could be simulated: %(reason)s") % {"reason": reason}
    return ""


def _subscribe(client: Client, answers: Answers) -> None:
    """It takes as long as the network does. Lists say themselves what went wrong."""
    for name in sorted(answers.lists):
        with suppress(PortinaioError):
            client.add_list(name)


async def _in_another_tongue(session: Session, answers: Answers) -> None:
    """The screens are made anew, and this one laid on top of them again."""
    await session.change_language(answers.language)
    session.push_screen(SetupScreen(session, answers))
