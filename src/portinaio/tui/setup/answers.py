"""The answers of a first run, each with a guess already made, and what is done with them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portinaio.config.line_kinds import abilities, line_kind
from portinaio.config.regular_file import open_regular
from portinaio.core.message import msg
from portinaio.core.policy import Action
from portinaio.core.reason import reason
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from portinaio.api.answers import GuessesAnswer, LineKindAnswer, OfferAnswer
    from portinaio.api.client import Client
    from portinaio.config.line_kind import Field, Question

DEMO = "replay"
NONE = ""
PASSWORD = "password"  # noqa: S105  # the key of it
DEMO_NAME = "demo"
REPLAYED = ("silence", "reject")  # of suspected callers; ringing is what they do
HOME = "home"
LARGEST_BYTES = 32 << 20  # as the house takes


@dataclass
class Answers:
    country: str
    language: str
    reported: str
    suspected: str
    has_line: bool
    """There is one already, and no other is asked for."""
    kind: str = DEMO
    """Of the line; empty for none now."""
    typed: dict[str, str] = field(default_factory=dict, repr=False)
    """What stands in the fields of the line, by key; its password too."""
    told: dict[str, str] = field(default_factory=dict)
    """What was said to its questions, by key."""
    contacts: str = ""
    """Path of an address book."""
    lists: set[str] = field(default_factory=set)
    """Names of the catalogue."""
    suspected_before: str = ""
    """What happens to suspected callers unless something is written: what happens to unknown ones."""

    @property
    def line(self) -> str:
        """The name of the new line; empty where there will be none."""
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
        asked = line_kind(self.kind).questions({"name": self.line, **self._placed})
        return [one for one in asked if self.line and one.choices and one.in_form]

    def answer(self, question: Question) -> str:
        """A guess where the user has said nothing."""
        return self.told.get(question.key) or question.guess

    @property
    def keys(self) -> dict[str, Any]:
        """Of the line, for config.toml."""
        told = {one.key: self.answer(one) for one in self.questions}
        secret = {PASSWORD: {"keyring": self.line}} if self.password else {}
        return {**self._placed, **told, **secret}

    @property
    def password(self) -> str:
        asked = any(one.key == PASSWORD for one in self.fields)
        return self.typed.get(PASSWORD, "") if asked else ""

    @property
    def _placed(self) -> dict[str, Any]:
        """What the fields say of where the line is."""
        typed = {one.key: self.typed.get(one.key, "") for one in self.fields}
        given = {key: text for key, text in typed.items() if text and key != PASSWORD}
        return line_kind(self.kind).keys_of_form(given)

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
    remark: str = ""
    """What is to be expected of the lists for the country, where that is little."""
    past: dict[str, str] = field(default_factory=dict)
    """By what could be done to suspected callers, what it would have done to the log; empty where there is none."""

    def of(self, country: str) -> list[OfferAnswer]:
        """The lists of a country that need no account."""
        return [one for one in self.lists if one["country"] in {country, ""} and not one["account"]]


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
    return answers


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
    client.set_settings(values)
    known = 0
    if answers.contacts:  # before the line, which could not be added again were the book refused
        known = client.import_contacts(Path(answers.contacts).name, data)["accepted"]
    if answers.line:
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
