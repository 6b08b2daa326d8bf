"""A kind of line in a package of somebody else's, and a home beside the folder into which it was installed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from daemon_world import ADaemon
from portinaio.config import line_kinds

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

BEEP = '''
"""A line that rings once when it begins."""

import asyncio
from datetime import datetime

from portinaio.config.line_kind import Field, Problem, Question, Remark
from portinaio.config.settings import LineSettings
from portinaio.core.call import Ringing
from portinaio.core.message import msg
from portinaio.core.policy import Action, Outcome
from portinaio.lines.line import CallEnded, Line, LineState, Performed


class BeepSettings(LineSettings, frozen=True, kw_only=True):
    device: str
    caller: str = "+390844000001"
    volume: int = 5


class BeepLine(Line[BeepSettings]):
    settings_type = BeepSettings
    title = msg("a line that beeps")
    short = msg("beeper")
    keys = {
        "device": msg("where it beeps"),
        "caller": msg("who calls"),
        "volume": msg("how loud it beeps"),
    }
    bounds = {"volume": (1, 9)}
    fields = (Field("device", msg("a device, such as /dev/beep"), title=msg("Device")),)

    @classmethod
    def can(cls, settings):
        return frozenset({Action.RING, Action.REJECT})

    @classmethod
    def problems(cls, settings):
        if not settings.device.startswith("/dev/"):
            yield Problem("device", msg("device must be below /dev, not %(device)s", device=settings.device))

    @classmethod
    def remarks(cls, settings):
        if settings.volume > 8:
            yield Remark("loud", msg("volume %(volume)s wakes the neighbours", volume=settings.volume))

    async def run(self, handler):
        handler.state_changed(self, LineState.UP)
        self.over = asyncio.Event()
        handler.ringing(self, "1", Ringing(self.name, datetime.now().astimezone(), self.settings.caller))
        await self.over.wait()
        handler.ended(self, "1", CallEnded(0.5))
        await asyncio.Event().wait()

    async def perform(self, handle, decision):
        self.over.set()
        return Performed(Outcome.DONE, "BEEP 1")
'''
METADATA = "Metadata-Version: 2.1\nName: portinaio-beep\nVersion: 1.0\n"
POINTS = "[portinaio.lines]\nbeep = portinaio_beep:BeepLine\n"
LINE = '[[line]]\nname = "hut"\nkind = "beep"\ndevice = "/dev/beep"\n'


class Answer(NamedTuple):
    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


class Hut:
    """A home, and beside it the folder into which somebody has installed a package."""

    def __init__(self, folder: Path) -> None:
        self.home, self.site = folder / "home", folder / "site"
        self.home.mkdir()
        self.points = self.site / "portinaio_beep-1.0.dist-info"
        self.points.mkdir(parents=True)
        (self.points / "METADATA").write_text(METADATA)
        self.module = self.site / "portinaio_beep.py"
        self.install()
        self.environ = {
            "PORTINAIO_HOME": str(self.home),
            "PORTINAIO_LANG": "en",
            "LANG": "it_IT.UTF-8",
            "PYTHONPATH": str(self.site),
            "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        }

    def configure(self, text: str) -> None:
        (self.home / "config.toml").write_text(text)

    def run(self, *arguments: str) -> Answer:
        done = subprocess.run(
            (sys.executable, "-m", "portinaio", *arguments),
            env={**os.environ, **self.environ},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        assert "Traceback" not in done.stderr
        return Answer(done.returncode, done.stdout, done.stderr)

    def install(self) -> None:
        (self.points / "entry_points.txt").write_text(POINTS)
        self.module.write_text(BEEP)

    def uninstall(self) -> None:
        (self.points / "entry_points.txt").unlink()
        self.module.unlink()

    def here(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Installed for this very process."""
        monkeypatch.syspath_prepend(str(self.site))
        monkeypatch.delitem(sys.modules, "portinaio_beep", raising=False)
        monkeypatch.setattr(line_kinds, "_load", cache(line_kinds._load.__wrapped__))

    def daemon(self) -> ADaemon:
        return ADaemon(self.home, (self.home / "config.toml").read_text(), **self.environ)
