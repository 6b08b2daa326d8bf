"""One list on offer, as a table of `catalog.toml` has it, and what may be wrong with it."""

from __future__ import annotations

import datetime as dt  # noqa: TC003  # msgspec reads the annotations when it decodes
import re
from typing import TYPE_CHECKING, Literal

import msgspec

from portinaio.core.message import Message, msg
from portinaio.countries.data_file import Table
from portinaio.errors import UsageError
from portinaio.lists.lookup_by_prefix import (
    LookupTable,  # noqa: TC001  # msgspec reads the annotations when it decodes
)
from portinaio.lists.share_target import ShareTable, share_fault
from portinaio.lists.url import DATE, read_url

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = re.compile(r"[a-z0-9][a-z0-9-]{1,39}")
VERSION = "{version}"
DAYS, MOST_DAYS = 30, 92  # files of a list that comes as one a day
INNOCENTS = "innocents"
COUNTING = frozenset({"phoneblock-json", "phoneblock-xml", "ftc"})
"""Formats whose rows always say how many reported a number."""
WORLD = "*"


class Offer(Table, frozen=True, kw_only=True):
    """One list that may be subscribed."""

    name: str
    title: str
    publisher: str
    homepage: str
    url: str
    licence: str
    """As the publisher names it; "not named" where none is."""
    format: str
    country: str
    """ISO 3166-1 alpha-2, of most of its numbers; `*`, `WORLD`, for the whole of it."""
    every_hours: int
    """Between two syncs."""
    trust: float
    says: str
    """What stands in it and how sure that is, in one English sentence."""
    checked: dt.date
    """Day on which somebody last looked at the source of these facts."""
    mirrors: tuple[str, ...] = ()
    region: str | None = None
    """Country of its national notation."""
    changes: str = ""
    """Address of what has changed since `{version}`."""
    account: str = ""
    """What is needed to get an access token; empty where none is."""
    origin: str = ""
    """Whose data it is made of, where others are made of the same; of such lists the heaviest counts."""
    complaints: bool = False
    """Each row is what one person complained of: counted, and never believed like a list that somebody has looked at."""
    vetted: bool = False
    """Its publisher takes a number in after two reports, or one that was confirmed: a row that says one counts as two."""
    days: int = DAYS
    """How many of the last are walked, where `{date}` stands in its address."""
    kind: Literal["callers", "innocents"] = "callers"
    """`innocents` are numbers of public bodies: they speak against nobody, and hold down what other lists say of them."""

    root: str = ""
    """Of a list site: the fingerprint of its first root."""
    notes: dict[str, str] = msgspec.field(default_factory=dict)
    """By country, what somebody there should know of it; a sentence in English."""
    lookup: LookupTable | None = None
    """Where it can be asked about one number without being told which; `None` where it cannot."""
    share: ShareTable | None = None
    """Where it takes reports; `None` where it takes none that we know of."""

    @property
    def counted(self) -> bool | None:
        """Whether its rows say how many reported a number; `None` where only the content tells."""
        return True if self.complaints or self.format in COUNTING else None


def offer_faults(
    offers: tuple[Offer, ...], *, shipped: bool = True
) -> Iterator[tuple[int, Message]]:
    """The place of each offer that cannot be made, and why."""
    seen: set[str] = set()
    for at, offer in enumerate(offers):
        if fault := _fault(offer) or _unsafe(offer, shipped=shipped):
            yield at, fault
        elif {offer.name, offer.url} & seen:
            yield at, msg("%(list)s stands there twice", list=offer.name)
        seen |= {offer.name, offer.url}


def _fault(offer: Offer) -> Message | None:
    texts = (offer.title, offer.publisher, offer.licence, offer.says)
    if not NAME.fullmatch(offer.name):
        return msg("a name is 2 to 40 small letters, digits and -")
    if not all(text.strip() for text in texts):
        return msg("title, publisher, licence and says must say something")
    if not 0 < offer.trust <= 1 or not 1 <= offer.every_hours <= 24 * 31:
        return msg("trust is above 0 and at most 1, every_hours 1 to 744")
    if not re.fullmatch(r"[A-Z]{2}|\*", offer.country):
        return msg("country must be two capital letters, or * for the world")
    if not all(re.fullmatch(r"[A-Z]{2}", at) and note.strip() for at, note in offer.notes.items()):
        return msg("notes are sentences under two capital letters, such as IT")
    if offer.origin and not NAME.fullmatch(offer.origin):
        return msg("an origin is 2 to 40 small letters, digits and -")
    return _address_fault(offer)


def _address_fault(offer: Offer) -> Message | None:
    """What does not go together of where it is and how it comes."""
    if not 1 <= offer.days <= MOST_DAYS or (offer.days != DAYS and DATE not in offer.url):
        return msg(
            "days is 1 to %(n)d, and for an address with %(date)s in it", n=MOST_DAYS, date=DATE
        )
    if offer.root and (DATE in offer.url or offer.changes or offer.mirrors):
        return msg("a list site has no mirrors, no changes and no day in its address")
    if DATE in offer.url and offer.changes:
        return msg("a list of a file a day has no changes")
    if offer.changes and VERSION not in offer.changes:
        return msg("changes must name the place of %(version)s", version=VERSION)
    return share_fault(offer.share) if offer.share else None


def _unsafe(offer: Offer, *, shipped: bool) -> Message | None:
    """A user may also offer themselves what this computer serves, or a file."""
    other = [table.url for table in (offer.share, offer.lookup) if table]
    for url in filter(None, (offer.url, offer.homepage, *offer.mirrors, offer.changes, *other)):
        try:
            address = read_url(url)
        except UsageError as error:
            sentence = error.sentence
            assert isinstance(sentence, Message)  # it says each of its own so
            return sentence
        if shipped and address.scheme != "https":
            return msg("%(url)s must begin with https://", url=url)
    return None
