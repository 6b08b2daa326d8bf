"""What a line says to callers: prepared when it begins, so that no call waits for a disk or for `espeak-ng`.

What the policy does not name when the line begins is prepared when it is first asked for. A call that comes too early waits a while.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from contextlib import suppress
from typing import TYPE_CHECKING, Protocol

from portinaio.core.message import Message, msg, render
from portinaio.core.policy import Action
from portinaio.language import translation
from portinaio.lines.voice import notice, voice
from portinaio.lines.voice.announcement import Announcement
from portinaio.lines.voice.challenge import DIGITS, Challenge
from portinaio.lines.voice.mailbox import Mailbox
from portinaio.lines.voice.message import LeftMessage
from portinaio.lines.voice.prompts import PromptBook
from portinaio.lines.voice.script import Hold

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Container, Coroutine

    from portinaio.lines.voice.notice import Notice
    from portinaio.lines.voice.script import Script

    class Keys(Protocol):
        """Of config.toml, as far as a sentence is concerned."""

        @property
        def announcement(self) -> str: ...
        @property
        def text(self) -> str: ...
        @property
        def voice(self) -> str: ...
        @property
        def peer(self) -> str: ...
        @property
        def message_s(self) -> int: ...
        @property
        def handset(self) -> bool: ...
        @property
        def handset_menu(self) -> str: ...


log = logging.getLogger(__name__)

NOT_YET = msg("its sentence was not ready yet")
NONE = msg("it has no sentence")
PRESS_NOW = msg(
    "This line screens its calls. To be put through, press %(digit)s on your telephone. Once more: press %(digit)s."
)
PRESS_AND_CALL_AGAIN = msg(
    "This line screens its calls. To be put through, press %(digit)s on your telephone, and call again at once."
    " Once more: press %(digit)s."
)
AFTER_THE_TONE = msg(
    "Please leave a message after the tone. It is recorded, and deleted after some time."
)
CALL_AGAIN = msg("Thank you. Please hang up and call again now. Your call will be put through.")
_ASKED_FIRST = "pbx"
PATIENCE_S = (
    4.0  # nine sentences take as long on a small machine; a caller hears nothing unusual meanwhile
)


class Sentences:
    def __init__(
        self,
        keys: Keys,
        folder: str,
        wanted: Container[Action] = (),
        language: str = "en",
        mailbox: Mailbox | None = None,
    ) -> None:
        """`folder` is where config.toml lies; `wanted` is what the policy names."""
        self._keys = keys
        self._folder = folder
        self._wanted = wanted
        self._language = language
        self._mailbox = mailbox or Mailbox("", "")
        self._said: dict[str, Notice | Message] = {}
        """By what each is for: the notice, a digit, and what whoever pressed it is told."""
        self.handset = PromptBook(self._spoken, keys.handset_menu, folder)
        """For telephones of the house."""
        self._later: asyncio.Task[None] | None = None
        self.ready = asyncio.Event()

    @property
    def trouble(self) -> Message | None:
        """Why something that the user wants said cannot be."""
        said = (one for one in self._said.values() if isinstance(one, Message))
        return next(said, self.handset.trouble)

    async def prepare(self) -> None:
        """Read, speak and encode what is wanted; never raises."""
        await asyncio.to_thread(voice.make_ready)
        if self._keys.announcement or self._keys.text:
            self._said["notice"] = await self._made(self._notice)
        if Action.MESSAGE in self._wanted:
            await self._take_messages()
        if Action.CHALLENGE in self._wanted:
            await self._ask_for_digits()
        if self._keys.handset:
            await self.handset.prepare()
        self.ready.set()

    async def script_soon(
        self, action: Action | None, hold_s: float, *, early: bool = False
    ) -> Script | Message:
        """As `script`, and what is just being prepared is waited for."""
        script = self.script(action, hold_s, early=early)
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                while script is NOT_YET:
                    await self._more()
                    script = self.script(action, hold_s, early=early)
        return script

    async def _more(self) -> None:
        """Until more is prepared than is now."""
        if not self.ready.is_set():
            await self.ready.wait()
        elif self._later is not None:
            await asyncio.wait({self._later})

    def script(
        self, action: Action | None, hold_s: float, *, early: bool = False
    ) -> Script | Message:
        """What happens in a call that is picked up for this, or why it cannot."""
        match action:
            case Action.HOLD:
                return Hold(hold_s)
            case Action.CHALLENGE:
                return self._challenge(early=early)
            case Action.MESSAGE:
                return self._message()
            case _:
                said = self._said.get("notice", NONE if self.ready.is_set() else NOT_YET)
                return said if isinstance(said, Message) else Announcement(said)

    async def close(self) -> None:
        if self._later is not None:
            self._later.cancel()
        await self._mailbox.close()

    def _message(self) -> Script | Message:
        own, greeting = self._said.get("notice"), self._said.get("greeting")
        if greeting is None:
            self._make_later(self._take_messages)
            return NOT_YET
        if why_not := self._mailbox.why_not:
            self._make_later(self._mailbox.look)  # somebody may have made room
            return why_not
        said = [one for one in (own, greeting) if one is not None and not isinstance(one, Message)]
        if isinstance(greeting, Message) and not said:
            return greeting  # of who is recorded without a word nothing may be kept
        now = asyncio.get_running_loop().time
        return LeftMessage(said, self._keys.message_s, self._mailbox.keep, now)

    async def _take_messages(self) -> None:
        await self._mailbox.look()
        self._said["greeting"] = await self._spoken(AFTER_THE_TONE)

    def _make_later(self, make: Callable[[], Coroutine[None, None, None]]) -> None:
        if self.ready.is_set() and (self._later is None or self._later.done()):
            self._later = asyncio.create_task(make())

    def _challenge(self, *, early: bool) -> Script | Message:
        digit = secrets.choice(DIGITS)
        asked = self._said.get(digit)
        if asked is None:
            self._make_later(self._ask_for_digits)
            return NOT_YET
        passed = None if early else self._said.get("passed", NOT_YET)
        for each in (asked, passed):
            if isinstance(each, Message):
                return each
        assert not isinstance(asked, Message)
        assert not isinstance(passed, Message)
        return Challenge(asked, digit, passed, early=early)

    async def _ask_for_digits(self) -> None:
        early = self._keys.peer == _ASKED_FIRST
        if not early:
            self._said["passed"] = await self._spoken(CALL_AGAIN)
        say = PRESS_NOW if early else PRESS_AND_CALL_AGAIN
        for digit in DIGITS:
            self._said[digit] = await self._spoken(msg(say.text, digit=digit))

    async def _spoken(self, say: Message) -> Notice | Message:
        """A sentence of the program's own, in the language of the voice."""
        speaks = self._keys.voice or self._language
        text = render(say, translation(speaks[:2].lower()))
        return await self._made(lambda: notice.of_text(text, speaks))

    async def _notice(self) -> Notice | Message:
        keys = self._keys
        if keys.announcement:
            return await notice.of_file(keys.announcement, self._folder)
        return await notice.of_text(keys.text, keys.voice or self._language)

    async def _made(self, make: Callable[[], Awaitable[Notice | Message]]) -> Notice | Message:
        try:
            return await make()
        except Exception as error:
            log.exception("a sentence could not be prepared")
            return msg("its sentence could not be prepared: %(why)s", why=str(error)[:200])
