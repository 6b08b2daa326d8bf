"""How each line is: written by the supervisor and the pipeline, read by the API, which is told of every change."""

from __future__ import annotations

from collections import Counter, deque
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, untranslated
from portinaio.daemon.calls.untrusted_callers import UntrustedCaller, joined, notes
from portinaio.lines.line import LineState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from portinaio.api.answers import HealthAnswer, LineAnswer, TraceAnswer
    from portinaio.core.policy import Action
    from portinaio.lines.line import UntrustedCall


MOST_TRACED = 5  # calls a line; in memory alone


class LineStatus(NamedTuple):
    kind: str
    can: frozenset[Action]
    state: LineState = LineState.RETRYING
    error: Message | None = None
    untrusted: tuple[UntrustedCaller, ...] = ()
    """Newest first."""
    notes: tuple[tuple[str, Message], ...] = ()
    """What its line has to say though it works, by code."""


class LineStatuses:
    """Written by the loop's thread, read by any."""

    def __init__(
        self,
        changed: Callable[[], None],
        remarks: Callable[[str], list[HealthAnswer]] = lambda _: [],
        asides: Callable[[str], list[HealthAnswer]] = lambda _: [],
    ) -> None:
        """`remarks` and `asides` tell what config.toml as it stands now lets one say of a line."""
        self._changed = changed
        self._remarks = remarks
        self._asides = asides
        self._by_name: dict[str, LineStatus] = {}
        self._calls: Counter[str] = Counter()
        """By line, since the daemon started."""
        self._traces: dict[str, deque[tuple[datetime, Callable[[], str]]]] = {}

    def enter(self, name: str, kind: str, can: frozenset[Action]) -> None:
        self._by_name[name] = LineStatus(kind, can)
        self._changed()

    def leave(self, name: str) -> None:
        self._by_name.pop(name, None)
        self._calls.pop(name, None)
        self._traces.pop(name, None)
        self._changed()

    def arrange(self, names: Iterable[str]) -> None:
        """Those of config.toml in its order, also where one has begun anew."""
        ordered = {name: self._by_name[name] for name in names if name in self._by_name}
        if list(ordered) != list(self._by_name):
            self._by_name = ordered | self._by_name
            self._changed()

    def set(self, name: str, state: LineState, error: Message | None = None) -> None:
        """A line that has left meanwhile is not put back."""
        status = self._by_name.get(name)
        if status and (status.state, status.error) != (state, error):
            self._by_name[name] = status._replace(state=state, error=error)
            self._changed()

    def note(self, name: str, code: str, text: Message | None) -> None:
        """`None` where there is nothing to be said any more."""
        if (status := self._by_name.get(name)) is None:
            return
        others = tuple(one for one in status.notes if one[0] != code)
        notes = (*others, (code, text)) if text else others
        if notes != status.notes:
            self._by_name[name] = status._replace(notes=notes)
            self._changed()

    def note_untrusted(self, name: str, call: UntrustedCall, at: datetime) -> None:
        """A line that begins anew, as with another `trusted`, has no notes any more."""
        if status := self._by_name.get(name):
            untrusted = joined(status.untrusted, call, at)
            self._by_name[name] = status._replace(untrusted=untrusted)
            self._changed()

    def trace(self, name: str, text: Callable[[], str], at: datetime) -> None:
        """Nobody is told: who looks for a fault asks."""
        if name in self._by_name:
            self._traces.setdefault(name, deque(maxlen=MOST_TRACED)).append((at, text))

    def traces(self, name: str) -> list[TraceAnswer]:
        """Oldest first."""
        return [
            {"at": at.isoformat(timespec="milliseconds"), "text": text()}
            for at, text in tuple(self._traces.get(name, ()))
        ]

    def state(self, name: str) -> LineState | None:
        status = self._by_name.get(name)
        return status.state if status else None

    def count_call(self, name: str) -> None:
        self._calls[name] += 1

    def up(self) -> tuple[int, int]:
        """How many lines are up, and how many there are."""
        states = [status.state for status in tuple(self._by_name.values())]
        return states.count(LineState.UP), len(states)

    def answers(self) -> list[LineAnswer]:
        return [
            {
                "name": name,
                "kind": status.kind,
                "state": status.state.value,
                "error": untranslated(status.error) if status.error else None,
                "can": sorted(action.value for action in status.can),
                "calls": self._calls[name],
                "untrusted": [caller.answer for caller in status.untrusted],
                "notes": [
                    untranslated(note)
                    for note in (*notes(status.untrusted), *(text for _, text in status.notes))
                ],
                "remarks": self._remarks(name),
                "asides": self._asides(name),
            }
            for name, status in tuple(self._by_name.items())
        ]
