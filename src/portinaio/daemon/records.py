"""What the house itself has on record about a caller: entries, names, earlier calls, and until when it is paused."""

from __future__ import annotations

from datetime import timedelta
from itertools import takewhile

from portinaio.core.entry import EntryBook
from portinaio.core.facts import Facts
from portinaio.core.logged import GIVEN_BACK
from portinaio.core.numbers.pattern import key
from portinaio.core.policy import Action
from portinaio.daemon.clock import PAUSES, lasting, moment_of

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from portinaio.store.calls import Attempt
    from portinaio.store.database import Store

SHORT_CALL_S = 5.0  # rang or talked for less: nobody was meant to answer, or nobody spoke
MEMORY = timedelta(days=1)  # how far back calls of the same number count


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
        self._moments: dict[str, datetime] = {}
        self._profile_number = ""
        self.emergency_call_at: datetime | None = None
        """Told by a line; it counts before it is written down, and where the disk takes nothing."""

    def facts(self, number: str | None, at: datetime) -> Facts:
        """Of a caller at a moment; reads memory and the database."""
        self._refresh()
        moments = self._moments
        facts = Facts(
            emergency_call_at=self.emergency_call_at or moments.get("emergency_call_at"),
            paused_until=lasting(moments.get("paused_until"), at),
            expecting_until=lasting(moments.get("expecting_until"), at),
        )
        if number is None or self._store is None:
            return facts
        attempts = self._store.calls.recent(number, at - MEMORY)
        earlier = [attempt for attempt in attempts if attempt.at < at]
        return facts._replace(
            entry=self._entries.find(key(number[1:]), at),
            contact=self._name_of(number),
            called_by_user=self._store.outgoing.last_day(number),
            short_calls=_short_in_a_row(earlier),
            seconds_since_last=(at - earlier[0].at).total_seconds() if earlier else None,
        )

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
        self._name_of = (
            self._store.contacts.names().get if self._resident else self._store.contacts.name_of
        )
        self._moments = _moments(self._store.state.all())
        self._profile_number = self._store.profile.get("line")
        self._version = version  # last: what could not be read is tried again


def _moments(state: dict[str, str]) -> dict[str, datetime]:
    found = {key: moment_of(state.get(key)) for key in ("emergency_call_at", *PAUSES)}
    return {key: at for key, at in found.items() if at}


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


def _nobody(_number: str) -> None:
    return None
