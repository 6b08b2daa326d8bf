"""One subscribed list as it lies open, what is thought of it, and which of several are copies of each other."""

from __future__ import annotations

from datetime import date

from portinaio.core.facts import Hit
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.reach import UNMEASURED
from portinaio.errors import UntrustedListError
from portinaio.lists.index.reader import ListIndex

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from pathlib import Path

    from portinaio.core.message import Message
    from portinaio.lists.index.reader import IndexHit

VETTED = 2  # reporters, where a publisher asks for two reports or a confirmed one


class OpenList(NamedTuple):
    """One of them."""

    name: str
    trust: float
    path: Path | str
    opened: ListIndex | None
    """`None` while its file is missing or damaged."""
    error: UntrustedListError | None = None
    """Why it is refused."""
    origin: str = ""
    """Whose data it is made of."""
    complaints: bool = False
    """Whether its rows are complaints; one that has no count is one."""
    vetted: bool = False
    """Whether its publisher took a number in after two reports, or one that was confirmed."""
    copy_of: str = ""
    """The list before it that holds the same."""

    @property
    def innocents(self) -> bool:
        """Whether its numbers are those of public bodies: it speaks against no caller, and for no block."""
        return self.opened is not None and self.opened.of_innocents

    @property
    def doubt(self) -> Message | None:
        """Why it makes nobody reported, however much it is trusted."""
        if self.opened is None or self.innocents:
            return None
        if not self.opened.measured:
            return UNMEASURED
        reach = self.opened.reach
        return reach and reach.message

    @property
    def counts_rows_once(self) -> bool:
        """Its rows look like complaints, though nobody has said so."""
        return self.opened is not None and self.opened.of_complaints and not self.complaints

    def meant(self, reporters: int | None) -> int | None:
        """How many people a row speaks for that says so many."""
        if reporters is None and self.complaints:
            reporters = 1
        return max(reporters, VETTED) if reporters and self.vetted else reporters


def reopened(open_list: OpenList) -> OpenList:
    if open_list.opened and not open_list.opened.changed():
        return open_list
    return opened(open_list)


def opened(open_list: OpenList) -> OpenList:
    try:
        return open_list._replace(opened=ListIndex.open(open_list.path), error=None)
    except FileNotFoundError:
        return open_list._replace(opened=None, error=None)
    except UntrustedListError as error:
        return open_list._replace(opened=None, error=error)


def compared(open_lists: tuple[OpenList, ...]) -> tuple[OpenList, ...]:
    """Each with the name of the first list that holds the same numbers with the same counts, whoever publishes it.

    Nothing else is proven: a copy of yesterday, a part of another list, or the same numbers counted otherwise must say
    its origin, else both count.
    """
    first: dict[bytes, str] = {}
    compared = []
    for open_list in open_lists:
        content = open_list.opened.content if open_list.opened else b""
        name = first.setdefault(content, open_list.name) if content else open_list.name
        compared.append(open_list._replace(copy_of="" if name == open_list.name else name))
    return tuple(compared)


def origins_of(open_lists: tuple[OpenList, ...]) -> dict[str, str]:
    """By name, whose data each is made of: copies are of one origin, the one that any of them names."""
    origins: dict[str, str] = {}
    copied = {each.copy_of for each in open_lists if each.copy_of}
    for name in copied:
        alike = [each for each in open_lists if name in {each.name, each.copy_of}]
        origin = min((each.origin for each in alike if each.origin), default=f"={name}")
        origins.update((each.name, origin) for each in alike)
    return origins


def hit_of(open_list: OpenList, doubt: Message | None, found: IndexHit, index: ListIndex) -> Hit:
    day = last = found.last_day or index.day
    reporters = open_list.meant(found.reporters)
    if reporters is None and (found.seen or not found.last_day):
        last = max(day, index.checked_day)  # whoever keeps the list has had the time to take it off
    return Hit(
        open_list.name,
        open_list.trust,
        date.fromordinal(last),
        reporters,
        found.disputes,
        found.category,
        open_list.origin,
        doubt,
        date.fromordinal(day) if found.seen else None,
    )
