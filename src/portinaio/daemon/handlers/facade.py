"""The façade: every act and every question of the API as a method, the one way to them for windows and server.

Answers are the shapes of `api.answers` in the façade's language. Acts tell the house what has changed. Methods are named by
`api.routes`; each may raise a `PortinaioError` with a sentence.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

from portinaio import __version__, language
from portinaio.core.call import Ringing
from portinaio.core.message import msg
from portinaio.daemon.clock import lasting, moment_of
from portinaio.daemon.context import Context
from portinaio.daemon.handlers import answers
from portinaio.daemon.handlers.calls import LogActs
from portinaio.daemon.handlers.complaints import ComplaintActs
from portinaio.daemon.handlers.entries import RuleActs
from portinaio.daemon.handlers.insight import LookingActs
from portinaio.daemon.handlers.lines import LineActs
from portinaio.daemon.handlers.lists import ListActs
from portinaio.daemon.handlers.part import moment
from portinaio.daemon.handlers.settings import SettingActs
from portinaio.errors import HomeError, NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from portinaio.api.answers import (
        CheckAnswer,
        DiagnosisAnswer,
        HealthAnswer,
        StatusAnswer,
    )
    from portinaio.config.home import Home
    from portinaio.core.message import Translation


IDS = frozenset({"call_id", "complaint_id", "call"})
"""Arguments that name a row."""
LONGEST_ID = 18  # digits; the database counts in 64 bits


class Facade(LogActs, RuleActs, ListActs, LineActs, ComplaintActs, LookingActs, SettingActs):
    def __init__(self, home: Home | Context, tongue: Translation | None = None) -> None:
        self.context = home if isinstance(home, Context) else Context(home)
        self.tongue = tongue

    def speaking(self, name: str | None) -> Facade:
        """The same façade in another language."""
        return self.in_tongue(language.translation(name))

    def act(self, name: str, arguments: Mapping[str, Any]) -> Any:
        """The method that a route names; ids come as text from a path."""
        given = dict(arguments)
        for key in IDS & given.keys():
            if given[key] is not None:
                given[key] = _id(given[key])
        for number in (*(given.get("calls") or ()), given.get("before")):
            if isinstance(number, int):
                _id(number)
        return getattr(self, name)(**given)

    def check(
        self, number: str, line: str | None = None, name: str = "", at: str | None = None
    ) -> CheckAnswer:
        """Steps 1 to 4 of a call that has not come."""
        policies = self.context.config.policies
        if line is not None and line not in policies.lines:
            raise NotFoundError(msg("there is no line called %(name)s", name=line))
        where = line or next(iter(policies.lines), "")
        when = moment(at) if at else self.context.now()
        own_system = where in policies.lines and policies.lines[where].has_extensions
        judgement = self.context.screening.judge(
            Ringing(where, when, number, name=name, own_system=own_system)
        )
        return answers.check_answer(judgement, self.context.config.plan, self.tongue)

    def status(self) -> StatusAnswer:
        from portinaio.daemon.diagnosis.health import health  # `check` has no use for it

        context = self.context
        now = context.now()
        midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
        state = context.store.state.all()
        lines, lists, due = self.lines(), self.lists(), self.due()
        waiting: list[HealthAnswer] = [{"code": "complaint", "text": text} for text in due]
        return {
            "version": __version__,
            "running": context.since is not None,
            "since": answers.iso(context.since) if context.since else None,
            "paused_until": _still(state.get("paused_until"), now),
            "expecting_until": _still(state.get("expecting_until"), now),
            "lines": lines,
            "lists": lists,
            "calls_today": context.store.calls.count_since(midnight),
            "due": len(due),
            "health": health(context, lines, lists, self.tongue) + waiting,
        }

    def doctor(self) -> list[DiagnosisAnswer]:
        """Whoever asked has been told of what was set aside, and `status` need not say it again."""
        from portinaio.daemon.diagnosis.doctor import diagnose  # imports what it looks at

        found = diagnose(self.context, self.tongue)
        with suppress(HomeError):  # on a disk that takes nothing it stays news
            if self.context.store.recoveries.see():
                self.status_changed()
        return found


def _id(given: object) -> int:
    """A number that the database can hold, as text or as itself."""
    text = given if isinstance(given, str) else ""
    if text.isascii() and text.isdigit() and len(text) <= LONGEST_ID:
        return int(text)
    if isinstance(given, int) and abs(given) < 10**LONGEST_ID:
        return given
    raise UsageError(
        msg(
            "an id is a number of at most %(most)d digits, not %(text)r",
            most=LONGEST_ID,
            text=text[:60] or "…",
        )
    )


def _still(text: str | None, now: datetime) -> str | None:
    return text if lasting(moment_of(text), now) else None
