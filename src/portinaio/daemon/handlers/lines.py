"""The façade's acts on lines."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from portinaio.core.message import msg, render
from portinaio.daemon.handlers.part import Part
from portinaio.errors import NotFoundError, UsageError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from portinaio.api.answers import (
        ForgottenAnswer,
        LineAnswer,
        LineKindAnswer,
        RehearsalAnswer,
        SecretAnswer,
    )


class LineActs(Part):
    """A part of the façade."""

    def lines(self) -> list[LineAnswer]:
        if self.context.line_answers:
            return self.context.line_answers(self.tongue)
        from portinaio.daemon.handlers.line_book import lines_at_rest  # `check` has no use for it

        return lines_at_rest(self.context, self.tongue)

    def line_kinds(self) -> list[LineKindAnswer]:
        from portinaio.daemon.handlers.line_book import kinds  # as above

        return kinds(self.tongue)

    def add_line(self, kind: str, name: str, keys: Mapping[str, Any] | None = None) -> LineAnswer:
        from portinaio.config.edit import add_line  # the editor is heavy
        from portinaio.config.manner import box_of

        keys = keys or {}
        if "peer" not in keys and (box := box_of(keys)):
            raise UsageError(
                msg(
                    "%(box)s is a FRITZ!Box, which has to be said, since it rings its other telephones too:"
                    " add peer=fritzbox",
                    box=box[:60],
                )
            )
        add_line(self.context.home.config_file, kind, name, keys)
        self._config_changed()
        return self._line(name)

    def remove_line(self, name: str) -> LineAnswer:
        from portinaio.config.edit import remove_line  # as above

        line = self._line(name)
        remove_line(self.context.home.config_file, name)
        self._config_changed()
        return line

    def test_line(self, name: str) -> LineAnswer:
        """The line as the daemon sees it now."""
        line = self._line(name)
        if self.context.since is None:
            raise UsageError(
                msg(
                    "a line is tried by the daemon, which is not running; start it with portinaio daemon"
                )
            )
        return line

    def ring_line(self, name: str) -> LineAnswer:
        """Let a simulated line ring once."""
        line = self._line(name)
        if line["kind"] != "replay":
            raise UsageError(
                msg(
                    "only a simulated line can ring by itself; to try %(name)s, call it from another telephone",
                    name=name,
                )
            )
        if self.context.ring is None:
            raise UsageError(
                msg("no daemon is running that could ring; start it with portinaio daemon")
            )
        self.context.ring(name)
        return line

    def rehearse(self) -> RehearsalAnswer:
        """A simulated call, for who has no line that could ring yet."""
        if self.context.rehearse is None:
            raise UsageError(
                msg("no daemon is running that could ring; start it with portinaio daemon")
            )
        return {"line": self.context.rehearse()}

    def keep_secret(self, name: str, password: str) -> SecretAnswer:
        """Where config.toml reads it; the lines that do begin anew."""
        from portinaio.config import passwords, secrets  # `check` has no use for it
        from portinaio.config.load import load_settings  # as above

        if not password or len(password.encode("utf-8", "replace")) > secrets.LARGEST_BYTES:
            raise UsageError(msg("a password has 1 to %(most)d bytes", most=secrets.LARGEST_BYTES))
        if password != password.encode("utf-8", "replace").decode("utf-8"):
            raise UsageError(msg("a password must be UTF-8 text; nothing was kept"))
        home = self.context.home
        home.make()
        kept = passwords.keep(name, password, load_settings(home.config_file), home)
        self.context.on_secret_changed(kept.secret)
        hint = render(kept.hint, self.tongue) if kept.hint else None
        return {"name": name, "kept": kept.where, "hint": hint}

    def forget_secret(self, name: str) -> ForgottenAnswer:
        from portinaio.config import secrets  # as above

        if not secrets.remove(name, self.context.home):
            raise NotFoundError(msg("no password is stored for %(name)s", name=name[:60]))
        return {"forgotten": 1}

    def _line(self, name: str) -> LineAnswer:
        for line in self.lines():
            if line["name"] == name:
                return line
        raise NotFoundError(msg("there is no line called %(name)s", name=name))
