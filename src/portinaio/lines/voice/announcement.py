"""A sentence that a caller hears, and then our good-bye."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.lines.voice.script import MARGIN_S, TAIL_S, Said, Script, quiet
from portinaio.lines.voice.voice import Noise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from portinaio.core.logged import Heard
    from portinaio.lines.voice.notice import Notice
    from portinaio.wire.voice.g711 import Law


class Announcement(Script):
    def __init__(self, notice: Notice) -> None:
        self._said = Said(notice)

    @property
    def longest_s(self) -> float:
        return self._said.notice.whole_s + TAIL_S + MARGIN_S

    def frames(self, law: Law) -> Iterator[bytes]:
        yield from self._said.frames(law)
        yield from quiet(Noise(law), TAIL_S)

    def heard(self, ahead_s: float) -> Heard:
        return self._said.heard(ahead_s)
