"""The calls that a line has picked up, each with a socket of its own and a script that says what is heard in it."""

from __future__ import annotations

import secrets
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING, Protocol

from portinaio.core.message import msg
from portinaio.lines.voice import voice
from portinaio.lines.voice.script import LEAD_S, quiet
from portinaio.wire.voice import session

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from portinaio.core.logged import Heard
    from portinaio.core.message import Message
    from portinaio.lines.voice.script import Script
    from portinaio.lines.voice.voice import Voice
    from portinaio.wire.voice.g711 import Law
    from portinaio.wire.voice.session import Agreed

MOST = 4  # at once on a line; a house has two or three, and a flood must not cost more
BUSY = msg("another caller is kept waiting on this line just now")
TOO_MANY = msg("too many callers are spoken to on this line just now")
NO_G711 = msg("the caller's telephone has no sound that we speak")
NO_SOCKET = msg("there is no socket for the sound")


class Offer(Protocol):
    """What a caller would talk by."""

    @property
    def description(self) -> bytes: ...
    @property
    def here(self) -> str: ...
    @property
    def there(self) -> str: ...


def mute(offer: Offer) -> bytes | None:
    """Our session description for a caller who is to hear nothing, empty where that is for us to offer; `None` where there is none."""
    offered = session.streams(offer.description)
    if not offered:
        return b""
    return session.mute(offered, offer.here, secrets.randbits(31), voice.new_key())


class _Talk:
    __slots__ = ("begun", "changes", "here", "how", "number", "peer", "script", "voice")

    def __init__(self, script: Script, offer: Offer) -> None:
        self.script = script
        self.here, self.peer = offer.here, offer.there
        self.number = secrets.randbits(31)
        self.changes = 0
        self.voice: Voice | None = None
        self.how: Agreed | None = None
        self.begun = False

    def close(self) -> None:
        if self.voice is not None:
            self.voice.close()


class Talks:
    def __init__(self, hang_up: Callable[[str, Script], None]) -> None:
        """`hang_up` is told of a call whose script is at its end, and that script."""
        self._hang_up = hang_up
        self._by_handle: dict[str, _Talk] = {}

    def why_not(self, script: Script) -> Message | None:
        """Why there is no room for one more such call."""
        if script.alone and any(
            isinstance(talk.script, type(script)) for talk in self._by_handle.values()
        ):
            return BUSY
        return TOO_MANY if len(self._by_handle) >= MOST else None

    async def prepare(
        self, handle: str, offer: Offer, script: Script
    ) -> tuple[bytes, Message | None]:
        """Our session description, or why this call cannot be talked to; then it is over as far as this goes."""
        if why_not := self.why_not(script):
            return b"", why_not
        offered = session.streams(offer.description)
        taken = session.agreed(offered, voice.new_key())
        if taken is None and offer.description.strip():
            return b"", NO_G711
        self._by_handle[handle] = talk = _Talk(script, offer)  # before anything waits
        try:
            talk.voice = await voice.listen(offer.here)
        except OSError:
            self._by_handle.pop(handle, None)
            return b"", NO_SOCKET
        here = offer.here, talk.voice.port
        if handle not in self._by_handle:  # over meanwhile
            talk.close()
        if taken is None:
            return session.offer(here, talk.number), None
        place, talk.how = taken
        return session.answer(offered, place, talk.how, here, talk.number), None

    def answered(self, handle: str) -> None:
        """The call has been picked up."""
        talk = self._by_handle.get(handle)
        if talk is not None and (talk.script.at_once or talk.script.early):
            self._begin(handle, talk)

    def confirmed(self, handle: str, answer: bytes) -> None:
        """The far end has agreed; where the offer was ours it says only now where it listens."""
        talk = self._by_handle.get(handle)
        if talk is None or talk.begun:
            return
        if talk.how is None and (taken := session.agreed(session.streams(answer))) is not None:
            _, talk.how = taken
        self._begin(handle, talk)

    def changed(self, handle: str, description: bytes) -> bytes | None:
        """Our answer where the far end wants the sound to go another way; `None` where it would have another form."""
        talk = self._by_handle.get(handle)
        if talk is None or talk.how is None or talk.voice is None or not talk.begun:
            return None
        offered = session.streams(description)
        taken = session.agreed(offered, voice.new_key(), (talk.how.law,))
        if taken is None or taken[1].payload_type != talk.how.payload_type:
            return None
        place, how = taken
        talk.how = how
        talk.changes += 1
        talk.voice.agree(how, talk.peer)
        version = session.Version(talk.number, talk.changes)
        return session.answer(offered, place, how, (talk.here, talk.voice.port), version)

    def info(self, handle: str, content_type: str, body: bytes) -> None:
        """Something was said beside the sound, RFC 6086."""
        talk = self._by_handle.get(handle)
        if talk is not None and talk.begun and talk.voice is not None:
            talk.voice.info(content_type, body)

    def end(self, handle: str) -> Heard | None:
        """The call is over; what is kept of it."""
        talk = self._by_handle.pop(handle, None)
        if talk is None:
            return None
        talk.close()
        if not talk.begun or talk.voice is None:
            return None
        heard = talk.script.heard(talk.voice.ahead_s)
        return heard if heard is None or talk.voice.sent else heard._replace(said_s=0.0)

    def close(self) -> None:
        for talk in self._by_handle.values():
            talk.close()
        self._by_handle.clear()

    def _begin(self, handle: str, talk: _Talk) -> None:
        if talk.voice is None or talk.how is None:
            return
        talk.begun = True
        frames = _with_lead(talk.script, talk.how.law, LEAD_S)
        host = talk.how.host if talk.script.at_home else ""
        talk.voice.hear(talk.script, digits=talk.script.waits_for_digits, only_from=host)
        done = partial(self._hang_up, handle, talk.script)
        talk.voice.play(talk.how, frames, done, peer=talk.peer)


def _with_lead(script: Script, law: Law, lead_s: float) -> Iterator[bytes]:
    lead = () if script.at_once else quiet(voice.Noise(law), lead_s)
    return chain(lead, script.frames(law))
