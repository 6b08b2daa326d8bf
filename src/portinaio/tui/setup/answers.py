"""The answers of a first run, each with a guess already made, and what is done with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from portinaio.api.line_keys import PIN
from portinaio.config.first_line import NOTHING_YET, FirstLine, steps_of
from portinaio.config.line_kinds import abilities, line_kind
from portinaio.config.regular_file import open_regular
from portinaio.core.message import Message, msg
from portinaio.core.policy import Action
from portinaio.core.reason import reason
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from portinaio.api.answers import GuessesAnswer, LineKindAnswer, OfferAnswer, SettingAnswer
    from portinaio.api.client import Client
    from portinaio.config.line_kind import Field, Question, Step

EVERYWHERE = "*"
"""The country of a list of no country alone."""
PASSWORD = "password"  # noqa: S105  # the key of it
DEMO_NAME = "demo"
REPLAYED = ("silence", "reject")  # of suspected callers; ringing is what they do
HOME = "home"
LARGEST_BYTES = 32 << 20  # as the house takes


class SavedLine(NamedTuple):
    """A line of config.toml, which may be corrected."""

    name: str
    kind: str
    keys: dict[str, Any]
    """What config.toml says of it."""
    defaults: dict[str, Any]
    """What holds where it says nothing."""


@dataclass
class Answers:
    country: str
    language: str
    reported: str
    suspected: str
    has_line: bool
    """There is one already, and no other is asked for."""
    saved: SavedLine | None = None
    """Of those that there are, the one that is corrected."""
    kind: str = ""
    """Of the line; empty for none now."""
    first: FirstLine | None = NOTHING_YET
    """What was answered when it was asked for; it says more than the kind."""
    typed: dict[str, str] = field(default_factory=dict, repr=False)
    """What stands in the fields of the line, by key; its password too."""
    told: dict[str, str] = field(default_factory=dict)
    """What was said to its questions, by key."""
    pin: str = ""
    """The key of the box, where somebody has said that it is this one."""
    contacts: str = ""
    """Path of an address book."""
    lists: set[str] = field(default_factory=set)
    """Names of the catalogue."""
    tokens: dict[str, str] = field(default_factory=dict, repr=False)
    """Of lists that need an account, by name."""
    _before: dict[str, Any] = field(default_factory=dict, repr=False)
    """The keys of the line that is corrected, before anything was."""
    suspected_before: str = ""
    """What happens to suspected callers unless something is written: what happens to unknown ones."""

    @property
    def line(self) -> str:
        """The name of the new line, or of the one that is corrected; empty where there is none."""
        if self.saved:
            return self.saved.name
        if self.has_line or not self.kind:
            return ""
        return DEMO_NAME if line_kind(self.kind).simulated else HOME

    @property
    def fields(self) -> list[Field]:
        """Those of the line that are of use as the others stand."""
        return [
            one
            for one in line_kind(self.kind).fields
            if self.line and one.title and (not one.after or self.typed.get(one.after))
        ]

    @property
    def questions(self) -> list[Question]:
        """What these leave open."""
        if not self.line:
            return []
        keys = {"name": self.line, **self._placed}
        found: dict[str, Question] = {}
        # What one is answered may settle the next: an account that takes one telephone has no other on it.
        while asked := next(
            (
                one
                for one in line_kind(self.kind).questions(keys)
                if one.choices and one.in_form and one.key not in found
            ),
            None,
        ):
            found[asked.key] = asked
            keys[asked.key] = self.answer(asked)
        return list(found.values())

    def answer(self, question: Question) -> str:
        """A guess where neither the user nor config.toml has said anything."""
        if (told := self.told.get(question.key)) or question.certain or not self.saved:
            return told or question.guess
        default = str(self.saved.defaults.get(question.key))
        return default if default in question.choices else question.guess

    @property
    def keys(self) -> dict[str, Any]:
        """Of the line, for config.toml."""
        told = {one.key: self.answer(one) for one in self.questions}
        secret = {PASSWORD: {"keyring": self.line}} if self.password else {}
        return {**self._placed, **told, **secret, **({PIN: self.pin} if self.pin else {})}

    @property
    def asks_for_key(self) -> bool:
        """Whether it is a line that was not asked before by which key its far end is known."""
        return bool(self.line) and not (
            self.saved and (self.saved.keys.get(PIN) or not self.changes)
        )

    @property
    def password(self) -> str:
        asked = any(one.key == PASSWORD for one in self.fields)
        return self.typed.get(PASSWORD, "") if asked else ""

    @property
    def _placed(self) -> dict[str, Any]:
        """What the fields say of where the line is."""
        typed = {one.key: self.typed.get(one.key, "") for one in self.fields}
        given = {key: text for key, text in typed.items() if text and key != PASSWORD}
        said = self.first.keys if self.first else {}
        return {**said, **line_kind(self.kind).keys_of_form(given)}

    @property
    def steps(self) -> list[Step]:
        """What is to be done elsewhere; none where nothing need be done."""
        keys = {"name": self.line, **self.keys} if self.line else {}
        return list(steps_of(self.first or FirstLine("", Message(""), self.kind), keys))

    @property
    def lacks(self) -> Field | None:
        """The field without which there is no line, where nothing stands in it."""
        needed = self.first.needs if self.first else ""
        return next(
            (one for one in self.fields if one.key == needed and not self.typed.get(needed)), None
        )

    def begin_with(self, first: FirstLine) -> None:
        """Take what the house has: what of it was said before is asked anew."""
        self.first, self.kind, self.told = first, first.kind, {}

    def correct(self, line: SavedLine | None) -> None:
        """Ask about a line as config.toml has it; about none where it is `None`."""
        self.saved, self.typed, self.told = line, {}, {}
        if line is None:
            self.begin_with(NOTHING_YET)
            return
        self.first, self.kind = None, line.kind
        self.told = {key: value for key, value in line.keys.items() if isinstance(value, str)}
        for one in line_kind(line.kind).fields:
            if one.title and one.key != PASSWORD:
                self.typed[one.key] = self.told.pop(one.key, "")
        self._before = self.keys

    @property
    def changes(self) -> dict[str, Any]:
        """Of the line that is corrected, by its keys; `None` for what goes. What nobody has touched stays as it is."""
        if self.saved is None:
            return {}
        now, said = self.keys, {one.key for one in self.questions}
        changed = {
            key: value
            for key, value in now.items()
            if value != self._before.get(key) or (key in said and value != self._held(key, value))
        }
        if PASSWORD in changed and self.saved.keys.get(PASSWORD):
            del changed[PASSWORD]  # it lies where config.toml says
        gone = {key: None for key in self._before if key not in now and self.saved.keys.get(key)}
        return changed | gone

    def _held(self, key: str, unknown: Any) -> Any:
        assert self.saved
        return self.saved.keys.get(key) or self.saved.defaults.get(key) or unknown

    @property
    def wish(self) -> Action:
        """What the user wants done to reported callers."""
        return Action(self.reported)

    @property
    def can(self) -> frozenset[Action]:
        """What can be done to them, as far as the new line is concerned."""
        return abilities(self.kind, self.keys) if self.line else frozenset(Action)

    @property
    def cannot(self) -> list[Action]:
        return [action for action in Action if action not in self.can]


@dataclass
class Offered:
    """What there is to choose from."""

    kinds: list[LineKindAnswer]
    lists: list[OfferAnswer]
    saved: list[SavedLine] = field(default_factory=list)
    """The lines that there are."""
    remark: str = ""
    """What is to be expected of the lists for the country, where that is little."""
    past: dict[str, str] = field(default_factory=dict)
    """By what could be done to suspected callers, what it would have done to the log; empty where there is none."""

    def of(self, country: str) -> list[OfferAnswer]:
        """The lists of a country that need no account."""
        return [one for one in self._for(country) if not one["account"]]

    def with_account(self, country: str) -> list[OfferAnswer]:
        """Those that need one: they are told, with how to get it."""
        return [one for one in self._for(country) if one["account"]]

    def _for(self, country: str) -> list[OfferAnswer]:
        return [one for one in self.lists if one["country"] in {country, EVERYWHERE}]


def guessed_answers(guessed: GuessesAnswer, offered: Offered) -> Answers:
    answers = Answers(
        guessed["country"],
        guessed["language"],
        guessed["reported"],
        guessed["suspected"],
        guessed["has_line"],
        suspected_before=guessed["suspected"],
    )
    answers.lists = {one["name"] for one in offered.of(answers.country)}
    rings = [one for one in offered.saved if not line_kind(one.kind).simulated]
    answers.correct(next(iter([*rings, *offered.saved]), None))
    return answers


def saved_lines(kinds: dict[str, str], settings: list[SettingAnswer]) -> list[SavedLine]:
    """`kinds` by the name of the line."""
    found = []
    for name, kind in kinds.items():
        own = {
            one["key"].removeprefix(f"line.{name}."): one
            for one in settings
            if one["key"].startswith(f"line.{name}.")
        }
        keys = {key: one["value"] for key, one in own.items() if one["value"] is not None}
        found.append(SavedLine(name, kind, keys, {key: one["default"] for key, one in own.items()}))
    return found


def write_answers(client: Client, answers: Answers) -> int:
    """Write the answers into the house; how many contacts were read. Lists are fetched afterwards, one by one."""
    data = _content(answers.contacts) if answers.contacts else b""
    values = {
        "country": answers.country,
        "language": answers.language,
        "policy.reported": answers.reported,
    }
    if answers.suspected != answers.suspected_before:
        values["policy.suspected"] = answers.suspected
    if answers.saved:
        values |= {f"line.{answers.line}.{key}": new for key, new in answers.changes.items()}
        if answers.password:
            client.keep_secret(answers.line, answers.password)
    for name, token in answers.tokens.items():
        client.keep_secret(name, token)
    client.set_settings(values)
    known = 0
    if answers.contacts:  # before the line, which could not be added again were the book refused
        known = client.import_contacts(Path(answers.contacts).name, data)["accepted"]
    if answers.line and not answers.saved:
        if answers.password:
            client.keep_secret(answers.line, answers.password)
        client.add_line(answers.kind, answers.line, answers.keys)
    return known


def _content(name: str) -> bytes:
    try:
        with open_regular(Path(name).expanduser()) as file:
            return file.read(LARGEST_BYTES + 1)  # what is larger is refused with a sentence
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(
            msg("%(file)s cannot be read: %(reason)s", file=name, reason=reason(error))
        ) from error
