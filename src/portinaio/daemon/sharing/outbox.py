"""What is given to lists and taken back from them: tried at once, kept until it is taken, and never given twice."""

from __future__ import annotations

from datetime import timedelta
from threading import Lock
from typing import TYPE_CHECKING

from portinaio.core.message import Message, msg
from portinaio.core.share import ShareState
from portinaio.daemon.asker import Asker
from portinaio.daemon.errands.errand import run_errand
from portinaio.daemon.sharing.targets import target_named, token_of
from portinaio.errors import PortinaioError, UsageError
from portinaio.lists.share_target import OWN_LIST
from portinaio.store.codec import message_column
from portinaio.store.shares import Share

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from portinaio.core.share import SharedReport
    from portinaio.daemon.context import Context
    from portinaio.daemon.sharing.targets import Target

MODULE = "portinaio.daemon.sharing.share_worker"
PATIENCE_S = 40.0  # for the whole process; the question itself has 20
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=10),
    timedelta(hours=1),
    timedelta(hours=6),
    timedelta(days=1),
)
"""After so many tries in vain; the last one for all that come after."""
_ONE_AT_A_TIME = Lock()
BROKEN = msg("the process that gives it ended before there was an answer")


def give(context: Context, target: Target, report: SharedReport, asker: Asker | None) -> Share:
    """The same report twice is once; another one of the same number corrects the one before."""
    if target.refusal:
        raise UsageError(msg("%(list)s: %(reason)s", list=target.title, reason=target.refusal))
    before = _of(context, report.number, target.name)
    if before and _says_the_same(before, report):
        return before
    if target.table is None:
        given = Share(report, target.name, ShareState.GIVEN, context.now())
        context.store.shares.set(given)
        return given
    if not target.sends:
        opened = Share(report, target.name, ShareState.OPENED, context.now())
        context.store.shares.set(opened)
        return opened
    waiting = Share(report, target.name, ShareState.WAITING, context.now())
    context.store.shares.set(waiting)
    return attempt(context, waiting, asker)


def take_back(context: Context, share: Share, asker: Asker | None) -> Share:
    """What never left is simply gone; what the user sent on a page is for the user to take back there."""
    if share.state in {ShareState.WITHDRAWN, ShareState.WITHDRAWING}:
        return share
    withdrawn = share._replace(state=ShareState.WITHDRAWN, at=context.now(), tries=0, error="")
    never_tried = share.state is ShareState.WAITING and not share.tries
    at_home = share.target == OWN_LIST
    if never_tried or at_home or share.state in {ShareState.OPENED, ShareState.REFUSED}:
        context.store.shares.set(withdrawn)
        return withdrawn
    # A try that got no answer may have arrived.
    going = withdrawn._replace(state=ShareState.WITHDRAWING)
    context.store.shares.set(going)
    return attempt(context, going, asker)


def attempt(context: Context, share: Share, asker: Asker | None) -> Share:
    """What became of it, which is kept. While a call rings nothing is sent."""
    with _ONE_AT_A_TIME:
        if context.ringing() or _of(context, share.report.number, share.target) != share:
            return _of(context, share.report.number, share.target) or share
        return _attempt(context, share, asker)


def _attempt(context: Context, share: Share, asker: Asker | None) -> Share:
    share = share._replace(tries=share.tries + 1, at=context.now())
    context.store.shares.set(
        share
    )  # before the first byte goes: whatever happens now, it may have arrived
    taken_back = share.state is ShareState.WITHDRAWING
    try:
        target = target_named(context, share.target)
        token = token_of(context, share.target)
        leaves = target.leaves(share.report, taken_back=taken_back)
        asked = {"url": leaves.url, "body": leaves.body, "token": token}
        answer = run_errand(MODULE, asked, asker or Asker(), PATIENCE_S, BROKEN)
    except PortinaioError as error:
        return _kept(context, share, _later(share, context.now(), error.sentence))
    status, said = int(answer["status"]), str(answer["said"])
    if 200 <= status < 300:
        state = ShareState.WITHDRAWN if taken_back else ShareState.GIVEN
        return _kept(
            context, share, share._replace(state=state, at=context.now(), tries=0, error="")
        )
    sentence = msg("it answers with the error %(status)d: %(said)s", status=status, said=said)
    if status in {408, 425, 429} or status >= 500 or taken_back:
        return _kept(context, share, _later(share, context.now(), sentence))
    if status in {401, 403}:
        sentence = msg(
            "it does not know the token; store another with portinaio secret set %(list)s",
            list=share.target,
        )
    refused = share._replace(
        state=ShareState.REFUSED, at=context.now(), tries=0, error=message_column(sentence)
    )
    return _kept(context, share, refused)


def due(share: Share, now: datetime) -> bool:
    if not share.tries:
        return True
    pause = PAUSES[min(share.tries, len(PAUSES)) - 1]
    return (
        not share.at <= now < share.at + pause
    )  # a clock that was set back makes nobody wait for it


def send_waiting(context: Context, until: Callable[[], bool] = bool) -> int:
    """Try all that are due, until one is told to stop; how many were taken."""
    taken = 0
    for share in context.store.shares.waiting():
        if until():
            break
        if due(share, context.now()):
            after = attempt(context, share, None)
            taken += after.state in {ShareState.GIVEN, ShareState.WITHDRAWN}
    return taken


def _says_the_same(before: Share, report: SharedReport) -> bool:
    same = before.report._replace(day=report.day) == report
    return same and before.state in {ShareState.GIVEN, ShareState.WAITING, ShareState.OPENED}


def _later(share: Share, now: datetime, why: object) -> Share:
    sentence = why if isinstance(why, Message) else Message(str(why))
    return share._replace(at=now, error=message_column(sentence))


def _kept(context: Context, before: Share, after: Share) -> Share:
    """Unless it was taken back, or corrected, while it was on its way: then that is what is to be done now."""
    now = _of(context, before.report.number, before.target)
    if now != before:
        return now or after
    context.store.shares.set(after)
    return after


def _of(context: Context, number: str, target: str) -> Share | None:
    return next((each for each in context.store.shares.of(number) if each.target == target), None)
