"""A house with several lines on which one call may come, and a clock that is set by hand."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING

from daemon_world import ALine, a_context
from portinaio.core.policy import Outcome
from portinaio.daemon.calls.line_status import LineStatuses
from portinaio.daemon.calls.pipeline import CallPipeline
from portinaio.daemon.calls.recorder import Recorder
from portinaio.daemon.records import Records
from portinaio.lines.line import CallEnded, Performed
from worlds import FROZEN_NOW, STRANGER, a_ring

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any

    from portinaio.core.logged import LoggedCall
    from portinaio.core.policy import Action

CONFIG = """
country = "IT"
[policy]
unknown = "{unknown}"
[[line]]
name = "home"
kind = "sip"
peer = "sole"
[[line]]
name = "office"
kind = "sip"
peer = "fritzbox"
policy = {{ unknown = "{office}" }}
[[line]]
name = "box"
kind = "fritzbox"
"""
WATCHER = "box"
GIVEN_BACK = CallEnded(None, None, "SIP 480")
PICKED_UP = CallEnded(0.2, 1.5, None)


class House:
    """Lines that obey, a clock that is set by hand, and a log that is written when it is asked for."""

    def __init__(self, folder: Path, unknown: str = "ring", office: str = "ring") -> None:
        self.context = a_context(folder, CONFIG.format(unknown=unknown, office=office))
        self.recorder = Recorder(self.context.store, self.context.changed)
        self.now_s = 0.0
        self.lines: dict[str, ALine] = {}
        self._tasks: list[asyncio.Task[None]] = []
        self._handles = count(1)
        self.pipeline = CallPipeline(
            self.context,
            Records(self.context.store),
            self.recorder,
            LineStatuses(lambda: None),
            spawn=lambda action: self._tasks.append(asyncio.ensure_future(action)),
            next_id=self.context.store.calls.next_id,
            monotonic=lambda: self.now_s,
        )

    def line(self, name: str) -> ALine:
        line = self.lines.setdefault(name, ALine(name, obeys=Performed(Outcome.DONE)))
        line.watches = name == WATCHER
        return line

    def rings(
        self,
        line: str = "home",
        caller: str = STRANGER,
        *,
        at_s: float,
        name: str = "",
        **seen: Any,
    ) -> str:
        self.now_s, handle = at_s, str(next(self._handles))
        at = FROZEN_NOW + timedelta(seconds=at_s)
        ringing = a_ring(caller, at=at, network_name=name, **seen)._replace(line=line)
        self.pipeline.ringing(self.line(line), handle, ringing)
        return handle

    def ends(self, handle: str, line: str = "home", *, at_s: float, how: CallEnded) -> None:
        self.now_s = at_s
        self.pipeline.ended(self.line(line), handle, how)

    async def log(self) -> list[LoggedCall]:
        """Oldest first."""
        await asyncio.gather(*self._tasks)
        self.recorder.close()
        await self.recorder.run()
        return self.context.store.calls.page()[::-1]

    @property
    def decided(self) -> list[tuple[str, Action]]:
        """By line, what the legs were told."""
        return [
            (name, decision.action)
            for name, line in self.lines.items()
            for _, decision in line.told
        ]
