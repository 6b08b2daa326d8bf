"""All `[[notify]]` of config.toml: each with its outbox, begun and ended as config.toml changes, and what of them is told."""

from __future__ import annotations

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from portinaio.config.edit import no_notify
from portinaio.config.notify import name_of
from portinaio.core.message import Message, msg
from portinaio.daemon.notices import allow_links
from portinaio.daemon.notices.kept_notices import KeptNotices
from portinaio.daemon.notices.mqtt import Standing as HouseStanding
from portinaio.daemon.notices.notice import Notice
from portinaio.daemon.notices.outbox import House, Outbox, OutboxState
from portinaio.daemon.notices.sender import NotSentError
from portinaio.daemon.notices.watch import Watch
from portinaio.daemon.notices.ways import is_quiet, sender_of
from portinaio.errors import NotFoundError, PortinaioError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from datetime import datetime

    from portinaio.config.settings import MailTable, NotifyTable, Secret, Settings
    from portinaio.core.message import Translation
    from portinaio.daemon.context import Context
    from portinaio.daemon.events import Hub

    Begin = Callable[[Message, Callable[[], Awaitable[None]]], asyncio.Task[None]]
    Wanted = tuple[NotifyTable, MailTable | None]

TRY_S = 60.0


class Standing(NamedTuple):
    name: str
    kind: str
    state: OutboxState


class PostRoom:
    """All of it runs in the loop's thread, but `standing`, which any may ask."""

    def __init__(
        self, context: Context, hub: Hub, translation: Translation | None, begin: Begin
    ) -> None:
        self._context = context
        self._translation = translation
        self._begin = begin
        self._watch = Watch(context, hub, self._give)
        self._kept = KeptNotices(Path(context.home.waiting_notices))
        self._watching: asyncio.Task[None] | None = None
        self._wanted: dict[str, Wanted] = {}
        self._outboxes: dict[str, Outbox] = {}
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self.reached_at: Callable[[], str | None] = lambda: None
        """Where a telephone reaches the gateway; `None` while that is off."""
        self._unusable: dict[str, Message] = {}
        """Why there is no way out, by name."""

    def serve(self, settings: Settings) -> None:
        """From now on these; those that stay as they were keep what waits."""
        wanted: dict[str, Wanted] = {
            name_of(table): (table, settings.mail if table.kind == "mail" else None)
            for table in settings.notify
        }
        for name in [name for name, one in self._wanted.items() if wanted.get(name) != one]:
            self._retire(name, {table.url for table, _ in wanted.values()})
            self.end(name)
        self._kept.forget_others(wanted)
        for name, one in wanted.items():
            if name not in self._wanted:
                self._open(name, one)
        if self._outboxes and self._watching is None:
            self._watching = self._begin(msg("the look-out for notices"), self._watch.run)
        elif not self._outboxes and self._watching is not None:
            self._watching.cancel()
            self._watching = None

    def begin_anew(self, secret: Secret, settings: Settings) -> None:
        """Those whose password is another one now."""
        mail = settings.mail.password if settings.mail else None
        for name, (table, _) in list(self._wanted.items()):
            if secret in {table.password, mail if table.kind == "mail" else None}:
                self.end(name)
        self.serve(settings)

    def _retire(self, name: str, urls: set[str]) -> None:
        """Where nobody tells anything there any more."""
        table, _ = self._wanted[name]
        if table.url not in urls and (outbox := self._outboxes.get(name)):
            outbox.retire()

    def end(self, name: str) -> None:
        self._wanted.pop(name, None)
        self._unusable.pop(name, None)
        if task := self._tasks.pop(name, None):
            task.cancel()
        if outbox := self._outboxes.pop(name, None):
            outbox.keep()

    def close(self) -> None:
        for name in list(self._wanted):
            self.end(name)
        if self._watching is not None:
            self._watching.cancel()

    async def try_out(self, name: str) -> None:
        """Send one at once, quiet hours or not. `PortinaioError` with what went wrong."""
        if name not in self._wanted:
            raise NotFoundError(no_notify(name))
        if trouble := self._unusable.get(name):
            raise NotSentError(trouble)
        title = msg("Portinaio can reach you here")
        text = msg("This is how a notice comes. Nobody has called.")
        notice = Notice("test", self._context.now(), title, text)
        try:
            async with asyncio.timeout(TRY_S):
                await self._outboxes[name].try_once(notice)
        except TimeoutError as error:
            raise NotSentError(msg("no answer came in time")) from error

    def standing(self) -> list[Standing]:
        """Each in the order of config.toml."""
        found = []
        for name, (table, _) in list(self._wanted.items()):
            outbox = self._outboxes.get(name)
            state = outbox.state if outbox else OutboxState(error=self._unusable.get(name))
            found.append(Standing(name, table.kind, state))
        return found

    def _open(self, name: str, wanted: Wanted) -> None:
        self._wanted[name] = wanted
        table, mail = wanted
        try:
            sender = sender_of(table, mail, self._context.home, self._translation, self._house_is)
        except PortinaioError as error:
            said = error.sentence
            self._unusable[name] = said if isinstance(said, Message) else Message(str(said))
            return
        house = House(
            self._context.now,
            self._is_quiet,
            self._translation,
            self._allow_link,
            partial(self._kept.keep, name),
        )
        outbox = self._outboxes[name] = Outbox(table, sender, house, self._kept.of(name))
        self._tasks[name] = self._begin(msg("notices by %(name)s", name=name), outbox.run)

    def _is_quiet(self, table: NotifyTable, at: datetime) -> bool:
        return is_quiet(table, self._context.config.policies.policy, at)

    def _allow_link(self, number: str) -> str | None:
        """Where the gateway is on, and so somebody can follow it."""
        base = self.reached_at()
        return (
            f"{base}{allow_links.PATH}{allow_links.made(self._context, number)}" if base else None
        )

    def _give(self, notice: Notice) -> None:
        for outbox in self._outboxes.values():
            outbox.put(notice)

    def _house_is(self) -> HouseStanding:
        return HouseStanding(tuple(sorted(self._watch.told_down)), self._watch.due)
