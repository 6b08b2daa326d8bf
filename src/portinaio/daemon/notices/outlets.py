"""All that leaves the house besides letters and lists, begun and ended as config.toml changes."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from portinaio.core.message import msg, untranslated
from portinaio.daemon.guard import a_fault
from portinaio.errors import HomeError, NotFoundError, PortinaioError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from portinaio.api.answers import NotifyAnswer
    from portinaio.config.settings import NcidTable, Secret, Settings
    from portinaio.core.message import Message, Translation
    from portinaio.daemon.context import Context
    from portinaio.daemon.events import Hub
    from portinaio.daemon.notices.post_room import PostRoom

    Begin = Callable[[Message, Callable[[], Awaitable[None]]], asyncio.Task[None]]


log = logging.getLogger(__name__)


def _unheard(_code: str, _error: PortinaioError | None) -> None:
    return


class Outlets:
    """All of it runs in the loop's thread, but what the context is given."""

    def __init__(
        self, context: Context, hub: Hub, translation: Translation | None, begin: Begin
    ) -> None:
        self._context = context
        self._hub = hub
        self._translation = translation
        self._begin = begin
        self._loop = asyncio.get_running_loop()
        self._post_room: PostRoom | None = None
        self._ncid: NcidTable | None = None
        self._ncid_server: asyncio.Task[None] | None = None
        self.trouble: Callable[[str, PortinaioError | None], None] = _unheard
        self.reached_at: Callable[[], str | None] = lambda: None
        """Where a telephone reaches the gateway; `None` while that is off."""
        context.notifying = self._answers
        context.try_notify = self._try_out

    def serve(self, settings: Settings) -> None:
        """From now on these, and nothing where the settings name nothing. Never raises: calls do not wait for notices."""
        try:
            self._serve(settings)
        except Exception as error:
            log.exception("what leaves the house could not be begun")
            self._trouble("notify", HomeError(a_fault(error)))
        else:
            self._trouble("notify", None)

    def _serve(self, settings: Settings) -> None:
        if settings.notify and self._post_room is None:
            from portinaio.daemon.notices.post_room import PostRoom  # noqa: PLC0415  # few have any

            self._post_room = PostRoom(self._context, self._hub, self._translation, self._begin)
            self._post_room.reached_at = self.reached_at
        if self._post_room is not None:
            self._post_room.serve(settings)
        else:
            with suppress(OSError):
                Path(self._context.home.waiting_notices).unlink(missing_ok=True)
        if settings.ncid != self._ncid:
            self._end_ncid()
            self._ncid = settings.ncid
            if settings.ncid is not None:
                self._begin_ncid(settings.ncid)

    def begin_anew(self, secret: Secret, settings: Settings) -> None:
        if self._post_room is not None:
            self._post_room.begin_anew(secret, settings)

    def close(self) -> None:
        if self._post_room is not None:
            self._post_room.close()
        self._end_ncid()

    def _begin_ncid(self, table: NcidTable) -> None:
        from portinaio.daemon.notices.ncid_server import NcidServer  # noqa: PLC0415  # as above

        server = NcidServer(self._context, self._hub, table, self._translation)
        self._ncid_server = self._begin(
            msg("calls for NCID clients"), partial(server.run, self._trouble)
        )

    def _end_ncid(self) -> None:
        if self._ncid_server is not None:
            self._ncid_server.cancel()
            self._ncid_server = None
            self._trouble("ncid", None)

    def _trouble(self, code: str, error: PortinaioError | None) -> None:
        self.trouble(code, error)

    def _answers(self) -> list[NotifyAnswer]:
        """From any thread."""
        if self._post_room is None:
            return []
        return [
            {
                "name": one.name,
                "kind": one.kind,
                "sent": one.state.sent,
                "waiting": one.state.waiting,
                "lost": one.state.lost,
                "error": untranslated(one.state.error) if one.state.error else None,
            }
            for one in self._post_room.standing()
        ]

    def _try_out(self, name: str) -> None:
        """From a thread of the server, for as long as the far end takes."""
        trying = asyncio.run_coroutine_threadsafe(self._tried(name), self._loop)
        trying.result()

    async def _tried(self, name: str) -> None:
        if self._post_room is None:
            from portinaio.config.edit import no_notify  # noqa: PLC0415  # the editor is heavy

            raise NotFoundError(no_notify(name))
        await self._post_room.try_out(name)
