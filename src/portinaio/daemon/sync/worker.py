"""`python -m portinaio.daemon.sync.worker`: one sync, in a process of its own.

A sync loads an HTTP client, TLS, every format and the metadata of several countries: 60 MiB that a daemon on a small
computer would keep for months, since Python gives no module back. So the daemon only starts this and reads what it
says; the lists come back as files, which it maps anyway. A sync that is killed, or eats all the memory, harms nobody.

One request comes as a line of JSON on stdin; one JSON object a line goes out: which lists it means, how far a list has
come, and what came of it. When stdin ends, nobody waits any more, and neither does the process.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import threading
import traceback
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import convert

from portinaio.config.home import Home
from portinaio.config.load import load_settings
from portinaio.config.secrets import reveal
from portinaio.config.settings import ListTable
from portinaio.core.list_state import ListState
from portinaio.core.message import Message, msg
from portinaio.core.reason import reason
from portinaio.countries.plans import plan_from, read_plan
from portinaio.daemon.clock import lasting
from portinaio.daemon.context import Context
from portinaio.daemon.lists.list_state import forget, wait_until, waits_until
from portinaio.daemon.sync.deadline import OverdueError, deadline
from portinaio.daemon.sync.progress import progress_of
from portinaio.daemon.sync_runs.synced import GONE, told_of
from portinaio.errors import HomeError, NotFoundError, PortinaioError
from portinaio.lists.catalogue import innocents_of, load_catalogue, subscription
from portinaio.lists.sync.context import SyncContext
from portinaio.lists.sync.download import Limits
from portinaio.lists.sync.files import ListFiles
from portinaio.lists.sync.renew import renew
from portinaio.lists.sync.renewal import Renewal
from portinaio.store.codec import pack_message

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from portinaio.config.settings import Settings
    from portinaio.core.numbers.plan import Plan
    from portinaio.daemon.sync.progress import Tell
    from portinaio.lists.catalogue import Catalogue

BEFORE_A_LOOK = 50_000  # objects, until the collector looks for circles: rows have none, and looking took a seventh of a sync


def main(asked: str) -> int:
    """Never ends in a traceback that somebody has not asked for; what went wrong is said on stdout."""
    request = json.loads(asked)
    context = Context(Home(*request["home"]))
    try:
        if request.get("books"):
            from portinaio.daemon.sync.books import sync_books  # noqa: PLC0415  # few runs are of books

            sync_books(context, request["names"], request["accept"], _say)
        elif request.get("trial"):
            try_list(context, convert(request["trial"], ListTable), _say)
        else:
            sync_lists(context, request["names"], request["accept"], _say)
    except PortinaioError as error:
        _say({"failed": type(error).__name__, "sentence": _sentence(error)})
    except OSError as error:
        sentence = msg("the lists cannot be stored: %(reason)s", reason=reason(error))
        _say({"failed": HomeError.__name__, "sentence": pack_message(sentence)})
    except Exception as error:  # noqa: BLE001  # the one door of this process
        if os.environ.get("PORTINAIO_DEBUG") == "1":
            traceback.print_exception(error)
        sentence = msg("this is a bug of ours (%(type)s)", type=type(error).__name__)
        _say({"failed": PortinaioError.__name__, "sentence": pack_message(sentence)})
    finally:
        context.close()
    return 0


def sync_lists(
    context: Context,
    names: Sequence[str],
    accept: Sequence[str],
    tell: Tell,
    limits: Limits = Limits(),  # noqa: B008  # it cannot change
) -> None:
    """Renew the named lists, or all; tell of each as it is done."""
    list_files = ListFiles(Path(context.home.lists))
    list_files.make()
    settings = load_settings(context.home.config_file)
    catalogue = load_catalogue(context.home.catalogue_file)
    if not names:
        _forget_others(context, list_files, settings)
    innocents = innocents_of(settings.list, catalogue)
    wanted = _wanted(settings, names, accept)
    wanted.sort(key=lambda table: table.name not in innocents)  # the others are measured by them
    tell({"lists": [table.name for table in wanted]})
    sync_context = SyncContext(
        list_files, _plan_of, context.config.plan, context.now(), limits, innocents
    )
    for table in wanted:
        tell({"at": table.name, "bytes": 0, "whole": None})
        try:
            with list_files.sole(table.name):
                if _is_gone(context, table):
                    renewal = Renewal(ListState(table.name, "never", error=GONE))
                else:
                    renewal = _renewed(
                        context, table, catalogue, sync_context, table.name in accept, tell
                    )
                tell(told_of(renewal))
        except HomeError as error:
            before = context.store.lists.get(table.name) or ListState(table.name)
            tell(told_of(Renewal(before._replace(state="stale", error=_words(error)))))


def try_list(context: Context, table: ListTable, tell: Tell, limits: Limits = Limits()) -> None:  # noqa: B008  # as above
    """Fetch one that config.toml does not know, into the place that it would have. Those that were tried before go."""
    list_files = ListFiles(Path(context.home.lists))
    list_files.make()
    settings = load_settings(context.home.config_file)
    catalogue = load_catalogue(context.home.catalogue_file)
    _forget_others(context, list_files, settings)
    innocents = innocents_of((*settings.list, table), catalogue)
    tell({"lists": [table.name]})
    tell({"at": table.name, "bytes": 0, "whole": None})
    sync_context = SyncContext(
        list_files, _plan_of, context.config.plan, context.now(), limits, innocents
    )
    with list_files.sole(table.name):
        tell(told_of(_renewed(context, table, catalogue, sync_context, False, tell)))


def _wanted(settings: Settings, names: Sequence[str], accept: Sequence[str]) -> list[ListTable]:
    there = {table.name for table in settings.list}
    for name in (*names, *accept):
        if name not in there:
            raise NotFoundError(msg("there is no list called %(name)s", name=name[:60]))
    return [table for table in settings.list if not names or table.name in names]


def _is_gone(context: Context, table: ListTable) -> bool:
    """Whether it was removed while others were fetched."""
    return table.name not in {there.name for there in load_settings(context.home.config_file).list}


def _renewed(  # noqa: PLR0913, PLR0917  # one list among all that a sync has at hand
    context: Context,
    table: ListTable,
    catalogue: Catalogue,
    sync_context: SyncContext,
    accept: bool,
    tell: Tell,
) -> Renewal:
    """The list as it is now, written down."""
    before = context.store.lists.get(table.name) or ListState(table.name)
    try:
        with deadline(sync_context.limits.renewal_s):
            renewal = _asked(context, table, catalogue, sync_context, before, accept, tell)
    except OverdueError:
        signal.setitimer(signal.ITIMER_REAL, 0)
        minutes = round(sync_context.limits.renewal_s / 60)
        renewal = _refused(
            before,
            sync_context.now,
            msg("it takes more than %(n)d minutes to fetch and to read", n=minutes),
        )
    context.store.lists.set(renewal.state)
    _remember_wait(context, table.name, renewal.wait_s)
    return renewal


def _asked(  # noqa: PLR0913, PLR0917  # as above
    context: Context,
    table: ListTable,
    catalogue: Catalogue,
    sync_context: SyncContext,
    before: ListState,
    accept: bool,
    tell: Tell,
) -> Renewal:
    try:
        wanted = subscription(table, catalogue)
        token = reveal(table.token, context.home) if table.token else ""
    except PortinaioError as error:
        return _refused(before, sync_context.now, _words(error))
    if until := lasting(waits_until(context.store, table.name), sync_context.now):
        moment = until.isoformat(timespec="minutes")
        said = msg("its server asked not to be asked again before %(moment)s", moment=moment)
        return Renewal(before._replace(error=said, state="stale" if before.updated else "never"))
    return renew(
        wanted,
        before,
        sync_context,
        token=token,
        accept=accept,
        progress=progress_of(table.name, tell),
    )


def _refused(before: ListState, now: datetime, sentence: Message) -> Renewal:
    return Renewal(before._replace(state="refused", checked=now, error=sentence))


def _remember_wait(context: Context, name: str, wait_s: int | None) -> None:
    if wait_s is not None:
        wait_until(context.store, name, context.now() + timedelta(seconds=wait_s))
    elif (until := waits_until(context.store, name)) and context.now() >= until:
        wait_until(context.store, name, None)


def _forget_others(context: Context, list_files: ListFiles, settings: Settings) -> None:
    """What is left of lists that were taken out of config.toml by hand."""
    subscribed = {table.name for table in settings.list}
    known = {*list_files.names(), *(state.name for state in context.store.lists.all())}
    for name in known - subscribed:
        with suppress(HomeError), list_files.sole(name, 0.0):  # the next sync finds it again
            forget(context, list_files, name)


def _plan_of(country: str) -> Plan:
    return plan_from(read_plan(country))


def _words(error: PortinaioError) -> Message:
    sentence = error.sentence
    return sentence if isinstance(sentence, Message) else Message(str(error))


def _sentence(error: PortinaioError) -> list[Any]:
    return pack_message(_words(error))


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _leave_with_parent() -> None:
    """Who began us holds the other end of stdin open, and lets go of it when it ends, in whichever way."""
    while os.read(sys.__stdin__.fileno(), 1024):  # type: ignore[union-attr]  # we are not without it
        pass
    os._exit(1)


def _begin() -> int:
    gc.set_threshold(BEFORE_A_LOOK)
    request = sys.stdin.readline()
    threading.Thread(target=_leave_with_parent, daemon=True).start()
    return main(request)


if __name__ == "__main__":
    sys.exit(_begin())
