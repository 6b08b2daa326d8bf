"""The façade's acts on what the user wants: entries, pauses, expected calls."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.daemon.clock import LONGEST_PAUSE, note_pause
from portinaio.daemon.handlers import answers
from portinaio.daemon.handlers.part import Part, moment
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from portinaio.api.answers import (
        EntryAnswer,
        PauseAnswer,
    )


class RuleActs(Part):
    """A part of the façade."""

    def entries(self) -> list[EntryAnswer]:
        return [
            answers.entry_answer(entry)
            for entry in self.context.store.entries.all(self.context.now())
        ]

    def add_entry(
        self, pattern: str, kind: str, note: str = "", until: str | None = None, once: bool = False
    ) -> EntryAnswer:
        from portinaio.core.entry import EntryKind  # `check` comes through this file

        ends = moment(until) if until else None
        if ends and ends <= self.context.now():
            raise UsageError(msg("that moment is over already; choose a later one"))
        wanted = self._pattern(pattern)
        self.context.store.entries.remove(
            wanted.text
        )  # who blocks what was allowed means the last word
        entry = self.context.store.entries.add(
            wanted, EntryKind(kind), note.strip(), self.context.now(), ends, once
        )
        self._entries_changed()
        return answers.entry_answer(entry)

    def forget_entry(self, pattern: str) -> list[EntryAnswer]:
        entries = self.context.store.entries
        # What stands in the book goes as it stands, also where it would not be added today or in this country.
        gone = entries.remove(pattern.strip())
        if not gone:
            wanted = self._pattern(pattern)
            gone = entries.remove(wanted.text)
            if not gone:
                raise NotFoundError(msg("there is no entry for %(pattern)s", pattern=wanted.text))
        self._entries_changed()
        return [answers.entry_answer(entry) for entry in gone]

    def pause(self, for_s: int) -> PauseAnswer:
        return self._until("paused_until", for_s)

    def resume(self) -> PauseAnswer:
        return self._until("paused_until", None)

    def expect(self, for_s: int) -> PauseAnswer:
        return self._until("expecting_until", for_s)

    def expect_no_more(self) -> PauseAnswer:
        return self._until("expecting_until", None)

    def _until(self, key: str, for_s: int | None) -> PauseAnswer:
        if for_s is not None and not 1 <= for_s <= LONGEST_PAUSE.total_seconds():
            raise UsageError(msg("the time must be between a second and a week"))
        span = timedelta(seconds=for_s) if for_s else None
        until = note_pause(self.context.store.state, key, self.context.now(), span)
        self.context.changed()
        self.status_changed()
        return {"until": answers.iso(until) if until else None}
