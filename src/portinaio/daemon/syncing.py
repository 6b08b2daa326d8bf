"""`python -m portinaio.daemon.syncing`: one sync, in a process of its own.

A sync loads an HTTP client, TLS, every format and the metadata of several countries: 60 MiB that a daemon on a small
computer would keep for months, since Python gives no module back. So the daemon only starts this and reads what it
says; the lists come back as files, which it maps anyway. A sync that is killed, or eats all the memory, harms nobody.

One request comes as JSON on stdin; one JSON object a line goes out: how far a list has come, and what came of it.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portinaio.config.home import Home
from portinaio.config.load import load_settings
from portinaio.config.secrets import reveal
from portinaio.core.list_state import ListState
from portinaio.core.reason import reason
from portinaio.core.words import Words, words
from portinaio.countries.plans import plan_from, read_plan
from portinaio.daemon.house import House
from portinaio.daemon.list_keeping import forget, wait_until, waits_until
from portinaio.errors import HomeError, NotFoundError, PortinaioError
from portinaio.lists.catalogue import load_catalogue, subscription
from portinaio.lists.sync.download import Limits
from portinaio.lists.sync.storeroom import Storeroom
from portinaio.lists.sync.subscription import Bench, Renewal, renew
from portinaio.store.columns import packed

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from portinaio.config.settings import ListTable, Settings
    from portinaio.core.plan import Plan
    from portinaio.lists.catalogue import Catalogue
    from portinaio.lists.sync.download import Progress

    Tell = Callable[[dict[str, Any]], None]

PROGRESS_S = 0.1  # no eye follows more


def main() -> int:
    """Never ends in a traceback that somebody has not asked for; what went wrong is said on stdout."""
    request = json.load(sys.stdin)
    house = House(Home(*request["home"]))
    try:
        sync_lists(house, request["names"], request["accept"], _say)
    except PortinaioError as error:
        _say({"failed": type(error).__name__, "sentence": _sentence(error)})
    except OSError as error:
        sentence = words("the lists cannot be stored: %(reason)s", reason=reason(error))
        _say({"failed": HomeError.__name__, "sentence": packed(sentence)})
    except Exception as error:  # noqa: BLE001  # the one door of this process
        if os.environ.get("PORTINAIO_DEBUG") == "1":
            traceback.print_exception(error)
        sentence = words("this is a bug of ours (%(type)s)", type=type(error).__name__)
        _say({"failed": PortinaioError.__name__, "sentence": packed(sentence)})
    finally:
        house.close()
    return 0


def sync_lists(
    house: House,
    names: Sequence[str],
    accept: Sequence[str],
    tell: Tell,
    limits: Limits = Limits(),  # noqa: B008  # it cannot change
) -> None:
    """Renew the named lists, or all; tell of each as it is done."""
    storeroom = Storeroom(Path(house.home.lists))
    with storeroom.sole():
        storeroom.make()
        settings = load_settings(house.home.config_file)
        catalogue = load_catalogue(house.home.catalogue_file)
        if not names:
            _forget_others(house, storeroom, settings)
        bench = Bench(storeroom, _plan_of, house.furniture.plan, house.now(), limits)
        for table in _wanted(settings, names, accept):
            tell({"at": table.name, "bytes": 0, "whole": None})
            renewal = _renewed(house, table, catalogue, bench, table.name in accept, tell)
            house.store.lists.set(renewal.state)
            _remember_wait(house, table.name, renewal.wait_s)
            tell(_told(renewal))


def _wanted(settings: Settings, names: Sequence[str], accept: Sequence[str]) -> list[ListTable]:
    there = {table.name for table in settings.list}
    for name in (*names, *accept):
        if name not in there:
            raise NotFoundError(words("there is no list called %(name)s", name=name[:60]))
    return [table for table in settings.list if not names or table.name in names]


def _renewed(  # noqa: PLR0913, PLR0917  # one list among all that a sync has at hand
    house: House,
    table: ListTable,
    catalogue: Catalogue,
    bench: Bench,
    accept: bool,
    tell: Tell,
) -> Renewal:
    before = house.store.lists.get(table.name) or ListState(table.name)
    try:
        wanted = subscription(table, catalogue)
        token = reveal(table.token, house.home) if table.token else ""
    except PortinaioError as error:
        return _refused(before, bench.now, _words(error))
    if (until := waits_until(house.store, table.name)) and bench.now < until:
        moment = until.isoformat(timespec="minutes")
        said = words("its server asked not to be asked again before %(moment)s", moment=moment)
        return Renewal(before._replace(error=said, state="stale" if before.updated else "never"))
    return renew(
        wanted, before, bench, token=token, accept=accept, progress=_progress(table.name, tell)
    )


def _refused(before: ListState, now: datetime, sentence: Words) -> Renewal:
    return Renewal(before._replace(state="refused", checked=now, error=sentence))


def _remember_wait(house: House, name: str, wait_s: int | None) -> None:
    if wait_s is not None:
        wait_until(house.store, name, house.now() + timedelta(seconds=wait_s))
    elif (until := waits_until(house.store, name)) and house.now() >= until:
        wait_until(house.store, name, None)


def _forget_others(house: House, storeroom: Storeroom, settings: Settings) -> None:
    """What is left of lists that were taken out of config.toml by hand."""
    subscribed = {table.name for table in settings.list}
    known = {*storeroom.names(), *(state.name for state in house.store.lists.all())}
    for name in known - subscribed:
        forget(house, storeroom, name)


def _plan_of(country: str) -> Plan:
    return plan_from(read_plan(country))


def _progress(name: str, tell: Tell) -> Progress:
    last = 0.0

    def progress(so_far: int, whole: int | None) -> None:
        nonlocal last
        if time.monotonic() - last >= PROGRESS_S:
            last = time.monotonic()
            tell({"at": name, "bytes": so_far, "whole": whole})

    return progress


def _told(renewal: Renewal) -> dict[str, Any]:
    state = renewal.state
    return {
        "name": state.name,
        "state": state.state,
        "error": None if state.error is None else packed(state.error),
        "bytes": renewal.bytes,
        **renewal.difference._asdict(),
        "rejected": renewal.rejected,
        "rows": [[row.line, row.text, packed(row.reason)] for row in renewal.rows],
    }


def _words(error: PortinaioError) -> Words:
    sentence = error.sentence
    return sentence if isinstance(sentence, Words) else Words(str(error))


def _sentence(error: PortinaioError) -> list[Any]:
    return packed(_words(error))


def _say(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
