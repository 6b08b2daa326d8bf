"""A list asked about strangers after their calls, where the user wants it: what it answers counts when they call again.

Never between the ring and what is done about it: a server that is slow would delay the telephone, and one that is down decide.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.config.load import load_settings
from portinaio.core.verdict import Label
from portinaio.daemon.asker import Asker
from portinaio.daemon.errands.errand import run_errand
from portinaio.daemon.sharing.outbox import BROKEN, PATIENCE_S
from portinaio.daemon.sharing.targets import token_of
from portinaio.daemon.sharing.worth_sharing import refusal
from portinaio.errors import PortinaioError
from portinaio.lists.catalogue import load_catalogue
from portinaio.store.looked_up import LOOKED_UP, LookUp, kept_look_up, read_look_up

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from portinaio.core.logged import LoggedCall
    from portinaio.daemon.context import Context

MODULE = "portinaio.daemon.sharing.lookup_worker"
FOLDER = "asked-sites"
"""What is believed of list sites that are asked."""
SEEN = "looked_up_to"
"""Key of the state: id of the latest call that was looked at."""
PAGE = 20
AGAIN_AFTER = timedelta(days=7)
KEPT = timedelta(days=90)


def look_up_strangers(context: Context) -> None:
    """Those who called since the last time; from when it was switched on."""
    newest = next(iter(context.store.calls.page(limit=1)), None)
    latest, seen = (newest.id if newest else 0), context.store.state.get(SEEN)
    if not load_settings(context.home.config_file).community.lookup:
        if seen is not None:
            context.store.state.set(SEEN, None)
        return
    if seen is None or not seen.isdecimal():
        context.store.state.set(SEEN, str(latest))
        return
    if latest == int(seen):
        return
    _forget_old(context)
    for number in dict.fromkeys(_strangers(context, int(seen))):
        if context.ringing():
            return  # it goes on from here once the line is quiet
        _look_up(context, number)
    context.store.state.set(SEEN, str(latest))


def _strangers(context: Context, seen: int) -> Iterator[str]:
    day = context.now().date()
    kept = context.store.state.all()
    for call in reversed(context.store.calls.page(limit=PAGE)):
        if call.id > seen and call.number and _is_stranger(call):
            found = read_look_up(kept.get(LOOKED_UP + call.number))
            if found is None or day - found.day >= AGAIN_AFTER:
                yield call.number


def _is_stranger(call: LoggedCall) -> bool:
    return not call.imported and call.label is Label.UNKNOWN


def _look_up(context: Context, number: str) -> None:
    if refusal(context, number):
        return
    found = [
        share
        for asked in _questions(context)
        if (share := _answer({**asked, "number": number})) is not None
    ]
    if found:
        kept = LookUp(max(found), context.now().date())
        context.store.state.set(LOOKED_UP + number, kept_look_up(kept))
        context.changed()


def _questions(context: Context) -> Iterator[dict[str, str]]:
    """To each list and site that may be asked, but for the number."""
    subscribed = {config.name for config in context.config.lists}
    for offer in load_catalogue(context.home.catalogue_file).list:
        if offer.lookup and offer.name in subscribed:
            with suppress(PortinaioError):  # its token cannot be read
                yield {"url": offer.lookup.url, "token": token_of(context, offer.name)}
    folder = str(Path(context.home.state, FOLDER))
    for site in load_settings(context.home.config_file).community.ask:
        yield {"site": site, "folder": folder}


def _answer(asked: dict[str, str]) -> float | None:
    """`None` where a look-up fails: it says nothing, and the next call asks again."""
    try:
        return float(run_errand(MODULE, asked, Asker(), PATIENCE_S, BROKEN))
    except PortinaioError:
        return None


def _forget_old(context: Context) -> None:
    day: date = context.now().date()
    for key, value in context.store.state.all().items():
        if key.startswith(LOOKED_UP):
            found = read_look_up(value)
            if found is None or day - found.day > KEPT:
                context.store.state.set(key, None)
