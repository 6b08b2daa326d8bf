"""What came of a change of the service: done, still to do, refused by systemd, and what the user should know."""

from __future__ import annotations

from typing import TYPE_CHECKING

from portinaio.language import _

if TYPE_CHECKING:
    from portinaio.cli.context import CommandContext
    from portinaio.cli.house.systemd import Ran


class ServiceReport:
    def __init__(self, *done: str) -> None:
        self.lines = [*done]
        self.refusals: list[str] = []
        self.notes: list[str] = []

    def add(self, ran: Ran, command: str, done: str = "") -> bool:
        """Whether it went well. Where there is no such program the command is for later; where it refuses, that is a failure."""
        if not ran.refusal and not ran.absent:
            self.lines += [done] if done else []
            return True
        self.lines.append(_("still to run: %(command)s") % {"command": command})
        self.refusals += [ran.refusal] if ran.refusal else []
        return False

    def tell(self, context: CommandContext, shape: dict[str, object]) -> int:
        context.answer(shape, self.lines)
        said = dict.fromkeys((*self.refusals, *self.notes))
        context.note(*(f"portinaio: {sentence}" for sentence in said))
        return 1 if self.refusals else 0
