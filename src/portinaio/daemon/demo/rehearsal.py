"""The simulated call at the end of the first run: the house judges it as any other and tells it to the windows, and it is written down nowhere."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING, Any

from portinaio.config.load import load_settings
from portinaio.core.policy import Outcome
from portinaio.daemon import answers
from portinaio.lines.line import Performed

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from portinaio.core.call import Ringing
    from portinaio.core.logged import LoggedCall
    from portinaio.core.policy import Decision
    from portinaio.daemon.context import Context
    from portinaio.lines.line import CallEnded, Line

    Judge = Callable[[Ringing, int], tuple[LoggedCall, Decision]]

log = logging.getLogger(__name__)

LINE = "demo"  # config.toml need not know it
CALLER = "+390844000001"


class Rehearsal:
    """Fulfils `lines.line.CallListener` for a call that comes by itself. All of it runs in the loop's thread."""

    def __init__(
        self,
        publish: Callable[[str, Callable[[], object]], None],
        judge: Judge,
        call_id: int,
        *,
        spawn: Callable[[Coroutine[None, None, None]], object],
        monotonic: Callable[[], float] = time.perf_counter,
    ) -> None:
        """`call_id` is no other call's: windows put it among those of the log."""
        self._publish = publish
        self._judge = judge
        self._call_id = call_id
        self._spawn = spawn
        self._monotonic = monotonic
        self._call: LoggedCall | None = None

    def ringing(self, line: Line[Any], handle: str, ringing: Ringing) -> None:
        self._call, decision = self._judge(ringing, self._call_id)
        self._tell()
        self._spawn(self._carry_out(line, handle, decision))

    def ended(self, line: Line[Any], handle: str, ended: CallEnded) -> None:
        del line, handle
        self._tell(rang_s=ended.rang_s, talked_s=ended.talked_s)

    async def _carry_out(self, line: Line[Any], handle: str, decision: Decision) -> None:
        began = self._monotonic()
        try:
            performed = await line.perform(handle, decision)
        except Exception:
            log.exception("the simulated call could not be dealt with")
            performed = Performed(Outcome.UNABLE)
        acted_ms = round((self._monotonic() - began) * 1000, 3)
        self._tell(outcome=performed.outcome, cause=performed.cause, acted_ms=acted_ms)

    def _tell(self, **known: Any) -> None:
        if self._call is None:
            return
        told = self._call = self._call._replace(**known)
        self._publish("rehearsal", lambda: answers.call_answer(told))


def forget_rehearsals(context: Context) -> int:
    """Those that an older version wrote down; how many. A simulated line of config.toml keeps its calls."""
    if any(line.name == LINE for line in load_settings(context.home.config_file).line):
        return 0
    gone = context.store.calls.page(line=LINE, number=CALLER)
    for call in gone:
        context.store.calls.forget(call.id)
        context.publish("forgotten", lambda call=call: {"id": call.id})  # type: ignore[misc]  # bound now
    return len(gone)
