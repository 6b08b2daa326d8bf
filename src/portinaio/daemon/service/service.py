"""The daemon as a whole: wires its parts, runs it until it is told to stop, and ends it in order."""

from __future__ import annotations

import asyncio
import gc
import logging
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from portinaio.api.requests.service import ServiceRequests
from portinaio.config.language import find_language
from portinaio.config.load import load_settings
from portinaio.core.message import Message, msg, render
from portinaio.daemon.calls.line_status import LineStatuses
from portinaio.daemon.calls.lines import LineSupervisor
from portinaio.daemon.calls.pipeline import CallPipeline
from portinaio.daemon.calls.recorder import Recorder
from portinaio.daemon.demo.rehearsal import forget_rehearsals
from portinaio.daemon.diagnosis.line_remarks import aside_answers, remark_answers
from portinaio.daemon.events import Hub
from portinaio.daemon.guard import Guard, a_fault
from portinaio.daemon.process.systemd import notify, say_alive
from portinaio.daemon.publishing import publish
from portinaio.daemon.records import Records
from portinaio.daemon.service.side_tasks import side_tasks
from portinaio.daemon.service.trial_calls import TrialCalls
from portinaio.daemon.service.troubles import Troubles
from portinaio.errors import HomeError, PortinaioError
from portinaio.language import translation
from portinaio.lines.line_builder import line_builder

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator

    from portinaio.config.settings import LineSettings, Secret, Settings
    from portinaio.core.policy import Action
    from portinaio.daemon.context import Context
    from portinaio.daemon.http.listeners import Listeners
    from portinaio.daemon.notices.outlets import Outlets
    from portinaio.daemon.screening import Judgement
    from portinaio.daemon.service.side_tasks import Work
    from portinaio.lines.line import Asked
    from portinaio.store.database import Store

log = logging.getLogger(__name__)

RELOAD_S = 10.0  # lines that leave have three seconds, and those that come some more
GARBAGE = (
    5_000,
    20,
    50,
)  # looked for every few hundred calls, and among all that lives every few minutes of a flood
LAST_WORDS_S = 1.5  # for answers on their way and calls that are not written down yet


class Service:
    """One daemon; made inside the loop that runs it. `run` returns within five seconds of `stop`."""

    def __init__(
        self,
        context: Context,
        settings: Settings,
        pipeline_store: Store,
    ) -> None:
        """`pipeline_store` is the pipeline's own way to the database, so that it waits for nobody who writes."""
        self.context = context
        self._settings = settings
        self._loop = asyncio.get_running_loop()
        self._stopped = asyncio.Event()
        self._troubles = Troubles(self._publish_status)
        self._spawned: set[asyncio.Task[None]] = set()
        self._reloading = asyncio.Lock()
        self.hub = Hub(self._loop)
        self._guard = Guard(self._publish_status)
        self._statuses = LineStatuses(
            self._lines_told,
            lambda name: remark_answers(context.config.policies, name),
            lambda name: aside_answers(context.config.policies, name),
        )
        self._recorder = Recorder(context.store, self._store_told)
        context.store.calls.reserve(0)  # the first call need not ask the disk either
        self._pipeline = CallPipeline(
            context,
            Records(pipeline_store, resident=True, version=lambda: context.revision),
            self._recorder,
            self._statuses,
            spawn=self._spawn,
            next_id=context.store.calls.next_id,
        )
        self._pipeline.share(context.passes)
        self._hand_in()

    def _hand_in(self) -> None:
        """What requests ask of a daemon that runs."""
        context = self.context
        trials = TrialCalls(
            context,
            self.hub,
            self._pipeline,
            settings_of=self._settings_of,
            spawn=self._spawn,
        )
        context.publish = self.hub.publish
        context.line_answers = self._statuses.answers
        context.line_traces = self._statuses.traces
        context.ring = trials.ring
        context.rehearse = trials.rehearse
        context.log_asked = self._log_asked
        context.unwritten = lambda: self._recorder.unwritten
        context.try_order = self._try_order
        context.ringing = lambda: self._pipeline.rings
        context.troubles = self._all_troubles
        context.on_config_changed = self._config_changed
        context.on_secret_changed = self._secret_changed
        context.on_sound_changed = self._sound_changed

    def stop(self) -> None:
        self._stopped.set()

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            self._tasks = tasks
            self._lines = LineSupervisor(
                self._pipeline,
                self._statuses,
                line_builder(self.context.home, self._named_actions),
                self._begin,
            )
            writing = self._begin(msg("the log of calls"), self._recorder.run)
            self._spawn(self._forget_rehearsals())
            await self._lines.serve(self._settings.line)
            self._outlets = self._made_outlets()
            listeners = self._listeners()
            listening = [self._begin(task, work) for task, work in self._listening(listeners)]
            beside = [self._begin(task, work) for task, work in self._beside()]
            await self._stopped.wait()
            notify("STOPPING=1", self.context.environ)
            self.hub.close()
            listeners.stop()
            with suppress(OSError):  # no descriptor is left to load what never ran
                self.context.syncs.stop()
            self._outlets.close()
            await self._lines.close()
            for task in (*beside, *self._spawned):
                task.cancel()
            self._recorder.close()
            await asyncio.wait({writing, *listening}, timeout=LAST_WORDS_S)
            for task in (writing, *listening):
                task.cancel()

    async def reload(self) -> None:
        """config.toml or the user's catalogue has changed: its lines and policies count at once, the gateway from the next start on.

        One that is wrong leaves everything as it is.
        """
        async with self._reloading:  # a request, a signal and the file itself may ask at once
            await self._reload()

    async def _reload(self) -> None:
        try:
            self.context.config_changed()
            settings = load_settings(self.context.home.config_file)
            rules = self.context.rules
        except PortinaioError as error:
            self._troubles.tell("config", error)
            return
        except Exception as error:
            log.exception("config.toml cannot be used")
            self._troubles.tell("config", HomeError(a_fault(error)))
            return
        self._troubles.tell("config", None)
        self._pipeline.rules = rules
        self._settings = settings
        await self._lines.serve(settings.line)
        self._outlets.serve(settings)

    async def _begin_anew(self, meant: Callable[[LineSettings], bool]) -> None:
        async with self._reloading:
            await self._lines.end(table.name for table in self._settings.line if meant(table))
            await self._lines.serve(self._settings.line)

    def reload_soon(self) -> None:
        """As `reload`, asked for by a signal."""
        self._spawn(self.reload())

    # -- what is wired

    def _named_actions(self, line: str) -> list[Action]:
        own = self.context.config.policies.lines.get(line)
        return own.named_actions if own else []

    def _listeners(self) -> Listeners:
        from portinaio.daemon.http.listeners import Listeners  # noqa: PLC0415  # 200 ms; the lines go first

        return Listeners(self.context, self.hub, self._language(), self._troubles.tell)

    def _made_outlets(self) -> Outlets:
        """What leaves the house besides, as config.toml has it; nothing where it has nothing."""
        from portinaio.daemon.diagnosis.gateway_address import gateway_address  # noqa: PLC0415  # as below
        from portinaio.daemon.notices.outlets import Outlets  # noqa: PLC0415  # the lines go first

        outlets = Outlets(self.context, self.hub, translation(self._language()), self._begin)
        outlets.trouble = self._troubles.tell
        outlets.reached_at = partial(gateway_address, self.context.home)
        outlets.serve(self._settings)
        return outlets

    def _language(self) -> str:
        return find_language(self.context.home.config_file, self.context.environ)

    def _listening(self, listeners: Listeners) -> Iterator[tuple[Message, Work]]:
        yield msg("the socket for windows"), partial(listeners.unix, self._ready)
        if table := self._settings.gateway:
            yield msg("the gateway"), partial(listeners.gateway, table)

    def _ready(self) -> None:
        # What is there now stays, and need not be looked through for garbage while a call rings: 30 ms, a few times a minute.
        gc.collect()
        gc.freeze()
        gc.set_threshold(*GARBAGE)
        notify("READY=1", self.context.environ)

    def _beside(self) -> Iterator[tuple[Message, Work]]:
        keep_days = lambda: self._settings.log.keep_days  # noqa: E731  # as it is when it is asked for
        yield from side_tasks(self.context, self.hub, self._language(), keep_days, self.reload)
        yield msg("the sign of life"), self._say_alive

    def _begin(self, task: Message, work: Work) -> asyncio.Task[None]:
        """Each for itself: what fails begins anew, and takes nothing along."""
        return self._tasks.create_task(self._guard.keep(task, work))

    def _spawn(self, side_task: Coroutine[None, None, None]) -> None:
        task = self._tasks.create_task(self._guard.once(side_task))
        self._spawned.add(task)
        task.add_done_callback(self._spawned.discard)

    def _settings_of(self, name: str) -> LineSettings:
        return next(line for line in self._settings.line if line.name == name)

    def _try_order(self, name: str) -> Asked:
        """From a thread of the server, for as long as a call takes that nobody answers."""
        trying = asyncio.run_coroutine_threadsafe(self._lines.try_order(name), self._loop)
        return trying.result()

    async def _forget_rehearsals(self) -> None:
        await asyncio.to_thread(forget_rehearsals, self.context)

    def _log_asked(self, judgement: Judgement) -> None:
        """From a thread of the gateway."""
        self._loop.call_soon_threadsafe(self._pipeline.log_asked, judgement)

    async def _say_alive(self) -> None:
        await say_alive(self._try_out, self._recorder.stuck, self.context.environ)

    def _try_out(self) -> None:
        before = self._pipeline.troubles()
        self._pipeline.try_out()
        if self._pipeline.troubles() != before:
            self._publish_status()

    # -- what is told

    def _publish_status(self) -> None:
        publish(self.context, ServiceRequests.status)

    def _lines_told(self) -> None:
        self.context.publish("lines", self._statuses.answers)
        self._publish_status()
        up, there = self._statuses.up()
        state = render(msg("lines up: %(up)d of %(there)d", up=up, there=there), None)
        notify(f"STATUS={state}", self.context.environ)

    def _store_told(self) -> None:
        self.context.changed()
        self._publish_status()

    def _config_changed(self) -> None:
        """From a thread of the server, whose answer already speaks of the new lines, unless they take too long."""
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self.reload(), self._loop).result(RELOAD_S)

    def _secret_changed(self, secret: Secret) -> None:
        """From a thread of the server. Lines that were refused for a wrong password would wait for minutes before they try again."""
        self._anew(lambda table: getattr(table, "password", None) == secret)
        self._loop.call_soon_threadsafe(self._outlets.begin_anew, secret, self._settings)

    def _sound_changed(self, line: str) -> None:
        """As above. A line reads what it says when it begins."""
        self._anew(lambda table: table.name == line)

    def _anew(self, meant: Callable[[LineSettings], bool]) -> None:
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self._begin_anew(meant), self._loop).result(RELOAD_S)

    def _all_troubles(self) -> list[tuple[str, Message]]:
        parts = (self._troubles, self._pipeline, self._recorder, self._guard)
        return [trouble for one in parts for trouble in one.troubles()]
