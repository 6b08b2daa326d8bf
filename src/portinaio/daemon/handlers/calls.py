"""The log of calls, and what it amounts to."""

from __future__ import annotations

from base64 import b64encode
from datetime import timedelta
from typing import TYPE_CHECKING

from portinaio.api.requests.calls import CallRequests
from portinaio.core.message import msg
from portinaio.core.numbers.number import read
from portinaio.core.numbers.spelling import without_service_prefix
from portinaio.core.verdict import Label
from portinaio.daemon.answers import call_answer, counts, iso
from portinaio.daemon.clock import doubt, moment
from portinaio.daemon.companies.suggested_companies import forget_older, forget_with_last_call
from portinaio.daemon.dialled import for_help, remember
from portinaio.daemon.dispatch import handles
from portinaio.daemon.files import messages
from portinaio.daemon.handlers import typed
from portinaio.daemon.handlers.sought_calls import meant_by
from portinaio.daemon.publishing import publish
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections import Counter

    from portinaio.api.answers import (
        CallAnswer,
        DialledAnswer,
        ForgottenAnswer,
        InsightAnswer,
        MessageAnswer,
        TallyAnswer,
    )
    from portinaio.api.parameters import Label as LabelName
    from portinaio.core.logged import LoggedCall
    from portinaio.daemon.context import Context


@handles(CallRequests.calls)
def calls(  # the filters of the log
    context: Context,
    *,
    since: str | None = None,
    number: str | None = None,
    label: LabelName | None = None,
    line: str | None = None,
    text: str | None = None,
    before: int | None = None,
    limit: int = 100,
) -> list[CallAnswer]:
    page = context.store.calls.page(
        since=moment(since) if since else None,
        meant=typed.pattern(number, context.config.plan) if number else None,
        label=Label(label) if label else None,
        line=line,
        text=meant_by(context, text) if text else None,
        before_id=before,
        limit=limit,
    )
    return [call_answer(call) for call in page]


@handles(CallRequests.call)
def call(context: Context, call_id: int) -> CallAnswer:
    return call_answer(call_or_404(context, call_id))


@handles(CallRequests.note_call)
def note_call(context: Context, call_id: int, notes: str) -> CallAnswer:
    call_or_404(context, call_id)
    context.store.calls.note(call_id, notes)
    publish(context, CallRequests.call, call_id=call_id)
    return call(context, call_id)


@handles(CallRequests.message)
def message(context: Context, call_id: int, *, playable: bool = False) -> MessageAnswer:
    found = call_or_404(context, call_id)
    data = messages.read(context.home, found)
    data = messages.as_pcm(data) if playable else data
    assert found.heard is not None
    return {
        "name": found.heard.message,
        "seconds": found.heard.message_s,
        "data": b64encode(data).decode(),
    }


@handles(CallRequests.forget_message)
def forget_message(context: Context, call_id: int) -> ForgottenAnswer:
    return {"forgotten": messages.delete(context.home, call_or_404(context, call_id))}


@handles(CallRequests.forget_call)
def forget_call(context: Context, call_id: int) -> ForgottenAnswer:
    found = call_or_404(context, call_id)
    number = found.number
    context.store.calls.forget(call_id)
    messages.delete(context.home, found)
    forget_with_last_call(context.store, number)
    context.publish("forgotten", lambda: {"id": call_id})
    return {"forgotten": 1}


@handles(CallRequests.forget_calls)
def forget_calls(context: Context, before: str) -> ForgottenAnswer:
    if doubted := doubt(context.store, context.now()):
        raise UsageError(doubted)  # who says "older than 90 days" means the days of a right clock
    forgotten = context.store.calls.forget_older(moment(before))
    forget_older(context.store, moment(before))
    context.publish("forgotten", lambda: {"id": None})
    return {"forgotten": forgotten}


@handles(CallRequests.dialled)
def dialled(context: Context, number: str) -> DialledAnswer:
    plan = context.config.plan
    reading = read(number, plan)
    bare = without_service_prefix(number.strip())  # a dial plan passes on what was pressed
    called = number.strip() if for_help(reading) else typed.number(bare, plan)
    remember(context.store, reading, context.now())
    context.changed()
    return {"number": called, "emergency": for_help(reading)}


@handles(CallRequests.insight)
def insight(context: Context, days: int = 30) -> InsightAnswer:
    """What the last `days` days amount to."""
    since = context.now() - timedelta(days=days)
    found = context.store.insights.since(since)
    spared = None if found.usual_ring_s is None else found.refused * found.usual_ring_s
    return {
        "days": days,
        "since": iso(since),
        "labels": _tally(found.labels),
        "hours": [_tally(each) for each in found.hours],
        "weekdays": [_tally(each) for each in found.weekdays],
        "weeks": [
            {
                "monday": monday.isoformat(),
                "suspected": found.suspected[monday],
                **_tally(each),
            }
            for monday, each in found.weeks.items()
        ],
        "ranges": counts(found.ranges),
        "companies": counts(found.companies),
        "refused": found.refused,
        "usual_ring_s": found.usual_ring_s,
        "timed": found.timed,
        "spared_s": spared,
    }


def call_or_404(context: Context, call_id: int) -> LoggedCall:
    """`NotFoundError` where there is none: while the disk takes nothing, it may be one that waits."""
    found = context.store.calls.get(call_id)
    if found is not None:
        return found
    sentence = msg("there is no call %(id)d in the log", id=call_id)
    for code, trouble in context.troubles():
        if code == "log":
            sentence = msg("%(first)s; %(second)s", first=sentence, second=trouble)
    raise NotFoundError(sentence)


def _tally(counter: Counter[Label]) -> TallyAnswer:
    return {
        "known": counter[Label.KNOWN],
        "unknown": counter[Label.UNKNOWN],
        "reported": counter[Label.REPORTED],
    }
