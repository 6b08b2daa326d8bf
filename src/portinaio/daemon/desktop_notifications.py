"""A notice on the desktop for each call that was turned away, with one action: allow it from now on; and one a day for
complaints whose next step can be done.

Without a desktop, without its notification service or without dbus-fast there are none; `doctor` says which it is.
"""

from __future__ import annotations

import asyncio
import html
import logging
from collections import OrderedDict
from datetime import datetime, timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from portinaio.core.message import Message, counted, msg, render, rendered
from portinaio.core.policy import TURNS_AWAY
from portinaio.daemon.complaints.complaints_due import complaints_due
from portinaio.daemon.handlers.entries import add_entry
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping
    from datetime import date

    from dbus_fast import Message as BusMessage
    from dbus_fast.aio import MessageBus

    from portinaio.api.answers import CallAnswer
    from portinaio.core.message import Translation
    from portinaio.daemon.context import Context
    from portinaio.daemon.events import Hub

log = logging.getLogger(__name__)

SERVICE = "org.freedesktop.Notifications"
PATH = "/org/freedesktop/Notifications"
MATCH = f"type='signal',interface='{SERVICE}',member='ActionInvoked'"
ICONS = {"call": "call-stop", "im": "appointment-soon"}
"""By category, as the notification service names it."""
FRESH = timedelta(minutes=1)  # a note that is written to an old call is no news
MOST_REMEMBERED = 100  # notices whose action may still be pressed
ANSWER_S = 5.0


class DesktopNotifications:
    def __init__(self, context: Context, hub: Hub, translation: Translation | None) -> None:
        """`translation` is of the language of the notices."""
        self._context = context
        self._translation = translation
        self._hub = hub
        self._bus: MessageBus | None = None
        self._numbers: OrderedDict[int, str] = OrderedDict()
        """Notice to the number that its action allows."""
        self._seen: OrderedDict[int, None] = OrderedDict()
        """Calls of which a notice was given."""
        self._reminded: date | None = None
        """The last day on which a notice said what is due."""
        self._allowing: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Until cancelled; returns at once where there is no desktop."""
        address = session_bus(self._context.environ)
        if address is None:
            self._remark(msg("there is no desktop session"))
            return
        if find_spec("dbus_fast") is None:
            self._remark(msg("the package dbus-fast is not installed"))
            return
        try:
            while True:
                with self._hub.subscription() as subscriber:
                    await self._remind(address)
                    while news := await subscriber.next():
                        await self._look_at(*news, address)
                if self._hub.closed:
                    return
        finally:
            if self._bus:
                self._bus.disconnect()
                self._bus = None

    async def _look_at(self, name: str, content: Callable[[], object], address: str) -> None:
        if name == "due":
            await self._remind(address)
            return
        if name != "call":
            return
        try:
            call: Any = rendered(await asyncio.to_thread(content), self._translation)
        except PortinaioError as error:
            log.debug("a call has gone before its notice: %s", error)
            return
        if self._is_news(call):
            remember(self._seen, call["id"], None)
            await self._give(self._show(call, address))

    async def _remind(self, address: str) -> None:
        """One notice a day for all complaints whose next step can be done."""
        today = self._context.now().date()
        try:
            due = await asyncio.to_thread(complaints_due, self._context)
        except PortinaioError as error:
            log.debug("nothing is known of what is due: %s", error)
            return
        if due and self._reminded != today:
            self._reminded = today
            await self._give(self._show_due(due, address))

    async def _give(self, showing: Coroutine[Any, Any, None]) -> None:
        try:
            async with asyncio.timeout(ANSWER_S):
                await showing
        except Exception as error:  # noqa: BLE001  # whatever a desktop does, the daemon lives
            log.debug("no notice was given: %r", error)
            self._remark(msg("the desktop does not answer: %(error)s", error=error))
            self._bus = None
        else:
            self._context.remarks.pop("notices", None)

    def _is_news(self, call: CallAnswer) -> bool:
        if call["action"] not in TURNS_AWAY or call["outcome"] != "done":
            return False
        age = self._context.now() - datetime.fromisoformat(call["at"])
        return age < FRESH and call["id"] not in self._seen

    async def _show(self, call: CallAnswer, address: str) -> None:
        number = call["number"]
        who = number or call["calling"] or msg("a withheld number")
        summary = self._say(msg("Call turned away: %(who)s", who=who))
        actions = ["allow", self._say(msg("Allow"))] if number else []
        notice = await self._notify("call", summary, call["because"], actions, address)
        if number:
            remember(self._numbers, notice, number)

    async def _show_due(self, due: list[Message], address: str) -> None:
        summary = counted("%(n)d complaint can go on", "%(n)d complaints can go on", len(due))
        body = "\n".join(map(self._say, due))
        await self._notify("im", self._say(summary), body, [], address)

    async def _notify(
        self, category: str, summary: str, body: str, actions: list[str], address: str
    ) -> int:
        """The id of the notice."""
        from dbus_fast import Message as BusMessage  # noqa: PLC0415  # needed by few daemons
        from dbus_fast import Variant  # noqa: PLC0415  # as above

        bus = self._bus or await self._connected(address)
        notice = BusMessage(
            destination=SERVICE,
            path=PATH,
            interface=SERVICE,
            member="Notify",
            signature="susssasa{sv}i",
            body=[
                "Portinaio",
                0,
                ICONS[category],
                summary,
                html.escape(body, quote=False),  # the service may read it as markup
                actions,
                {"category": Variant("s", category)},
                -1,
            ],
        )
        answer = await _answered(bus, notice)
        number: int = answer.body[0]
        return number

    async def _connected(self, address: str) -> MessageBus:
        from dbus_fast import Message as BusMessage  # noqa: PLC0415  # as above
        from dbus_fast.aio import MessageBus  # noqa: PLC0415  # as above

        bus = await MessageBus(bus_address=address).connect()
        bus.add_message_handler(self._on_signal)
        match = BusMessage(
            destination="org.freedesktop.DBus",
            path="/org/freedesktop/DBus",
            interface="org.freedesktop.DBus",
            member="AddMatch",
            signature="s",
            body=[MATCH],
        )
        await _answered(bus, match)
        self._bus = bus
        return bus

    def _on_signal(self, message: BusMessage) -> None:
        if message.interface != SERVICE or message.member != "ActionInvoked":
            return
        notice, action = message.body
        if action == "allow" and (number := self._numbers.pop(notice, None)):
            allowing = asyncio.get_running_loop().create_task(self._allow(number))
            self._allowing.add(allowing)
            allowing.add_done_callback(self._allowing.discard)

    async def _allow(self, number: str) -> None:
        note = self._say(msg("allowed from a notice"))
        try:
            await asyncio.to_thread(
                add_entry, self._context, number, kind="allow", note=note, sure=True
            )
        except PortinaioError as error:
            log.warning("the number of the notice is not allowed: %s", error)

    def _say(self, sentence: Message) -> str:
        return render(sentence, self._translation)

    def _remark(self, reason: Message) -> None:
        self._context.remarks["notices"] = msg("desktop notices are off: %(reason)s", reason=reason)


def session_bus(environ: Mapping[str, str]) -> str | None:
    """The address of the desktop's bus."""
    if address := environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return address
    path = Path(environ.get("XDG_RUNTIME_DIR") or "/nowhere", "bus")
    return f"unix:path={path}" if path.exists() else None


def remember(memory: OrderedDict[int, Any], key: int, value: object) -> None:
    """The latest are enough."""
    memory[key] = value
    if len(memory) > MOST_REMEMBERED:
        memory.popitem(last=False)


async def _answered(bus: MessageBus, message: BusMessage) -> BusMessage:
    from dbus_fast import DBusError, MessageType  # noqa: PLC0415  # as above

    answer = await bus.call(message)
    if answer.message_type is MessageType.ERROR:
        raise DBusError(answer.error_name or "", "; ".join(map(str, answer.body)))
    return answer
