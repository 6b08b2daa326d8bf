"""A digit is asked for, another each time: whoever presses it is let through, and a machine that does not listen is not.

The first digit counts, also while the sentence is being said; a wrong one ends the call, so that nothing is gained by
pressing them all. Behind a PBX that is all before the call is picked up, and a passed caller is handed back at once;
elsewhere the caller is asked to call again, and let through then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.lines.voice.script import MARGIN_S, TAIL_S, Said, Script, quiet
from portinaio.lines.voice.voice import Noise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.core.logged import Heard
    from portinaio.lines.voice.notice import Notice
    from portinaio.wire.voice.g711 import Law

DIGITS = "23456789"  # diallers press 1 and 0 by themselves
WAIT_S = 12.0  # after the sentence, which says the digit twice


class Challenge(Script):
    waits_for_digits = True

    def __init__(
        self, asked: Notice, digit: str, passed: Notice | None, *, early: bool = False
    ) -> None:
        """`passed` is what whoever pressed it hears, where there is something to say."""
        self._said = Said(asked)
        self._digit = digit
        self._passed = passed
        self._pressed = ""
        self.early = early

    @property
    def passed(self) -> bool:
        return self._pressed == self._digit

    @property
    def longest_s(self) -> float:
        last = self._passed.whole_s if self._passed else 0.0
        return self._said.notice.whole_s + WAIT_S + last + TAIL_S + MARGIN_S

    def frames(self, law: Law) -> Iterator[bytes]:
        noise = Noise(law)
        for frame in self._said.frames(law):
            yield frame
            if self._pressed:
                break
        else:
            yield from self._waits(noise)
        if self.passed and self._passed:
            yield from Said(self._passed).frames(law)
        yield from quiet(noise, 0.0 if self.early else TAIL_S)

    def pressed(self, digit: str) -> None:
        if not self._pressed:
            self._pressed = digit

    def heard(self, ahead_s: float) -> Heard:
        said = self._said.heard(ahead_s)
        return said._replace(pressed=self._pressed, passed=self.passed)

    def _waits(self, noise: Noise) -> Iterator[bytes]:
        for frame in quiet(noise, WAIT_S):
            if self._pressed:
                return
            yield frame
