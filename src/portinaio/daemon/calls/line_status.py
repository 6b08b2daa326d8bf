"""How each line is, on a board that the API reads and that tells of every change."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, render
from portinaio.daemon.calls.untrusted_callers import UntrustedCaller, joined, notes
from portinaio.lines.line import LineState

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime

    from portinaio.api.answers import HealthAnswer, LineAnswer
    from portinaio.core.message import Translation
    from portinaio.core.policy import Action
    from portinaio.lines.line import UntrustedCall


class Standing(NamedTuple):
    kind: str
    can: frozenset[Action]
    state: LineState = LineState.RETRYING
    error: Message | None = None
    untrusted: tuple[UntrustedCaller, ...] = ()
    """Newest first."""


class LineBoard:
    """Written by the loop's thread, read by any."""

    def __init__(
        self,
        changed: Callable[[], None],
        remarks: Callable[[str, Translation | None], list[HealthAnswer]] = lambda *_: [],
    ) -> None:
        """`remarks` tells what config.toml as it stands now lets one say of a line."""
        self._changed = changed
        self._remarks = remarks
        self._standings: dict[str, Standing] = {}
        self._calls: Counter[str] = Counter()
        """By line, since the daemon started."""

    def enter(self, name: str, kind: str, can: frozenset[Action]) -> None:
        self._standings[name] = Standing(kind, can)
        self._changed()

    def leave(self, name: str) -> None:
        self._standings.pop(name, None)
        self._calls.pop(name, None)
        self._changed()

    def arrange(self, names: Iterable[str]) -> None:
        """Those of config.toml in its order, also where one has begun anew."""
        ordered = {name: self._standings[name] for name in names if name in self._standings}
        if list(ordered) != list(self._standings):
            self._standings = ordered | self._standings
            self._changed()

    def set(self, name: str, state: LineState, error: Message | None = None) -> None:
        """A line that has left meanwhile is not put back."""
        standing = self._standings.get(name)
        if standing and (standing.state, standing.error) != (state, error):
            self._standings[name] = standing._replace(state=state, error=error)
            self._changed()

    def note_untrusted(self, name: str, call: UntrustedCall, at: datetime) -> None:
        """A line that begins anew, as with another `trusted`, has no notes any more."""
        if standing := self._standings.get(name):
            untrusted = joined(standing.untrusted, call, at)
            self._standings[name] = standing._replace(untrusted=untrusted)
            self._changed()

    def state(self, name: str) -> LineState | None:
        standing = self._standings.get(name)
        return standing.state if standing else None

    def count_call(self, name: str) -> None:
        self._calls[name] += 1

    def up(self) -> tuple[int, int]:
        """How many lines are up, and how many there are."""
        states = [standing.state for standing in tuple(self._standings.values())]
        return states.count(LineState.UP), len(states)

    def shapes(self, tongue: Translation | None) -> list[LineAnswer]:
        return [
            {
                "name": name,
                "kind": standing.kind,
                "state": standing.state.value,
                "error": render(standing.error, tongue) if standing.error else None,
                "can": sorted(action.value for action in standing.can),
                "calls": self._calls[name],
                "untrusted": [caller.shape for caller in standing.untrusted],
                "notes": [render(note, tongue) for note in notes(standing.untrusted)],
                "remarks": self._remarks(name, tongue),
            }
            for name, standing in tuple(self._standings.items())
        ]
