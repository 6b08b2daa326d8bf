"""The questions of the first run: what they say so far, and how each is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from portinaio import language
from portinaio.config.line_kinds import line_kind
from portinaio.core.decide import carried_out, instead
from portinaio.core.policy import Action
from portinaio.language import _, translate
from portinaio.tui import call_terms
from portinaio.tui.escape import plain
from portinaio.tui.screens.base_screen import BaseScreen
from portinaio.tui.setup.answers import NONE, PASSWORD, Answers, Offered
from portinaio.tui.setup.line_rows import line_rows
from portinaio.tui.widgets.dialogs import Choice, Prompt
from portinaio.tui.widgets.virtual_table import Cell, VirtualTable, fitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from portinaio.config.line_kind import Field
    from portinaio.config.line_kind import Question as LineQuestion
    from portinaio.tui.session import Session

ACTIONS = ("ring", "silence", "reject", "answer", "announce", "hold")
TONGUES = {"en": "English", "it": "Italiano"}


class Question(NamedTuple):
    key: int
    text: str
    answer: str
    hint: str
    ask: Callable[[], None]
    """Lets the user answer it."""


class QuestionsTable(VirtualTable):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"calls--time", "calls--named", "calls--why"}

    def draw(self, row: Question, width: int) -> list[Cell]:
        text, answer = (19, 25) if width < 90 else (32, 34)
        return [
            Cell(fitted(row.text, text) + " ", "calls--why"),
            Cell(fitted(row.answer, answer) + "  ", "calls--named"),
            Cell(fitted(row.hint, max(1, width - text - answer - 3)), "calls--time"),
        ]


class QuestionsScreen(BaseScreen):
    """Each question with its answer in a row, and a way to answer it otherwise."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._answers: Answers | None = None
        self._offered: Offered | None = None

    def look(self) -> None:
        raise NotImplementedError

    def do_begin(self) -> None:
        raise NotImplementedError

    def country_changed(self, country: str) -> None:
        """Say what is to be expected of the lists there."""
        raise NotImplementedError

    def speak_anew(self) -> None:
        """Ask on in the language that was just chosen."""
        raise NotImplementedError

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
                _("Suspected callers"),
                call_terms.to_do(given.suspected),
                _("not enough against them to be reported"),
                self._ask_suspected,
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
        hint = _("a call comes by itself") if line_kind(given.kind).simulated else ""
        return [
            (_("Line"), shown, hint, self._ask_kind),
            *line_rows(given, self._ask_field, self._ask_question),
        ]

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

    # -- the answers

    def _ask_country(self) -> None:
        def take(text: str) -> None:
            assert self._answers
            assert self._offered
            self._answers.country = text.upper()[:2]
            self._answers.lists = {one["name"] for one in self._offered.of(self._answers.country)}
            self.country_changed(self._answers.country)

        hint = _("two letters, such as IT")
        self._prompt(_("Country of your telephone number"), "country", hint, take)

    def _ask_language(self) -> None:
        def take(code: str) -> None:
            assert self._answers
            self._answers.language = code
            if code != language.code():
                self.speak_anew()

        assert self._answers
        self._choose(_("Language"), dict(TONGUES), self._answers.language, take)

    def _ask_kind(self) -> None:
        kinds = self._offered.kinds if self._offered else []
        choices = {one["kind"]: self._kind_word(one["kind"]) for one in reversed(kinds)}
        assert self._answers
        title, choices = _("Which line shall be screened?"), {**choices, NONE: _("none yet")}
        self._choose(title, choices, self._answers.kind, self._keep("kind"))

    def _ask_action(self) -> None:
        assert self._answers
        choices = {action: call_terms.to_do(action) for action in ACTIONS}
        said = [translate(instead(one, self._answers.can)) for one in self._answers.cannot]
        title, now = _("What happens to reported callers?"), self._answers.reported
        self._choose(title, choices, now, self._keep("reported"), "\n".join(said))

    def _ask_suspected(self) -> None:
        assert self._answers
        past = self._offered.past if self._offered else {}
        said = [f"{call_terms.to_do(action)}: {plain(says)}" for action, says in past.items()]
        choices = {action: call_terms.to_do(action) for action in ACTIONS}
        title, now = _("What happens to suspected callers?"), self._answers.suspected
        self._choose(title, choices, now, self._keep("suspected"), "\n".join(said))

    def _ask_field(self, field: Field) -> None:
        given = self._answers
        assert given
        hidden = field.key == PASSWORD

        def answered(text: str | None) -> None:
            if text is None:
                return
            given.typed[field.key] = text if hidden else text.strip()
            if not field.after:
                given.told.clear()  # what was said of another one
            self.look()

        before, hint = given.typed.get(field.key, ""), translate(field.prompt or field.placeholder)
        title = translate(field.title) if field.title else field.key
        self.app.push_screen(Prompt(title, before, hint, hidden=hidden), answered)

    def _ask_question(self, question: LineQuestion) -> None:
        given = self._answers
        assert given
        choices = {one: translate(means) for one, means in question.choices.items() if means}

        def take(value: str) -> None:
            given.told[question.key] = value

        now = given.answer(question)
        self._choose(translate(question.text), choices, now, take)

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
    ) -> None:
        def answered(text: str | None) -> None:
            if text is not None:
                (take or self._keep(key))(text.strip())
                self.look()

        before = getattr(self._answers, key)
        self.app.push_screen(Prompt(title, before, hint), answered)

    def _choose(
        self,
        title: str,
        choices: dict[str, str],
        now: str,
        take: Callable[[str], None],
        text: str = "",
    ) -> None:
        """`choices` are values and what they are called; `text` is what is to be known before."""

        def answered(word: str | None) -> None:
            value = next((one for one, called in choices.items() if called == word), None)
            if value is not None:
                take(value)
                self.look()

        called = choices.get(now, "")
        self.app.push_screen(Choice(title, text, list(choices.values()), called), answered)

    def _keep(self, key: str) -> Callable[[str], None]:
        return lambda value: setattr(self._answers, key, value)


def _hint_of_action(given: Answers) -> str:
    if given.wish in given.can:
        return _("what happens to telemarketers")
    return f"→ {call_terms.to_do(carried_out(given.wish, given.can, Action.RING, suspect=True))}"
