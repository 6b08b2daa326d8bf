"""The façade's acts on the log of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.message import msg
from portinaio.core.verdict import Label
from portinaio.daemon.clock import doubt
from portinaio.daemon.handlers import answers
from portinaio.daemon.handlers.logged_call import call_or_404
from portinaio.daemon.handlers.part import Part, moment
from portinaio.errors import UsageError

if TYPE_CHECKING:
    from portinaio.api.answers import (
        CallAnswer,
        ForgottenAnswer,
    )

LONGEST_PAGE = 1000


class LogActs(Part):
    """A part of the façade."""

    def calls(  # the filters of the log
        self,
        since: str | None = None,
        number: str | None = None,
        label: str | None = None,
        line: str | None = None,
        text: str | None = None,
        before: int | None = None,
        limit: int = 100,
    ) -> list[CallAnswer]:
        if not 1 <= limit <= LONGEST_PAGE:
            raise UsageError(msg("a page has 1 to %(most)d calls", most=LONGEST_PAGE))
        page = self.context.store.calls.page(
            since=moment(since) if since else None,
            number=self._number(number) if number else None,
            label=Label(label) if label else None,
            line=line,
            text=text,
            before_id=before,
            limit=limit,
        )
        return [answers.call_answer(call, self.tongue) for call in page]

    def call(self, call_id: int) -> CallAnswer:
        return answers.call_answer(call_or_404(self.context, call_id), self.tongue)

    def note_call(self, call_id: int, notes: str) -> CallAnswer:
        self.call(call_id)
        self.context.store.calls.note(call_id, notes)
        self._call_changed(call_id)
        return self.call(call_id)

    def forget_call(self, call_id: int) -> ForgottenAnswer:
        self.call(call_id)
        self.context.store.calls.forget(call_id)
        self.context.publish("forgotten", lambda _: {"id": call_id})
        return {"forgotten": 1}

    def forget_calls(self, before: str) -> ForgottenAnswer:
        if doubted := doubt(self.context.store, self.context.now()):
            raise UsageError(
                doubted
            )  # who says "older than 90 days" means the days of a right clock
        forgotten = self.context.store.calls.forget_older(moment(before))
        self.context.publish("forgotten", lambda _: {"id": None})
        return {"forgotten": forgotten}

    def _call_changed(self, call_id: int) -> None:
        self.context.publish("call", lambda tongue: self.in_tongue(tongue).call(call_id))
