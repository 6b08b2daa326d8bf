"""The modem line: its device opened and prepared, calls told, and those that are not to ring picked up and dropped."""

from __future__ import annotations

import asyncio
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from portinaio.config.line_kind import Field, Remark
from portinaio.core.call import Ringing
from portinaio.core.logged import PICKED_UP
from portinaio.core.message import Message, msg
from portinaio.core.policy import Action, Outcome
from portinaio.core.reason import reason
from portinaio.errors import LineError
from portinaio.lines.line import CallEnded, Line, LineState, Performed
from portinaio.lines.modem import settings as table
from portinaio.lines.modem.dialogue import Dialogue
from portinaio.lines.modem.other_side import other_side
from portinaio.lines.modem.settings import ModemSettings
from portinaio.wire.modem import commands
from portinaio.wire.modem.ringing import Began, Ringer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from portinaio.core.policy import Decision
    from portinaio.lines.line import CallHandler
    from portinaio.wire.modem.ringing import Over

OFF_HOOK_S = 1.5  # an exchange takes a shorter one for a fault of the line
HELD_S = 12.0
TICK_S = 0.1
ALIVE_S = 60.0  # so often a modem is asked whether it is there; one that hangs says nothing, as one that waits
WAKINGS = 3
HANG_UPS = 3  # a modem that is making its noise takes the first as a wish to stop that
DEVICES = "/dev/serial/by-id"
DROPPED = frozenset({Action.REJECT, Action.ANSWER, Action.HOLD})


class ModemLine(Line[ModemSettings]):
    settings_type = ModemSettings
    title = msg("a landline with a modem on it, which picks up and drops what is not to ring")
    short = msg("modem")
    keys: ClassVar = table.KEYS
    bounds: ClassVar = table.BOUNDS
    fields = (Field("device", msg("the modem, such as /dev/ttyACM0"), title=msg("modem")),)
    problems = staticmethod(table.problems)
    other_side = staticmethod(other_side)

    def __init__(
        self,
        settings: ModemSettings,
        password: str | None = None,
        folder: str = "",
    ) -> None:
        super().__init__(settings, password, folder)
        self._ringer = Ringer()
        self._dialogue: Dialogue | None = None
        self._handler: CallHandler | None = None
        self._listens = ""
        """The command by which it shows callers."""
        self._hangs_up = ""
        """The command by which it does, while it may be off the hook."""

    @classmethod
    def can(cls, settings: ModemSettings) -> frozenset[Action]:
        """Whoever else is on the line rings until we pick up, so nothing can be silenced."""
        del settings
        return frozenset({Action.RING, *DROPPED})

    @classmethod
    def examined(cls, settings: ModemSettings) -> Iterable[Remark]:
        if Path(settings.device).exists():
            return
        there = (
            sorted(one.name for one in Path(DEVICES).glob("*")) if Path(DEVICES).is_dir() else []
        )
        if there:
            text = msg(
                "there are: %(devices)s", devices=", ".join(f"{DEVICES}/{one}" for one in there[:5])
            )
        else:
            text = msg("no serial device is plugged in")
        yield Remark("modem", text)

    async def run(self, handler: CallHandler) -> None:
        """`LineError` where the modem cannot be opened, does not answer, shows no callers, or is unplugged."""
        reader, writer = await self._opened()
        self._handler = handler
        dialogue = self._dialogue = Dialogue(writer.write)
        failure: LineError | None = None
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._read(reader, handler, dialogue))
                tasks.create_task(self._attend(handler, dialogue))
        except* LineError as errors:
            failure = next(one for one in errors.exceptions if isinstance(one, LineError))
        finally:
            self._dialogue = None
            self._tell(handler, self._ringer.end(_now()))
            dialogue.tell(self._hangs_up)
            writer.close()
        if failure:
            raise failure

    async def perform(self, handle: str, decision: Decision) -> Performed:
        if handle != self._ringer.handle or self._dialogue is None:
            return Performed(Outcome.TOO_LATE)
        if decision.action is Action.RING:
            return Performed(Outcome.DONE)
        if decision.action not in DROPPED:
            return Performed(Outcome.UNABLE)
        held_s = HELD_S if decision.action is Action.HOLD else OFF_HOOK_S
        return await self._drop(self._dialogue, handle, held_s)

    async def _drop(self, dialogue: Dialogue, handle: str, held_s: float) -> Performed:
        rang_s = self._ringer.rings_for(_now())
        for pick_up, hang_up in commands.OFF_HOOK:
            self._hangs_up = hang_up
            answer = await dialogue.ask(pick_up)
            if (answer is None or not answer.good) and pick_up != "ATA":
                continue
            await asyncio.sleep(held_s)
            await self._hang_up(dialogue)
            await self._listen_again(dialogue)
            if self._handler and handle == self._ringer.handle:
                self._ringer.forget()
                self._handler.ended(self, handle, CallEnded(rang_s, held_s))
            return Performed(Outcome.DONE, PICKED_UP)
        self._hangs_up = ""
        return Performed(Outcome.UNABLE)

    async def _hang_up(self, dialogue: Dialogue) -> None:
        """One that stays off the hook keeps every telephone of the house from calling and from being called."""
        for _ in range(HANG_UPS):
            answer = await dialogue.ask(self._hangs_up)
            if answer and answer.good:
                break
        self._hangs_up = ""

    async def _listen_again(self, dialogue: Dialogue) -> None:
        """Some modems forget both once they were off the hook."""
        for command in filter(None, ("ATS0=0", self._listens)):
            await dialogue.ask(command)

    async def _opened(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        if find_spec("serialx") is None:
            raise LineError(
                msg("a modem needs serialx, which is not installed; pip install 'portinaio[modem]'")
            )
        from serialx import open_serial_connection  # noqa: PLC0415  # an extra

        try:
            reader, writer = await open_serial_connection(
                self.settings.device, baudrate=self.settings.baud
            )
        except (OSError, ValueError) as error:
            raise self._error(
                msg(
                    "the modem %(device)s cannot be opened: %(reason)s",
                    device=self.settings.device,
                    reason=reason(error),
                )
            ) from error
        return reader, writer

    async def _read(
        self, reader: asyncio.StreamReader, handler: CallHandler, dialogue: Dialogue
    ) -> None:
        while True:
            try:
                async with asyncio.timeout(TICK_S if self._ringer.busy else None):
                    data = await reader.read(1024)
            except TimeoutError:
                self._tell(handler, self._ringer.due(_now()))
                continue
            except OSError as error:
                raise self._gone(reason(error)) from error
            if not data:
                raise self._gone(msg("it was unplugged"))
            for word in dialogue.feed(data):
                self._tell(handler, self._ringer.take(word, _now()))

    async def _attend(self, handler: CallHandler, dialogue: Dialogue) -> None:
        await self._prepare(dialogue)
        handler.state_changed(self, LineState.UP)
        while True:
            await asyncio.sleep(ALIVE_S)
            if not self._ringer.busy and await dialogue.ask(commands.WAKE) is None:
                raise self._gone(msg("no answer came in time"))

    async def _prepare(self, dialogue: Dialogue) -> None:
        for _ in range(
            WAKINGS
        ):  # one that was asleep, or in the middle of something, misses the first
            if await dialogue.ask(commands.WAKE):
                break
        else:
            raise self._error(
                msg("%(device)s does not answer as a modem does", device=self.settings.device)
            )
        for command in commands.RESET:
            await dialogue.ask(command)
        await dialogue.ask(commands.QUIET)
        if self.settings.country:
            await dialogue.ask(commands.country(self.settings.country))
        if self.settings.init:
            await self._take_init(dialogue)
        for command in commands.CALLER_ID:
            answer = await dialogue.ask(command)
            if answer and answer.good:
                self._listens = command
                return
        who = await dialogue.ask(commands.WHO)
        told = who.lines[0] if who and who.lines else "?"
        raise self._error(
            msg(
                "the modem %(device)s (%(who)s) shows no callers; use one with caller ID, such as a USRobotics 5637",
                device=self.settings.device,
                who=commands.NAMES.get(told, told),
            )
        )

    async def _take_init(self, dialogue: Dialogue) -> None:
        answer = await dialogue.ask(self.settings.init)
        if answer is None or not answer.good:
            raise self._error(
                msg(
                    "the modem %(device)s does not take init, %(command)s",
                    device=self.settings.device,
                    command=self.settings.init,
                )
            )

    def _gone(self, why: Message) -> LineError:
        return self._error(
            msg(
                "the modem %(device)s has gone: %(reason)s", device=self.settings.device, reason=why
            )
        )

    @staticmethod
    def _error(sentence: Message) -> LineError:
        return LineError(sentence)

    def _tell(self, handler: CallHandler, news: Iterator[Began | Over]) -> None:
        for one in news:
            if isinstance(one, Began):
                handler.ringing(self, one.handle, self._ringing(one))
            else:
                handler.ended(self, one.handle, CallEnded(one.rang_s, None))

    def _ringing(self, began: Began) -> Ringing:
        caller = began.caller
        return Ringing(
            self.name,
            self.now(),
            caller.number,
            self.settings.number,
            caller.name,
            caller.presentation,
        )


def _now() -> float:
    return asyncio.get_running_loop().time()
