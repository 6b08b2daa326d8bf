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
    from portinaio.config.line_kind import Question

DEMO = "replay"
SIP = "sip"
NONE = ""
DEMO_NAME = "demo"
HOME = "home"
LARGEST_BYTES = 32 << 20  # as the house takes


@dataclass
class Answers:
    country: str
    language: str
    reported: str
    has_line: bool
    """There is one already, and no other is asked for."""
    kind: str = DEMO
    """Of the line; empty for none now."""
    registrar: str = ""
    told_peer: str = ""
    """Who else rings on it, where the user has said so."""
    username: str = ""
    password: str = field(default="", repr=False)
    typed: dict[str, str] = field(default_factory=dict)
    """What a line of another kind needs, by key."""
    contacts: str = ""
    """Path of an address book."""
    lists: set[str] = field(default_factory=set)
    """Names of the catalogue."""

    @property
    def line(self) -> str:
        """The name of the new line; empty where there will be none."""
        if self.has_line or not self.kind:
            return ""
        return DEMO_NAME if line_kind(self.kind).simulated else HOME

    @property
    def registers(self) -> bool:
        """At a provider or a router, which want to know who comes."""
        return not self.has_line and self.kind == SIP and bool(self.registrar)

    @property
    def peer(self) -> str:
        """Who else rings on a SIP line; a guess where the user has said nothing."""
        return self.told_peer or self.peers.guess

    @property
    def peers(self) -> Question:
        """Who may ring there."""
        asked = line_kind(SIP).questions(_keys_of(self))
        return next(one for one in asked if one.key == "peer")

    @property
    def wish(self) -> Action:
        """What the user wants done to reported callers."""
        return Action(self.reported)

    @property
    def can(self) -> frozenset[Action]:
        """What can be done to them, as far as the new line is concerned."""
        return abilities(self.kind, _keys(self)) if self.line else frozenset(Action)

    @property
    def cannot(self) -> list[Action]:
        return [action for action in Action if action not in self.can]

    @property
    def has_password(self) -> bool:
        return self.registers and bool(self.password)


@dataclass
class Offered:
    """What there is to choose from."""

    kinds: list[LineKindAnswer]
    lists: list[OfferAnswer]

    def of(self, country: str) -> list[OfferAnswer]:
        """The lists of a country that need no account."""
        return [one for one in self.lists if one["country"] in {country, ""} and not one["account"]]


def guessed_answers(guessed: GuessesAnswer, offered: Offered) -> Answers:
    answers = Answers(
        guessed["country"], guessed["language"], guessed["reported"], guessed["has_line"]
    )
    answers.lists = {one["name"] for one in offered.of(answers.country)}
    return answers


def write_answers(client: Client, answers: Answers) -> int:
    """Write the answers into the house; how many contacts were read. Lists are fetched afterwards, one by one."""
    data = _content(answers.contacts) if answers.contacts else b""
    client.set_settings(
        {
            "country": answers.country,
            "language": answers.language,
            "policy.reported": answers.reported,
        }
    )
    known = 0
    if answers.contacts:  # before the line, which could not be added again were the book refused
        known = client.import_contacts(Path(answers.contacts).name, data)["accepted"]
    if answers.line:
        if answers.has_password:
            client.keep_secret(answers.line, answers.password)
        client.add_line(answers.kind, answers.line, _keys(answers))
    return known


def _keys(answers: Answers) -> dict[str, Any]:
    if answers.kind != SIP:
        typed = {key: text for key, text in answers.typed.items() if text}
        return line_kind(answers.kind).keys_of_form(typed)
    keys = {**_keys_of(answers), "peer": answers.peer}
    return {**keys, "password": {"keyring": answers.line}} if answers.has_password else keys


def _keys_of(answers: Answers) -> dict[str, Any]:
    """Those that say where the line is."""
    if not answers.registers:
        return {}
    return {
        "mode": "registrar",
        "registrar": answers.registrar,
        "username": answers.username,
    }


def _content(name: str) -> bytes:
    try:
        with open_regular(Path(name).expanduser()) as file:
            return file.read(LARGEST_BYTES + 1)  # what is larger is refused with a sentence
    except (OSError, ValueError, RuntimeError) as error:
        raise UsageError(
            msg("%(file)s cannot be read: %(reason)s", file=name, reason=reason(error))
        ) from error
