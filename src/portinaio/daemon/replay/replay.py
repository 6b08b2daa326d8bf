"""What other rules would have done to the calls of the log.

    replay(context, before, after, days=90)

Each call is judged twice, by the rules of `before` and of `after`, and never compared with what was done to it then: a
call that came before the house had any list would otherwise speak for every list. Judged is as of the moment at which it
rang, as far as that is known: its hour, the calls before it, the user's entries of that day. Contacts and lists are those
of today, since nobody has kept those of before.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.core.call import Ringing
from portinaio.core.decide import decide
from portinaio.core.named_tuple import NamedTuple
from portinaio.core.numbers.pattern import key
from portinaio.core.policy import TURNS_AWAY, Action
from portinaio.core.verdict import Label
from portinaio.daemon.records import USUAL, Records
from portinaio.daemon.screening import judge, wish_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from portinaio.core.entry import Entry
    from portinaio.core.facts import Facts
    from portinaio.core.logged import LoggedCall
    from portinaio.core.repeated import Repeated
    from portinaio.core.verdict import Verdict
    from portinaio.daemon.context import Context
    from portinaio.daemon.screening import Judgement, Rules
    from portinaio.lists.lookup import OpenLists
    from portinaio.store.database import Store

MOST_CALLS = 10_000  # the newest; a household has as many in ten years
MOST_COSTLY = 100  # that are named one by one
_PAGE = 1_000


class Replayed(NamedTuple):
    call: LoggedCall
    before: Judgement
    after: Judgement


class Tally(NamedTuple):
    """What becomes otherwise; each call stands in one of the first five, and once more in those behind that fit."""

    calls: int = 0
    """That were looked at."""
    turned_away: int = 0
    silenced: int = 0
    """That would have rung."""
    let_ring: int = 0
    """That would have been silenced or turned away."""
    reported: int = 0
    """That would be called so, and ring or not as they did."""
    suspected: int = 0
    """The same."""
    answered: int = 0
    """Of all but `let_ring`, those that somebody at home has answered."""
    contacts: int = 0
    """The same, of callers in the address book."""
    named: int = 0
    """The same, of callers whom the network named, and not as spam."""

    @property
    def changed(self) -> int:
        return self.turned_away + self.silenced + self.let_ring + self.reported + self.suspected


def replay(
    context: Context, before: Rules, after: Rules, days: int, costly: list[Replayed]
) -> Tally:
    """The calls of the last `days`. A house without a log has none, and gets none for that.

    `costly` takes those that somebody may have wanted, the newest first.
    """
    return replay_calls(context, before, after, calls_of(context, days), costly)


def replay_calls(
    context: Context,
    before: Rules,
    after: Rules,
    calls: list[LoggedCall],
    costly: list[Replayed],
) -> Tally:
    """As `replay`, of calls that need not be in the log. What was known of their callers is what the house has on record."""
    if not calls:
        return Tally()
    there = Path(context.home.database).exists()
    records = PastRecords(context.store) if there else Records()
    return tally(_noted(replayed(calls, before, after, records), costly))


def calls_of(context: Context, days: int) -> list[LoggedCall]:
    """Of the last `days`, newest first."""
    if not Path(context.home.database).exists():
        return []
    return list(past_calls(context.store, context.now() - timedelta(days=days)))


def newest_of(calls: Iterable[LoggedCall], now: datetime, days: int) -> list[LoggedCall]:
    """Of calls from elsewhere as many as of a log, newest first."""
    since = now - timedelta(days=days)
    fresh = [call for call in calls if call.at >= since]
    return sorted(fresh, key=lambda call: call.at, reverse=True)[:MOST_CALLS]


class PastRecords(Records):
    """What the house had on record when a call rang. Pauses and expected calls are over, and nobody knows when they were."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, resident=True, version=lambda: 0)  # all calls by the same book
        self._last: tuple[object, Facts] | None = None

    def facts(self, number: str | None, at: datetime, repeated: Repeated = USUAL) -> Facts:
        asked = (number, at, repeated)
        if self._last is None or self._last[0] != asked:  # each call is judged twice
            self._last = asked, self._as_of(number, at, repeated)
        return self._last[1]

    def named(self, name: str, at: datetime) -> Entry | None:
        return _made_by(super().named(name, at), at)

    def _as_of(self, number: str | None, at: datetime, repeated: Repeated) -> Facts:
        facts = super().facts(number, at, repeated)
        return facts._replace(
            paused_until=None,
            expecting_until=None,
            emergency_call_at=None,
            entry=_made_by(facts.entry, at),
        )


def _made_by(entry: Entry | None, at: datetime) -> Entry | None:
    return None if entry and entry.created > at else entry


def past_calls(store: Store, since: datetime, most: int = MOST_CALLS) -> Iterator[LoggedCall]:
    """Newest first."""
    last: int | None = None
    while most > 0:
        page = store.calls.page(since=since, before_id=last, limit=min(most, _PAGE))
        yield from page
        most -= len(page)
        if len(page) < _PAGE:
            return
        last = page[-1].id


def replayed(
    calls: Iterable[LoggedCall], before: Rules, after: Rules, records: Records
) -> Iterator[Replayed]:
    same_facts = after._replace(policies=before.policies) == before
    for call in calls:
        ringing = ringing_of(call)
        was = judge(ringing, before, records)
        became = _decided_anew(was, before, after) if same_facts else None
        yield Replayed(call, was, became or judge(ringing, after, records))


def _decided_anew(was: Judgement, before: Rules, after: Rules) -> Judgement | None:
    """By another policy; `None` where that changes what is found, too."""
    ringing = was.call.ringing
    policy, can = wish_of(ringing.line, after)
    if policy.repeated != wish_of(ringing.line, before)[0].repeated:
        return None
    return was._replace(decision=decide(was.verdict, policy, ringing.at, can))


def spoken_of(calls: Iterable[LoggedCall], lists: OpenLists) -> Iterator[LoggedCall]:
    """Those of whose callers the lists say anything; for no other call they can make a difference."""
    for call in calls:
        if call.number and any(lists.look_up(key(call.number[1:]), call.at.date())):
            yield call


def ringing_of(call: LoggedCall) -> Ringing:
    """A call as it rang. That it came from the house's own system only its findings tell."""
    return Ringing(
        call.line,
        call.at,
        call.calling,
        call.called,
        call.name,
        call.presentation,
        call.attestation,
        any(finding.code == "internal" for finding in call.findings),
    )


def tally(found: Iterable[Replayed]) -> Tally:
    counts = dict.fromkeys(Tally._fields, 0)
    for each in found:
        counts["calls"] += 1
        became = _became(each.before, each.after)
        if became is None:
            continue
        counts[became] += 1
        for kind in costs(each):
            counts[kind] += 1
    return Tally(**counts)


def _noted(found: Iterable[Replayed], costly: list[Replayed]) -> Iterator[Replayed]:
    """The same, with what they cost put aside."""
    for each in found:
        if len(costly) < MOST_COSTLY and costs(each):
            costly.append(each)
        yield each


def costs(each: Replayed) -> frozenset[str]:
    """The last fields of `Tally` in which a call counts."""
    if _became(each.before, each.after) in {None, "let_ring"}:
        return frozenset()
    return frozenset(_costs(each.call, each.after.verdict))


def _became(before: Judgement, after: Judgement) -> str | None:
    """The field of `Tally` in which a call counts."""
    was, now = before.decision.action, after.decision.action
    if now in TURNS_AWAY and was not in TURNS_AWAY:
        return "turned_away"
    if now is Action.SILENCE and was is Action.RING:
        return "silenced"
    if now is Action.RING and was is not Action.RING:
        return "let_ring"
    if after.verdict.label is Label.REPORTED and before.verdict.label is not Label.REPORTED:
        return "reported"
    if after.verdict.suspected and not before.verdict.suspected:
        return "suspected"
    return None


def _costs(call: LoggedCall, verdict: Verdict) -> Iterator[str]:
    if call.talked_s and not call.picked_up:
        yield "answered"
    if verdict.has("contact"):
        yield "contacts"
    if call.name and not verdict.has("name"):
        yield "named"
