"""Logs of calls from elsewhere, into ours.

Such a call was judged by nobody here, so it gets no verdict: label `unknown`, score 0, no finding. It rang, unless its
log says that the device turned it away, and `because` says where it comes from. Our own log alone brings its verdicts
and decisions back, since they were taken. Either way the line is `import`, and an annex says so.

Whom the user called by such a log counts as called. What the log of the house would forget tomorrow is refused today.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from portinaio.config.load import load_settings
from portinaio.core.call import Attestation, Presentation
from portinaio.core.evidence import Rejected
from portinaio.core.logged import IMPORTED, LoggedCall
from portinaio.core.message import Message, msg
from portinaio.core.numbers.number import read, read_caller
from portinaio.core.policy import Action, Outcome
from portinaio.core.verdict import Label
from portinaio.countries.plans import plan_from, read_plan
from portinaio.daemon.dialled import for_help
from portinaio.daemon.lists.list_status import rejected_answer
from portinaio.wire.calllog.past_call import LONGEST_SHOWN, CallType, PastCall
from portinaio.wire.calllog.read import read_calls

if TYPE_CHECKING:
    from datetime import date, datetime

    from portinaio.api.answers import ImportAnswer
    from portinaio.core.numbers.plan import Plan
    from portinaio.daemon.context import Context
    from portinaio.daemon.files.import_request import ImportRequest

MOST_REJECTED = 1_000
_AHEAD = timedelta(days=1)  # clocks differ, and zones more

_LATER = msg("this call is in the future")
_NO_NUMBER = msg("no number that anybody could have called")
_FOR_HELP = msg("a call for help, which is over")


def import_calls(context: Context, request: ImportRequest) -> ImportAnswer:
    """All calls of a file that are not here yet, or nothing; what cannot be used is told row by row."""
    plan = plan_from(read_plan(request.region.upper())) if request.region else context.config.plan
    keep_days = load_settings(context.home.config_file).log.keep_days
    reading = _Reading(request.name[:LONGEST_SHOWN], plan, context.now(), keep_days)
    for row in read_calls(request.data, reading.file, request.format):
        reading.take(row)
    brought = context.store.imported_calls.add(
        reading.calls, reading.dialled, exact=reading.exact, dry_run=request.dry_run
    )
    return {
        "accepted": brought.accepted,
        "updated": brought.updated,
        "removed": 0,
        "rejected": [rejected_answer(bad) for bad in reading.rejected],
        "rejected_count": reading.rejected_count,
        "remarks": [],
    }


class _Reading:
    def __init__(self, file: str, plan: Plan, now: datetime, keep_days: int) -> None:
        self.file = file
        self.calls: list[LoggedCall] = []
        self.dialled: dict[str, date] = {}
        """Whom the user called, and on which day last."""
        self.rejected: list[Rejected] = []
        """The first of them."""
        self.rejected_count = 0
        self.exact = True
        self._plan = plan
        self._now = now
        self._keep_days = keep_days

    def take(self, row: PastCall | Rejected) -> None:
        if isinstance(row, Rejected):
            self._refuse(row)
            return
        self.exact = self.exact and row.exact
        at = row.at.astimezone()  # what has no zone is the clock of this house
        if refusal := self._refusal(row, at):
            self._refuse(Rejected(row.row, row.party[:LONGEST_SHOWN], refusal))

    def _refuse(self, row: Rejected) -> None:
        self.rejected_count += 1
        if len(self.rejected) < MOST_REJECTED:
            self.rejected.append(row)

    def _refusal(self, row: PastCall, at: datetime) -> Message | None:
        """Why the call cannot be taken, once it has not been."""
        if at > self._now + _AHEAD:
            return _LATER
        if row.call_type is CallType.OUTGOING:
            reading = read(row.party, self._plan)
            if for_help(reading):
                return _FOR_HELP
            if reading.number is None:
                return reading.hint or _NO_NUMBER
            day = at.date()
            self.dialled[reading.number] = max(day, self.dialled.get(reading.number, day))
            return None
        if at < self._now - timedelta(days=self._keep_days):
            return msg(
                "older than the %(n)d days that the log is kept; keep_days of config.toml changes that",
                n=self._keep_days,
            )
        reading = read_caller(row.party, self._plan)
        shown = row.presentation
        if shown is Presentation.ALLOWED:
            shown = reading.presentation
        number = reading.number if shown is Presentation.ALLOWED else None
        if row.judged:
            self.calls.append(row.judged._replace(at=at, number=number, presentation=shown))
        else:
            self.calls.append(self._unjudged(row, at, number, shown))
        return None

    def _unjudged(
        self, row: PastCall, at: datetime, number: str | None, presentation: Presentation
    ) -> LoggedCall:
        rang = row.call_type is CallType.INCOMING
        because = (
            msg("taken over from %(file)s; nobody judged it then", file=self.file)
            if rang
            else msg("turned away by another device, as %(file)s has it", file=self.file)
        )
        return LoggedCall(
            id=0,
            at=at,
            line=IMPORTED,
            number=number,
            calling=row.party,
            called=row.own,
            name=row.name,
            presentation=presentation,
            attestation=Attestation.NONE,
            label=Label.UNKNOWN,
            score=0,
            suspected=False,
            findings=(),
            action=Action.RING if rang else Action.REJECT,
            because=because,
            outcome=Outcome.DONE,
            talked_s=row.talked_s,
        )
