"""What the checks are given: a call whose number has been read, and what is known of its caller before it is judged.

The facts are gathered from store, contacts and lists, without the network.
"""

from __future__ import annotations

from portinaio.core.call import Presentation
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.repeated import Repeated

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from datetime import date, datetime

    from portinaio.core.call import Ringing
    from portinaio.core.entry import Entry
    from portinaio.core.message import Message
    from portinaio.core.numbers.reading import Reading
    from portinaio.core.numbers.reserved import ReservedRange
    from portinaio.core.own_numbers import OwnNumber

_RESTRICTED, _UNAVAILABLE = Presentation.RESTRICTED, Presentation.UNAVAILABLE


class Call(NamedTuple):
    """A ringing call whose number has been read."""

    ringing: Ringing
    reading: Reading

    @property
    def caller(self) -> str | None:
        """E.164, or `None` where the network gave no number that is one."""
        return self.reading.number

    @property
    def withheld(self) -> bool:
        shown = self.ringing.presentation
        # An empty text reads as withheld, unless the network itself says that it only could not tell.
        return shown is _RESTRICTED or (
            self.reading.presentation is _RESTRICTED and shown is not _UNAVAILABLE
        )

    @property
    def unavailable(self) -> bool:
        """No number is there, and nobody asked the network to keep it."""
        if self.reading.number or self.withheld:
            return False
        return _UNAVAILABLE in {self.ringing.presentation, self.reading.presentation}

    @property
    def presentation(self) -> Presentation:
        """Also where it is a word in place of the number that says so, as on most kinds of line."""
        if self.withheld:
            return _RESTRICTED
        return _UNAVAILABLE if self.unavailable else self.ringing.presentation


class Hit(NamedTuple):
    """What one list says of a number."""

    list_name: str
    trust: float
    """0 to 1; how much the user believes this list."""
    last: date
    """Day of the last report; where the list gives none, that since which it says so, or of a curated one that on which it was
    last found to say so still."""
    reporters: int | None = None
    """`None` on a curated list, which holds numbers without counts."""
    disputes: int = 0
    category: str = ""
    origin: str = ""
    """Whose data the list is made of; lists of one origin say the same twice."""
    doubt: Message | None = None
    """Why the list counts little, however much the user believes it."""
    since: date | None = None
    """Where the list gives no day, that since which it was seen to say so."""


class Neighbours(NamedTuple):
    """Listed numbers of the caller's length in its block of 10 or 100: those that two reported, or an editor listed."""

    listed: int
    block: int
    worth: float
    """The same, each counted by `score.worth`: an old or disputed one says less."""
    trust: float = 1.0
    """The least of the lists that are counted, as `score.block_trust` has it."""
    beside: Neighbours | None = None
    """What those say by themselves that are trusted more."""


class Density(NamedTuple):
    """How thickly the blocks around the caller have been reported of late."""

    numbers: int
    """Listed ones of the caller's length, of any age."""
    share: float
    """0 to 1, the more and the later they were reported; see `lists.index.density.model`."""
    trust: float = 1.0
    """In the list that says so, as `score.block_trust` has it."""
    beside: Density | None = None
    """What a list says that is trusted more."""
    block: int = 1_000
    """In which they lie: 1,000 numbers, or 10,000."""


class Facts(NamedTuple):
    contact: str | None = None
    """Name in the address book."""
    groups: frozenset[str] = frozenset()
    """Folded; those in which the address book has the number."""
    entry: Entry | None = None
    """The personal entry of the number, if any."""
    named: Entry | None = None
    """The personal entry of the name that the network sends."""
    spam_name: int | None = None
    """Points of a mark in that name, where the user says how many."""
    reserved: ReservedRange | None = None
    abroad: str = ""
    """Calling code, without `+`, of a number of another country than the house's and the line's."""
    called_by_user: date | None = None
    """Last day on which the user called this number."""
    own_number: OwnNumber | None = None
    """What the number shown is to the house, where it is anything."""
    emergency_call_at: datetime | None = None
    """When an emergency number was last called from here."""
    paused_until: datetime | None = None
    expecting_until: datetime | None = None
    passed_at: datetime | None = None
    """When the caller pressed the digit that was asked for, on this line and a moment ago."""
    hits: tuple[Hit, ...] = ()
    neighbours: Neighbours | None = None
    density: Density | None = None
    next_door: Message | None = None
    """Whom the user knows in the caller's block of 100, as a clause; asked where lists speak of its blocks."""
    innocent: str = ""
    """Name of the list by which this is the number of a public body; empty where none says so."""
    looked_up: float = 0.0
    """What a private look-up said after an earlier call, 0 to 1."""
    short_calls: int = 0
    """Short or silent calls of this caller in a row, the last within a day."""
    tries: int = 1
    """How many this call makes with those before it; 0 for one that came too soon."""
    repeated: Repeated = Repeated()
    """How the tries were counted."""
    outside_hours: bool = False
    """Outside the hours in which the country's law or code lets sales calls be made."""


NO_FACTS = Facts()
"""Of a caller of whom nothing is known."""
