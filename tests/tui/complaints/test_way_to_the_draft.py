"""From the key `r` to the letter: few functions hand it on, so that one can follow it."""

from __future__ import annotations

import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

import portinaio
from complaint_world import Clock, a_context
from portinaio.api.client import Client
from portinaio.api.local import Local
from portinaio.daemon.handlers import drafts
from portinaio.tui.complaints.letter_screen import LetterScreen
from tui.terminal import press, visiting

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from types import FrameType

MOST = 5
DO_SOMETHING = {
    "CallActionsScreen.do_report": "gathers the calls that are marked, and shows the letter's screen",
    "LetterScreen.on_mount": "says that the letter is being written",
    "LetterScreen._write_about": "says what a yes and a no come to",
    "ask_to_join": "asks whether the calls join a draft that is there",
    "write": "asks for the draft, and drops that of another recipient",
    "report": "the handler: what the request carries out",
    "_drafted": "gathers letters of before, days and company, of which the letter is written",
}
"""What stands on the way by a purpose of its own; every other function only hands the key on."""
OURS = portinaio.__path__[0]


class House(Client):
    """A real one, in this process, whose calls ring as long as the app looks on."""

    daemon = True

    def __init__(self, folder: Path) -> None:
        super().__init__(Local(a_context(folder, Clock()), "en"))
        self._left = threading.Event()

    def connect(self) -> House:
        return self

    def events(self) -> Iterator[tuple[str, Any]]:
        yield "state", {"status": self.status(), "calls": self.calls()}
        self._left.wait()

    def leave(self) -> None:
        self._left.set()


def of_ours(frame: FrameType | None) -> list[str]:
    """Functions of ours on the stack, the outermost first."""
    names: list[str] = []
    while frame is not None:
        if frame.f_code.co_filename.startswith(OURS):
            names.append(frame.f_code.co_qualname)
        frame = frame.f_back
    return names[::-1]


@pytest.fixture
def ways(monkeypatch) -> dict[str, list[str]]:
    """What stands between the key and the screen, between the screen and its thread, and between that and the letter."""
    seen: dict[str, list[str]] = {}

    def spy(place: Any, name: str, step: str) -> None:
        real = getattr(place, name)

        def watched(*given: Any, **named: Any) -> Any:
            seen.setdefault(step, of_ours(sys._getframe(1)))
            return real(*given, **named)

        monkeypatch.setattr(place, name, watched)

    spy(LetterScreen, "__init__", "from the key to the screen")
    spy(LetterScreen, "run_worker", "from the screen to its thread")
    spy(drafts, "write_draft", "from the thread to the letter")
    return seen


async def test_at_most_five_functions_hand_the_key_on_to_the_draft(tmp_path, ways):
    async with visiting(House(tmp_path)) as pilot:
        await press(pilot, "r")

    for step, way in ways.items():
        print(f"{step}: {' > '.join(way)}")  # noqa: T201  # `-s` shows it
    passed = [name for way in ways.values() for name in way]
    assert set(DO_SOMETHING) <= set(passed)
    assert len([name for name in passed if name not in DO_SOMETHING]) <= MOST
