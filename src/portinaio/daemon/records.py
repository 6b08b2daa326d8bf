"""What the house itself has on record about a caller: entries, names, earlier calls, and until when it is paused."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import timedelta
from itertools import takewhile

from portinaio.core.entry import EntryBook, EntryKind
from portinaio.core.facts import Facts
from portinaio.core.logged import GIVEN_BACK
from portinaio.core.numbers.pattern import key
from portinaio.core.policy import Action
from portinaio.core.repeated import Repeated, Try, tries
from portinaio.daemon.clock import PAUSES, lasting, moment_of
from portinaio.store.calls import MOST_ATTEMPTS
from portinaio.store.looked_up import look_ups

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime
    from typing import TypeVar

    from portinaio.core.entry import Entry
    from portinaio.core.message import Message
    from portinaio.store.calls import Attempt
    from portinaio.store.database import Store

    Day = TypeVar("Day", date, datetime)

SHORT_CALL_S = 5.0  # rang or talked for less: nobody was meant to answer, or nobody spoke
SHORTEST_BLOCK = 8  # of a number with its +: of what is shorter a block of 100 is a whole town
MEMORY = timedelta(days=1)  # how far back calls of the same number count
PASS_LASTS = timedelta(minutes=3)
MOST_PASSES = 256  # callers at once; whoever fills that has no house for customer
USUAL = Repeated()


_IN_NONE: frozenset[str] = frozenset()


class Records:
    """Read from the database, and at hand for one call after another.

    `resident` keeps the address book in memory, as the daemon does; a single check asks the database for one name.
    `version` changes when entries, names or moments have; without it each write to the database counts as such.
    """

    def __init__(
        self,
        store: Store | None = None,
        *,
        resident: bool = False,
        version: Callable[[], int] | None = None,
    ) -> None:
        """Without a database nothing is known of anybody."""
        self._store = store
        self._resident = resident
        self._read_version = version or (store.version if store else None)
        self._version = -1
        self._entries = EntryBook()
        self._name_of: Callable[[str], str | None] = _nobody
        self._names_between: Callable[[str, str], dict[str, str]] = _no_names
        self._groups_of: Callable[[str], frozenset[str]] = _no_groups
        self._moments: dict[str, datetime] = {}
        self._look_ups: dict[str, float] = {}
        self._profile_number = ""
        self.emergency_call_at: datetime | None = None
        """Told by a line; it counts before it is written down, and where the disk takes nothing."""
        self.passes = Passes()
        """Of who was asked for a digit; one for all who judge in this process."""
        self.dialled: dict[str, date] = {}
        """As above, whom the user called last on which day."""

    def facts(self, number: str | None, at: datetime, repeated: Repeated = USUAL) -> Facts:
        """Of a caller at a moment; reads memory and the database. `repeated` is what counts as a try."""
        self._refresh()
        moments = self._moments
        facts = Facts(
            emergency_call_at=_later(self.emergency_call_at, moments.get("emergency_call_at")),
            paused_until=lasting(moments.get("paused_until"), at),
            expecting_until=lasting(moments.get("expecting_until"), at),
        )
        if number is None or self._store is None:
            return facts
        earlier = self._store.calls.recent(number, at - MEMORY, at)
        name = self._name_of(number)
        return facts._replace(
            entry=self._entries.find(key(number[1:]), at),
            contact=name,
            groups=_IN_NONE if name is None else self._groups_of(number),
            called_by_user=_later(self._store.outgoing.last_day(number), self.dialled.get(number)),
            short_calls=_short_in_a_row(earlier),
            tries=_tries(earlier, at, repeated) if earlier else 1,
            repeated=repeated,
            looked_up=self._look_ups.get(number, 0.0),
        )

    def named(self, name: str, at: datetime) -> Entry | None:
        """The user's entry that a name means, of those that `facts` has read last."""
        return self._entries.find_name(name, at)

    def next_door(self, number: str, at: datetime) -> Message | None:
        """Whom the user knows in the block of 100 around a number; asked where something is said of that block."""
        if self._store is None or len(number) < SHORTEST_BLOCK:
            return None
        from portinaio.core.next_door import a_called, a_contact, an_allowed  # noqa: PLC0415  # seldom asked

        first, last = number[:-2] + "00", number[:-2] + "99"
        for near, name in sorted(self._names_between(first, last).items()):
            if self._is_another(near, number, at):
                return a_contact(name)
        if entry := self._entries.allowed_beside(number, at):
            return an_allowed(entry.text)
        called = self._store.outgoing.between(first, last)
        near = next((each for each in called if self._is_another(each, number, at)), "")
        return a_called(near) if near else None

    def _is_another(self, near: str, number: str, at: datetime) -> bool:
        """Not the caller, and nobody whom the user blocks: who calls back a telemarketer knows nobody there."""
        entry = self._entries.find(key(near[1:]), at)
        return near != number and not (entry and entry.kind is EntryKind.BLOCK)

    def profile_number(self) -> str:
        """The number that letters name as the user's, in E.164; empty where none is."""
        return self._profile_number

    def _refresh(self) -> None:
        """Read entries, names and moments anew when the database has changed."""
        if self._store is None or self._read_version is None:
            return
        version = self._read_version()
        if version == self._version:
            return
        self._entries = self._store.entries.book()
        self._name_of = self._store.contacts.name_of
        self._names_between = self._store.contacts.names_between
        self._groups_of = self._store.contacts.groups_of
        if self._resident:
            book = AddressBook(self._store.contacts.names())
            self._name_of, self._names_between = book.get, book.between
            groups = self._store.contacts.groups()
            self._groups_of = lambda number: groups.get(number, _IN_NONE)
        state = self._store.state.all()
        self._moments = _moments(state)
        self._look_ups = look_ups(state)
        self._profile_number = self._store.profile.get("line")
        self._version = version  # last: what could not be read is tried again


def _moments(state: dict[str, str]) -> dict[str, datetime]:
    found = {key: moment_of(state.get(key)) for key in ("emergency_call_at", *PAUSES)}
    return {key: at for key, at in found.items() if at}


def _later(one: Day | None, other: Day | None) -> Day | None:
    return max(one, other) if one and other else one or other


def _tries(attempts: list[Attempt], at: datetime, rule: Repeated) -> int:
    """Of so many calls that there were more, the first has an unknown one before it, which it may have followed at once."""
    seen = [Try(attempt.at, attempt.ended) for attempt in reversed(attempts)]
    if len(seen) >= MOST_ATTEMPTS:
        seen[0] = Try(seen[0].began, None)
    return tries(seen, at, rule)


def _short_in_a_row(attempts: list[Attempt]) -> int:
    """How many of the latest calls, all of which we let ring, were over at once by the caller's will."""
    return sum(1 for _ in takewhile(_was_short, attempts))


def _was_short(attempt: Attempt) -> bool:
    """Of a call whose times nobody has seen, or that we gave back ourselves, nothing is held against the caller."""
    if attempt.action is not Action.RING or attempt.cause == GIVEN_BACK:
        return False
    if attempt.rang_s is None or attempt.talked_s is None:
        return False
    return max(attempt.rang_s, attempt.talked_s) < SHORT_CALL_S


class AddressBook(dict[str, str]):
    """Names by number, in memory."""

    def __init__(self, names: dict[str, str]) -> None:
        super().__init__(names)
        self._sorted = sorted(names)

    def between(self, first: str, last: str) -> dict[str, str]:
        """Of the numbers from one to another, as long as these are."""
        numbers = self._sorted[bisect_left(self._sorted, first) : bisect_right(self._sorted, last)]
        return {each: self[each] for each in numbers if len(each) == len(first)}


def _no_names(_first: str, _last: str) -> dict[str, str]:
    return {}


def _no_groups(_number: str) -> frozenset[str]:
    return _IN_NONE


def _nobody(_number: str) -> None:
    return None


class Passes:
    """Who has pressed the digit that was asked for, and may call once more: in memory, for three minutes."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, str], datetime] = {}
        """By line and number."""

    def give(self, line: str, number: str, at: datetime) -> None:
        self._until.pop((line, number), None)
        self._until[line, number] = at + PASS_LASTS
        if len(self._until) > MOST_PASSES:
            del self._until[next(iter(self._until))]

    def given(self, line: str, number: str, at: datetime) -> datetime | None:
        """When the pass was given, if it still holds."""
        until = self._until.get((line, number))
        given = until - PASS_LASTS if until else None
        return given if given and given <= at < given + PASS_LASTS else None

    def use(self, line: str, number: str) -> None:
        self._until.pop((line, number), None)
