"""What a telephone of the house hears: spoken, the menu also from a file of the user's own, and by tones where neither can be."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, NamedTuple

from portinaio.core.message import Message, msg
from portinaio.lines.voice import notice, tones
from portinaio.wire.voice.g711 import Law

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from portinaio.lines.handset import Done
    from portinaio.lines.voice.notice import Notice

MENU = msg(
    "Press 1 to block this caller, 2 to allow it, 3 to begin a complaint. Press 4 to pause for one hour, 5 to expect a call"
    " for two hours, 0 to end both. Press 9 to record what this line says to callers."
)
SPEAK = msg("Speak after the tone, and press the hash key at the end.")
KEEP = msg("To keep it, press 1.")
PATIENCE_S = 5.0  # of somebody with the telephone at the ear
NOTHING = notice.Notice("", "", dict.fromkeys(Law, b""))


class Prompts(NamedTuple):
    last: Notice
    """Who called last; with the menu it is the first that is said."""
    menu: Notice
    speak: Notice
    keep: Notice


class PromptBook:
    """Made ready before somebody calls, but for what depends on the call."""

    def __init__(
        self, say: Callable[[Message], Awaitable[Notice | Message]], file: str, folder: str
    ) -> None:
        """`file` is the menu in the user's own words; empty where there is none."""
        self._say = say
        self._file = file
        self._folder = folder
        self._kept: list[Notice] = []
        """The menu, and the two sentences around a recording."""
        self._preparing = asyncio.Lock()
        self.trouble: Message | None = None
        """Why tones are heard in place of words, or a menu that is not the user's own."""

    async def prepare(self) -> None:
        """Once; whoever calls meanwhile waits for it."""
        async with self._preparing:
            if not self._kept:
                self._kept = [await self._menu(), await self._made(SPEAK), await self._made(KEEP)]

    async def prompts(self, last: Done) -> Prompts:
        """Whoever waits for it hears tones where the words do not come."""
        try:
            async with asyncio.timeout(PATIENCE_S):
                await self.prepare()
        except TimeoutError:
            ready = tones.tune(tones.READY)
            return Prompts(NOTHING, ready, ready, ready)
        return Prompts(await self._soon(last.said) or NOTHING, *self._kept)

    async def answer(self, done: Done) -> Notice:
        tune = tones.tune(tones.WELL if done.well else tones.BADLY)
        return await self._soon(done.said) or tune

    async def _soon(self, sentence: Message) -> Notice | None:
        try:
            async with asyncio.timeout(PATIENCE_S):
                said = await self._say(sentence)
        except TimeoutError:
            return None
        return None if isinstance(said, Message) else said

    async def _menu(self) -> Notice:
        if not self._file:
            return await self._made(MENU)
        said = await notice.of_file(self._file, self._folder)
        if isinstance(said, Message):
            self.trouble = said
            return await self._made(MENU)
        return said

    async def _made(self, sentence: Message) -> Notice:
        said = await self._say(sentence)
        if isinstance(said, Message):
            self.trouble = self.trouble or said
            return tones.tune(tones.READY)
        return said
