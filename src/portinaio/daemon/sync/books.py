"""Address books in the process of a sync: one after the other, and what came of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.config.edit import no_book
from portinaio.config.load import load_settings
from portinaio.daemon.books.renew import Renewal, renew
from portinaio.daemon.books.state import forget_others, forget_state
from portinaio.daemon.sync.progress import progress_of
from portinaio.daemon.sync_runs.synced import GONE
from portinaio.errors import NotFoundError
from portinaio.store.codec import pack_message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from portinaio.daemon.context import Context
    from portinaio.daemon.sync.progress import Tell

_SHOWN = 100  # rows that could not be used


def sync_books(context: Context, names: Sequence[str], accept: Sequence[str], tell: Tell) -> None:
    """Renew the named ones, or all; tell of each as it is done."""
    context.home.make()
    tables = load_settings(context.home.config_file).contacts
    for name in (*names, *accept):
        if name not in {table.name for table in tables}:
            raise NotFoundError(no_book(name))
    if not names:
        forget_others(context.store, context.home, [table.name for table in tables])
    wanted = [table for table in tables if not names or table.name in names]
    tell({"lists": [table.name for table in wanted]})
    for table in wanted:
        tell({"at": table.name, "bytes": 0, "whole": None})
        renewal = renew(
            context, table, accept=table.name in accept, progress=progress_of(table.name, tell)
        )
        there = load_settings(context.home.config_file).contacts
        if table.name not in {one.name for one in there}:  # removed while it was fetched
            context.store.contacts.replace_source(table.name, ())
            forget_state(context.store, context.home, table.name)
            renewal = renewal._replace(state=renewal.state._replace(state="never", error=GONE))
        tell(_told(renewal))


def _told(renewal: Renewal) -> dict[str, Any]:
    state, book = renewal.state, renewal.book
    rejected = book.rejected if book else ()
    return {
        "name": state.name,
        "state": state.state,
        "error": None if state.error is None else pack_message(state.error),
        "bytes": renewal.bytes,
        **renewal.counts._asdict(),
        "rejected": len(rejected) + (book.further_rejected if book else 0),
        "rows": [[row.line, row.text, pack_message(row.reason)] for row in rejected[:_SHOWN]],
        "remarks": [pack_message(remark) for remark in renewal.remarks],
    }
