"""What a format of lists is, and what it is given to read with."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, NamedTuple, Protocol

from portinaio.core.evidence import Batch, Evidence, Rejected
from portinaio.lists.intake.allowed import BARRED, VOUCHED_FOR
from portinaio.lists.intake.holds import Holds
from portinaio.lists.intake.number_columns import Columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from io import BufferedReader

    from portinaio.core.message import Message
    from portinaio.core.numbers.pattern import Pattern
    from portinaio.lists.intake.numbering import Numbering


MOST_REMARKS = 5  # more of them nobody reads
EARLY = 1_000  # rows: enough to see whose a list is, too few to have read in vain


class Gone(NamedTuple):
    """A number that the list takes back: a row of an incremental answer."""

    low: int
    high: int


Row = Evidence | Rejected | Gone
Rows = Row | Batch


class Context:
    """What a reader is given besides the bytes, and where it puts what the list says about itself."""

    def __init__(
        self, numbering: Numbering, complaints: bool | None = None, *, allowing: bool = False
    ) -> None:
        self.numbering = numbering
        self.allowing = allowing
        """Whether the numbers that a file allows are wanted, and not those that it blocks."""
        self.complaints = complaints
        """Whether each row is one complaint; `None` until somebody says so, such as a reader that sees it."""
        self.version = ""
        """Of the list, as it counts itself."""
        self.repeats = 0
        """Good rows that a tallying format has folded into others before it yields."""
        self.remarks: list[Message] = []
        """What is to be said of the whole list, though its rows can be used."""
        self.columns = Columns()
        """Of a table or of the objects in JSON: which are read, and which are not."""
        self.first_only = False
        """Whether of several columns of numbers one is wanted; of public bodies, the others may be a person's."""
        self.wanted_columns: tuple[str, ...] = ()
        """Those of the numbers, where somebody has said which."""
        self.rows = 0
        """How many were read, as far as the reader has said so."""
        self._look: Callable[[int], None] | None = None

    def refusal(self, *, allows: bool | None) -> Message | None:
        """Why a row is left out that says itself whether it allows its number or blocks it."""
        if allows is None or allows == self.allowing:
            return None
        return VOUCHED_FOR if allows else BARRED

    def remark(self, remark: Message | None) -> None:
        if remark and remark not in self.remarks and len(self.remarks) < MOST_REMARKS:
            self.remarks.append(remark)

    def watch(self, look: Callable[[int], None]) -> None:
        """`look` is told the number of rows once a good part has been read, and may end the reading by an exception."""
        self._look = look

    def seen(self, rows: int) -> None:
        """So many more rows were read, of which a tallying format yields none yet."""
        self.rows += rows
        if self._look and self.rows >= EARLY:
            self._look(self.rows)
            self._look = None


class Read(Protocol):
    def __call__(self, source: BufferedReader, context: Context, /) -> Iterator[Rows]:
        """Never raises but for a `PortinaioError`, whatever the bytes. Large tables yield good rows by the batch."""


class Write(Protocol):
    def __call__(self, rows: Iterable[Evidence], out: IO[bytes], /) -> Iterator[Rejected]:
        """Lazily: what is not iterated is not written. Yields the rows that this format cannot hold."""


class Sniff(Protocol):
    def __call__(self, head: bytes, name: str, /) -> int:
        """How sure one can be, 0 to 100, that a file that begins with `head` is of this format."""


def _none(_pattern: Pattern) -> bool:
    return False


def every(_pattern: Pattern) -> bool:
    return True


def _blocked(_data: bytes) -> Holds:
    return Holds.BLOCKED


def _apart(_data: bytes) -> bool:
    return False


class Format(NamedTuple):
    """What a module of `lists.formats`, or of a stranger, calls its `FORMAT`."""

    id: str
    """What programs and the command line call it: small letters, digits and -."""
    title: Message | str
    """What people call it; a name that is the same in every language is plain text."""
    sniff: Sniff
    read: Read
    write: Write | None = None
    write_contacts: Write | None = None
    """Numbers that are known, one after the other where they are of one person."""
    write_callers: Write | None = None
    """Numbers that have called; their reports are how often."""
    holds: Callable[[bytes], Holds] = _blocked
    """What the numbers of a whole file are."""
    suffix: str = "csv"
    """What the name of a file ends in that is written in it."""
    region: str | None = None
    """Country of its national notation where the format itself says it."""
    ordered: bool = False
    """Whether `read` yields in the order of keys, each pattern once."""
    json: bool = False
    """Whether it is JSON: what begins as JSON is no other format."""
    says_so: bool = False
    """Whether its rows say themselves that they allow or block."""
    beside_log: Callable[[bytes], bool] = _apart
    """Whether what it reads stands beside a log of calls, as in the whole database of a blocker."""
    says: Callable[[Pattern], bool] = _none
    """Whether `write` can say a pattern with a choice of digits; of others it is given the stretches that they come to."""
