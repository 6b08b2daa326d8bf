"""The clock of the house, which is not always right: what it says decides about what is deleted, and about how long a pause lasts.

A computer without a battery wakes up years ahead or behind. A jump ahead is believed on the day after, when the clock has
gone on from there; until then nothing old is deleted. What was asked for an hour lasts an hour, also where the clock
jumps back meanwhile.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from portinaio.core.message import msg
from portinaio.errors import UsageError

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from portinaio.core.message import Message
    from portinaio.store.database import Store
    from portinaio.store.state import State

LONGEST_PAUSE = timedelta(days=7)  # nobody means to leave the door open for longer
MOST_AWAY = timedelta(days=3)  # a house that sleeps for longer keeps its log for a day longer
SETTLED = timedelta(hours=20)  # the tidying of the next day comes after a day
MOST_SETTLING = timedelta(days=40)  # a computer that is used once a week or month is believed, too
SKEW = timedelta(minutes=1)  # by which a clock is set now and then
MADE = datetime(2026, 11, 1, tzinfo=UTC)  # no clock that is right says less

PAUSES = ("paused_until", "expecting_until")
_SEEN, _DOUBTED = "clock_seen", "clock_doubted"


def moment_of(text: str | None) -> datetime | None:
    """A moment as the state keeps it; what makes no sense is none."""
    try:
        found = datetime.fromisoformat(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else None


def moment(text: str) -> datetime:
    """An ISO 8601 moment as a person writes it; in local time where it names no offset. `UsageError` for anything else."""
    try:
        moment = datetime.fromisoformat(text)
        # At the ends of the calendar the next step, such as into another zone, leads nowhere.
        if 1900 <= moment.year <= 9000:
            return moment if moment.tzinfo else moment.astimezone()
    except (ValueError, OverflowError):
        pass
    raise UsageError(msg("%(text)r is not a time like 2026-11-24T14:02", text=text[:60]))


def lasting(until: datetime | None, at: datetime) -> datetime | None:
    """The end of a pause, where it lasts at `at`; one that ends later than any could was asked by a clock that was wrong."""
    return until if until and at < until <= at + LONGEST_PAUSE else None


def note_pause(state: State, key: str, now: datetime, span: timedelta | None) -> datetime | None:
    """Keep when a pause ends and how long it was to be; `None` ends it. The end."""
    until = now + span if span else None
    state.set(_span_key(key), str(round(span.total_seconds())) if span else None)
    state.set(key, until.isoformat(timespec="seconds") if until else None)
    return until


def believed(store: Store, now: datetime) -> bool:
    """Whether the clock may decide what is old; remembers it for the next day."""
    state = store.state
    if now < MADE:
        return False
    seen, doubted = (
        moment_of(state.get(_SEEN)) or store.calls.latest(),
        moment_of(state.get(_DOUBTED)),
    )
    settled = doubted is not None and SETTLED <= now - doubted <= MOST_SETTLING
    if seen is None or now - seen <= MOST_AWAY or settled:
        state.set(_SEEN, now.isoformat())
        if doubted:
            state.set(_DOUBTED, None)
        return True
    if doubted is None or not timedelta(0) <= now - doubted <= MOST_SETTLING:
        state.set(_DOUBTED, now.isoformat())
    return False


def doubt(store: Store, now: datetime) -> Message | None:
    """What is to be said of a clock that is not believed."""
    day = now.date().isoformat()
    if now < MADE:
        return msg("the clock says %(day)s, which is over; set the date of the computer", day=day)
    if store.state.get(_DOUBTED) is None:
        return None
    return msg(
        "the clock has jumped to %(day)s; nothing old is deleted before it has gone on for a day; set it where it is wrong",
        day=day,
    )


def cut_pauses(store: Store, now: datetime) -> bool:
    """Let nothing last longer than it was asked for, after the clock has jumped back; whether anything did.

    A clock that cannot be right shortens nothing: by the right one it would be over.
    """
    if now < MADE:
        return False
    cut = False
    for key in PAUSES:
        until = moment_of(store.state.get(key))
        span = _span(store.state.get(_span_key(key)))
        if until and until > now + (span or LONGEST_PAUSE):
            note_pause(store.state, key, now, span)
            cut = True
    return bool(store.entries.bring_back(now, SKEW)) or cut


def _span(text: str | None) -> timedelta | None:
    """`None` where nobody has written down how long, and the pause is over if it is longer than any may be."""
    if text and text.isascii() and text.isdigit() and len(text) < 9:
        return min(timedelta(seconds=int(text)), LONGEST_PAUSE)
    return None


def _span_key(key: str) -> str:
    return f"{key}.span_s"
