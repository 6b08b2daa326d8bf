"""A telephone of the house is told who called last, presses a digit, and is told what was done.

The first digit counts, also while the menu is being said. An announcement is spoken after a tone, ended by # or by silence, played
back once, and kept where 1 is pressed then.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from portinaio.lines.handset import KEYS, Command, Wish
from portinaio.lines.voice import tones
from portinaio.lines.voice.message import beep
from portinaio.lines.voice.script import MARGIN_S, TAIL_S, Said, Script, quiet
from portinaio.lines.voice.voice import FRAME, Noise
from portinaio.wire.voice import g711, wav
from portinaio.wire.voice.g711 import RATE, Law
from portinaio.wire.voice.recording import Recording

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator

    from portinaio.lines.voice.notice import Notice
    from portinaio.lines.voice.prompts import Prompts
    from portinaio.wire.voice.rtp import Packet

WAIT_S = 12.0  # for a digit, after what asks for one
ANSWER_S = 20.0  # for what is done; a complaint takes a second
RECORDED_S = 55.0  # of an announcement, which may last a minute
KEPT_BY = "1"
_KEY_S = 0.3  # of a recording that a key ended: its tone, or what was heard of the hand


class Handset(Script):
    waits_for_digits = True
    at_home = True
    alone = True

    def __init__(
        self,
        prompts: Prompts,
        of: tuple[str, int | None],
        ask: Callable[[Command], None],
        now: Callable[[], float],
    ) -> None:
        """`of` is the code of the telephone and the call that `prompts` name. What is asked is `answered` later."""
        self._prompts = prompts
        self._code, self._call = of
        self._ask = ask
        self._now = now
        self._keys: deque[str] = deque(maxlen=8)
        self._answer: Notice | None = None
        self._recording: Recording | None = None

    @property
    def longest_s(self) -> float:
        said_s = sum(notice.whole_s for notice in self._prompts)
        return said_s + 2 * WAIT_S + 2 * RECORDED_S + 2 * ANSWER_S + TAIL_S + MARGIN_S

    def frames(self, law: Law) -> Iterator[bytes]:
        noise = Noise(law)
        asked = (Said(self._prompts.last), Said(self._prompts.menu))
        key = yield from self._key_during(
            *(each.frames(law) for each in asked), quiet(noise, WAIT_S)
        )
        wish = KEYS.get(key)
        if wish is Wish.ANNOUNCE:
            yield from self._record(law, noise)
        elif wish is not None:
            yield from self._carry_out(Command(wish, self._code, self._call), law, noise)
        elif key:
            yield from Said(tones.tune(tones.BADLY)).frames(law)
        yield from quiet(noise, TAIL_S)

    def pressed(self, digit: str) -> None:
        self._keys.append(digit)

    def came(self, packet: Packet, law: Law, now: float) -> None:
        del law
        if self._recording is not None:
            self._recording.came(packet, now)

    def answered(self, said: Notice) -> None:
        self._answer = said

    def _key_during(self, *sounds: Iterable[bytes]) -> Generator[bytes, None, str]:
        """The key that ended them; empty where none did."""
        for sound in sounds:
            for frame in sound:
                if self._keys:
                    return self._keys.popleft()
                yield frame
        return ""

    def _carry_out(self, command: Command, law: Law, noise: Noise) -> Iterator[bytes]:
        self._ask(command)
        for frame in quiet(noise, ANSWER_S):
            if self._answer is not None:
                break
            yield frame
        yield from Said(self._answer or tones.tune(tones.BADLY)).frames(law)

    def _record(self, law: Law, noise: Noise) -> Iterator[bytes]:
        yield from Said(self._prompts.speak).frames(law)
        yield from beep(law)
        self._keys.clear()
        recording = self._recording = Recording(law, RECORDED_S, self._now())
        while not self._keys and not recording.over(self._now()):
            yield noise.frame()
        self._recording = None
        sound = _without_key(recording.a_law()) if self._keys else recording.a_law()
        self._keys.clear()
        if not recording.spoken or not sound:
            yield from Said(tones.tune(tones.BADLY)).frames(law)
            return
        keep = Said(self._prompts.keep)
        key = yield from self._key_during(
            _played(sound, law), keep.frames(law), quiet(noise, WAIT_S)
        )
        if key == KEPT_BY:
            command = Command(Wish.ANNOUNCE, self._code, sound=wav.a_law_file(sound))
            yield from self._carry_out(command, law, noise)


def _without_key(sound: bytes) -> bytes:
    return sound[: max(len(sound) - round(_KEY_S * RATE), 0)]


def _played(sound: bytes, law: Law) -> Iterator[bytes]:
    if law is Law.MU:
        sound = g711.encode(g711.decode(sound, Law.A), law)
    for begin in range(0, len(sound) - FRAME + 1, FRAME):
        yield sound[begin : begin + FRAME]
