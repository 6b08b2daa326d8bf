"""Contacts from a vCard file. One broken card does not lose the file, and a number that is none says why."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from portinaio.contacts.book import (
    LONGEST_GROUP,
    LONGEST_NAME,
    LONGEST_SHOWN,
    MOST_GROUPS,
    MOST_NUMBERS,
    CardFile,
    Rejected,
    Telephones,
    says_spam,
    spam,
    too_many,
    unheard,
)
from portinaio.core.contact import Contact
from portinaio.core.message import Message, msg
from portinaio.core.safe_text import one_line
from portinaio.wire.vcard.properties import Property, properties

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.contacts.book import At
    from portinaio.core.numbers.plan import Plan

LARGEST_MIB = 64  # a thousand contacts with photos are some 30
MOST_LINES = 2_000_000  # of 32 bytes in a file of that size

_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_CATEGORY = re.compile(r"(?:[^,\\]|\\.)++", re.DOTALL)
_COMPONENT = re.compile(r"((?:[^;\\]|\\.)*+)(?:;|\\?$)", re.DOTALL)


def read_vcards(data: bytes, plan: Plan, source: str, at: At = unheard) -> CardFile:
    """The contacts of a file, their numbers read in the country of `plan`. Never raises, whatever the bytes."""
    if refusal := _refusal(data):
        return CardFile((), (Rejected(1, "", refusal),), whole=False)
    reading = _Reading(plan, source)
    for found in properties(data):
        if found.name == "END":
            at(found.line)
        if not reading.take(found):
            break
    return reading.finished()


def _refusal(data: bytes) -> Message | None:
    if len(data) > LARGEST_MIB << 20:
        return msg("this file is larger than %(mib)d MiB", mib=LARGEST_MIB)
    if data.count(b"\n") > MOST_LINES or data.count(b"\r") > 2 * MOST_LINES:
        return msg("this file has more than %(n)d lines", n=MOST_LINES)
    return None


class _Card:
    def __init__(self, line: int) -> None:
        self.line = line
        """On which it begins."""
        self.texts: dict[str, str] = {}
        """The first of each property that is not empty."""
        self.numbers: dict[str, None] = {}
        self.refused = False
        """Whether something stands in the place of a number that is none; that is told already."""
        self.groups: dict[str, None] = {}
        self.is_group = False
        self.members: list[str] = []
        """Of a card that is a group, as RFC 6350 §6.6.5 and Apple before it have them."""

    def take_groups(self, value: str) -> None:
        """`Famiglia,Preferiti`, on one line or on several."""
        for each in _CATEGORY.findall(value):
            if (group := _text(each)[:LONGEST_GROUP]) and len(self.groups) < MOST_GROUPS:
                self.groups[group] = None

    @property
    def uid(self) -> str:
        return _uid(self.texts.get("UID", ""))

    @property
    def name(self) -> str:
        for source, read in (("FN", _text), ("N", _full_name), ("ORG", _first), ("EMAIL", _text)):
            if name := read(self.texts.get(source, "")):
                return name
        return ""


class _Reading:
    """Collects properties into cards. A card ends where the next begins, should its END be missing."""

    def __init__(self, plan: Plan, source: str) -> None:
        self._telephones = Telephones(plan)
        self._source = source
        self._contacts: list[Contact] = []
        self._rejected: list[Rejected] = []
        self._origins: list[tuple[str, int]] = []
        """Of each contact, the name of its card among cards and the line on which that begins."""
        self._groups: dict[str, list[str]] = {}
        """By the card that is in them."""
        self._card: _Card | None = None
        self._cards = 0
        self._numbers = 0
        self._without_number = 0
        self._whole = True

    def take(self, found: Property) -> bool:
        """False when the file has gone on for too long."""
        match found.name:
            case "BEGIN" | "END":
                if found.value.strip().upper() == "VCARD":
                    self._frame(found)
            case "TEL":
                return self._take_number(found)
            case "CATEGORIES" if self._card:
                self._card.take_groups(found.value)
            case "KIND" | "X-ADDRESSBOOKSERVER-KIND":
                if self._card:
                    self._card.is_group = found.value.strip().lower() == "group"
            case "MEMBER" | "X-ADDRESSBOOKSERVER-MEMBER":
                if self._card:
                    self._card.members.append(_uid(found.value))
            case name if self._card and name not in self._card.texts and _text(found.value):
                self._card.texts[name] = found.value
        return True

    def finished(self) -> CardFile:
        broken = self._card
        self._close()
        if not self._cards and not self._rejected:
            self._rejected.append(Rejected(1, "", msg("no vCard begins in this file")))
        contacts = tuple(self._with_groups())
        if broken:
            self._whole = False
            self._miss_end(broken)
        return self._telephones.told_in(
            CardFile(
                contacts,
                tuple(self._rejected),
                self._whole,
                without_number=self._without_number,
            )
        )

    def _with_groups(self) -> Iterator[Contact]:
        """Also with those that are cards of their own, which may stand before or behind it."""
        for contact, (uid, line) in zip(self._contacts, self._origins, strict=True):
            if not uid or uid not in self._groups:
                yield contact
                continue
            its = dict.fromkeys((*contact.groups, *filter(None, self._groups[uid])))
            groups = tuple(its)[:MOST_GROUPS]
            if says_spam(contact.name, groups):
                said = spam(contact.numbers)
                self._rejected.append(Rejected(line, contact.name[:LONGEST_SHOWN], said))
            else:
                yield contact._replace(groups=groups)

    def _frame(self, found: Property) -> None:
        if self._card and found.name == "BEGIN":
            self._miss_end(self._card)
        self._close()
        if found.name == "BEGIN":
            self._card, self._cards = _Card(found.line), self._cards + 1

    def _miss_end(self, card: _Card) -> None:
        """Its numbers are taken, but there may have been more of them."""
        reason = msg("this card breaks off; a part of it may be missing")
        self._rejected.append(Rejected(card.line, card.name[:LONGEST_SHOWN], reason))

    def _take_number(self, found: Property) -> bool:
        self._numbers += 1
        if self._numbers > MOST_NUMBERS:
            self._reject(found, too_many(MOST_NUMBERS))
            self._whole = False
            self._close()
            return False
        if self._card is None:
            self._reject(found, msg("this number stands outside a card"))
            return True
        card = self._card
        text = _ESCAPED.sub(r"\1", found.value[: 4 * LONGEST_SHOWN])
        meant = self._telephones.read(text, found.line, lambda: card.name)
        if isinstance(meant, Message):
            self._card.refused = True
            self._reject(found, meant)
        else:
            self._card.numbers[meant] = None
        return True

    def _reject(self, found: Property, reason: Message) -> None:
        self._rejected.append(
            Rejected(found.line, one_line(found.value, LONGEST_SHOWN, mark=""), reason)
        )

    def _close(self) -> None:
        card, self._card = self._card, None
        if card and card.is_group:
            for member in card.members:
                self._groups.setdefault(member, []).append(card.name[:LONGEST_GROUP])
        elif card and not card.numbers:
            self._without_number += not card.refused
        elif card and says_spam(card.name, card.groups):
            said = spam(list(card.numbers))
            self._rejected.append(Rejected(card.line, card.name[:LONGEST_SHOWN], said))
        elif card:
            # A card wants a name; where nobody knows one, the number stands there.
            name = "" if card.name in card.numbers else card.name
            self._origins.append((card.uid, card.line))
            self._contacts.append(
                Contact(name, tuple(card.numbers), self._source, tuple(card.groups))
            )


def _uid(value: str) -> str:
    return value.strip().lower().removeprefix("urn:uuid:")


def _full_name(value: str) -> str:
    """`Rossi;Maria;Luisa;Dott.;` as it is said: Maria Luisa Rossi."""
    family, given, additional = [*_components(value), "", "", ""][:3]
    return " ".join(part for part in (given, additional, family) if part)


def _first(value: str) -> str:
    """The company, without its departments."""
    return _components(value)[0]


def _components(value: str) -> list[str]:
    return [_text(part) for part in _COMPONENT.findall(value)]


def _text(value: str) -> str:
    """One line of printable text, its backslashes resolved."""
    plain = _ESCAPED.sub(lambda found: " " if found[1] in "nN" else found[1], value)
    return one_line(plain, LONGEST_NAME, mark="")
