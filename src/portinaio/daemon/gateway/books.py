"""The address books of the gateway: who is in them, and what a client's writing means.

A card of the book `block` is one number that the house blocks for good. One that a client has put keeps its name there, since
the client looks for it under that; what stands in it is ours.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.entry import EntryKind
from portinaio.core.message import msg
from portinaio.core.numbers.pattern import digits_of
from portinaio.core.safe_text import one_line
from portinaio.daemon.gateway import deeds
from portinaio.daemon.gateway.blocklist import blocked
from portinaio.daemon.gateway.derived.list_files import list_named
from portinaio.errors import NotFoundError, UsageError
from portinaio.store.devices.cards import WrittenCard
from portinaio.store.devices.device import BLOCK, CONTACTS
from portinaio.wire.vcard.card import card
from portinaio.wire.vcard.properties import properties

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.daemon.context import Context
    from portinaio.store.devices.device import Device

MOST_NUMBERS = 10  # of one card that is put
MOST_LISTED = (
    5000  # of a list, as many as apps of PhoneBlock are given at once; larger ones come as files
)
SPAM = "SPAM"


class Card(NamedTuple):
    text: str
    numbers: tuple[str, ...]

    @property
    def tag(self) -> str:
        return f'"{sha256(self.text.encode()).hexdigest()[:32]}"'


def cards(context: Context, book: str) -> dict[str, Card]:
    """By item, the name of a card in its book. `NotFoundError` where a list has none."""
    match book:
        case _ if book == BLOCK:
            return _blocked_cards(context)
        case _ if book == CONTACTS:
            return _contact_cards(context)
        case _:
            return _listed_cards(context, book)


def version(context: Context, book: str, found: Mapping[str, Card]) -> int:
    return context.store.handed_out.note(
        f"dav.{book}", {item: each.tag for item, each in found.items()}
    )


def put(context: Context, device: Device, item: str, data: bytes) -> bool:
    """Report the numbers of a card; true where it is a new one. `UsageError` where it holds none, or too many."""
    before = cards(context, BLOCK).get(item)
    numbers = _numbers(context, data)
    if not numbers:
        raise UsageError(msg("this card holds no telephone number"))
    if len(numbers) > MOST_NUMBERS:
        raise UsageError(msg("a card reports at most %(n)d numbers at once", n=MOST_NUMBERS))
    texts = _texts(data)
    reported = [deeds.report(context, device, number, "") for number in numbers]
    for number in before.numbers if before else ():
        if number not in reported:
            _let_go(context, device, number)
    written = WrittenCard(item, texts.get("UID") or item, texts.get("FN") or SPAM, tuple(reported))
    context.store.cards.set(written)
    return before is None


def drop(context: Context, device: Device, item: str) -> None:
    """Allow the numbers of a card."""
    before = cards(context, BLOCK).get(item)
    if before is None:
        raise NotFoundError(msg("there is no such card"))
    for number in before.numbers:
        deeds.allow(context, device, number)
    context.store.cards.remove(item)


def _let_go(context: Context, device: Device, number: str) -> None:
    """A number that was taken off its card."""
    try:
        deeds.take_back(context, device, number)
    except NotFoundError:
        deeds.allow(context, device, number)


def _blocked_cards(context: Context) -> dict[str, Card]:
    numbers = {entry.text for entry in blocked(context)}
    found: dict[str, Card] = {}
    for written in context.store.cards.all():
        left = tuple(number for number in written.numbers if number in numbers)
        if left:
            found[written.item] = Card(card(written.uid, written.name, left, (SPAM,)), left)
            numbers -= set(left)
    for number in sorted(numbers):
        digits = number[1:]
        text = card(f"portinaio-block-{digits}", f"{SPAM}: {number}", (number,), (SPAM,))
        found[f"{digits}.vcf"] = Card(text, (number,))
    return found


def _listed_cards(context: Context, name: str) -> dict[str, Card]:
    """Numbers of a subscribed list; not its beginnings, which a card cannot hold, nor who may ring here."""
    opened = list_named(context, name).opened
    assert opened is not None  # as that says
    if len(opened) > MOST_LISTED:
        raise NotFoundError(
            msg(
                "an address book holds %(most)d numbers, and the list %(name)s has more; fetch it as a file",
                most=MOST_LISTED,
                name=name,
            )
        )
    friends = {number for each in context.store.contacts.all() for number in each.numbers}
    friends |= {
        entry.text
        for entry in context.store.entries.all(context.now())
        if entry.kind is EntryKind.ALLOW and entry.exact
    }
    found: dict[str, Card] = {}
    for row in opened.rows():
        digits = digits_of(row.low)
        number = f"+{digits}"
        if row.low == row.high and number not in friends:
            text = card(f"portinaio-{name}-{digits}", f"{SPAM}: {number}", (number,), (SPAM,))
            found[f"{digits}.vcf"] = Card(text, (number,))
    return found


def _contact_cards(context: Context) -> dict[str, Card]:
    found: dict[str, Card] = {}
    for contact in context.store.contacts.all():
        whose = contact.name or contact.numbers[0]
        id_ = _id(contact.source, whose)
        if f"{id_}.vcf" in found:  # another one of the same name
            id_ = _id(contact.source, whose, contact.numbers[0])
        text = card(f"portinaio-{id_}", whose, contact.numbers, contact.groups)
        found[f"{id_}.vcf"] = Card(text, contact.numbers)
    return found


def _id(*parts: str) -> str:
    return sha256("\0".join(parts).encode()).hexdigest()[:32]


def _numbers(context: Context, data: bytes) -> list[str]:
    """Also of a card that says spam, which no address book would take for a person."""
    meant: dict[str, None] = {}
    for found in properties(data):
        if found.name == "TEL" and len(meant) <= MOST_NUMBERS:
            meant[deeds.number_of(context, found.value.strip().removeprefix("tel:"))] = None
    return list(meant)


def _texts(data: bytes) -> dict[str, str]:
    return {
        found.name: one_line(found.value, 200)
        for found in properties(data)
        if found.name in {"UID", "FN"}
    }
