"""A caller leaves a message: a greeting, a tone, and what is said after it, kept in memory until the call is over."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from portinaio.lines.voice.script import MARGIN_S, TAIL_S, Said, Script
from portinaio.lines.voice.tones import tone
from portinaio.lines.voice.voice import FRAME, Noise
from portinaio.wire.voice import g711
from portinaio.wire.voice.recording import Recording

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from portinaio.core.logged import Heard
    from portinaio.lines.voice.notice import Notice
    from portinaio.wire.voice.g711 import Law
    from portinaio.wire.voice.rtp import Packet

TONE_S = 0.4
TONE_HERTZ = 1_000


class LeftMessage(Script):
    def __init__(
        self,
        greeting: Sequence[Notice],
        longest_s: float,
        keep: Callable[[bytes], str],
        now: Callable[[], float],
    ) -> None:
        """`keep` takes A-law and gives the name of its file, and waits for nothing."""
        self._greeting = [Said(notice) for notice in greeting]
        self._longest_s = longest_s
        self._keep = keep
        self._now = now
        self._recording: Recording | None = None

    @property
    def longest_s(self) -> float:
        greeting_s = sum(said.notice.whole_s for said in self._greeting)
        return greeting_s + TONE_S + self._longest_s + TAIL_S + MARGIN_S

    def frames(self, law: Law) -> Iterator[bytes]:
        for said in self._greeting:
            yield from said.frames(law)
        yield from beep(law)
        noise = Noise(law)
        self._recording = Recording(law, self._longest_s, self._now())
        while not self._recording.over(self._now()):
            yield noise.frame()

    def came(self, packet: Packet, law: Law, now: float) -> None:
        del law
        if self._recording is not None and not self._recording.over(now):
            self._recording.came(packet, now)

    def heard(self, ahead_s: float) -> Heard:
        said = [each.heard(ahead_s) for each in self._greeting]
        whole = said[0]._replace(
            notice=" ".join(each.notice for each in said),
            digest=" ".join(each.digest for each in said),
            said_s=round(sum(each.said_s for each in said), 2),
            whole_s=round(sum(each.whole_s for each in said), 2),
        )
        recording = self._recording
        if recording is None or not recording.spoken:
            return whole
        name = self._keep(recording.a_law())
        return (
            whole._replace(message=name, message_s=round(recording.seconds, 2)) if name else whole
        )


def beep(law: Law) -> Iterator[bytes]:
    """After which somebody speaks."""
    sound = _tone(law)
    for begin in range(0, len(sound), FRAME):
        yield sound[begin : begin + FRAME]


@cache
def _tone(law: Law) -> bytes:
    return g711.encode(tone(TONE_HERTZ, TONE_S), law)
