"""A simulated line: it plays a script of calls and does to them whatever is decided."""

from __future__ import annotations

import asyncio
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from portinaio.config.line_kind import Field
from portinaio.config.regular_file import open_regular
from portinaio.config.settings import LineSettings
from portinaio.core.call import Ringing
from portinaio.core.message import msg
from portinaio.core.policy import Action, Outcome
from portinaio.core.reason import reason
from portinaio.errors import LineError
from portinaio.lines.line import CallEnded, Line, LineState, Performed
from portinaio.wire.replay import ScriptedCall, read_script

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from portinaio.core.policy import Decision
    from portinaio.lines.line import CallHandler, CallListener

DEMO = "demo.jsonl"
LARGEST_BYTES = 4 << 20  # ten thousand calls with long names
HELD_S = 12.0  # a caller who is kept waiting hangs up before we do
CAUSES = {
    Action.REJECT: "SIP 607",
    Action.ANSWER: "SIP 200",
    Action.ANNOUNCE: "SIP 200",
    Action.CHALLENGE: "SIP 200",
    Action.MESSAGE: "SIP 200",
    Action.HOLD: "SIP 200",
}


class ReplaySettings(LineSettings, frozen=True):
    file: str = ""
    speed: float = 1.0


class ReplayLine(Line[ReplaySettings]):
    settings_type = ReplaySettings
    title = msg("a simulated line that plays a script of calls")
    short = msg("simulated")
    keys: ClassVar = {
        "file": msg("a script of calls; empty for the one that comes with the program"),
        "speed": msg("how many times faster than written it is played"),
    }
    bounds: ClassVar = {"speed": (0.01, 1000)}
    fields = (Field("file", msg("a script of calls; empty: that of the demo")),)
    simulated = True

    def __init__(
        self,
        settings: ReplaySettings,
        password: str | None = None,
        folder: str = "",
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        super().__init__(settings, password, folder)
        self._sleep = sleep
        self._ringing: dict[str, asyncio.Event] = {}
        """Calls that wait for somebody; the event is set by whoever ends them before their time."""
        self._refused: set[str] = set()
        self._held: set[str] = set()

    async def run(self, handler: CallHandler) -> None:
        """Play the script once. `LineError` when it cannot be read."""
        if not self.settings.speed > 0:
            raise LineError(msg("speed must be above 0", name=self.name))
        script = self._script()
        handler.state_changed(self, LineState.UP)
        async with asyncio.TaskGroup() as calls:
            for number, call in enumerate(script, 1):
                await self._pause(call.after_s)
                if call.dialled:
                    handler.dialled(self, call.dialled)
                else:
                    calls.create_task(self.play(handler, f"{number}", call))

    def ring_once(self, handler: CallHandler, handle: str) -> Coroutine[Any, Any, None]:
        """The first call of the script that comes in."""
        first = next(call for call in self._script() if not call.dialled)
        return self.play(handler, handle, first)

    async def perform(self, handle: str, decision: Decision) -> Performed:
        over = self._ringing.get(handle)
        if over is None:
            return Performed(Outcome.TOO_LATE)
        if decision.action in CAUSES:
            self._refused.add(handle)
            if decision.action is Action.HOLD:
                self._held.add(handle)
            over.set()
        return Performed(Outcome.DONE, CAUSES.get(decision.action))

    async def play(self, handler: CallListener, handle: str, call: ScriptedCall) -> None:
        """One call from its first ring to its end; `handle` is no other call's."""
        over = self._ringing[handle] = asyncio.Event()
        began = asyncio.get_running_loop().time()
        handler.ringing(self, handle, self._rings(call))
        patience = asyncio.ensure_future(self._pause(call.rings_s))
        cut_off = asyncio.ensure_future(over.wait())
        try:
            await asyncio.wait({patience, cut_off}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            patience.cancel()
            cut_off.cancel()
            del self._ringing[handle]
        if handle in self._refused:
            self._refused.discard(handle)
            rang_s = asyncio.get_running_loop().time() - began
            held_s = HELD_S if handle in self._held else 0.0
            self._held.discard(handle)
            await self._pause(held_s)
            handler.ended(self, handle, CallEnded(rang_s, held_s))
            return
        await self._pause(call.talks_s)
        cause = None if call.talks_s else "SIP 487"
        handler.ended(self, handle, CallEnded(call.rings_s, call.talks_s, cause))

    def _rings(self, call: ScriptedCall) -> Ringing:
        return Ringing(
            self.name,
            self.now(),
            call.calling,
            call.called or self.settings.number,
            call.name,
            call.presentation,
            call.attestation,
        )

    async def _pause(self, wanted_s: float) -> None:
        await self._sleep(wanted_s / self.settings.speed)

    def _script(self) -> tuple[ScriptedCall, ...]:
        if not self.settings.file:
            packaged = resources.files("portinaio.lines").joinpath(DEMO)
            return read_script(packaged.read_text(encoding="utf-8"), DEMO)
        file = str(Path(self.folder, self.settings.file).expanduser())
        try:
            with open_regular(file) as source:
                data = source.read(LARGEST_BYTES + 1)
            text = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise LineError(
                msg("%(file)s is not UTF-8 text; save it as UTF-8", file=file)
            ) from error
        except OSError as error:
            raise LineError(
                msg("%(file)s cannot be read: %(reason)s", file=file, reason=reason(error))
            ) from error
        if len(data) > LARGEST_BYTES:
            raise LineError(msg("%(file)s is too large for a script of calls", file=file))
        return read_script(text, file)
