"""The questions of the first run: what they say so far, and how each is asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from portinaio import language
from portinaio.config.first_line import NOTHING_YET, first_lines
from portinaio.config.line_kinds import line_kind
from portinaio.core.decide import carried_out, instead
from portinaio.core.policy import Action
from portinaio.language import _, formatting, translate
from portinaio.tui import call_terms
from portinaio.tui.escape import plain
from portinaio.tui.setup.answers import PASSWORD, Answers, SavedLine
from portinaio.tui.setup.line_rows import line_rows
from portinaio.tui.setup.list_questions import ListQuestions
from portinaio.tui.setup.other_side_screen import OtherSideScreen
from portinaio.tui.widgets.dialogs import Choice, Prompt
from portinaio.tui.widgets.filtered_choice import FilteredChoice, in_order
from portinaio.tui.widgets.virtual_table import Cell, VirtualTable, fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from portinaio.config.line_kind import Field
    from portinaio.config.line_kind import Question as LineQuestion

ACTIONS = ("ring", "silence", "reject", "answer", "announce", "challenge", "message", "hold")


class Question(NamedTuple):
    key: int
    text: str
    answer: str
    hint: str
    ask: Callable[[], None]
    """Lets the user answer it."""


class QuestionsTable(VirtualTable):
    COMPONENT_CLASSES: ClassVar[set[str]] = {"calls--time", "calls--named", "calls--why"}

    questions: Sequence[Question] = ()

    def ask(self, questions: Sequence[Question]) -> None:
        self.questions = questions
        self.show(questions)

    def cursor_to_line(self) -> None:
        """For who came to correct one: the questions about it begin there."""
        at = next(at for at, row in enumerate(self.questions) if row.text == _("Line"))
        self.go(at, 1)

    def draw(self, row: Question, width: int) -> list[Cell]:
        text, answer = (19, 25) if width < 90 else (32, 34)
        return [
            Cell(fitted(row.text, text) + " ", "calls--why"),
            Cell(fitted(row.answer, answer) + "  ", "calls--named"),
            Cell(fitted(row.hint, max(1, width - text - answer - 3)), "calls--time"),
        ]


class QuestionsScreen(ListQuestions):
    """Each question with its answer in a row, and a way to answer it otherwise."""

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
            (
                _("Country"),
                formatting.country(given.country),
                _("of your telephone number"),
                self._ask_country,
            ),
            (_("Language"), formatting.own_name(given.language), "", self._ask_language),
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
            *self.of_lists(given),
            (_("Begin"), _("→ write it down"), "", self.do_begin),
        ]
        return [Question(at, *one) for at, one in enumerate(asked)]

    def _of_line(self, given: Answers) -> list[tuple[str, str, str, Callable[[], None]]]:
        if given.has_line and given.saved is None:
            return [(_("Line"), _("as it is"), "", self._ask_saved)]
        shown, ask = self._line_word(given), self._ask_kind
        if given.saved:
            shown, ask = _saved_word(given.saved), self._ask_saved
        return [
            (_("Line"), shown, self._hint_of_line(given), ask),
            *line_rows(given, self._ask_field, self._ask_question),
        ]

    def _line_word(self, given: Answers) -> str:
        if given.first:
            return plain(translate(given.first.title))
        kinds = self._offered.kinds if self._offered else []
        named = (plain(one["title"]) for one in kinds if one["kind"] == given.kind)
        return next(named, plain(given.kind))

    # -- the answers

    def _ask_country(self) -> None:
        from phonenumbers import SUPPORTED_REGIONS  # noqa: PLC0415  # 20 ms, after the first screen

        def take(code: str | None) -> None:
            if code is None:
                return
            assert self._answers
            assert self._offered
            self._answers.country = code
            self._answers.lists = {one["name"] for one in self._offered.of(code)}
            self.country_changed(code)
            self.look()

        assert self._answers
        names = {code: formatting.country(code) for code in SUPPORTED_REGIONS}
        ordered = sorted(names.items(), key=lambda one: in_order(one[1]))
        shown = {code: f"{name} ({code})" for code, name in ordered}
        title = _("Country of your telephone number")
        self.app.push_screen(FilteredChoice(title, shown, self._answers.country), take)

    def _ask_language(self) -> None:
        def take(code: str) -> None:
            assert self._answers
            self._answers.language = code
            if code != language.code():
                self.speak_anew()

        assert self._answers
        choices = {code: formatting.own_name(code) for code in language.LANGUAGES}
        self._choose(_("Language"), choices, self._answers.language, take)

    def _ask_kind(self) -> None:
        """The simulated ones last: who takes one wants its calls in the log."""
        given, kinds = self._answers, self._offered.kinds if self._offered else []
        assert given
        firsts = first_lines({one["kind"]: one["title"] for one in kinds})
        firsts.sort(key=lambda one: bool(one.kind) and line_kind(one.kind).simulated)
        choices = {one.name: plain(translate(one.title)) for one in firsts}

        def take(name: str) -> None:
            given.begin_with(next(one for one in firsts if one.name == name))

        now = given.first.name if given.first else given.kind
        self._choose(_("Which line shall be screened?"), choices, now, take)

    def _ask_saved(self) -> None:
        given, saved = self._answers, self._offered.saved if self._offered else []
        assert given
        choices = {one.name: _saved_word(one) for one in saved} | {"": _("as it is")}

        def take(name: str) -> None:
            given.correct(next((one for one in saved if one.name == name), None))

        now = given.saved.name if given.saved else ""
        self._choose(_("Which line shall be corrected?"), choices, now, take)

    def _hint_of_line(self, given: Answers) -> str:
        if given.first == NOTHING_YET:
            return _("one simulated call shows how it goes, and is not kept")
        if given.line and line_kind(given.kind).simulated:
            return _("its calls stand in the log as any other")
        if given.steps:
            key = self.key_of("other_side")
            return _("%(key)s: what to click there") % {"key": key}
        return ""

    def do_other_side(self) -> None:
        given = self._answers
        if given is None:
            return
        if not (steps := given.steps):
            self.notify(_("Nothing need be done on the other side."), markup=False)
            return
        self.app.push_screen(OtherSideScreen(_("On the other side"), steps))

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

        now, said = given.answer(question), translate(question.said) if question.said else ""
        self._choose(translate(question.text), choices, now, take, said)

    def _ask_contacts(self) -> None:
        self._prompt(_("Address book"), "contacts", _("a vCard file, such as ~/contacts.vcf"))

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


def _saved_word(line: SavedLine) -> str:
    short = line_kind(line.kind).short
    return f"{plain(line.name)} · {translate(short) if short else plain(line.kind)}"


def _hint_of_action(given: Answers) -> str:
    if given.wish in given.can:
        return _("what happens to telemarketers")
    return f"→ {call_terms.to_do(carried_out(given.wish, given.can, Action.RING, suspect=True))}"
