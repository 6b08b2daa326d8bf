"""A person at a shell: what is typed and what is read, step by step, and how long each step took."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from peers.household import PORTINAIO
from peers.tmux import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

PROMPT = "house> "


class Shell:
    @staticmethod
    def told(use: str, what: str, took_s: float) -> None:
        """Of each step, once the session is over."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self._steps: list[tuple[str, float]] = []
        self._typed = 0

    @contextmanager
    def step(self, what: str) -> Iterator[None]:
        began = time.monotonic()
        yield
        self._steps.append((what, time.monotonic() - began))

    def types(self, line: str, *wanted: str) -> str:
        """A command, until it has ended; what it printed, in which all of `wanted` stands."""
        self._typed += 1
        end = f"<{self._typed}>"
        self.terminal.type(f"clear; {line}; echo '<'{self._typed}'>'")
        self.terminal.press("Enter")
        printed = self.terminal.sees(f"{end}\n").partition(f"{end}\n")[0]
        missing = [one for one in wanted if one not in printed]
        assert not missing, f"{missing} not in\n{printed}"
        return printed

    def clear(self) -> None:
        """As a terminal is that was just opened."""
        self.terminal.type("clear")
        self.terminal.press("Enter")
        self.terminal.sees(PROMPT.strip(), gone="clear")

    def tell(self, use: str) -> None:
        """How long each step took."""
        for what, took_s in self._steps:
            self.told(use, what, took_s)


@contextmanager
def at_a_shell(
    folder: Path, environ: Mapping[str, str], use: str, size: tuple[int, int] = (120, 50)
) -> Iterator[Shell]:
    """Somebody sits there until the body ends; then the timings are told."""
    with Terminal(folder, "sh", environ=environ | a_shell(folder), size=size) as terminal:
        terminal.sees(PROMPT.strip())
        shell = Shell(terminal)
        shell.types("cd")
        yield shell
        shell.tell(use)


def a_shell(folder: Path) -> dict[str, str]:
    """Its environment, with `portinaio` on the path, and nobody's own settings."""
    programs = folder / "bin"
    programs.mkdir()
    program = programs / "portinaio"
    program.write_text(f'#!/bin/sh\nexec {" ".join(PORTINAIO)} "$@"\n')
    program.chmod(0o700)
    (folder / "shrc").write_text(f"PS1='{PROMPT}'\n")
    return {
        "PATH": f"{programs}:/usr/bin:/bin",
        "HOME": str(folder),
        "ENV": str(folder / "shrc"),  # what an interactive shell reads first
    }
