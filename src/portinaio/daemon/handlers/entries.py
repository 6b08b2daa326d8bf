"""What the user wants: entries, pauses, expected calls."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from portinaio.api.requests.entries import EntryRequests
from portinaio.api.requests.service import ServiceRequests
from portinaio.core.entry import EntryKind
from portinaio.core.message import Message, msg, untranslated
from portinaio.core.names import NamePattern, read_name
from portinaio.core.numbers.pattern import Refusal, read_pattern
from portinaio.daemon.answers import call_answer, contact_answer, entry_answer, iso
from portinaio.daemon.clock import moment, note_pause
from portinaio.daemon.dispatch import handles
from portinaio.daemon.entries.doubts import doubts, refuse_doubtful
from portinaio.daemon.handlers import typed
from portinaio.daemon.publishing import publish
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from portinaio.api.answers import EntryAnswer, PauseAnswer, PreviewAnswer
    from portinaio.api.parameters import EntryKind as KindName
    from portinaio.api.parameters import PreviewKind
    from portinaio.daemon.context import Context

RECENT = timedelta(days=90)
LATEST = 5  # calls of a preview; enough to recognise who would be caught


@handles(EntryRequests.entries)
def entries(context: Context) -> list[EntryAnswer]:
    return [entry_answer(entry) for entry in context.store.entries.all(context.now())]


@handles(EntryRequests.add_entry)
def add_entry(  # what is said of an entry
    context: Context,
    pattern: str | None = None,
    *,
    kind: KindName,
    name: str | None = None,
    note: str = "",
    until: str | None = None,
    once: bool = False,
    sure: bool = False,
) -> EntryAnswer:
    ends = moment(until) if until else None
    if ends and ends <= context.now():
        raise UsageError(msg("that moment is over already; choose a later one"))
    wanted = typed.meant(pattern, name, context.config.plan)
    if not (sure or isinstance(wanted, NamePattern)):
        refuse_doubtful(context, pattern or "", wanted, kind)
    kept = context.store.entries
    kept.remove(
        wanted if isinstance(wanted, NamePattern) else wanted.text
    )  # who blocks what was allowed means the last word
    entry = kept.add(wanted, EntryKind(kind), note.strip(), context.now(), ends, once)
    publish_entries(context)
    return entry_answer(entry)


@handles(EntryRequests.forget_entry)
def forget_entry(
    context: Context, pattern: str | None = None, *, name: str | None = None
) -> list[EntryAnswer]:
    kept = context.store.entries
    # What stands in the book goes as it stands, also where it would not be added today or in this country.
    gone = kept.remove(pattern.strip()) if pattern is not None and name is None else []
    if not gone:
        wanted = typed.meant(pattern, name, context.config.plan)
        gone = kept.remove(wanted if isinstance(wanted, NamePattern) else wanted.text)
        if not gone:
            raise NotFoundError(msg("there is no entry for %(pattern)s", pattern=wanted.text))
    publish_entries(context)
    return [entry_answer(entry) for entry in gone]


@handles(EntryRequests.preview)
def preview(
    context: Context,
    pattern: str | None = None,
    *,
    name: str | None = None,
    kind: PreviewKind = "block",
) -> PreviewAnswer:
    """What an entry would have caught, or why there can be none; nothing is written."""
    if name is not None and pattern is None:
        return _preview_of_name(context, name)
    found = read_pattern(pattern or "", context.config.plan)
    if isinstance(found, Refusal):
        return _refused(found.reason)
    insights = context.store.insights
    calls, callers = insights.recent_of(found, context.now() - RECENT)
    return {
        "pattern": found.text,
        "name": None,
        "refusal": None,
        "calls": insights.count_of(found),
        "recent_calls": calls,
        "recent_callers": callers,
        "doubts": [untranslated(doubt) for doubt in doubts(context, pattern or "", found, kind)],
        "latest": [call_answer(call) for call in insights.latest_of(found, LATEST)],
        "contacts": [
            contact_answer(contact._replace(numbers=inside))
            for contact in context.store.contacts.all()
            if (inside := tuple(n for n in contact.numbers if found.covers(n)))
        ],
    }


def _preview_of_name(context: Context, name: str) -> PreviewAnswer:
    """An address book has its own names, which the network does not send; so no contact is named."""
    found = read_name(name)
    if isinstance(found, Message):
        return _refused(found)
    count, latest = context.store.insights.of_name(found, LATEST)
    return {
        "pattern": None,
        "name": found.text,
        "refusal": None,
        "calls": count,
        "recent_calls": 0,
        "recent_callers": 0,
        "doubts": [],
        "latest": [call_answer(call) for call in latest],
        "contacts": [],
    }


def _refused(reason: Message) -> PreviewAnswer:
    said = untranslated(reason)
    return {
        "pattern": None,
        "name": None,
        "refusal": said,
        "calls": 0,
        "recent_calls": 0,
        "recent_callers": 0,
        "doubts": [],
        "latest": [],
        "contacts": [],
    }


@handles(EntryRequests.pause)
def pause(context: Context, for_s: int = 3600) -> PauseAnswer:
    return _until(context, "paused_until", timedelta(seconds=for_s))


@handles(EntryRequests.resume)
def resume(context: Context) -> PauseAnswer:
    return _until(context, "paused_until", None)


@handles(EntryRequests.expect)
def expect(context: Context, for_s: int = 3600) -> PauseAnswer:
    return _until(context, "expecting_until", timedelta(seconds=for_s))


@handles(EntryRequests.expect_no_more)
def expect_no_more(context: Context) -> PauseAnswer:
    return _until(context, "expecting_until", None)


def publish_entries(context: Context) -> None:
    """They are others than before."""
    context.changed()
    publish(context, EntryRequests.entries)


def _until(context: Context, key: str, span: timedelta | None) -> PauseAnswer:
    until = note_pause(context.store.state, key, context.now(), span)
    context.changed()
    publish(context, ServiceRequests.status)
    return {"until": iso(until) if until else None}
