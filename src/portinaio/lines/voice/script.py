"""What happens in a call that the line has picked up: frames of sound out, packets and digits in, and an end.

A script is made before the call is answered, with all that it says in memory. It waits for nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.core.logged import Heard
from portinaio.lines.voice.voice import FRAME, FRAME_S, Noise
from portinaio.wire.voice.g711 import Law

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.lines.voice.notice import Notice
    from portinaio.wire.voice.rtp import Packet

LEAD_S = 0.5  # a PBX lets sound through only once its own caller has been answered, and drops what comes before
TAIL_S = 0.3  # a far end plays a little later than it hears, and must not lose the last word
MARGIN_S = 5.0  # beyond what a script takes; then the call ends whatever it does


class Script:
    at_once = False
    """Whether it begins with our 200, or only once the far end has agreed, and `LEAD_S` later, so that nothing of a sentence is lost."""
    alone = False
    """Whether a line has one such call at a time."""

    @property
    def longest_s(self) -> float:
        """After which the call is ended whatever is said."""
        raise NotImplementedError

    def frames(self, law: Law) -> Iterator[bytes]:
        """What is sent, 20 ms each; the call ends with the last."""
        raise NotImplementedError

    waits_for_digits = False
    at_home = False
    """Whether what is heard counts from the far end's own address alone: somebody may press what others must not."""
    early = False
    """Whether all of it is said before the call is picked up, RFC 3261 13.3.1.1, so that it can still be handed back."""

    @property
    def passed(self) -> bool:
        """Whether the caller has done what lets him through."""
        return False

    def came(self, packet: Packet, law: Law, now: float) -> None:
        """A packet of sound or of silence from the far end, of the agreed form."""

    def pressed(self, digit: str) -> None:
        """The far end has pressed a digit."""

    def heard(self, ahead_s: float) -> Heard | None:
        """What is kept of it; the last `ahead_s` were sent before their time, and perhaps to nobody."""
        del ahead_s
        return None


class Hold(Script):
    """A line that is there, on which nobody speaks."""

    at_once = True
    alone = True

    def __init__(self, hold_s: float) -> None:
        self._hold_s = hold_s

    @property
    def longest_s(self) -> float:
        return self._hold_s

    def frames(self, law: Law) -> Iterator[bytes]:
        return quiet(Noise(law), self._hold_s)


class Said:
    """A sentence on its way, and how much of it has gone."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        self._frames = 0

    def heard(self, ahead_s: float) -> Heard:
        notice, said_s = self.notice, self._frames * FRAME_S
        said_s = notice.whole_s if said_s >= notice.whole_s else max(said_s - ahead_s, 0.0)
        return Heard(notice.said, notice.digest, round(said_s, 2), round(notice.whole_s, 2))

    def frames(self, law: Law) -> Iterator[bytes]:
        sound = self.notice.sound[law]
        quiet = bytes([0xD5 if law is Law.A else 0xFF])
        for begin in range(0, len(sound), FRAME):
            self._frames += 1
            yield sound[begin : begin + FRAME].ljust(FRAME, quiet)


def quiet(noise: Noise, duration_s: float) -> Iterator[bytes]:
    for _ in range(round(duration_s / FRAME_S)):
        yield noise.frame()
