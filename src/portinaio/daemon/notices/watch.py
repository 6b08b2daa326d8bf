"""From what happens in the house to notices: a call that was turned away, a line that is down for a while, a complaint that can go on."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import OrderedDict
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from portinaio.core.message import Message, counted, lines_of, msg, untranslated
from portinaio.core.policy import TURNS_AWAY
from portinaio.daemon.complaints.complaints_due import complaints_due
from portinaio.daemon.notices.notice import Notice
from portinaio.errors import PortinaioError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from portinaio.api.answers import CallAnswer, LineAnswer
    from portinaio.daemon.context import Context
    from portinaio.daemon.events import Hub

    Give = Callable[[Notice], None]

log = logging.getLogger(__name__)

FRESH = timedelta(minutes=1)  # a note that is written to an old call is no news
MOST_REMEMBERED = 500
DOWN_FOR_S = 120.0  # a registrar that restarts is back before that
DOWN = frozenset({"retrying", "refused"})
TOLD = "notices.due"
"""In the store: the sentences of the last notice of what is due, so that a restart does not tell them again."""


class Watch:
    """All of it runs in the loop's thread."""

    def __init__(self, context: Context, hub: Hub, give: Give) -> None:
        self._context = context
        self._hub = hub
        self._give = give
        self._seen: OrderedDict[int, None] = OrderedDict()
        self._down: dict[str, asyncio.TimerHandle] = {}
        """Lines that are down, and have not been for long enough."""
        self.told_down: set[str] = set()
        self.due = 0
        """How many complaints can go on, as far as was looked."""

    async def run(self) -> None:
        """Until cancelled, or the daemon ends."""
        try:
            while not self._hub.closed:
                with self._hub.subscription() as subscriber:
                    if answers := self._context.line_answers:
                        self._look_at_lines(answers())
                    await self._look_at_due()
                    while news := await subscriber.next():
                        await self._look_at(*news)
        finally:
            for timer in self._down.values():
                timer.cancel()
            self._down.clear()

    async def _look_at(self, name: str, content: Callable[[], Any]) -> None:
        if name == "due":
            await self._look_at_due()
            return
        if name not in {"call", "lines"}:
            return
        try:
            found = await asyncio.to_thread(content)
        except PortinaioError as error:
            log.debug("what a notice would tell has gone: %s", error)
            return
        if name == "lines":
            self._look_at_lines(found)
        elif self._is_news(found):
            self._seen[found["id"]] = None
            if len(self._seen) > MOST_REMEMBERED:
                self._seen.popitem(last=False)
            self._give(of_call(found))

    def _is_news(self, call: CallAnswer) -> bool:
        if call["action"] not in TURNS_AWAY or call["outcome"] != "done":
            return False
        age = self._context.now() - datetime.fromisoformat(call["at"])
        return age < FRESH and call["id"] not in self._seen

    def _look_at_lines(self, lines: Iterable[LineAnswer]) -> None:
        down = {line["name"]: line for line in lines if line["state"] in DOWN and line["error"]}
        for name in set(self._down) - set(down):
            self._down.pop(name).cancel()
        loop = asyncio.get_running_loop()
        for name in set(down) - set(self._down) - self.told_down:
            self._down[name] = loop.call_later(DOWN_FOR_S, self._tell_down, name)
        up = {line["name"] for line in lines if line["state"] == "up"}
        for name in sorted(self.told_down & up):
            self._give(self._of_line(name, msg("Line %(name)s is up again", name=name), up=True))
        self.told_down &= set(down)

    def _tell_down(self, name: str) -> None:
        """As it is then: its reason may have changed meanwhile."""
        self._down.pop(name, None)
        answers = self._context.line_answers
        for line in answers() if answers else ():
            if line["name"] == name and line["state"] in DOWN and (error := line["error"]):
                self.told_down.add(name)
                title = msg("Line %(name)s is down", name=name)
                self._give(self._of_line(name, title, error, up=False))

    def _of_line(self, name: str, title: Message, why: Any = "", *, up: bool) -> Notice:
        facts = {"line": name, "up": up}
        return Notice("line", self._context.now(), title, _sentence(why), facts=facts)

    async def _look_at_due(self) -> None:
        try:
            due = await asyncio.to_thread(complaints_due, self._context)
            new = await asyncio.to_thread(self._not_told, due)
        except PortinaioError as error:
            log.debug("nothing is known of what is due: %s", error)
            return
        self.due = len(due)
        if new:
            title = counted("%(n)d complaint can go on", "%(n)d complaints can go on", len(new))
            facts = {"complaints": len(new)}
            self._give(Notice("deadline", self._context.now(), title, lines_of(new), facts=facts))

    def _not_told(self, due: list[Message]) -> list[Message]:
        """Those of which no notice was given; from now on one was."""
        state = self._context.store.state
        told = set(json.loads(state.get(TOLD) or "[]"))
        keys = {str(untranslated(one)): one for one in due}
        if set(keys) != told:
            state.set(TOLD, json.dumps(sorted(keys)))
        return [one for key, one in keys.items() if key not in told]


def of_call(call: CallAnswer) -> Notice:
    return Notice(
        "rejected",
        datetime.fromisoformat(call["at"]),
        msg("Call turned away: %(who)s", who=""),
        _sentence(call["because"]),
        call["number"],
        {
            "call": call["id"],
            "line": call["line"],
            "label": call["label"],
            "score": call["score"],
            "action": call["action"],
        },
    )


def _sentence(said: object) -> Message:
    """An answer that nobody has rendered yet holds messages in place of texts."""
    return said if isinstance(said, Message) else Message("%(said)s", {"said": str(said)})
