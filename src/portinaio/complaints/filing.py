"""What a complaint is made of: who complains, about which company, to whom, and what was done before.

Everything here was said by the user or written down by a line. What nobody said stays empty: controller, consent and
registration date are never invented.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.countries.pack_schema import Pack


NOTHING: Mapping[str, str] = MappingProxyType({})
UNKNOWN = "unknown"
"""What the user writes for a company or product that they say is not known."""


class CallKind(StrEnum):
    OPERATOR = "operator"
    AUTOMATED = "automated"
    SILENT = "silent"
    UNANSWERED = "unanswered"
    """Nobody took it, so that nobody knows what was said."""


class Means(StrEnum):
    """How something was sent."""

    EMAIL = "email"
    PEC = "pec"
    """Certified mail, from a certified box to a certified box."""
    REGISTERED = "registered"
    POST = "post"
    """Ordinary post, which has no receipt."""
    WEB = "web"
    HAND = "hand"
    SMS = "sms"
    PHONE = "phone"


class Profile(NamedTuple):
    """The user, as far as a recipient needs to know."""

    name: str = ""
    address: str = ""
    email: str = ""
    pec: str = ""
    """A certified mailbox, where the country has such mail."""
    line: str = ""
    """The number that was called, E.164."""
    holder: str = ""
    """Whose contract the line is, where it is somebody else's."""
    own: Mapping[str, str] = NOTHING
    """What a country's pack asks of the user besides, by its keys; days are ISO dates."""

    def day(self, key: str) -> date | None:
        """Of a field of the pack that is a day; `None` where nobody has said it."""
        said = self.own.get(key, "")
        return date.fromisoformat(said) if said else None


class Company(NamedTuple):
    """In whose interest the call was made; not the call centre."""

    name: str = ""
    address: str = ""
    email: str = ""
    pec: str = ""
    consent: str = ""
    """`none`, `unknown`, `given`, or the ISO date on which it was given; empty where nobody said."""
    contract_until: str = ""
    """`none`, `running`, or the ISO date of its end; empty where nobody said."""
    source: str = ""
    """Where the address was found, if it comes from a pack."""
    checked: date | None = None
    noted: str = ""
    """What the user's own company book gives as its source, such as a register."""


class Sent(NamedTuple):
    """What was sent before to the same company or about it."""

    recipient: str
    on: date
    means: Means | None = None
    answer: str = ""
    """`answered`, `insufficient`, `refused`, `extended`; empty where nothing came."""
    answered_on: date | None = None
    point: str = ""
    """In what an insufficient answer does not satisfy, in the user's words."""
    due: date | None = None
    """Last day on which an answer was or is in time; `None` where none is owed."""
    received: date | None = None
    """The day on which it arrived, where somebody knows it."""
    receipt: str = ""
    """What says so, as `Complaint.receipt`."""
    noted: Mapping[str, str] = NOTHING
    """Of each event the ISO date on which it was written down, as far as it is known."""


class Filing(NamedTuple):
    """One complaint to be written."""

    recipient: str
    """A key of the pack."""
    on: date
    """The day on which it is written."""
    kind: CallKind | None = None
    product: str = ""
    """What the call was about: "electricity contract"."""
    summary: str = ""
    """What was said, in the user's own words."""
    nature: str = ""
    """`sales`, `research`, `scam` or `other`; empty where nobody said, and then it is taken for sales."""
    answers: Mapping[str, str] = NOTHING
    """What only this country asks, by the pack's keys."""
    called: str = ""
    """Which number of the user's was called, where the log does not say; E.164."""
    sole_line: bool = True
    """Whether the house has one line, so that a call on it was a call to the number of the profile."""
    reference: str = ""
    """A number that the recipient can quote."""
    minimal: bool = False
    """Say no more of the user than an answer needs: the line and an electronic address."""
    earlier: tuple[Sent, ...] = ()
    """Oldest first."""
    said_on: Mapping[str, str] = NOTHING
    """Of each answer and key of the profile the ISO date on which the user gave it, as far as it is known."""


def known_company(pack: Pack, name: str) -> Company | None:
    """The company whose own privacy notice names an address, as the pack has it, by its brand or its full name.

    Only the whole name counts: a guess could be another's.
    """
    wanted = name.strip().casefold()
    for known in pack.company:
        if wanted in {known.brand.casefold(), known.name.casefold()}:
            return Company(
                name=known.name,
                address=known.address,
                email=known.email,
                pec=known.pec,
                source=known.url or known.source,
                checked=known.checked,
            )
    return None
