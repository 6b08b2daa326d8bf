"""The subscribed lists as the API shows them. Light, since `portinaio check` asks here how much a list is believed."""

from __future__ import annotations

from datetime import timedelta

from portinaio.core.list_state import ListState
from portinaio.core.message import lines_of, msg, untranslated
from portinaio.core.named_tuple import NamedTuple
from portinaio.daemon.answers import iso
from portinaio.errors import NotFoundError
from portinaio.store.codec import unpack_message

TYPE_CHECKING = False  # `typing` itself is only needed by the checker
if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Protocol

    from portinaio.api.answers import (
        AddedListAnswer,
        EffectAnswer,
        ListAnswer,
        RejectedAnswer,
        SeenAnswer,
        SyncAnswer,
    )
    from portinaio.core.message import Message
    from portinaio.daemon.config_cache import ListConfig
    from portinaio.daemon.context import Context
    from portinaio.daemon.sync_runs.synced import Synced
    from portinaio.lists.open_list import OpenList

    class Unusable(Protocol):
        """A row of a list, or of an address book."""

        @property
        def line(self) -> int: ...
        @property
        def text(self) -> str: ...
        @property
        def reason(self) -> Message: ...


MISSED = 3  # syncs in a row, and a list that was right once is called stale


class Subscribed(NamedTuple):
    config: ListConfig
    state: ListState


def subscribed(context: Context) -> list[Subscribed]:
    """In the order of config.toml, as it was when it was last right."""
    if not context.config.lists:
        return []
    states = {state.name: state for state in context.store.lists.all()}
    found = []
    for config in context.config.lists:
        state = states.get(config.name) or ListState(config.name)
        if config.fault:
            state = state._replace(state="refused", error=unpack_message(config.fault))
        found.append(Subscribed(config, state))
    return found


def lists(context: Context) -> list[ListAnswer]:
    return [list_answer(context, each) for each in subscribed(context)]


def find(context: Context, name: str) -> Subscribed:
    for each in subscribed(context):
        if each.config.name == name:
            return each
    raise NotFoundError(msg("there is no list called %(name)s", name=name[:60]))


def note(context: Context, name: str) -> Message | None:
    """What is to be said of a list that nobody has done wrong with; `None` where nothing is."""
    lists = context.open_lists.all() if context.open_lists else ()
    found = next((each for each in lists if each.name == name), None)
    return found and (_poisoned(context, found, lists) or remark_of(found) or _beside(found, lists))


def _poisoned(context: Context, found: OpenList, lists: Sequence[OpenList]) -> Message | None:
    """Of a list that holds many numbers of public bodies, and of a list of these; only its next version would be refused."""
    if not any(each.innocents for each in lists):
        return None
    if not found.innocents:
        return _held(context, found)
    held = (each.name for each in lists if each.name != found.name and _held(context, each))
    if name := next(held, None):
        return msg(
            "several of its numbers stand on %(list)s, which may have been poisoned; portinaio lists says more",
            list=name,
        )
    return None


def _held(context: Context, found: OpenList) -> Message | None:
    from pathlib import Path  # noqa: PLC0415  # a `check` says nothing of it

    from portinaio.core.numbers.pattern import digits_of  # noqa: PLC0415  # as above
    from portinaio.lists.innocents import NAMED, are_many  # noqa: PLC0415  # as above
    from portinaio.lists.sync.files import ListFiles  # noqa: PLC0415  # as above

    held = context.open_lists.innocents_on(found) if context.open_lists else ()
    entries = len(found.opened) if found.opened else 0
    if not are_many(held, entries):
        return None
    info = ListFiles(Path(context.home.lists)).info(found.name)
    if info and info.accepted >= len(held):
        return None
    return msg(
        "%(n)d of its %(entries)d entries are numbers of public bodies, such as %(numbers)s, so the others may be wrong too;"
        " portinaio lists remove %(list)s takes it off, portinaio sync --accept %(list)s says that you want it all the same",
        n=len(held),
        entries=entries,
        numbers=", ".join("+" + digits_of(key) for key in held[:NAMED]),
        list=found.name,
    )


def _beside(open_list: OpenList, lists: Sequence[OpenList]) -> Message | None:
    """What it is to the others."""
    from portinaio.lists.overlap import made_of  # noqa: PLC0415  # a `check` says nothing of it

    if name := made_of(open_list, lists):
        return msg(
            "nearly all of its numbers stand in %(list)s too, and both count; if they are made of the same data, give both"
            " the same origin",
            list=name,
        )
    return None


def remark_of(open_list: OpenList) -> Message | None:
    if doubt := open_list.doubt:
        return msg("%(doubt)s, so alone it makes a caller suspected at most", doubt=doubt)
    if open_list.counts_rows_once:
        return msg(
            "its rows look like complaints, so each counts as one report; complaints = false takes them as they stand"
        )
    if open_list.copy_of:
        return msg("it holds the same as %(list)s, so both count once", list=open_list.copy_of)
    return None


def synced_note(context: Context, synced: Synced) -> str | None:
    """As `note`, and what its content made us say when it came."""
    return _with_remarks(note(context, synced.name), synced)


def _with_remarks(said: Message | None, synced: Synced) -> str | None:
    remarks = (*([said] if said else []), *synced.remarks)
    return untranslated(lines_of(remarks)) if remarks else None


def added_answer(
    listed: ListAnswer,
    synced: Synced,
    told: EffectAnswer,
    said: Message | None,
    seen: SeenAnswer | None,
) -> AddedListAnswer:
    """Of a list that has come, or was tried out; `said` is its `remark_of`."""
    return {
        **listed,
        **told,
        "bytes": synced.bytes,
        "accepted": synced.accepted,
        "rejected": synced.rejected,
        "rows": [rejected_answer(row) for row in synced.rows],
        "note": _with_remarks(said, synced),
        "seen": seen,
    }


def sync_answer(synced: Synced, note: str | None) -> SyncAnswer:
    """Of a list, or of an address book that is followed."""
    return {
        "name": synced.name,
        "state": synced.state,
        "error": untranslated(synced.error) if synced.error else None,
        "bytes": synced.bytes,
        "accepted": synced.accepted,
        "updated": synced.updated,
        "removed": synced.removed,
        "rejected": synced.rejected,
        "note": note,
    }


def rejected_answer(row: Unusable) -> RejectedAnswer:
    return {"line": row.line, "text": row.text, "reason": untranslated(row.reason)}


def in_catalogue(text: str) -> str:
    """A sentence of the catalogue in the reader's language; what a user wrote stays as it is."""
    return untranslated(msg(text)) if text else ""


def list_answer(context: Context, each: Subscribed) -> ListAnswer:
    config, state = each
    said = note(context, config.name)
    return {
        "name": config.name,
        "title": in_catalogue(config.title),
        "url": config.url,
        "format": config.format,
        "region": config.region,
        "sure": config.sure,
        "columns": list(config.columns),
        "root": config.root,
        "countries": list(config.countries),
        "kind": "innocents" if _of_innocents(context, config) else "callers",
        "trust": config.trust,
        "origin": config.origin,
        "complaints": config.complaints,
        "vetted": config.vetted,
        "entries": state.entries,
        "version": state.version or None,
        "updated": iso(state.updated) if state.updated else None,
        "checked": iso(state.checked) if state.checked else None,
        "state": _state(each, context.now()),
        "error": untranslated(state.error) if state.error else None,
        "note": untranslated(said) if said else None,
    }


def _of_innocents(context: Context, config: ListConfig) -> bool:
    """Also where the catalogue that said so is gone: what lies here is what it was."""
    here = context.open_lists.all() if context.open_lists else ()
    return config.innocents or any(one.innocents for one in here if one.name == config.name)


def _state(each: Subscribed, now: datetime) -> str:
    state = each.state
    missed = timedelta(hours=MISSED * each.config.every_hours)
    if state.state == "ok" and state.checked and now - state.checked > missed:
        return "stale"
    return state.state
