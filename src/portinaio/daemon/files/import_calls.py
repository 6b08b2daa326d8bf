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
from portinaio.core.message import Message, counted, msg, untranslated
from portinaio.core.numbers.digits import DOUBLED
from portinaio.core.numbers.kinds import WITHHELD, kinds_of
from portinaio.core.numbers.number import parse, read, read_caller
from portinaio.core.numbers.reading import Kind
from portinaio.core.policy import Action, Outcome
from portinaio.core.verdict import Label
from portinaio.countries.plans import plan_from, read_plan
from portinaio.daemon.dialled import for_help
from portinaio.daemon.files.call_database import as_log
from portinaio.daemon.files.called_number import NO_NUMBER, called_number
from portinaio.daemon.files.log_sides import sided
from portinaio.daemon.files.other_country import of_another_country
from portinaio.daemon.files.still_wanted import still_wanted
from portinaio.daemon.files.wall_clock import zoned
from portinaio.daemon.lists.list_status import rejected_answer
from portinaio.daemon.lists.seen import Seen, reasons_of, seen_answer
from portinaio.errors import UsageError
from portinaio.lists.intake.documents.other_files import other_file
from portinaio.lists.intake.text import HEAD_BYTES
from portinaio.lists.read_as import SHOWN, doubled
from portinaio.store.imports.last_import import Importing
from portinaio.wire.calllog.past_call import LONGEST_SHOWN, CallType, PastCall
from portinaio.wire.calllog.read import read_calls, which_log

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from portinaio.api.answers import ImportAnswer
    from portinaio.core.numbers.plan import Plan
    from portinaio.core.numbers.reading import Reading
    from portinaio.core.numbers.reserved import RangeBook
    from portinaio.daemon.context import Context
    from portinaio.daemon.files.import_request import ImportRequest
    from portinaio.store.imports.imported_calls import ImportCounts

MOST_REJECTED = 1_000
_LOOK = 500  # rows between two looks whether anybody still waits
_ANY_AGE = 36_500  # days, where nothing is kept
_SAMPLE = 500  # numbers; enough to see a log of another country
_AHEAD = timedelta(days=1)  # clocks differ, and zones more

_LATER = msg("this call is in the future")
_FOR_HELP = msg("a call for help, which is over")


def import_calls(context: Context, request: ImportRequest) -> ImportAnswer:
    """All calls of a file that are not here yet, or nothing; what cannot be used is told row by row."""
    keep_days = load_settings(context.home.config_file).log.keep_days
    request = request._replace(data=as_log(request.data))
    reading = _reading(context, request, keep_days)
    if line := parse(context.store.profile.get("line"), context.config.plan):
        reading.house.add(line)
    wanted = still_wanted()
    _read_rows(reading, request, wanted)
    brought = context.store.imported_calls.add(
        reading.calls,
        reading.dialled,
        exact=reading.exact,
        dry_run=request.dry_run,
        wanted=wanted,
        importing=Importing(reading.file, context.now()),
    )
    seen = reading.seen(request, context.config.ranges)
    return {
        "seen": seen_answer(seen),
        "refusal": None,
        "accepted": brought.accepted,
        "updated": brought.updated,
        "unchanged": max(0, len(reading.calls) + len(reading.dialled) - sum(brought)),
        "removed": 0,
        "rejected": [rejected_answer(bad) for bad in reading.rejected],
        "rejected_count": reading.rejected_count,
        "remarks": [untranslated(remark) for remark in reading.remarks() if brought.accepted],
        "own": [],
    }


def calls_in(context: Context, request: ImportRequest) -> tuple[list[LoggedCall], int]:
    """Those that came in by a log, which stays where it is, and how many rows of it cannot be used."""
    if other := other_file(request.data[:HEAD_BYTES]):
        raise UsageError(msg("%(file)s: %(what)s", file=request.name[:LONGEST_SHOWN], what=other))
    request = request._replace(data=as_log(request.data))
    reading = _reading(context, request, _ANY_AGE)
    _read_rows(reading, request, still_wanted())
    return reading.calls, reading.rejected_count


def bring(context: Context, request: ImportRequest, keep_days: int) -> ImportCounts:
    """Without anybody who asks: what is not here yet, and nothing that an undo would take back."""
    reading = _reading(context, request, keep_days)
    _read_rows(reading, request, lambda: None)
    return context.store.imported_calls.add(reading.calls, reading.dialled, exact=reading.exact)


def _reading(context: Context, request: ImportRequest, keep_days: int) -> _Reading:
    plan = plan_from(read_plan(request.region.upper())) if request.region else context.config.plan
    own = called_number(context, request, plan)
    file = request.name.rpartition("/")[2][:LONGEST_SHOWN]
    reading = _Reading(file, plan, context.now(), keep_days, own)
    own_line = context.config.policies.lines.get(request.line)
    reading.international = bool(own_line and own_line.international)
    reading.house = {*context.config.own_numbers.lines.values(), own}
    return reading


def _read_rows(reading: _Reading, request: ImportRequest, wanted: Callable[[], None]) -> None:
    rows = list(read_calls(request.data, reading.file, request.format))
    moments = iter(zoned([row.at for row in rows if isinstance(row, PastCall)]))
    for place, row in enumerate(rows):
        if place % _LOOK == 0:
            wanted()
            request.far(place, len(rows))
        if isinstance(row, Rejected):
            reading.refuse(row)
        else:
            reading.take(row, next(moments))
    request.far(1, 1)


class _Reading:
    def __init__(self, file: str, plan: Plan, now: datetime, keep_days: int, own: str) -> None:
        self.file = file
        self.calls: list[LoggedCall] = []
        self.dialled: dict[str, date] = {}
        """Whom the user called, and on which day last."""
        self.rejected: list[Rejected] = []
        """The first of them."""
        self.rejected_count = 0
        self.exact = True
        self.house: set[str] = set()
        """Its numbers, E.164."""
        self.international = False
        """Whether callers come with their country's code and no `+`."""
        self._doubled = 0
        self._national: list[str] = []
        """The first numbers without a country code, as they stood."""
        self._own = own
        """The number that was called where the log does not say which."""
        self._plan = plan
        self._now = now
        self._keep_days = keep_days

    def take(self, row: PastCall, at: datetime) -> None:
        self.exact = self.exact and row.exact
        if refusal := self._refusal(row, at):
            self.refuse(Rejected(row.row, row.party[:LONGEST_SHOWN], refusal))

    def seen(self, request: ImportRequest, ranges: RangeBook) -> Seen:
        shown = [call.number for call in self.calls if call.number]
        numbers = list(dict.fromkeys([*shown, *self.dialled]))
        withheld = len(self.calls) - len(shown)
        kinds = kinds_of(numbers, self._plan, ranges, self._now.date())
        return Seen(
            "calls",
            request.format or which_log(request.data),
            self._span(),
            tuple(numbers[:SHOWN]),
            len(numbers) + withheld,
            {**kinds, WITHHELD: withheld} if withheld else kinds,
            self._plan.country,
            "said" if request.region else "house",
            unread=reasons_of(self.rejected, self.rejected_count),
        )

    def _span(self) -> Message:
        """How many calls, and of which days."""
        came = counted("%(n)d call came in", "%(n)d calls came in", len(self.calls))
        went = counted("%(n)d number was called", "%(n)d numbers were called", len(self.dialled))
        if not self.calls:
            return went if self.dialled else msg("no call that can be taken")
        at = [call.at for call in self.calls]
        days = {"first": min(at).date().isoformat(), "last": max(at).date().isoformat()}
        if not self.dialled:
            return msg("%(came)s, from %(first)s to %(last)s", came=came, **days)
        return msg("%(came)s, from %(first)s to %(last)s; %(went)s", came=came, went=went, **days)

    def remarks(self) -> list[Message]:
        """A letter to a company needs the number that it called."""
        remarks = []
        if uncalled := sum(not call.called for call in self.calls):
            remarks.append(
                msg(
                    "which of your numbers was called is not said for %(n)d of these calls; --called NUMBER or --line NAME says it",
                    n=uncalled,
                )
            )
        if other := of_another_country(self._national, self._plan.country):
            remarks.append(other)
        if self._doubled:
            remarks.append(doubled(self._doubled))
        return remarks

    def refuse(self, row: Rejected) -> None:
        self.rejected_count += 1
        if len(self.rejected) < MOST_REJECTED:
            self.rejected.append(row)

    def _refusal(self, row: PastCall, at: datetime) -> Message | None:
        """Why the call cannot be taken, once it has not been."""
        if at > self._now + _AHEAD:
            return _LATER
        if row.call_type is CallType.THROUGH:
            found = sided(row, self._plan, self.house)
            if isinstance(found, Message):
                return found
            row = found
        if row.call_type is CallType.OUTGOING:
            reading = read(row.party, self._plan)
            if for_help(reading):
                return _FOR_HELP
            if reading.number is None:
                internal = (
                    reading.kind is Kind.INTERNAL
                )  # no telephone of the house: a code of the network
                return NO_NUMBER if internal else reading.hint or NO_NUMBER
            day = at.date()
            self._note(row.party, reading)
            self.dialled[reading.number] = max(day, self.dialled.get(reading.number, day))
            return None
        if at < self._now - timedelta(days=self._keep_days):
            return msg(
                "older than the %(n)d days that the log is kept; keep_days of config.toml changes that",
                n=self._keep_days,
            )
        reading = read_caller(row.party, self._plan, international=self.international)
        self._note(row.party, reading)
        shown = row.presentation
        if shown is Presentation.ALLOWED and not row.judged:  # else it is what the network said
            shown = reading.presentation
        number = reading.number if shown is Presentation.ALLOWED else None
        if row.judged:
            self.calls.append(row.judged._replace(at=at, number=number, presentation=shown))
        else:
            self.calls.append(self._unjudged(row, at, number, shown))
        return None

    def _note(self, text: str, reading: Reading) -> None:
        self._doubled += reading.hint == DOUBLED
        abroad = text.startswith(("+", self._plan.international_prefix))
        if reading.number and not abroad and len(self._national) < _SAMPLE:
            self._national.append(text)

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
            called=row.own or self._own,
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
            talked_s=row.talked_s if rang else row.talked_s or 0.0,
        )
