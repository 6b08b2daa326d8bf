"""A terminal that a test can type into and read: tmux, with a server of its own."""

from __future__ import annotations

import shlex
import subprocess
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from peers.rig import need

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

DEADLINE_S = 40.0  # for a screen to say what it should, on a busy machine


class Terminal:
    """Runs a command until the body ends. `sees` waits for text; it never sleeps blindly."""

    def __init__(
        self,
        folder: Path,
        *command: str,
        environ: Mapping[str, str],
        size: tuple[int, int] = (120, 36),
    ) -> None:
        need("tmux")
        self._server = ("tmux", "-f", "/dev/null", "-S", str(folder / "tmux"))
        self._environ = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "xterm", **environ}
        self._size = size
        # What the shell prints stays to be read after the command has ended.
        self._command = f"{shlex.join(command)}; echo left with $?; exec cat"

    def __enter__(self) -> Self:
        width, height = map(str, self._size)
        self._tmux("new-session", "-d", "-x", width, "-y", height, self._command)
        self._tmux("set-option", "-s", "set-clipboard", "on")  # what a program asks for by OSC 52
        return self

    def __exit__(self, *_: object) -> None:
        self._tmux("kill-server")

    def press(self, *keys: str) -> None:
        """Keys by tmux's names, such as `Enter`, `Escape`, `b`."""
        self._tmux("send-keys", *keys)

    def insist(self, key: str, wanted: str) -> str:
        """Press until it is there: a key that may have been meant for the call before is not obeyed at first."""
        deadline = time.monotonic() + DEADLINE_S
        while wanted not in (text := self.text()):
            assert time.monotonic() < deadline, f"not seen: {wanted}\n{text}"
            self.press(key)
            time.sleep(1)
        return text

    def type(self, text: str) -> None:
        self._tmux("send-keys", "-l", text)

    def resize(self, width: int, height: int) -> None:
        self._tmux("resize-window", "-x", str(width), "-y", str(height))

    def text(self) -> str:
        """What stands on the screen now."""
        return self._tmux("capture-pane", "-p")

    def clipboard(self) -> str:
        """What was copied last; empty before anything was."""
        with suppress(subprocess.CalledProcessError):  # tmux's way to say that nothing was
            return self._tmux("show-buffer")
        return ""

    def above_cursor(self) -> str:
        """The line over the one in which somebody types."""
        return self.text().split("\n")[int(self.state("#{cursor_y}")) - 1]

    def state(self, flags: str) -> str:
        """Of the terminal itself, in tmux's format, such as `#{alternate_on}`."""
        return self._tmux("display-message", "-p", flags).strip()

    def sees(self, *wanted: str, gone: str = "") -> str:
        """Wait until all of it stands there, and `gone` no more; the screen."""
        deadline = time.monotonic() + DEADLINE_S
        while not all(one in (text := self.text()) for one in wanted) or (gone and gone in text):
            assert time.monotonic() < deadline, f"not seen: {wanted}, gone {gone!r}\n{text}"
            time.sleep(0.05)
        return text

    def _tmux(self, *arguments: str) -> str:
        done = subprocess.run(
            (*self._server, *arguments),
            env=self._environ,
            capture_output=True,
            text=True,
            check=True,
            timeout=DEADLINE_S,
        )
        return done.stdout
